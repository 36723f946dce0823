"""What pyright and mypy refuse and let pass in the case files, and that the running program agrees."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError
from typing_cases import (
    CATALOG,
    CaseRun,
    all_statements,
    case_files,
    found_by,
    mismatches,
    run_mypy,
    run_pyright,
    statements,
)

from invokegraph import InvokegraphError
from nodes_catalog.index import TYPES

if TYPE_CHECKING:
    from pathlib import Path

    from typing_cases import Statement, Verdict

LEAST = 60
CATALOG_SECONDS = 10

# Statements that a type checker refuses and that do not raise when they are run, with the reason.
LENIENT = {
    "the server's parser converts the value, and so does the input": {
        "adapters.py": ['control.control_weight = ["0.8"]'],
        "control_nodes.py": ['chosen.condition = "yes"'],
        "images.py": ['photo.image = {"image_name": "photo.png"}'],
        "math_and_strings.py": [
            'total.a = "7"',
            'product.a = "2"',
            "sentence.string_left = 7",
            'changed.use_regex = "yes"',
            "encoded.prompt = 3.5",
        ],
        "metadata_nodes.py": ['core.seed = "7"'],
        "text_to_image.py": ['denoise.cfg_scale = "7"', 'denoise.hidiffusion = "yes"'],
        "value_only.py": ['noise.is_intermediate = "no"'],
    },
    "the server's rules let a list into an input of its items, and an item into an input of lists": {
        "images.py": ["saved.image = several.collection", "place.tile = tiles.tiles"],
        "lists.py": [
            "whole.collection = one.value",
            "words.collection = word.value",
            "noise.seed = whole.collection",
            "photo.image = photos.collection",
            "prompt.prompt = words.collection",
            "denoise.noise = latents.collection",
        ],
        "math_and_strings.py": ["sentence.string_left = prompts.collection", "encoded.prompt = prompts.collection"],
        "own_nodes.py": ["tilt.more = photo.image"],
    },
    "loops and branches take and give anything at the time of wiring: graph.problems() looks at them as a whole": {
        "control_nodes.py": [
            "If(condition=True, true_input=prompt.conditioning, false_input=noise.noise)",
            "DenoiseLatents(noise=branch.value)",
            "noise.seed = words.item",
            "picture.image = loop.item",
            "denoise.cfg_scale = loop.item",
            "Iterate(collection=Integer(value=1).value)",
            "Iterate(collection=[1, 2])",
            'Iterate(collection=[Integer(value=1).value, String(value="a").value])',
            'loop.collection = DynamicPrompt(prompt="{a|b}").collection',
            "gathered.item = noise.noise",
            "gathered.item = [prompt.conditioning, noise.noise]",
            "gathered.collection = prompt.conditioning",
            "gathered.collection = ints.collection",
            "Collect(item=3)",
            'Collect(item=[Integer(value=1).value, String(value="a").value])',
            "Collect(item=other.conditioning, collection=ints.collection)",
            "denoise.cfg_scale = numbers.collection",
            "denoise.noise = empty_list.collection",
            "noise.seed = chosen.value",
            "chosen.true_input = loop.item",
            "chosen.true_input = 0.5",
            "chosen.condition = loop.item",
            "half_open.false_input = prompt.conditioning",
            "later.true_input = words.item",
        ],
        "images.py": ["merged.tiles_with_images = [one_tile.item]"],
    },
    "the node has the name: only the checker does not know its class": {
        "graphs.py": ['latents = graph["denoise_latents"].latents'],
    },
    "an output equals itself alone, and may be compared with anything": {"names.py": ["wide = noise.width == 512"]},
    "the server keeps what core_metadata does not declare": {"metadata_nodes.py": ['core.mood = "quiet"']},
}

# Statements about objects other than nodes, which Python or pydantic refuses in its own words.
NOT_ABOUT_NODES: dict[str, dict[str, type[Exception]]] = {
    "graphs.py": {
        "graph.nodes = []": AttributeError,
        "batch.sweeps(seed, value=[4])": AttributeError,
    },
    "images.py": {"ColorField(r=0, g=0, b=0)": ValidationError},
    "models.py": {
        'ModelIdentifierField(key="k")': ValidationError,
        'ModelIdentifierField(key="k", hash="h", name="n", base="sd-9", type="main")': ValidationError,
        'identifier.name = "other"': ValidationError,
    },
    "names.py": {
        "decode.latents.value = 3": AttributeError,
        "missing = nodes_catalog.Nois": AttributeError,
        'noise.noise.name = "other"': AttributeError,
    },
}


@pytest.fixture(scope="session")
def pyright(tmp_path_factory: pytest.TempPathFactory) -> Verdict:
    return run_pyright(case_files(), tmp_path_factory.mktemp("pyright"))


@pytest.fixture(scope="session")
def mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


@pytest.fixture(scope="session")
def mypy(mypy_cache: Path) -> Verdict:
    return run_mypy(case_files(), mypy_cache)


@pytest.fixture
def own_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the node classes that case files define from other tests."""
    monkeypatch.setattr("invokegraph.catalog._OWN_CLASSES", {})


def test_every_mark_stands_where_it_is_seen() -> None:
    marked = sum(" # wrong" in line for path in case_files() for line in path.read_text("utf-8").splitlines())
    wrong = [statement for statement in all_statements() if statement.wrong]
    assert len(wrong) == marked, "a mark stands on the first line of a statement at top level"
    assert [statement.where for statement in wrong if statement.tree.end_lineno != statement.line] == []


def test_pyright_agrees_with_the_marks(pyright: Verdict) -> None:
    differences = mismatches(pyright)
    assert not differences, "\n".join(["pyright --strict", *differences])


def test_mypy_agrees_with_the_marks(mypy: Verdict) -> None:
    differences = mismatches(mypy)
    assert not differences, "\n".join(["mypy --strict", *differences])


def test_there_are_enough_of_both(pyright: Verdict, mypy: Verdict, capsys: pytest.CaptureFixture[str]) -> None:
    right = [statement for statement in all_statements() if statement.is_use and not statement.wrong]
    wrong = [statement for statement in all_statements() if statement.wrong]
    lines = [f"{len(right)} right uses, {len(wrong)} wrong ones in {len(case_files())} files"]
    for name, verdict in (("pyright", pyright), ("mypy", mypy)):
        found, refused = found_by(verdict, wrong), found_by(verdict, right)
        lines.append(f"{name}: {found} wrong uses found, {refused} right ones refused, {verdict.seconds:.1f} s")
    _show(capsys, *lines)
    assert min(len(right), len(wrong)) >= LEAST


def test_the_catalog_passes_pyright_in_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verdict = run_pyright([CATALOG], tmp_path)
    _show(capsys, f"the whole catalog under pyright --strict: {verdict.seconds:.1f} s")
    assert verdict.errors == {}
    assert verdict.seconds < CATALOG_SECONDS


def test_the_catalog_passes_mypy(mypy_cache: Path) -> None:
    assert run_mypy([CATALOG], mypy_cache).errors == {}


@pytest.mark.usefixtures("own_classes")
@pytest.mark.parametrize("path", case_files(), ids=lambda path: path.stem)
def test_the_program_agrees_with_the_marks(path: Path) -> None:
    with CaseRun(path) as run:
        complaints = [why for statement in statements(path) if (why := _complaint(statement, run.execute(statement)))]
    assert not complaints, "\n".join(complaints)


@pytest.mark.usefixtures("own_classes")
def test_every_category_of_nodes_has_right_and_wrong_uses() -> None:
    used: dict[bool, set[str]] = {False: set(), True: set()}
    for path in case_files():
        with CaseRun(path) as run:
            for statement in statements(path):
                run.execute(statement)
                used[statement.wrong] |= run.node_modules(statement)
    categories = {f"nodes_catalog.{module}" for module, _ in TYPES.values()}
    assert {"without a right use": categories - used[False], "without a wrong use": categories - used[True]} == {
        "without a right use": set(),
        "without a wrong use": set(),
    }


def test_the_tables_name_statements_that_exist() -> None:
    wrong = {(statement.path.name, statement.text) for statement in all_statements() if statement.wrong}
    named = {(file, text) for files in LENIENT.values() for file, texts in files.items() for text in texts}
    named |= {(file, text) for file, texts in NOT_ABOUT_NODES.items() for text in texts}
    assert named - wrong == set()


def _show(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    """Print lines that are seen whether or not the test passes."""
    with capsys.disabled():
        sys.stdout.write("\n" + "".join(f"{line}\n" for line in lines))


def _complaint(statement: Statement, error: Exception | None) -> str:
    """What is wrong with how a statement ended, or an empty string."""
    if not statement.wrong:
        return f"{statement.where}\n    raised {error!r}" if error else ""
    if error is None:
        return "" if _lenient(statement) else f"{statement.where}\n    did not raise"
    if _lenient(statement):
        return f"{statement.where}\n    raised {error!r}: take it out of LENIENT"
    own = NOT_ABOUT_NODES.get(statement.path.name, {}).get(statement.text, InvokegraphError)
    return "" if isinstance(error, (InvokegraphError, TypeError, own)) else f"{statement.where}\n    raised {error!r}"


def _lenient(statement: Statement) -> bool:
    return any(statement.text in files.get(statement.path.name, []) for files in LENIENT.values())

"""Source text means what it should, and is laid out as the formatter would lay it out."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invokegraph.codegen.text import Group, assignment, docstring, imports, plainly, quoted, tuple_of, value_of

from .documents import STRING, model, node, output, ref, rendered

if TYPE_CHECKING:
    from invokegraph.codegen.facts import Json

REPOSITORY = Path(__file__).parents[2]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(TEXT)
def test_a_text_is_quoted_so_that_it_means_itself(text: str) -> None:
    literal = quoted(text)
    assert ast.literal_eval(literal) == text
    assert literal.isprintable()


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("", '""'),
        ("euler_a", '"euler_a"'),
        ("it's", '"it\'s"'),
        ('say "a"', "'say \"a\"'"),
        ('it\'s "a"', "'it\\'s \"a\"'"),
        ("it's 'an' \"a\"", '"it\'s \'an\' \\"a\\""'),
        ("a\\b", '"a\\\\b"'),
        ("\u202e", '"\\u202e"'),
    ],
)
def test_double_quotes_unless_they_take_more_escapes(text: str, literal: str) -> None:
    assert quoted(text) == literal


@given(JSON)
def test_a_value_means_itself_on_one_line_and_on_several(value: Json) -> None:
    source = value_of(value, "")
    if isinstance(source, str):
        assert ast.literal_eval(source) == value
    else:
        assert ast.literal_eval("\n".join(source.lines())) == value
        assert ast.literal_eval("\n".join(source.wrapped())) == value


def test_a_long_text_is_cut_into_pieces() -> None:
    text = "a long text with many words " * 20
    source = value_of(text, "default=")
    assert isinstance(source, Group)
    lines = source.lines("    ")
    assert all(len(line) <= 120 for line in lines)
    assert ast.literal_eval("\n".join(lines).strip().removeprefix("default=")) == text


def test_groups_wrap_as_arguments_or_as_items() -> None:
    items = [f'"{"x" * 30}{number}"' for number in range(3)]
    short = Group("port(", items[:2], ")", is_call=True)
    assert short.lines("    ") == [f"    port({items[0]}, {items[1]})"]
    call = Group(f"{'y' * 30}: In[int, IntWire] = port(", items, ")", is_call=True)
    assert call.lines("    ")[1:] == [f"        {', '.join(items)}", "    )"]
    many = Group("port(", items * 2, ")", is_call=True)
    assert many.lines("    ")[1:-1] == [f"        {item}," for item in items * 2]
    listed = Group(f"{'y' * 60} = [", items, "]")
    assert listed.lines("    ")[1:-1] == [f"        {item}," for item in items]
    assert tuple_of(["a"], "model_types=").lines() == ['model_types=("a",)']
    assert tuple_of(["a" * 130], "x=").lines() == ["x=(", f'    "{"a" * 130}",', ")"]


def test_an_assignment_wraps_its_value_before_its_target() -> None:
    value = Group("port(", ["default=None", "required=True"], ")", is_call=True)

    def lines(*parts: str) -> list[str]:
        return assignment(Group("name: In[", parts, "]", is_call=True), value, "    ")

    assert lines("int", "IntWire") == ["    name: In[int, IntWire] = port(default=None, required=True)"]
    assert lines("x" * 50, "y" * 34)[0].endswith("] = port(")
    assert lines("x" * 50, "y" * 48)[0].endswith("] = (")
    assert lines("x" * 50, "y" * 52)[0] == "    name: In["
    assert lines("x" * 70, "y" * 70 + " | " + "z" * 70)[2:4] == [f"        {'y' * 70}", f"        | {'z' * 70},"]


@given(st.lists(TEXT, min_size=1, max_size=3), st.lists(TEXT, max_size=3))
def test_a_docstring_holds_what_it_is_given(paragraphs: list[str], entries: list[str]) -> None:
    shown = [f"{plainly(paragraph)}." for paragraph in paragraphs]
    lines = docstring(shown, [("Args", [f"x: {plainly(entry)}." for entry in entries])], "    ")
    tree = ast.parse("class A:\n" + "\n".join(lines))
    assert isinstance(tree.body[0], ast.ClassDef)
    assert len(tree.body) == len(tree.body[0].body) == 1
    assert "".join(shown[0].split()) in "".join((ast.get_docstring(tree.body[0]) or "").split())


def test_imports_stand_in_sections_and_in_the_order_of_the_linter() -> None:
    lines = imports(
        [("b", ["T2IField", "T10", "TBLR", "Ab", "aa", "AB"]), ("empty", [])], [], [("c", ["x" * 60, "y" * 60])]
    )
    assert lines == [
        "from b import AB, T10, TBLR, Ab, T2IField, aa",
        "",
        "from c import (",
        f"    {'x' * 60},",
        f"    {'y' * 60},",
        ")",
    ]


FORMATTED = {
    "AInvocation": node(
        "a",
        {
            "short": {"type": "integer", "default": 3, "minimum": 0},
            "long": {"type": "string", "default": "word " * 60},
            "list": {"type": "array", "items": STRING, "default": [f"item {number}" for number in range(30)]},
            "object": {"type": "object", "default": {f"key {number}": [number] * 30 for number in range(3)}},
            "choice": {"enum": [f"choice number {number}" for number in range(20)], "default": "choice number 0"},
            "quotes": {"enum": ["it's", 'say "a"', "it's \"both\" 'of' them", "\\", "\n"]},
            "union": {"anyOf": [{"type": "integer"}, STRING, ref("B" * 40), ref("C" * 40)], "default": 1e100},
            "numbers": {"type": "number", "default": 1e-9, "minimum": -1e30},
            "models": STRING | {"ui_model_base": [f"base-{number}" for number in range(30)], "ui_model_type": ["main"]},
            "a name that is no name " * 3: {"type": "array", "items": ref("B" * 40)},
        },
        version="1.0.0",
        category="a category with a name",
        node_pack="some pack",
    ),
    "B" * 40: model({"x": {"type": "array", "items": {"type": "integer", "minimum": 3}, "minItems": 2}}, ["x"]),
    "C" * 40: model({"y": {"anyOf": [{"type": "number", "maximum": 3}, {"type": "null"}], "default": 1}}),
    "ThingOutput": output({"value": ref("B" * 40)}),
}


@pytest.mark.skipif(shutil.which("ruff", path=str(Path(sys.executable).parent)) is None, reason="ruff is not installed")
@pytest.mark.parametrize("source", ["catalog", "unusual"])
def test_the_formatter_and_the_linter_have_nothing_to_change(source: str, tmp_path: Path) -> None:
    folder = REPOSITORY / "nodes_catalog"
    if source == "unusual":
        folder = tmp_path
        for name, text in rendered(FORMATTED).items():
            (folder / name).write_text(text, "utf-8")
    ruff = Path(sys.executable).parent / "ruff"
    options = ["--config", str(REPOSITORY / "pyproject.toml"), "--no-cache", str(folder)]
    formatted = subprocess.run([ruff, "format", "--diff", *options], capture_output=True, text=True, check=False)
    assert formatted.stdout == ""
    linted = subprocess.run(
        [ruff, "check", "--select", "F,I,E501,D2,D3,TC", *options], capture_output=True, text=True, check=False
    )
    assert linted.stdout.startswith("All checks passed"), linted.stdout

"""What the simulator makes of files, and jobs that have not ended."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph.simulator import Simulator
from invokegraph.simulator.models import kinds, model
from invokegraph.simulator.probing import UNKNOWN, kind_of, models_below
from invokegraph.simulator.rest_schema import PREFIX
from tests.contract.asking import Asking
from tests.contract.test_models import MODELS, install, safetensors

from .answers_of import faults_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def ask() -> Iterator[Asking]:
    with Simulator() as url, Asking(url) as asking:
        yield asking


@pytest.mark.parametrize("kind", sorted(kinds()), ids=" ".join)
def test_every_kind_of_model_has_its_fields(kind: tuple[str, str, str]) -> None:
    made = model("mine", *kind)
    assert [name for name in kinds()[kind] if not faults_of({"$ref": f"{PREFIX}{name}"}, made)]


def test_a_kind_that_there_is_not() -> None:
    with pytest.raises(ValueError, match="no model sd-1 main nonsense; formats of sd-1 main: checkpoint, diffusers"):
        model("mine", "sd-1", "main", "nonsense")
    with pytest.raises(ValueError, match="there is no nonsense of sd-1"):
        model("mine", "sd-1", "nonsense")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (["lora_te_layer.alpha"], ("sd-1", "lora", "lycoris")),
        (["lora_te1_layer.alpha", "lora_te2_layer.alpha"], ("sdxl", "lora", "lycoris")),
        (["model.weight"], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_the_kind_of_a_file(tmp_path: Path, names: list[str], kind: tuple[str, str, str]) -> None:
    assert kind_of(safetensors(tmp_path / "a.safetensors", *names)) == kind


@pytest.mark.parametrize(
    "content", [b"", b"junk", b"\xff" * 16, b"\x02\0\0\0\0\0\0\0[]", b"\x04\0\0\0\0\0\0\0\xff\xfe{}"]
)
def test_a_file_that_holds_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    assert kind_of(path) == UNKNOWN


@pytest.mark.parametrize(
    ("name", "class_name", "kind"),
    [
        ("model_index.json", "StableDiffusionXLPipeline", ("sdxl", "main", "diffusers")),
        ("config.json", "ControlNetModel", ("sd-1", "controlnet", "diffusers")),
        ("config.json", "Nonsense", UNKNOWN),
        ("config.json", ["a list"], UNKNOWN),
    ],
)
def test_the_kind_of_a_folder(tmp_path: Path, name: str, class_name: object, kind: tuple[str, str, str]) -> None:
    (tmp_path / name).write_text(json.dumps({"_class_name": class_name}))
    assert kind_of(tmp_path) == kind
    assert models_below(tmp_path) == [tmp_path]


def test_a_folder_of_many_files(tmp_path: Path) -> None:
    for number in range(51):
        (tmp_path / f"{number}.bin").touch()
    with pytest.raises(ValueError, match="Directory contains more than 50 files"):
        kind_of(tmp_path)


def test_nothing_is_moved(ask: Asking, tmp_path: Path) -> None:
    path = safetensors(tmp_path / "mine.safetensors", "lora_te_layer.alpha")
    made = install(ask, str(path), inplace=False)["config_out"]
    assert (made["type"], made["path"]) == ("lora", f"{made['key']}/mine.safetensors")
    assert ask("DELETE", f"{MODELS}/i/{made['key']}").status_code == 204
    assert path.exists()


def test_a_job_waits_at_first(ask: Asking, tmp_path: Path) -> None:
    path = safetensors(tmp_path / "a.safetensors", "x")
    job = ask.json("POST", f"{MODELS}/install", params={"source": str(path), "inplace": True}, json={})
    assert (job["status"], job["bytes"], job["config_out"]) == ("waiting", 0, None)


def test_what_is_known_of_a_converted_model() -> None:
    old = model("mine", "sd-1", "main", "checkpoint", description="kept")
    with Simulator(models=[old]) as url, Asking(url) as ask:
        made = ask.json("PUT", f"{MODELS}/convert/{old['key']}")
        assert (made["format"], made["name"], made["description"]) == ("diffusers", "mine", "kept")
        assert made["key"] != old["key"]
        assert [each["key"] for each in ask.json("GET", f"{MODELS}/")["models"]] == [made["key"]]

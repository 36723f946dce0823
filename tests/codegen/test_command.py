"""`python -m invokegraph.codegen`, and packages for other servers."""

from __future__ import annotations

import importlib
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import nodes_catalog
from invokegraph import Graph
from invokegraph.codegen import SchemaError, read, render, slim
from invokegraph.codegen.__main__ import generate, main
from nodes_catalog import control
from nodes_catalog.rules import FieldModel

from .documents import STRING, document, load, model, node, output, ref

if TYPE_CHECKING:
    from types import ModuleType

CATALOG = Path(nodes_catalog.__file__).parent
REPOSITORY = CATALOG.parent

INTEGER = {"type": "integer"}
CUSTOM: dict[str, Any] = {
    "StampInvocation": node(
        "my_stamp",
        {
            "image": ref("ImageField"),
            "lambda": INTEGER | {"default": 3, "minimum": 1},
            "mode": {"$ref": "#/components/schemas/StampMode"},
            "text": STRING | {"default": "hello"},
            "strength": {"allOf": [{"type": "number"}], "default": 0.5},
            "tags": {"type": "array", "items": STRING},
            "seed": {"type": ["integer", "null"], "default": None},
            "like": {"anyOf": [ref("StampField"), {"type": "null"}], "default": None},
        },
        output="StampOutput",
        required=["type", "id", "image"],
        title="A title",
        description="A description",
    ),
    "ImageField": model({"image_name": STRING}, ["image_name"]),
    "StampField": model({"image": ref("ImageField"), "size": INTEGER | {"minimum": 1}}, ["image"]),
    "StampMode": {"enum": ["fast", "slow"], "type": "string"},
    "StampOutput": output({"image": ref("ImageField"), "count": INTEGER, "mode": ref("StampMode")}),
}


@pytest.fixture(scope="module")
def custom(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(CUSTOM, tmp_path_factory.mktemp("custom"), "custom_nodes_of_a_test")


def test_a_node_of_an_old_pack_gets_sensible_facts(custom: ModuleType) -> None:
    ports = custom.Stamp.ports()
    assert {name: port.required for name, port in ports.items() if port.required} == {"image": True}
    assert {port.input for name, port in ports.items() if name not in ("is_intermediate", "use_cache")} == {"any"}
    assert str(ports["image"].takes) == "ImageField | None"
    assert str(ports["image"].gives) == "ImageField"
    assert (ports["lambda_"].name, ports["lambda_"].limits) == ("lambda", {"ge": 1})
    assert (str(ports["strength"].takes), ports["strength"].default) == ("float", 0.5)
    assert (str(ports["tags"].takes), ports["tags"].default) == ("list[str]", [])
    assert str(ports["seed"].takes) == "int | None"
    assert ports["mode"].takes.choices == ports["mode"].gives.choices == ("fast", "slow")
    assert custom.StampMode.__args__ == ("fast", "slow")
    assert (custom.Stamp.node_pack, custom.Stamp.category, custom.Stamp.classification) == ("invokeai", "", "stable")


def test_of_what_is_written_for_people_the_title_of_a_node_is_read_alone(custom: ModuleType) -> None:
    assert custom.Stamp.title == "A title"
    assert "In the editor: A title." in custom.Stamp.__doc__
    assert "A description" not in custom.Stamp.__doc__


def test_its_classes_wire_up_with_those_of_the_catalog(custom: ModuleType) -> None:
    stamp = custom.Stamp(image=nodes_catalog.Image(image=custom.ImageField(image_name="a")).image, mode="slow")
    stamp.lambda_ = nodes_catalog.Integer(value=5).value
    scaled = nodes_catalog.ImageScale(image=stamp.image)
    assert Graph(scaled).to_dict()["nodes"].keys() == {"image", "integer", "my_stamp", "img_scale"}
    assert custom.Collect is control.Collect


def test_field_models_that_are_the_same_are_those_of_the_catalog(custom: ModuleType, tmp_path: Path) -> None:
    assert custom.ImageField is nodes_catalog.ImageField
    assert custom.StampField.__module__ == "custom_nodes_of_a_test.fields"
    assert issubclass(custom.StampField, FieldModel)
    later = CUSTOM | {"ImageField": model({"image_name": STRING, "size": STRING}, ["image_name"])}
    made = load(later, tmp_path, "made_later")
    assert made.ImageField is not nodes_catalog.ImageField
    assert made.StampField(image=made.ImageField(image_name="a")).image.size is None


def test_two_nodes_that_would_have_one_name(tmp_path: Path) -> None:
    schemas = {"Thing": node("one"), "ThingInvocation": node("two"), "Noise_": node("three"), "image": node("four")}
    made = load(schemas, tmp_path, "made_names")
    types = importlib.import_module("made_names.index").TYPES
    assert types["one"] == ("other", "Thing")
    assert types["two"] == ("other", "ThingInvocation")
    assert made.ThingInvocation.type == "two"
    with pytest.raises(SchemaError, match="is taken by another class"):
        render(read(document({"A-B": node("one"), "A B": node("two"), "A.B": node("three")}), "1"))


def test_names_do_not_change_with_the_order_of_the_schema() -> None:
    text = (CATALOG / "schema.json").read_text("utf-8")
    schemas = json.loads(text)["components"]["schemas"]
    keys = list(schemas)
    random.Random(0).shuffle(keys)
    shuffled = {"components": {"schemas": {key: schemas[key] for key in keys}}}
    made = generate(text)
    assert render(read(shuffled, "6.14.2")) == {name: made[name] for name in made if name != "schema.json"}


def test_a_slim_schema_is_all_it_takes() -> None:
    whole = document(CUSTOM) | {"paths": {"/": {}}, "info": {"title": "x"}}
    whole["components"]["schemas"]["Unrelated"] = {"type": "object"}
    slimmed = slim(whole, "1.0")
    assert render(read(slimmed)) == render(read(whole, "1.0"))
    assert slim(slimmed) == slimmed
    assert "Unrelated" not in slimmed["components"]["schemas"]  # type: ignore[index]  # plain JSON
    assert json.dumps(slimmed).count("A title") == 1
    assert "A description" not in json.dumps(slimmed)


def test_the_command_writes_a_package_and_checks_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    schema, out = tmp_path / "openapi.json", tmp_path / "mine"
    schema.write_text(json.dumps(document(CUSTOM)), "utf-8")
    arguments = ["--schema", str(schema), "--out", str(out), "--server-version", "6.15.0"]
    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    assert main(["--out", str(out), "--check"]) == 0  # from the slim copy that it left there
    assert capsys.readouterr().out == ""
    first, _, rest = (out / "other.py").read_text("utf-8").partition("\n")
    assert first.startswith("# Generated from the schema of InvokeAI 6.15.0 by `python -m invokegraph.codegen")

    (out / "other.py").write_text(f"{first}\n# mine\n{rest}", "utf-8")
    (out / "gone.py").write_text(f"{first}\n", "utf-8")
    (out / "by_hand.py").write_text("x = 1\n", "utf-8")
    (out / "fields.py").unlink()
    assert main([*arguments, "--check"]) == 1
    difference = capsys.readouterr().out
    assert all(word in difference for word in ("-# mine", "other.py", "gone.py", "+class StampField"))
    assert "by_hand" not in difference
    assert (out / "gone.py").exists()

    assert main(arguments) == 0
    assert main([*arguments, "--check"]) == 0
    assert not (out / "gone.py").exists()
    assert (out / "by_hand.py").read_text("utf-8") == "x = 1\n"


def test_the_catalog_checks_out() -> None:
    command = [sys.executable, "-m", "invokegraph.codegen", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

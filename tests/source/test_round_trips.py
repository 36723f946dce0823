"""A program gives the graph or the batch again that it was made of."""

from __future__ import annotations

import json
import runpy
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from invokegraph import Batch, FormatError, Graph, Model, UnknownNode
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Image,
    ImageField,
    Integer,
    Iterate,
    MainModelLoader,
    Noise,
    SDXLCompelPrompt,
    String,
)
from tests.core import own_nodes
from tests.oracle.random_batches import random_batch
from tests.oracle.random_graphs import random_graph
from tests.source.programs import again, is_same, look_through, run
from tests.view import graphs

EXAMPLES = Path(__file__).parents[2] / "examples"
MADE = (graphs.text_to_image, graphs.sdxl, graphs.controlled, graphs.variations, graphs.wide, graphs.broken)


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_a_graph_comes_back(make: Callable[[], Graph]) -> None:
    graph = make()
    assert is_same(graph, again(graph))


@pytest.mark.parametrize("make", MADE[:-1], ids=lambda make: make.__name__)
def test_what_was_made_in_python_is_written_in_the_same_order(make: Callable[[], Graph]) -> None:
    graph = make()
    assert json.dumps(again(graph).to_dict()) == json.dumps(graph.to_dict())
    read = Graph.from_json(graph.to_json())
    assert again(read).to_dict() == graph.to_dict()  # the edges in their order, too


@pytest.mark.parametrize("base", ["sd-1", "sdxl"])
def test_the_examples_come_back(base: str) -> None:
    example = runpy.run_path(str(EXAMPLES / "text_to_image.py"), run_name="example")
    graph: Graph = example["FAMILIES"][base](Model("a model", base=base))
    batch = Batch(graph, runs=2, origin="here", destination="there").sweep("noise", seed=[1, 5])
    batch.sweep("positive", prompt=["a", "b"]).zip("negative", prompt=["c", "d"])
    assert json.dumps(again(graph).to_dict()) == json.dumps(graph.to_dict())
    assert json.dumps(again(batch).to_dict()) == json.dumps(batch.to_dict())
    assert again(graph).to_python() == graph.to_python()


def test_random_graphs_and_batches_come_back() -> None:
    start = perf_counter()
    made = {"graphs": 0, "batches": 0}
    for seed in range(5_000):
        random = Random(seed)
        work: Graph | Batch = Graph.from_dict(random_graph(random, frozenset()))
        assert is_same(work, run(work.to_python())["graph"]), seed
        made["graphs"] += 1
        if seed % 20:
            continue
        try:
            work = Batch.from_dict(random_batch(random))
        except FormatError:
            continue
        assert is_same(work, run(work.to_python(keep_id=True))["batch"]), seed
        made["batches"] += 1
    print(f"\n{made['graphs']} graphs and {made['batches']} batches came back in {perf_counter() - start:.0f} s")
    assert made["batches"] > 200


def test_the_program_of_a_program_is_the_same() -> None:
    for seed in range(200):
        graph = Graph.from_dict(random_graph(Random(seed), frozenset()))
        source = run(graph.to_python())["graph"].to_python()
        assert is_same(graph, run(source)["graph"])


def test_lists_that_were_gathered_are_lists_again() -> None:
    loader = MainModelLoader(model=Model("m"))
    prompts = [Compel(prompt=prompt, clip=loader.clip) for prompt in "ab"]
    denoise = DenoiseLatents(unet=loader.unet, positive_conditioning=[prompt.conditioning for prompt in prompts])
    source = Graph(denoise).to_python()
    assert "positive_conditioning=[positive.conditioning, positive_2.conditioning]" in source
    assert "Collect" not in source
    assert is_same(Graph(denoise), run(source)["graph"])


def test_a_list_whose_collect_has_an_id_of_its_own_is_written_out() -> None:
    loader = MainModelLoader(model=Model("m"))
    prompts = [Compel(prompt=prompt, clip=loader.clip) for prompt in "ab"]
    denoise = DenoiseLatents(unet=loader.unet, positive_conditioning=[prompt.conditioning for prompt in prompts])
    graph = Graph(denoise)
    graph["collect_2"].id = "mine"
    source = graph.to_python()
    assert 'mine = Collect(\n    id="mine",\n    collection=positive_conditioning.collection,\n' in source
    assert is_same(graph, run(source)["graph"])


def test_a_swept_collect_keeps_its_name() -> None:
    gathered = Collect(item=Integer(value=1).value)
    batch = Batch(Graph(Iterate(collection=gathered.collection))).sweep(gathered, collection=[[1], [2]])
    assert "batch.sweep(collect, collection=[[1], [2]])" in batch.to_python()
    assert is_same(batch, again(batch))


def test_ids_are_written_where_the_graph_would_give_others() -> None:
    first, second = Noise(), Noise(id="mine")
    source = Graph(first, second, Noise(), Noise(id="noise_7")).to_python()
    assert source.count("id=") == 2
    assert list(run(source)["graph"].to_dict()["nodes"]) == ["noise", "mine", "noise_2", "noise_7"]


def test_values_that_an_input_refuses_or_converts_come_back_as_they_are() -> None:
    data = {
        "nodes": {
            "n": {"id": "n", "type": "noise", "seed": "7", "width": None, "no such": [1], "height": float("nan")}
        },
        "edges": [],
    }
    graph = Graph.from_dict(data)
    source = graph.to_python()
    assert 'noise.inputs.keep({"seed": "7", "width": None, "height": float("nan"), "no such": [1]})' in source
    assert is_same(graph, again(graph))


def test_defaults_are_left_out_only_if_asked() -> None:
    graph = Graph(Noise(seed=0, width=768, use_cpu=True, is_intermediate=False))
    assert "Noise(seed=0, width=768, use_cpu=True, is_intermediate=False)" in graph.to_python()
    assert "Noise(width=768)" in graph.to_python(defaults=False)
    whole = {
        "id": "n",
        "type": "denoise_latents",
        "steps": 10,
        "denoising_start": 0,
        "noise": None,
        "cfg_scale": 7.5,
        "denoising_end": True,
    }
    read = Graph.from_dict({"nodes": {"n": whole}, "edges": []})
    assert is_same(read, again(read))
    assert 'DenoiseLatents(id="n")\ndenoise.inputs.keep(denoising_end=True)' in read.to_python(defaults=False)


def test_field_models_are_written_where_they_make_the_same_json() -> None:
    colour = {"r": 1, "g": 2, "b": 3, "a": 255}
    lora = {"lora": {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "lora"}, "weight": 0.5}
    nodes = {
        "a": {"id": "a", "type": "color", "color": colour},
        "b": {"id": "b", "type": "color", "color": {**colour, "more": 1}},
        "c": {"id": "c", "type": "lora_collection_loader", "loras": [lora, lora]},
        "d": {"id": "d", "type": "color", "color": {**colour, "a": "255"}},
        "e": {"id": "e", "type": "img_paste", "base_image": {"image_name": "x"}, "image": None},
        "f": {"id": "f", "type": "metadata_item", "label": "l", "value": {"image_name": "x"}},
    }
    graph = Graph.from_dict({"nodes": nodes, "edges": []})
    source = graph.to_python()
    assert "ColorField(r=1, g=2, b=3, a=255)" in source
    assert source.count("ModelIdentifierField(") == 2
    assert source.count("LoRAField(") == 2
    assert 'ImageField(image_name="x")' in source
    assert is_same(graph, again(graph))


def test_a_model_that_has_still_to_be_found_is_a_model_again() -> None:
    graph = Graph(MainModelLoader(model=Model("dream", base="sd-1", type="main")))
    assert 'model=Model("dream", base="sd-1", type="main")' in graph.to_python()
    assert again(Graph.from_json(graph.to_json()))["main_model_loader"].given["model"] == Model(
        "dream", base="sd-1", type="main"
    )


def test_a_circle_is_closed_once_all_its_nodes_are_there() -> None:
    first, second = Add(a=1), Add(b=2)
    first.b, second.a = second.value, first.value
    graph = Graph(second)
    assert "total.b = total_2.value" in graph.to_python()
    assert is_same(graph, again(graph))
    alone = Add()
    alone.a = alone.value
    assert is_same(Graph(alone), again(Graph(alone)))


def test_two_nodes_of_one_id_stay_two() -> None:
    graph = Graph(Noise(id="n"), Noise(id="n", seed=1))
    assert is_same(graph, again(graph))


def test_unknown_nodes_come_back_with_version_and_package() -> None:
    node = UnknownNode("my_filter", id="f", version="1.2.0", node_pack="filters")
    node.inputs["strength"], node.inputs["with space"] = 0.5, [1]
    node.inputs["image"] = Image(image=ImageField(image_name="x.png")).image
    sink = Compel(prompt=node.output("text"))
    source = Graph(sink).to_python()
    assert "# 'my_filter' is not known here: it comes with the package 'filters'." in source
    assert (
        "# 'gone' is not known here: it is of another version of InvokeAI.\n"
        in Graph(UnknownNode("gone", node_pack="invokeai")).to_python()
    )
    back = run(source)["graph"]
    assert is_same(Graph(sink), back)
    assert (back["f"].version, back["f"].node_pack) == ("1.2.0", "filters")


def test_an_id_of_the_generate_tab_names_what_nothing_else_does() -> None:
    """The text feeds several inputs, so that none of them says what it is; the stem of the id does."""
    text = String(id="positive_prompt:9dY3fj0p2W", value="a mill")
    encoded = SDXLCompelPrompt(id="pos_cond:kR-2_1", prompt=text.value, style=text.value)
    denoise = DenoiseLatents(id="denoise_latents:x", positive_conditioning=encoded.conditioning)
    source = Graph(denoise, String(id="string:1"), String(id="import os:1")).to_python()
    assert [line.partition(" = ")[0] for line in source.splitlines() if " = " in line and line[0] != " "][:5] == [
        "positive_prompt",
        "positive",
        "denoise",
        "string",
        "string_2",
    ]


def test_classes_of_ones_own_are_imported_from_where_they_are() -> None:
    graph = Graph(own_nodes.Escaped(lambda_="abc"))
    source = graph.to_python()
    assert "from tests.core.own_nodes import Escaped\n" in source
    assert is_same(graph, run(source)["graph"])


def test_classes_are_imported_from_the_package_that_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `invokegraph generate` makes packages: the modules in them are nobody's business."""
    package = tmp_path / "darkroom"
    package.mkdir()
    (package / "__init__.py").write_text("from .filters import Vignette as Vignette\n")
    (package / "filters.py").write_text(
        "from __future__ import annotations\nfrom invokegraph import Node\n\n\n"
        'class Vignette(Node, type="darkroom_vignette", version="1.0.0"):\n    """Darkens the corners."""\n'
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    graph = Graph(import_module("darkroom").Vignette())
    source = graph.to_python()
    assert "\nfrom darkroom import Vignette\n" in source
    assert run(source)["graph"] == graph


@pytest.mark.parametrize("name", ["Graph", "Batch", "Model", "InvokeAIClient", "UnknownNode", "range", "float"])
def test_a_class_of_ones_own_does_not_take_a_name_of_the_program(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Own(own_nodes.Wider, type=f"test_{name.lower()}", version="1.0.0"):
        """A node."""

    Own.__name__, Own.__module__ = name, own_nodes.__name__
    monkeypatch.setattr(own_nodes, name, Own, raising=False)
    node = Own(id="n", seed=4)
    batch = Batch(Graph(node)).sweep(node, width=[8, 16, 24, 32])
    source = batch.to_python(keep_id=True)
    assert f"import {name}\n" not in source
    assert is_same(batch, run(source)["batch"])


def test_labels_come_back_and_what_was_left_out_is_told() -> None:
    graph = graphs.text_to_image()
    graph.labels = {"compel": "What I want", "noise": "class", "gone": "x"}
    from invokegraph import LeftOut

    graph.left_out = (LeftOut('a note: """ \\N{DASH}'), LeftOut("x" * 300))
    source = graph.to_python()
    assert "what_i_want = Compel(" in source
    assert "class_node = Noise(" in source
    assert is_same(graph, again(graph))
    look_through(source)


def test_each_run_of_a_program_is_a_batch_of_its_own_unless_its_id_is_kept() -> None:
    batch = Batch(Graph(Noise(id="n")), batch_id="mine", origin="here").sweep("n", seed=[1, 2])
    source = batch.to_python()
    made = [run(source)["batch"], run(source)["batch"]]
    assert len({"mine", *(each.batch_id for each in made)}) == 3
    for each in made:
        each.batch_id = "mine"
        assert is_same(batch, each)
    assert 'batch = Batch(graph, batch_id="mine", origin="here")\n' in batch.to_python(keep_id=True)
    held = {**batch.to_dict(), "batch_id": 3, "more": 4}  # an id that a batch cannot have
    assert 'batch = Batch.from_dict({**batch.to_dict(), "more": 4})' in Batch.from_dict(held).to_python()
    assert is_same(Batch.from_dict(held), again(Batch.from_dict(held)))


def test_sweeps_in_equal_steps_are_ranges() -> None:
    add, other = Add(), Add()
    graph = Graph(add, other)
    batch = Batch(graph, batch_id="b").sweep(add, a=range(10), b=range(3, 13)).zip(other, a=range(20, 0, -2))
    batch.sweep(other, b=[1, 2])
    source = batch.to_python()
    assert "batch.sweep(total, a=range(10), b=range(3, 13))\nbatch.zip(total_2, a=range(20, 0, -2))\n" in source
    assert "batch.sweep(total_2, b=[1, 2])\n" in source
    assert is_same(batch, again(batch))


def test_what_a_batch_of_a_file_holds_beside_comes_back() -> None:
    graph = Graph(Noise(id="n"), Image(id="i"))
    items = [{"image_name": "a"}, {"image_name": "b"}]
    data = {"graph": graph.to_dict(), "runs": 2, "origin": None, "workflow": {"name": "x"}, "batch_id": "b",
            "data": [[{"node_path": "i", "field_name": "image", "items": items}]]}  # fmt: skip
    batch = Batch.from_dict(data)
    source = batch.to_python()
    assert 'image=[ImageField(image_name="a"), ImageField(image_name="b")]' in source
    assert '{**batch.to_dict(), "origin": None, "workflow": {"name": "x"}}' in source
    assert is_same(batch, again(batch))


class Text(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return "exec('1')"


class Count(int):
    __repr__ = Text.__repr__


class Share(float):
    __repr__ = Text.__repr__


def test_values_of_classes_of_ones_own_are_written_as_what_they_are() -> None:
    node = UnknownNode(Text("t"), id=Text("n"))
    given = {
        Text("a"): [Count(3), Share(0.5), Text("x"), {Text("k"): Text("long " * 60)}],
        "image": ImageField(image_name="x"),
        "model": Model("m"),
    }
    for name, value in given.items():
        node.inputs[name] = value
    graph = Graph(Noise(seed=Count(3)), Compel(prompt=Text("p")), node.output(Text("o")))
    graph.labels = {Text("n"): Text("label")}
    assert is_same(graph, again(graph))
    batch = Batch(graph, batch_id="b").sweep("noise", seed=[Count(1), Count(2), 3, 4, 5])
    assert is_same(batch, again(batch))


@pytest.mark.parametrize("name", ["client", "file", "print", "graph", "batch"])
def test_no_node_is_called_as_what_runs_the_program(name: str) -> None:
    program = Graph(Add(id=name)).to_python()
    assert f'{name}_node = Add(id="{name}")' in program

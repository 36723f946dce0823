from __future__ import annotations

from copy import copy
from typing import Any

import pytest

from invokegraph import Graph, Model, NotInGraph, UnknownName, UnknownNode, WireError
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Integer,
    IntegerCollection,
    LatentsToImage,
    LoRALoader,
    MainModelLoader,
    Noise,
    String,
)
from tests.work import takes_less_than

from .data import graph_data


class Picture:
    """Text to image, with its nodes at hand."""

    def __init__(self) -> None:
        self.loader = MainModelLoader(model=Model("m"))
        self.prompt = Compel(prompt="a", clip=self.loader.clip)
        self.noise = Noise(seed=1)
        self.denoise = DenoiseLatents(unet=self.loader.unet, noise=self.noise.noise)
        self.denoise.positive_conditioning = self.prompt.conditioning
        self.image = LatentsToImage(latents=self.denoise.latents, vae=self.loader.vae)
        self.graph = Graph(self.image)


def edges(graph: Graph) -> set[str]:
    return {str(edge) for edge in graph.edges}


def test_a_copy_has_nodes_of_its_own_under_the_same_ids() -> None:
    picture = Picture()
    copy = picture.graph.copy()
    assert copy == picture.graph
    assert copy.to_json() == picture.graph.to_json()
    assert not set(copy.nodes) & set(picture.graph.nodes)
    copy[Noise].seed = 9
    assert picture.noise.seed == 1
    assert copy != picture.graph


def test_a_graph_that_was_copied_by_pythons_own_copy_is_another() -> None:
    graph = Graph(Noise())
    twin = copy(graph)
    twin.add(Integer())
    assert (len(twin), len(graph)) == (2, 1)


def test_only_graphs_are_merged_and_compared() -> None:
    noise = Noise()
    for method in ("merge", "diff"):
        with pytest.raises(TypeError, match=rf"^{method} takes graphs, not Noise\(\)$"):
            getattr(Graph(noise), method)(noise)


def test_a_copy_shares_no_lists_with_the_original() -> None:
    node = IntegerCollection(collection=[1])
    copy = Graph(node).copy()
    copy[IntegerCollection].inputs["collection"].append(2)
    assert node.inputs["collection"] == [1]


def test_a_copy_shares_nothing_that_a_file_held_beside_nodes() -> None:
    data = {**graph_data({"n": "noise"}, "x.y -> n.seed"), "extra": {"a": [1]}}
    graph = Graph.from_dict(data)
    copy = graph.copy()
    copy.remainder.fields["extra"]["a"].append(2)
    copy.remainder.dangling.clear()
    assert graph.to_dict() == data


def test_the_originals_nodes_name_their_copies() -> None:
    picture = Picture()
    copy = picture.graph.copy()
    assert copy.id_of(picture.noise) == "noise"
    assert copy.id_of(picture.noise.noise) == "noise"
    assert picture.noise in copy
    assert copy[copy.id_of(picture.noise)] is copy[Noise]


@pytest.mark.parametrize(
    "edit",
    [
        lambda graph, _: graph.copy().copy(),
        lambda graph, node: graph.copy().prune(node),
        lambda graph, _: graph.copy().merge(Graph(Integer())),
        lambda graph, _: Graph(Integer()).merge(graph.copy()),
        lambda graph, _: graph.copy().substitute("compel", Compel(prompt="b")),
    ],
    ids=["copy", "prune", "merge", "merge into another", "substitute"],
)
def test_the_first_originals_nodes_name_their_copies_however_often_they_were_copied(edit: Any) -> None:
    picture = Picture()
    edited = edit(picture.graph, picture.noise)
    assert edited.id_of(picture.noise) == "noise"


def test_a_copy_keeps_explicit_ids_and_those_that_were_counted() -> None:
    first, second = Noise(), Noise()
    graph = Graph(first, second)
    graph.ids()
    assert Graph(second).copy().ids().values().__len__() == 1
    assert graph.prune(second).id_of(second) == "noise_2"


def test_a_copied_cycle_is_a_cycle() -> None:
    one, two = Add(), Add()
    one.a, two.a = two.value, one.value
    graph = Graph(one)
    assert edges(graph.copy()) == edges(graph)


def test_prune_keeps_what_the_kept_depend_on() -> None:
    picture = Picture()
    pruned = picture.graph.prune(picture.prompt)
    assert edges(pruned) == {"main_model_loader.clip -> compel.clip"}
    assert len(picture.graph) == 5
    assert len(picture.graph.prune("noise", picture.prompt.conditioning)) == 3
    assert len(picture.graph.prune()) == 0


def test_prune_wants_nodes_of_the_graph() -> None:
    with pytest.raises(NotInGraph):
        Picture().graph.prune("nowhere")


def test_merge_counts_on_where_automatic_ids_clash() -> None:
    one, two = Noise(seed=1), Noise(seed=2)
    merged = Graph(one).merge(Graph(two))
    assert (merged.id_of(one), merged.id_of(two)) == ("noise", "noise_2")
    assert merged["noise_2"].given == {"seed": 2}
    assert merged.problems() == []


def test_merge_takes_a_shared_node_once() -> None:
    number = Integer(value=1)
    merged = Graph(Add(a=number.value)).merge(Graph(Add(b=number.value)), Graph(number))
    assert edges(merged) == {"integer.value -> add.a", "integer.value -> add_2.b"}


def test_merge_keeps_explicit_ids() -> None:
    merged = Graph(Noise(), Noise()).merge(Graph(Noise(id="noise_2")))
    assert list(merged.ids().values()) == ["noise", "noise_3", "noise_2"]
    assert list(Graph(Noise(id="noise_2")).merge(Graph(Noise(), Noise())).ids().values()) == [
        "noise_2",
        "noise",
        "noise_3",
    ]


def test_merge_of_explicit_ids_that_clash_is_a_problem() -> None:
    merged = Graph(Noise(id="n")).merge(Graph(Noise(id="n")))
    assert [problem.code for problem in merged.problems()] == ["duplicate-id"]


def test_merge_leaves_the_originals_alone() -> None:
    one, two = Picture().graph, Picture().graph
    before = one.to_json(), two.to_json()
    one.merge(two)[Noise.__name__.lower()].inputs["seed"] = 77
    assert (one.to_json(), two.to_json()) == before


def test_merge_wires_what_one_part_says_about_nodes_of_another() -> None:
    first = Add(id="a")
    second = Add(id="b", a=first.value)
    edges = Graph.from_dict(graph_data({}, "a.value -> b.b", "a.value -> gone.b"))
    merged = Graph(second).merge(edges)
    assert [str(edge) for edge in merged.edges] == ["a.value -> b.b", "a.value -> gone.b", "a.value -> b.a"]
    assert list(second.given) == ["a"]
    assert [str(edge) for edge in edges.edges] == ["a.value -> b.b", "a.value -> gone.b"]


def test_merge_keeps_what_files_held_beside_nodes() -> None:
    one = Graph.from_dict({"id": "one", **graph_data({"a": "add"}, "x.value -> a.a")})
    two = Graph.from_dict({"id": "two", "more": 1, **graph_data({"b": "add"}, "y.value -> b.a")})
    assert one.merge(two).to_dict() == {
        "id": "one",
        "more": 1,
        **graph_data({"a": "add", "b": "add"}, "x.value -> a.a", "y.value -> b.a"),
    }


def test_substitute_a_node() -> None:
    picture = Picture()
    other = Noise(seed=99)
    changed = picture.graph.substitute(picture.noise, other)
    assert changed[changed.id_of(other)].given == {"seed": 99}
    assert changed.find(Noise) == [changed[changed.id_of(other)]]
    assert picture.graph[Noise] is picture.noise
    assert picture.denoise.inputs["noise"] == picture.noise.noise


def test_substitute_by_id() -> None:
    changed = Picture().graph.substitute("noise", Noise(seed=99))
    assert [node.given for node in changed.find(Noise)] == [{"seed": 99}]


def test_substitute_one_output_inserts_a_lora_between_a_loader_and_its_consumers() -> None:
    picture = Picture()
    lora = LoRALoader(lora=Model("l"), unet=picture.loader.unet)
    changed = picture.graph.substitute(picture.loader.unet, lora.unet)
    assert edges(changed) == edges(picture.graph) - {"main_model_loader.unet -> denoise_latents.unet"} | {
        "main_model_loader.unet -> lora_loader.unet",
        "lora_loader.unet -> denoise_latents.unet",
    }
    assert len(picture.graph) == 5
    assert picture.denoise.inputs["unet"] == picture.loader.unet


def test_substitute_two_outputs_one_after_the_other_inserts_one_lora() -> None:
    picture = Picture()
    lora = LoRALoader(lora=Model("l"), unet=picture.loader.unet, clip=picture.loader.clip)
    changed = picture.graph.substitute(picture.loader.unet, lora.unet).substitute(picture.loader.clip, lora.clip)
    assert edges(changed) == {
        "main_model_loader.unet -> lora_loader.unet",
        "main_model_loader.clip -> lora_loader.clip",
        "main_model_loader.vae -> l2i.vae",
        "lora_loader.unet -> denoise_latents.unet",
        "lora_loader.clip -> compel.clip",
        "compel.conditioning -> denoise_latents.positive_conditioning",
        "noise.noise -> denoise_latents.noise",
        "denoise_latents.latents -> l2i.latents",
    }


def test_substitute_on_a_copy_may_be_wired_to_the_originals_nodes() -> None:
    picture = Picture()
    lora = LoRALoader(lora=Model("l"), unet=picture.loader.unet)
    changed = picture.graph.copy().substitute(picture.loader.unet, lora.unet)
    assert len(changed.find(MainModelLoader)) == 1
    assert "main_model_loader.unet -> lora_loader.unet" in edges(changed)


def test_substitute_a_sink() -> None:
    picture = Picture()
    changed = picture.graph.substitute(picture.image, LatentsToImage(latents=picture.denoise.latents, fp32=True))
    assert [node.given["fp32"] for node in changed.find(LatentsToImage)] == [True]


def test_substitute_within_a_list_keeps_the_other_wires() -> None:
    one, two, three = Integer(value=1), Integer(value=2), Integer(value=3)
    graph = Graph(Collect(item=[one.value, two.value, one.value]))
    changed = graph.substitute(one, three)
    assert [output.node.given["value"] for output in changed[Collect].inputs["item"].outputs] == [3, 2, 3]


def test_substitute_a_node_by_itself_changes_nothing() -> None:
    picture = Picture()
    assert picture.graph.substitute(picture.noise, picture.noise) == picture.graph


def test_substitute_names_what_does_not_fit() -> None:
    picture = Picture()
    with pytest.raises(NotInGraph):
        picture.graph.substitute("nowhere", Noise())
    with pytest.raises(UnknownName, match="lora_loader has no output vae"):
        picture.graph.substitute(picture.loader, LoRALoader())
    with pytest.raises(WireError, match=r"string\.value gives str, denoise_latents\.noise takes LatentsField"):
        picture.graph.substitute(picture.noise.noise, String().value)
    assert picture.denoise.inputs["noise"] == picture.noise.noise


def test_substitute_in_a_file_whose_node_has_another_id() -> None:
    data = graph_data({"i": "integer", "a": "add"}, "i.value -> a.a")
    data["nodes"]["i"]["id"] = "other"
    changed = Graph.from_dict(data).substitute("i", Integer(value=3))
    assert changed.problems() == []
    assert changed.to_dict() == graph_data(
        {"integer": {"type": "integer", "value": 3}, "a": "add"}, "integer.value -> a.a"
    )


def test_substitute_in_a_graph_of_thousands_is_quick() -> None:
    add = Add(a=1)
    for _ in range(3000):
        add = Add(a=add.value)
    with takes_less_than(1):
        Graph(add).substitute("add_1500", Integer(value=3).value)


def test_diff_tells_each_change_in_a_sentence() -> None:
    old = Graph(Noise(seed=1, width=64), DenoiseLatents(noise=Noise(id="n").noise), String(value="x"))
    new = Graph(Noise(seed=2, height=64), DenoiseLatents(steps=3), Integer(value=1))
    assert old.diff(new) == [
        "n: removed (noise)",
        "string: removed (string)",
        "noise.seed: 1 -> 2",
        "noise.width: 64 -> unset",
        "noise.height: unset -> 64",
        "denoise_latents.noise: n.noise -> unset",
        "denoise_latents.steps: unset -> 3",
        "integer: added (integer, value = 1)",
    ]
    assert old.diff(old) == []


def test_diff_tells_of_another_type() -> None:
    assert Graph(Noise(id="n")).diff(Graph(Integer(id="n"))) == ["n: noise -> integer"]


def test_diff_tells_of_what_is_beside_nodes() -> None:
    plain = Graph.from_dict(graph_data({"a": "add"}))
    other = Graph.from_dict({"id": "g", **graph_data({"a": "add"}, "x.value -> a.a")})
    assert plain.diff(other) == ["edge x.value -> a.a: added", "graph: {} -> {'id': 'g'}"]
    assert other.diff(plain) == ["edge x.value -> a.a: removed", "graph: {'id': 'g'} -> {}"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"value": "x" * 100 + "A" + "y" * 100}, {"value": "x" * 100 + "B" + "y" * 100}),
        ({"value": list(range(50))}, {"value": [*range(49), 0]}),
        ({"value": 1}, {"value": 1.0}),
        ({"value": 1}, {"value": True}),
        ({"id": "n"}, {"id": "other"}),
    ],
)
def test_graphs_that_differ_in_json_are_unequal_and_have_a_diff(old: dict[str, Any], new: dict[str, Any]) -> None:
    one = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "metadata_item", **old}}, "edges": []})
    two = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "metadata_item", **new}}, "edges": []})
    assert one.diff(two) != []
    assert one != two


def test_labels_stay_with_their_nodes() -> None:
    left, right = Integer(id="left"), Integer(id="right")
    add = Add(id="sum", a=left.value, b=right.value)
    graph = Graph(add)
    graph.labels = {"left": "Left", "right": "Right", "sum": "Sum"}
    assert graph.copy().labels == graph.labels
    assert graph.prune(left).labels == {"left": "Left"}
    assert graph.substitute(left, right).labels["right"] == "Right"
    other = Graph(Noise(id="noise"))
    other.labels = {"noise": "Noise", "gone": "no such node"}
    assert graph.merge(other).labels == {**graph.labels, "noise": "Noise"}
    assert graph == graph.copy()
    graph.labels.clear()
    assert graph == Graph(add)


def test_what_a_file_says_of_an_unknown_node_survives_a_copy() -> None:
    known = Graph(UnknownNode("my_filter", id="f", version="2.0.0", node_pack="my_pack")).copy()["f"]
    assert (known.version, known.node_pack) == ("2.0.0", "my_pack")
    read = Graph.from_dict({"nodes": {"f": {"id": "f", "type": "my_filter"}}, "edges": []})["f"]
    assert (read.version, read.node_pack) == ("", "")

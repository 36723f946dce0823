from __future__ import annotations

import pytest

from invokegraph import Graph, Output, ValueRefused, WireError
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    DenoiseLatents,
    Float,
    FloatCollection,
    Image,
    ImageCollection,
    Integer,
    IntegerCollection,
    Iterate,
    MainModelLoader,
    Noise,
    String,
    StringCollection,
)

from .own_nodes import Lists


def collected(output: object) -> list[Output[object]]:
    """The items of a chain of collect nodes, in the order of the list that it gives."""
    items: list[Output[object]] = []
    while isinstance(output, Output):
        assert output.node.type == "collect"
        items.append(output.node.given["item"])
        output = output.node.given.get("collection")
    return items[::-1]


def test_a_wire_that_does_not_fit_names_both_sides_and_what_would_fit() -> None:
    loader, noise = MainModelLoader(), Noise()
    denoise = DenoiseLatents(noise=noise.noise)
    with pytest.raises(WireError) as caught:
        denoise.latents = loader.clip  # type: ignore[assignment]
    first, *rest = str(caught.value).splitlines()
    assert first.startswith("main_model_loader.clip gives CLIPField, denoise_latents.latents takes LatentsField (")
    assert "test_wiring.py:" in first
    assert rest == [
        "  main_model_loader has: vae (VAEField), clip (CLIPField), unet (UNetField)",
        "  outputs upstream that fit: noise.noise",
    ]


def test_a_node_in_place_of_its_output_gets_a_hint() -> None:
    with pytest.raises(WireError) as caught:
        DenoiseLatents(noise=Noise())  # type: ignore[arg-type]
    assert str(caught.value).startswith("denoise_latents.noise takes an output of a node, not the node noise (")
    assert str(caught.value).endswith("its output noise.noise fits")
    with pytest.raises(WireError, match="none of its outputs fits LatentsField"):
        DenoiseLatents(noise=Compel())  # type: ignore[arg-type]


def test_messages_call_a_node_by_its_id() -> None:
    with pytest.raises(WireError, match=r"loader\.clip gives CLIPField, main\.noise takes LatentsField"):
        DenoiseLatents(id="main", noise=MainModelLoader(id="loader").clip)  # type: ignore[arg-type]


def test_a_list_of_outputs_becomes_a_chain_that_keeps_its_order() -> None:
    images = [Image().image for _ in range(4)]
    collection = ImageCollection(collection=images)
    assert collected(collection.inputs["collection"]) == images
    assert [str(edge) for edge in Graph(collection).edges] == [
        "image.image -> collect.item",
        "collect.collection -> collect_2.collection",
        "image_2.image -> collect_2.item",
        "collect_2.collection -> collect_3.collection",
        "image_3.image -> collect_3.item",
        "collect_3.collection -> collect_4.collection",
        "image_4.image -> collect_4.item",
        "collect_4.collection -> image_collection.collection",
    ]
    assert [problem for problem in Graph(collection).problems() if problem.code != "missing-input"] == []


def test_a_tuple_is_a_list_too_and_one_output_a_list_of_one() -> None:
    value = Integer().value
    assert collected(IntegerCollection(collection=(value,)).inputs["collection"]) == [value]  # type: ignore[arg-type]


def test_one_output_may_stand_in_a_list_twice() -> None:
    value = Integer().value
    assert collected(IntegerCollection(collection=[value, value]).inputs["collection"]) == [value, value]


def test_an_input_that_takes_one_or_many_takes_both() -> None:
    one, two = Compel().conditioning, Compel().conditioning
    assert DenoiseLatents(positive_conditioning=one).inputs["positive_conditioning"] == one
    assert collected(DenoiseLatents(positive_conditioning=[one, two]).inputs["positive_conditioning"]) == [one, two]


def test_a_list_for_an_input_that_takes_one_is_refused() -> None:
    with pytest.raises(WireError, match=r"noise\.seed takes one int, not a list of 2 outputs"):
        Noise(seed=[Integer().value, Integer().value])  # type: ignore[arg-type]


def test_a_list_of_outputs_and_values_is_refused_with_a_hint() -> None:
    with pytest.raises(WireError) as caught:
        IntegerCollection(collection=[Integer().value, 3])  # type: ignore[list-item]
    assert "was given a list in which 3 is no output" in str(caught.value)
    assert str(caught.value).endswith("and put its output into the list")


def test_an_item_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(WireError, match=r"string\.value gives str, .*integer_collection\.collection.*list\[int\]"):
        IntegerCollection(collection=[Integer().value, String().value])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("node", "name", "outputs"),
    [
        (FloatCollection, "collection", [Integer, Integer]),
        (FloatCollection, "collection", [Integer, Float]),
        (StringCollection, "collection", [Integer, Float]),
        (DenoiseLatents, "cfg_scale", [Integer, Integer]),
    ],
)
def test_a_list_that_is_taken_has_no_problem_later(node: type, name: str, outputs: list[type]) -> None:
    """The server converts no item of a gathered list: an int is no float there."""
    try:
        made = node(**{name: [cls().value for cls in outputs]})
    except WireError:
        return
    assert [problem for problem in Graph(made).problems() if problem.server_refuses] == []


def test_a_list_in_a_list_is_refused() -> None:
    numbers = IntegerCollection(collection=[1])
    with pytest.raises(WireError):
        IntegerCollection(collection=[numbers.collection])  # type: ignore[list-item]


def test_collect_takes_several_outputs_into_item() -> None:
    one, two = Integer(value=1).value, Integer(value=2).value
    collect = Collect(item=[one, two])
    assert [str(edge) for edge in Graph(collect).edges] == [
        "integer.value -> collect.item",
        "integer_2.value -> collect.item",
    ]
    assert [problem.code for problem in Graph(collect).problems()] == ["random-order"]
    assert Collect(item=[one]).inputs["item"] == one


def test_a_list_of_outputs_may_be_iterated_over() -> None:
    iterate = Iterate(collection=[Integer(value=1).value, Integer(value=2).value])
    assert Graph(Add(a=iterate.item)).problems() == []


def test_an_empty_list_is_a_value() -> None:
    assert IntegerCollection(collection=[]).given == {"collection": []}


def test_a_generator_is_refused() -> None:
    with pytest.raises(ValueRefused, match="generator"):
        IntegerCollection(collection=(node.value for node in [Integer()]))  # type: ignore[arg-type]


def test_an_input_that_takes_a_value_only_takes_no_list_of_outputs() -> None:
    with pytest.raises(WireError, match="takes a value only"):
        Lists(value_only=[Integer().value])  # type: ignore[list-item]


def test_the_graph_of_a_refused_list_is_not_left_behind() -> None:
    first, second = Integer(), String()
    with pytest.raises(WireError):
        IntegerCollection(collection=[first.value, second.value])  # type: ignore[list-item]
    assert (first.given, second.given) == ({}, {})


def test_an_error_deep_in_a_graph_comes_quickly() -> None:
    add = Add(a=1)
    for _ in range(5000):
        add = Add(a=add.value)
    with pytest.raises(WireError, match="outputs upstream that fit: none"):
        DenoiseLatents(noise=add.value)  # type: ignore[arg-type]

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from numpy import bool_

from invokegraph import Graph, Model, ValueRefused
from invokegraph.types import ANY
from invokegraph.values import Unfit, checker, to_json_value, why_unsendable
from invokegraph.words import describe, shorten
from nodes_catalog import (
    ESRGAN,
    BlankImage,
    Boolean,
    Compel,
    CoreMetadata,
    DenoiseLatents,
    Float,
    FloatCollection,
    Image,
    ImageCollection,
    ImageField,
    Integer,
    IntegerCollection,
    LatentsToImage,
    MetadataItem,
    Noise,
    Scheduler,
    String,
)

from .own_nodes import Even


class Word(StrEnum):
    EULER = "euler"


@pytest.mark.parametrize(
    ("given", "held"),
    [(7, 7), ("7", 7), (7.0, 7), (True, 1), (0, 0), (4294967295, 4294967295)],
)
def test_an_integer_input_converts_as_the_server_does(given: Any, held: int) -> None:
    assert Noise(seed=given).inputs["seed"] == held


@pytest.mark.parametrize("given", [-1, 4294967296, 7.5, "seven", "", [1], {}, float("nan"), float("inf"), 10**30])
def test_an_integer_input_refuses(given: Any) -> None:
    with pytest.raises(ValueRefused, match=r"noise\.seed takes int from 0 to 4294967295, not "):
        Noise(seed=given)


@pytest.mark.parametrize(("given", "fits"), [(2, True), (8, True), (0, False), (10, False), (3, False), (12, False)])
def test_every_bound_counts(given: int, *, fits: bool) -> None:
    if fits:
        assert Even(small=given).inputs["small"] == given
    else:
        with pytest.raises(ValueRefused, match=r"test_even\.small takes int above 0, below 10, a multiple of 2, not "):
            Even(small=given)


@pytest.mark.parametrize(("given", "fits"), [("ab", True), ("abc", True), ("a", False), ("abcd", False)])
def test_a_text_may_have_a_length(given: str, *, fits: bool) -> None:
    if fits:
        assert Even(text=given).inputs["text"] == given
    else:
        with pytest.raises(ValueRefused, match=r"test_even\.text"):
            Even(text=given)


def test_a_number_becomes_a_text_where_a_text_is_wanted() -> None:
    assert String(value=7).inputs["value"] == "7"  # type: ignore[arg-type]
    with pytest.raises(ValueRefused):
        String(value=True)


@pytest.mark.parametrize("word", ["nan", "inf", "-Infinity", "1e400"])
def test_a_text_does_not_smuggle_in_a_number_that_json_lacks(word: str) -> None:
    for make in (
        lambda: Float(value=word),
        lambda: FloatCollection(collection=[word]),
        lambda: DenoiseLatents(cfg_scale=word),
    ):  # type: ignore[arg-type]
        try:
            node = make()
        except ValueRefused:
            continue
        json.dumps(Graph(node).to_dict(), allow_nan=False)


def test_a_choice_that_is_nearly_right_gets_a_hint() -> None:
    with pytest.raises(ValueRefused) as caught:
        DenoiseLatents(scheduler="eulr")  # type: ignore[arg-type]
    assert "denoise_latents.scheduler takes one of 'ddim'" in str(caught.value)
    assert str(caught.value).endswith("did you mean 'euler' or 'euler_k' or 'euler_a'?")


def test_a_member_of_an_enumeration_is_its_value() -> None:
    graph = Graph(Scheduler(scheduler=Word.EULER))
    assert json.loads(graph.to_json())["nodes"]["scheduler"]["scheduler"] == "euler"


def test_a_truth_value_may_be_written_as_the_server_reads_it() -> None:
    assert Boolean(value=1).inputs["value"] is True
    assert Boolean(value="off").inputs["value"] is False  # type: ignore[arg-type]
    with pytest.raises(ValueRefused):
        Boolean(value=2)


def test_a_field_model_may_be_given_as_a_dict() -> None:
    assert Image(image={"image_name": "a.png"}).inputs["image"] == ImageField(image_name="a.png")  # type: ignore[arg-type]
    with pytest.raises(ValueRefused, match=r"image\.image takes ImageField, not .*image_name"):
        Image(image={"image_nam": "a.png"})  # type: ignore[arg-type]


def test_field_models_are_written_as_what_was_set_in_them() -> None:
    graph = Graph(ImageCollection(collection=[ImageField(image_name="a.png")]))
    assert graph.to_dict()["nodes"]["image_collection"]["collection"] == [{"image_name": "a.png"}]


def test_a_list_that_was_given_may_be_changed_afterwards() -> None:
    numbers = [1, 2]
    node = IntegerCollection(collection=numbers)
    numbers.append(3)
    assert node.inputs["collection"] == [1, 2]


def test_what_was_given_to_an_input_that_takes_anything_may_be_changed_afterwards() -> None:
    inner = {"a": {"b": 1}}
    node = MetadataItem(label="x", value=inner)
    inner["a"]["b"] = "changed"  # type: ignore[assignment]
    assert node.inputs["value"] == {"a": {"b": 1}}


@pytest.mark.parametrize("value", [b"x", {1, 2}, object(), {1: 2}, [float("nan")], "\ud800", {"\ud800": 1}, 1j])
def test_what_json_cannot_carry_is_refused(value: Any) -> None:
    assert why_unsendable(value)
    with pytest.raises(ValueRefused, match=r"core_metadata\.anything"):
        CoreMetadata(anything=value)


def test_a_list_that_holds_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueRefused, match="nested more than 100 deep, or holds itself"):
        MetadataItem(label="x", value=endless)


def test_an_integer_that_python_cannot_write_is_refused_by_name() -> None:
    with pytest.raises(ValueRefused, match=r"integer\.value"):
        Integer(value=10**5000)
    with pytest.raises(ValueRefused, match=r"integer_collection\.collection"):
        IntegerCollection(collection=[10**5000])


def test_a_long_value_is_shortened_in_the_message() -> None:
    with pytest.raises(ValueRefused) as caught:
        Integer(value="x" * 1_000_000)  # type: ignore[arg-type]
    assert len(str(caught.value)) < 400


def test_a_message_can_be_printed_whatever_the_value() -> None:
    with pytest.raises(ValueRefused) as caught:
        Compel(prompt="\ud800\x1b[31m\n")
    assert "\x1b" not in str(caught.value)
    str(caught.value).encode()


def test_to_json_value_copies_what_it_writes() -> None:
    held = {"a": [Model("m"), ImageField(image_name="i"), (1, 2)]}
    model = {"key": "", "hash": "", "name": "m", "base": "any", "type": "unknown"}
    assert to_json_value(held) == {"a": [model, {"image_name": "i"}, [1, 2]]}


def test_shorten_escapes_and_cuts() -> None:
    assert shorten("a" * 100, 20).count("a") < 20
    assert len(shorten(list(range(1000)))) <= 60
    assert shorten("\n") == r"'\n'"


def test_shorten_takes_any_integer() -> None:
    assert len(shorten(10**5000)) <= 60


def test_describe_tells_choices_and_bounds() -> None:
    assert describe(ANY, {}) == "Any"
    assert Noise.ports()["noise_type"].describe().startswith("'") or "one of" in Noise.ports()["noise_type"].describe()


def test_a_check_of_anything_takes_anything_that_can_be_sent() -> None:
    check = checker(ANY, {}, "nodes_catalog.fields")
    assert check([1, {"a": None}]) == [1, {"a": None}]
    with pytest.raises(Unfit):
        check(object())


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: ESRGAN(image="a.png"),
            "esrgan.image takes ImageField, not 'a.png'\n  write ImageField(image_name='a.png') for a picture on the server; client.image_repo.upload_image() takes a file there",
        ),
        (lambda: LatentsToImage(board=3), "l2i.board takes BoardField, not 3\n  write BoardField(board_id=...)"),
        (
            lambda: BlankImage(color=(1, 2, 3)),
            "blank_image.color takes ColorField, not (1, 2, 3)\n  write ColorField(r=..., g=..., b=..., a=...)",
        ),
        (lambda: BlankImage(color={"r": 3}), "blank_image.color takes ColorField, not {'r': 3}: g: Field required"),
        (lambda: LatentsToImage(vae="x"), "l2i.vae takes VAEField, not 'x'\n  give it an output of a node"),
        (
            lambda: DenoiseLatents(control="x"),
            "denoise_latents.control takes ControlField or list[ControlField], not 'x'\n  give it an output of a node",
        ),
        (
            lambda: ESRGAN(image=ESRGAN.image),
            "esrgan.image takes ImageField, not <Port image: ImageField>: JSON has no Port\n  that belongs to a class: make a node of it and give an output of that node",
        ),
        (
            lambda: Compel(prompt=Path("a")),
            f"compel.prompt takes str, not {Path('a')!r}: JSON has no {type(Path()).__name__}; str() of it may do",
        ),
        (
            lambda: DenoiseLatents(cfg_scale={1.0}),
            "denoise_latents.cfg_scale takes float or list[float], not {1.0}: JSON has no set; list() of it may do",
        ),
        (
            lambda: Noise(use_cpu=bool_(1)),
            f"noise.use_cpu takes bool, not {bool_(1)!r}: JSON has no bool of numpy; its tolist() may do",
        ),
    ],
)
def test_a_value_that_is_refused_comes_with_what_may_do(act: Any, message: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        act()
    assert re.sub(r" \([^()]+:\d+\)", "", str(caught.value)) == message


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 0.5])
def test_a_number_at_the_bound_of_a_float_stays_as_it_was_given(value: float) -> None:
    held = DenoiseLatents(denoising_start=value).given["denoising_start"]
    assert (held, type(held)) == (value, type(value))

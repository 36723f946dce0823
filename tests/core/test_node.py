from __future__ import annotations

import copy
import pickle
import re
import subprocess
import sys
from inspect import signature
from threading import Thread
from typing import Any

import pytest

from invokegraph import FormatError, Graph, Node, Output, UnknownName, UnknownNode, ValueRefused, WireError
from nodes_catalog import (
    Add,
    Collect,
    Compel,
    CoreMetadata,
    DenoiseLatents,
    Integer,
    IntegerCollection,
    Iterate,
    LatentsToImage,
    LoRALoader,
    MainModelLoader,
    Noise,
    String,
)

from .own_nodes import Escaped, Even, Lists


def test_reading_gives_the_output_of_that_name() -> None:
    noise = Noise(seed=1)
    assert isinstance(noise.noise, Output)
    assert (noise.noise.node, noise.noise.name) == (noise, "noise")


def test_reading_gives_the_inputs_value_where_there_is_no_output() -> None:
    noise = Noise(seed=1)
    assert noise.seed == 1
    assert noise.use_cpu is True


def test_of_a_name_that_is_both_reading_gives_the_output_and_inputs_the_value() -> None:
    noise = Noise(width=64)
    assert noise.width == Output(noise, Noise.ports()["width"])
    assert noise.inputs["width"] == 64


def test_reading_an_input_that_is_wired_gives_the_wire() -> None:
    noise = Noise()
    denoise = DenoiseLatents(noise=noise.noise)
    assert denoise.inputs["noise"] == noise.noise
    assert DenoiseLatents().inputs["noise"] is None


def test_assigning_sets_the_input_even_where_reading_gives_the_output() -> None:
    loader, lora = MainModelLoader(), LoRALoader()
    lora.clip = loader.clip
    assert lora.inputs["clip"] == loader.clip
    assert lora.clip.node is lora


def test_given_holds_what_was_given_and_no_default() -> None:
    noise = Noise(seed=1)
    noise.width = 64
    assert noise.given == {"seed": 1, "width": 64}


def test_inputs_hold_values_wires_and_defaults_but_no_outputs() -> None:
    wire = Integer().value
    noise = Noise(seed=wire)
    assert dict(noise.inputs) == {
        "noise_type": "SD",
        "seed": wire,
        "width": 512,
        "height": 512,
        "use_cpu": True,
        "is_intermediate": False,
        "use_cache": True,
    }


def test_inputs_can_be_used_as_a_mapping() -> None:
    inputs = Noise(seed=1).inputs
    assert "seed" in inputs
    assert "noise" not in inputs
    assert len(inputs) == 7
    assert inputs.get("noise", 3) == 3
    assert inputs.pop("sed", None) is None
    assert inputs.pop("seed") == 1
    assert inputs["seed"] == 0
    assert repr(inputs).startswith("{'noise_type': ")


def test_inputs_can_be_cleared() -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5)); from nodes_catalog import Noise\n"
        "noise = Noise(seed=1, width=64); noise.inputs.clear(); print(noise.given)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{}"


def test_outputs_are_all_outputs_by_name() -> None:
    noise = Noise()
    assert dict(noise.outputs) == {name: noise.outputs[name] for name in ("noise", "width", "height")}
    assert noise.outputs["noise"] == noise.noise
    assert noise.outputs.get("nose") is None
    with pytest.raises(KeyError, match=r"noise \(Noise\) has no output 'nose' .*\n  did you mean noise\?"):
        _ = noise.outputs["nose"]


def test_outputs_are_equal_if_node_and_name_are() -> None:
    noise = Noise()
    assert noise.noise == noise.outputs["noise"]
    assert len({noise.noise, noise.noise, noise.width}) == 2
    assert noise.noise != Noise().noise
    assert repr(noise.noise) == "<Output noise.noise: LatentsField>"


def test_an_output_is_not_written_into_a_text() -> None:
    word = String(value="dusk")
    with pytest.raises(TypeError) as caught:
        Compel(prompt=f"a lighthouse at {word.value}")
    assert str(caught.value) == (
        "string.value has no value before the graph runs, so no text can hold it\n"
        "  what its input was given is .inputs['value']\n"
        "  on the server StringJoin and StringReplace put texts together; {...!r} shows the output"
    )
    assert f"{word.value!r}" == "<Output string.value: str>"


def test_nodes_are_equal_only_to_themselves() -> None:
    assert Noise() != Noise()
    assert len({Noise(), Noise()}) == 2


@pytest.mark.parametrize("how", ["assign", "delete"])
def test_an_input_is_unset_by_none_or_by_deleting_it(how: str) -> None:
    noise = Noise(seed=1)
    if how == "assign":
        noise.seed = None
    else:
        del noise.inputs["seed"]
    assert noise.seed == 0
    assert noise.given == {}


def test_none_for_an_argument_leaves_the_input_unset() -> None:
    assert Noise(seed=None).given == {}


def test_the_constructor_and_inputs_take_the_servers_names_and_the_attributes() -> None:
    assert Escaped(lambda_="a", class_=[3]).given == {"lambda": "a", "class": [3]}
    node = Escaped(**{"lambda": "b"})
    assert node.given == {"lambda": "b"}
    node.inputs["class"] = [5]
    assert node.class_ == [5]
    assert node.from_.name == "from"


def test_an_escaped_name_that_is_misspelt_is_suggested_as_it_is_written_in_python() -> None:
    with pytest.raises(UnknownName) as caught:
        _ = Escaped().lambd  # type: ignore[attr-defined]
    assert "lambda_" in str(caught.value).splitlines()[1]


def test_extra_inputs_read_as_what_was_given() -> None:
    metadata = CoreMetadata(my_own=3)
    assert metadata.inputs["my_own"] == 3
    assert metadata.my_own == 3
    with pytest.raises(UnknownName):
        _ = CoreMetadata().my_own


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda node: node.sed, "noise (Noise) has no input or output 'sed'"),
        (lambda node: setattr(node, "sed", 1), "noise (Noise) has no input 'sed'"),
        (lambda node: node.inputs["sed"], "noise (Noise) has no input 'sed'"),
        (lambda node: node.inputs.__setitem__("sed", 1), "noise (Noise) has no input 'sed'"),
        (lambda _: Noise(sed=1), "noise (Noise) has no input 'sed'"),
        (lambda _: Noise(sed=None), "noise (Noise) has no input 'sed'"),
    ],
)
def test_an_unknown_name_is_an_error_with_a_suggestion(act: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        act(Noise())
    first, second = str(caught.value).splitlines()
    assert first.startswith(message)
    assert "test_node.py:" in first
    assert second == "  did you mean seed?"


@pytest.mark.parametrize(
    ("name", "hint"),
    [("cfg", "did you mean cfg_scale or cfg_rescale_multiplier?"), ("positive", "did you mean positive_conditioning?")],
)
def test_a_part_of_a_name_is_near_it(name: str, hint: str) -> None:
    with pytest.raises(UnknownName, match=re.escape(hint)):
        DenoiseLatents(**{name: 7})


def test_an_unknown_name_that_is_near_none_lists_what_there_is() -> None:
    with pytest.raises(UnknownName, match="it has a, b, is_intermediate, use_cache"):
        Add(zzzzzzzz=1)


def test_asking_for_an_attribute_that_is_missing_is_false() -> None:
    assert not hasattr(Noise(), "sed")
    assert getattr(Noise(), "sed", None) is None


@pytest.mark.parametrize(
    "act",
    [
        lambda node: setattr(node, "noise", 3),
        lambda _: Noise(noise=3),
        lambda node: node.inputs.__setitem__("noise", 3),
    ],
)
def test_an_output_cannot_be_set(act: Any) -> None:
    node = Noise()
    with pytest.raises(UnknownName, match="noise"):
        act(node)
    assert node.given == {}


def test_an_output_is_no_argument_even_if_it_is_none() -> None:
    with pytest.raises(UnknownName):
        Noise(noise=None)


@pytest.mark.parametrize("name", ["given", "inputs", "outputs", "type", "version", "location", "ports", "_site"])
def test_what_a_node_is_cannot_be_replaced(name: str) -> None:
    node = Noise(seed=1)
    with pytest.raises((UnknownName, AttributeError)):
        setattr(node, name, {})
    assert node.given == {"seed": 1}


def test_deleting_an_attribute_leaves_the_node_usable() -> None:
    node = Noise(id="n", seed=1)
    for name in ("seed", "id", "given"):
        try:
            delattr(node, name)
        except AttributeError:
            continue
    assert repr(node)
    assert Graph(node).to_dict()["nodes"]


@pytest.mark.parametrize(
    "act",
    [
        lambda node: setattr(node, "noise", MainModelLoader().clip),
        lambda node: setattr(node, "steps", -1),
        lambda node: setattr(node, "scheduler", "eulr"),
        lambda node: setattr(node, "stepz", 3),
        lambda node: setattr(node, "positive_conditioning", [Compel().conditioning, 3]),
        lambda node: setattr(node, "positive_conditioning", [Compel().conditioning, Integer().value]),
        lambda node: node.inputs.__setitem__("latents", Noise()),
        lambda node: node.inputs.update(stepz=1),
    ],
)
def test_after_an_error_the_node_is_as_it_was(act: Any) -> None:
    node = DenoiseLatents(noise=Noise().noise, steps=7, scheduler="euler", positive_conditioning=Compel().conditioning)
    before, line = dict(node.given), node.location_of("steps")
    with pytest.raises((WireError, ValueRefused, UnknownName)):
        act(node)
    assert node.given == before
    assert node.location_of("steps") == line


def test_an_id_is_a_text() -> None:
    assert Noise(id="my noise").id == "my noise"
    noise = Noise()
    noise.id = "later"
    assert noise.id == "later"
    for wrong in ("", 3, "\ud800"):
        with pytest.raises(ValueRefused, match="a node id is a text"):
            noise.id = wrong  # type: ignore[assignment]
    assert noise.id == "later"
    noise.id = None
    assert noise.id is None


def test_a_node_shows_what_was_given() -> None:
    assert repr(Noise(seed=1)) == "Noise(seed=1)"
    assert repr(Noise(id="grain", seed=1)) == "Noise(id='grain', seed=1)"
    assert repr(DenoiseLatents(noise=Noise().noise)) == "DenoiseLatents(noise=<Output noise.noise: LatentsField>)"


def test_a_loop_can_be_shown() -> None:
    add = Add()
    add.a = add.value
    assert repr(add) == "Add(a=<Output add.value: int>)"


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: Noise(7),  # type: ignore[misc]
            "Noise(...) takes inputs by their names, and 7 has none\n  write seed=...",
        ),
        (
            lambda: LatentsToImage(Noise(id="n").noise),  # type: ignore[misc]
            "LatentsToImage(...) takes inputs by their names, and <Output n.noise: LatentsField> has none\n  write latents=...",
        ),
        (
            lambda: Noise({7}),  # type: ignore[misc]
            "Noise(...) takes inputs by their names, and {7} has none\n  no input of it takes that",
        ),
    ],
)
def test_an_argument_without_a_name_is_an_error_with_the_inputs_that_take_it(act: Any, message: str) -> None:
    with pytest.raises(UnknownName) as caught:
        act()
    assert re.sub(r" \([^()]+:\d+\)", "", str(caught.value)) == message


def test_help_shows_the_inputs_of_a_node() -> None:
    class Seeded(Noise):
        def __init__(self, seed: int) -> None:
            super().__init__(seed=seed)

    assert str(signature(Noise)) == (
        "(*, id=None, noise_type='SD', seed=0, width=512, height=512, use_cpu=True, is_intermediate=False,"
        " use_cache=True)"
    )
    assert list(signature(Seeded).parameters) == ["seed"]
    assert list(signature(UnknownNode).parameters) == ["type_id", "id", "version", "node_pack"]


def test_defaults_are_not_shared_between_nodes() -> None:
    Escaped().class_.append(3)  # type: ignore[union-attr]
    assert Escaped().class_ == [1, 2]


def test_a_subclass_may_add_methods_and_a_constructor() -> None:
    class Seeded(Noise):
        def __init__(self, seed: int) -> None:
            super().__init__(seed=seed, width=64)

        @property
        def doubled(self) -> int:
            return 2 * self.inputs["seed"]

    node = Seeded(4)
    assert node.doubled == 8
    assert Graph(node).to_dict()["nodes"] == {"noise": {"id": "noise", "type": "noise", "seed": 4, "width": 64}}
    assert Graph(node).problems() == []
    assert type(Graph(node).copy()[Noise]) is Seeded


def test_a_subclass_may_have_slots_of_its_own() -> None:
    class Remembering(Noise):
        __slots__ = ("memory",)

    graph = Graph(Remembering(seed=1))
    assert graph.copy() == graph


def test_generic_nodes_can_be_made_with_their_type() -> None:
    numbers = IntegerCollection(collection=[1, 2])
    iterate = Iterate[int](collection=numbers.collection)
    collect = Collect[int](item=iterate.item)
    assert Graph(collect).problems() == []
    assert repr(Collect[int]()) == "Collect()"


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_a_node_can_be_copied(duplicate: Any) -> None:
    node = Noise(seed=1)
    twin = duplicate(node)
    twin.seed = 2
    assert (node.seed, twin.seed) == (1, 2)


def test_a_node_can_be_pickled() -> None:
    node = Add(a=Integer(value=3).value, b=4)
    assert Graph(pickle.loads(pickle.dumps(node))) == Graph(node)


def test_an_unknown_node_gives_any_output() -> None:
    custom = UnknownNode("custom")
    add = Add(a=custom.output("anything"))
    assert [str(edge) for edge in Graph(add).edges] == ["custom.anything -> add.a"]
    with pytest.raises(UnknownName, match=r"output\('image'\) gives an output of that name"):
        _ = custom.image
    assert {problem.code for problem in Graph(add).problems()} == {"unknown-node-type"}


def test_an_unknown_node_takes_any_input() -> None:
    node = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "custom"}}})["n"]
    assert isinstance(node, UnknownNode)
    node.inputs["strength"] = 0.5
    node.amount = Integer().value
    assert node.inputs["strength"] == 0.5
    assert repr(node) == "UnknownNode('custom')"


def test_a_node_can_be_made_by_many_threads_at_once() -> None:
    made: list[Node] = []
    threads = [Thread(target=lambda: made.extend(Even(small=2, text="ab") for _ in range(50))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 400


def test_an_input_that_takes_a_value_only_refuses_a_wire() -> None:
    with pytest.raises(
        WireError, match=r"test_lists\.value_only takes a value only, no wire: integer_collection\.collection"
    ):
        Lists(value_only=IntegerCollection().collection)  # type: ignore[arg-type]
    with pytest.raises(WireError, match="takes a value only"):
        Lists(value_only=[Integer().value])  # type: ignore[list-item]


def test_inputs_keep_what_a_file_says() -> None:
    node = Noise(seed=1, width=512)
    node.inputs.keep(seed="7", width=None, height=[float("inf")])
    node.inputs.keep({"no such": {"a": 1}, "": 2})
    assert node.given == {"seed": "7", "width": None, "height": [float("inf")], "no such": {"a": 1}, "": 2}
    read = Graph.from_dict(Graph(node).to_dict())
    assert read == Graph(node)
    told = {problem.field: problem for problem in Graph(node).problems()}
    assert told["height"].location == node.location_of("height") != node.location
    assert "no such" in told


def test_what_is_kept_is_json_and_a_copy() -> None:
    node, value = Noise(seed=1), [1]
    with pytest.raises(FormatError, match=r"height: JSON has no object"):
        node.inputs.keep(seed=2, height=object())
    assert node.given == {"seed": 1}
    node.inputs.keep(seed=value)
    value.append(2)
    assert node.given == {"seed": [1]}

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from invokegraph import Batch, BatchError, Graph, InvalidGraph, Model, NotInGraph, UnknownName, UnknownNode
from nodes_catalog import (
    ESRGAN,
    Add,
    DenoiseLatents,
    Float,
    Image,
    ImageField,
    ImageResize,
    Integer,
    IntegerCollection,
    MainModelLoader,
    MetadataItem,
    Noise,
    String,
)
from tests.work import takes_less_than

from .own_nodes import Escaped


def test_a_batch_is_written_in_the_servers_shape() -> None:
    noise = Noise()
    batch = Batch(Graph(noise), runs=2, batch_id="b", origin="tests").sweep(noise, seed=[1, 2], width=[8, 16])
    assert batch.to_dict() == {
        "batch_id": "b",
        "graph": {"nodes": {"noise": {"id": "noise", "type": "noise"}}, "edges": []},
        "runs": 2,
        "origin": "tests",
        "data": [
            [
                {"node_path": "noise", "field_name": "seed", "items": [1, 2]},
                {"node_path": "noise", "field_name": "width", "items": [8, 16]},
            ]
        ],
    }


def test_what_was_not_given_is_not_written() -> None:
    assert Batch(Graph(Noise())).to_dict().keys() == {"batch_id", "graph", "runs"}


def test_every_batch_has_an_id_of_its_own() -> None:
    one, two = Batch(Graph()), Batch(Graph())
    assert one.batch_id != two.batch_id
    assert one.batch_id == one.to_dict()["batch_id"]


@pytest.mark.parametrize("runs", [0, -1, True, 1.0, "2", None])
def test_runs_is_a_number_from_one_up(runs: Any) -> None:
    with pytest.raises(BatchError, match="a batch runs once or more"):
        Batch(Graph(), runs=runs)


def test_sessions_come_in_the_servers_order() -> None:
    add = Add()
    batch = Batch(Graph(add), runs=2).sweep(add, a=[1, 2]).sweep(add, b=[10, 20, 30])
    assert len(batch) == 12
    sessions = list(batch.sessions())
    assert [session.place for session in sessions] == list(range(12))
    assert [session.run for session in sessions] == [0] * 6 + [1] * 6
    assert [tuple(session.values.values()) for session in sessions[:6]] == [
        (1, 10), (1, 20), (1, 30), (2, 10), (2, 20), (2, 30),
    ]  # fmt: skip
    assert sessions[0].values == {("add", "a"): 1, ("add", "b"): 10}


def test_a_batch_without_sweeps_has_a_session_a_run() -> None:
    batch = Batch(Graph(Noise()), runs=3)
    assert [(session.place, session.run, dict(session.values)) for session in batch.sessions()] == [
        (0, 0, {}),
        (1, 1, {}),
        (2, 2, {}),
    ]
    assert len(batch) == 3


def test_zip_joins_the_latest_axis() -> None:
    add, noise = Add(), Noise()
    batch = (
        Batch(Graph(add, noise))
        .sweep(add, a=[1, 2])
        .sweep(noise, seed=[5, 6])
        .zip(noise, width=[8, 16])
        .zip("add", b=[3, 4])
    )
    assert len(batch) == 4
    assert [[sweep.field for sweep in axis] for axis in batch.axes] == [["a"], ["seed", "width", "b"]]
    assert [tuple(session.values.values()) for session in batch.sessions()] == [
        (1, 5, 8, 3), (1, 6, 16, 4), (2, 5, 8, 3), (2, 6, 16, 4),
    ]  # fmt: skip


def test_zip_needs_an_axis() -> None:
    noise = Noise()
    with pytest.raises(BatchError, match="begin with sweep"):
        Batch(Graph(noise)).zip(noise, seed=[1])


def test_sessions_are_made_one_at_a_time() -> None:
    nodes = [Noise() for _ in range(3)]
    batch = Batch(Graph(*nodes), runs=10**6)
    for node in nodes:
        batch.sweep(node, seed=range(100))
    assert len(batch) == 10**6 * 100**3
    with takes_less_than(0.5):
        assert next(batch.sessions()).place == 0


@pytest.mark.parametrize(
    ("node", "field", "values"),
    [
        (Noise, "seed", [1, 2]),
        (Noise, "use_cpu", [True, False]),
        (Float, "value", [1, 2.5]),
        (String, "value", ["a", "b"]),
        (IntegerCollection, "collection", [[1], [2, 3], []]),
        (Image, "image", [{"image_name": "a"}, {"image_name": "b"}]),
        (Noise, "seed", range(3)),
        (Noise, "seed", (seed for seed in (1, 2))),
    ],
)
def test_what_can_be_swept(node: type, field: str, values: Any) -> None:
    made = node()
    batch = Batch(Graph(made)).sweep(made, **{field: values})
    [[written]] = batch.to_dict()["data"]
    assert json.loads(json.dumps(written["items"])) == written["items"]
    assert len(written["items"]) == len(batch)
    assert batch.problems(ignore={"missing-input"}) == []


def test_images_may_be_swept_as_field_models() -> None:
    image = Image()
    batch = Batch(Graph(image)).sweep(image, image=[ImageField(image_name="a"), {"image_name": "b"}])
    assert batch.to_dict()["data"][0][0]["items"] == [{"image_name": "a"}, {"image_name": "b"}]


def test_swept_lists_may_be_changed_afterwards() -> None:
    node, lists = IntegerCollection(), [[1], [2]]
    batch = Batch(Graph(node)).sweep(node, collection=lists)
    lists[0].append("no number")  # type: ignore[arg-type]
    assert batch.to_dict()["data"][0][0]["items"] == [[1], [2]]


@pytest.mark.parametrize(
    ("node", "values", "message"),
    [
        (Noise, {"seed": [1, -1]}, "noise.seed: value 2 of 2, -1, cannot be swept: seed takes int from 0 to 4294967295"),
        (Noise, {"seed": ["x"]}, "noise.seed: value 1 of 1, 'x', cannot be swept"),
        (Noise, {"seed": []}, "noise.seed: a sweep needs at least one value"),
        (Noise, {"seed": 3}, "noise.seed: a list of values is needed, not 3"),
        (Noise, {"seed": "123"}, "noise.seed: a list of values is needed, not '123'"),
        (Noise, {"seed": None}, "noise.seed: a list of values is needed, not None"),
        (Noise, {"seed": [None]}, "noise.seed: value 1 of 1, None, cannot be swept"),
        (Noise, {"seed": [float("nan")]}, "noise.seed: value 1 of 1, nan, cannot be swept: JSON has no nan"),
        (Noise, {"seed": [Integer().value]}, "cannot be swept: it is a wire"),
        (Noise, {}, "no input of noise was named: sweep(node, seed=[1, 2, 3])"),
        (Noise, {"seed": [1, 2], "width": [8]}, "noise.width has 1 values, noise.seed on the same axis 2"),
        (MainModelLoader, {"model": [Model("m")]}, "the server sweeps over no models: make a batch for each"),
        (MetadataItem, {"value": [1, "a"]}, "metadata_item.value: a sweep has values of one type, not number and text"),
        (MetadataItem, {"value": [{"image_name": "a"}, {"video_name": "a"}]}, "not image and video"),
        (MetadataItem, {"value": [{"a": 1}]}, "the server sweeps over numbers, texts, images and videos only"),
        (MetadataItem, {"value": [[[1]]]}, "the server sweeps over"),
        (MetadataItem, {"value": ["\ud800"]}, "half of a surrogate pair"),
    ],
)  # fmt: skip
def test_what_cannot_be_swept_is_refused_and_leaves_the_batch_alone(node: type, values: Any, message: str) -> None:
    made, add = node(), Add()
    batch = Batch(Graph(made, add)).sweep(add, a=[1, 2])
    for act in (batch.sweep, batch.zip):
        with pytest.raises(BatchError) as caught:
            act(made, **values)
        if act == batch.sweep:
            assert message in str(caught.value)
            assert "test_batch.py:" in str(caught.value)
    assert [[sweep.field for sweep in axis] for axis in batch.axes] == [["a"]]


@pytest.mark.parametrize(
    ("node", "values", "message"),
    [
        (DenoiseLatents, {"scheduler": ["eular"]}, r"\n  did you mean 'euler'"),
        (ESRGAN, {"image": ["a.png"]}, r"\n  write ImageField\(image_name='a.png'\) for a picture on the server"),
        (MainModelLoader, {"model": ["a"]}, "the server sweeps over no models: make a batch for each"),
        (Noise, {"seed": {1, 2}}, r"the values of a set come in any order: sorted\(\) makes a list of them"),
        (Noise, {"seed": [Decimal(1)]}, r"JSON has no Decimal; float\(\) of it may do"),
    ],
)
def test_what_cannot_be_swept_comes_with_what_may_do(node: type, values: Any, message: str) -> None:
    only = node()
    with pytest.raises(BatchError, match=message):
        Batch(Graph(only)).sweep(only, **values)


def test_of_two_nodes_of_one_id_the_one_that_was_given_is_swept() -> None:
    one, other = Noise(id="noise", seed=1), Noise(id="noise", seed=2)
    batch = Batch(Graph(one, other)).sweep(other, seed=[1, 2])
    assert batch.axes[0][0].node is other
    assert [node.inputs["seed"] for node in batch.graph.prune(other)] == [2]


def test_a_class_is_no_node_to_sweep() -> None:
    with pytest.raises(TypeError, match=r"not <class '.*Noise'>; graph\[Noise\] is one by its class"):
        Batch(Graph(Noise())).sweep(Noise, seed=[1])  # type: ignore[arg-type]


def test_an_input_is_swept_once() -> None:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, seed=[1])
    for act in (batch.sweep, batch.zip):
        with pytest.raises(BatchError, match=r"noise\.seed is swept already"):
            act(noise, seed=[2])
    assert len(batch.axes) == 1


def test_a_wired_input_cannot_be_swept() -> None:
    noise = Noise(seed=Integer().value)
    with pytest.raises(BatchError, match="fed by a wire, which would override the sweep"):
        Batch(Graph(noise)).sweep(noise, seed=[1])


@pytest.mark.parametrize("name", ["sed", "noise", "id", "type"])
def test_only_inputs_can_be_swept(name: str) -> None:
    noise = Noise()
    with pytest.raises((BatchError, UnknownName), match=name):
        Batch(Graph(noise)).sweep(noise, **{name: ["x"]})


def test_a_sweep_over_a_node_without_a_class_is_told_how_to_get_one() -> None:
    node = UnknownNode("sepia")
    with pytest.raises(BatchError, match=r"without the class of sepia .*\n.*`invokegraph generate` makes one"):
        Batch(Graph(node)).sweep(node, strength=[1, 2])


def test_only_nodes_of_the_graph_can_be_swept() -> None:
    batch = Batch(Graph(Noise()))
    for stranger in (Noise(), "nowhere"):
        with pytest.raises(NotInGraph):
            batch.sweep(stranger, seed=[1])
    assert batch.axes == ()


def test_an_input_is_swept_by_its_name_in_python_too() -> None:
    node = Escaped()
    batch = Batch(Graph(node)).sweep(node, lambda_=["a", "b"])
    assert batch.to_dict()["data"][0][0]["field_name"] == "lambda"


def test_a_node_that_was_added_later_can_be_swept() -> None:
    graph = Graph(Noise())
    batch = Batch(graph)
    late = graph.add(Noise())
    batch.sweep(late, seed=[1, 2])
    assert batch.to_dict()["data"][0][0]["node_path"] == "noise_2"


def test_a_node_names_its_copy() -> None:
    noise = Noise()
    batch = Batch(Graph(noise).copy()).sweep(noise, seed=[1, 2])
    assert batch.to_dict()["data"][0][0]["node_path"] == "noise"
    assert batch.problems() == []


def test_a_batch_shows_its_size() -> None:
    assert repr(Batch(Graph(Noise()), runs=3, batch_id="b")) == "<Batch b: 3 sessions of 1 node>"
    assert "sessions" in repr(Batch(Graph(Noise()), runs=10**30))


def test_validate_tells_the_problems_of_the_graph_and_of_the_sweeps() -> None:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, seed=[1])
    batch.validate()
    noise.seed = Integer().value
    noise.given["width"] = -8
    with pytest.raises(InvalidGraph) as caught:
        batch.validate()
    assert [problem.code for problem in caught.value.problems] == ["value-refused", "sweep-over-wire"]
    batch.validate(ignore={"value-refused", "sweep-over-wire"})


def test_a_swept_node_that_has_left_the_graph_is_a_problem_and_no_crash() -> None:
    first = Integer()
    add = Add(a=first.value)
    batch = Batch(Graph(add)).sweep(first, value=[1, 2])
    add.a = 3
    [problem] = batch.problems()
    assert problem.code == "sweep-unknown"
    assert problem.message == "the sweep over integer.value is for a node that the graph no longer holds"
    assert problem.server_refuses
    with pytest.raises(InvalidGraph):
        batch.to_dict()
    with pytest.raises(InvalidGraph):
        list(batch.sessions())


def test_a_sweep_over_an_input_that_was_wired_later_is_a_problem() -> None:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, seed=[1])
    noise.seed = Integer().value
    [problem] = batch.problems()
    assert problem.code == "sweep-over-wire"
    assert problem.message == "noise.seed is swept and fed by a wire, which overrides the sweep"
    assert (problem.node_id, problem.field, problem.server_refuses) == ("noise", "seed", False)
    assert batch.problems(ignore={"sweep-over-wire"}) == []


def test_a_swept_value_that_was_slipped_in_is_a_problem() -> None:
    noise = Noise()
    batch = Batch(Graph(noise)).sweep(noise, width=[64])
    batch._axes[0][0] = batch._axes[0][0]._replace(values=(65,))
    [problem] = batch.problems()
    assert problem.code == "sweep-value"
    assert problem.message == "noise.width cannot be swept over 65: width takes int above 0, a multiple of 8"
    assert problem.suggestion == "the server would take it, and its queue would stand still at this session"


def test_an_input_that_is_swept_is_not_missing() -> None:
    resize = ImageResize(width=64, height=64)
    batch = Batch(Graph(resize)).sweep(resize, image=[ImageField(image_name="a.png")])
    assert [problem.code for problem in Graph(resize).problems()] == ["missing-input"]
    assert batch.problems() == []

"""What differs between two batches and between two nodes; for graphs see `test_editing.py`."""

from __future__ import annotations

from invokegraph import Batch, Graph
from invokegraph.diff import batch_differences, node_differences
from nodes_catalog import Add, Collect, Integer, MainModelLoader, ModelIdentifierField, Noise


def batch(**given: object) -> Batch:
    return Batch(Graph(Add(id="add", b=4), Noise(id="noise")), **given)


def test_batches_that_differ_in_their_ids_alone_are_alike() -> None:
    assert batch_differences(batch().sweep("add", a=[1, 2]), batch().sweep("add", a=[1, 2])) == []


def test_all_that_a_batch_has_is_compared() -> None:
    one = batch(origin="here").sweep("add", a=[1, 2]).sweep("noise", seed=[1, 2]).sweep("add", b=[5])
    two = batch(runs=2, destination="there").sweep("noise", seed=[1, 3]).sweep("add", a=[1, 2])
    two.zip("noise", width=[8, 16])
    two.graph["add"].inputs["b"] = 5
    assert batch_differences(one, two) == [
        "runs: 1 -> 2",
        "origin: 'here' -> None",
        "destination: None -> 'there'",
        "add.b: 4 -> 5",
        "sweep over add.a: axis 1 -> axis 2",
        "sweep over noise.seed: axis 2 -> axis 1",
        "sweep over noise.seed: [1, 2] -> [1, 3]",
        "sweep over add.b: removed",
        "sweep over noise.width: added ([8, 16], axis 2)",
    ]


def test_long_sweeps_are_told_where_they_differ() -> None:
    one, two = ([*range(50), last] for last in (1, 2))
    assert batch_differences(batch().sweep("add", a=one), batch().sweep("add", a=two)) == [
        "sweep over add.a: '45, 46, 47, 48, 49, 1]' -> '45, 46, 47, 48, 49, 2]', from character 171"
    ]


def test_batches_as_they_came_from_a_file() -> None:
    data = {"graph": {"nodes": {}, "edges": []}, "data": [[{"node_path": "x", "field_name": "a", "items": [1]}]]}
    one, two = (
        Batch.from_dict(data),
        Batch.from_dict({**data, "note": "mine", "data": [[{**data["data"][0][0], "items": [True]}]]}),
    )
    assert batch_differences(one, two) == [
        "sweep over x.a: [1] -> [True]",
        "batch: {} -> {'note': 'mine'}",
    ]


def test_differences_of_two_nodes() -> None:
    assert node_differences(Add(a=1), Add(a=1)) == []
    assert node_differences(Add(a=1), Integer(id="i", value=3)) == [
        "type: add -> integer",
        "a: 1 -> unset",
        "value: unset -> 3",
    ]
    one, two = Integer(id="one"), Integer(id="two")
    assert node_differences(Collect(item=[one.value, two.value]), Collect(item=one.value)) == [
        "item: one.value and two.value -> one.value"
    ]


def test_what_came_from_a_file_cannot_write_to_the_terminal() -> None:
    red = "\x1b[31m"
    edge = {"source": {"node_id": red, "field": red}, "destination": {"node_id": "b", "field": red}}
    nodes = {red: {"id": red, "type": red, red: red}, "b": {"id": "b", "type": red}}
    told = Graph().diff(Graph.from_dict({"nodes": nodes, "edges": [edge], red: red}))
    changed = {"nodes": {red: {"id": red, "type": "x", red: 1}, "b": {"id": "b", "type": "y", red: 2}}, "edges": []}
    told += Graph.from_dict(changed).diff(Graph.from_dict({"nodes": nodes, "edges": [edge]}))
    told += batch_differences(
        batch(), Batch.from_dict({"graph": {}, "data": [[{"node_path": red, "field_name": red, "items": [red]}]]})
    )
    assert len(told) == 10
    assert all(line.isprintable() for line in told)


def test_edges_to_nowhere_in_another_order() -> None:
    edges = [
        {"source": {"node_id": gone, "field": "value"}, "destination": {"node_id": "add", "field": "a"}}
        for gone in ("x", "y")
    ]
    nodes = {"add": {"id": "add", "type": "add"}}
    one, two, three = (Graph.from_dict({"nodes": nodes, "edges": order}) for order in (edges, edges[::-1], edges * 2))
    for other in (two, three):
        assert one != other
        assert one.diff(other) == ["edges: some are there more often, or in another order"]


def test_what_is_equal_does_not_differ() -> None:
    model = ModelIdentifierField(key="k", hash="h", name="dreams", base="sd-1", type="main")
    made = Graph(MainModelLoader(id="loader", model=model))
    read = made.copy()
    read["loader"].inputs.keep(model=made.to_dict()["nodes"]["loader"]["model"])
    assert read == made
    assert read.diff(made) == []


def test_models_are_told_apart_by_what_people_call_them() -> None:
    def loader(name: str, key: str) -> Graph:
        digest = "blake3:" + 64 * key
        model = ModelIdentifierField(key=f"{key}-key", hash=digest, name=name, base="sd-1", type="main")
        return Graph(MainModelLoader(model=model))

    was, now = "Model(name='day', base='sd-1', type='main')", "Model(name='night', base='sd-1', type='main')"
    expected = [f"main_model_loader.model: {was} -> {now}"]
    assert loader("day", "a").diff(loader("night", "b")) == expected
    as_read = [Graph.from_dict(loader(name, key).to_dict()) for name, key in (("day", "a"), ("night", "b"))]
    assert as_read[0].diff(as_read[1]) == expected
    odd = loader("day", "a").to_dict()
    odd["nodes"]["main_model_loader"]["model"]["name"] = "\ud800"
    (line,) = loader("day", "a").diff(Graph.from_dict(odd))
    assert line.startswith(f"main_model_loader.model: {was} -> {{'")
    (line,) = loader("day", "a").diff(loader("day", "b"))
    assert "aaaaaa" in line
    assert "bbbbbb" in line

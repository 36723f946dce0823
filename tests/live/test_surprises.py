"""What the server takes and whoever wrote it regrets: each thing that we say of it is seen here to happen."""

from __future__ import annotations

import pytest

from invokegraph import Batch, Graph, InvokeAIClient
from invokegraph.transport import JobFailed
from nodes_catalog import (
    Add,
    BlankImage,
    Boolean,
    Collect,
    If,
    ImageField,
    ImageResize,
    Integer,
    IntegerCollection,
    Iterate,
    String,
)

pytestmark = pytest.mark.live


def codes(checked: Graph | Batch) -> set[str]:
    return {problem.code for problem in checked.problems()}


def failure(client: InvokeAIClient, graph: Graph, code: str) -> str:
    """The type of the error that a graph ends with whose one problem is let pass."""
    assert codes(graph) == {code}
    with pytest.raises(JobFailed) as caught:
        client.run(graph, ignore={code}, timeout=60)
    return str(caught.value)


def test_a_list_for_one_value_fails(client: InvokeAIClient) -> None:
    assert "NodeInputError" in failure(
        client, Graph(Add(a=IntegerCollection(collection=[1, 2]).collection)), "list-into-item"
    )


def test_one_value_for_a_list_fails(client: InvokeAIClient) -> None:
    wire = {"source": {"node_id": "one", "field": "value"}, "destination": {"node_id": "many", "field": "collection"}}
    nodes = {"one": {"id": "one", "type": "boolean"}, "many": {"id": "many", "type": "boolean_collection"}}
    graph = Graph.from_dict({"nodes": nodes, "edges": [wire]})
    assert "NodeInputError" in failure(client, graph, "item-into-list")


def test_a_branch_of_another_type_fails_when_it_is_chosen(client: InvokeAIClient) -> None:
    def graph(*, condition: bool) -> tuple[Graph, Add]:
        chosen = If(
            condition=Boolean(value=condition).value,
            true_input=String(value="x").value,
            false_input=Integer(value=2).value,
        )
        add = Add(b=1)
        add.inputs["a"] = chosen.value
        return Graph(add), add

    assert "NodeInputError" in failure(client, graph(condition=True)[0], "branch-type")
    fine, add = graph(condition=False)
    assert client.run(fine, timeout=60).values(add, "value") == [3]


def test_a_branch_that_is_not_given_fails_when_it_is_chosen(client: InvokeAIClient) -> None:
    chosen = If(condition=Boolean(value=True).value, false_input=ImageField(image_name="none.png"))
    resize = ImageResize(width=8, height=8)
    resize.inputs["image"] = chosen.value
    assert "MissingInputException" in failure(client, Graph(resize), "branch-type")


def test_several_items_of_one_collect_come_in_random_order(client: InvokeAIClient) -> None:
    orders: set[tuple[int, ...]] = set()
    for run in range(20):
        collect = Collect(item=[Integer(value=10 * run + place).value for place in range(4)])
        result = client.run(Graph(collect), ignore={"random-order"}, timeout=60)
        orders.add(tuple(value % 10 for value in result.values(collect, "collection")[0]))
        if len(orders) > 1:
            return
    pytest.fail(f"20 runs gave one order: {orders}")


@pytest.mark.parametrize("nested", [True, False])
def test_one_collect_gathers_the_innermost_loop_alone(client: InvokeAIClient, nested: bool) -> None:  # noqa: FBT001
    outer = Iterate(collection=IntegerCollection(collection=[1, 2]).collection)
    inner = Iterate(collection=IntegerCollection(collection=[10, 20, 30]).collection)
    if nested:
        numbers = IntegerCollection(collection=[10, 20, 30])
        inner = Iterate(collection=Collect(item=Add(a=outer.item, b=1).value, collection=numbers.collection).collection)
    collect = Collect(item=Add(a=outer.item, b=inner.item).value)
    graph = Graph(collect)
    assert codes(graph) == {"nested-loops"}
    lists = client.run(graph, ignore={"nested-loops"}, timeout=60).values(collect, "collection")
    assert len(lists) > 1


def test_sessions_that_repeat_each_other_share_one_picture(client: InvokeAIClient) -> None:
    def names(blank: BlankImage, **ignored: set[str]) -> set[str]:
        batch = Batch(Graph(blank), runs=3)
        assert codes(batch) == ignored.get("ignore", set())
        return {picture.name for picture in client.run(batch, **ignored, timeout=60).images(blank)}

    assert len(names(BlankImage(width=72, height=64), ignore={"cached-result"})) == 1
    assert len(names(BlankImage(width=72, height=64, use_cache=False))) == 3

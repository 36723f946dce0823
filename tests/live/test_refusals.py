"""What a server refuses is told at the same nodes and with the same codes as without a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, Graph, InvalidGraph
from invokegraph.transport import GraphRefused, RequestRefused
from invokegraph.validation import CODES

if TYPE_CHECKING:
    from invokegraph import InvokeAIClient

pytestmark = pytest.mark.live


def edge(source: str, source_field: str, target: str, target_field: str) -> dict[str, Any]:
    return {
        "source": {"node_id": source, "field": source_field},
        "destination": {"node_id": target, "field": target_field},
    }


def nodes(**types: str | dict[str, Any]) -> dict[str, Any]:
    given = {key: {"type": value} if isinstance(value, str) else value for key, value in types.items()}
    return {key: {"id": key, **value} for key, value in given.items()}


ADDS = nodes(a="add", b="add")
WRONG: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "unknown type": (nodes(a="nonsense"), []),
    "value": (nodes(a={"type": "add", "a": "x"}), []),
    "choice": (nodes(a={"type": "denoise_latents", "scheduler": "nope"}), []),
    "two values": (nodes(a={"type": "add", "a": "x"}, b={"type": "add", "b": [1]}), []),
    "id": ({"a": {"id": "z", "type": "add"}}, []),
    "dangling": (nodes(a="add"), [edge("a", "value", "q", "a")]),
    "input": (ADDS, [edge("a", "value", "b", "q")]),
    "output": (ADDS, [edge("a", "nope", "b", "a")]),
    "cycle": (ADDS, [edge("a", "value", "b", "a"), edge("b", "value", "a", "a")]),
    "types": (nodes(a="blank_image", b="add"), [edge("a", "image", "b", "a")]),
    "iterate over one": (nodes(a="add", b="iterate"), [edge("a", "value", "b", "collection")]),
    "iterate over nothing": (nodes(b="iterate"), []),
    "collect nothing": (nodes(b="collect"), []),
    "collect kinds": (
        nodes(a="add", s="string", b="collect"),
        [edge("a", "value", "b", "item"), edge("s", "value", "b", "item")],
    ),
    "rule": (nodes(a={"type": "range", "start": 5, "stop": 1}), []),
    "rule of one operation": (nodes(a={"type": "integer_math", "operation": "DIV", "a": 1, "b": 0}), []),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_refusal_reads_like_a_verdict(client: InvokeAIClient, name: str) -> None:
    found, edges = WRONG[name]
    graph = Graph.from_dict({"nodes": found, "edges": edges})
    offline = graph.problems()
    with pytest.raises(GraphRefused) as caught:
        client.submit(Batch(graph), ignore=CODES)
    error = caught.value
    assert isinstance(error, InvalidGraph)
    assert isinstance(error, RequestRefused)
    assert error.status == 422
    assert error.problems
    assert set(error.problems) <= set(offline), error.detail

"""Random graphs and batches through the server's own endpoint: it answers an error where a problem here says so.

Most of them get an axis without values, so that the server looks at all of it and runs nothing. Those of harmless nodes
are queued and cancelled. What would stop the queue is not sent.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from invokegraph import Batch, FormatError, Problem
from invokegraph.batch import times
from invokegraph.transport.errors import RequestRefused
from invokegraph.validation.nodes import EDITOR_ONLY
from invokegraph.values import why_unsendable
from tests.oracle.random_batches import random_batch
from tests.oracle.random_graphs import random_graph
from tests.oracle.verdicts import Data, is_excused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import InvokeAIClient

pytestmark = pytest.mark.live

SEED = 9090
GRAPHS, BATCHES, QUEUED = 150, 100, 25
HARMLESS = {
    "add", "boolean", "boolean_collection", "bounding_box", "collect", "float", "float_collection", "if", "image_collection",
    "integer", "integer_collection", "iterate", "metadata_item", "scheduler", "string", "string_collection", "string_join",
}  # fmt: skip


def _read(batch: Data) -> tuple[Batch | None, list[Problem]]:
    try:
        read = Batch.from_dict(batch)
    except FormatError:
        return None, []
    return read, read.problems()


def _is_sendable(batch: Data) -> bool:
    """Whether a batch leaves the queue alone, and the verdicts on it may not differ."""
    _, problems = _read(batch)
    poison = any(problem.code in ("sweep-value", "unsendable") for problem in problems)
    wrapped = any(problem.code == "value-refused" and not problem.server_refuses for problem in problems)
    runs = batch.get("runs", 1)
    endless = isinstance(runs, (int, float, str)) and times(runs) > 100
    return not (poison or wrapped or endless or why_unsendable(batch) or is_excused(batch["graph"]))


def _without_sessions(batch: Data) -> Data:
    data = batch.get("data")
    return {**batch, "data": [*(data or []), []]} if data is None or isinstance(data, list) else batch


def _graphs(random: Random) -> Iterator[Data]:
    while True:
        yield {"graph": random_graph(random, EDITOR_ONLY), "runs": 1}


def _batches(random: Random) -> Iterator[Data]:
    while True:
        yield random_batch(random)


def _harmless(random: Random) -> Iterator[Data]:
    """Batches that should be taken and may be: few sessions of nodes that do next to nothing."""
    for batch in _batches(random):
        read, problems = _read(batch)
        is_small = read is not None and 0 < read.size <= 20 and {node.type for node in read.graph} <= HARMLESS
        if is_small and not any(problem.server_refuses for problem in problems):
            yield batch


def _is_refused(client: InvokeAIClient, batch: Data) -> tuple[bool, int]:
    """Whether the server refuses a batch, and how many sessions it had queued; they are cancelled."""
    named = {**batch, "batch_id": uuid4().hex} if isinstance(batch.get("batch_id", ""), str) else batch
    body = {"batch": named, "prepend": False}
    once = {"Connection": "close"}  # after a bare error 500 the server closes it anyway, sometimes in the next request
    try:
        answer = client.request("POST", "/queue/default/enqueue_batch", json=body, headers=once).json()
    except RequestRefused as error:
        if error.status not in (422, 500):
            raise
        return True, 0
    client.request("PUT", "/queue/default/cancel_by_batch_ids", json={"batch_ids": [named["batch_id"]]})
    return False, int(answer["enqueued"])


def _first(count: int, source: Iterator[Data]) -> list[Data]:
    found = (batch for batch in source if _is_sendable(batch))
    return [next(found) for _ in range(count)]


@pytest.mark.parametrize("what", ["graphs", "batches", "queued batches"])
def test_the_endpoint_refuses_what_is_refused_here(
    client: InvokeAIClient, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    random = Random(SEED)
    if what == "graphs":
        batches = list(map(_without_sessions, _first(GRAPHS, _graphs(random))))
    elif what == "batches":
        batches = list(map(_without_sessions, _first(BATCHES, _batches(random))))
    else:
        batches = _first(QUEUED, _harmless(random))
    differing: list[Any] = []
    refused = sessions = 0
    for batch in batches:
        read, problems = _read(batch)
        here = read is None or any(problem.server_refuses for problem in problems)
        there, queued = _is_refused(client, batch)
        refused, sessions = refused + there, sessions + queued
        if here != there:
            differing.append((batch, problems))
    with capsys.disabled():
        print(
            f"\n{len(batches)} {what} sent (seed {SEED}), {refused} refused, {sessions} sessions queued and cancelled,"
            f" {len(differing)} judged otherwise here"
        )
    assert differing == []

"""The servers that tests talk to: a simulator each, or the real one that the user names."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import pytest

from invokegraph.batch import Batch
from invokegraph.extras import to_install
from invokegraph.transport import InvokeAIClient
from invokegraph.transport.errors import BatchNotFound, TransportError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from invokegraph.graph import Graph
    from invokegraph.problem import Problems
    from invokegraph.simulator import Simulator
    from invokegraph.transport.runs import Run
    from invokegraph.transport.submission import Submission

_LAST_NODE_SECONDS: Final = 60.0
"""How long the node that runs when a batch is cancelled may take to end."""


def started_simulator() -> Simulator:
    """A simulator that answers; without its packages, the test fails and says what to install."""
    try:
        from invokegraph.simulator import Simulator

        simulator = Simulator()
        simulator.start()
    except ModuleNotFoundError as error:
        pytest.fail(f"the simulator cannot start: {error}\n  {to_install('testing')}", pytrace=False)
    return simulator


class RecordingClient(InvokeAIClient):
    """A client that remembers what was submitted through it.

    Attributes:
        submitted: The ids of the batches.
        simulator: The simulator that it talks to, which has a stand-in for each model that a graph names; None for a
            server.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submitted: list[str] = []
        self.simulator: Simulator | None = None

    def check(self, graph: Graph | Batch, *, ignore: Collection[str] = ()) -> Problems:
        """All that keeps a graph from running, as `InvokeAIClient.check` finds it."""
        if self.simulator:
            self.simulator.stand_in_for(graph.graph if isinstance(graph, Batch) else graph)
        return super().check(graph, ignore=ignore)

    def _begun(self, batch: Batch, ignore: Collection[str]) -> tuple[Run, Submission]:
        if self.simulator:
            self.simulator.stand_in_for(batch.graph)
        self.submitted.append(batch.batch_id)  # before it is sent: it may arrive although no answer comes back
        return super()._begun(batch, ignore)


def clean(url: str, batch_ids: Iterable[str]) -> None:
    """Cancel batches, delete the pictures that they made, and take them out of the queue."""
    with InvokeAIClient.from_url(url) as client:
        for batch_id in dict.fromkeys(batch_ids):
            try:
                _clean(client, client.attach(batch_id))
            except BatchNotFound:
                continue
            except TransportError as error:
                left = f"batch {batch_id} may have left something on {client.base_url}: {error}"
                warnings.warn(pytest.PytestWarning(left), stacklevel=2)


def _clean(client: InvokeAIClient, run: Run) -> None:
    run.cancel()
    result = run.wait(_LAST_NODE_SECONDS, on_error="collect")
    items = client.queue_repo.get_items(run.item_ids)
    sessions = {item["session_id"] for item in items}
    # A node that the server answered from its cache names a picture that somebody else made.
    made = client.image_repo.get_images(picture.name for picture in result.images())
    if own := [image.image_name for image in made if image.get("session_id") in sessions]:
        client.image_repo.delete_images(own)
    for item in items:
        client.queue_repo.delete_item(item.item_id)

"""The servers that tests talk to: a simulator each, or the real one that the user names."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import pytest

from invokegraph.transport import InvokeAIClient
from invokegraph.transport.errors import BatchNotFound, TransportError

if TYPE_CHECKING:
    from collections.abc import Collection

    from invokegraph.batch import Batch
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
        pytest.fail(f"the simulator cannot start: {error}\n  pip install 'invokegraph[testing]'", pytrace=False)
    return simulator


class CleaningClient(InvokeAIClient):
    """A client on a server that others use too. It can clean up what was submitted through it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._submitted: dict[str, None] = {}

    def _begun(self, batch: Batch, ignore: Collection[str]) -> tuple[Run, Submission]:
        self._submitted[batch.batch_id] = None  # before it is sent: it may arrive although no answer comes back
        return super()._begun(batch, ignore)

    def clean(self) -> None:
        """Cancel what was submitted, delete the pictures that it made, and take it out of the queue."""
        for batch_id in self._submitted:
            try:
                self._clean(self.attach(batch_id))
            except BatchNotFound:
                continue
            except TransportError as error:
                left = f"batch {batch_id} may have left something on {self.base_url}: {error}"
                warnings.warn(pytest.PytestWarning(left), stacklevel=2)

    def _clean(self, run: Run) -> None:
        run.cancel()
        result = run.wait(_LAST_NODE_SECONDS, on_error="collect")
        items = self.queue_repo.get_items(run.item_ids)
        sessions = {item["session_id"] for item in items}
        # A node that the server answered from its cache names a picture that somebody else made.
        made = self.image_repo.get_images(picture.name for picture in result.images())
        if own := [image.image_name for image in made if image.get("session_id") in sessions]:
            self.image_repo.delete_images(own)
        for item in items:
            self.queue_repo.delete_item(item.item_id)

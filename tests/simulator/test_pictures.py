"""The pictures of the simulator carry the graphs that made them, as those of a server do."""

from __future__ import annotations

from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from tests.live.test_workflow_library import check_pictures, identifier, sd1


def test_pictures_give_the_graphs_that_were_sent() -> None:
    with Simulator() as url, InvokeAIClient.from_url(url, timeout=10.0) as client:
        check_pictures(client, *sd1(identifier(client, "sd-1")))

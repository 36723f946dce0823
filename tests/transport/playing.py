"""What a server says while a batch runs, and waits that go by nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph.transport import waiting

from .fake_server import PATIENCE

if TYPE_CHECKING:
    import pytest

    from .fake_server import FakeQueue, FakeSockets


def session(results: dict[str, Any], errors: dict[str, str] | None = None) -> dict[str, Any]:
    sources = {copy: copy.partition("#")[0] for copy in (*results, *(errors or {}))}
    return {"results": results, "errors": errors or {}, "prepared_source_mapping": sources}


SUM = session({"add#1": {"type": "integer_output", "value": 3}})


def status_changed(run: Any, place: int = 0, status: str = "completed", **more: object) -> dict[str, object]:
    return {"queue_id": "default", "batch_id": run.batch_id, "item_id": run.item_ids[place], "status": status, **more}


LISTENING = 3
"""How often has been asked how far a batch is when only events can tell that it goes on: before it is submitted, when the
wait begins, and when there is a connection."""


def look_for_reasons_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a wait not look from time to time."""
    for name in ("_FIRST_PAUSE", "_LONGEST_PAUSE_LISTENING", "_LONGEST_PAUSE_POLLING"):
        monkeypatch.setattr(waiting, name, 10 * PATIENCE)


def play(sockets: FakeSockets, queue: FakeQueue, run: Any) -> None:
    """What the server says while one session runs. The wait must not look from time to time: it might see the end of
    the session before it hears what was said until then.
    """
    queue.wait_for_looks(run.batch_id, LISTENING)
    node = {"invocation_source_id": "add", "invocation": {"id": "add#1"}}
    events = [
        ("queue_item_status_changed", {"status": "in_progress"}),
        ("invocation_started", node),
        ("invocation_progress", {**node, "percentage": 0.5, "message": "Denoising"}),
        ("invocation_progress", {**node, "percentage": None, "message": "Saving"}),
        ("invocation_complete", node),
        ("model_load_started", {}),
    ]
    for name, data in events:
        sockets.send(name, {**status_changed(run), "status": None, **data})
    queue.finish(session=SUM)
    sockets.send("queue_item_status_changed", status_changed(run))

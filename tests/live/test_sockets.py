"""Socket.IO as the documents of the API describe it, and the examples that go beside runs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import socketio

from invokegraph import Batch, Graph, InvokeAIClient
from nodes_catalog import Add

pytestmark = pytest.mark.live
EXAMPLES = Path(__file__).parents[2] / "examples"


def run_example(name: str, url: str) -> str:
    command = [sys.executable, str(EXAMPLES / name), "--url", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_following_events(live_url: str) -> None:
    shown = run_example("follow_events.py", live_url)
    assert "results: [50, 50]" in shown
    assert "run: session 2 of 2: completed" in shown
    assert "server: item" in shown


def test_the_api_by_hand(live_url: str) -> None:
    shown = run_example("raw_api.py", live_url)
    assert "sum: 5" in shown
    assert "cancelled: True" in shown
    assert "queue: " in shown


def test_a_session_of_sockets(client: InvokeAIClient) -> None:
    seen: list[str] = []

    async def main() -> bool:
        async with client.socketio_session() as sio:
            assert isinstance(sio, socketio.AsyncClient)
            ended = asyncio.Event()

            @sio.on("queue_item_status_changed")
            async def on_status(event: dict[str, Any]) -> None:
                seen.append(event["status"])
                if event["status"] == "completed":
                    ended.set()

            await sio.call("subscribe_queue", {"queue_id": "default"})
            await client.submit_async(Batch(Graph(Add(a=1, b=1))))
            await asyncio.wait_for(ended.wait(), 60)
            await sio.emit("unsubscribe_queue", {"queue_id": "default"})
        return bool(sio.connected)

    assert asyncio.run(main()) is False
    assert seen


def test_connecting_and_disconnecting(client: InvokeAIClient) -> None:
    async def main() -> None:
        first, second = await client.connect_socketio(), await client.connect_socketio()
        assert first.connected
        assert second.connected
        await client.disconnect_socketio()
        assert not first.connected
        assert not second.connected
        await client.disconnect_socketio()

    asyncio.run(main())


def test_closing_the_client_ends_the_connection(client: InvokeAIClient) -> None:
    async def main() -> None:
        sio = await client.connect_socketio()
        client.close()
        await asyncio.wait_for(sio.wait(), 60)
        assert not sio.connected

    asyncio.run(main())


def test_a_session_that_fails_is_closed(client: InvokeAIClient) -> None:
    async def main() -> socketio.AsyncClient:
        with pytest.raises(ZeroDivisionError):
            async with client.socketio_session() as sio:
                raise ZeroDivisionError
        return sio

    assert not asyncio.run(main()).connected

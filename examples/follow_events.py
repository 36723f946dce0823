"""Follow what a server does, and a run of your own meanwhile: `python follow_events.py --url http://localhost:9090`."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from invokegraph import Batch, Graph, InvokeAIClient
from nodes_catalog import Add, Multiply


async def follow(url: str) -> None:
    """Print the server's events beside those of a run."""
    total = Add(a=2, b=3)
    batch = Batch(Graph(Multiply(a=total.value, b=10)), runs=2)
    async with InvokeAIClient.from_url(url) as client, client.socketio_session() as session:
        sio: Any = session  # a socketio.AsyncClient, which has no types

        async def on_status(event: dict[str, Any]) -> None:
            print(f"server: item {event['item_id']} is {event['status']}")

        sio.on("queue_item_status_changed", on_status)
        await sio.emit("subscribe_queue", {"queue_id": "default"})
        run = await client.submit_async(batch)
        async for step in run.events_async(timeout=60):
            print(f"run: {step}")
        result = await run.wait_async()
        print(f"results: {result.values('mul', 'value')}")
        await sio.emit("unsubscribe_queue", {"queue_id": "default"})


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:9090", help="where the server is")
    asyncio.run(follow(parser.parse_args().url))


if __name__ == "__main__":
    main()

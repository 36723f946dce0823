"""The server's API by hand, for what has no method here: `python raw_api.py --url http://localhost:9090`.

Everything goes through `client.request`, which knows address and token, asks again where that is safe, and raises for
every answer that is an error or none of the API.
"""

from __future__ import annotations

import argparse
import time
from typing import Any
from uuid import uuid4

from invokegraph import InvokeAIClient

QUEUE = "/queue/default"
FINISHED = ("completed", "failed", "canceled")


def enqueue(client: InvokeAIClient, graph: dict[str, Any], runs: int = 1) -> tuple[str, list[int]]:
    """Put a graph into the queue and return the batch's id and its items, which the server lists latest first."""
    batch = {"batch_id": str(uuid4()), "graph": graph, "runs": runs}
    answer = client.request("POST", f"{QUEUE}/enqueue_batch", json={"batch": batch, "prepend": False}).json()
    if answer["enqueued"] < answer["requested"]:
        raise RuntimeError(f"the queue had room for {answer['enqueued']} of {answer['requested']} sessions")
    return answer["batch"]["batch_id"], sorted(answer["item_ids"])


def wait(client: InvokeAIClient, item_id: int) -> dict[str, Any]:
    """Ask for an item until it has ended, and return it. A session is read from its item."""
    while True:
        item: dict[str, Any] = client.request("GET", f"{QUEUE}/i/{item_id}").json()
        if item["status"] in FINISHED:
            return item
        time.sleep(0.5)


def show_queue(client: InvokeAIClient) -> None:
    """Print how full the queue is, and its latest items."""
    status = client.request("GET", f"{QUEUE}/status").json()
    print(f"queue: {status['queue']['pending']} pending, {status['queue']['in_progress']} running")
    latest = client.request("GET", f"{QUEUE}/item_ids", params={"order_dir": "DESC"}).json()["item_ids"][:3]
    for item in client.request("POST", f"{QUEUE}/items_by_ids", json={"item_ids": latest}).json():
        print(f"item {item['item_id']}: {item['status']}")


def main() -> None:
    """Run one node by hand."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default="http://localhost:9090", help="where the server is")
    graph: dict[str, Any] = {"nodes": {"sum": {"id": "sum", "type": "add", "a": 2, "b": 3}}, "edges": []}
    with InvokeAIClient.from_url(parser.parse_args().url) as client:
        print(f"version: {client.request('GET', '/app/version').json()['version']}")
        _, items = enqueue(client, graph)
        session = wait(client, items[0])["session"]
        (copy,) = session["source_prepared_mapping"]["sum"]
        print(f"sum: {session['results'][copy]['value']}")
        batch_id, _ = enqueue(client, graph, runs=5)
        canceled = client.request("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [batch_id]}).json()
        print(f"cancelled: {canceled['canceled'] > 0}")
        show_queue(client)


if __name__ == "__main__":
    main()

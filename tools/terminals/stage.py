"""Where scenes are played: a folder with some files, and a server."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from shlex import split
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PIL import Image

from invokegraph import Batch, Graph, InvokeAIClient
from invokegraph.simulator import Simulator
from nodes_catalog import Add, BlankImage, Divide, ImageResize

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from tools.terminals.scenes import Scene

ROOT: Final = Path(__file__).parents[2]
CLOSED: Final = "http://127.0.0.1:1"
"""Where nothing answers."""
_ADMIN: Final = {"email": "admin@example.com", "password": "Correct-horse-1"}

_FILES: Final[dict[str, Any]] = {
    "lighthouse.py": (ROOT / "examples/text_to_image.py").read_text("utf-8"),
    "lighthouse.workflow.json": (ROOT / "examples/lighthouse.workflow.json").read_text("utf-8"),
    "blank.py": """\
from invokegraph import Graph
from nodes_catalog import BlankImage, ImageResize

blank = BlankImage(width=64, height=64, is_intermediate=True)
shown = ImageResize(image=blank.image, width=32, height=16, use_cache=False)
graph = Graph(shown)
""",
    "sums.py": """\
from invokegraph import Graph
from nodes_catalog import Add, Integer

width = Integer(value=2)
graph = Graph(Add(a=width.value, b=3))
""",
    "shares.py": """\
from invokegraph import Graph
from nodes_catalog import Divide

graph = Graph(Divide(id="halves", a=4, b=2))
""",
    "two.py": """\
from invokegraph import Batch, Graph
from nodes_catalog import BlankImage, Noise

dawn = Graph(BlankImage(width=64, height=64))
dusk = Batch(Graph(Noise(id="noise"))).sweep("noise", seed=[1, 2, 3])
""",
    "crossed.py": """\
from invokegraph import Graph
from nodes_catalog import DenoiseLatents, MainModelLoader, Noise

loader = MainModelLoader()
noise = Noise(seed=7)
graph = Graph(DenoiseLatents(unet=loader.unet, noise=loader.clip))
""",
    "careless.py": """\
from invokegraph import Graph
from nodes_catalog import BlankImage, LatentsToImage, Noise

noise = Noise(seed=7)
stray = BlankImage()
picture = LatentsToImage(latents=noise.noise)
graph = Graph(picture, stray)
""",
    "misspelt.py": "from nodes_catalog import Noise\n\nnoise = Noise(sede=7)\n",
    "nothing.py": "seed = 7\n",
    "empty.py": "from invokegraph import Graph\n\ngraph = Graph()\n",
    "makers.py": """\
from invokegraph import Graph
from nodes_catalog import BlankImage


def small():
    return Graph(BlankImage(width=64, height=64))


def large():
    return Graph(BlankImage(width=1024, height=1024))
""",
    "sums.json": {
        "id": "sums",
        "nodes": {"total": {"id": "total", "type": "add", "a": 2, "b": 3}},
        "edges": [],
    },
    "wrong.json": {
        "nodes": {
            "total": {"id": "total", "type": "add", "a": "two"},
            "picture": {"id": "picture", "type": "l2i"},
            "mine": {"id": "mine", "type": "blank_imgae"},
        },
        "edges": [
            {
                "source": {"node_id": "total", "field": "value"},
                "destination": {"node_id": "picture", "field": "latents"},
            }
        ],
    },
    "cut.json": '{"nodes": {"total": {"id": "total", ',
    "rows.csv": "integer.value,add.b\n1,10\n2,20\n",
    "short.csv": "integer.value,add.b\n1,10\n2\n",
    "notes.txt": "seeds that worked: 7, 1234\n",
    "openapi.json": json.dumps({"openapi": "3.1.0", "info": {"title": "a shop", "version": "2"}, "paths": {}}),
}


class Stage(NamedTuple):
    """Where a scene is played.

    Attributes:
        folder: The current folder.
        environment: The environment.
        arguments: What is typed behind `invokegraph`.
    """

    folder: Path
    environment: Mapping[str, str]
    arguments: Sequence[str]


@contextmanager
def staged(scene: Scene) -> Generator[Stage]:
    """A folder with some files, and the server of a scene, which the environment names."""
    with TemporaryDirectory(dir="/tmp") as name, ExitStack() as stack:
        folder = Path(name)
        for file, content in _FILES.items():
            (folder / file).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        Image.new("RGB", (8, 4), "teal").save(folder / "teal.png")
        names = {"closed": CLOSED, "busy": _busy(stack), **(_SERVERS[scene.server](stack) if scene.server else {})}
        environment = {
            "HOME": "/home/me",
            "LANG": "C.UTF-8",
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TERM": "xterm-256color",
        }
        if "url" in names:
            environment["INVOKEGRAPH_URL"] = names["url"]
        yield Stage(folder, {**environment, **dict(scene.environment)}, split(scene.line.format(**names)))


def _new(stack: ExitStack) -> dict[str, str]:
    """A server that nobody has worked with."""
    return {"url": stack.enter_context(Simulator())}


def _used(stack: ExitStack) -> dict[str, str]:
    """A server with pictures, boards, a workflow, and a queue in which one session failed and one was cancelled."""
    url = stack.enter_context(Simulator())
    client = stack.enter_context(InvokeAIClient.from_url(url))
    boards = [client.board_repo.create_board(name) for name in ("harbours", "a long name for many lighthouses at dusk")]
    picture = BytesIO()
    Image.new("RGB", (8, 4), "navy").save(picture, "PNG")
    images = [
        client.image_repo.upload_image(picture.getvalue(), board_id=board.board_id).image_name
        for board in (boards[0], boards[0], boards[1])
    ]
    client.run(Graph(ImageResize(image=BlankImage(width=64, height=64).image)), progress=False)
    client.run(Graph(Divide(id="halves", a=4, b=0)), progress=False, on_error="collect", ignore=["run-rule"])
    client.queue_repo.pause()
    cancelled = Batch(Graph(Add(a=1, b=2)))
    client.submit(cancelled).cancel()
    client.queue_repo.resume()
    workflow = Graph(Add(a=1, b=2)).to_workflow("sums of two numbers", tags="arithmetic")
    kept = client.workflow_repo.save_workflow(workflow)
    return {"url": url, "image": images[0], "batch": cancelled.batch_id, "workflow": kept.workflow_id}


def _paused(stack: ExitStack) -> dict[str, str]:
    """A server whose queue is paused, with three sessions in it."""
    url = stack.enter_context(Simulator())
    client = stack.enter_context(InvokeAIClient.from_url(url))
    client.queue_repo.pause()
    batch = Batch(Graph(Add(a=1, b=2)), runs=3)
    client.submit(batch)
    return {"url": url, "batch": batch.batch_id}


def _private(stack: ExitStack) -> dict[str, str]:
    """A server where people log in."""
    url = stack.enter_context(Simulator(multiuser=True))
    client = stack.enter_context(InvokeAIClient.from_url(url))
    client.request("POST", "/auth/setup", json=_ADMIN)
    return {"url": url}


def _broken(stack: ExitStack) -> dict[str, str]:
    """A server that answers everything with an error."""
    simulator = Simulator()
    url = stack.enter_context(simulator)
    simulator.faults.status(500)
    return {"url": url}


def _foreign(stack: ExitStack) -> dict[str, str]:
    """A server that is something else."""
    return {"url": _served(stack, _Page)}


def _busy(stack: ExitStack) -> str:
    """A port that something else listens at."""
    return _served(stack, _Page).rpartition(":")[2]


class _Page(BaseHTTPRequestHandler):
    """Answers everything with the same page."""

    def do_GET(self) -> None:
        page = b"<!doctype html><title>A shop</title><h1>Everything must go</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_GET  # noqa: N815 - what the base class calls it

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def _served(stack: ExitStack, handler: type[BaseHTTPRequestHandler]) -> str:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    stack.callback(server.server_close)
    stack.callback(thread.join)
    stack.callback(server.shutdown)
    return f"http://127.0.0.1:{server.server_address[1]}"


_SERVERS: Final[dict[str, Callable[[ExitStack], dict[str, str]]]] = {
    "new": _new,
    "used": _used,
    "paused": _paused,
    "private": _private,
    "broken": _broken,
    "foreign": _foreign,
}

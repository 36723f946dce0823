"""The event stream: python-socketio's own server, loaded when the first client connects."""

from __future__ import annotations

import asyncio
from importlib import import_module
from threading import Semaphore
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from invokegraph.simulator.events import Events
    from invokegraph.simulator.node_types import JSON

_OWN: Final = "user:system"
_MOST_ON_THE_WAY: Final = 32
_PATIENCE_SECONDS: Final = 5.0


class Sockets:
    """What answers below `/ws/socket.io`.

    Args:
        events: What clients are told.
    """

    def __init__(self, events: Events) -> None:
        self._events = events
        self._loading: asyncio.Lock | None = None
        self._app: ASGIApp | None = None
        self._server: _Server | None = None
        self._told: asyncio.Queue[tuple[str, JSON, bool]] = asyncio.Queue()
        self._room = Semaphore(_MOST_ON_THE_WAY)
        self._pump: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connected: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request or connection."""
        if self._app is None:
            self._loading = self._loading or asyncio.Lock()
            async with self._loading:
                self._app = self._app or await self._load()
        await self._app(scope, receive, send)

    async def close(self) -> None:
        """Let go of all clients."""
        if self._loop:  # who tells of something now waits for this very loop to pass it on
            await asyncio.to_thread(self._events.stop, self._tell)
            self._loop = None
        if self._pump:
            self._pump.cancel()
        if self._server:
            for client in list(self._connected):
                await self._server.disconnect(client)

    async def _load(self) -> ASGIApp:
        library = cast("_Library", await asyncio.to_thread(import_module, "socketio"))
        self._server = server = library.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
        server.on("connect", self._connect)
        server.on("disconnect", self._disconnect)
        server.on("subscribe_queue", self._subscribe)
        server.on("unsubscribe_queue", self._unsubscribe)
        server.on("subscribe_bulk_download", self._subscribe_download)
        server.on("unsubscribe_bulk_download", self._unsubscribe_download)
        self._loop = asyncio.get_running_loop()
        self._pump = asyncio.create_task(self._send_all(server))
        self._events.listen(self._tell)
        return library.ASGIApp(server, socketio_path="/ws/socket.io")

    def _tell(self, name: str, data: JSON) -> None:
        """Pass an event on, from whatever thread it happens in.

        That thread waits a little while many are on their way: else sessions would be over long before anybody hears
        of them.
        """
        if self._loop and self._connected:
            has_room = self._room.acquire(timeout=_PATIENCE_SECONDS)
            self._loop.call_soon_threadsafe(self._told.put_nowait, (name, data, has_room))

    async def _send_all(self, server: _Server) -> None:
        while True:
            name, data, had_room = await self._told.get()
            await server.emit(name, data=data, room=_room_of(name, data))
            await asyncio.sleep(0)
            if had_room:
                self._room.release()

    async def _connect(self, client: str, *_: Any) -> None:
        assert self._server
        self._connected.add(client)
        await self._server.enter_room(client, _OWN)

    async def _disconnect(self, client: str, *_: Any) -> None:
        self._connected.discard(client)

    async def _subscribe(self, client: str, data: object = None) -> None:
        assert self._server
        if queue_id := _named(data, "queue_id"):
            await self._server.enter_room(client, queue_id)

    async def _unsubscribe(self, client: str, data: object = None) -> None:
        assert self._server
        if queue_id := _named(data, "queue_id"):
            await self._server.leave_room(client, queue_id)

    async def _subscribe_download(self, client: str, data: object = None) -> None:
        assert self._server
        if download_id := _named(data, "bulk_download_id"):
            await self._server.enter_room(client, download_id)

    async def _unsubscribe_download(self, client: str, data: object = None) -> None:
        assert self._server
        if download_id := _named(data, "bulk_download_id"):
            await self._server.leave_room(client, download_id)


def _named(data: Any, name: str) -> str | None:
    """What a client asks to hear of; a request that names nothing is dropped without a word."""
    named = data.get(name) if isinstance(data, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] - JSON
    return named if isinstance(named, str) else None


def _room_of(name: str, data: JSON) -> str:
    """Who is told: most is told to its owner, this and that only to those who asked for it.

    Rooms are named by whoever asks, so that the queue `default` and the download `default` are one and the same.
    """
    if name == "queue_cleared":
        return str(data["queue_id"])
    return str(data["bulk_download_id"]) if name.startswith("bulk_download_") else _OWN


class _Server(Protocol):
    """What is used of `socketio.AsyncServer`, which has no types of its own."""

    def on(self, event: str, handler: Callable[..., Awaitable[None]]) -> object: ...
    async def emit(self, event: str, data: JSON, room: str) -> None: ...
    async def enter_room(self, sid: str, room: str) -> None: ...
    async def leave_room(self, sid: str, room: str) -> None: ...
    async def disconnect(self, sid: str) -> None: ...


class _Library(Protocol):
    def AsyncServer(self, **options: object) -> _Server: ...  # noqa: N802 - the library's name
    def ASGIApp(self, server: _Server, socketio_path: str) -> ASGIApp: ...  # noqa: N802 - the library's name

"""The event stream: python-socketio's own server, loaded when the first client connects."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from importlib import import_module
from threading import Semaphore
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from invokegraph.simulator.access import bearer
from invokegraph.simulator.audience import ADMINS, SHARED, notices, room
from invokegraph.simulator.users import Caller

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from invokegraph.simulator.audience import Notice
    from invokegraph.simulator.events import Events
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.users import Users

_MOST_ON_THE_WAY: Final = 32
_PATIENCE_SECONDS: Final = 5.0


class Sockets:
    """What answers below `/ws/socket.io`.

    Args:
        events: What clients are told.
        users: Who may listen.
    """

    def __init__(self, events: Events, users: Users) -> None:
        self._events = events
        self._users = users
        self._loading: asyncio.Lock | None = None
        self._app: ASGIApp | None = None
        self._server: _Server | None = None
        self._told: asyncio.Queue[tuple[str, JSON, bool]] = asyncio.Queue()
        self._room = Semaphore(_MOST_ON_THE_WAY)
        self._pump: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._connected: dict[str, Caller] = {}

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
            self._users.on_change.remove(self._check)
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
        self._users.on_change.append(self._check)
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
            for notice in notices(name, data, multiuser=self._users.multiuser):
                deaf = [client for client, user in self._connected.items() if _is_left_out(user, notice)]
                await server.emit(notice.name, data=notice.data, room=notice.rooms, skip_sid=deaf)
            await asyncio.sleep(0)
            if had_room:
                self._room.release()

    def _check(self, user_id: str) -> None:
        """Look again at what the clients of a user may hear, from whatever thread that user was changed in."""
        if self._loop:
            asyncio.run_coroutine_threadsafe(self._check_clients(user_id), self._loop)

    async def _check_clients(self, user_id: str) -> None:
        assert self._server
        row = self._users.active(user_id)
        for client, user in list(self._connected.items()):
            if user.user_id != user_id:
                continue
            if row is None or row["token_epoch"] != user.token_epoch:
                await self._server.disconnect(client)
            elif row["is_admin"]:
                self._connected[client] = replace(user, is_admin=True)
                await self._server.enter_room(client, ADMINS)
            else:
                self._connected[client] = replace(user, is_admin=False)
                await self._server.leave_room(client, ADMINS)

    async def _connect(self, client: str, environ: Mapping[str, Any], auth: object = None) -> bool:
        assert self._server
        user = self._caller(environ, auth)
        if user is None:
            return False
        self._connected[client] = user
        await self._server.enter_room(client, room(user.user_id))
        await self._server.enter_room(client, SHARED)
        if user.is_admin:
            await self._server.enter_room(client, ADMINS)
        return True

    def _caller(self, environ: Mapping[str, Any], auth: object) -> Caller | None:
        """Who connects; None for somebody who may not."""
        if not self._users.multiuser:
            return Caller()
        sent: object = auth.get("token") if isinstance(auth, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
        token = sent if isinstance(sent, str) else bearer({"authorization": environ.get("HTTP_AUTHORIZATION", "")})
        claims = self._users.bearer(token) if token else None
        return self._users.caller(claims) if claims else None

    async def _disconnect(self, client: str, *_: Any) -> None:
        self._connected.pop(client, None)

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


def _is_left_out(user: Caller, notice: Notice) -> bool:
    return user.user_id in notice.but_users or (notice.but_admins and user.is_admin)


class _Server(Protocol):
    """What is used of `socketio.AsyncServer`, which has no types of its own."""

    def on(self, event: str, handler: Callable[..., Awaitable[object]]) -> object: ...
    async def emit(self, event: str, data: JSON, room: list[str], skip_sid: list[str]) -> None: ...
    async def enter_room(self, sid: str, room: str) -> None: ...
    async def leave_room(self, sid: str, room: str) -> None: ...
    async def disconnect(self, sid: str) -> None: ...


class _Library(Protocol):
    def AsyncServer(self, **options: object) -> _Server: ...  # noqa: N802 - the library's name
    def ASGIApp(self, server: _Server, socketio_path: str) -> ASGIApp: ...  # noqa: N802 - the library's name

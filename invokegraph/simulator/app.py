"""The ASGI application: routes, errors, and what goes wrong on request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router

from invokegraph.simulator.answers import Answer, File, Question, Refused
from invokegraph.simulator.api import boards, images, info, library, models, queue

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from invokegraph.simulator.api import Handler
    from invokegraph.simulator.sockets import Sockets
    from invokegraph.simulator.state import State

_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>Invoke - Community Edition</title></head><body>{}</body></html>'
)
_TEXT: Final = "This is a simulated InvokeAI server: it has the API, but no user interface."
_PARTS: Final = (queue, images, boards, models, info, library)


class App:
    """The application.

    Args:
        state: What the server holds.
        sockets: What answers below `/ws/socket.io`.
    """

    def __init__(self, state: State, sockets: Sockets) -> None:
        self._state = state
        self._sockets = sockets
        routes = [
            Route(path, _Endpoint(state, method, handler), methods=[method])
            for part in _PARTS
            for method, path, handler in part.ROUTES
        ]
        self._router = Router([*routes, Route("/{rest:path}", _Otherwise())], redirect_slashes=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> str | None:
        """Answer one request; text instead of an answer makes the web server close the connection."""
        if scope["type"] == "websocket" or scope.get("path", "").startswith("/ws/socket.io"):
            await self._sockets(scope, receive, send)
            return None
        if scope["type"] != "http":
            return None
        late: list[int] = []
        for trouble in self._state.faults.of_request(scope["method"], scope["path"]):
            if trouble.seconds:
                await anyio.sleep(trouble.seconds)
            elif trouble.late:
                await self._router(scope, receive, _unsent)
                late.append(trouble.status)
            if trouble.drops:
                return "dropped on request"
            if trouble.status:
                said = PlainTextResponse("Internal Server Error", 500)
                refusal = JSONResponse({"detail": "refused on request"}, trouble.status)
                await (said if trouble.status == _ERROR else refusal)(scope, receive, send)
                return None
        await self._router(scope, receive, send)
        return None


_ERROR: Final = 500


class _Endpoint:
    """One operation."""

    def __init__(self, state: State, method: str, handler: Handler) -> None:
        self._state = state
        self._method = method
        self._handler = handler

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._response(request)
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        try:
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            form = await request.form() if kind == "multipart/form-data" else None
            body = await request.body() if kind == "application/json" else b""
            question = Question(request.path_params, request.query_params, body, form)
            return _written(await run_in_threadpool(self._handled, question))
        except Refused as error:
            if not error.wrapped:
                return PlainTextResponse(str(error.detail), error.status)
            return _Json({"detail": error.detail}, error.status)
        except MultiPartException as error:
            return _Json({"detail": error.message}, 400)
        finally:
            await request.close()

    def _handled(self, question: Question) -> Any:
        """The answer, when all is kept that it tells of."""
        store = self._state.store
        try:
            with store.transaction():
                return self._handler(self._state, question)
        finally:
            store.settle()


class _Otherwise:
    """What the server does for paths that it does not know: the page of its editor for everything that reads."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            page = Response(_PAGE.format(_TEXT), media_type="text/html; charset=utf-8")
            await page(scope, receive, send)
        else:
            await _Json({"detail": "Method Not Allowed"}, 405)(scope, receive, send)


class _Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=lambda _: {}).encode(
            "utf-8", "surrogatepass"
        )


def _written(answer: Any) -> Response:
    if isinstance(answer, File):
        return Response(answer.content, headers=dict(answer.headers), media_type=answer.type)
    if isinstance(answer, Answer):
        return Response(status_code=204) if answer.status == 204 else _Json(answer.content, answer.status)  # noqa: PLR2004
    return _Json(answer)


async def _unsent(_: Any) -> None:
    """Nobody hears it."""


def application(state: State, sockets: Sockets) -> ASGIApp:
    """The application as web servers take it."""
    return App(state, sockets)  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - the text that closes a connection

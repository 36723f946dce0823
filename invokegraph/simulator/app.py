"""The ASGI application: routes, errors, and what goes wrong on request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router

from invokegraph.simulator.answers import Answer, File, Question, Refused, invalid
from invokegraph.simulator.api import boards, downloads, images, info, installs, library, models, queue, recall, upkeep
from invokegraph.simulator.expected import expected

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from invokegraph.simulator.api import Handler
    from invokegraph.simulator.sockets import Sockets
    from invokegraph.simulator.state import State

_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>Invoke - Community Edition</title></head><body>{}</body></html>'
)
_TEXT: Final = "This is a simulated InvokeAI server: it has the API, but no user interface."
_PARTS: Final = (queue, images, boards, downloads, models, installs, info, upkeep, library, recall)
OPERATIONS: Final = [(method, path) for part in _PARTS for method, path, _ in part.ROUTES]


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
            _route(method, path, _Endpoint(state, method, path, handler))
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
_NO_CONTENT: Final = 204


class _Endpoint:
    """One operation."""

    def __init__(self, state: State, method: str, path: str, handler: Handler) -> None:
        self._state = state
        self._handler = handler
        self._expected = expected(method, path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._response(request)
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        try:
            form = await request.form() if self._expected and self._expected.takes_form else None
            body = await _body(request) if self._expected and self._expected.takes_json else None
            if self._expected:
                self._expected.check(request.path_params, request.query_params, body if form is None else form)
            question = Question(request.path_params, request.query_params, body, form)
            return _written(await run_in_threadpool(self._handler, self._state, question))
        except Refused as error:
            if not error.wrapped:
                return PlainTextResponse(str(error.detail), error.status)
            return _Json({"detail": error.detail}, error.status)
        except MultiPartException as error:
            return _Json({"detail": error.message}, 400)
        finally:
            await request.close()


def _route(method: str, path: str, endpoint: _Endpoint) -> Route:
    route = Route(path, endpoint, methods=[method])
    route.methods = {method}  # Starlette adds HEAD to GET, the server does not
    return route


async def _body(request: Request) -> Any:
    """The body as JSON; bytes where it does not say that it is JSON, None where there is none."""
    content = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not content or not (kind == "application/json" or re.fullmatch(r"application/\S+\+json", kind)):
        return content or None
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        raise invalid("json_invalid", ("body", error.pos), "JSON decode error", {}, {"error": error.msg}) from None
    except (ValueError, RecursionError):
        raise Refused(400, "There was an error parsing the body") from None


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
        if answer.status == _NO_CONTENT:
            return Response(status_code=_NO_CONTENT)
        return _Json(answer.content, answer.status, dict(answer.headers))
    return _Json(answer)


async def _unsent(_: Any) -> None:
    """Nobody hears it."""


def application(state: State, sockets: Sockets) -> ASGIApp:
    """The application as web servers take it."""
    return App(state, sockets)  # type: ignore[return-value]  # pyright: ignore[reportReturnType] - the text that closes a connection

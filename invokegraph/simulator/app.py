"""The ASGI application: routes, errors, and what goes wrong on request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, Router

from invokegraph.simulator.access import bearer, caller, need
from invokegraph.simulator.answers import Answer, File, Question, Refused, invalid
from invokegraph.simulator.api import (
    auth,
    boards,
    client_state,
    downloads,
    gallery,
    images,
    info,
    installs,
    language,
    models,
    queue,
    recall,
    style_presets,
    system_prompts,
    upkeep,
    utilities,
    videos,
    workflows,
)
from invokegraph.simulator.expected import Asked, expected
from invokegraph.simulator.state_file import StateError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from invokegraph.simulator.access import Need
    from invokegraph.simulator.api import Handler
    from invokegraph.simulator.sockets import Sockets
    from invokegraph.simulator.state import State

_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="en"><head><title>Invoke - Community Edition</title></head><body>{}</body></html>'
)
_WITHOUT_NEW_TOKEN: Final = tuple(f"/api/v1/auth/{name}" for name in ("login", "logout", "media-cookie"))
_ERROR: Final = 500
_NO_CONTENT: Final = 204
_TEXT: Final = "This is a simulated InvokeAI server: it has the API, but no user interface."
_PARTS: Final = (
    *(auth, queue, images, videos, gallery, boards, downloads, models, installs, info, upkeep, recall),
    *(workflows, style_presets, system_prompts, client_state),
    *(utilities, language),
)
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
        if scope["type"] == "websocket":
            await self._sockets(scope, receive, send)
            return None
        if scope.get("path", "").startswith("/ws/socket.io"):
            await self._poll(scope, receive, send)
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

    async def _poll(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a client poll: the server does what it is asked, and stumbles if it is to pack the answer."""
        if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self._sockets(scope, receive, send)
            return
        await self._sockets(scope, receive, _unsent)
        await PlainTextResponse("Internal Server Error", _ERROR)(scope, receive, send)


class _Endpoint:
    """One operation."""

    def __init__(self, state: State, method: str, path: str, handler: Handler) -> None:
        self._state = state
        self._need: Need = need(method, path)
        self._handler = handler
        self._operation = method, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self._response(request)
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        try:
            asking = caller(self._state.users, self._need, request.headers, request.cookies)
            wanted = expected(*self._operation)  # only now: for all operations at once it takes half a second
            form = await request.form() if wanted and wanted.takes_form else None
            body = await _body(request) if wanted and wanted.takes_json else None
            asked = Asked({}, {}, None)
            if wanted:
                asked = wanted.read(request.path_params, request.query_params, body if form is None else form)
            question = Question(asked.path, asked.query, asked.body, form, request.headers, asking)
            response = _written(await run_in_threadpool(self._handled, question))
        except Refused as error:
            if not error.wrapped:
                return PlainTextResponse(str(error.detail), error.status)
            return _Json({"detail": error.detail}, error.status, error.headers)
        except MultiPartException as error:
            return _Json({"detail": error.message}, 400)
        except StateError as error:
            return _Json({"detail": str(error)}, 500)
        finally:
            await request.close()
        self._renew(request, response)
        return response

    def _handled(self, question: Question) -> Any:
        """The answer, when all is kept that it tells of."""
        store = self._state.store
        try:
            with store.transaction():
                return self._handler(self._state, question)
        finally:
            store.settle()

    def _renew(self, request: Request, response: Response) -> None:
        """Give whoever did something a new token, so that they stay logged in as long as they do anything."""
        token = bearer(request.headers)
        if request.method in ("GET", "HEAD") or token is None or request.url.path in _WITHOUT_NEW_TOKEN:
            return
        claims = self._state.users.bearer(token)
        asking = self._state.users.caller(claims) if claims else None
        row = self._state.users.get(asking.user_id) if asking else None
        if asking and row:
            response.headers["X-Refreshed-Token"] = self._state.users.token(row, remember_me=asking.remember_me)


def _route(method: str, path: str, endpoint: _Endpoint) -> Route:
    route = Route(path, endpoint, methods=[method])
    route.methods = {method}  # Starlette adds HEAD to GET, the server does not
    return route


async def _body(request: Request) -> Any:
    """The body as JSON; bytes where it does not say that it is JSON, None if there is none."""
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
        try:
            text = _json(content)
        except ValueError:
            text = _json(json.loads(_json(content, allow_nan=True), parse_constant=lambda _: None))
        return text.encode("utf-8", "surrogatepass")


def _json(content: Any, *, allow_nan: bool = False) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=lambda _: {}, allow_nan=allow_nan)


def _written(answer: Any) -> Response:
    if isinstance(answer, File):
        return Response(answer.content, answer.status, dict(answer.headers), answer.type or None)
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

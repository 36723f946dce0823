"""The client: one object for one server."""

from __future__ import annotations

from contextlib import asynccontextmanager
from functools import cached_property
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TypedDict

from invokegraph.transport.address import Address
from invokegraph.words import brief

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import AsyncGenerator, Collection, Mapping
    from types import TracebackType

    import requests
    import socketio  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs] - it has no types
    from typing_extensions import Unpack

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import Problems
    from invokegraph.server_schema import ServerSchema
    from invokegraph.transport.app import AppRepository
    from invokegraph.transport.boards import BoardRepository
    from invokegraph.transport.client_state import ClientStateRepository
    from invokegraph.transport.events import Stop
    from invokegraph.transport.images import ImageRepository
    from invokegraph.transport.models import DnnModelRepository
    from invokegraph.transport.progress import Report
    from invokegraph.transport.prompts import PromptRepository
    from invokegraph.transport.queue import QueueRepository
    from invokegraph.transport.results import Result
    from invokegraph.transport.runs import OnError, Run
    from invokegraph.transport.style_presets import StylePresetRepository
    from invokegraph.transport.submission import Submission
    from invokegraph.transport.users import UserRepository
    from invokegraph.transport.videos import VideoRepository
    from invokegraph.transport.workflows import WorkflowRepository
    from invokegraph.workflow import WorkflowDefinition
    from invokegraph.workflow.definition import Which

_PAUSE_WHILE_FULL = 0.5


class Extras(TypedDict, total=False):
    """What the constructor of a client takes beside its parameters."""

    headers: Mapping[str, str]
    proxies: Mapping[str, str]
    cert: str | tuple[str, str]


class Settings(Extras, total=False):
    """What `InvokeAIClient.from_url` takes beside the URL."""

    api_key: str | None
    timeout: float
    verify_ssl: bool
    max_retries: int


class InvokeAIClient:
    """A connection to an InvokeAI server. Close it when done, or use it in a `with` statement.

    It may be used from several threads at once.

    Args:
        host: Host name or address.
        port: Port.
        api_key: Sent as a bearer token; on a multi-user server the token that a log-in gave, see `login`.
        timeout: Seconds that each try of a request may take until the whole answer is there. Pictures and other files
            may take longer on their way in either direction, at 10 kB a second or more.
        base_path: Where the API is; behind a proxy with a sub-path, `/invoke/api/v1`.
        use_https: Whether to encrypt.
        verify_ssl: Whether certificates are checked.
        max_retries: How often a request that changes nothing is sent again after a failure.
        **kwargs: For servers behind something else: `headers`, sent with every request to this server and to no other;
            `proxies`, as `{"https": "http://proxy:3128"}`; `cert`, a client certificate: one file, or certificate and
            key.

    Raises:
        ValueError: An argument has an impossible value.
        TypeError: There is no such argument.

    Example:
        >>> with InvokeAIClient.from_url("http://localhost:9090") as client:  # doctest: +SKIP
        ...     client.version()
        '6.14.2'
    """

    def __init__(  # noqa: PLR0917 - the documented signature
        self,
        host: str = "localhost",
        port: int = 9090,
        api_key: str | None = None,
        timeout: float = 30.0,
        base_path: str = "/api/v1",
        use_https: bool = False,  # noqa: FBT001, FBT002 - the documented signature
        verify_ssl: bool = True,  # noqa: FBT001, FBT002 - the documented signature
        max_retries: int = 3,
        **kwargs: Unpack[Extras],
    ) -> None:
        from invokegraph.transport.events import EventStream
        from invokegraph.transport.http import Http, Options

        if max_retries.__class__ is not int or max_retries < 0:
            raise ValueError(f"max_retries is a number from 0 up, not {max_retries!r}")
        if timeout.__class__ not in (int, float) or not 0 < timeout < inf:
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        if unknown := sorted(kwargs.keys() - Extras.__annotations__):
            known = ", ".join(Extras.__annotations__)
            raise TypeError(f"InvokeAIClient takes no {', '.join(unknown)}; beside the parameters it takes {known}")
        self._address = Address.of(host, port, base_path, use_https=use_https)
        self.base_url = self._address.url("").rstrip("/")
        self._options = Options(timeout, verify_ssl, max_retries, **kwargs)
        self._http = Http(self._address, api_key=api_key, options=self._options)
        self._events = EventStream(self._address, self._http.token.reveal, self._options)
        self._sockets: list[tuple[socketio.AsyncClient, AbstractEventLoop]] = []

    @classmethod
    def from_url(cls, url: str, **kwargs: Unpack[Settings]) -> Self:
        """A client for the server at a URL, which may hold a proxy's sub-path and may end in `/api/v1`.

        Args:
            url: The URL.
            **kwargs: As for the constructor.

        Raises:
            ValueError: It is not an http or https URL, or it holds a user name, password, query or fragment.
        """
        parts = Address.parse(url)
        return cls(parts.host, parts.port, base_path=parts.base_path, use_https=parts.use_https, **kwargs)

    @cached_property
    def app_repo(self) -> AppRepository:
        """The server itself: its settings, its cache of node outputs, and its custom nodes."""
        from invokegraph.transport.app import AppRepository

        return AppRepository(self._http)

    @cached_property
    def board_repo(self) -> BoardRepository:
        """The server's boards."""
        from invokegraph.transport.boards import BoardRepository

        return BoardRepository(self._http)

    @cached_property
    def client_state_repo(self) -> ClientStateRepository:
        """Texts by key that the server stores for its user."""
        from invokegraph.transport.client_state import ClientStateRepository

        return ClientStateRepository(self._http)

    @cached_property
    def dnn_model_repo(self) -> DnnModelRepository:
        """The server's models."""
        from invokegraph.transport.models import DnnModelRepository

        return DnnModelRepository(self._http)

    @cached_property
    def server_schema(self) -> ServerSchema:
        """The server's node types, as it describes them itself; asked for once."""
        from invokegraph.transport.checking import read_schema

        return read_schema(self._http)

    @cached_property
    def image_repo(self) -> ImageRepository:
        """The server's images."""
        from invokegraph.transport.images import ImageRepository

        return ImageRepository(self._http)

    @cached_property
    def prompt_repo(self) -> PromptRepository:
        """The server's help with prompts: dynamic prompts, and language models."""
        from invokegraph.transport.prompts import PromptRepository

        return PromptRepository(self._http)

    @cached_property
    def queue_repo(self) -> QueueRepository:
        """The server's queue."""
        from invokegraph.transport.queue import QueueRepository

        return QueueRepository(self._http)

    @cached_property
    def style_preset_repo(self) -> StylePresetRepository:
        """The server's style presets."""
        from invokegraph.transport.style_presets import StylePresetRepository

        return StylePresetRepository(self._http)

    @cached_property
    def user_repo(self) -> UserRepository:
        """The users of a multi-user server."""
        from invokegraph.transport.users import UserRepository

        return UserRepository(self._http)

    @cached_property
    def video_repo(self) -> VideoRepository:
        """The server's videos."""
        from invokegraph.transport.videos import VideoRepository

        return VideoRepository(self._http)

    @cached_property
    def workflow_repo(self) -> WorkflowRepository:
        """The server's library of workflows."""
        from invokegraph.transport.workflows import WorkflowRepository

        return WorkflowRepository(self, self._http)

    def version(self) -> str:
        """The server's version, such as `"6.14.2"`. It answers without a token, so this proves nothing about one.

        Raises:
            ConnectionFailed: There is no server, or it does not answer.
            UnexpectedAnswer: It is not an InvokeAI server.
        """
        from invokegraph.transport.errors import UnexpectedAnswer
        from invokegraph.transport.record import mapping

        version = mapping(self._http.json("GET", "/app/version")).get("version")
        if not isinstance(version, str):
            raise UnexpectedAnswer("GET /app/version: the answer holds no version")
        return version

    def health_check(self) -> bool:
        """Whether an InvokeAI server answers. Never raises."""
        try:
            self.version()
        except Exception:  # noqa: BLE001 - that is what it promises
            return False
        return True

    def request(self, method: str, endpoint: str, **kwargs: Any) -> requests.Response:
        """Send a request to the API.

        A GET is sent again after a failure; everything else is sent once, and follows no redirect.

        Args:
            method: The HTTP method.
            endpoint: The path below the base path, such as `/app/version`; or from the server's root if it begins with
                `/api/`, such as `/api/v2/models/`, or is `/openapi.json`.
            **kwargs: What `requests.request` takes. A `timeout` in seconds replaces the client's. With `stream=True`
                the answer may take longer as long as it comes, as a file may.

        Raises:
            RequestRefused: The server answered with an error status; a `requests.HTTPError`.
            UnexpectedAnswer: The server answered with its HTML page, as it does for every path that it does not know.
            ConnectionFailed: There was no answer; a `requests.ConnectionError`.
            AnswerTimeout: There was no answer in time; a `requests.Timeout` too.
        """
        return self._http.request(method, endpoint, **kwargs)

    _make_request = request

    def check(self, graph: Graph | Batch, *, ignore: Collection[str] = ()) -> Problems:
        """Everything that keeps a graph or batch from running on this server as intended; nothing is submitted.

        It is judged by the server's own node types. Models, images and boards that the server does not have are
        problems too, and so is a batch for which its queue has no room.

        Args:
            graph: What to check.
            ignore: Codes of problems to leave out.

        Raises:
            RequestRefused: The server does not let this user ask.
            UnexpectedAnswer: It is not an InvokeAI server.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.checking import check

        return check(self._http, self.server_schema, graph, ignore)

    def login(self, email: str, password: str, *, remember_me: bool = False) -> None:
        """Log in to a multi-user server. Its token is used from now on, and replaced as the server renews it.

        Args:
            email: The user's e-mail address.
            password: The password, which is not kept.
            remember_me: Whether the token is to last for a week rather than a day.

        Raises:
            AccessRefused: The server does not accept them, or has no users.
            ConnectionFailed: The server did not answer.
        """
        self._http.log_in(email, password, remember_me=remember_me)
        self._events.renew()

    def submit(self, batch: Batch, *, ignore: Collection[str] = (), room_timeout: float | None = 0.0) -> Run:
        """Put a batch into the server's queue, exactly once.

        Models that the graph names are looked up first. Submitting the same Batch again runs nothing twice: it sends
        what the queue does not hold of it, and returns the run that there is. To run it again, make a new Batch.

        Args:
            batch: What to submit.
            ignore: Codes of problems to let pass, as for `batch.validate`.
            room_timeout: Seconds to wait for room in the queue, where it has not enough for all sessions; None waits
                for as long as it takes.

        Raises:
            InvalidGraph: The batch has problems; nothing was sent. What may merely surprise is a `GraphWarning`.
            ModelNotFound: A model of the graph is not on the server, or several fit; nothing was sent.
            QueueFull: There was not enough room in time. The error says what was accepted, and how to go on.
            GraphRefused: The server refused the batch; an `InvalidGraph` too.
            RequestRefused: The server could not take the batch.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.events import Stop

        return self._submit(batch, ignore, room_timeout, Stop())

    async def submit_async(
        self, batch: Batch, *, ignore: Collection[str] = (), room_timeout: float | None = 0.0
    ) -> Run:
        """Put a batch into the server's queue as `submit` does, without blocking the event loop.

        If the task is cancelled meanwhile, it ends as soon as the fate of the current request is certain.
        """
        from invokegraph.transport.events import Stop
        from invokegraph.transport.threads import in_thread

        stop = Stop()
        return await in_thread(lambda: self._submit(batch, ignore, room_timeout, stop), stop)

    def run(
        self,
        graph: Graph | Batch,
        *,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
    ) -> Result:
        """Submit a graph or batch, wait until it has ended, and return the result.

        Sessions that the queue has no room for are sent as room appears.

        Args:
            graph: What to run.
            progress: True to show how far it is, on stderr or in the notebook's cell; or a function to be called with
                each `Progress`.
            timeout: Seconds to wait at most, from the call on; None waits for as long as it takes. Once begun, the
                submission is not left before it is certain, for which the client's own timeout counts.
            on_error: `"raise"` raises an error if a session did not complete; `"collect"` returns the result with the
                failures in it.
            ignore: Codes of problems to let pass, as for `batch.validate`.

        Raises:
            InvalidGraph: It has problems; nothing was sent. What may merely surprise is a `GraphWarning`.
            ModelNotFound: A model of the graph is not on the server, or several fit; nothing was sent.
            JobFailed: A session failed.
            JobCancelled: A session was cancelled or removed from the queue.
            WaitTimeout: It did not end in time. It goes on running; the error holds its run.
            GraphRefused: The server refused the batch; an `InvalidGraph` too.
            RequestRefused: The server could not take the batch.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.events import Stop

        return self._run(graph, progress, timeout, on_error, ignore, Stop())

    async def run_async(
        self,
        graph: Graph | Batch,
        *,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
    ) -> Result:
        """Submit, wait and return as `run` does, without blocking the event loop.

        `progress` is called on another thread. Cancelling the task ends the wait and not the batch: keep its
        `batch_id` to cancel it or to pick it up.
        """
        from invokegraph.transport.events import Stop
        from invokegraph.transport.threads import in_thread

        stop = Stop()
        return await in_thread(lambda: self._run(graph, progress, timeout, on_error, ignore, stop), stop)

    def run_workflow(
        self,
        workflow: str | WorkflowDefinition,
        /,
        *,
        inputs: Mapping[Which, Any] | None = None,
        board_id: str | None = None,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
        **values: Any,
    ) -> Result:
        """Run a workflow of the editor with some of its inputs set, wait until it has ended, and return the result.

        Args:
            workflow: The id or name of a workflow in the server's library, or the workflow itself.
            inputs: Values by label, by position in the form, or by node id and input.
            board_id: The board for the pictures of nodes whose board is "auto".
            progress: As for `run`, as are the further errors.
            timeout: Seconds to wait at most; None waits for as long as it takes.
            on_error: `"raise"` raises an error if a session did not complete; `"collect"` returns the result with the
                failures in it.
            ignore: Codes of problems to let pass.
            **values: Values by label or by the input's name: `positive_prompt` for `Positive Prompt`.

        Raises:
            WorkflowNotFound: No workflow on the server has this name, or more than one has.
            NotInGraph: The workflow has no such input, or several.
            ValueRefused: An input does not take its value.

        Example:
            >>> result = client.run_workflow("Text to Image - SD1.5", positive_prompt="a mill")  # doctest: +SKIP
            >>> result.save_images("pictures")  # doctest: +SKIP
        """
        from invokegraph.transport.workflow_handle import prepared

        handle = prepared(self, workflow, {**(inputs or {}), **values})
        return handle.run(board_id=board_id, progress=progress, timeout=timeout, on_error=on_error, ignore=ignore)

    async def run_workflow_async(
        self,
        workflow: str | WorkflowDefinition,
        /,
        *,
        inputs: Mapping[Which, Any] | None = None,
        board_id: str | None = None,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
        **values: Any,
    ) -> Result:
        """Run a workflow as `run_workflow` does, without blocking the event loop."""
        from invokegraph.transport.events import Stop
        from invokegraph.transport.threads import in_thread
        from invokegraph.transport.workflow_handle import prepared

        handle = await in_thread(lambda: prepared(self, workflow, {**(inputs or {}), **values}), Stop())
        return await handle.run_async(
            board_id=board_id, progress=progress, timeout=timeout, on_error=on_error, ignore=ignore
        )

    def attach(self, batch_id: str, graph: Graph | None = None) -> Run:
        """The run of a batch that was submitted before, perhaps by another process.

        Args:
            batch_id: The batch.
            graph: The graph that it runs, so that you can ask the result for nodes; without it, ask for their ids.

        Raises:
            BatchNotFound: The queue has none of its sessions.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.errors import BatchNotFound
        from invokegraph.transport.runs import Run
        from invokegraph.transport.submission import Submission, items_of

        items = items_of(self._http, batch_id)
        if not items:
            raise BatchNotFound(f"the queue of {self._address.origin} holds nothing of batch {brief(batch_id)}")
        return Run(self._http, self._events, graph, Submission(self._http, batch_id, len(items), items))

    async def connect_socketio(self) -> socketio.AsyncClient:
        """A Socket.IO connection of your own, for events that a run does not report. See `disconnect_socketio`.

        Returns:
            The connected client of python-socketio. It reconnects by itself.

        Raises:
            ConnectionFailed: The server refuses it, or does not answer.
        """
        from asyncio import get_running_loop

        from invokegraph.transport.asyncio_sockets import connected

        client = await connected(self._address, self._http.token.reveal, self._options)
        self._sockets.append((client, get_running_loop()))
        return client

    async def disconnect_socketio(self) -> None:
        """End the connections that `connect_socketio` made."""
        while self._sockets:
            client, _ = self._sockets.pop()
            await client.disconnect()

    @asynccontextmanager
    async def socketio_session(self) -> AsyncGenerator[socketio.AsyncClient]:
        """A Socket.IO connection of your own, which ends with the `async with` block.

        Example:
            >>> async def watch(client: InvokeAIClient) -> None:
            ...     async with client.socketio_session() as sio:
            ...         sio.on("queue_item_status_changed", print)
            ...         await sio.emit("subscribe_queue", {"queue_id": "default"})
            ...         await sio.sleep(10)
        """
        from invokegraph.transport.asyncio_sockets import connected

        client = await connected(self._address, self._http.token.reveal, self._options)
        try:
            yield client
        finally:
            await client.disconnect()

    def close(self) -> None:
        """Close all connections, end the thread that listens for events, and end all waits.

        Nothing can be run after that, and a request opens a new connection. What `connect_socketio` made is told to end
        if its event loop runs; `disconnect_socketio` waits for it, too.
        """
        from asyncio import run_coroutine_threadsafe

        while self._sockets:
            client, loop = self._sockets.pop()
            if loop.is_running():
                run_coroutine_threadsafe(client.disconnect(), loop)
        self._events.close()
        self._http.close()

    def _submit(self, batch: Batch, ignore: Collection[str], room_timeout: float | None, stop: Stop) -> Run:
        from invokegraph.graph import Graph
        from invokegraph.transport.errors import QueueFull
        from invokegraph.transport.runs import demand

        demand(room_timeout)
        if isinstance(batch, Graph):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError("submit takes a batch, whose id tells whether it has arrived: submit(Batch(graph))")
        run, submission = self._begun(batch, ignore)
        deadline = inf if room_timeout is None else monotonic() + room_timeout
        while not submission.complete:
            pause = min(_PAUSE_WHILE_FULL, max(deadline - monotonic(), 0))
            if stop.is_set or not pause or self._events.closed_within(pause):
                raise QueueFull(run, batch.size)
            submission.send_more()
        return run

    def _run(
        self,
        graph: Graph | Batch,
        progress: bool | Report,  # noqa: FBT001 - passed on
        timeout: float | None,
        on_error: OnError,
        ignore: Collection[str],
        stop: Stop,
    ) -> Result:
        from invokegraph.batch import Batch
        from invokegraph.transport.runs import demand

        demand(timeout, on_error)
        started = monotonic()
        batch = graph if isinstance(graph, Batch) else Batch(graph)
        with self._events.listen(batch.batch_id, timeout) as inbox:
            run, _ = self._begun(batch, ignore)
            stop.watch(inbox)
            return run.follow(inbox, timeout, started, progress=progress, on_error=on_error)

    def _begun(self, batch: Batch, ignore: Collection[str]) -> tuple[Run, Submission]:
        """The run of a batch of which as much as there is room for is in the queue."""
        from invokegraph.transport.events import client_closed
        from invokegraph.transport.runs import Run
        from invokegraph.transport.submission import submit

        if self._events.closed_within(0.0):
            raise client_closed()
        submission = submit(self._http, batch, ignore)
        return Run(self._http, self._events, batch.graph, submission), submission

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        from asyncio import to_thread

        await self.disconnect_socketio()
        await to_thread(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<InvokeAIClient {self.base_url}>"

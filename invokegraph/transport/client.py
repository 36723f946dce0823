"""The client: one object for one server."""

from __future__ import annotations

from functools import cached_property
from math import inf
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from invokegraph.transport.address import Address

if TYPE_CHECKING:
    from collections.abc import Collection
    from types import TracebackType

    import requests

    from invokegraph.batch import Batch
    from invokegraph.graph import Graph
    from invokegraph.problem import Problem
    from invokegraph.server_schema import ServerSchema
    from invokegraph.transport.app import AppRepository
    from invokegraph.transport.boards import BoardRepository
    from invokegraph.transport.client_state import ClientStateRepository
    from invokegraph.transport.images import ImageRepository
    from invokegraph.transport.models import DnnModelRepository
    from invokegraph.transport.progress import Report
    from invokegraph.transport.prompts import PromptRepository
    from invokegraph.transport.queue import QueueRepository
    from invokegraph.transport.results import Result
    from invokegraph.transport.runs import Run
    from invokegraph.transport.style_presets import StylePresetRepository
    from invokegraph.transport.users import UserRepository
    from invokegraph.transport.videos import VideoRepository
    from invokegraph.transport.workflows import WorkflowRepository


class InvokeAIClient:
    """A connection to an InvokeAI server. Close it when done, or use it in a `with` statement.

    Args:
        host: Host name or address.
        port: Port.
        api_key: Sent as a bearer token; on a multi-user server the token that a log-in gave.
        timeout: Seconds to wait for a connection, and for each part of an answer.
        base_path: Where the API is; behind a proxy with a sub-path, `/invoke/api/v1`.
        use_https: Whether to encrypt.
        verify_ssl: Whether certificates are checked.
        max_retries: How often a request that changes nothing is sent again after a failure.

    Raises:
        ValueError: An argument cannot be what it says it is.

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
    ) -> None:
        from invokegraph.transport.events import EventStream
        from invokegraph.transport.http import Http

        if max_retries.__class__ is not int or max_retries < 0:
            raise ValueError(f"max_retries is a number from 0 up, not {max_retries!r}")
        if timeout.__class__ not in (int, float) or not 0 < timeout < inf:
            raise ValueError(f"timeout is a number of seconds above 0, not {timeout!r}")
        address = Address.of(host, port, base_path, use_https=use_https)
        self._submitting = Lock()
        self.base_url = address.url("").rstrip("/")
        self._http = Http(address, api_key=api_key, timeout=timeout, verify_ssl=verify_ssl, max_retries=max_retries)
        self._events = EventStream(address, token=api_key, verify_ssl=verify_ssl)

    @classmethod
    def from_url(
        cls,
        url: str,
        *,
        api_key: str | None = None,
        timeout: float = 30.0,
        verify_ssl: bool = True,
        max_retries: int = 3,
    ) -> Self:
        """A client for the server at a URL, which may hold a proxy's sub-path and may end in `/api/v1`.

        Raises:
            ValueError: It is no http or https URL, or it holds a user name, password, query or fragment.
        """
        parts = Address.parse(url)
        return cls(
            parts.host,
            parts.port,
            api_key=api_key,
            timeout=timeout,
            base_path=parts.base_path,
            use_https=parts.use_https,
            verify_ssl=verify_ssl,
            max_retries=max_retries,
        )

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
        """Texts by key that the server keeps for its user."""
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
        """What the server does with prompts."""
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
        """The workflows that the server keeps."""
        from invokegraph.transport.workflows import WorkflowRepository

        return WorkflowRepository(self._http)

    def version(self) -> str:
        """The server's version, such as `"6.14.2"`. It answers without a token, so this proves nothing about one.

        Raises:
            ConnectionFailed: There is no server, or it does not answer.
            UnexpectedAnswer: It is no InvokeAI server.
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
            **kwargs: What `requests.request` takes. A `timeout` in seconds replaces the client's.

        Raises:
            RequestRefused: The server answered with an error status; a `requests.HTTPError`.
            UnexpectedAnswer: The server answered with its HTML page, as it does for every path that it does not know.
            ConnectionFailed: There was no answer; a `requests.ConnectionError`.
            AnswerTimeout: There was no answer in time; a `requests.Timeout` too.
        """
        return self._http.request(method, endpoint, **kwargs)

    _make_request = request

    def check(self, graph: Graph | Batch, *, ignore: Collection[str] = ()) -> list[Problem]:
        """All that keeps a graph or batch from running on this server as it is meant; nothing is submitted.

        It is judged by the server's own node types. On top of that come models, images and boards that the server does
        not have, and a batch for which its queue has no room.

        Args:
            graph: What to check.
            ignore: Codes of problems to leave out.

        Raises:
            RequestRefused: The server does not let this user ask.
            UnexpectedAnswer: It is no InvokeAI server.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.checking import check

        return check(self._http, self.server_schema, graph, ignore)

    def submit(self, batch: Batch, *, ignore: Collection[str] = ()) -> Run:
        """Put a batch into the server's queue, exactly once.

        Models that the graph names without their keys are looked up first. Submitting the same Batch again runs
        nothing: it returns the run that there is. To run it again, make a new Batch.

        Args:
            batch: What to submit.
            ignore: Codes of problems to let pass, as for `batch.validate`.

        Raises:
            InvalidGraph: The batch has problems; nothing was sent.
            ModelNotFound: A model of the graph is not on the server, or cannot be told from another one; nothing was
                sent.
            QueueFull: There was not enough room.
            RequestRefused: The server refused the batch.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.transport.runs import Run
        from invokegraph.transport.submission import submit

        with self._submitting:  # to look whether the batch is there and to send it is one act
            items = submit(self._http, batch, ignore)
        return Run(self._http, self._events, batch.graph, batch.batch_id, items)

    def run(
        self,
        graph: Graph | Batch,
        *,
        progress: bool | Report = False,
        timeout: float | None = None,
        ignore: Collection[str] = (),
    ) -> Result:
        """Submit a graph or batch, wait until it has ended, and return what it gave.

        Args:
            graph: What to run.
            progress: True to show on stderr how far it is; or a function to be called with each `Progress`.
            timeout: Seconds to wait at most; None waits for as long as it takes.
            ignore: Codes of problems to let pass, as for `batch.validate`.

        Raises:
            InvalidGraph: It has problems; nothing was sent.
            ModelNotFound: A model of the graph is not on the server, or cannot be told from another one; nothing was
                sent.
            QueueFull: There was not enough room.
            JobFailed: A session failed.
            JobCancelled: A session was cancelled or removed from the queue.
            WaitTimeout: It had not ended in time. It goes on: the error holds its run.
            RequestRefused: The server refused the batch.
            ConnectionFailed: The server did not answer.
        """
        from invokegraph.batch import Batch

        batch = graph if isinstance(graph, Batch) else Batch(graph)
        with self._events.listen(batch.batch_id) as inbox:
            return self.submit(batch, ignore=ignore).follow(inbox, timeout, progress=progress)

    def close(self) -> None:
        """Close all connections and end the thread that listens for events. A request after that opens new ones."""
        self._events.close()
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<InvokeAIClient {self.base_url}>"

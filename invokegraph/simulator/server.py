"""`Simulator`: an InvokeAI server inside this process."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from errno import EINVAL
from threading import Event, RLock, Thread
from time import sleep
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.faults import Faults
from invokegraph.words import listed, shorten

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike
    from types import TracebackType

    import uvicorn

    from invokegraph.graph import Graph
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_START_SECONDS: Final = 30.0
_LAST_PORT: Final = 65535
_OF_EVERY_MODEL: Final = ("key", "hash", "name", "base", "type")
_TICK_SECONDS: Final = 1.0
_LAST_WORDS_SECONDS: Final = 0.1
"""How long answers that are under way may take once the server ends."""


class Simulator:
    """An InvokeAI server without GPU and models, in threads of this process.

    Nodes that need no model do their work; the others give stand-ins of the right shape. It answers as InvokeAI
    6.14.2 does, so that what is to run there can be tried here first, offline and in a moment.

    Args:
        host: The address to listen at: only this machine reaches it unless another one is given.
        port: The port; 0 for any that is free.
        models: The models that it has, as the server writes them (`invokegraph.simulator.models.model` makes one);
            left out, one or two of each usual kind, and those that `stand_in_for` adds.
        max_queue_size: How many queue items may wait at once.
        multiuser: Whether people have to log in: `POST /api/v1/auth/setup` makes the first user.
        state: A file to keep everything in, so that it is there again when a simulator is given that file, whatever has
            become of this one; it is made if there is none. Left out, everything is forgotten with the simulator. A
            file that there is has models of its own: those that are given here are what a new one begins with.

    Attributes:
        faults: What is to go wrong.

    Raises:
        ValueError: The host is empty, there is no such port, or a model lacks what every model has.

    Example:
        >>> from invokegraph import Graph, InvokeAIClient
        >>> from nodes_catalog import Add
        >>> with Simulator() as url, InvokeAIClient.from_url(url) as client:
        ...     add = Add(a=2, b=3)
        ...     client.run(Graph(add)).output(add).value
        5
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        models: Sequence[JSON] | None = None,
        max_queue_size: int = 10_000,
        multiuser: bool = False,
        state: str | PathLike[str] | None = None,
    ) -> None:
        from invokegraph.simulator.state import State

        if not host:
            raise ValueError("host is empty: say an address to listen at, such as 0.0.0.0 for all, or leave it out")
        if not 0 <= port <= _LAST_PORT:
            raise ValueError(f"port is from 0 to {_LAST_PORT}, not {port}")
        for model in models or ():
            if missing := [part for part in _OF_EVERY_MODEL if part not in model]:
                made = "invokegraph.simulator.models.model() makes whole ones"
                raise ValueError(f"a model has no {listed(missing)}: {shorten(model)}; {made}")
        self.faults = Faults()
        self._host = host
        self._port = port
        self._models = models
        self._multiuser = multiuser
        self._file = state
        self._state = State(self.faults, models, max_queue_size, multiuser=multiuser)
        self._web: _Web | None = None
        self._lock = RLock()

    @property
    def url(self) -> str:
        """Where it is, such as `http://127.0.0.1:49152`.

        Raises:
            RuntimeError: It has not been started.
        """
        if self._web is None:
            raise RuntimeError("the simulator has not been started: use it in a with statement, or call start()")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._web.port}"

    @property
    def max_queue_size(self) -> int:
        """How many queue items may wait at once; a batch that is larger is taken in part."""
        return self._state.queue.most_pending

    @max_queue_size.setter
    def max_queue_size(self, most: int) -> None:
        self._state.queue.most_pending = most

    def start(self) -> str:
        """Begin to answer, and return the URL.

        Raises:
            OSError: The port is taken.
            StateError: The file that it is to keep its state in cannot be used.
        """
        with self._lock:
            if self._web is None:
                self._begin(self._port)
            return self.url

    def _begin(self, port: int) -> None:
        from invokegraph.simulator.state import State
        from invokegraph.simulator.store import Store

        store = self._state.store if self._file is None else Store(self._file)
        try:
            if self._file is not None:
                self._state = State(
                    self.faults, self._models, self.max_queue_size, multiuser=self._multiuser, store=store
                )
            self._web = _Web(self._state, self._host, port)
        except BaseException:
            store.close()
            raise
        self._state.engine.start()
        self._state.installs.start()

    def stand_in_for(self, graph: Graph) -> None:
        """Have a model for each that a graph names and that is not there yet, as of now.

        A simulator that was given `models` has these alone.

        Example:
            >>> from invokegraph import Graph, Model
            >>> from nodes_catalog import MainModelLoader
            >>> simulator = Simulator()
            >>> with simulator:
            ...     simulator.stand_in_for(Graph(MainModelLoader(model=Model("ink-lines", base="sd-1"))))
        """
        if self._models is None:
            from invokegraph.simulator.named_models import missing_models

            models = self._state.models
            models.update({model["key"]: model for model in missing_models(graph, list(models.values()))})

    def close(self) -> None:
        """Stop answering, after the node that is running."""
        with self._lock:
            if self._web is not None:
                self._state.engine.stop()
                self._web.close()
                self._web = None
                self._state.store.close()

    def restart(self, seconds: float = 0.0) -> None:
        """Go down, stay away for some seconds, and come back at the same port, like a server that is restarted.

        Clients lose their connections. What waits stays in the queue; what was running is cancelled, and nobody is
        told. The cache is empty.
        """
        with self._lock:
            port = int(self.url.rpartition(":")[2])
            self.close()
            self._state.queue.cancel_interrupted()
            self._state.cache.clear()
            sleep(seconds)
            self._begin(port)

    def wait(self) -> None:
        """Wait until the server ends, which is when this is interrupted."""
        assert self._web, "it has been started"
        # After a Ctrl-C, threading takes a thread that was joined for one that has ended. A signal that another thread
        # has got does not wake this one, which looks for itself.
        while not self._web.ended.wait(_TICK_SECONDS):
            pass

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Simulator {self.url}>" if self._web else "<Simulator, not started>"


class _Web:
    """The web server, in a thread with an event loop of its own."""

    def __init__(self, state: State, host: str, port: int) -> None:
        import uvicorn

        from invokegraph.simulator.app import application
        from invokegraph.simulator.sockets import Sockets

        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle on
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, port))
        except (OSError, TypeError, UnicodeError) as error:
            self._socket.close()
            if isinstance(error, OSError):
                raise
            raise OSError(EINVAL, "this is no host name") from error
        self._socket.listen(128)
        self.port: int = self._socket.getsockname()[1]
        self._sockets = Sockets(state.events, state.users)
        config = uvicorn.Config(
            application(state, self._sockets),
            http="h11",
            ws="wsproto",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
        )
        self._server = uvicorn.Server(config)
        self._loop = asyncio.new_event_loop()
        self._ending = asyncio.Event()
        self._ready = Event()
        self.ended = Event()
        self.thread = Thread(target=self._serve, name="invokegraph-simulator-web", daemon=True)
        self.thread.start()
        self._ready.wait(_START_SECONDS)

    def close(self) -> None:
        """End the thread, and all connections."""
        self._loop.call_soon_threadsafe(self._ending.set)
        self.thread.join()
        self._socket.close()

    def _serve(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._run(self._server))
        finally:
            self.ended.set()

    async def _run(self, server: uvicorn.Server) -> None:
        config = server.config
        config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[self._socket])
        self._ready.set()
        # uvicorn's own loop and end look every 0.1 s whether they are done, which tests would wait for again and again.
        while not self._ending.is_set():
            await server.on_tick(0)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ending.wait(), _TICK_SECONDS)
        await self._sockets.close()
        for listener in server.servers:
            listener.close()
        connections = server.server_state.connections
        for connection in list(connections):
            connection.transport.close()  # uvicorn's shutdown() fails at sockets that are about to close
        latest = self._loop.time() + _LAST_WORDS_SECONDS
        while connections and self._loop.time() < latest:  # noqa: ASYNC110 - uvicorn tells nobody when they are gone
            await asyncio.sleep(0.002)

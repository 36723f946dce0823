"""The server that a command works with: a real one, or a simulated one in this process."""

from __future__ import annotations

from contextlib import contextmanager
from errno import EADDRINUSE
from typing import TYPE_CHECKING

from invokegraph.cli.endings import CommandError
from invokegraph.cli.settings import server
from invokegraph.errors import InvokegraphError
from invokegraph.extras import to_install
from invokegraph.transport.address import Address

if TYPE_CHECKING:
    from collections.abc import Generator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from invokegraph.cli.settings import Server
    from invokegraph.graph import Graph
    from invokegraph.simulator import Simulator
    from invokegraph.transport import InvokeAIClient


def chosen(url: str | None, *, simulate: bool) -> Server | None:
    """The server that is meant; None for a simulated one.

    Args:
        url: What the option says; else the settings do.
        simulate: Whether to simulate one.

    Raises:
        CommandError: It is not said which, or said twice.
    """
    if simulate and url is not None:
        raise CommandError("--url and --simulate: say one of them")
    return None if simulate else server(url, ", or --simulate to try it here without one")


@contextmanager
def connected(wanted: Server | None, graph: Graph | None = None) -> Generator[InvokeAIClient]:
    """The client of a server.

    Args:
        wanted: The server; None for a simulated one.
        graph: What will be run: a simulated server has the models that it names.

    Raises:
        CommandError: The URL is none, or what a simulated server takes is not installed.
    """
    from invokegraph.transport import InvokeAIClient

    if wanted is None:
        simulated = simulator(graph=graph)
        try:
            with InvokeAIClient.from_url(simulated.url) as client:
                yield client
        finally:
            simulated.close()
        return
    try:
        Address.parse(wanted.url)
    except ValueError as error:
        told = str(error).replace("give api_key instead", "leave them out")  # which is advice for programs
        raise CommandError(f"{wanted.url_from}: {told}") from None
    try:
        client = InvokeAIClient.from_url(wanted.url, api_key=wanted.token)
    except ValueError:
        raise CommandError(
            f"{wanted.token_from}: the token holds characters that no token has, such as a space"
        ) from None
    with client:
        yield client


def connected_to(url: str | None) -> AbstractContextManager[InvokeAIClient]:
    """The client of the server that an option names, else the settings.

    Raises:
        CommandError: It is not said which, or the URL is none.
    """
    return connected(server(url))


def simulator(
    host: str = "127.0.0.1",
    port: int = 0,
    graph: Graph | None = None,
    *,
    multiuser: bool = False,
    state: Path | None = None,
) -> Simulator:
    """A simulated server that answers. It has one or two models of each usual kind, and those that a graph names.

    Raises:
        CommandError: What it takes is not installed, the port is taken, or the file for its state cannot be used.
    """
    try:
        from invokegraph.simulator import Simulator

        simulated = Simulator(host=host, port=port, multiuser=multiuser, state=state)
        simulated.start()
        if graph is not None:
            simulated.stand_in_for(graph)
    except ModuleNotFoundError as missing:
        raise CommandError(
            f"the simulated server needs {missing.name}, which is not installed\n  {to_install('simulator')}"
        ) from missing
    except InvokegraphError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        taken = "; --port 0 takes one that is free" if error.errno == EADDRINUSE else ""
        raise CommandError(f"cannot serve at {host}, port {port}: {error.strerror or error}{taken}") from error
    return simulated

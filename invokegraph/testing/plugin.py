"""What pytest loads where invokegraph is installed. All that costs something is imported when a test asks for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from invokegraph import InvokeAIClient
    from invokegraph.simulator import Simulator
    from invokegraph.testing.snapshots import GraphSnapshot, Shelf

URL_VARIABLE: Final = "INVOKEAI_URL"
_WIDTH: Final = 70
"""What the margin of a failure leaves of 80 columns."""

_shelf: pytest.StashKey[Shelf] = pytest.StashKey()
_items: pytest.StashKey[list[pytest.Item]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which options there are."""
    group = parser.getgroup("invokegraph", "pipelines for InvokeAI")
    group.addoption(
        "--invokeai-url",
        metavar="URL",
        help="run the tests against this InvokeAI server instead of a simulator for each"
        f" (also: ini option invokeai_url, environment variable {URL_VARIABLE})",
    )
    group.addoption(
        "--update-graphs", action="store_true", help="write the graphs that are compared with graph_snapshot"
    )
    group.addoption(
        "--invokegraph-offline", action="store_true", help="let no test reach anything but this machine, as no_network"
    )
    parser.addini(
        "invokeai_url", "the InvokeAI server that tests run against; left out, a simulator for each", default=""
    )


def pytest_configure(config: pytest.Config) -> None:
    """Say which markers there are, and look at the URL before any test does."""
    if url := _url(config):
        _origin(url)
    config.addinivalue_line("markers", "no_network: the test may reach nothing but this machine")


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say it if tests run against a real server."""
    url = _url(config)
    return f"invokeai: {_origin(url)}" if url else None


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """An InvokeAI server without GPU and models, for this test alone; `simulator.faults` is what goes wrong with it."""
    if url := _url(request.config):
        pytest.skip(f"needs a simulator, and the tests run against {_origin(url)}")
    from invokegraph.testing.servers import started_simulator

    simulator = started_simulator()
    yield simulator
    simulator.close()


@pytest.fixture
def invokeai_url(request: pytest.FixtureRequest) -> str:
    """The URL of the test's simulator, or of the server that `--invokeai-url` names."""
    if url := _url(request.config):
        return url
    simulator: Simulator = request.getfixturevalue("simulator")
    return simulator.start()


@pytest.fixture
def invokeai(request: pytest.FixtureRequest, invokeai_url: str) -> Iterator[InvokeAIClient]:
    """A client of the test's simulator, or of the server that `--invokeai-url` names, which is left as it was found."""
    from invokegraph.testing.servers import RecordingClient, clean

    with RecordingClient.from_url(invokeai_url) as client:
        if "simulator" in request.fixturenames:
            client.simulator = request.getfixturevalue("simulator")
        yield client
    if _url(request.config):
        clean(invokeai_url, client.submitted)


@pytest.fixture
def graph_snapshot(request: pytest.FixtureRequest) -> GraphSnapshot:
    """The graph of this test as it was written by `--update-graphs`: `assert graph == graph_snapshot`."""
    from invokegraph.testing.snapshots import GraphSnapshot, Shelf

    stash = request.config.stash
    if _shelf not in stash:
        stash[_shelf] = Shelf(update=bool(request.config.getoption("--update-graphs")))
    return GraphSnapshot(request.node, stash[_shelf])


@pytest.fixture
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the test reach nothing but this machine."""
    from invokegraph.testing.network import blocked

    with blocked(request.node.nodeid):
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Keep a test that is to stay off the network off it, its fixtures included."""
    if not (item.config.getoption("--invokegraph-offline") or item.get_closest_marker("no_network")):
        return (yield)
    from invokegraph.testing.network import blocked

    with blocked(item.nodeid):
        return (yield)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Tell what differs between two graphs, batches or nodes."""
    kinds = {base.__module__ for base in (*type(left).__mro__, *type(right).__mro__)}
    if op != "==" or kinds.isdisjoint({"invokegraph.graph", "invokegraph.batch", "invokegraph.node"}):
        return None
    from invokegraph.testing.comparing import compared

    return compared(left, right, _WIDTH)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Remember which tests there are."""
    session.config.stash.setdefault(_items, []).extend(session.items)


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Remember the tests that are there and do not run."""
    if items:
        items[0].config.stash.setdefault(_items, []).extend(items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell which snapshots were written, and which nobody needs any more."""
    items = config.stash.get(_items, list[pytest.Item]())
    shelf = config.stash.get(_shelf, None)
    folders = {item.path.parent for item in items}
    if shelf is None and not any((folder / "__graphs__").is_dir() for folder in folders):
        return
    from invokegraph.testing.snapshots import Shelf, obsolete

    shelf = shelf or Shelf(update=False)
    here = config.invocation_params.dir
    whole = not any("::" in argument for argument in config.args) and not config.getoption("lf", default=False)
    passed = {report.nodeid for report in terminalreporter.stats.get("passed", ())}
    for what, files in (
        ("written", sorted(shelf.written)),
        ("needed by no test any more", list(obsolete(items, passed, shelf, whole=whole))),
    ):
        if files:
            terminalreporter.section(f"graph snapshots {what}", sep="-")
            for file in files:
                terminalreporter.write_line(os.path.relpath(file, here))


def _url(config: pytest.Config) -> str:
    """The server that tests run against; empty for simulators."""
    url = config.getoption("--invokeai-url") or os.environ.get(URL_VARIABLE) or config.getini("invokeai_url")
    return str(url)


def _origin(url: str) -> str:
    """A URL as it may be shown, which is without a password."""
    from invokegraph.transport.address import Address

    try:
        return Address.parse(url).origin
    except ValueError as error:
        raise pytest.UsageError(f"--invokeai-url: {error}") from None

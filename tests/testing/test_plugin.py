"""The plugin as users meet it: real runs of pytest over real test files."""

from __future__ import annotations

import asyncio
import gc
import os
import re
import socket
import sys
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import requests

import invokegraph.testing.comparing
import invokegraph.testing.plugin
import invokegraph.validation
from invokegraph.testing.network import NetworkBlocked, blocked
from nodes_catalog import Add, Integer, Noise  # noqa: F401
from tests.testing.installing import ROOT, install

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytest_plugins = ["pytester"]

GRAPH = """
from invokegraph import Batch, Graph
from nodes_catalog import Add, Integer, Noise

def graph(value=3, b=4):
    return Graph(Add(a=Integer(value=value).value, b=b))
"""


class Project:
    """A user's project in a folder of its own.

    Args:
        pytester: What runs pytest there.
        monkeypatch: For the environment.
        site: Where invokegraph is installed.
    """

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, site: Path) -> None:
        self.pytester = pytester
        self.folder = pytester.path
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(site)]))
        monkeypatch.syspath_prepend(site)
        monkeypatch.setenv("COLUMNS", "80")
        for name in ("CI", "BUILD_NUMBER", "INVOKEAI_URL", "PYTEST_ADDOPTS", "GITHUB_ACTIONS"):
            monkeypatch.delenv(name, raising=False)
        pytester.makeini("[pytest]\nfilterwarnings = error")

    def write(self, name: str, code: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, "utf-8")

    def run(self, *arguments: str, alone: bool = False, **outcomes: int) -> str:
        """What pytest prints; the numbers of passed, failed, … tests have to be as they are given.

        Args:
            arguments: Those of pytest.
            alone: Whether it is a process of its own.
            outcomes: The numbers of passed, failed, … tests.
        """
        others = [
            "no:cacheprovider",
            "no:hypothesispytest",
            "no:anyio",
        ]  # which take longer to load than all tests here
        options = [*(f"-p{name}" for name in others), *arguments]
        done = (
            self.pytester.run(sys.executable, "-m", "pytest", *options)
            if alone
            else self.pytester.runpytest_inprocess(*options)
        )
        text = done.stdout.str() + done.stderr.str()
        if not outcomes:
            assert done.ret == pytest.ExitCode.USAGE_ERROR
            return text
        assert done.parseoutcomes() == {name: count for name, count in outcomes.items() if count}, text
        return text


@pytest.fixture
def project(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Project:
    return Project(pytester, monkeypatch, install(tmp_path_factory.mktemp("installed")))


def errors_in(text: str) -> str:
    """The lines of a failure, without pytest's margin."""
    assert max(len(line) for line in text.splitlines() if line.startswith("E         ")) <= 80
    return "\n".join(line.removeprefix("E       ") for line in text.splitlines() if line.startswith("E "))


def test_each_test_has_a_server_of_its_own(project: Project) -> None:
    project.write(
        "test_servers.py",
        GRAPH
        + """
import pytest
from invokegraph.transport import JobFailed, RequestRefused

URLS = set()

@pytest.mark.parametrize("time", range(3))
def test_fresh(invokeai, invokeai_url, simulator, time):
    assert simulator.url == invokeai_url
    assert invokeai.queue_repo.list_item_ids() == []
    work = graph()
    assert invokeai.run(work).output("add").value == 7
    simulator.faults.fail("add")

def test_faults(invokeai, simulator):
    simulator.faults.fail("add", type="OutOfMemoryError", message="CUDA out of memory")
    with pytest.raises(JobFailed, match="CUDA out of memory"):
        invokeai.run(graph())

def test_url_alone(invokeai_url):
    assert invokeai_url.startswith("http://127.0.0.1:")
""",
    )
    project.run(alone=True, passed=5)


def test_a_simulator_of_the_users_own_is_the_one_that_is_used(project: Project) -> None:
    project.write(
        "conftest.py",
        """
import pytest
from invokegraph.simulator import Simulator

@pytest.fixture
def simulator():
    simulator = Simulator(models=[])
    yield simulator
    simulator.close()
""",
    )
    project.write(
        "test_models.py",
        """
def test_it_has_no_models(invokeai):
    assert list(invokeai.dnn_model_repo.list_models()) == []
""",
    )
    project.run(passed=1)


NAMED = """
from invokegraph import Batch, Graph, Model
from nodes_catalog import LoRALoader, MainModelLoader

def named():
    loader = MainModelLoader(model=Model("ink-lines", base="sd-1"))
    return Graph(LoRALoader(lora=Model("thin-lines", base="sd-1"), unet=loader.unet, clip=loader.clip))
"""


def test_a_graph_may_name_models_of_the_users_own(project: Project) -> None:
    project.write(
        "test_models.py",
        NAMED
        + """
def test_it_runs(invokeai):
    assert invokeai.check(named()) == []
    invokeai.run(named())
    invokeai.submit(Batch(named())).wait()
    names = [model.name for model in invokeai.dnn_model_repo.list_models()]
    assert (names.count("ink-lines"), names.count("thin-lines")) == (1, 1)

def test_each_test_has_its_own(invokeai):
    assert "ink-lines" not in [model.name for model in invokeai.dnn_model_repo.list_models()]
""",
    )
    project.run(passed=2)


def test_a_simulator_that_was_given_models_has_these_alone(project: Project) -> None:
    project.write(
        "test_models.py",
        NAMED
        + """
import pytest
from invokegraph.simulator import Simulator
from invokegraph.simulator.models import model
from invokegraph.transport import ModelNotFound

@pytest.fixture
def simulator():
    simulator = Simulator(models=[model("ink-lines", "sd-1", "main")])
    yield simulator
    simulator.close()

def test_a_model_is_missing(invokeai):
    assert [problem.code for problem in invokeai.check(named())] == ["model-missing"]
    with pytest.raises(ModelNotFound, match="thin-lines"):
        invokeai.run(named())
""",
    )
    project.run(passed=1)


def test_what_is_missing_is_said(project: Project) -> None:
    project.write("uvicorn.py", "raise ModuleNotFoundError(\"No module named 'uvicorn'\", name='uvicorn')")
    project.write("test_missing.py", "def test_it(invokeai): pass")
    text = project.run(alone=True, errors=1)
    assert "the simulator cannot start: No module named 'uvicorn'" in text
    assert "pip install pytest starlette uvicorn" in text
    assert "Traceback" not in text


def test_a_real_server_takes_the_place_of_simulators_and_is_left_as_it_was(project: Project) -> None:
    from invokegraph import Batch, Graph, InvokeAIClient
    from invokegraph.simulator import Simulator
    from nodes_catalog import BlankImage

    project.write(
        "test_real.py",
        """
import pytest
from invokegraph import Batch, Graph, InvalidGraph
from nodes_catalog import BlankImage

def test_pictures(invokeai):
    own, cached = BlankImage(width=8), BlankImage(width=16)
    result = invokeai.run(Graph(own, cached))
    assert len(result.images()) == 2

def test_left_running(invokeai):
    invokeai.submit(Batch(Graph(BlankImage(width=24)), runs=50), ignore={"cached-result"})
    invokeai.close()

def test_deleted_already(invokeai):
    result = invokeai.run(Graph(BlankImage(width=32)))
    invokeai.image_repo.delete_image(result.images()[0].name)
    invokeai.queue_repo.delete_item(result.sessions[0].item_id)

def test_never_arrived(invokeai):
    batch = Batch(Graph(BlankImage(width=32))).sweep("blank_image", width=[1, 2])
    batch.runs = 0
    with pytest.raises(InvalidGraph):
        invokeai.submit(batch)

def test_with_faults(simulator): pass
""",
    )
    simulator = Simulator()
    with simulator as url, InvokeAIClient.from_url(url) as client:
        (before,) = client.run(Graph(BlankImage(width=16))).images()  # what a cached node of the tests names
        text = project.run("--invokeai-url", url, "-rs", alone=True, passed=4, skipped=1)
        assert f"invokeai: {url}" in text
        assert f"needs a simulator, and the tests run against {url}" in " ".join(text.split())
        assert client.image_repo.list_item_names() == [before.name]
        assert len(client.queue_repo.list_item_ids()) == 1
        assert client.run(Batch(Graph(BlankImage(width=8)))).images()


@pytest.mark.parametrize("how", ["option", "variable", "ini"])
def test_the_server_is_named_in_one_of_three_ways(project: Project, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    url = "http://127.0.0.1:9"
    if how == "variable":
        monkeypatch.setenv("INVOKEAI_URL", url)
    if how == "ini":
        project.pytester.makeini(f"[pytest]\ninvokeai_url = {url}")
    project.write("test_url.py", f"def test_it(invokeai_url): assert invokeai_url == {url!r}")
    project.run(*(["--invokeai-url", url] if how == "option" else []), passed=1)


def test_a_password_in_the_url_is_refused_and_not_shown(project: Project) -> None:
    project.write("test_url.py", "def test_it(invokeai_url): pass")
    text = project.run("--invokeai-url", "http://me:secret@gpu:9090")
    assert "--invokeai-url: the URL holds a user name or password" in text
    assert "secret" not in text


def test_a_failing_comparison_tells_what_differs(project: Project) -> None:
    project.write(
        "test_diff.py",
        GRAPH
        + """
def test_graphs():
    assert graph() == graph(value=5, b=6)

def test_other_nodes():
    noise = Noise(seed=7, width=640, height=640, use_cpu=False, is_intermediate=True)
    assert graph() == Graph(noise)

def test_nodes():
    assert Noise(seed=7) == Noise(seed=8)

def test_equal_nodes():
    assert Noise(seed=7) == Noise(seed=7)

def test_batches():
    one, two = graph(), graph(b=5)
    assert Batch(one).sweep("add", b=[1, 2]) == Batch(two, runs=3).sweep("add", b=[1, 3])

def test_something_else():
    assert graph() == 3
""",
    )
    text = project.run("-vv", failed=6)
    assert errors_in(text) == DIFFERENCES


DIFFERENCES = """\
assert <Graph of 2 nodes, 1 edge> == <Graph of 2 nodes, 1 edge>
  2 differences, left -> right:
    integer.value: 3 -> 5
    add.b: 4 -> 6
assert <Graph of 2 nodes, 1 edge> == <Graph of 1 node, 0 edges>
  3 differences, left -> right:
    integer: removed (integer)
    add: removed (add)
    noise: added (noise, seed = 7, width = 640, height = 640, use_cpu =
        False, is_intermediate = True)
assert <Noise noise> == <Noise noise>
  1 difference, left -> right:
    seed: 7 -> 8
assert <Noise noise> == <Noise noise>
  they hold the same, but no two nodes are equal: compare their graphs
assert <Batch of 2 sessions> == <Batch of 6 sessions>
  3 differences, left -> right:
    runs: 1 -> 3
    add.b: 4 -> 5
    sweep over add.b: [1, 2] -> [1, 3]
assert <Graph of 2 nodes, 1 edge> == 3
 +  where <Graph of 2 nodes, 1 edge> = graph()"""

SNAPSHOT = (
    GRAPH
    + """
def test_it(graph_snapshot):
    assert graph(b=4) == graph_snapshot
"""
)


def test_a_snapshot_that_is_missing_is_an_error_that_says_how_to_write_it(project: Project) -> None:
    project.write("tests/test_it.py", SNAPSHOT)
    text = project.run(failed=1)
    assert errors_in(text) == MISSING
    assert not (project.folder / "tests/__graphs__").exists()
    text = project.run("tests/test_it.py::test_it", "--update-graphs", passed=1)
    assert "tests/__graphs__/test_it/test_it.json" in text
    assert (project.folder / "tests/__graphs__/test_it/test_it.json").read_text("utf-8") == WRITTEN
    assert "graph snapshots" not in project.run(passed=1)


MISSING = """\
assert <Graph of 2 nodes, 1 edge> == <snapshot test_it.json>
  there is no snapshot tests/__graphs__/test_it/test_it.json
  to write it: pytest tests/test_it.py::test_it --update-graphs"""
WRITTEN = """\
{
  "nodes": {
    "integer": {
      "id": "integer",
      "type": "integer",
      "value": 3
    },
    "add": {
      "id": "add",
      "type": "add",
      "b": 4
    }
  },
  "edges": [
    {"source": {"node_id": "integer", "field": "value"}, "destination": {"node_id": "add", "field": "a"}}
  ]
}
"""


def test_a_snapshot_that_differs_is_told_and_written_on_request(project: Project) -> None:
    project.write("test_it.py", SNAPSHOT)
    project.run("--update-graphs", passed=1)
    project.write("test_it.py", SNAPSHOT.replace("b=4)", "b=5)"))
    assert errors_in(project.run(failed=1)) == CHANGED
    project.run("--update-graphs", passed=1)
    project.run(passed=1)


CHANGED = """\
assert <Graph of 2 nodes, 1 edge> == <snapshot test_it.json>
  1 difference, __graphs__/test_it/test_it.json -> graph
  if the graph is right: pytest test_it.py::test_it --update-graphs
    add.b: 4 -> 5"""


def test_a_snapshot_that_is_no_graph_is_told(project: Project) -> None:
    project.write("test_it.py", SNAPSHOT)
    project.write("__graphs__/test_it/test_it.json", "<<<<<<< HEAD\n{}")
    text = project.run(failed=1)
    assert "__graphs__/test_it/test_it.json cannot be read: not JSON" in text
    project.run("--update-graphs", passed=1)


def test_one_test_has_several_snapshots_by_name(project: Project) -> None:
    project.write(
        "test_it.py",
        GRAPH
        + """
def test_named(graph_snapshot):
    assert graph(b=1) == graph_snapshot("before")
    assert graph_snapshot("after") == graph(b=2)

def test_unnamed(graph_snapshot):
    assert graph(b=1) == graph_snapshot
    assert graph(b=2) == graph_snapshot
""",
    )
    text = project.run("--update-graphs", passed=1, failed=1)
    assert "test_unnamed compares two graphs with one snapshot: name them" in text
    project.run(passed=1, failed=1)
    assert sorted(file.name for file in (project.folder / "__graphs__/test_it").iterdir()) == [
        "test_named.after.json",
        "test_named.before.json",
        "test_unnamed.json",
    ]


def test_files_are_named_after_tests_whatever_these_are_called(project: Project) -> None:
    project.write(
        "test_it.py",
        GRAPH
        + """
import pytest

@pytest.mark.parametrize("name", ["a", "../../up", "a/b", "a\\\\b", "x" * 300, "ü", "con", "a b"])
def test_it(graph_snapshot, name):
    assert graph(b=len(name)) == graph_snapshot

class TestClass:
    def test_it(self, graph_snapshot):
        assert graph(value=9) == graph_snapshot
""",
    )
    project.run("--update-graphs", passed=9)
    project.run(passed=9)
    files = sorted(file.relative_to(project.folder).as_posix() for file in project.folder.rglob("*.json"))
    assert len(files) == 9
    for file in files:
        assert re.fullmatch(r"__graphs__/test_it/(TestClass\.)?test_it[A-Za-z0-9_.,=\[\]-]{0,100}\.json", file)


def test_snapshots_that_nobody_needs_are_told(project: Project) -> None:
    project.write(
        "test_it.py",
        SNAPSHOT.replace("test_it", "test_old")
        + """
def test_named(graph_snapshot):
    assert graph(b=1) == graph_snapshot("one")
    assert graph(b=2) == graph_snapshot("two")
""",
    )
    project.write("test_gone.py", SNAPSHOT)
    project.run("--update-graphs", passed=3)
    (project.folder / "test_gone.py").unlink()
    project.write(
        "test_it.py",
        SNAPSHOT.replace("test_it", "test_new").replace("assert", "pass #")
        + """
def test_named(graph_snapshot):
    assert graph(b=1) == graph_snapshot("one")
""",
    )
    obsolete = [
        "__graphs__/test_gone/test_it.json",
        "__graphs__/test_it/test_named.two.json",
        "__graphs__/test_it/test_old.json",
    ]

    def told(text: str) -> list[str]:
        return [line for line in text.splitlines() if line.startswith("__graphs__")]

    assert told(project.run(passed=2)) == obsolete
    assert told(project.run("test_it.py::test_new", passed=1)) == obsolete[:1]
    assert told(project.run("-k", "new", passed=1, deselected=1)) == [obsolete[0], obsolete[2]]


NETWORK = """
import asyncio, socket, urllib.request
import pytest, requests

def test_connect():
    socket.create_connection(("192.0.2.1", 80), timeout=5)

def test_name():
    urllib.request.urlopen("http://example.com/")

def test_requests():
    requests.get("http://192.0.2.1:8080/x", timeout=5)

def test_ipv6():
    with socket.socket(socket.AF_INET6) as it:
        it.connect_ex(("2001:db8::1", 443))

def test_datagram():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as it:
        it.sendto(b"x", ("192.0.2.1", 53))

def test_message():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as it:
        it.sendmsg([b"x"], [], 0, ("192.0.2.1", 53))

def test_reverse():
    socket.gethostbyaddr("192.0.2.1")

def test_name_of_address():
    socket.getnameinfo(("192.0.2.1", 53), 0)

def test_asyncio():
    asyncio.run(asyncio.open_connection("192.0.2.1", 80))

def test_client():
    from invokegraph import InvokeAIClient
    with InvokeAIClient.from_url("http://192.0.2.1:9090", timeout=5) as client:
        client.version()
"""
HERE = """
import asyncio, os, socket, tempfile

def test_this_machine(invokeai):
    assert invokeai.version()

def test_localhost():
    with socket.create_server(("localhost", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()

def test_own_name():
    assert socket.getfqdn()
    assert socket.getfqdn("127.0.0.1")

def test_numbers():
    assert socket.getnameinfo(("192.0.2.1", 53), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV) == ("192.0.2.1", "53")

def test_unix():
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
            server.bind(os.path.join(folder, "s"))
            server.listen()
            client.connect(os.path.join(folder, "s"))

def test_asyncio():
    async def talk():
        server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.close()
            await writer.wait_closed()
    asyncio.run(talk())
"""
WANTED = [
    "test_connect wanted to connect to 192.0.2.1:80, and",
    "test_name wanted to look up example.com, and",
    "test_requests wanted to connect to 192.0.2.1:8080, and",
    "test_ipv6 wanted to connect to [2001:db8::1]:443, and",
    "test_datagram wanted to connect to 192.0.2.1:53, and",
    "test_message wanted to connect to 192.0.2.1:53, and",
    "test_reverse wanted to look up 192.0.2.1, and",
    "test_name_of_address wanted to look up 192.0.2.1, and",
    "test_asyncio wanted to connect to 192.0.2.1:80, and",
    "test_client wanted to connect to 192.0.2.1:9090, and",
]


@pytest.mark.parametrize("how", ["option", "marker", "fixture"])
def test_offline_tests_reach_nothing_else(project: Project, how: str) -> None:
    head = {
        "option": "",
        "marker": "import pytest\npytestmark = pytest.mark.no_network\n",
        "fixture": 'import pytest\npytestmark = pytest.mark.usefixtures("no_network")\n',
    }[how]
    project.write("test_network.py", head + NETWORK)
    project.write("test_here.py", head + HERE)
    options = ["--invokegraph-offline"] if how == "option" else []
    text = project.run("--strict-markers", *options, alone=True, failed=10, passed=6)
    for wanted in WANTED:
        assert f"NetworkBlocked: test_network.py::{wanted}" in text


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(("192.0.2.1", 80), timeout=5),
        lambda: requests.get("http://192.0.2.1:8080/x", timeout=5),
        lambda: asyncio.run(asyncio.open_connection("192.0.2.1", 80)),
    ],
    ids=["socket", "requests", "asyncio"],
)
def test_who_is_kept_off_the_network_leaves_nothing_open(reach: Callable[[], object]) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        with suppress(NetworkBlocked), blocked("it"):
            reach()
        gc.collect()
    assert [str(each.message) for each in told] == []


def test_the_network_is_back_after_the_test(project: Project) -> None:
    project.write(
        "test_back.py",
        """
import socket
import pytest

BEFORE = socket.socket.connect, socket.socket.sendto, socket.getaddrinfo, dict(vars(socket.socket))

@pytest.mark.no_network
def test_off(no_network):
    assert socket.socket.connect is not BEFORE[0]
    assert socket.getaddrinfo is not BEFORE[2]

def test_on():
    assert (socket.socket.connect, socket.socket.sendto, socket.getaddrinfo, dict(vars(socket.socket))) == BEFORE
""",
    )
    project.run(passed=2)


def test_who_does_not_use_it_pays_nothing(project: Project) -> None:
    """Neither the core nor a catalog nor a client is loaded, before or after the tests."""
    project.write(
        "test_other.py",
        """
import sys

def test_other():
    assert 1 + 1 == 2
""",
    )
    project.write(
        "conftest.py",
        """
import sys

def pytest_unconfigure():
    print("LOADED", sorted(name for name in sys.modules if name.split(".")[0] in {"invokegraph", "nodes_catalog", "requests", "networkx", "pydantic", "socketio"}))
""",
    )
    text = project.run("-s", alone=True, passed=1)
    assert "LOADED ['invokegraph', 'invokegraph.testing', 'invokegraph.testing.plugin']" in text


def test_all_public_names_are_there() -> None:
    for name in invokegraph.testing.__all__:
        assert getattr(invokegraph.testing, name).__name__ == name
        assert name in dir(invokegraph.testing)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        getattr(invokegraph.testing, "nothing")  # noqa: B009 - a type checker would see it


def test_it_can_be_switched_off(project: Project) -> None:
    project.write("test_it.py", "def test_it(graph_snapshot): pass")
    assert "fixture 'graph_snapshot' not found" in project.run("-p", "no:invokegraph", errors=1)


def test_the_page_about_testing_tells_the_truth(project: Project) -> None:
    page = (ROOT / "docs/testing.md").read_text("utf-8")
    pipeline, *tests = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    project.write("pipeline.py", pipeline)
    project.write("test_pipeline.py", "\n".join(tests))
    project.run("--update-graphs", alone=True, passed=6)
    project.run(alone=True, passed=6)
    assert (project.folder / "__graphs__/test_pipeline/test_unchanged.json").exists()
    project.write(
        "test_told.py",
        """
from invokegraph.testing import assert_graph
from nodes_catalog import DenoiseLatents
from pipeline import text_to_image

def test_claim():
    assert_graph(text_to_image("a", steps=30)).has(DenoiseLatents, steps=30, scheduler="lcm")

def test_equal():
    assert text_to_image("a lighthouse") == text_to_image("a harbour", steps=30)
""",
    )
    claim, told = re.findall(r"```text\n(.*?)\n```", page, re.DOTALL)
    text = errors_in(project.run("test_told.py", failed=2))
    assert text.splitlines()[:2] == claim.splitlines()
    assert text.splitlines()[2:] == errors_in(told).splitlines()


LIVE = """
import os
from pathlib import Path
from invokegraph import Batch, Graph
from nodes_catalog import BlankImage

def test_pictures(invokeai):
    image = BlankImage(width=72, use_cache=False)
    (picture,) = invokeai.run(Graph(image)).images()
    run = invokeai.submit(Batch(Graph(BlankImage(width=80, use_cache=False)), runs=20))
    Path("left").write_text("\\n".join([picture.name, *map(str, run.item_ids)]))

def test_faults(simulator): pass
"""


@pytest.mark.live
def test_a_live_server_is_left_as_it_was(project: Project) -> None:
    from invokegraph import InvokeAIClient
    from invokegraph.transport import NotFound

    url = os.environ.get("INVOKEGRAPH_LIVE_URL")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    project.write("test_live.py", LIVE)
    project.run("--invokeai-url", url, alone=True, passed=1, skipped=1)
    picture, *items = (project.folder / "left").read_text().split()
    assert len(items) == 20
    with InvokeAIClient.from_url(url) as client:
        with pytest.raises(NotFound):
            client.image_repo.get_image(picture)
        assert not {int(item) for item in items} & set(client.queue_repo.list_item_ids())

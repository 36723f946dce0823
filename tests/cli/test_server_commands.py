"""The commands that list and change what is on a server."""

from __future__ import annotations

import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from invokegraph import Batch, Graph
from invokegraph.cli import main
from invokegraph.cli.outcome import fetched
from invokegraph.cli.queues import changes
from invokegraph.cli.tables import show_table
from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from nodes_catalog import Add, Divide, Noise
from tests.cli.processes import PATIENCE, started
from tests.transport import fake_server
from tests.transport.fake_server import FakeServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[InvokeAIClient]:
    """A client of a simulated server, which the commands go to as well."""
    with Simulator() as url, InvokeAIClient.from_url(url) as client:
        monkeypatch.setenv("INVOKEGRAPH_URL", url)
        yield client


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    ended = main([*arguments])
    said = capsys.readouterr()
    assert ended == code, said.err
    return said.out


def complaint(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    assert main([*arguments]) == code
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    return json.loads(told(capsys, *arguments, "--json"))


def in_a_terminal(*arguments: str, answer: str = "", columns: int = 80) -> tuple[int, str]:
    """How a command ends that runs in a terminal, and what it shows there."""
    ours, its = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": str(columns), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "invokegraph", *arguments]
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its, env=environment) as process:
        os.close(its)
        os.write(ours, answer.encode())
        shown = b""
        with suppress(OSError):  # what Linux says when the other side is closed
            while piece := os.read(ours, 4096):
                shown += piece
    os.close(ours)
    return process.returncode, shown.decode()


def test_models_are_listed_and_searched(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    known = client.dnn_model_repo.list_models()
    head, *rows = told(capsys, "models").splitlines()
    assert head.split() == ["MODEL", "BASE", "TYPE", "FORMAT", "KEY"]
    assert {row.split()[-1] for row in rows} == {model.key for model in known}
    loras = as_json(capsys, "models", "list", "--type", "lora", "--base", "sdxl")
    assert loras == [model.to_dict() for model in known if (model.type, model.base) == ("lora", "sdxl")] != []
    assert {model["name"] for model in as_json(capsys, "models", "SDXL", "lora")} == {loras[0]["name"]}
    assert complaint(capsys, "models", "no such", code=0) == "the server has no such models\n"
    assert "422" in complaint(capsys, "models", "list", "--type", "no such", code=3)


def test_boards_are_listed_and_searched(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(capsys, "boards", code=0) == "the server has no boards\n"
    board = client.board_repo.create_board("harbours")
    old = client.board_repo.create_board("old harbours")
    old.archive()
    rows = told(capsys, "boards").splitlines()
    assert rows[0].split() == ["BOARD", "IMAGES", "ASSETS", "CREATED", "ID"]
    assert [(row.split()[0], row.split()[-1]) for row in rows[1:]] == [("harbours", board.board_id)]
    assert [each["board_id"] for each in as_json(capsys, "boards", "old", "--archived")] == [old.board_id]


def test_a_name_from_a_server_is_shown_and_not_obeyed(
    client: InvokeAIClient, capsys: pytest.CaptureFixture[str]
) -> None:
    client.board_repo.create_board("[bold]\x1b[2Jwiped\n\u202e")
    assert r"[bold]\x1b[2Jwiped\n\u202e" in told(capsys, "boards")
    code, shown = in_a_terminal("boards", columns=200)
    assert code == 0
    assert r"[bold]\x1b[2Jwiped\n\u202e" in shown
    assert "\x1b[2J" not in shown
    assert as_json(capsys, "boards")[0]["board_name"] == "[bold]\x1b[2Jwiped\n\u202e"


def test_workflows_are_put_found_and_got(
    client: InvokeAIClient, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workflow = Graph(Add(a=1, b=2)).to_workflow("sums", tags="arithmetic")
    (folder / "sums.json").write_text(json.dumps(workflow))
    made = told(capsys, "workflows", "put", "sums.json").strip()
    assert as_json(capsys, "workflows", "put", "sums.json")["name"] == "sums"
    found = as_json(capsys, "workflows", "arithmetic", "--own")
    assert made in [each["workflow_id"] for each in found]
    assert made in told(capsys, "workflows", "list", "--own")
    (folder / "sum.json").write_text(json.dumps({**workflow, "name": "a sum"}))
    named = told(capsys, "workflows", "put", "sum.json").strip()
    shown = json.loads(told(capsys, "workflows", "get", made))
    assert Graph.from_workflow(shown) == Graph.from_workflow(workflow)
    assert told(capsys, "workflows", "get", made, "--out", "again.json") == ""
    assert json.loads((folder / "again.json").read_text()) == shown
    record = as_json(capsys, "workflows", "get", made)
    assert (record["workflow_id"], record["name"]) == (made, "sums")
    assert record["workflow"]["nodes"]
    assert told(capsys, "workflows", "get", "a sum") == told(capsys, "workflows", "get", named)
    assert "sums" in complaint(capsys, "workflows", "get", "none", code=3)
    assert "no workflow on the server has the id or name '../boards'" in complaint(
        capsys, "workflows", "get", "../boards", code=3
    )
    (folder / "list.json").write_text("[]")
    assert "it is no workflow" in complaint(capsys, "workflows", "put", "list.json")
    (folder / "graph.json").write_text(Graph(Add(id="sum")).to_json())
    assert "it is no workflow, but a graph" in complaint(capsys, "workflows", "put", "graph.json")


def test_images_go_there_and_back(client: InvokeAIClient, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, colour in (("red.png", "red"), ("blue.png", "blue")):
        Image.new("RGB", (8, 4), colour).save(folder / name)
    red, blue = told(capsys, "images", "put", "red.png", "blue.png", "--board", "colours").split()
    (board,) = client.board_repo.list_boards()
    assert board.board_name == "colours"
    rows = told(capsys, "images", "list", "--board", "colours").splitlines()
    assert [row.split()[:3] for row in rows[1:]] == [[blue, "8x4", "user"], [red, "8x4", "user"]]
    assert told(capsys, "images", "get", red, "--out", "pictures") == f"pictures/{red}\n"
    assert Image.open(folder / "pictures" / red).getpixel((0, 0)) == (255, 0, 0)
    (folder / "pictures" / blue).write_text("mine")
    files = as_json(capsys, "images", "get", "--board", "colours", "--out", "pictures")
    assert files.keys() == {red, blue}
    assert (folder / "pictures" / blue).read_text() == "mine"
    assert Image.open(files[blue]).getpixel((0, 0)) == (0, 0, 255)
    assert [each["image_name"] for each in as_json(capsys, "images", "--limit", "1")] == [blue]
    main(["images", "--limit", "1"])
    assert capsys.readouterr().err == "1 of 2; --limit N lists more\n"


def test_of_several_images_those_that_can_be_had_are_saved_and_the_others_told(
    client: InvokeAIClient, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.new("RGB", (8, 8), "red").save("red.png")
    red = told(capsys, "images", "put", "red.png").strip()
    assert main(["images", "get", "none.png", red, "gone.png", "--out", "got"]) == 3
    said = capsys.readouterr()
    assert said.out == f"got/{red}\n"
    assert said.err == (
        "error: none.png: the server has no such image\nerror: gone.png: the server has no such image\n"
    )
    assert [file.name for file in (folder / "got").iterdir()] == [red]
    assert main(["images", "get", red, "gone.png", "--out", "more", "--json"]) == 3
    assert json.loads(capsys.readouterr().out) == {red: f"more/{red}", "gone.png": None}
    many = [f"none{number}.png" for number in range(30)]
    lines = complaint(capsys, "images", "get", *many, code=3).splitlines()
    assert lines[9:] == ["error: none9.png: the server has no such image", "error: and 20 more"]


@pytest.mark.skipif(sys.platform == "win32", reason="interruptions are sent otherwise")
def test_an_interruption_while_images_are_saved_says_what_there_is(folder: Path) -> None:
    def slow(_: fake_server.Request) -> fake_server.Answer:
        time.sleep(0.3)
        return fake_server.Answer(b"file", kind="image/png")

    names = [f"{number}.png" for number in range(200)]  # so that many are left when a busy machine gets to interrupt it
    with closing(FakeServer()) as server:
        server.fallback = slow
        process = started(folder, "images", "get", *names, "--url", server.url, "--out", "got")
        until = time.monotonic() + PATIENCE
        while not [*folder.glob("got/*.png")] and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (130, "")
    saved = [*(folder / "got").iterdir()]
    assert {file.read_bytes() for file in saved} == {b"file"}
    assert err == f"saved {len(saved)} of 200 images in got; the server has them all\n"
    assert len(saved) < 200


def test_an_image_whose_file_cannot_be_named_is_told(client: InvokeAIClient, folder: Path) -> None:
    name = "a" * 251 + ".png"
    (folder / name).write_bytes(b"")  # so that it would have to be called something longer
    (files, missing) = fetched(client, [name], folder)
    assert files == {}
    assert str(missing[name]) == f"{folder / name}: File name too long"


def test_images_that_are_not_there(client: InvokeAIClient, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(capsys, "images", code=0) == "the server has no images\n"
    assert complaint(capsys, "images", "list", "--search", "fog", code=0) == "the server has no such images\n"
    assert "which images?" in complaint(capsys, "images", "get")
    assert "which images?" in complaint(capsys, "images", "get", "a.png", "--board", "b")
    assert "there is no board 'nowhere'" in complaint(capsys, "images", "get", "--board", "nowhere")
    assert complaint(capsys, "images", "get", "none.png", code=3) == "error: none.png: the server has no such image\n"
    assert "is no id or name" in complaint(capsys, "images", "get", "../../etc/passwd")
    assert complaint(capsys, "images", "put", "none.png") == "error: none.png: there is no such file\n"
    (folder / "text.png").write_text("no picture")
    assert complaint(capsys, "images", "put", "text.png", code=3) == (
        "error: text.png: the server takes it for no picture\n"
    )
    Image.new("RGB", (8, 8)).save("real.png")
    assert main(["images", "put", "text.png", "real.png"]) == 3
    said = capsys.readouterr()
    assert [said.out.strip()] == [image.image_name for image in client.image_repo.list_images()]
    assert "text.png" in said.err
    assert complaint(capsys, "images", "put", ".") == "error: .: it is a folder: name the files in it\n"
    assert "'--every'" in complaint(capsys, "queue", "watch", "--every", "inf")
    assert "No such command 'gte'" in complaint(capsys, "images", "gte", "a.png")
    assert not list((folder / "out").iterdir())


@pytest.mark.parametrize(
    ("arguments", "about"),
    [
        (("images", "--search", "\udcff"), "GET /images/: search_term holds half of a surrogate pair"),
        (("images", "get", "\udcff"), r"'\udcff' is no id or name"),
        (("images", "put", "red.png", "--board", "\udcff"), "POST /boards/: board_name holds half of a surrogate pair"),
        (("doctor", "--url", "http://local\udcffhost"), "--url: host takes a host name or an address only"),
        (("serve", "--host", "\udcff"), r"cannot serve at \udcff, port 9090: this is no host name"),
    ],
)
def test_bytes_of_the_command_line_that_are_no_text_are_complained_of(
    client: InvokeAIClient, folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], about: str
) -> None:
    Image.new("RGB", (8, 4), "red").save(folder / "red.png")
    assert main([*arguments]) == 2
    said = capsys.readouterr().err
    assert f"error: {about}" in said
    assert ".py:" not in said


def test_a_workflow_whose_name_is_no_text(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert r"no workflow on the server has the id or name '\udcff'" in complaint(
        capsys, "workflows", "get", "\udcff", code=3
    )


def three() -> Batch:
    """A batch of three sessions."""
    return Batch(Graph(Noise(id="n"))).sweep("n", seed=[1, 2, 3])


def failed_items(client: InvokeAIClient, runs: int = 1) -> tuple[str, list[int]]:
    batch = Batch(Graph(Divide(a=1, b=0)), runs=runs)
    client.run(batch, on_error="collect", progress=False, timeout=PATIENCE)
    return batch.batch_id, client.queue_repo.list_item_ids()


def test_what_is_in_the_queue(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    assert complaint(capsys, "queue", code=0) == "nothing is in the queue\nnothing is left to do\n"
    client.run(Graph(Add(a=1, b=2)), progress=False, timeout=PATIENCE)
    client.queue_repo.pause()
    run = client.submit(three())
    main(["queue", "list", "--limit", "2"])
    said = capsys.readouterr()
    head, *rows = said.out.splitlines()
    assert head.split() == ["ITEM", "STATUS", "CREATED", "BATCH"]
    assert [(row.split()[1], row.split()[-1]) for row in rows] == [("pending", run.batch_id)] * 2
    assert said.err == "3 pending; it is paused\n"
    listed = as_json(capsys, "queue")
    assert (listed["queue"]["pending"], len(listed["items"]), listed["processor"]["is_started"]) == (3, 4, False)


def test_only_what_has_not_ended_is_cancelled(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.queue_repo.pause()
    one, other = (client.submit(three()) for _ in range(2))
    numbers = [item.item_id for item in client.queue_repo.list_items() if item.batch_id == one.batch_id]
    first = str(numbers[0])
    assert "There is no terminal to ask at: say --yes" in complaint(capsys, "queue", "cancel", first)
    assert told(capsys, "queue", "cancel", first, "--yes") == "cancelled 1 item\n"
    assert main(["queue", "cancel", first, "--yes"]) == 1
    assert capsys.readouterr() == (
        "cancelled 0 items\n",
        f"item {first}: canceled; only what has not ended is cancelled\n",
    )
    assert as_json(capsys, "queue", "cancel", "--batch", one.batch_id, "-y") == {"cancelled": 2, "left": []}
    assert client.queue_repo.get_status().queue.pending == 3
    assert "which items?" in complaint(capsys, "queue", "cancel", "--yes")
    assert "holds nothing of batch none" in complaint(capsys, "queue", "cancel", "--batch", "none", "--yes")
    assert "which items?" in complaint(capsys, "queue", "cancel", first, "--batch", other.batch_id, "--yes")
    assert complaint(capsys, "queue", "cancel", "4711", "--yes") == "error: the queue holds no item 4711\n"


def test_clearing_is_asked_about(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.queue_repo.pause()
    client.submit(three())
    assert "There is no terminal to ask at" in complaint(capsys, "queue", "clear")
    code, shown = in_a_terminal("queue", "clear", answer="n\n")
    assert code == 130
    assert "empty the queue of 3 items, those of others too? [y/N]" in " ".join(shown.split())
    assert "nothing was done" in shown
    assert in_a_terminal("queue", "clear", answer="\x04")[0] == 130
    assert client.queue_repo.get_status().queue.total == 3
    code, shown = in_a_terminal("queue", "clear", answer="y\n")
    assert code == 0
    assert "cleared 3 items" in shown
    assert client.queue_repo.get_status().queue.total == 0
    assert as_json(capsys, "queue", "clear", "--yes") == {"cleared": 0}


def test_failed_items_are_run_again(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    batch_id, numbers = failed_items(client, runs=2)
    client.queue_repo.pause()
    assert told(capsys, "queue", "retry", str(numbers[0])) == "retried 1 item\n"
    assert as_json(capsys, "queue", "retry", "--batch", batch_id) == {"retried": 2, "left": []}
    assert client.queue_repo.get_status().queue.pending == 3
    assert "holds nothing of batch none" in complaint(capsys, "queue", "retry", "--batch", "none")


def test_why_something_is_not_run_again_is_said(client: InvokeAIClient, capsys: pytest.CaptureFixture[str]) -> None:
    _, (failed,) = failed_items(client, runs=1)
    done = client.run(three())
    completed = [session.item_id for session in done.sessions]
    client.queue_repo.pause()
    client.submit(Batch(Graph(Noise())))
    waiting = max(client.queue_repo.list_item_ids())
    numbers = [str(number) for number in (*completed, waiting, failed)]
    assert main(["queue", "retry", *numbers]) == 1
    said = capsys.readouterr()
    assert said.out == "retried 1 item\n"
    assert said.err == (
        f"items {', '.join(map(str, completed))}: completed; only what failed or was cancelled is run again\n"
        f"item {waiting}: pending; only what failed or was cancelled is run again\n"
    )
    assert main(["queue", "retry", "--batch", done.batch_id, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert {(item["item_id"], item["status"]) for item in told.pop("left")} == {
        (each, "completed") for each in completed
    }
    assert told == {"retried": 0}


def test_what_is_watched_is_told_until_nothing_is_left(
    client: InvokeAIClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(capsys, "queue", "watch") == ""
    client.queue_repo.pause()
    run = client.submit(Batch(Graph(Divide(id="halves", a=1, b=0)), runs=2))
    command = [sys.executable, "-m", "invokegraph", "queue", "watch", "--every", "0.1", "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as watching:
        assert watching.stdout is not None
        lines = [json.loads(watching.stdout.readline()) for _ in range(2)]
        assert [line["status"] for line in lines] == ["pending"] * 2
        client.queue_repo.resume()
        lines += [json.loads(line) for line in watching.stdout]
    assert watching.returncode == 0
    ends = [line for line in lines if line["status"] == "failed"]
    assert len(ends) == 2
    assert {line["batch_id"] for line in lines} == {run.batch_id}
    assert {line["error"] for line in ends} == {"ZeroDivisionError: division by zero"}


def test_what_somebody_takes_out_of_the_queue_is_told(client: InvokeAIClient) -> None:
    client.queue_repo.pause()
    run = client.submit(three())
    told = changes(client, 0.05)
    waiting = [next(told) for _ in range(3)]
    assert {(each.status, each.batch_id) for each in waiting} == {("pending", run.batch_id)}
    client.queue_repo.clear()
    assert list(told) == [each._replace(status="removed") for each in waiting]


def test_the_doctor_tells_what_is_well_and_what_is_not(
    client: InvokeAIClient, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {each["about"]: each for each in as_json(capsys, "doctor")}
    assert [*found] == ["server", "access", "events", "node types", "models", "queue"]
    assert {each["state"] for each in found.values()} == {"ok"}
    client.queue_repo.pause()
    client.dnn_model_repo.delete_models([model.key for model in client.dnn_model_repo.list_models()])
    rows = told(capsys, "doctor", code=1).splitlines()
    assert "models      note   there are none" in rows
    assert "queue       bad    nothing is left to do; it is paused" in rows
    assert told(capsys, "doctor", "--simulate").startswith(
        "ABOUT       STATE  FOUND\nserver      ok     InvokeAI 6.14.2\n"
    )


@pytest.mark.parametrize(
    "command",
    ["models", "queue", "queue watch", "queue clear", "images", "images get a.png", "boards", "workflows", "doctor"],
)
def test_without_a_server(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Connection refused" in complaint(capsys, *command.split(), "--url", "http://127.0.0.1:1", code=3)
    assert complaint(capsys, *command.split()).startswith("error: which server? Say --url http://localhost:9090")


def test_a_table_in_a_terminal_loses_nothing(client: InvokeAIClient) -> None:
    names = ["a" * 70, "b" * 100]
    for name in names:
        client.board_repo.create_board(name)
    wide, narrow = (in_a_terminal("boards", columns=columns) for columns in (200, 80))
    assert (wide[0], narrow[0]) == (0, 0)
    assert "\x1b[" in wide[1]
    for _, shown in (wide, narrow):
        assert all(name in shown for name in names)


def test_a_table_elsewhere_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("A", "LONGER"), [(1, None), ("two", "x\ny")], if_none="none")
    assert capsys.readouterr() == ("A    LONGER\n1\ntwo  x\\ny\n", "")


def test_an_output_that_lacks_a_character_gets_its_escape(
    client: InvokeAIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.board_repo.create_board("灯台")
    output = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", output)
    assert main(["boards"]) == 0
    output.seek(0)
    assert r"\u706f\u53f0" in output.read()


@pytest.mark.parametrize("answer", [{}, {"queue": "x"}, {"queue": {"total": 3}, "processor": 3}])
def test_what_says_nothing_of_its_queue_is_no_server(
    answer: dict[str, Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = FakeServer()
    server.route("GET", "/api/v1/queue/default/status", fake_server.as_json(answer))
    server.route("GET", "/api/v1/queue/default/item_ids", fake_server.as_json({"item_ids": [], "total_count": 0}))
    monkeypatch.setenv("INVOKEGRAPH_URL", server.url)
    try:
        for command in (["list"], ["clear", "--yes"]):
            assert "the server's answer holds no object" in complaint(capsys, "queue", *command, code=3)
        server.route(
            "GET", "/api/v1/queue/default/status", fake_server.as_json({"queue": {"total": "\x1b[2J"}, "processor": {}})
        )
        assert "holds no number 'total'" in complaint(capsys, "queue", "clear", "--yes", code=3)
    finally:
        server.close()

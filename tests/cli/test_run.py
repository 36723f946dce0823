"""`invokegraph run`: what it runs, what it changes before, what it says and leaves behind."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invokegraph import Graph
from invokegraph.cli import main
from invokegraph.cli.outcome import saved, told_missing
from invokegraph.simulator import Simulator
from invokegraph.transport import InvokeAIClient
from nodes_catalog import BlankImage
from tests.cli.processes import PATIENCE, started

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples/text_to_image.py")
ADDS = """
from invokegraph import Batch, Graph
from nodes_catalog import Add, Integer

width = Integer(value=2)
total = Add(a=width.value, b=3)
graph = Graph(total)
"""
PICTURE = """
from invokegraph import Graph
from nodes_catalog import BlankImage, ImageResize

inside = BlankImage(width=64, height=64, is_intermediate=True)
shown = ImageResize(image=inside.image, width=32, height=16, use_cache=False)
graph = Graph(shown)
"""
FAILS = """
from invokegraph import Graph
from nodes_catalog import Divide

graph = Graph(Divide(id="halves", a=4, b=2))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """One simulated server for all that does not disturb the others."""
    with Simulator() as url:
        yield url


def written(folder: Path, name: str, content: object) -> str:
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / name).write_text(text, "utf-8")
    return name


def ran(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What `run` writes to stdout."""
    ended = main(["run", *arguments])
    told = capsys.readouterr()
    assert ended == code, told.err
    return told.out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 2) -> str:
    """What `run` says on stderr when it ends with an error and without a result."""
    ended = main(["run", *arguments])
    told = capsys.readouterr()
    assert (ended, told.out) == (code, "")
    return told.err


def png_size(file: Path) -> tuple[int, int]:
    data = file.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def test_a_picture_without_a_server(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = ran(capsys, EXAMPLE, "--simulate", "--out", "out")
    (picture,) = (folder / "out").iterdir()
    assert told == f"out/{picture.name}\n"
    assert png_size(picture) == (512, 512)


def test_what_nothing_uses_is_told_as_a_value(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(capsys, written(folder, "adds.py", ADDS), "--url", url) == "add.value = 5\n"


def test_what_programs_read_is_json_whatever_the_numbers_are(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = "from invokegraph import Graph\nfrom nodes_catalog import FloatMath\n"
    file = written(folder, "huge.py", lines + 'graph = Graph(FloatMath(operation="MUL", a=1e308, b=1e308))')
    told = json.loads(ran(capsys, file, "--url", url, "--json"), parse_constant=pytest.fail)
    assert told["items"][0]["outputs"]["float_math"][0]["value"] is None


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("integer.value=10", "add.value = 13\n"),
        ("width.value=10", "add.value = 13\n"),  # as the file calls the node
        ("add.a=10", "add.value = 13\n"),  # a value in the place of a wire
        ("total.b=null", "add.value = 2\n"),
    ],
)
def test_an_input_is_set(option: str, told: str, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "adds.py", ADDS)
    assert ran(capsys, file, "--url", url, "--set", option, "--ignore", "dead-work") == told


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a lighthouse, at dusk", "a lighthouse, at dusk"),
        ("007", "007"),
        ("1.50", "1.50"),
        ("true", "true"),
        ("[1, 2", "[1, 2"),
        ('"quoted"', "quoted"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_a_text_stays_the_text_that_it_is(
    text: str, held: str, folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = 'from invokegraph import Graph\nfrom nodes_catalog import String\ngraph = Graph(String(id="s"))\n'
    told = ran(capsys, written(folder, "text.py", lines), "--url", url, "--set", f"s.value={text}")
    assert told == f"s.value = {json.dumps(held)}\n"


def test_a_model_is_set_by_its_name(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for model in ("simulated-sd-1", '{"name": "simulated-sd-1", "base": "sd-1"}'):
        ran(capsys, EXAMPLE, "--url", url, "--set", f"main_model_loader.model={model}")
    told = refused(capsys, EXAMPLE, "--url", url, "--set", "main_model_loader.model=nobody", code=1)
    assert "[model-missing]" in told


def test_a_simulated_server_has_the_models_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    ran(capsys, EXAMPLE, "--simulate", "--set", "main_model_loader.model=my-own-model")


def test_a_simulated_server_has_the_models_of_a_graph_that_ran_elsewhere(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = {"key": "k-1", "hash": "blake3:1", "name": "theirs", "base": "sdxl", "type": "main"}
    nodes = {"loader": {"id": "loader", "type": "sdxl_model_loader", "model": model}}
    file = written(folder, "graph.json", {"nodes": nodes, "edges": []})
    told = json.loads(ran(capsys, file, "--simulate", "--json"))
    (output,) = told["items"][0]["outputs"]["loader"]
    assert output["unet"]["unet"]["key"] == "k-1"


def test_sweeps_are_crossed_and_rows_of_a_table_are_not(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, table = written(folder, "adds.py", ADDS), written(folder, "rows.csv", "width.value,total.b\n1,10\n2,20\n")
    told = ran(capsys, file, "--url", url, "--sweep", "width.value=1,2", "--sweep", "add.b=[10, 20]")
    assert told == (
        "add.value = 11  integer.value=1 add.b=10\n"
        "add.value = 21  integer.value=1 add.b=20\n"
        "add.value = 12  integer.value=2 add.b=10\n"
        "add.value = 22  integer.value=2 add.b=20\n"
    )
    told = ran(capsys, file, "--url", url, "--csv", table, "--runs", "2")
    assert told == 2 * "add.value = 11  integer.value=1 add.b=10\nadd.value = 22  integer.value=2 add.b=20\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_as_spreadsheets_write_them(
    mark: str, folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        folder,
        "joins.py",
        'from invokegraph import Graph\nfrom nodes_catalog import StringJoin\n\ngraph = Graph(StringJoin(id="text"))\n',
    )
    rows = [["text.string_left", "text.string_right"], ['"a ""b"", c; d\te"', "fog"], [], ["dusk é", '""']]
    table = "\ufeff" + "".join(f"{mark.join(row)}\r\n" for row in rows)
    (folder / "rows.csv").write_bytes(table.encode())
    told = json.loads(ran(capsys, file, "--url", url, "--csv", "rows.csv", "--json"))
    made = [output["value"] for item in told["items"] for output in item["outputs"]["text"]]
    assert made == ['a "b", c; d\tefog', "dusk é"]


def test_a_batch_of_the_file_is_run_anew_each_time(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    graph = {"nodes": {"a": {"id": "a", "type": "add", "a": 1}}, "edges": []}
    data = [[{"node_path": "a", "field_name": "b", "items": [1, 2]}]]
    file = written(folder, "batch.json", {"batch": {"batch_id": "mine", "graph": graph, "runs": 1, "data": data}})
    told = [json.loads(ran(capsys, file, "--url", url, "--json")) for _ in range(2)]
    first, second = ({item["item_id"] for item in each["items"]} for each in told)
    assert len(first) == len(second) == 2
    assert first.isdisjoint(second)
    assert refused(capsys, file, "--url", url, "--set", "a.b=3") == (
        "error: --set a.b: a sweep of the batch sets it, too: leave one of them out\n"
    )


def test_who_sets_what_the_batch_sweeps_is_told_how_to_do_without_it(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, "swept.py", f"{ADDS}batch = Batch(graph).sweep(total, b=[10, 20])\n")
    assert refused(capsys, file, "--url", url, "--set", "add.b=3") == (
        "error: --set add.b: a sweep of the batch sets it, too: --name graph runs the graph without it\n"
    )
    assert ran(capsys, file, "--url", url, "--set", "add.b=3", "--name", "graph") == "add.value = 5\n"
    file = written(folder, "inline.py", f"{ADDS}batch = Batch(Graph(total)).sweep(total, b=[10, 20])\ndel graph\n")
    assert refused(capsys, file, "--url", url, "--sweep", "add.b=3") == (
        "error: --sweep add.b: a sweep of the batch sets it, too: leave one of them out\n"
    )


def test_a_batch_that_the_server_has_already_is_said_to_be_no_new_one(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, "named.py", ADDS + 'batch = Batch(graph, batch_id="once only")\n')
    assert main(["run", file, "--url", url]) == 0
    assert capsys.readouterr() == ("add.value = 5\n", "")
    assert main(["run", file, "--url", url]) == 0
    said = capsys.readouterr()
    assert said.out == "add.value = 5\n"
    assert said.err == (
        "batch once only is on the server already and is not run again: this is what it gave\n"
        "  leave its batch_id out where the batch is made, or give it another one\n"
    )


def test_a_picture_that_is_gone_does_not_take_the_others_along(folder: Path, url: str) -> None:
    graph = Graph(BlankImage(id="first"), BlankImage(id="second", width=64))
    with InvokeAIClient.from_url(url) as client:
        result = client.run(graph)
        there, gone = result.images("first")[0].name, result.images("second")[0].name
        client.image_repo.delete_image(gone)
        outcome = saved(result, graph, folder)
    assert outcome.as_text() == f"{folder / there}\n"
    assert outcome.as_dict()["files"] == outcome.as_dict()["items"][0]["files"] == [str(folder / there)]
    assert told_missing(outcome.missing) == [f"{gone}: the server has no such image"]


def test_programs_read_json(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", "print('made')\n" + PICTURE)
    told = json.loads(ran(capsys, file, "--url", url, "--out", "out", "--json", "--sweep", "shown.width=32,48"))
    first, second = told["items"]
    assert told["batch_id"]
    assert told["problems"] == []
    assert (first["status"], first["error"], first["values"]) == ("completed", None, {"img_resize.width": 32})
    assert first["outputs"]["img_resize"][0]["width"] == 32
    assert [first["files"], second["files"]] == [[told["files"][0]], [told["files"][1]]]
    assert [png_size(folder / file) for file in told["files"]] == [(32, 16), (48, 16)]
    assert len(list((folder / "out").iterdir())) == 2, "intermediate pictures stay on the server"


def test_no_file_is_overwritten(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE.replace(", use_cache=False", ""))  # the same picture again
    first = ran(capsys, file, "--url", url).strip()
    (folder / first).write_text("mine now")
    second = ran(capsys, file, "--url", url, "--ignore", "cached-result").strip()
    assert second == first.replace(".png", "_2.png")
    assert (folder / first).read_text() == "mine now"
    assert png_size(folder / second) == (32, 16)


def test_pictures_are_put_on_a_board(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE)
    assert main(["run", file, "--url", url, "--board", "harbours"]) == 0
    assert capsys.readouterr().err == "made the board 'harbours'\n"
    assert main(["run", file, "--url", url, "--board", "harbours"]) == 0
    assert capsys.readouterr().err == ""
    with InvokeAIClient.from_url(url) as client:
        (board,) = [each for each in client.board_repo.list_boards() if each.board_name == "harbours"]
        assert len(client.board_repo.list_image_names(board.board_id)) == 2
        client.board_repo.create_board("harbours")
    assert "2 boards are called 'harbours': say which by its id: " in refused(
        capsys, file, "--url", url, "--board", "harbours"
    )
    ran(capsys, file, "--url", url, "--board", board.board_id)
    assert refused(capsys, written(folder, "adds.py", ADDS), "--url", url, "--board", "quays") == (
        "error: --board quays: the graph has no node that puts a picture on a board\n"
    )


def test_a_session_that_fails_is_told_and_the_others_are_not_lost(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, "fails.py", FAILS)
    assert main(["run", file, "--url", url, "--sweep", "halves.b=2,0,4", "--ignore", "run-rule"]) == 1
    told = capsys.readouterr()
    assert told.out == "halves.value = 2  halves.b=2\nhalves.value = 1  halves.b=4\n"
    assert told.err.endswith("error: session 2 of 3 failed at halves: ZeroDivisionError: division by zero\n")
    assert main(["run", file, "--url", url, "--set", "halves.b=0", "--json"]) == 1
    (item,) = json.loads(capsys.readouterr().out)["items"]
    assert item["status"] == "failed"
    assert item["error"]["type"] == "ZeroDivisionError"


def test_problems_are_told_and_nothing_is_run(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "wrong.json", {"nodes": {"a": {"id": "a", "type": "l2i"}}, "edges": []})
    assert refused(capsys, file, "--url", url, code=1).startswith(
        "wrong.json: 2 problems; the server would take it and fail\n"
    )
    told = json.loads(ran(capsys, file, "--url", url, "--json", code=1))
    assert (told["batch_id"], told["items"]) == (None, [])
    assert {problem["code"] for problem in told["problems"]} == {"missing-input"}


def test_what_surprises_is_told_and_run(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = PICTURE + "from nodes_catalog import Noise\ngraph.add(Noise())\n"
    assert main(["run", written(folder, "stray.py", lines), "--url", url]) == 0
    assert "[dead-work]" in capsys.readouterr().err


def test_what_has_not_ended_in_time_is_cancelled(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE.replace("width=64, height=64", "width=1024, height=1024"))
    with Simulator() as url, InvokeAIClient.from_url(url) as client:
        assert main(["run", file, "--url", url, "--runs", "1000", "--timeout", "0.3"]) == 1
        told = capsys.readouterr()
        assert client.queue_repo.get_status().queue.pending == 0
    assert told.err.startswith("not done after 0.3 s: cancelling …\nerror: ")
    assert told.err.endswith(" of 1000 sessions canceled\n")
    assert len(list((folder / "out").iterdir())) == len(told.out.splitlines()), "what was done by then is saved"


@pytest.mark.parametrize("how", [[signal.SIGINT], [signal.SIGTERM], [signal.SIGTERM, signal.SIGTERM]])
def test_an_interruption_cancels_what_was_submitted(how: list[signal.Signals], folder: Path) -> None:
    file = written(folder, "picture.py", PICTURE.replace("width=64, height=64", "width=1024, height=1024"))
    with Simulator() as url, InvokeAIClient.from_url(url) as client:
        # How long "moments apart" are is not what this is about, and a busy machine may take longer.
        first = "from invokegraph.cli import endings; endings._TWICE = 600.0"
        process = started(folder, "run", file, "--runs", "1000", "--url", url, first=first)
        until = time.monotonic() + PATIENCE
        while not client.queue_repo.get_status().queue.completed and time.monotonic() < until:
            time.sleep(0.05)
        for each in how:
            process.send_signal(each)
            time.sleep(0.02)  # else two might be one
        out, err = process.communicate(timeout=PATIENCE)
        assert client.queue_repo.get_status().queue.pending == 0
    assert (process.returncode, out) == (130, "")
    interrupted, cancelled = err.splitlines()
    assert interrupted == "interrupted: cancelling …"
    assert cancelled.startswith("cancelled ")


@pytest.mark.parametrize("name", ["sheet.png", "sheet.html"])
def test_a_contact_sheet(name: str, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE)
    told = ran(
        capsys, file, "--url", url, "--sweep", "shown.width=32,48", "--sweep", "shown.height=16,24", "--sheet", name
    )
    assert len(told.splitlines()) == 4
    if name == "sheet.png":
        assert png_size(folder / name)[0] > 512
    else:
        assert (folder / name).read_text("utf-8").count("data:image/jpeg;base64,") == 4


def test_a_contact_sheet_that_its_format_cannot_hold(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(folder, "picture.py", PICTURE)
    widths = ",".join(map(str, range(1, 401)))
    assert (
        main(["run", file, "--url", url, "--sweep", f"shown.width={widths}", "--runs", "2", "--sheet", "s.webp"]) == 2
    )
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 800
    assert told.err == (
        "error: s.webp: the sheet is too large for this format: a name that ends in .png or .html makes one that holds it\n"
    )


def test_a_contact_sheet_is_opened(folder: Path, url: str, browsed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE)
    ran(capsys, file, "--url", url, "--sheet", "sheet.html", "--open")
    assert browsed.read_text() == f"{(folder / 'sheet.html').as_uri()}\n"
    assert main(["run", file, "--url", url, "--open"]) == 2
    assert "name its file by --sheet FILE" in capsys.readouterr().err


pseudo_terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


def on_terminal(folder: Path, *arguments: str, columns: int = 80) -> tuple[str, str]:
    """What `run` writes to a terminal of 24 lines, and what to stdout, which is none."""
    import pty
    import termios

    command = [sys.executable, "-m", "invokegraph", "run", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": str(columns)}
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, text=True, cwd=folder, env=environment)
    os.close(theirs)
    shown = b""
    while piece := _piece(ours):
        shown += piece
    os.close(ours)
    out, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    return shown.decode(), out


@pseudo_terminals
def test_a_terminal_is_shown_how_far_it_is_and_nothing_else_is(folder: Path, url: str) -> None:
    shown, out = on_terminal(folder, written(folder, "picture.py", PICTURE), "--url", url, "--runs", "5")
    assert "5/5 sessions" in shown
    assert "5 sessions: 5 completed, " in shown
    assert "\x1b[c" not in shown  # what reads stdout may be at the terminal itself
    assert [(folder / line).is_file() for line in out.splitlines()] == [True] * 5


@pseudo_terminals
def test_a_narrow_terminal_is_shown_what_it_has_room_for(folder: Path, url: str) -> None:
    shown, _ = on_terminal(folder, written(folder, "picture.py", PICTURE), "--url", url, columns=40)
    assert "0/1 sessions waiting in the queue" in shown


@pseudo_terminals
@pytest.mark.parametrize(("way", "picture"), [("sixel", "\x1bP"), ("kitty", "\x1b_G"), ("iterm", "\x1b]1337;")])
def test_a_terminal_is_shown_previews_and_left_as_it_was(way: str, picture: str, folder: Path) -> None:
    shown, _ = on_terminal(folder, EXAMPLE, "--simulate", "--preview", way)
    assert picture in shown
    after = shown[shown.rindex("\x1b[J") :]
    assert after.startswith("\x1b[J1 session: 1 completed, ")
    assert "\x1b" not in after.removeprefix("\x1b[J")
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")  # the cursor is there again


@pseudo_terminals
@pytest.mark.parametrize("arguments", [(), ("--preview", "off"), ("--json",)])
def test_a_terminal_that_wants_no_previews_is_shown_none(arguments: tuple[str, ...], folder: Path) -> None:
    shown, _ = on_terminal(folder, EXAMPLE, "--simulate", *arguments)
    assert "1/1 sessions" in shown
    assert not re.search(r"\x1b[_\]P]", shown)


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # the other side has been closed
        return b""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--set", "integr.value=1"], "--set integr.value: no node 'integr' in the graph\n  did you mean integer? there are: integer, add, width, total"),
        (["--set", "x.y=1"], "--set x.y: no node 'x' in the graph\n  there are: integer, add, width, total"),
        (["--set", "add.c=1"], "--set add.c: add (Add) has no input 'c'\n  it has a, b, is_intermediate, use_cache"),
        (["--set", "add.value=1"], "--set add.value: add (Add) has no input 'value'\n  value is an output"),
        (["--set", "add.b"], "--set 'add.b': write it as node.field=value"),
        (["--set", "add=1"], "--set add: 'add' names no input: write it as node.field"),
        (["--set", "add.b=many"], "--set add.b: add.b takes int, not 'many'"),
        (["--sweep", "add.b=1,x"], "--sweep add.b: add.b takes int, not 'x'"),
        (["--sweep", "add.a=1"], "--sweep add.a: add.a is fed by a wire, which would override the sweep: sweep over what feeds it\n  or take the wire away: --set add.a=null"),
        (["--sweep", "add.b=1", "--sweep", "total.b=2"], "--sweep total.b: --sweep add.b sets it, too: leave one of them out"),
        (["--set", "add.b=1", "--sweep", "total.b=2"], "--sweep total.b: --set add.b sets it, too: leave one of them out"),
        (["--set", "add.b=1", "--set", "total.b=1"], "--set total.b: --set add.b sets it, too: leave one of them out"),
        (["--set", "add.b=1", "--csv", "pairs.csv"], "pairs.csv, column total.b: --set add.b sets it, too: leave one of them out"),
        (["--sweep", "add.b=1", "--csv", "pairs.csv"], "--sweep add.b: pairs.csv, column total.b sets it, too: leave one of them out"),
        (["--csv", "same.csv"], "same.csv, column total.b: same.csv, column add.b sets it, too: leave one of them out"),
        (["--csv", "nowhere.csv"], "nowhere.csv: No such file or directory"),
        (["--csv", "rows.csv"], "rows.csv:3: 1 cell below 2 columns"),
        (["--csv", "decimal.csv"], "decimal.csv:5, column add.b: add.b takes int, not '1,5'"),
        (["--csv", "latin.csv"], "latin.csv: not CSV in UTF-8: 'utf-8' codec can't decode byte 0xe4 in position 6: invalid continuation byte\n  Excel calls that CSV UTF-8"),
        (["--csv", "quotes.csv"], "quotes.csv: not CSV: ',' expected after '\"'"),
        (["--set", "value=1"], "--set value: 'value' names no input: write it as node.field\n  there is: integer.value"),
        (["--set", "is_intermediate=1"], "--set is_intermediate: 'is_intermediate' names no input: write it as node.field\n  there are: integer.is_intermediate, add.is_intermediate"),
        (["--csv", "twice.csv"], "twice.csv: two columns are called 'add.b'"),
        (["--csv", "header.csv"], "header.csv: a first row with node.field in each column is needed, and then a row for each run"),
        (["--name", "grpah"], "adds.py: it has no graph, batch or function without arguments called 'grpah'; did you mean graph?"),
        (["--sheet", "sheet.txt"], "--sheet sheet.txt: the name ends in .png or .html"),
        (["--sheet", "no/sheet.png"], "--sheet no/sheet.png: there is no folder no"),
        (["--url", "http://a"], "--url and --simulate: say one of them"),
    ],
)  # fmt: skip
def test_what_is_asked_for_wrongly_is_said(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written(folder, "rows.csv", "add.b,integer.value\n1,2\n3\n")
    written(folder, "twice.csv", "add.b,add.b\n1,2\n")
    written(folder, "header.csv", "add.b\n")
    written(folder, "decimal.csv", 'add.b;integer.value\n"1";2\n\n2;2\n1,5;2\n')
    (folder / "latin.csv").write_bytes(b"add.b\n\xe4\n")
    written(folder, "quotes.csv", 'add.b\n"1"2\n')
    written(folder, "pairs.csv", "total.b\n2\n")
    written(folder, "same.csv", "add.b,total.b\n1,2\n")
    assert refused(capsys, written(folder, "adds.py", ADDS), "--simulate", *arguments) == f"error: {told}\n"


def test_what_is_unset_can_be_swept(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "adds.py", ADDS)
    told = ran(capsys, file, "--url", url, "--set", "add.a=null", "--sweep", "add.a=5,6", "--ignore", "dead-work")
    assert told == "add.value = 8  add.a=5\nadd.value = 9  add.a=6\n"


def test_a_board_without_a_name_is_not_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, written(folder, "picture.py", PICTURE), "--simulate", "--board", "")
    assert told == "error: --board is empty: say its name or id\n"


def test_a_board_is_said_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(folder, "picture.py", PICTURE)
    told = refused(capsys, file, "--simulate", "--board", "mine", "--set", 'img_resize.board={"board_id": "b"}')
    assert told == "error: --set img_resize.board: --board mine sets it, too: leave one of them out\n"


SEVERAL = "first = Graph(Add(a=1))\nsecond = Graph(Add(a=2))\n"
MAKERS = """
def made() -> Graph:
    return Graph(Add(a=5))

def _hidden() -> Graph: raise AssertionError
def needs(a) -> Graph: raise AssertionError
def unsaid(): return Batch(Graph(Add(a=6)), runs=2)
def other() -> int: raise AssertionError
"""
DATA = """
from dataclasses import dataclass
from typing import ClassVar

def made() -> Graph:
    @dataclass
    class Sizes:
        least: ClassVar[int] = 1
        width: int = 8
    return Graph(Add(a=Sizes().width))
"""


@pytest.mark.parametrize(
    ("lines", "name", "told"),
    [
        (SEVERAL, "second", "add.value = 2\n"),
        (MAKERS, None, "add.value = 5\n"),
        (MAKERS, "unsaid", "add.value = 6\nadd.value = 6\n"),
        ("async def made() -> Graph: return Graph(Add(a=7))\n", None, "add.value = 7\n"),
        (DATA, None, "add.value = 8\n"),
        (SEVERAL + "same = first\nboth = Batch(second)\ndel first\ndel same\n", None, "add.value = 2\n"),
    ],
)
def test_what_is_run_of_a_file(
    lines: str, name: str | None, told: str, folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "from __future__ import annotations\nfrom invokegraph import Batch, Graph\nfrom nodes_catalog import Add\n"
    file = written(folder, "several.py", head + lines)
    assert ran(capsys, file, "--url", url, *(["--name", name] if name else [])) == told


@pytest.mark.parametrize(
    ("lines", "name", "told"),
    [
        (SEVERAL, None, "it holds 2 graphs and batches: say which by --name: first, second"),
        ("def a(): 1 / 0\n", "a", "ZeroDivisionError: division by zero (several.py:3)"),
        ("def a(): raise SystemExit\n", "a", "a() ends the program (several.py:3)"),
        ("raise SystemExit('no prompt')\n", None, "it ends the program before its graphs can be read: no prompt (several.py:3)"),
        ("assert not Graph\n", None, "AssertionError (several.py:3)"),
        ("def a(): return 3\n", "a", "a() makes no graph or batch, but 3"),
        ("async def a(): return 3\n", "a", "a() makes no graph or batch, but 3"),
        ("from .parts import graph\n", None, "ImportError: attempted relative import with no known parent package (several.py:3)\n  a file is run on its own: import what lies beside it by its name, without a dot before it"),
        ("if __name__ == '__main__':\n    graph = Graph()\n", None, "no graph or batch at its top level, for example `graph = Graph(image)`\n  what stands below `if __name__ == '__main__':` is not run"),
        ("def a(): return 3\n", None, "no graph or batch at its top level, for example `graph = Graph(image)`; --name calls a function: a"),
    ],
)  # fmt: skip
def test_what_is_not_run_of_a_file(
    lines: str, name: str | None, told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(
        folder, "several.py", "from invokegraph import Batch, Graph\nfrom nodes_catalog import Add\n" + lines
    )
    assert refused(capsys, file, "--simulate", *(["--name", name] if name else [])) == f"error: several.py: {told}\n"


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_run(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "file").write_text("")
    told = refused(capsys, written(folder, "adds.py", ADDS), "--url", url, "--out", "file/out")
    assert told == "error: --out file/out: Not a directory\n"


def test_without_what_simulating_takes_it_says_what_to_install(folder: Path) -> None:
    code = "import sys; sys.modules['uvicorn'] = None; from invokegraph.cli import main; sys.exit(main(sys.argv[1:]))"
    for arguments in (["run", EXAMPLE, "--simulate"], ["serve", "--port", "0"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, cwd=ROOT
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "error: the simulated server needs uvicorn, which is not installed\n"
            "  pip install starlette uvicorn python-multipart pillow numpy, or the extra simulator of invokegraph\n"
        )


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    for file in ("nowhere.py", "nowhere.json"):
        assert refused(capsys, file, "--simulate") == f"error: {file}: No such file or directory\n"


def test_a_file_reads_no_arguments_of_this_command(folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "import argparse\nargparse.ArgumentParser().parse_args()\n" + ADDS
    assert ran(capsys, written(folder, "reads.py", lines), "--url", url) == "add.value = 5\n"


def test_a_sweep_of_what_is_not_in_the_graph_any_more_is_a_problem(
    folder: Path, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ADDS + "batch = Batch(graph).sweep(width, value=[1, 2])\n"
    told = refused(capsys, written(folder, "left.py", lines), "--url", url, "--set", "total.a=3", code=1)
    assert "[sweep-unknown]" in told


def test_a_server_that_is_not_there_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, written(folder, "adds.py", ADDS), "--url", "http://127.0.0.1:9", code=3)
    assert told.startswith("error: ")
    assert "http://127.0.0.1:9" in told
    assert told.endswith("\n  nothing answers there: is InvokeAI running, and is this its address?\n")


def test_a_model_of_a_kind_that_no_server_has_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, EXAMPLE, "--simulate", "--set", 'main_model_loader.model={"base": "sd1"}', code=1)
    assert "main_model_loader.model: no model on the server fits (base 'sd1', type 'main')" in told


def test_what_a_file_and_a_server_call_nodes_is_shown_and_not_obeyed(
    url: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hostile = "\x1b[2Jn\u202e"
    nodes = {
        hostile: {"id": hostile, "type": "add", "a": 1, "b": 2},
        f"d{hostile}": {"id": f"d{hostile}", "type": "div", "a": 1, "b": 0},
    }
    graph = written(folder, "graph.json", {"nodes": nodes, "edges": []})
    assert main(["run", graph, "--url", url, "--sweep", f"{hostile}.a=1,2"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == r"\x1b[2Jn\u202e.value = 3  \x1b[2Jn\u202e.a=1"
    assert r"failed at d\x1b[2Jn\u202e: ZeroDivisionError" in said.err
    assert main(["run", graph, "--url", url, "--set", f"{hostile}.no=1"]) == 2
    assert r"\x1b[2Jn\u202e (Add) has no input 'no'" in capsys.readouterr().err

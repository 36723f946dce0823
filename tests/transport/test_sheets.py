"""Contact sheets of what a simulated server made."""

from __future__ import annotations

from io import BytesIO
from threading import Thread, current_thread
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from invokegraph import Batch, BatchError, Graph, InvokeAIClient, NotInGraph
from invokegraph.simulator import Simulator
from invokegraph.transport import Result
from invokegraph.transport.errors import UnexpectedAnswer
from invokegraph.transport.results import Picture
from invokegraph.view.grid import rewritten
from nodes_catalog import BlankImage, ImageResize

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from invokegraph.transport.sheets import Sheet
    from invokegraph.view.grid import Grid


@pytest.fixture(scope="module")
def client() -> Iterator[InvokeAIClient]:
    with Simulator() as url, InvokeAIClient.from_url(url) as client:
        yield client


def graph() -> tuple[Graph, BlankImage, ImageResize]:
    blank = BlankImage(id="blank", width=64, height=64, use_cache=False)
    shown = ImageResize(id="shown", image=blank.image, width=48, height=32, use_cache=False)
    return Graph(shown), blank, shown


@pytest.fixture(scope="module")
def crossed(client: InvokeAIClient) -> Result:
    made, _, shown = graph()
    return client.run(Batch(made).sweep(shown, width=[16, 32, 48]).sweep(shown, height=[24, 40]))


def grid(sheet: Sheet) -> Grid:
    return sheet._grid()


def headings(sheet: Sheet) -> tuple[list[str], list[str]]:
    """The headings of rows and of columns, lines joined."""
    drawn = grid(sheet)
    return [", ".join(lines) for lines in drawn.rows], [", ".join(lines) for lines in drawn.columns]


def test_the_fastest_axis_goes_across(crossed: Result) -> None:
    sheet = crossed.sheet()
    assert headings(sheet) == (["width: 16", "width: 32", "width: 48"], ["height: 24", "height: 40"])
    assert repr(sheet) == "<Sheet of 6 pictures: shown.width by shown.height>"
    assert [[cell.lines for cell in row if cell] for row in grid(sheet).cells][1] == [
        ["width: 32", "height: 24"],
        ["width: 32", "height: 40"],
    ]


def test_rows_and_columns_by_name_and_by_node(crossed: Result) -> None:
    shown = crossed.graph["shown"] if crossed.graph else ""
    across = (["height: 24", "height: 40"], ["width: 16", "width: 32", "width: 48"])
    assert headings(crossed.sheet(rows="shown.height")) == across
    assert headings(crossed.sheet(columns=(shown, "width"))) == across
    rows, columns = headings(crossed.sheet(columns=["shown.width", ("shown", "height")]))
    assert rows == [""]
    assert columns[:3] == ["width: 16, height: 24", "width: 16, height: 40", "width: 32, height: 24"]
    assert headings(crossed.sheet(rows=["shown.width", "shown.height"]))[1] == [""]


def test_each_picture_is_where_its_headings_say(crossed: Result) -> None:
    sheet = crossed.sheet("shown", rows="shown.height")
    sides = {session.values["shown", "height"]: session.place for session in crossed.sessions}
    assert set(sides) == {24, 40}
    image = sheet.image(size=64)
    for row, height in enumerate((24, 40)):
        for column, width in enumerate((16, 32, 48)):
            cell = grid(sheet).cells[row][column]
            assert cell is not None
            with Image.open(BytesIO(cell.file)) as picture:
                assert picture.size == (width, height)
    assert image.width > 3 * 64


def test_what_is_no_axis_is_refused(crossed: Result) -> None:
    with pytest.raises(
        BatchError, match=r"'shown.widht' does not change from picture to picture; did you mean shown.w"
    ):
        crossed.sheet(rows="shown.widht")
    with pytest.raises(BatchError, match=r"'run' does not change.*what changes: shown\.width, shown\.height"):
        crossed.sheet(rows="run")
    with pytest.raises(BatchError, match=r"shown\.width cannot change from row to row and from column to column"):
        crossed.sheet(rows="shown.width", columns="shown.width")
    with pytest.raises(BatchError, match=r'an input is named "noise.seed" or \(noise, "seed"\), not 3'):
        crossed.sheet(rows=[3])  # type: ignore[list-item]
    with pytest.raises(NotInGraph, match="no node 'gone'"):
        crossed.sheet("gone")


def test_inputs_of_one_axis_share_a_heading_and_what_never_changes_is_the_title(client: InvokeAIClient) -> None:
    made, blank, shown = graph()
    batch = Batch(made, runs=2).sweep(shown, width=[16, 32, 48], height=[24, 24, 40]).sweep(blank, width=[64])
    result = client.run(batch, ignore={"cached-result"})
    sheet = result.sheet()
    assert headings(sheet) == (
        ["run: 1", "run: 2"],
        ["width: 16, height: 24", "width: 32, height: 24", "width: 48, height: 40"],
    )
    assert grid(sheet).title == "blank.width: 64"
    assert headings(result.sheet(rows="shown.height"))[1] == ["run: 1", "run: 2"]


def test_a_long_axis_fills_rows(client: InvokeAIClient) -> None:
    made, _, shown = graph()
    sheet = client.run(Batch(made).sweep(shown, width=range(8, 16))).sheet()
    drawn = grid(sheet)
    assert [len(row) for row in drawn.cells] == [3, 3, 2]
    assert drawn.captions
    assert headings(sheet) == (["", "", ""], ["", "", ""])
    assert "<small>width: 15</small>" in sheet.to_html()
    assert sheet.image(size=64).width == 2 * 20 + 3 * 64 + 2 * 10


def test_without_a_sweep_there_is_one_picture(client: InvokeAIClient) -> None:
    sheet = client.run(graph()[0]).sheet()
    assert headings(sheet) == ([""], [""])
    assert repr(sheet) == "<Sheet of 1 picture: one row by one column>"
    assert sheet.image(size=96).size == (96 + 40, 64 + 40)


def test_what_gave_no_picture_says_so(client: InvokeAIClient) -> None:
    made, _, shown = graph()
    result = client.run(Batch(made).sweep(shown, width=[16, 32]))
    client.image_repo.delete_images([result.images(shown)[1].name])
    source = result.sheet().to_html()
    assert source.count("<img src") == 1
    assert "<p>not on the server any more</p>" in source


def test_what_the_server_does_not_give_is_asked_for_again(crossed: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: Picture) -> bytes:
        raise UnexpectedAnswer("a page")

    sheet = crossed.sheet()
    with monkeypatch.context() as patched:
        patched.setattr(Picture, "bytes", refuses)
        assert "<p>the server does not give it</p>" in sheet.to_html()
    assert sheet.to_html().count("<img src") == 6


def test_pictures_are_unpacked_one_at_a_time(crossed: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[Thread] = []

    def unpacked(file: bytes, longest: int) -> bytes:
        threads.append(current_thread())
        return rewritten(file, longest)

    monkeypatch.setattr("invokegraph.transport.sheets.rewritten", unpacked)
    crossed.sheet().to_html()
    assert threads == [current_thread()] * 6


def test_ids_in_messages_do_not_steer_a_terminal(client: InvokeAIClient) -> None:
    blank = BlankImage(id="\x1b[2Jn\u202e", width=16, height=16, use_cache=False)
    batch = Batch(Graph(blank), batch_id=f"{blank.id}-ids").sweep(blank, width=[16, 32])
    result = client.run(batch)
    for shown in (batch, result, result.sheet(), result.images(), client.attach(batch.batch_id)):
        assert repr(shown).isprintable()
    with pytest.raises(BatchError) as caught:
        result.sheet(rows="n.width")
    assert str(caught.value).isprintable()


def test_a_sheet_without_sessions_can_be_drawn(crossed: Result) -> None:
    empty = Result(crossed._http, "none", crossed.graph, {})
    sheet = empty.sheet()
    assert sheet.image().width > 0
    assert "<tbody>" in sheet.to_html()


def test_without_pillow_it_says_what_to_install(crossed: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("invokegraph.transport.sheets.find_spec", lambda name: None)
    sheet = crossed.sheet()
    assert sheet._repr_mimebundle_() == {"text/plain": repr(sheet)}
    with pytest.raises(ImportError, match=r"need Pillow.* pip install pillow, or the extra images"):
        sheet.to_html()


def test_a_sheet_is_saved_as_its_extension_says(crossed: Result, tmp_path: Path) -> None:
    sheet = crossed.sheet()
    for name, kind in (("a.png", "PNG"), ("a.webp", "WEBP")):
        with Image.open(sheet.save(tmp_path / name, size=64)) as image:
            assert image.format == kind
    page = sheet.save(tmp_path / "a.HTML").read_text("utf-8")
    assert page.count("data:image/jpeg;base64,") == 6
    assert sheet._repr_mimebundle_()["image/png"].startswith("iVBORw0KGgo")
    with Image.open(sheet.save(tmp_path / "dark.png", size=64, dark=True)) as image:
        assert image.getpixel((0, 0)) == (0x14, 0x17, 0x1C)
    with pytest.raises(ValueError, match="unknown file extension"):
        sheet.save(tmp_path / "a.unheard")

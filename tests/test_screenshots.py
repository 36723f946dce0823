"""What measures the pages finds what is wrong with one that was damaged; and what pages do in a browser, they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invokegraph.view.grid import Cell, Grid, to_page

pytest.importorskip("playwright", reason="playwright is not installed: pip install 'invokegraph[screens]'")

from playwright.sync_api import Error

from tests.view.graphs import variations
from tools.screenshots import drawings
from tools.screenshots.__main__ import tell
from tools.screenshots.camera import THEMES, WINDOWS, Camera, Look, browser

from .view.test_grid import picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

STYLE = "html{color-scheme:light dark}body{margin:20px;font:16px sans-serif}"
SVG = '<svg width="300" height="100" viewBox="0 0 300 100"><g class="node"><rect class="box" width="300" height="60" fill="{0}"/>{1}</g></svg>'
SOUND = {
    "plain": "<h1>A page</h1><p>with text</p>",
    "scrolled": '<div style="width:100px;overflow:auto;white-space:nowrap">a long line that can be scrolled</div>',
    "hidden": '<p style="position:absolute;width:1px;height:1px;overflow:hidden">for readers of screens alone</p>',
    "closed": '<div style="height:0;overflow:hidden"><p>a menu that is closed</p></div>',
    "covered": '<p>below</p><div style="position:fixed;inset:0;background:Canvas"><p>above</p></div>',
    "large": '<p style="font-size:24px;color:#808080;background:#fff">large text may be pale</p>',
    "drawn": SVG.format("#fff", '<text x="10" y="30" font-size="11">on a box</text>'),
}
DAMAGED = {
    "overlap": '<p>some text</p><p style="position:absolute;margin:0;top:24px">other text</p>',
    "overlap in a drawing": SVG.format("#fff", '<text x="10" y="30">one</text><text x="30" y="32">two</text>'),
    "cut at the side": '<div style="width:100px;overflow:hidden;white-space:nowrap">a line that is far too long</div>',
    "cut below": '<div style="width:100px;height:30px;overflow:hidden">a text of several lines in a low box</div>',
    "cut by the window": '<body style="overflow:hidden"><p style="white-space:nowrap">' + "a long line " * 200,
    "cut as the page is too wide": '<div style="width:3000px;height:10px"></div>',
    "cut in a field": '<input placeholder="more words than there is room for" style="width:80px;font:16px sans-serif">',
    "cut by the box of a drawing": SVG.format("#fff", '<text x="10" y="90">below its box</text>'),
    "lost": '<div style="width:100px;height:20px;overflow:hidden"><p style="margin:60px 0">pushed out</p></div>',
    "contrast": '<p style="color:#999;background:#fff">pale</p>',
    "contrast by opacity": '<p style="color:#000;background:#fff"><span style="opacity:.4">pale</span></p>',
    "contrast in a drawing": SVG.format("#777", '<text x="10" y="30" fill="#555">grey on grey</text>'),
    "contrast of a placeholder": '<style>::placeholder{color:#aaa}</style><input placeholder="pale" style="background:#fff">',
    "small": '<p style="font-size:7px">fine print</p>',
    "small in a drawing": '<svg width="90" viewBox="0 0 900 300"><text y="99" font-size="40">shrunk</text></svg>',
    "broken": '<img src="data:image/png;base64,AAAA" alt="a picture">',
    "console": "<script>nothing.there()</script>",
    "request": '<img src="http://127.0.0.1:9/picture.png" alt="" hidden>',
}
LOOK = Look(boxes=((".node", ".box"),))


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Camera]:
    try:
        with browser() as started:
            yield Camera(started, tmp_path_factory.mktemp("pictures"))
    except Error as error:
        pytest.skip(f"no Chromium starts here: {str(error).splitlines()[0]}")


def kinds(camera: Camera, body: str, theme: str = "light") -> set[str]:
    with camera.page(theme, "wide") as page:
        page.set_content(f'<!DOCTYPE html><meta charset="utf-8"><title>page</title><style>{STYLE}</style>{body}')
        page.wait_for_load_state("load")
        return {finding.kind for finding in camera.measure(page, LOOK).findings}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", SOUND)
def test_of_a_sound_page_nothing_is_said(camera: Camera, name: str, theme: str) -> None:
    assert kinds(camera, SOUND[name], theme) == set()


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_wrong_is_found(camera: Camera, name: str) -> None:
    assert name.split(maxsplit=1)[0] in kinds(camera, DAMAGED[name])


def test_a_page_is_measured_down_to_its_end(camera: Camera) -> None:
    with camera.page("light", "wide") as page:
        page.set_content('<div style="height:5000px"></div><p style="color:#ccc">pale</p>')
        assert not camera.measure(page, Look()).findings
        (finding,) = camera.measure(page, Look(whole=True)).findings
        assert (finding.kind, finding.text) == ("contrast", "pale")


def test_the_command_tells_what_was_measured(camera: Camera, capsys: pytest.CaptureFixture[str]) -> None:
    with camera.page("light", "wide") as page:
        for color, status in (("black", 0), ("#cccccc", 1)):
            page.set_content(f'<p style="color:{color}">text</p>')
            camera.shoot(page, color)
            assert tell(camera) == status
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "black: 1 texts, from 16.0 px, contrast from 21.00",
        "#cccccc: 1 texts, from 16.0 px, contrast from 1.61",
        "  contrast: 'text': 1.61 : 1, rgb(204 204 204) on rgb(255 255 255)",
        f"2 pictures in {camera.out}, 1 findings",
    ]
    assert (camera.out / "black.png").stat().st_size > 1000


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("window", WINDOWS)
def test_nothing_is_wrong_with_pages(camera: Camera, tmp_path: Path, theme: str, window: str) -> None:
    prompt = picture("prompt: " + "a lighthouse, " * 30)
    sheet = to_page(Grid("", [[prompt.lines[0]]], [["seed: 7"], ["seed: 8"]], [[prompt, Cell(b"", "failed", [])]]))
    drawn = [graph.to_html() for graph in (drawings.problems(), drawings.long_values())]
    with camera.page(theme, window) as page:
        for source, look in ((drawn[0], drawings.LOOK), (drawn[1], drawings.LOOK), (sheet, Look())):
            figures = camera.measure(opened(page, tmp_path, source), look)
            assert figures.findings == []
            assert figures.texts >= 4


@pytest.fixture
def phone(camera: Camera) -> Iterator[Page]:
    with camera.page("light", "narrow") as page:
        yield page


def opened(page: Page, tmp_path: Path, source: str) -> Page:
    (tmp_path / "page.html").write_text(source, encoding="utf-8")
    page.goto((tmp_path / "page.html").as_uri())
    return page


def scale(page: Page) -> float:
    return page.evaluate("document.querySelector('.ig-node').getScreenCTM().a")


def test_a_drawing_opens_at_a_size_that_can_be_read(phone: Page, tmp_path: Path) -> None:
    page = opened(phone, tmp_path, variations(32).to_html())
    assert 11 * scale(page) >= 9
    page.locator("#fit").click()
    assert 11 * scale(page) < 1


def test_a_node_that_is_clicked_at_the_edge_comes_into_sight(phone: Page, tmp_path: Path) -> None:
    page = opened(phone, tmp_path, drawings.example("text_to_image").to_html())
    room, node = page.locator("#stage"), page.locator(".ig-node", has_text="blurry")
    before = node.bounding_box()
    assert before
    assert before["x"] + before["width"] > 390
    page.mouse.click(before["x"] + 10, before["y"] + 10)
    assert page.locator("aside h2:visible").first.inner_text() == "negative"
    after, edge = node.bounding_box(), room.bounding_box()
    assert after
    assert edge
    assert edge["x"] <= after["x"] < after["x"] + after["width"] <= edge["x"] + edge["width"]
    assert edge["y"] <= after["y"] < after["y"] + after["height"] <= edge["y"] + edge["height"]
    assert 11 * scale(page) >= 9


def test_two_fingers_zoom_a_drawing(phone: Page, tmp_path: Path) -> None:
    page = opened(phone, tmp_path, drawings.example("text_to_image").to_html())
    before = scale(page)
    touch = page.context.new_cdp_session(page)
    for kind, spread in (("touchStart", 40), ("touchMove", 60), ("touchMove", 80), ("touchEnd", None)):
        points = [] if spread is None else [{"x": 200 + side * spread, "y": 300, "id": side + 1} for side in (-1, 1)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert scale(page) == pytest.approx(2 * before, rel=0.02)
    assert page.locator("#hint").is_visible()  # nothing was clicked


def test_a_drawing_is_walked_through_by_keys(camera: Camera, tmp_path: Path) -> None:
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, variations(32).to_html())
        page.keyboard.press("/")
        page.keyboard.type("lighthouse 31")
        page.keyboard.press("Enter")
        assert page.locator("#found").inner_text() == "1 of 204"
        assert page.locator("aside dd:visible").inner_text() == "lighthouse 31"
        page.keyboard.press("Escape")
        assert page.locator("#hint").is_visible()


def test_a_drawing_is_searched_for_what_nodes_are_and_hold(camera: Camera, tmp_path: Path) -> None:
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, drawings.example("text_to_image").to_html())
        page.keyboard.press("/")
        page.keyboard.type("denoise_latents")
        assert page.locator("#found").inner_text() == "1 of 6"  # and not what feeds it
        page.keyboard.press("Enter")
        assert page.locator("aside h2:visible").first.inner_text() == "denoise_latents"


def test_a_drawing_is_moved_and_zoomed_by_keys(camera: Camera, tmp_path: Path) -> None:
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, drawings.example("text_to_image").to_html())

        def corner() -> tuple[float, float]:
            box = page.locator(".ig-node").first.bounding_box()
            assert box
            return box["x"], box["y"]

        before = corner()
        page.keyboard.press("ArrowRight")
        assert corner() == pytest.approx((before[0] - 80, before[1]), abs=1)
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
        assert corner() == pytest.approx((before[0], before[1] + 80), abs=1)
        page.locator("#search").focus()
        page.keyboard.press("ArrowDown")
        assert corner() == pytest.approx((before[0], before[1] + 80), abs=1)
        before_zoom = scale(page)
        page.locator("#search").blur()
        page.keyboard.press("=")  # where a keyboard has the plus
        assert scale(page) == pytest.approx(1.3 * before_zoom)


def grid_of(columns: int, rows: int) -> str:
    cells = [[picture(f"{row} {column}") for column in range(columns)] for row in range(rows)]
    return to_page(
        Grid("", [[f"row {row}"] for row in range(rows)], [[f"column {at}"] for at in range(columns)], cells)
    )


def test_the_headings_of_a_long_sheet_stay_in_sight(camera: Camera, tmp_path: Path) -> None:
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, grid_of(3, 8))
        page.mouse.wheel(0, 600)
        page.wait_for_function("scrollY >= 600")
        heading = page.locator("th", has_text="column 2").bounding_box()
        assert heading
        assert heading["y"] == pytest.approx(0, abs=1)
        page.set_viewport_size({"width": 500, "height": 900})
        page.locator("td button").nth(2).scroll_into_view_if_needed()
        assert page.evaluate("document.documentElement.scrollWidth") == 500  # the sheet is moved, not the page
        assert page.locator("th", has_text="row 0").is_visible()


def test_two_pictures_are_compared_by_keys(camera: Camera, tmp_path: Path) -> None:
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, grid_of(2, 2))
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("End")
        assert page.locator("#share").input_value() == "100"
        page.keyboard.press("Escape")
        assert page.locator("#compare").is_hidden()
        assert page.evaluate("document.activeElement === document.querySelectorAll('td button')[1]")


def test_two_pictures_of_different_shape_lie_on_each_other(camera: Camera, tmp_path: Path) -> None:
    cells = [
        [picture("wide", width=80, height=40), picture("high", width=40, height=80), Cell(b"", "failed", ["none"])]
    ]
    with camera.page("light", "wide") as page:
        opened(page, tmp_path, to_page(Grid("", [["all"]], [["1"], ["2"], ["3"]], cells)))
        for place in (0, 1):
            page.locator("td button").nth(place).click()
        left, right = (page.locator(f"#{side}").bounding_box() for side in ("left", "right"))
        assert left == right
        edge = page.locator("#edge").bounding_box()
        assert left
        assert edge
        assert (edge["y"], edge["height"]) == (left["y"], left["height"])
        note, row = page.locator("td p").bounding_box(), page.locator("tbody tr").bounding_box()
        assert note
        assert row
        assert note["height"] == pytest.approx(row["height"], abs=3)

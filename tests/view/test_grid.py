from __future__ import annotations

from io import BytesIO
from warnings import catch_warnings, simplefilter
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFont

from invokegraph.view import grid
from invokegraph.view.grid import Cell, Grid, rewritten, to_image, to_page
from invokegraph.view.html import part

from .test_html import Page
from .test_svg import HOSTILE


def file(width: int = 40, height: int = 30, colour: object = "red", kind: str = "PNG", mode: str = "RGB") -> bytes:
    held = BytesIO()
    Image.new(mode, (width, height), colour).save(held, kind)
    return held.getvalue()


def picture(*lines: str, width: int = 40, height: int = 30, colour: str = "red") -> Cell:
    return Cell(rewritten(file(width, height, colour), 1024), "", lines)


def of(text: str, *, captions: bool) -> Grid:
    cells = [[picture(text), Cell(b"", text, [text])], [None, picture(text)]]
    return Grid(text, [[text], [text, text]], [[text], [text]], cells, captions)


def assert_only_its_own_markup(source: str) -> None:
    page = Page(source)
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "p", "section", "div", "button", "figure"),
        *("img", "figcaption", "span", "input", "main", "table", "thead", "tbody", "tr", "td", "th", "br", "small"),
        "script",
    }
    assert not page.other
    assert not [name for name, _ in page.attributes if name.startswith("on") or name in ("style", "href")]
    assert page.texts["script"][0] == part("grid.js")
    assert all(value.startswith("data:image/jpeg;base64,/9j/") for name, value in page.attributes if name == "src")
    assert source.count("http") == 1  # http-equiv


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_text_is_data(text, captions):
    assert_only_its_own_markup(to_page(of(text, captions=captions)))


@pytest.mark.parametrize("text", [*HOSTILE, "</script><script>alert(1)</script>", '" onerror="x'])
def test_hostile_text_is_data(text):
    assert_only_its_own_markup(to_page(of(text, captions=True)))
    assert to_image(of(text, captions=True), 64, dark=False).width < 600


class Letters:
    """A font that has some letters, and draws boxes for all others."""

    def __init__(self, letters: str) -> None:
        self.letters = letters

    def getmask(self, letter: str) -> bytes:
        return letter.encode() if letter in self.letters else b"box"


def system_of(fonts: dict[str, Letters]) -> object:
    """What finds these fonts only, beside the one that Pillow brings."""
    own = ImageFont.truetype

    def truetype(font: object, *size: float, **options: object) -> object:
        if not isinstance(font, str):
            return own(font, *size, **options)
        if font not in fonts:
            raise OSError
        return fonts[font]

    return truetype


@pytest.mark.parametrize(("text", "chosen"), [("שלום, 5", "Arial Unicode.ttf"), ("漢字 é", "NotoSansCJK-Regular.ttc")])
def test_letters_are_written_in_the_font_that_has_them(monkeypatch, text, chosen):
    system = {"NotoSansCJK-Regular.ttc": Letters("漢字é"), "Arial Unicode.ttf": Letters("שלוםé字")}

    monkeypatch.setattr(ImageFont, "truetype", system_of(system))
    assert grid._font(text) is system[chosen]


def test_where_no_font_has_the_letters_it_is_pillows_own(monkeypatch):
    monkeypatch.setattr(ImageFont, "truetype", system_of({"DejaVuSans.ttf": Letters("")}))
    for text in ("漢字", "plain"):
        assert isinstance(grid._font(text), ImageFont.FreeTypeFont)


def test_the_title_of_a_page_is_cleaned_as_all_else():
    source = to_page(of("a\u202e\ud800\x00b", captions=True))
    assert "<title>ab</title>" in source
    source.encode()


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_any_text_can_be_drawn(text, captions):
    assert to_image(of(text, captions=captions), 64, dark=True).height < 1_000


def test_pictures_stand_in_rows_and_columns_and_nothing_covers_them():
    colours = [["red", "lime"], ["blue", "yellow"], ["cyan", "magenta"]]
    cells = [[picture(colour=colour, width=64, height=32) for colour in row] for row in colours]
    image = to_image(Grid("", [["one"], ["two"], ["three"]], [["a"], ["b"]], cells), 64, dark=False)
    width, height = image.size
    left, top = width - 20 - 2 * 64 - 10, height - 20 - 3 * 32 - 2 * 10
    seen = [[image.getpixel((left + column * 74 + 32, top + row * 42 + 16)) for column in range(2)] for row in range(3)]
    wanted = [[Image.new("RGB", (1, 1), colour).getpixel((0, 0)) for colour in row] for row in colours]
    for row, row_wanted in zip(seen, wanted, strict=True):
        for is_, should in zip(row, row_wanted, strict=True):
            assert max(abs(one - other) for one, other in zip(is_, should, strict=True)) < 6


def test_pictures_of_several_shapes_fit_their_places():
    cells = [[picture(width=200, height=20), picture(width=20, height=200), picture(width=5, height=5)]]
    assert to_image(Grid("", [()], [()] * 3, cells), 100, dark=False).size == (20 + 320 + 20, 20 + 100 + 20)


def test_a_huge_grid_becomes_smaller_pictures():
    cells = [[picture()] * 300]
    assert to_image(Grid("", [()], [()] * 300, cells), 1024, dark=False).width < 16_000


def test_a_picture_file_is_read_and_written_anew():
    for kind in ("PNG", "JPEG", "WEBP"):
        with Image.open(BytesIO(rewritten(file(kind=kind), 20))) as image:
            assert (image.format, image.size) == ("JPEG", (20, 15))
    clear = rewritten(file(colour=(0, 0, 0, 0), mode="RGBA"), 20)
    with Image.open(BytesIO(clear)) as image:
        assert image.getpixel((3, 3)) == (255, 255, 255)
    for mode in ("L", "P", "I;16", "1", "LA"):
        assert rewritten(file(colour=0 if mode != "LA" else (0, 0), mode=mode), 20)


@pytest.mark.parametrize(
    "data", [b"", b"<svg onload='alert(1)'/>", b"\x89PNG\r\n\x1a\n" + bytes(100), file()[:60], b"GIF89a"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(ValueError, match="no picture"):
        rewritten(data, 100)


@pytest.mark.parametrize("side", [9_000, 10_000, 60_000])
def test_a_huge_picture_is_not_unpacked(side):
    held = bytearray(file())
    held[16:24] = side.to_bytes(4, "big") * 2
    held[29:33] = crc32(bytes(held[12:29])).to_bytes(4, "big")
    with catch_warnings(record=True) as warned:
        simplefilter("always")
        with pytest.raises(ValueError, match="too large to be shown"):
            rewritten(bytes(held), 100)
    assert not warned


def test_of_a_long_prompt_the_page_has_the_whole():
    prompt = "prompt: " + "a lighthouse, " * 20 + "at dusk"
    cells = [[picture(prompt)]]
    source = to_page(Grid("", [[prompt]], [["seed: 7"]], cells))
    assert f'<th scope="row" title="{prompt}">prompt: a lighthouse' in source
    assert f'alt="{prompt}"' in source
    assert '<th scope="col">seed: 7</th>' in source

"""A grid of pictures with headings: as one picture, and as an HTML page that compares two of them."""

from __future__ import annotations

from base64 import b64encode
from contextlib import suppress
from html import escape
from io import BytesIO
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from warnings import catch_warnings, simplefilter

from invokegraph.view.html import page
from invokegraph.view.text import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

    Font: TypeAlias = FreeTypeFont | ImageFont

_TEXT: Final = 160
_SAID: Final = 100
_WHOLE: Final = 1_000
_MARGIN, _GAP, _LINE, _HEADING, _LINES = 20, 10, 18, 170, 4
_MOST_PIXELS: Final = 12_000
_MOST_LETTERS: Final = 200
_SIZES: Final = (32, 1024)
_MOST_UNPACKED: Final = 80_000_000
_WORDS: Final = 120
_PAPER, _INK, _QUIET, _EMPTY = (
    ("#f5f6f8", "#14171c"),
    ("#1d2433", "#e7eaf0"),
    ("#5b6474", "#a3acbb"),
    ("#e4e7ec", "#20252d"),
)


class Cell(NamedTuple):
    """A place in the grid.

    Attributes:
        file: The picture as a JPEG file; empty where there is none.
        note: What to say in its place.
        lines: What it was made with.
    """

    file: bytes
    note: str
    lines: Sequence[str]


class Grid(NamedTuple):
    """Pictures in rows and columns.

    Attributes:
        title: What holds for all of them.
        rows: The lines of each row's heading.
        columns: The lines of each column's heading.
        cells: For each row its places, None where there is nothing.
        captions: Whether each picture says what it was made with, in place of the headings.
    """

    title: str
    rows: Sequence[Sequence[str]]
    columns: Sequence[Sequence[str]]
    cells: Sequence[Sequence[Cell | None]]
    captions: bool = False


def rewritten(file: bytes, longest: int, kind: str = "JPEG", most: int = _MOST_UNPACKED) -> bytes:
    """A picture file no larger than asked for: whatever came is read as a picture and written anew.

    Args:
        file: The file, in a format that Pillow reads.
        longest: Its longest side at most, in pixels.
        kind: The format to write, which has no transparency.
        most: A picture with more pixels is a huge one.

    Raises:
        ValueError: It is no picture, or a huge one.
    """
    from PIL import Image

    try:
        with _opened(file) as image:
            if image.width * image.height > most:
                raise ValueError(f"a picture of {image.width} x {image.height} pixels, too large to be shown")
            image.thumbnail((longest, longest))  # which unpacks a JPEG to no more than it needs
            full = image.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise ValueError("a picture too large to be shown") from error
    except (OSError, SyntaxError) as error:
        raise ValueError("no picture") from error
    paper = Image.new("RGBA", full.size, "white")
    paper.alpha_composite(full)
    held = BytesIO()
    paper.convert("RGB").save(held, kind, quality=90)
    return held.getvalue()


def _opened(file: bytes) -> Image:
    from PIL import Image

    with catch_warnings():
        simplefilter("ignore", Image.DecompressionBombWarning)  # how large it may be is known better here
        return Image.open(BytesIO(file), formats=("PNG", "JPEG", "WEBP"))


def to_image(grid: Grid, size: int, *, dark: bool) -> Image:
    """The grid as one picture.

    Args:
        grid: The grid.
        size: The longest side of each picture, in pixels; less where the whole would be huge.
        dark: Whether it is on dark ground.
    """
    from PIL import Image, ImageDraw

    most = max(len(grid.rows), len(grid.columns), 1)
    laid = _Layout(grid, max(_SIZES[0], min(size, _SIZES[1], _MOST_PIXELS // most)))
    sheet = Image.new("RGB", (laid.width, laid.height), _PAPER[dark])
    draw = ImageDraw.Draw(sheet)

    def write(corner: tuple[int, int], lines: Sequence[str]) -> None:
        _write(draw, corner, lines, laid.font, _INK[dark])

    write((_MARGIN, _MARGIN), laid.title)
    for x, lines in zip(laid.lefts, laid.across, strict=True):
        write((x, laid.head_end - len(lines) * _LINE), lines)
    for y, lines in zip(laid.tops, laid.beside, strict=True):
        write((_MARGIN, y + max(0, (laid.high - len(lines) * _LINE) // 2)), lines)
    for y, cells, captions in zip(laid.tops, grid.cells, laid.captions, strict=True):
        for x, cell, lines in zip(laid.lefts, cells, captions, strict=False):  # the last row may be shorter
            if cell is not None:
                _put(sheet, draw, (x, y, laid.wide, laid.high), cell, (_EMPTY[dark], _QUIET[dark]), laid.font)
                write((x, y + laid.high + 2), lines)
    return sheet


class _Layout:
    """Where all parts of a grid stand in its picture, in pixels.

    Attributes:
        wide: The width of the place of each picture.
        high: Its height.
        font: What is written with.
        title: The lines of the title.
        across: The lines of each column's heading.
        beside: The lines of each row's heading.
        captions: For each row the lines below each picture.
        lefts: Where each column begins.
        tops: Where each row begins.
        head_end: Where the headings of the columns end.
        width: The width of the whole.
        height: Its height.
    """

    def __init__(self, grid: Grid, size: int) -> None:
        """Lay out a grid whose pictures are `size` pixels long at most."""
        from PIL import Image, ImageDraw

        measure = ImageDraw.Draw(Image.new("RGB", (1, 1)))
        self.wide, self.high = _place(grid, size)
        self.font = _font(" ".join([grid.title, *(line for lines in (*grid.rows, *grid.columns) for line in lines)]))
        self.across = [_wrapped(measure, lines, self.wide, self.font) for lines in grid.columns]
        self.beside = [_wrapped(measure, lines, _HEADING, self.font) for lines in grid.rows]
        self.captions = [
            [_wrapped(measure, cell.lines, self.wide, self.font) if cell and grid.captions else [] for cell in row]
            for row in grid.cells
        ]
        left = _MARGIN + (_HEADING + _GAP if any(self.beside) else 0)
        self.lefts = [left + at * (self.wide + _GAP) for at in range(len(grid.columns))]
        self.width = left + len(grid.columns) * (self.wide + _GAP) - _GAP + _MARGIN
        self.title = _wrapped(measure, [grid.title], self.width - 2 * _MARGIN, self.font)
        top = _MARGIN + (len(self.title) * _LINE + _GAP if grid.title else 0)
        heads = _highest(self.across)
        self.head_end = top + heads
        first = self.head_end + (6 if heads else 0)
        *self.tops, end = accumulate((self.high + _highest(row) + _GAP for row in self.captions), initial=first)
        self.height = max(end - _GAP, first) + _MARGIN


def _highest(texts: Sequence[Sequence[str]]) -> int:
    """How high the longest of several texts is, in pixels."""
    return max(map(len, texts), default=0) * _LINE


def _place(grid: Grid, size: int) -> tuple[int, int]:
    """How wide and high the place of a picture is: as the pictures need it, and wide enough for words."""
    from PIL import Image

    shapes: set[tuple[int, int]] = set()
    for row in grid.cells:
        for cell in row:
            if cell is not None and cell.file:
                with Image.open(BytesIO(cell.file), formats=("JPEG",)) as image:
                    shapes.add(image.size)
    wide = max((round(size * width / max(width, height)) for width, height in shapes), default=size)
    high = max((round(size * height / max(width, height)) for width, height in shapes), default=size)
    return max(wide, min(size, _WORDS)), max(high, _SIZES[0])


def _put(
    sheet: Image,
    draw: ImageDraw,
    place: tuple[int, int, int, int],
    cell: Cell,
    colours: tuple[str, str],
    font: Font,
) -> None:
    """Draw one picture in the middle of its place, or say why there is none."""
    from PIL import Image

    x, y, wide, high = place
    if not cell.file:
        draw.rectangle((x, y, x + wide - 1, y + high - 1), fill=colours[0])
        lines = _wrapped(draw, [cell.note], wide - 16, font)
        _write(draw, (x + 8, y + max(8, (high - len(lines) * _LINE) // 2)), lines, font, colours[1])
        return
    with Image.open(BytesIO(cell.file), formats=("JPEG",)) as image:
        scale = min(wide / image.width, high / image.height)
        small = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    sheet.paste(small, (x + (wide - small.width) // 2, y + (high - small.height) // 2))


def _font(text: str) -> Font:
    """Pillow's own font, or one of the system's for letters that it may not have."""
    from PIL import ImageFont

    own = ImageFont.load_default(14)
    letters = sorted({letter for letter in text if letter.isalnum() and not letter.isascii()})[:_MOST_LETTERS]
    if not letters or not isinstance(own, ImageFont.FreeTypeFont):
        return own
    fonts = [own]
    for name in ("DejaVuSans.ttf", "NotoSansCJK-Regular.ttc", "Arial Unicode.ttf", "arial.ttf"):
        with suppress(OSError):
            fonts.append(ImageFont.truetype(name, 14))
    return min(fonts, key=lambda font: _lacking(font, letters))


def _lacking(font: FreeTypeFont, letters: Sequence[str]) -> int:
    """How many of some letters a font draws as it draws what is no character."""

    def drawn(letter: str) -> bytes:
        return bytes(cast("Any", font.getmask(letter)))  # a sequence of numbers, whatever its type says

    box = drawn("\uffff")
    return sum(drawn(letter) == box for letter in letters)


def _wrapped(draw: ImageDraw, lines: Sequence[str], width: int, font: Font) -> list[str]:
    """Lines no wider than `width`, a few of them at most for each that there is."""
    return [part for line in lines if line for part in _broken(draw, cleaned(line, _TEXT), width, font)]


def _broken(draw: ImageDraw, line: str, width: int, font: Font) -> list[str]:
    """A line in pieces: between words where it can be, else within one."""
    done: list[str] = []
    rest = line
    while rest:
        fits = len(rest)
        while fits > 1 and draw.textlength(rest[:fits], font) > width:
            fits -= 1
        if fits < len(rest) and " " in rest[1 : fits + 1]:
            fits = rest[: fits + 1].rindex(" ")
        done.append(rest[:fits].rstrip())
        rest = rest[fits:].lstrip()
        if rest and len(done) == _LINES:
            last = done[-1]
            while last and draw.textlength(last + "…", font) > width:
                last = last[:-1]
            return [*done[:-1], last + "…"]
    return done


def _write(draw: ImageDraw, corner: tuple[int, int], lines: Sequence[str], font: Font, colour: str) -> None:
    for row, line in enumerate(lines):
        draw.text((corner[0], corner[1] + row * _LINE), line, fill=colour, font=font)


def to_page(grid: Grid) -> str:
    """The grid as an HTML page that needs nothing but itself. Two pictures that are clicked are compared."""
    title = cleaned(grid.title or "Pictures", _TEXT)
    return page(title, _body(title, grid), name="grid")


def _body(title: str, grid: Grid) -> Iterator[str]:
    yield f"<header><h1>{escape(title)}</h1>"
    yield '<p id="hint">Click two pictures to compare them.</p></header>'
    yield _COMPARE
    yield '<main><table class="captions">' if grid.captions else "<main><table>"
    if any(grid.columns):
        corner = "<td></td>" if any(grid.rows) else ""
        yield f"<thead><tr>{corner}{''.join(_heading('col', lines) for lines in grid.columns)}</tr></thead>"
    yield "<tbody>"
    for heading, row in zip(grid.rows, grid.cells, strict=True):
        yield f"<tr>{_heading('row', heading) if any(grid.rows) else ''}"
        yield from map(_cell, row, (grid.captions for _ in row))
        yield "</tr>"
    yield "</tbody></table></main>"


_COMPARE: Final = """\
<section id="compare" hidden>
<div class="tools">
<button id="slider" aria-pressed="true">Slider</button>
<button id="beside" aria-pressed="false">Side by side</button>
<button id="swap">Swap</button>
<button id="close">Close</button>
</div>
<div id="pair"><figure><img id="left" alt=""><figcaption></figcaption></figure>
<figure><img id="right" alt=""><figcaption></figcaption></figure><span id="edge"></span></div>
<input id="share" type="range" min="0" max="100" value="50" step="0.5" aria-label="How much of the first is shown">
</section>"""


def _heading(scope: str, lines: Sequence[str]) -> str:
    """A heading; the whole of one that is cut shows when the pointer rests on it."""
    said = [cleaned(line, _SAID) for line in lines]
    whole = [cleaned(line, _WHOLE) for line in lines]
    title = f' title="{escape(", ".join(whole))}"' if said != whole else ""
    return f'<th scope="{scope}"{title}>{"<br>".join(map(escape, said))}</th>'


def _cell(cell: Cell | None, captions: bool) -> str:  # noqa: FBT001 - mapped over
    if cell is None:
        return "<td></td>"
    said, whole = (", ".join(cleaned(line, longest) for line in cell.lines) for longest in (_SAID, _WHOLE))
    if not cell.file:
        return f"<td><p>{escape(cleaned(cell.note, _TEXT))}</p></td>"
    below = f"<br><small>{escape(said)}</small>" if captions else ""
    source = b64encode(cell.file).decode()
    return f'<td><button><img src="data:image/jpeg;base64,{source}" alt="{escape(whole)}"></button>{below}</td>'

"""Previews on terminals: what is written is a picture that was read and written anew, and nothing else."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from io import BytesIO, StringIO

import pytest
from PIL import Image
from rich.console import Console

from invokegraph.cli.previewing import PreviewedBar
from invokegraph.cli.terminals import drawn, protocol, removed
from invokegraph.transport import Preview, UnexpectedAnswer


def preview(width: int = 512, height: int = 384, file: bytes | None = None) -> Preview:
    held = BytesIO()
    Image.effect_noise((width // 8, height // 8), 80).save(held, "JPEG")
    data = b64encode(held.getvalue() if file is None else file).decode()
    return Preview(width, height, f"data:image/jpeg;base64,{data}")


@pytest.mark.parametrize(
    ("environment", "by"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "xterm-256color"}, ""),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, ""),
        ({"TERM": "screen-256color", "KITTY_WINDOW_ID": "1"}, ""),
        ({}, ""),
    ],
)
def test_the_terminal_says_what_it_can_show(environment: dict[str, str], by: str) -> None:
    assert protocol(environment) == by


def test_kitty_gets_a_png_in_pieces() -> None:
    shown = drawn(preview(2048, 1536), "kitty")
    pieces = re.findall(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", shown.sent)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in pieces) == shown.sent
    assert len(pieces) > 2
    assert all(len(data) <= 4096 for _, data in pieces)
    assert [keys[-3:] for keys, _ in pieces] == ["m=1"] * (len(pieces) - 1) + ["m=0"]
    with Image.open(BytesIO(b64decode("".join(data for _, data in pieces)))) as image:
        assert (image.format, image.size) == ("PNG", (256, 192))
    assert re.fullmatch(r"\x1b_Ga=p,i=\d+,p=1,c=27,r=10,C=1,q=2\x1b\\", shown.placed)
    assert (shown.rows, removed("iterm")) == (10, "")
    assert removed("kitty").startswith("\x1b_Ga=d,d=I,i=")


def test_iterm_gets_a_jpeg() -> None:
    shown = drawn(preview(), "iterm")
    match = re.fullmatch(r"\x1b\]1337;File=inline=1;size=(\d+);width=27;height=10;[\w=;]+:([\w+/=]+)\x07", shown.placed)
    assert match
    file = b64decode(match[2])
    assert len(file) == int(match[1])
    with Image.open(BytesIO(file)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize(("width", "height", "rows"), [(64, 64, 10), (4000, 10, 1), (8, 4000, 10), (0, -5, 10)])
def test_a_picture_takes_few_lines_whatever_its_shape(width: int, height: int, rows: int) -> None:
    real = preview()
    shown = drawn(Preview(width, height, real.data_url), "kitty")
    assert shown.rows == rows
    assert 1 <= int(re.search(r"c=(\d+)", shown.placed)[1]) <= 40  # type: ignore[index]


@pytest.mark.parametrize("file", [b"", b"\x1b]0;title\x07", b"\x89PNG\r\n\x1a\n" + bytes(99), b"GIF89a"])
def test_what_is_no_picture_is_not_shown(file: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="the preview that the server sent is"):
        drawn(preview(file=file), "kitty")


def on_screen(by: str, *previews: Preview, height: int = 40) -> str:
    screen = StringIO()
    console = Console(file=screen, force_terminal=True, width=80, height=height)
    with PreviewedBar(by, console=console, transient=True, auto_refresh=False) as bar:
        bar.add_task("work", total=1)
        for each in previews:
            bar.show(each)
            bar.refresh()
    return screen.getvalue()


def test_the_bar_makes_room_for_the_picture_and_takes_it_back() -> None:
    shown = on_screen("kitty", preview())
    assert shown.count("a=p,i=") >= 1
    assert shown.count("a=t,f=100") == 1  # it is sent once
    assert shown.count("\x1b[1A\x1b[2K") >= 10  # the lines below the bar are taken back


@pytest.mark.parametrize(
    ("by", "height", "file"), [("", 40, None), ("kitty", 12, None), ("iterm", 40, b"\x1b]0;title\x07")]
)
def test_no_picture_is_shown_where_none_can_be(by: str, height: int, file: bytes | None) -> None:
    shown = on_screen(by, preview(file=file), height=height)
    assert "\x1b_G" not in shown
    assert "\x1b]" not in shown

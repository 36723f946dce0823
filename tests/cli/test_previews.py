"""Previews on terminals: what is written is a picture that was read and written anew, and nothing else."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from base64 import b64decode, b64encode
from io import BytesIO, StringIO
from pathlib import Path
from select import select
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from invokegraph.cli.pictures import drawn, removed
from invokegraph.cli.previewing import PreviewedBar
from invokegraph.cli.sixels import sixels
from invokegraph.cli.terminals import Previews, Terminal, terminal, understood
from invokegraph.transport import Preview, UnexpectedAnswer

KITTY, ITERM, OFF = Terminal(Previews.KITTY), Terminal(Previews.ITERM), Terminal(Previews.OFF)
SIXEL = Terminal(Previews.SIXEL, (10, 20))
ROOT = Path(__file__).parents[2]


def preview(width: int = 512, height: int = 384, file: bytes | None = None) -> Preview:
    held = BytesIO()
    Image.effect_noise((width // 8, height // 8), 80).save(held, "JPEG")
    data = b64encode(held.getvalue() if file is None else file).decode()
    return Preview(width, height, f"data:image/jpeg;base64,{data}")


@pytest.mark.parametrize(
    ("answers", "shows", "cell"),
    [
        # what was heard from kitty, Konsole, foot, mlterm, the terminal of VS Code, two xterms and tmux
        (b"\x1b_Gi=31;OK\x1b\\\x1bP>|kitty(0.26.5)\x1b\\\x1b[6;18;9t\x1b[?62;c", "kitty", (9, 18)),
        (b"\x1b_Gi=31;OK\x1b\\\x1bP>|Konsole 22.12.3\x1b\\\x1b[6;17;8t\x1b[?62;1;4c", "kitty", (8, 17)),
        (b"\x1bP>|foot(1.13.1)\x1b\\\x1b[6;14;7t\x1b[?62;4;22c", "sixel", (7, 14)),
        (b"\x1b[6;19;10t\x1b[?63;1;2;3;4;6;7;15;18;22;29c", "sixel", (10, 19)),
        (b"\x1b[6;16;8t\x1b[?62;4;9;22c", "sixel", (8, 16)),
        (b"\x1bP>|XTerm(379)\x1b\\\x1b[?63;1;2;4;6;9;15;16;22;28c", "sixel", None),
        (b"\x1bP>|XTerm(379)\x1b\\\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c", "off", None),
        (b"\x1bP>|tmux 3.3a\x1b\\\x1b[?1;2c", "off", None),
        # what others are said to answer
        (b"\x1bP>|WezTerm 20240203\x1b\\\x1b[6;20;10t\x1b[?65;4;6;18;22c", "iterm", (10, 20)),
        (b"\x1b_Gi=31;OK\x1b\\\x1bP>|iTerm2 3.6.2\x1b\\\x1b[?64;1;2;4;6c", "iterm", None),
        (b"\x1b[?4c", "off", None),  # a VT132, whose kind that is
        (b"\x1b_Gi=31;EINVAL\x1b\\\x1b[6;0;0t\x1b[?6c", "off", None),
        (b"", "off", None),
    ],
)
def test_what_a_terminal_answers_says_what_it_can_show(
    answers: bytes, shows: str, cell: tuple[int, int] | None
) -> None:
    assert understood(answers) == (shows, cell)


@given(st.binary(max_size=60))
def test_any_answer_is_understood_somehow(answers: bytes) -> None:
    assert understood(answers).shows in Previews


ASKS = """
import fcntl, os, sys, termios
fcntl.ioctl(2, termios.TIOCSCTTY, 0)  # it is the terminal of this session
from invokegraph.cli import terminals
from invokegraph.cli.terminals import Previews, terminal
terminals._SECONDS = float(sys.argv[1]) or terminals._SECONDS
print(*terminal(Previews.AUTO), "wanted", flush=True)
print("read", input(), flush=True)
"""


def asked(answer: bytes, *, before: bytes = b"", seconds: float = 60.0, **environment: str) -> tuple[str, float]:
    """What a program says that asks a terminal, and then reads from it; and for how long it did.

    Args:
        answer: What the terminal answers.
        before: What has been typed before it is asked.
        seconds: How long an answer is waited for; 0 for as long as it is by itself, within which a machine that is busy
            may not get to answering.
        environment: That of the program, as far as it matters.
    """
    import pty

    ours, theirs = pty.openpty()
    os.write(ours, before)
    process = subprocess.Popen(
        [sys.executable, "-c", ASKS, str(seconds)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **environment},
    )
    os.close(theirs)
    shown, begun, taken, is_answered = b"", monotonic(), 0.0, False
    while select([ours], [], [], 120)[0]:
        try:
            piece = os.read(ours, 1000)
        except OSError:  # the other side has been closed
            break
        if not (piece):
            break
        shown += piece
        if b"\x1b[c" in shown and not is_answered:
            is_answered = True
            os.write(ours, answer)
        if b"wanted" in shown and not taken:
            taken = monotonic() - begun
            os.write(ours, b"\n")
    process.wait(120)
    os.close(ours)
    return shown.decode(), taken


pseudo_terminals = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


@pseudo_terminals
def test_a_terminal_is_asked_and_its_answer_gets_to_nobody_else() -> None:
    shown, _ = asked(b"\x1bP>|XTerm(379)\x1b\\\x1b[6;13;6t\x1b[?63;1;2;4;6;9;15;22cls")
    assert shown.startswith("\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[>q\x1b[16t\x1b[c\r\x1b[K")
    assert "sixel (6, 13) wanted" in shown
    assert "read ls\r\n" in shown  # what was typed behind the answer is still there
    assert "XTerm" not in shown
    assert "[?63" not in shown


@pseudo_terminals
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_terminal_is_left_as_it_was_however_the_asking_ends(how: signal.Signals) -> None:
    import pty
    import termios

    ours, theirs = pty.openpty()
    before = termios.tcgetattr(theirs)
    command = ["run", str(ROOT / "examples/text_to_image.py"), "--simulate"]
    begin = (
        "import fcntl, sys, termios; fcntl.ioctl(2, termios.TIOCSCTTY, 0); from invokegraph.cli import main, terminals; "
        "terminals._SECONDS = 20; "  # so that it is still waiting when a machine that is busy gets to interrupt it
    )
    process = subprocess.Popen(
        [sys.executable, "-c", f"{begin}sys.exit(main({command}))"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm-256color"},
    )
    shown = b""
    while b"\x1b[c" not in shown and select([ours], [], [], 120)[0]:
        shown += os.read(ours, 1000)
    assert termios.tcgetattr(theirs) != before
    process.send_signal(how)
    assert process.wait(120) == 130
    assert termios.tcgetattr(theirs) == before
    os.close(theirs)
    os.close(ours)


@pseudo_terminals
def test_a_terminal_that_says_nothing_is_not_waited_for_long() -> None:
    shown, taken = asked(b"", seconds=0)
    assert "off None wanted" in shown
    assert "read \r\n" in shown
    assert taken < 15


@pseudo_terminals
def test_a_terminal_that_never_stops_is_not_listened_to_for_long() -> None:
    assert "off None wanted" in asked(b"\x1b[?" + b"4;" * 1000)[0]


@pseudo_terminals
def test_what_was_typed_before_is_not_taken_for_an_answer() -> None:
    shown, _ = asked(b"", before=b"ls -l\n")
    assert "\x1b[c" not in shown
    assert "off None wanted" in shown
    assert "read ls -l\r\n" in shown


@pseudo_terminals
@pytest.mark.parametrize(
    ("features", "shows"), [("256,RGB,sixel,title", "sixel"), ("256,RGB,title", "off"), ("", "off")]
)
def test_tmux_is_asked_for_the_terminal_around_it(features: str, shows: str, tmp_path: Path) -> None:
    """What stands for tmux here says what the real one says of its client."""
    tmux = tmp_path / "tmux"
    tmux.write_text(f"#!/bin/sh\n[ \"$*\" = 'display-message -p #{{client_termfeatures}}' ] && echo '{features}'\n")
    tmux.chmod(0o755)
    shown, _ = asked(b"\x1b[?1;2;4c", TMUX="/tmp/tmux-0/default,1,0", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert shown.startswith(f"{shows} None wanted")


@pseudo_terminals
@pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "dumb"},
        {"TERM": ""},
        {"TERM": "linux"},
        {"TERM": "screen.xterm-256color"},
        {"TMUX": "/tmp/tmux-0/default,1,0", "PATH": "/nowhere"},
        {"TERM_PROGRAM": "Apple_Terminal"},
        {"NO_COLOR": "1"},
        {"CI": "true"},
    ],
)
def test_nothing_is_written_where_no_pictures_are_wanted(environment: dict[str, str]) -> None:
    shown, _ = asked(b"\x1b[?63;4c", **environment)
    assert shown.startswith("off None wanted\r\n")


def test_who_says_what_the_terminal_can_show_is_believed() -> None:
    assert terminal(Previews.SIXEL, {}) == (Previews.SIXEL, None)
    assert terminal(Previews.OFF, {"TERM": "xterm-kitty"}) == (Previews.OFF, None)


def test_without_pillow_there_are_no_previews(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert terminal(Previews.SIXEL, {}) == (Previews.OFF, None)


def test_without_a_terminal_nothing_is_asked(capfd: pytest.CaptureFixture[str]) -> None:
    assert terminal(Previews.AUTO, {"TERM": "xterm-kitty"}) == (Previews.OFF, None)
    assert capfd.readouterr() == ("", "")


def seen(text: str) -> Image.Image:
    """The picture that a terminal makes of sixels."""
    match = re.fullmatch(r'\x1bP0;1q"1;1;(\d+);(\d+)(.*)\x1b\\', text, re.DOTALL)
    assert match
    assert match[3].isascii()
    assert match[3].isprintable()
    image = Image.new("RGB", (int(match[1]), int(match[2])), (1, 2, 3))
    pixels, colors, color, x, y = image.load(), dict[int, tuple[int, ...]](), 0, 0, 0
    for found in re.finditer(
        r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|(\$)|(-)|(.)", match[3], re.DOTALL
    ):
        if found[1]:
            color = int(found[1])
            if found[2]:
                colors[color] = tuple(round(int(part) * 255 / 100) for part in found.groups()[1:4])
        elif bits := found[6] or found[7]:
            for _ in range(int(found[5] or 1)):
                for row in range(6):
                    if ord(bits) - 63 >> row & 1:
                        pixels[x, y + row] = colors[color]
                x += 1
        else:
            assert not found[10]
            x, y = 0, y + (6 if found[9] else 0)
    return image


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 255), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_sixels_are_the_picture(width: int, height: int, spread: int, random: object) -> None:
    parts = bytes(random.randint(0, spread) for _ in range(width * height * 3))  # type: ignore[attr-defined]
    image = Image.frombytes("RGB", (width, height), parts)
    flat = image.quantize(128, Image.Quantize.FASTOCTREE).convert("RGB")  # a terminal has few colors
    assert all(abs(one - other) <= 2 for one, other in zip(seen(sixels(image)).tobytes(), flat.tobytes(), strict=True))


def test_sixels_of_few_colors_are_the_very_picture() -> None:
    image = Image.new("RGB", (100, 62), (255, 0, 0))
    image.paste((0, 255, 255), (20, 5, 80, 50))
    text = sixels(image)
    assert seen(text).tobytes() == image.tobytes()
    assert len(text) < 400  # runs are counted


def test_kitty_gets_a_png_in_pieces() -> None:
    drawing = drawn(preview(2048, 1536), KITTY, 80)
    pieces = re.findall(r"\x1b_G([^;]*);([A-Za-z0-9+/=]*)\x1b\\", drawing.sent)
    assert "".join(f"\x1b_G{keys};{data}\x1b\\" for keys, data in pieces) == drawing.sent
    assert len(pieces) > 2
    assert all(len(data) <= 4096 for _, data in pieces)
    assert [keys[-3:] for keys, _ in pieces] == ["m=1"] * (len(pieces) - 1) + ["m=0"]
    assert re.fullmatch(r"a=T,f=100,i=\d+,p=1,c=27,r=10,C=1,q=2,m=1", pieces[0][0])
    with Image.open(BytesIO(b64decode("".join(data for _, data in pieces)))) as image:
        assert (image.format, image.size) == ("PNG", (256, 192))
    assert (drawing.columns, drawing.rows) == (27, 10)
    assert re.fullmatch(r"\x1b_Ga=d,d=I,i=\d+,q=2\x1b\\\x1b\[J", removed(KITTY))
    assert removed(ITERM) == removed(SIXEL) == "\x1b[J"


def test_iterm_gets_a_jpeg() -> None:
    drawing = drawn(preview(), ITERM, 80)
    match = re.fullmatch(
        r"\x1b\]1337;File=inline=1;size=(\d+);width=27;height=10;preserveAspectRatio=1:([\w+/=]+)\x07", drawing.sent
    )
    assert match
    file = b64decode(match[2])
    assert len(file) == int(match[1])
    with Image.open(BytesIO(file)) as image:
        assert image.format == "JPEG"


@pytest.mark.parametrize(("cell", "size"), [((10, 20), (266, 198)), ((20, 40), (480, 360)), (None, (160, 120))])
def test_sixels_fit_their_place(cell: tuple[int, int] | None, size: tuple[int, int]) -> None:
    drawing = drawn(preview(), Terminal(Previews.SIXEL, cell), 80)
    assert (drawing.columns, drawing.rows) == (27, 10)
    assert seen(drawing.sent).size == size


@pytest.mark.parametrize("by", [KITTY, ITERM, SIXEL, Terminal(Previews.SIXEL, (1, 1)), Terminal(Previews.SIXEL)])
@pytest.mark.parametrize(("width", "height", "rows"), [(64, 64, 10), (4000, 8, 1), (8, 4000, 10), (8, 8, 10)])
def test_a_picture_takes_few_lines_whatever_its_shape(by: Terminal, width: int, height: int, rows: int) -> None:
    if by.cell == (1, 1):
        rows = min(rows, 10)
    drawing = drawn(preview(width, height), by, 80)
    assert drawing.rows == rows
    assert 1 <= drawing.columns <= 40


@pytest.mark.parametrize("columns", [1, 5, 20])
def test_a_picture_is_not_wider_than_the_terminal(columns: int) -> None:
    assert drawn(preview(), KITTY, columns).columns == columns
    assert seen(drawn(preview(), SIXEL, columns).sent).width <= columns * 10


def huge() -> bytes:
    """A small file of a picture that takes much memory."""
    held = BytesIO()
    Image.new("1", (20_000, 2000)).save(held, "PNG")
    return held.getvalue()


@pytest.mark.parametrize("by", [KITTY, ITERM, SIXEL])
@pytest.mark.parametrize("file", [b"", b"\x1b]0;title\x07", b"\x89PNG\r\n\x1a\n" + bytes(99), b"GIF89a", huge()])
def test_what_is_no_picture_is_not_shown(file: bytes, by: Terminal) -> None:
    with pytest.raises(UnexpectedAnswer, match="the preview that the server sent is"):
        drawn(preview(file=file), by, 80)


class Screen:
    """A bar on a terminal of so many lines, and what was written there."""

    def __init__(self, terminal: Terminal, height: int = 40) -> None:
        self.held = StringIO()
        self.console = Console(file=self.held, force_terminal=True, width=80, height=height)
        self.bar = PreviewedBar(terminal, console=self.console, transient=True, auto_refresh=False)

    def written(self) -> str:
        """What has been written since the last time."""
        text = self.held.getvalue()
        self.held.seek(0)
        self.held.truncate()
        return text


def show(screen: Screen, *previews: Preview) -> str:
    for each in previews:
        screen.bar.show(each)
    screen.bar.refresh()
    return screen.written()


def test_the_picture_is_below_the_bar_and_stays_until_there_is_another() -> None:
    screen = Screen(KITTY)
    with screen.bar:
        screen.bar.add_task("work", total=1)
        first = show(screen, preview(), preview(384, 512))
        assert first.count("a=T") == 1  # of several it is the latest
        room, picture = re.escape("\n" * 11 + "\x1b[11A\x1b7\x1b[1B"), r"(?:\x1b_G[^\x1b]*\x1b\\)+"
        assert re.search(rf"{room}{picture}\x1b8work", first)
        assert "\x1b_G" not in show(screen)
    assert re.search(r"\x1b\[1A\x1b\[2K\x1b_Ga=d,d=I,i=\d+,q=2\x1b\\\x1b\[J\Z", screen.written())


def test_it_is_drawn_anew_when_lines_move_or_the_terminal_is_another_size() -> None:
    screen = Screen(SIXEL)
    with screen.bar:
        assert "\x1bP" in show(screen, preview())
        screen.console.print("a line above")
        above, _, below = screen.written().partition("a line above")
        assert "\x1bP" not in above
        assert below.count("\x1b[J") == below.count("\x1bP") == 1
        screen.console.size = (20, 30)
        assert show(screen).count("\x1bP") == 1
        screen.console.size = (20, 5)
        small = show(screen)
        assert "\x1b[J" in small
        assert "\x1bP" not in small
    assert "\x1b[J" not in screen.written()  # nothing is there to be taken away


def test_a_picture_of_another_shape_takes_the_place_of_the_one_before() -> None:
    screen = Screen(SIXEL)
    with screen.bar:
        show(screen, preview())
        for another, is_cleared in [(preview(), False), (preview(384, 512), True)]:
            screen.bar._place._since = 0.0  # as if the one before had been there for a while
            shown = show(screen, another)
            assert shown.count("\x1bP") == 1
            assert ("\x1b[J" in shown) == is_cleared


def test_what_is_no_picture_leaves_the_one_before() -> None:
    screen = Screen(ITERM)
    with screen.bar:
        assert "\x1b]1337;" in show(screen, preview())
        screen.bar._place._since = 0.0  # as if it had been there for a while
        assert "\x1b]" not in show(screen, preview(file=b"\x1b]0;title\x07"))
        assert "\x1b[J" not in screen.written()


@pytest.mark.parametrize(
    ("by", "height", "file"), [(OFF, 40, None), (KITTY, 12, None), (ITERM, 40, b"\x1b]0;title\x07")]
)
def test_no_picture_is_shown_where_none_can_be(by: Terminal, height: int, file: bytes | None) -> None:
    screen = Screen(by, height)
    with screen.bar:
        shown = show(screen, preview(file=file))
    shown += screen.written()
    assert not re.search(r"\x1b[_\]P7]", shown)

"""Pages in a browser without a window: pictures of them, and what is measured in them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Generator

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

THEMES: Final = ("light", "dark")
WINDOWS: Final = ("wide", "narrow")
SIZES: Final = {"wide": (1440, 900), "half": (820, 900), "narrow": (390, 844)}
_MEASURE: Final = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
_SYSTEMS: Final = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
_MOST_WINDOWS: Final = 200
"""How far down a page is read; a longer one is a finding."""


class Finding(NamedTuple):
    """Something that is wrong with what a page shows.

    Attributes:
        kind: "overlap", "cut", "lost", "contrast", "small", "broken", "request" or "console".
        text: The text that it is about.
        detail: What is wrong with it.
    """

    kind: str
    text: str
    detail: str


class Figures(NamedTuple):
    """What was measured in a page.

    Attributes:
        texts: How many texts were seen.
        smallest: The size of the smallest, in pixels; None without texts.
        lowest: The lowest contrast of a text with its ground; None without texts.
        unknown: How many texts stand on pictures, so that their contrast is not known.
        findings: What is wrong.
    """

    texts: int
    smallest: float | None
    lowest: float | None
    unknown: int
    findings: list[Finding]


@dataclass(frozen=True)
class Look:
    """How a page is to be looked at.

    Attributes:
        root: What is measured, as a CSS selector.
        panned: What the reader moves under the window, so that it may stick out of it.
        shortened: What may end in an ellipsis, as the whole stands elsewhere.
        boxes: Elements, and what in them their SVG texts have to stay in.
        inactive: What is dimmed on purpose, and needs no contrast.
        smallest: Texts smaller than this many pixels are a finding.
        whole: Whether the page is measured down to its end, a window after the other.
    """

    root: str = "body"
    panned: str = ""
    shortened: str = ""
    boxes: tuple[tuple[str, str], ...] = ()
    inactive: str = ""
    smallest: float = 9.0
    whole: bool = False


@dataclass
class Camera:
    """Takes pictures of pages and keeps what was measured in them.

    Attributes:
        browser: The browser.
        out: The folder for the pictures.
        taken: The figures by the names of the pictures.
    """

    browser: Browser
    out: Path
    taken: dict[str, Figures] = field(default_factory=dict[str, Figures])
    _events: dict[Page, list[Finding]] = field(default_factory=dict["Page", "list[Finding]"])

    @contextmanager
    def page(self, theme: str, window: str, host: str = "") -> Generator[Page]:
        """An empty page.

        Args:
            theme: The reader's, "light" or "dark".
            window: A name in `SIZES`; "narrow" is a phone.
            host: The host and port that it may ask, none if left out.
        """
        width, height = SIZES[window]
        is_phone = window == "narrow"
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            is_mobile=is_phone,
            has_touch=is_phone,
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        events = self._events[page] = []

        def request(made: Request) -> None:
            parts = urlsplit(made.url)
            if parts.scheme not in ("file", "data", "blob", "about") and parts.netloc != host:
                events.append(Finding("request", made.url, "to another host"))

        def told(message: ConsoleMessage) -> None:
            if message.type == "error":
                events.append(Finding("console", message.text, message.location.get("url", "")))

        page.on("request", request)
        page.on("console", told)
        page.on("pageerror", lambda error: events.append(Finding("console", str(error), "an error of the page")))
        try:
            yield page
        finally:
            del self._events[page]
            context.close()

    def shoot(self, page: Page, name: str, look: Look | None = None) -> Figures:
        """Take a picture of what a page shows now, and measure it.

        Args:
            page: The page.
            name: What the picture is called, without its ending.
            look: How to look at it.
        """
        page.wait_for_timeout(150)  # what moves comes to rest
        page.screenshot(path=self.out / f"{name}.png")
        figures = self.measure(page, look or Look())
        self.taken[name] = figures
        return figures

    def measure(self, page: Page, look: Look) -> Figures:
        """Measure what a page shows, and take over what it told since the last time."""
        found: list[dict[str, Any]] = []
        for _ in range(_MOST_WINDOWS):
            found.append(page.evaluate(_MEASURE, _options(look)))
            if not look.whole or not page.evaluate(_DOWN):
                break
        else:
            self._events[page].append(Finding("lost", page.url, "longer than is read"))
        events = self._events[page]
        findings = [Finding(**finding) for measured in found for finding in measured["findings"]] + events
        events.clear()
        smallest, lowest = (
            min((measured[name] for measured in found if measured[name] is not None), default=None)
            for name in ("smallest", "lowest")
        )
        return Figures(
            sum(measured["texts"] for measured in found),
            smallest,
            lowest,
            sum(measured["unknown"] for measured in found),
            list(dict.fromkeys(findings)),
        )


_DOWN: Final = """() => {
  const before = scrollY;
  scrollBy({top: innerHeight * 0.8, behavior: "instant"});
  return scrollY > before;
}"""


def _options(look: Look) -> dict[str, Any]:
    return {
        "root": look.root,
        "panned": look.panned,
        "shortened": look.shortened,
        "boxes": [list(pair) for pair in look.boxes],
        "inactive": look.inactive,
        "smallestText": look.smallest,
    }


@contextmanager
def browser() -> Generator[Browser]:
    """Chromium: that of the system, else the one that playwright has installed.

    Raises:
        playwright.sync_api.Error: There is none.
    """
    with sync_playwright() as playwright:
        system = next((path for path in _SYSTEMS if Path(path).exists()), None)
        started = playwright.chromium.launch(executable_path=system)
        try:
            yield started
        finally:
            started.close()

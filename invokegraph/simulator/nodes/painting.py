"""The pictures that stand for generated ones: a pattern in colors of their own, and what they were made of in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from string import printable
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .call import check_size, each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .handles import Facts
    from .morphology import Array

SIMULATED: Final = "SIMULATED"
_LONGEST_SIDE: Final = 256
"""The pattern is computed at this size and resized: it is smooth."""
_SMALLEST_PANEL: Final = 72
_ELLIPSIS: Final = "…"
_LONGEST_TEXT: Final = 4000
_LETTERS: Final = frozenset(printable) | {"·"}
_PLAIN: Final = {"\u2013": "-", "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "ß": "ss"}
_NUMBERS: Final = (
    ("seed", "seed {}"),
    ("steps", "{} steps"),
    ("cfg", "cfg {}"),
    ("guidance", "guidance {}"),
    ("scheduler", "{}"),
    ("start", "from {}"),
    ("strength", "alpha {}"),
)


@dataclass(frozen=True)
class _Line:
    text: str
    color: tuple[int, int, int]
    is_title: bool = False


def paint(facts: Facts, mark: str, width: int, height: int) -> Image.Image:
    """A picture of that size. The mark decides on the pattern, the facts are written on it."""
    check_size(width, height)
    image = _pattern(np.random.default_rng(int(mark, 16)), width, height)
    if min(width, height) >= _SMALLEST_PANEL:
        _write_panel(image, facts)
    return image


def stamp(image: Image.Image, text: str) -> Image.Image:
    """The picture with a small label in its corner that says what it stands for."""
    labelled = image.convert("RGB")
    size = max(9, round(min(image.size) / 36))
    font = _font(size)
    words = f"{SIMULATED} {text}" if font.getlength(f"{SIMULATED} {text}") < image.width - 2 * size else SIMULATED
    if font.getlength(words) + size > image.width or size * 2 > image.height:
        return labelled
    draw = ImageDraw.Draw(labelled, "RGBA")
    right, bottom = font.getlength(words) + size, size * 1.9
    draw.rounded_rectangle((size * 0.3, size * 0.3, right, bottom), size * 0.35, fill=(12, 14, 24, 200))
    draw.text((size * 0.65, size * 0.5), words, font=font, fill=(255, 255, 255))
    return labelled


def _pattern(numbers: np.random.Generator, width: int, height: int) -> Image.Image:
    """Waves that bend each other, in the colors of a palette, with a soft light and a shade."""
    scale = _LONGEST_SIDE / max(width, height)
    columns, rows = max(2, round(width * scale)), max(2, round(height * scale))
    side = max(columns, rows)
    x, y = np.meshgrid(np.arange(columns) / side, np.arange(rows) / side)
    bent_x, bent_y = x.copy(), y.copy()
    for _ in range(3):
        turn, speed, phase, strength = numbers.random(4)
        wave = np.sin(2 * math.pi * ((2 + 3 * speed) * (x * math.cos(7 * turn) + y * math.sin(7 * turn)) + phase))
        bent_x, bent_y = bent_x + 0.07 * strength * wave, bent_y + 0.09 * (1 - strength) * wave[::-1, ::-1]
    level = np.zeros_like(x)
    for octave in range(4):
        angle, phase = numbers.random(2) * 2 * math.pi
        along = bent_x * math.cos(angle) + bent_y * math.sin(angle)
        level += np.sin((3.5 + 2.2 * octave) * 2.2 * along + phase) / (octave + 1.3)
    level = (level - level.min()) / max(float(np.ptp(level)), 1e-6)
    color = _colored(level, _palette(numbers))
    center = numbers.random(2) * (0.8, 0.5) + 0.1
    light = np.exp(-(((x - center[0] * columns / side) ** 2 + (y - center[1] * rows / side) ** 2) * 5))
    ridges = 0.06 * np.cos(level * math.pi * (10 + 8 * numbers.random()))
    color = color * (0.78 + 0.34 * light + ridges)[..., None]
    pixels = (np.clip(color, 0, 1) * 255).astype(np.uint8)
    return Image.fromarray(pixels).resize((width, height), Image.Resampling.BICUBIC)


def _palette(numbers: np.random.Generator) -> Array:
    """Five colors from dark to light that go well with each other."""
    hue, spread = numbers.random(), 0.08 + 0.22 * numbers.random()
    hues = hue + spread * np.array([0, 0.6, 1, 1.6, 2.2]) * (1 if numbers.random() < 0.5 else -1)  # noqa: PLR2004 - half
    values = np.array([0.22, 0.5, 0.74, 0.9, 1]) * (0.92 + 0.08 * numbers.random(5))
    saturations = np.array([0.75, 0.72, 0.6, 0.45, 0.25]) * (0.8 + 0.35 * numbers.random(5))
    return np.array([_rgb(*color) for color in zip(hues, np.clip(saturations, 0, 1), values, strict=True)])


def _rgb(hue: float, saturation: float, value: float) -> tuple[float, float, float]:
    from colorsys import hsv_to_rgb

    return hsv_to_rgb(hue % 1, saturation, value)


def _colored(level: Array, palette: Array) -> Array:
    stops = [index / (len(palette) - 1) for index in range(len(palette))]
    channels = [cast("Array", np.interp(level, stops, palette[:, channel])) for channel in range(3)]
    return np.stack(channels, axis=-1)


def _write_panel(image: Image.Image, facts: Facts) -> None:
    size = max(9, round(min(math.sqrt(image.width * image.height) / 36, min(image.size) / 16)))
    margin, padding, step = round(size * 0.8), round(size * 0.7), round(size * 1.35)
    room = image.height - 2 * margin - 2 * padding
    lines = _fitting(facts, _font(size), image.width - 2 * margin - 2 * padding, max(1, int(room * 0.66) // step))
    top = image.height - margin - 2 * padding - step * len(lines)
    draw = ImageDraw.Draw(image, "RGBA")
    box = (margin, top, image.width - margin, image.height - margin)
    draw.rounded_rectangle(box, size * 0.6, fill=(12, 14, 24, 188))
    for index, line in enumerate(lines):
        place = (margin + padding, top + padding + index * step)
        draw.text(place, line.text, font=_font(size), fill=line.color, stroke_width=0.4 if line.is_title else 0)


def _fitting(facts: Facts, font: Any, width: int, most: int) -> list[_Line]:
    """The lines of text that there is room for: how the picture was made comes first, the prompts take the rest."""
    title = _cut(_writable(" · ".join(filter(None, [SIMULATED, facts.get("model")]))), font, width)
    lines = [_Line(title, (255, 214, 120), is_title=True)]
    numbers = list(_wrapped(" · ".join(_parameters(facts)), font, width))[: max(0, most - 1)]
    room = most - 1 - len(numbers)
    negative = list(_wrapped(f"not: {facts['negative']}", font, width)) if facts.get("negative") else []
    prompt = list(_wrapped(facts.get("prompt") or "", font, width))
    prompt = _shortened(prompt, room - min(len(negative), room // 4), font, width)
    negative = _shortened(negative, room - len(prompt), font, width)
    lines += [_Line(text, (255, 255, 255)) for text in prompt]
    lines += [_Line(text, (240, 176, 176)) for text in negative]
    return [*lines, *(_Line(text, (176, 206, 240)) for text in numbers)][:most]


def _parameters(facts: Facts) -> Iterator[str]:
    for name, pattern in _NUMBERS:
        if facts.get(name) is not None:
            yield pattern.format(_short(facts[name]))
    yield f"{facts.get('width', '?')} x {facts.get('height', '?')}"
    for name in ("loras", "control", "note"):
        yield from facts.get(name, [])


def _short(value: Any) -> str:
    if isinstance(value, list):
        values = each(value)
        return "[" + ", ".join(map(_short, values[:4])) + (f", {_ELLIPSIS}]" if len(values) > 4 else "]")  # noqa: PLR2004
    return f"{value:g}" if isinstance(value, float) else str(value)


def _wrapped(text: str, font: Any, width: int) -> Iterator[str]:
    line = ""
    for word in _writable(text[:_LONGEST_TEXT]).split():
        longer = f"{line} {word}".strip()
        if not line or font.getlength(longer) <= width:
            line = longer
        else:
            yield _cut(line.removesuffix(" ·"), font, width)
            line = word
    if line:
        yield _cut(line, font, width)


def _writable(text: str) -> str:
    """The text in the letters that the font has: without accents, and `?` for those of other scripts."""
    from unicodedata import combining, normalize

    letters = (letter for letter in normalize("NFKD", text) if not combining(letter))
    return "".join(letter if letter in _LETTERS else _PLAIN.get(letter, "?") for letter in letters)


def _cut(line: str, font: Any, width: int) -> str:
    if font.getlength(line) <= width:
        return line
    while line and font.getlength(line + _ELLIPSIS) > width:
        line = line[: -max(1, len(line) // 20)]
    return line + _ELLIPSIS


def _shortened(lines: list[str], most: int, font: Any, width: int) -> list[str]:
    if most <= 0:
        return []
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(f"{lines[most - 1]} {_ELLIPSIS}", font, width)]


def _font(size: int) -> Any:
    return ImageFont.load_default(size)

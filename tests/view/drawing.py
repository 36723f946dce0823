"""Reading an SVG drawing back: boxes, ports and lines as geometry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph import Graph

from invokegraph.view import to_svg

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Box:
    title: str
    classes: set[str]
    texts: list[str]
    left: float
    top: float
    right: float
    bottom: float
    dots: list[tuple[float, float]]

    def overlaps(self, other: Box) -> bool:
        apart = self.right < other.left or other.right < self.left or self.bottom < other.top or other.bottom < self.top
        return not apart

    def covers(self, x: float, y: float) -> bool:
        """Whether a point is inside, by more than what coordinates are rounded by."""
        return self.left + 0.2 < x < self.right - 0.2 and self.top + 0.2 < y < self.bottom - 0.2


@dataclass
class Line:
    title: str
    classes: set[str]
    points: list[tuple[float, float]]


@dataclass
class Drawing:
    width: float
    height: float
    boxes: list[Box]
    lines: list[Line]
    notes: list[str]

    def box(self, id_: str) -> Box:
        (found,) = [box for box in self.boxes if box.texts[0] == id_]
        return found


def drawn(graph: Graph) -> Drawing:
    root = ElementTree.fromstring(to_svg(graph))
    return Drawing(
        width=float(root.attrib["width"]),
        height=float(root.attrib["height"]),
        boxes=[_box(group) for group in root.findall(f"{_SVG}g")],
        lines=[
            Line(_title(path), set(path.attrib["class"].split()), list(_points(path.attrib["d"])))
            for path in root.findall(f"{_SVG}path")
        ],
        notes=[text.text or "" for text in root.findall(f"{_SVG}text")],
    )


def _title(element: ElementTree.Element) -> str:
    return element.findtext(f"{_SVG}title") or ""


def _box(group: ElementTree.Element) -> Box:
    left, top = map(float, re.findall(r"[-\d.]+", group.attrib["transform"]))
    rect = group.find(f"{_SVG}rect")
    assert rect is not None
    dots = [
        (left + float(circle.attrib["cx"]), top + float(circle.attrib["cy"]))
        for circle in group.findall(f"{_SVG}circle")
        if "ig-dot" in circle.attrib["class"]
    ]
    dots += [
        (left + float(square.attrib["x"]) + 4, top + float(square.attrib["y"]) + 4)
        for square in group.findall(f"{_SVG}rect")
        if "ig-dot" in square.attrib["class"]
    ]
    return Box(
        title=_title(group),
        classes=set(group.attrib["class"].split()),
        texts=[text.text or "" for text in group.findall(f"{_SVG}text")],
        left=left,
        top=top,
        right=left + float(rect.attrib["width"]),
        bottom=top + float(rect.attrib["height"]),
        dots=dots,
    )


def _points(path: str) -> Iterator[tuple[float, float]]:
    """Points along a path, dense enough to find what it runs through."""
    x = y = 0.0
    for command, numbers in re.findall(r"([MLC])([-\d. ]+)", path):
        values = list(map(float, numbers.split()))
        if command != "C":
            values = [x, y, values[0], values[1], values[0], values[1]]
        for step in range(1, 41) if command != "M" else ():
            yield _bezier(step / 40, (x, y), *zip(values[::2], values[1::2], strict=True))
        x, y = values[-2:]
        if command == "M":
            yield (x, y)


def _bezier(at: float, *ends: tuple[float, float]) -> tuple[float, float]:
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
    x, y = (sum(weight * end[axis] for weight, end in zip(weights, ends, strict=True)) for axis in (0, 1))
    return x, y

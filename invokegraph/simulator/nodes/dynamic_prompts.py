"""Dynamic prompts: `a {red|blue} {2$$cat|dog|bird}` stands for many prompts.

Variants with weights, bounds and separators, nested ones, comments and unknown wildcards mean here what they mean on
the server. Variables (`${…}`), wrappers (`%{…}`) and sampling methods (`{~…}`) are not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice, repeat
from random import Random
from typing import TYPE_CHECKING, Final

from .call import NodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHANCE = Random()  # noqa: S311 - no secret; the chance of whoever uses this is left as they seeded it
_COMMENT: Final = re.compile(r"#[^\n]*|/\*.*?\*/", re.DOTALL)
_WILDCARD: Final = re.compile(r"__([^(${}#|_]+(?:_[^(${}#|_]+)*)__")
_TEXT: Final = re.compile(r"(?:(?!__)[^#{$%])+")
_TEXT_IN_VARIANT: Final = re.compile(r"(?:(?!__)[^#{$%|}])+")
_BOUNDS: Final = re.compile(r"\s*(?:(\d+)?(-)(\d+)?|(\d+))\$\$(?:([^${}]+)\$\$)?")
_WEIGHT: Final = re.compile(r"\s*(\d*\.?\d+)::")
_DEEPEST: Final = 50


@dataclass(frozen=True)
class Literal:
    """Text as it is."""

    text: str


@dataclass(frozen=True)
class Wildcard:
    """A name for values that the server has none of."""

    name: str


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Variants:
    """A number of options out of some."""

    options: tuple[Sequence, ...]
    weights: tuple[float, ...]
    least: int
    most: int
    separator: str


Part = Literal | Wildcard | Sequence | Variants


def prompts(template: str, most: int, *, combinatorial: bool) -> list[str]:
    """The prompts that a template stands for, in the server's order; or some at random.

    Raises:
        NodeError: The server could not read the template, or would not come to an end.
    """
    if not template:
        return []
    part = _Reader(template).read()
    if not combinatorial:
        return [_sample(part) for _ in range(most)]
    unknown = dict.fromkeys(_wildcards_in_variants(part, inside=False))
    if unknown:
        raise NodeError(f"No values found for wildcard(s): {', '.join(unknown)}")
    return list(islice(_all(part), max(most, 0)))


class _Reader:
    def __init__(self, template: str) -> None:
        self._text = template
        self._at = 0
        self._opened: list[int] = []

    def read(self) -> Sequence:
        found = self._sequence(_TEXT)
        if self._at < len(self._text):
            self._fail()
        return found

    def _sequence(self, text: re.Pattern[str]) -> Sequence:
        parts: list[Part] = []
        while self._at < len(self._text):
            part = self._part(text)
            if part is None:
                break
            parts.append(part)
        return Sequence(tuple(part for part in parts if part != Literal("")))

    def _part(self, text: re.Pattern[str]) -> Part | None:
        if self._match(_COMMENT):
            return Literal("")
        if self._text.startswith("{", self._at):
            return self._variants()
        wildcard = self._match(_WILDCARD)
        if wildcard:
            return Wildcard(wildcard[1])
        literal = self._match(text)
        return Literal(literal[0]) if literal else None

    def _variants(self) -> Variants:
        self._opened.append(self._at)
        self._at += 1
        if len(self._opened) > _DEEPEST:
            raise NodeError("maximum recursion depth exceeded", type="RecursionError")
        bounds = self._match(_BOUNDS)
        weights, options = [self._weight()], [self._option()]
        while self._text.startswith("|", self._at):
            self._at += 1
            weights.append(self._weight())
            options.append(self._option())
        if not self._text.startswith("}", self._at):
            self._fail()
        self._at += 1
        self._opened.pop()
        least, most = _bounds(bounds, len(options))
        separator = bounds[5] if bounds and bounds[5] is not None else ","
        return Variants(tuple(options), tuple(weights), least, most, separator)

    def _weight(self) -> float:
        found = self._match(_WEIGHT)
        return float(found[1]) if found else 1.0

    def _option(self) -> Sequence:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._sequence(_TEXT_IN_VARIANT)

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._at)
        if found:
            self._at = found.end()
        return found

    def _fail(self) -> None:
        """Complain of the outermost variants that are not closed, else of what is next."""
        self._at = self._opened[0] if self._opened else self._at
        line = self._text.count("\n", 0, self._at) + 1
        column = self._at - self._text.rfind("\n", 0, self._at)
        message = f"Expected end of text, found {self._text[self._at : self._at + 1]!r}"
        raise NodeError(f"{message}  (at char {self._at}), (line:{line}, col:{column})", type="ParseException")


def _bounds(found: re.Match[str] | None, count: int) -> tuple[int, int]:
    if not found:
        return 1, 1
    if found[4]:
        least = most = int(found[4])
    else:
        least, most = sorted((int(found[1] or 1), int(found[3] or count)))
    return min(least, count), min(most, count)


def _wildcards_in_variants(part: Part, *, inside: bool) -> Iterator[str]:
    if isinstance(part, Wildcard):
        if inside:
            yield part.name
    elif isinstance(part, Sequence):
        for inner in part.parts:
            yield from _wildcards_in_variants(inner, inside=inside)
    elif isinstance(part, Variants):
        for option in part.options:
            yield from _wildcards_in_variants(option, inside=True)


def _all(part: Part) -> Iterator[str]:
    """All texts that a part stands for; without end if it has an unknown wildcard."""
    if isinstance(part, Literal):
        yield part.text
    elif isinstance(part, Wildcard):
        yield from repeat(f"__{part.name}__")
    elif isinstance(part, Sequence):
        yield from map("".join, _products(part.parts))
    else:
        yield from _combinations(part)


def _products(parts: tuple[Part, ...]) -> Iterator[list[str]]:
    if not parts:
        yield []
        return
    for first in _all(parts[0]):
        for rest in _products(parts[1:]):
            yield [first, *rest]


def _combinations(variants: Variants) -> Iterator[str]:
    seen: set[tuple[str, ...]] = set()
    for count in range(variants.least, variants.most + 1):
        for chosen in _chosen(variants.options, count):
            for texts in _products(chosen):
                found = tuple(dict.fromkeys(texts))
                if len(found) == count and found not in seen:
                    seen.add(found)
                    yield _joined(found, variants.separator)


def _chosen(options: tuple[Sequence, ...], count: int) -> Iterator[tuple[Sequence, ...]]:
    if count == 0:
        yield ()
        return
    for option in options:
        for rest in _chosen(tuple(other for other in options if other != option), count - 1):
            yield (option, *rest)


def _joined(texts: tuple[str, ...], separator: str) -> str:
    if len(texts) == 1:
        return texts[0]
    return separator.join(texts).removeprefix(separator).removesuffix(separator)


def _sample(part: Part) -> str:
    if isinstance(part, Literal):
        return part.text
    if isinstance(part, Wildcard):
        return f"__{part.name}__"
    if isinstance(part, Sequence):
        return "".join(map(_sample, part.parts))
    return _sampled_variants(part)


def _sampled_variants(variants: Variants) -> str:
    options, weights = list(variants.options), list(variants.weights)
    chosen: list[str] = []
    for _ in range(_CHANCE.randint(variants.least, variants.most)):
        index = _CHANCE.choices(range(len(options)), weights)[0]
        chosen.append(_sample(options.pop(index)))
        weights.pop(index)
    return _joined(tuple(chosen), variants.separator)

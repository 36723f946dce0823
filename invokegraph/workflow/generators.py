"""The lists that generator nodes of the editor make."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from math import floor, isfinite
from random import Random
from typing import TYPE_CHECKING, Any, Final, Protocol

from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MOST_ITEMS: Final = 100_000
"""How many values a generator may make; a server takes 10,000 sessions at a time."""

_FLOATS: Final = "0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1"
_INTEGERS: Final = "1,2,3,4,5,6,7,8,9,10"
"""The texts of a generator that has none: those that the editor starts with."""

_FLOAT: Final = re.compile(r"[+-]?(Infinity|([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
"""What JavaScript takes for a number at the start of a text; what follows it there does not matter."""


class Lookup(Protocol):
    """What some generators have to ask a server for."""

    def prompts(self, template: str, *, most: int, combinatorial: bool, seed: int | None) -> list[str]:
        """The prompts of a dynamic prompt."""
        ...

    def images(self, board_id: str, *, assets: bool) -> list[str]:
        """The names of the images of a board."""
        ...


class NoList(Exception):
    """The list of a batch node is not to be had; the message says why."""


def generated(value: Mapping[str, Any], lookup: Lookup | None = None) -> list[Any]:
    """The list that the value of a generator node stands for.

    Random numbers that have a seed are the same each time, and those that the editor draws; the server, where it reads
    a workflow that another one calls, draws others from the same seed.

    Raises:
        NoList: It is no such value, makes too many items, or takes a server where `lookup` is None.
    """
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise NoList(f"a generator is needed, one of {', '.join(_KINDS)}, not {shorten(kind)}")
    if kind in _OF_SERVER:
        if lookup is None:
            raise NoList(f"only a server has the list of {kind}")
        return _OF_SERVER[kind](value, lookup)
    kept = value.get("values")
    if kind.startswith("float") and isinstance(kept, list):
        return [_float(item) for item in kept]  # pyright: ignore[reportUnknownVariableType] - JSON
    return _PLAIN[kind](value)


def _sequence(value: Mapping[str, Any], number: Callable[[Any], Any]) -> list[Any]:
    start, step = number(value.get("start", 0)), number(value.get("step", 0.1 if number is _float else 1))
    return [start + place * step for place in range(_count(value))] if step else [start]


def _floats_between(value: Mapping[str, Any]) -> list[float]:
    start, end, count = _float(value.get("start", 0)), _float(value.get("end", 1)), _count(value)
    return [start] if count == 1 else [start + (end - start) * (place / (count - 1)) for place in range(count)]


def _integers_between(value: Mapping[str, Any]) -> list[int]:
    start, end, count = _int(value.get("start", 0)), _int(value.get("end", 10)), _count(value)
    if count == 1:
        return [start]
    return [start + floor((end - start) * (place / (count - 1)) + 0.5) for place in range(count)]


def _random_floats(value: Mapping[str, Any]) -> list[float]:
    least, most, draw = _float(value.get("min", 0)), _float(value.get("max", 1)), _drawer(value)
    return [draw() * (most - least) + least for _ in range(_count(value))]


def _random_integers(value: Mapping[str, Any]) -> list[int]:
    least, most, draw = _int(value.get("min", 0)), _int(value.get("max", 10)), _drawer(value)
    return [int(draw() * (most - least + 1)) + least for _ in range(_count(value))]


def _drawer(value: Mapping[str, Any]) -> Callable[[], float]:
    """What draws numbers from 0 to 1: from a seed, the Mersenne Twister, 32 bits each, as the editor has it."""
    random, seed = Random(), value.get("seed")  # noqa: S311 - no secret
    if seed is None:
        return random.random
    state = [_int(seed) % 2**32]
    for place in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + place) % 2**32)
    random.setstate((3, (*state, len(state)), None))
    return lambda: random.getrandbits(32) / 2**32


def _floats_of_text(value: Mapping[str, Any]) -> list[float]:
    starts = [_FLOAT.match(part.strip()) for part in _parts(value, _FLOATS)]
    return [_float(start[0]) for start in starts if start]


def _integers_of_text(value: Mapping[str, Any]) -> list[int]:
    starts = [_INTEGER.match(part.strip()) for part in _parts(value, _INTEGERS)]
    return [_int(start[0]) for start in starts if start]


def _texts_of_text(value: Mapping[str, Any]) -> list[str]:
    return [part for part in _parts(value, "foo,bar,baz,qux") if part]


def _parts(value: Mapping[str, Any], otherwise: str) -> list[str]:
    text, split_on = str(value.get("input", otherwise)), str(value.get("splitOn", ","))
    if not split_on:
        return [text]
    with suppress(ValueError):
        split_on = json.loads(f'"{split_on}"') or split_on  # so that \n is a line's end
    return _few(text.split(split_on))


def _prompts(value: Mapping[str, Any], lookup: Lookup) -> list[Any]:
    combinatorial = value["type"] == "string_generator_dynamic_prompts_combinatorial"
    most = _int(value.get("maxPrompts" if combinatorial else "count", 10))
    seed = value.get("seed")
    template = str(value.get("input", "a super {cute|ferocious} {dog|cat}"))
    return lookup.prompts(template, most=most, combinatorial=combinatorial, seed=None if seed is None else _int(seed))


def _images(value: Mapping[str, Any], lookup: Lookup) -> list[Any]:
    board = value.get("board_id")
    if not isinstance(board, str) or not board:
        return []
    names = lookup.images(board, assets=value.get("category", "images") != "images")
    return [{"image_name": name} for name in names]


def _count(value: Mapping[str, Any]) -> int:
    count = _int(value.get("count", 10))
    if count > MOST_ITEMS:
        raise NoList(f"a generator makes {MOST_ITEMS} values at most, not {shorten(count)}")
    return max(count, 0)


def _few(items: list[str]) -> list[str]:
    if len(items) > MOST_ITEMS:
        raise NoList(f"a generator makes {MOST_ITEMS} values at most, not {len(items)}")
    return items


def _float(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = float("nan")
    if not isfinite(number):
        raise NoList(f"a number is needed, not {shorten(value)}")
    return number


def _int(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise NoList(f"a whole number is needed, not {shorten(value)}") from None


_PLAIN: Final[dict[str, Callable[[Mapping[str, Any]], list[Any]]]] = {
    "float_generator_arithmetic_sequence": lambda value: _sequence(value, _float),
    "float_generator_linear_distribution": _floats_between,
    "float_generator_random_distribution_uniform": _random_floats,
    "float_generator_parse_string": _floats_of_text,
    "integer_generator_arithmetic_sequence": lambda value: _sequence(value, _int),
    "integer_generator_linear_distribution": _integers_between,
    "integer_generator_random_distribution_uniform": _random_integers,
    "integer_generator_parse_string": _integers_of_text,
    "string_generator_parse_string": _texts_of_text,
}
_OF_SERVER: Final[dict[str, Callable[[Mapping[str, Any], Lookup], list[Any]]]] = {
    "string_generator_dynamic_prompts_combinatorial": _prompts,
    "string_generator_dynamic_prompts_random": _prompts,
    "image_generator_images_from_board": _images,
}
_KINDS: Final = (*_PLAIN, *_OF_SERVER)

"""Python source text, laid out as the formatter would lay it out.

Values from a schema enter the text here and nowhere else, as literals.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invokegraph.codegen.facts import Json

WIDTH: Final = 120
INDENT: Final = "    "
_LONGEST_LITERAL: Final = 107
_PIECE: Final = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Items between brackets: on one line, on one indented line, or each on a line of its own.

    Attributes:
        before: What stands before the first item, the opening bracket included.
        items: The items, as text or as groups.
        after: What stands after the last item, the closing bracket included.
        is_call: Whether the items may share an indented line, as arguments may and items of a list may not.
        comma: What stands between the items.
    """

    before: str
    items: Sequence[str | Group]
    after: str
    is_call: bool = False
    comma: str = ","

    def __str__(self) -> str:
        return f"{self.before}{f'{self.comma} '.join(map(str, self.items))}{self.after}"

    def lines(self, indent: str = "") -> list[str]:
        """The text, on several lines if it is too long for one."""
        whole = f"{indent}{self}"
        return [whole] if len(whole) <= WIDTH or not self.items else self.wrapped(indent)

    def wrapped(self, indent: str = "") -> list[str]:
        """The text on several lines."""
        inner = indent + INDENT
        shared = f"{inner}{', '.join(map(str, self.items))}"
        if self.is_call and len(shared) <= WIDTH:
            body = [shared]
        else:
            body = [line for item in self.items for line in _item_lines(item, inner, self.comma)]
        return [f"{indent}{self.before}", *body, f"{indent}{self.after.removeprefix(',')}"]


def _item_lines(item: str | Group, indent: str, comma: str) -> list[str]:
    if len(f"{indent}{item}{comma}") <= WIDTH:
        return [f"{indent}{item}{comma}"]
    if isinstance(item, Group):
        *lines, last = item.wrapped(indent)
    else:  # the members of a union go on a line each
        *lines, last = (f"{indent}{member}" for member in _members(item))
    return [*lines, f"{last}{comma}"]


def assignment(target: Group, value: Group, indent: str) -> list[str]:
    """`target = value`, wrapped: the value first, and the target only where that is not enough."""
    joined = Group(f"{target} = {value.before}", value.items, value.after, is_call=value.is_call)
    if len(f"{indent}{joined.before}") <= WIDTH:
        return joined.lines(indent)
    if len(f"{indent}{target} = (") <= WIDTH:
        return [f"{indent}{target} = (", *value.lines(indent + INDENT), f"{indent})"]
    *start, end = target.wrapped(indent)
    rest = Group(f"{end.strip()} = {value.before}", value.items, value.after, is_call=value.is_call)
    return [*start, *rest.lines(indent)]


def _members(union: str) -> list[str]:
    """The members of a union, each but the first with the bar in front of it."""
    lines = [""]
    for part in union.split(" | "):
        is_open = lines[-1].count("[") > lines[-1].count("]")
        if is_open or not lines[-1]:
            lines[-1] += f" | {part}" if is_open else part
        else:
            lines.append(f"| {part}")
    return lines


def value_of(value: Json, before: str = "") -> str | Group:
    """A plain JSON value as Python source, with `before` in front of it."""
    if isinstance(value, list):
        return Group(f"{before}[", [value_of(part) for part in value], "]")
    if isinstance(value, dict):
        return Group(f"{before}{{", [value_of(part, f"{quoted(key)}: ") for key, part in value.items()], "}")
    if not isinstance(value, str):
        return f"{before}{number(value)}"
    literal = quoted(value)
    if len(literal) <= _LONGEST_LITERAL:
        return before + literal
    pieces = textwrap.wrap(value, _PIECE, drop_whitespace=False, replace_whitespace=False, expand_tabs=False)
    return Group(f"{before}(", [quoted(piece) for piece in pieces], ")", comma="")


def number(value: float | None) -> str:
    """A number, or one of Python's three constants, as the formatter writes it."""
    return repr(value).replace("e+", "e")


def quoted(text: str) -> str:
    """A text as a Python literal, in double quotes unless that takes more escapes."""
    literal = repr(text)
    body = literal[1:-1]
    if literal[0] == '"':
        return literal
    if '"' not in text:
        return f'"{body}"'
    if "'" in text and text.count('"') <= text.count("'"):
        return '"' + body.replace('"', '\\"').replace("\\'", "'") + '"'
    return literal


def tuple_of(texts: Iterable[str], before: str) -> Group:
    """A tuple of texts as Python source, with `before` in front of it."""
    parts = [quoted(text) for text in texts]
    return Group(f"{before}(", parts, ",)" if len(parts) == 1 else ")")


def docstring(paragraphs: Iterable[str], sections: Iterable[tuple[str, Sequence[str]]], indent: str) -> list[str]:
    """A docstring of paragraphs and of sections such as `Args:` with one entry to a line, wrapped.

    Args:
        paragraphs: The text before the sections; the first is the summary.
        sections: Titles, and the entries below each.
        indent: What stands before each line.
    """
    blocks = [_wrapped(escaped(paragraph), indent) for paragraph in paragraphs]
    blocks += [
        [
            f"{indent}{title}:",
            *(line for entry in entries for line in _wrapped(escaped(entry), indent + INDENT, INDENT)),
        ]
        for title, entries in sections
        if entries
    ]
    first, *rest = [line for block in blocks for line in ("", *block)][1:]
    opening = f'{indent}"""{first.removeprefix(indent)}'
    return [opening, *rest, f'{indent}"""'] if rest else [f'{opening}"""']


def escaped(text: str) -> str:
    """A text that means itself between the quotes of a docstring."""
    printable = "".join(char if char.isprintable() else repr(char)[1:-1] for char in text.replace("\\", "\\\\"))
    return printable.replace('"""', '\\"\\"\\"')


def plainly(text: str) -> str:
    """A text from the schema as words of a docstring: as it is where it is harmless, else as a literal."""
    return text if text.isprintable() and not set(text) & set("\"'`\\") else quoted(text)


def _wrapped(text: str, indent: str, hanging: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH - 3,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def imports(*sections: Iterable[tuple[str, Iterable[str]]], indent: str = "") -> list[str]:
    """`from` imports in sections with an empty line between them; what is empty is left out.

    Args:
        sections: Modules, and the names to import from each.
        indent: What stands before each line.
    """
    blocks = [
        [line for module, names in section for line in _import(module, sorted(names, key=import_order), indent)]
        for section in sections
    ]
    return [line for block in blocks if block for line in ("", *block)][1:]


def _import(module: str, names: Sequence[str], indent: str) -> list[str]:
    whole = f"{indent}from {module} import {', '.join(names)}"
    if len(whole) <= WIDTH:
        return [whole] if names else []
    return [f"{indent}from {module} import (", *(f"{indent}{INDENT}{name}," for name in names), f"{indent})"]


def import_order(name: str) -> tuple[int, list[tuple[bool, int, str]]]:
    """The place of a name in an import: constants, classes, functions; in each by the alphabet, numbers by value."""
    rank = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    parts = re.findall(r"\d+|\D+", name)
    return rank, [(not part.isdigit(), int(part) if part.isdigit() else 0, part.lower()) for part in parts]

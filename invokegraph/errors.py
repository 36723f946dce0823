"""What goes wrong before anything is sent.

InvokegraphError
├── LocatedError                                        ends its first line with the user's file and line
│   ├── WireError         (TypeError)                   an output given to an input that does not take it
│   ├── ValueRefused      (ValueError)                  a value given to an input that does not take it
│   ├── UnknownName       (TypeError, AttributeError,   a name that the node does not have
│   │                      KeyError)
│   ├── FormatError       (ValueError)                  a file, text or dict that is not what it should be
│   ├── NotInGraph        (KeyError)                    a node, id or class that the graph does not hold
│   └── BatchError        (ValueError)                  a sweep that does not fit its graph
├── NodeTypeError         (TypeError)                   a node class that cannot be used as it is written
└── InvalidGraph          (ValueError)                  a graph or batch with problems; `.problems` lists them all

What goes wrong on the way to a server is in `invokegraph.transport.errors`, below the same root.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.location import calling_site, location_of
from invokegraph.words import counted, in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.problem import Problem


_TOLD: Final = 50
"""How many problems the text of an error tells; `problems` holds them all."""


class InvokegraphError(Exception):
    """The root of every error that this package raises on purpose.

    What is in a message may come from a file or a server: a terminal or a log shows it and does not obey it.
    """

    def __str__(self) -> str:
        return in_lines(str(self.args[0])) if self.args else ""


class LocatedError(InvokegraphError):
    """An error in the user's code, whose message ends its first line with the file and line: ` (pipeline.py:14)`."""

    def __init__(self, message: str) -> None:
        first, newline, rest = message.partition("\n")
        location = location_of(calling_site())
        super().__init__(f"{first}{f' ({location})' if location else ''}{newline}{rest}")

    def __reduce__(self) -> tuple[Any, ...]:
        """An error that comes out of another process keeps the place where it happened."""
        return _restored, (type(self), self.args), vars(self)


def _restored(cls: type[LocatedError], args: tuple[Any, ...]) -> LocatedError:
    error = cls.__new__(cls)
    error.args = args
    return error


class WireError(LocatedError, TypeError):
    """An output was given to an input that does not take it."""


class ValueRefused(LocatedError, ValueError):
    """A value was given to an input that does not take it: wrong type, out of range, or not one of the choices."""


class UnknownName(LocatedError, TypeError, AttributeError, KeyError):
    """A node was asked for an input or output that it does not have, or given an input without its name."""


class NodeTypeError(InvokegraphError, TypeError):
    """A node class cannot be used as it is written, for example because an annotation is no port type."""


class FormatError(LocatedError, ValueError):
    """A file, text or dict is not what it should be, so that there is nothing to check yet."""


class NotInGraph(LocatedError, KeyError):
    """The graph has no such node, id or class."""


class InvalidGraph(InvokegraphError, ValueError):
    """A graph or batch has problems.

    Attributes:
        problems: All of them, in the order of the nodes.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = counted(count, "problem")
        more = [f"and {count - _TOLD} more, which `problems` of this error holds"] if count > _TOLD else []
        return "\n".join([head, *map(str, self.problems[:_TOLD]), *more])


class BatchError(LocatedError, ValueError):
    """A sweep does not fit its graph: an unknown input, a wired one, a value that the input refuses, or lengths that
    differ.
    """

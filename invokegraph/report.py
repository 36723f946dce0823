"""Problems as reports: for people, for programs, and for the checks of a pull request on GitHub."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from invokegraph.naming import renamed
from invokegraph.validation import CODES
from invokegraph.validation.codes import FAILS, SURPRISES
from invokegraph.words import brief, counted, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from invokegraph.problem import LeftOut, Problem

_LONGEST_NOTE: Final = 200


class Checked(NamedTuple):
    """What was checked, and what is wrong with it.

    Attributes:
        file: The file that it came from, as it was named.
        problems: What is wrong with it.
        name: Its name in the file, where that holds several.
        left_out: What of a workflow has no place in what was checked.
        names: What to call nodes with ids that the editor made in what was left out; problems call them so already.
    """

    file: str
    problems: Sequence[Problem]
    name: str = ""
    left_out: Sequence[LeftOut] = ()
    names: Mapping[str, str] = {}

    @property
    def source(self) -> str:
        """The file, and what it was called in it."""
        return f"{self.file}:{self.name}" if self.name else self.file


def as_text(checked: Iterable[Checked]) -> str:
    """What is wrong, the way a compiler tells it, a line with the count for each file that has problems."""
    return "".join(map(_told, checked))


def _told(checked: Checked) -> str:
    count, names = len(checked.problems), checked.names
    told = f"{counted(count, 'problem')}; the server would {_fate(checked.problems)}" if count else ""
    lines = [
        f"{printable(checked.source)}: {told or 'no problems'}",
        *map(str, checked.problems),
        *(f"note: left out: {brief(renamed(note.message, names), _LONGEST_NOTE)}" for note in checked.left_out),
    ]
    return "\n".join(lines) + "\n"


def _fate(problems: Sequence[Problem]) -> str:
    """What the server would do, said of the worst of several problems."""
    if any(problem.server_refuses for problem in problems):
        return "refuse it"
    return "take it and fail" if any(problem.code in FAILS for problem in problems) else "run it"


def as_json(checked: Iterable[Checked]) -> str:
    """A JSON list with an object for each file: `source`, `problems` and `left_out` with all that is known of each."""
    told = [
        {
            "source": each.source,
            "problems": entries(each.problems),
            "left_out": [note._asdict() for note in each.left_out],
        }
        for each in checked
    ]
    return dumps(told, indent=2) + "\n"


def entries(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON objects, with all that is known of each."""
    return list(map(_entry, problems))


def _entry(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "message": problem.message,
        "reason": CODES.get(problem.code, ""),
        "suggestion": problem.suggestion,
        "server_refuses": problem.server_refuses,
        "node_id": problem.node_id,
        "field": problem.field,
        "edge": problem.edge.to_dict() if problem.edge else None,
        "file": problem.location.file if problem.location else None,
        "line": problem.location.line if problem.location else None,
    }


def as_github(checked: Iterable[Checked]) -> str:
    """Annotations for GitHub Actions, which shows each beside the line that it is about."""
    return "".join(line for each in checked for line in _annotations(each))


def _annotations(checked: Checked) -> Iterator[str]:
    for problem in checked.problems:
        yield _annotation(checked, problem)
    for note in checked.left_out:
        text = _data(renamed(note.message, checked.names))
        yield f"::notice file={_property(checked.file)},title=left-out::{text}\n"


def _annotation(checked: Checked, problem: Problem) -> str:
    level = "warning" if problem.code in SURPRISES else "error"
    file, _, line = str(problem.location).rpartition(":") if problem.location else (checked.file, "", "")
    place = f"file={_property(file)}" + (f",line={line}" if line else "")
    text = _data(f"{problem.message}\n{problem.suggestion}".rstrip())
    return f"::{level} {place},title={_property(problem.code)}::{text}\n"


def _data(text: str) -> str:
    """A text as a workflow command takes it; it must not be able to end the command and begin another."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

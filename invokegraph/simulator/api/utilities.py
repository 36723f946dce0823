"""`/api/v1/utilities`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.answers import Refused, invalid
from invokegraph.simulator.nodes import NodeError

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_MOST_PROMPTS: Final = 10_000
_USUAL_PROMPTS: Final = 1000


def dynamic_prompts(_: State, question: Question) -> JSON:
    """The prompts that a template stands for."""
    from invokegraph.simulator.nodes.dynamic_prompts import prompts

    template: str = question.field("prompt", str)
    fields = question.fields()
    most = _whole(fields.get("max_prompts", _USUAL_PROMPTS), "max_prompts")
    if most < 1:
        said = "Input should be greater than or equal to 1"
        raise invalid("greater_than_equal", ("body", "max_prompts"), said, most, {"ge": 1})
    if most > _MOST_PROMPTS:
        said = f"Input should be less than or equal to {_MOST_PROMPTS}"
        raise invalid("less_than_equal", ("body", "max_prompts"), said, most, {"le": _MOST_PROMPTS})
    combinatorial: Any = fields.get("combinatorial", True)
    if not isinstance(combinatorial, bool):
        said = "Input should be a valid boolean, unable to interpret input"
        raise invalid("bool_parsing", ("body", "combinatorial"), said, combinatorial)
    if fields.get("seed") is not None:
        _whole(fields["seed"], "seed")
    try:
        found = prompts(template, most, combinatorial=combinatorial)
    except NodeError as error:
        return {"prompts": [template], "error": str(error)}
    return {"prompts": found or [""], "error": None}


def _whole(value: Any, name: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lstrip("+-").isdecimal():
        return int(value)
    said = "Input should be a valid integer, unable to parse string as an integer"
    raise invalid("int_parsing", ("body", name), said, value)


def fonts(_: State, __: Question) -> JSON:
    """The fonts for drawing: there are none."""
    return {"fonts": []}


def font(_: State, __: Question) -> None:
    """The file of a font."""
    raise Refused(404, "Font file not found")


_AT: Final = "/api/v1/utilities"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/dynamicprompts", dynamic_prompts),
    ("GET", f"{_AT}/fonts", fonts),
    ("GET", f"{_AT}/fonts/{{font_path:path}}", font),
]

"""`/api/v1/utilities`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.answers import Refused
from invokegraph.simulator.nodes import NodeError

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_USUAL_PROMPTS: Final = 1000
_LONGEST_NAME: Final = 255
"""Bytes: at what no file can be called, the server stumbles."""


def dynamic_prompts(_: State, question: Question) -> JSON:
    """The prompts that a template stands for."""
    from invokegraph.simulator.nodes.dynamic_prompts import prompts

    template, most = question.field("prompt"), question.fields().get("max_prompts", _USUAL_PROMPTS)
    combinatorial = question.fields().get("combinatorial", True)
    try:
        found = prompts(template, most, combinatorial=combinatorial)
    except NodeError as error:
        return {"prompts": [template], "error": str(error)}
    return {"prompts": found or [""], "error": None}


def fonts(_: State, __: Question) -> JSON:
    """The fonts for drawing: there are none."""
    return {"fonts": []}


def font(_: State, question: Question) -> None:
    """The file of a font."""
    path = question.path["font_path"]
    if "\0" in path or any(len(part.encode()) > _LONGEST_NAME for part in path.split("/")):
        raise Refused(500, "Internal Server Error")
    raise Refused(404, "Font file not found")


_AT: Final = "/api/v1/utilities"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/dynamicprompts", dynamic_prompts),
    ("GET", f"{_AT}/fonts", fonts),
    ("GET", f"{_AT}/fonts/{{font_path:path}}", font),
]

"""The shape of the workflow that the server keeps with a batch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.words import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_TEXTS: Final = ("name", "author", "description", "version", "contact", "tags", "notes")
_NUMBER: Final = r"(?:0|[1-9]\d*)"
_VERSION: Final = re.compile(
    rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}"
    rf"(?:-(?:{_NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:{_NUMBER}|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?"
    r"(?:\+[0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*)?$"
)
"""A semantic version."""


def why_no_workflow(value: object) -> str:
    """Why the server refuses a workflow beside a batch, or an empty string if it takes it."""
    if not isinstance(value, dict):
        return f"an object is needed, not {shorten(value)}"
    workflow = cast("dict[str, Any]", value)
    for name, (is_right, what) in _SHAPE.items():
        if name not in workflow:
            return f"{name} is missing"
        if not is_right(workflow[name]):
            return f"{name} is {what}, not {shorten(workflow[name])}"
    if not (workflow.get("form") is None or isinstance(workflow["form"], dict)):
        return f"form is an object, not {shorten(workflow['form'])}"
    if sum(map(_is_return, workflow["nodes"])) > 1:
        return "it has more than one workflow_return node"
    return ""


def parts_kept(workflow: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a workflow that the server keeps: all else is dropped."""
    return {name: workflow[name] for name in (*_SHAPE, "form") if name in workflow}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _are_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(part, dict) for part in cast("list[object]", value))


def _are_exposed(value: object) -> bool:
    return _are_objects(value) and all(
        _is_text(part.get("nodeId")) and _is_text(part.get("fieldName")) for part in cast("list[dict[str, Any]]", value)
    )


def _is_meta(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    meta = cast("dict[str, object]", value)
    version = meta.get("version")
    return isinstance(version, str) and bool(_VERSION.match(version)) and meta.get("category") in ("user", "default")


def _is_return(node: dict[str, Any]) -> bool:
    data = node.get("data")
    is_return = isinstance(data, dict) and cast("dict[str, Any]", data).get("type") == "workflow_return"
    return node.get("type") == "invocation" and is_return


_SHAPE: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    **dict.fromkeys(_TEXTS, (_is_text, "a text")),
    "exposedFields": (_are_exposed, "a list of objects with nodeId and fieldName"),
    "meta": (_is_meta, 'an object with a version such as "3.0.0" and the category "user" or "default"'),
    "nodes": (_are_objects, "a list of objects"),
    "edges": (_are_objects, "a list of objects"),
}
"""The parts that a workflow has to have: what each is judged by, and what it is in words."""

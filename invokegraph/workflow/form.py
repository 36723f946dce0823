"""Which inputs a workflow shows to whoever runs it, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.workflow.document import Document


class Exposed(NamedTuple):
    """An input that a workflow shows.

    Attributes:
        node_id: The node that it belongs to.
        field: Its name.
    """

    node_id: str
    field: str


def exposed(document: Document) -> list[Exposed]:
    """The inputs that a workflow shows, each once: those of its form from top to bottom; where the form has none, those
    of the list that came before forms.

    An input of a node that the workflow does not hold is not among them.
    """
    shown = dict.fromkeys(_of_form(document.data.get("form"))) or dict.fromkeys(
        Exposed(field["nodeId"], field["fieldName"]) for field in document.data["exposedFields"]
    )
    return list(dict.fromkeys(_as_now(document, each) for each in shown if each.node_id in document.nodes))


def _as_now(document: Document, shown: Exposed) -> Exposed:
    """An input by its name of today: the pictures of a collection were in what takes only wires now."""
    node = document.nodes[shown.node_id]
    is_old = (node.type, shown.field) == ("image_collection", "collection") and "images" in node.inputs
    return shown._replace(field="images") if is_old else shown


def _of_form(form: Any) -> Iterator[Exposed]:
    """The inputs of a form, whatever else it holds: containers in containers, texts, rings, things without meaning."""
    elements = _dict(_dict(form).get("elements"))
    waiting: list[Any] = [_dict(form).get("rootElementId")]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        if not isinstance(name, str) or name in seen:
            continue
        seen.add(name)
        element = _dict(elements.get(name))
        data = _dict(element.get("data"))
        field = _dict(data.get("fieldIdentifier"))
        node_id, field_name = field.get("nodeId"), field.get("fieldName")
        if element.get("type") == "node-field" and isinstance(node_id, str) and isinstance(field_name, str):
            yield Exposed(node_id, field_name)
        children = data.get("children")
        waiting += reversed(cast("list[Any]", children)) if isinstance(children, list) else []


def _dict(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}

"""The models of a workflow, which may come from another server, replaced by those of this one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.catalog import node_class
from invokegraph.ports import declared_port
from invokegraph.transport.errors import AmbiguousModel, ModelNotFound
from invokegraph.transport.models import PARTS, is_identifier, pick
from invokegraph.transport.resolving import narrowed
from invokegraph.words import brief
from invokegraph.workflow.document import UNSET

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from invokegraph.transport.models import ModelRecord
    from invokegraph.workflow.document import Document, EditorNode

_UNSAID: Final = {"base": "any", "type": "unknown"}
"""What stands in the parts of an identifier that nobody has said."""


class ModelChange(NamedTuple):
    """A model of a workflow that was replaced.

    Attributes:
        node_id: The node that names it.
        field: The input.
        old: The identifier that stood there; empty where there was none.
        new: The model of the server.
    """

    node_id: str
    field: str
    old: dict[str, Any]
    new: ModelRecord


def sync_models(
    document: Document, models: Sequence[ModelRecord], *, by_name: bool, by_base: bool
) -> list[ModelChange]:
    """Replace the models of a workflow by those of a server; see `WorkflowHandle.sync_dnn_model`."""
    fed = {(edge.target, edge.target_field) for edge in document.edges}
    keys = {model.key for model in models}
    changes: list[tuple[dict[str, Any], ModelChange]] = []
    errors: list[ModelNotFound] = []
    inputs = [(node, name) for node in document.nodes.values() for name in node.inputs if (node.id, name) not in fed]
    for node, field in inputs:
        for held in _identifiers(node.value(field)):
            if held["key"] in keys:
                continue
            try:
                found = _found(models, held, node, field, name=by_name, base=by_base)
            except ModelNotFound as error:
                errors.append(error)
            else:
                if found is not None:
                    changes.append((held, ModelChange(node.id, field, {**held}, found)))
        if by_base and (only := _only_one(models, node, field)):
            changes.append(({}, ModelChange(node.id, field, {}, only)))
    if errors:
        raise _together(errors)
    for held, change in changes:
        held.update(change.new.identifier())
        if not change.old:
            document.nodes[change.node_id].inputs[change.field]["value"] = held
    return [change for _, change in changes]


def _identifiers(value: object) -> Iterator[dict[str, Any]]:
    """The identifiers of models that a value is or holds."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _identifiers(item)
    elif isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        if is_identifier(fields) and all(isinstance(fields[part], str) for part in PARTS):
            yield fields
        else:
            for item in fields.values():
                yield from _identifiers(item)


def _found(
    models: Sequence[ModelRecord], held: dict[str, Any], node: EditorNode, field: str, *, name: bool, base: bool
) -> ModelRecord | None:
    """The model of the server that stands for one that it does not know by its key; None where that can wait until the
    workflow is submitted.
    """
    said: dict[str, Collection[str]] = {
        part: (held[part],) for part in ("hash", "name", "base", "type") if held[part] not in ("", _UNSAID.get(part))
    }
    weights = said.pop("hash", ())
    same = [model for model in models if model.get("hash") in weights]
    if len(same) == 1:
        return same[0]
    place = f"{brief(node.label or node.id)}.{brief(field)}: "
    wanted = narrowed(said, node_class(node.type), field)
    attempts = [wanted] if name and "name" in wanted else []
    if base and wanted.keys() >= {"base", "type"}:
        attempts.append({part: wanted[part] for part in ("base", "type")})
    if not attempts and not held["key"]:
        return None
    missing: ModelNotFound | None = None
    for attempt in attempts or [{"key": (held["key"],), **wanted}]:
        try:
            return pick(same or models, attempt, place)
        except AmbiguousModel:
            raise
        except ModelNotFound as error:
            missing = missing or error
    assert missing, "there was an attempt"
    raise missing


def _only_one(models: Sequence[ModelRecord], node: EditorNode, field: str) -> ModelRecord | None:
    """The only model that an input takes, where it needs one and has none."""
    cls = node_class(node.type)
    port = None if cls is None else declared_port(cls, field, "takes")
    if port is None or not port.required or node.value(field) not in (UNSET, None):
        return None
    wanted = narrowed({}, cls, field)
    fitting = [model for model in models if all(model.get(part) in takes for part, takes in wanted.items())]
    return fitting[0] if wanted and len(fitting) == 1 else None


def _together(errors: Sequence[ModelNotFound]) -> ModelNotFound:
    if len(errors) == 1:
        return errors[0]
    candidates = {candidate.key: candidate for error in errors for candidate in error.candidates}
    told = "\n".join(str(error) for error in errors)
    return ModelNotFound(f"{len(errors)} models of the workflow cannot be found:\n{told}", [*candidates.values()])

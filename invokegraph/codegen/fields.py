"""Source text of field models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.codegen.annotations import Annotations
from invokegraph.codegen.known import FIELD_RULES
from invokegraph.codegen.names import MODEL_NAMES, attribute_names
from invokegraph.codegen.text import INDENT, Group, docstring, imports, number, plainly, quoted, value_of
from invokegraph.types import FLOAT, INT, NONE, STR, PortType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.codegen.facts import FieldModelFacts, PartFacts
    from invokegraph.codegen.names import Names

Bounds = dict[str, int | float]

_PLAIN: Final = "FieldModel"
_READ_AT_RUN_TIME: Final = "# ruff: noqa: RUF012, TC001 - pydantic copies defaults, and reads annotations at run time"
_NUMBERS: Final = ("ge", "gt", "le", "lt", "multiple_of")


def fields_module(heading: str, models: Sequence[FieldModelFacts], names: Names, shared: Sequence[str] | None) -> str:
    """Source text of the module of field models.

    Args:
        heading: The comment on the first line.
        models: The field models that it defines.
        names: The names of the package's classes.
        shared: The names that it takes from the catalog; None for the catalog itself.
    """
    annotations = Annotations(names, [])
    in_order = sorted(models, key=lambda model: names.models[model.key].lower())
    classes = [_model_class(model, annotations) for model in in_order]
    used = annotations.used
    taken = [("nodes_catalog.fields", [f"{name} as {name}"]) for name in sorted(shared or ())]
    bases = used.intersection({_PLAIN, *FIELD_RULES})
    import_lines = imports(
        [("__future__", ["annotations"])],
        [("typing", used & {"Annotated", "Any", "Literal"})],
        [("pydantic", used & {"Field"})],
        [*taken, ("nodes_catalog.rules", bases if shared is not None else ())],
        [(".choices", used.intersection(names.choices.values())), (".rules", bases if shared is None else ())],
    )
    about = '"""Values that have several parts: pictures by name, colours, models, and what loaders hand on."""'
    start = [heading, _READ_AT_RUN_TIME, "", about, "", *import_lines]
    return "\n".join([*start, *(line for lines in classes for line in ("", "", *lines)), ""])


def _model_class(model: FieldModelFacts, annotations: Annotations) -> list[str]:
    attributes = attribute_names([part.name for part in model.parts], MODEL_NAMES | annotations.names.all())
    body = [line for part in model.parts for line in _part(part, attributes[part.name], annotations)]
    return [
        f"class {annotations.names.models[model.key]}({', '.join(map(annotations.use, _bases(model)))}, frozen=True):",
        *docstring([f"The server's `{plainly(model.key)}`."], [], INDENT),
        *(["", *body] if body else []),
    ]


def _bases(model: FieldModelFacts) -> list[str]:
    parts = {part.name for part in model.parts}
    return [rule for rule, (keys, needed) in FIELD_RULES.items() if model.key in keys and needed <= parts] or [_PLAIN]


def _part(part: PartFacts, attribute: str, annotations: Annotations) -> list[str]:
    limits = dict(part.limits)
    spread = part.type.without_none().kind == "union" or NONE in part.type.members or bool(part.item_limits)
    text = _bounded(part.type, limits, dict(part.item_limits), annotations) if spread else annotations.type(part.type)
    arguments: list[str | Group] = [] if part.required else [value_of(part.default, "default=")]
    if not spread:
        arguments += [f"{name}={number(value)}" for name, value in _fitting(part.type, limits).items()]
    if attribute != part.name:
        arguments.append(f"alias={quoted(part.name)}")
    if not arguments:
        return [f"{INDENT}{attribute}: {text}"]
    if len(arguments) == 1 and not part.required:
        default = value_of(part.default, f"{attribute}: {text} = ")
        return default.lines(INDENT) if isinstance(default, Group) else [f"{INDENT}{default}"]
    return Group(f"{attribute}: {text} = {annotations.use('Field')}(", arguments, ")", is_call=True).lines(INDENT)


def _bounded(type_: PortType, limits: Bounds, items: Bounds, annotations: Annotations) -> str:
    """A type with its bounds written to the members that they are meant for."""
    texts: list[str] = []
    for member in sorted(type_.members, key=NONE.__eq__):
        is_list = member.kind == "list"
        text = f"list[{_bounded(member.args[0], items, {}, annotations)}]" if is_list else annotations.type(member)
        bounds = ", ".join(f"{name}={number(value)}" for name, value in _fitting(member, limits).items())
        bounded = f"{annotations.use('Annotated')}[{text}, {annotations.use('Field')}({bounds})]" if bounds else text
        texts.append(bounded)
    return " | ".join(texts)


def _fitting(type_: PortType, limits: Bounds) -> Bounds:
    numeric = type_ in (INT, FLOAT)
    sized = type_ == STR or type_.kind == "list"
    return {name: value for name, value in limits.items() if (numeric if name in _NUMBERS else sized)}

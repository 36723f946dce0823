"""Source text of node classes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.codegen.annotations import Annotations
from invokegraph.codegen.names import NODE_NAMES, PORT_NAMES, attribute_names
from invokegraph.codegen.text import (
    INDENT,
    Group,
    assignment,
    docstring,
    imports,
    number,
    plainly,
    quoted,
    tuple_of,
    value_of,
)
from invokegraph.types import NONE
from invokegraph.words import describe_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.codegen.facts import InputFacts, Json, NodeFacts, OutputFacts
    from invokegraph.codegen.names import Names
    from invokegraph.types import PortType

_LAST: Final = ("board", "metadata")
_TYPING: Final = ("Any", "Literal", "Never")
_SHOWN_CHOICES: Final = 4
_SHOWN: Final = 60


def node_module(heading: str, nodes: Sequence[NodeFacts], names: Names, outputs: Sequence[PortType]) -> str:
    """Source text of a module of node classes.

    Args:
        heading: The comment on the first line.
        nodes: The node types, in the order that they are to stand in.
        names: The names of the package's classes.
        outputs: The types of all outputs in the package.
    """
    annotations = Annotations(names, outputs)
    classes = [_node_class(node, annotations) for node in nodes]
    used = annotations.used
    at_run_time = imports(
        [("__future__", ["annotations"])],
        [("typing", ["TYPE_CHECKING"] if used else [])],
        [("invokegraph.node", ["Node"]), ("invokegraph.ports", used & {"out", "port"})],
    )
    checked = imports(
        [("typing", used.intersection(_TYPING))],
        [("invokegraph.model", used & {"Model"}), ("invokegraph.ports", used.intersection(PORT_NAMES))],
        [
            (".choices", used.intersection(names.choices.values())),
            (".fields", used.intersection(names.models.values())),
        ],
        indent=INDENT,
    )
    about = docstring([f"Node types of the category {plainly(nodes[0].category) or 'other'}."], [], "")
    block = ["", "if TYPE_CHECKING:", *checked] if checked else []
    start = [heading, "", *about, "", *at_run_time, *block]
    return "\n".join([*start, *(line for lines in classes for line in ("", "", *lines)), ""])


def _node_class(node: NodeFacts, annotations: Annotations) -> list[str]:
    inputs = inputs_in_order(node)
    outputs = {output.name: output for output in node.outputs}
    names = annotations.names
    attributes = attribute_names([*(put.name for put in inputs), *outputs], NODE_NAMES | names.all())
    body: list[str] = []
    for put in inputs:
        body += _input(put, outputs.pop(put.name, None), attributes[put.name], annotations)
    body += [line for output in outputs.values() for line in _output(output, attributes[output.name], annotations)]
    body += [line for name, default in node.attributes for line in _node_attribute(name, annotations, default=default)]
    return [
        *_class_line(names.nodes[node.key], node).lines(),
        *docstring([_summary(node), *_title(node)], _sections(node, inputs, attributes, annotations), INDENT),
        *(["", *body] if body else []),
    ]


def inputs_in_order(node: NodeFacts) -> list[InputFacts]:
    """The inputs of a node type as its class lists them: those that are required first, what every picture has last."""
    return sorted(node.inputs, key=lambda put: (put.name in _LAST, not put.required))


def _class_line(name: str, node: NodeFacts) -> Group:
    stated = (("type", node.type), ("version", node.version), ("category", node.category))
    arguments = ["Node", *(f"{word}={quoted(text)}" for word, text in stated)]
    if node.title:
        arguments.append(f"title={quoted(node.title)}")
    if node.classification != "stable":
        arguments.append(f"classification={quoted(node.classification)}")
    if node.node_pack != "invokeai":
        arguments.append(f"node_pack={quoted(node.node_pack)}")
    if node.extra_inputs:
        arguments.append("extra_inputs=True")
    return Group(f"class {name}(", arguments, "):", is_call=True)


def _input(put: InputFacts, output: OutputFacts | None, attribute: str, annotations: Annotations) -> list[str]:
    """The line of an input, or of an input and the output of the same name."""
    parts = [annotations.values(put), annotations.wires(put)]
    arguments: list[str | Group] = [value_of(None if put.required else put.default, "default=")]
    if put.required:
        arguments.append("required=True")
    if put.kind != "any":
        arguments.append(f"input={quoted(put.kind)}")
    if output is not None:
        parts.insert(0, annotations.type(output.type.without_none()))
        if NONE in output.type.members:
            arguments.append("optional=True")
    arguments += [f"{name}={number(value)}" for name, value in put.limits]
    for word, values in (("model_bases", put.model_bases), ("model_types", put.model_types)):
        if values:
            arguments.append(tuple_of(values, f"{word}="))
    if attribute != put.name:
        arguments.append(f"name={quoted(put.name)}")
    form = annotations.use("In" if output is None else "InOut")
    annotation = Group(f"{attribute}: {form}[", parts, "]", is_call=True)
    return assignment(annotation, Group(f"{annotations.use('port')}(", arguments, ")", is_call=True), INDENT)


def _output(output: OutputFacts, attribute: str, annotations: Annotations) -> list[str]:
    arguments = ["optional=True"] if NONE in output.type.members else []
    if attribute != output.name:
        arguments.append(f"name={quoted(output.name)}")
    type_ = annotations.type(output.type.without_none())
    annotation = Group(f"{attribute}: {annotations.use('Out')}[", [type_], "]", is_call=True, comma="")
    return assignment(annotation, Group(f"{annotations.use('out')}(", arguments, ")", is_call=True), INDENT)


def _node_attribute(name: str, annotations: Annotations, *, default: bool) -> list[str]:
    """The line of an attribute that every node has, where its default is not the usual one."""
    form, never, call = (annotations.use(word) for word in ("In", "Never", "port"))
    return [f'{INDENT}{name}: {form}[bool, {never}] = {call}(default={default}, input="direct")']


def _summary(node: NodeFacts) -> str:
    parts = [f"Node type `{plainly(node.type)}`"]
    if node.version:
        parts.append(f"version {plainly(node.version)}")
    if node.category:
        parts.append(f"category {plainly(node.category)}")
    if node.classification != "stable":
        parts.append(plainly(node.classification))
    if node.node_pack != "invokeai":
        parts.append(f"from node pack {plainly(node.node_pack)}")
    return f"{', '.join(parts)}."


def _title(node: NodeFacts) -> list[str]:
    return [f"In the editor: {plainly(node.title)}."] if node.title else []


def _sections(
    node: NodeFacts, inputs: Sequence[InputFacts], attributes: dict[str, str], annotations: Annotations
) -> list[tuple[str, list[str]]]:
    entries = [f"{attributes[put.name]}: {said}" for put in inputs if (said := _said_of(put, annotations))]
    gives = [f"{attributes[output.name]} ({annotations.type(output.type.without_none())})" for output in node.outputs]
    return [("Args", entries), ("Gives", [f"{', '.join(gives)}."] if gives else [])]


def _said_of(put: InputFacts, annotations: Annotations) -> str:
    """What there is to say about an input beyond its type, in words."""
    parts = ["required"] if put.required else []
    if put.kind != "any":
        parts.append({"connection": "wire only", "direct": "value only"}[put.kind])
    parts += [_choices(member, annotations) for member in put.type.members if member.kind == "literal"]
    for word, values in (("base", put.model_bases), ("type", put.model_types)):
        if values:
            parts.append(f"{word} {' or '.join(map(plainly, values))}")
    if put.limits:
        parts.append(describe_limits(dict(put.limits)))
    if put.default is not None:
        parts.append(f"default {_brief(put.default)}")
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _choices(type_: PortType, annotations: Annotations) -> str:
    if len(type_.choices) > _SHOWN_CHOICES:
        return f"one of {annotations.type(type_)}"
    return " or ".join(map(_brief, type_.choices))


def _brief(value: Json) -> str:
    """A value as Python source; of one that is too long, its beginning or its size."""
    if isinstance(value, str):
        return quoted(value if len(value) <= _SHOWN else f"{value[: _SHOWN - 4]} ...")
    text = str(value_of(value))
    if isinstance(value, (list, dict)) and len(text) > _SHOWN:
        return f"{'a list' if isinstance(value, list) else 'an object'} of {len(value)}"
    return text

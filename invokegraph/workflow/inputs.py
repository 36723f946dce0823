"""The inputs that a workflow shows, with values that can be read and set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invokegraph.catalog import node_class
from invokegraph.errors import UnknownName, ValueRefused
from invokegraph.model import Model
from invokegraph.node import UnknownNode, blank, input_port
from invokegraph.ports import Output, Port, Wires
from invokegraph.serialization import copy_of
from invokegraph.values import NAMED_BY, own, to_json_value
from invokegraph.words import brief, did_you_mean, listed
from invokegraph.workflow.document import GIVEN, UNSET
from invokegraph.workflow.reading import FLAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.node import Node
    from invokegraph.workflow.document import EditorNode
    from invokegraph.workflow.form import Exposed

_MOST_TOLD: Final = 20


class WorkflowInput:
    """An input that a workflow shows.

    Attributes:
        input_index: Its position in the form, counted from 0; -1 if the form does not show it.
        node_id: The node that it belongs to.
        field_name: Its name at that node.
        is_wired: Whether a wire feeds it, so that it has no value of its own.
    """

    __slots__ = ("_editor", "_node", "_port", "field_name", "input_index", "is_wired", "node_id")

    def __init__(self, index: int, exposed: Exposed, editor: EditorNode, *, is_wired: bool) -> None:
        self.input_index = index
        self.node_id = exposed.node_id
        self.field_name = exposed.field
        self.is_wired = is_wired
        self._editor = editor
        self._node, self._port = _port_of(editor, exposed.field)

    @property
    def label(self) -> str:
        """Its label in the form; empty if it has only its name."""
        label = self._editor.inputs.get(self.field_name, {}).get("label")
        return label if isinstance(label, str) else ""

    @property
    def node_type(self) -> str:
        """The type of its node."""
        return self._editor.type

    @property
    def node_label(self) -> str:
        """The title of its node; empty if the node has no title of its own."""
        return self._editor.label

    @property
    def type(self) -> str:
        """What it takes, in words: `int from 0 to 4294967295`."""
        return self._port.describe()

    @property
    def required(self) -> bool:
        """Whether it must have a value or a wire."""
        return self._port.required

    @property
    def port(self) -> Port:
        """The port of the node's class."""
        return self._port

    @property
    def value(self) -> Any:
        """Its value: that of the workflow, else the default of the node type. Assign to set it.

        An image, a video or a board may be set by the server's name for it, a model by its name.

        Setting it raises:
            ValueRefused: The input does not take the value, or a wire feeds it.
        """
        held = self._editor.value(self.field_name)
        if held is UNSET and self.field_name in FLAGS:
            return self._editor.data[FLAGS[self.field_name]]
        if held is UNSET:
            return own(self._port.default)
        if self._port.takes_model:
            return Model.from_dict(held) or own(held)
        return own(held)

    @value.setter
    def value(self, value: Any) -> None:
        written = self.checked(value)
        if self.field_name in FLAGS:
            self._editor.inputs.get(self.field_name, {}).pop("value", None)
            self._editor.data[FLAGS[self.field_name]] = self._port.default if written is None else written
            return
        field = self._editor.inputs.setdefault(self.field_name, {"name": self.field_name, "label": ""})
        if written is None and not self._takes_none():
            field.pop("value", None)
            return
        field["value"] = written
        if written is None:
            self._editor.data[GIVEN] = sorted({*self._editor.given, self.field_name})

    def checked(self, value: Any) -> Any:
        """What the workflow would hold of a value, as JSON.

        Raises:
            ValueRefused: The input does not take the value, or a wire feeds it.
        """
        if self.is_wired:
            raise ValueRefused(f"{self}: a wire feeds it, which would override the value")
        if isinstance(value, (Output, Wires)):
            raise ValueRefused(f"{self}: a value is needed, not a wire")
        if value is None or (self.field_name == "board" and value in ("auto", "none")):
            return value
        if isinstance(value, str):
            value = self._named(value)
        try:
            return to_json_value(own(self._port.accept(self._node, copy_of(value, self.field_name))))
        except ValueRefused as error:
            error.args = (f"{self}: {error}",)  # which knows only the node, and has the user's line at its end already
            raise

    def _named(self, name: str) -> Any:
        """What a text stands for at this input: what it names, or just itself."""
        for member in self._members():
            if member in NAMED_BY and name:
                return {NAMED_BY[member]: name}
        return Model(name) if self._port.takes_model and name else name

    def _members(self) -> Sequence[str]:
        """The names of the types that it takes."""
        return [] if self._port.takes is None else [member.name for member in self._port.takes.members]

    def _takes_none(self) -> bool:
        return self._port.takes is not None and any(member.kind == "none" for member in self._port.takes.members)

    def __str__(self) -> str:
        if self.input_index < 0:
            return f"input {brief(self.node_id)}.{brief(self.field_name)}"
        return f"input {self.input_index} ({brief(self.label or self.field_name)})"

    def __repr__(self) -> str:
        return f"<WorkflowInput {self.input_index} {brief(self.label or self.field_name)}: {self.type}>"


def why_no_input(editor: EditorNode, field: str) -> str:
    """What inputs a node has, where it has none of this name; empty where it has, or may have."""
    node = _like(editor)
    try:
        input_port(node, field)
    except UnknownName:
        return did_you_mean(field, node.inputs) or f"it has {listed([*node.inputs], _MOST_TOLD)}"
    return ""


def _port_of(editor: EditorNode, field: str) -> tuple[Node, Port]:
    """A node like the editor's, for judging values, and its port."""
    node = _like(editor)
    try:
        return node, input_port(node, field)
    except UnknownName:  # the node type has it no longer: any value is as good as another
        return node, Port.of_unknown(field)


def _like(editor: EditorNode) -> Node:
    """A node of the same type, without inputs."""
    cls = node_class(editor.type) or UnknownNode
    node = blank(cls, editor.id)
    if cls is UnknownNode:
        object.__setattr__(node, "type", editor.type)
    return node

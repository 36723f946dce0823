"""A workflow of InvokeAI's editor: read from a file, a text or a dict, checked in its shape, and brought to the
current version of the format.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from invokegraph.errors import FormatError
from invokegraph.problem import LeftOut
from invokegraph.serialization import copy_of, json_of, object_of, text_of
from invokegraph.words import brief, shorten
from invokegraph.workflow.chunks import SIGNATURE
from invokegraph.workflow.migration import VERSIONS, migrate

Source = str | bytes | os.PathLike[str] | Mapping[str, Any]
"""A workflow: a dict, its JSON text, or the path of a file that holds that."""

LARGEST_FILE: Final = 64 * 2**20
"""Bytes of the largest file that is read. A workflow of 10,000 nodes has about 15 MiB."""

UNSET: Final = object()
"""The value of an input that has none of its own."""

GIVEN: Final = "given"
"""An entry of a node that we wrote ourselves: its inputs whose values are to be read although they are null, defaults,
beside a wire, or unknown. The editor writes all values, and nobody can tell which of them were meant.
"""

_HOLDS_NULL: Final = "core_metadata"
TEXTS: Final = ("name", "author", "description", "version", "contact", "tags", "notes")
"""The parts of a workflow that are texts."""


class EditorEdge(NamedTuple):
    """A wire as the editor draws it; either end may be a connector."""

    source: str
    source_field: str
    target: str
    target_field: str


@dataclass(frozen=True, slots=True)
class EditorNode:
    """An invocation node of a workflow.

    Attributes:
        id: Its id.
        type: Its node type.
        data: What the workflow holds of it, in the current shape: `label`, `notes`, `version`, `nodePack`, `isOpen`,
            `isIntermediate`, `useCache` and `inputs`.
    """

    id: str
    type: str
    data: dict[str, Any]

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """Its inputs by name, each with `name`, `label`, and a `value` where it has one."""
        inputs: dict[str, dict[str, Any]] = self.data["inputs"]
        return inputs

    @property
    def label(self) -> str:
        """Its title, empty where it has only that of its type."""
        label: str = self.data["label"]
        return label

    @property
    def given(self) -> Collection[str]:
        """The inputs whose values are to be read whatever they are."""
        given = self.data.get(GIVEN)
        return (
            [name for name in cast("list[object]", given) if isinstance(name, str)] if isinstance(given, list) else ()
        )

    def value(self, name: str) -> Any:
        """The value of an input, `UNSET` where it has none. To the editor, null is none."""
        value = self.inputs.get(name, {}).get("value", UNSET)
        return UNSET if value is None and self.type != _HOLDS_NULL and name not in self.given else value


class Document:
    """A workflow of the editor, in the shape of format version 4.0.0.

    Attributes:
        data: All of it, as JSON.
        nodes: The invocation nodes by id, in the order of the file.
        connectors: The ids of the connectors, which only lead wires around.
        edges: The wires, in the order of the file.
        left_out: What it holds beside: notes, and what the editor only draws.
    """

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = _checked(data)
        self.nodes: dict[str, EditorNode] = {}
        self.connectors: set[str] = set()
        self.left_out: list[LeftOut] = []
        for place, node in enumerate(self.data["nodes"]):
            self._take(node, f"nodes[{place}]")
        self.edges = [
            EditorEdge(edge["source"], edge["sourceHandle"], edge["target"], edge["targetHandle"])
            for edge in self.data["edges"]
            if edge["type"] == "default"
        ]

    def _take(self, node: dict[str, Any], where: str) -> None:
        id_: str = node["id"]
        if id_ in self.nodes or id_ in self.connectors:
            raise FormatError(f"{where}: a second node with the id {shorten(id_)}")
        kind: str = node["type"]
        data: dict[str, Any] = node.get("data") or {}
        if kind == "invocation":
            self.nodes[id_] = EditorNode(id_, data["type"], data)
            if note := data["notes"].strip():
                self.left_out.append(LeftOut(f"the note at {data['label'] or data['type']}: {note}", id_))
        elif kind == "connector":
            self.connectors.add(id_)
        elif kind == "notes":
            self.left_out.append(LeftOut(f"a note: {data['notes'].strip()}", id_))
        else:
            self.left_out.append(LeftOut(f"a node that the editor only draws, {shorten(kind)}", id_))

    def origin_of(self, edge: EditorEdge) -> tuple[str, str] | None:
        """The output that a wire comes from, back through all connectors; None where they lead nowhere."""
        return self._origins.get(edge.source) if edge.source in self.connectors else (edge.source, edge.source_field)

    @cached_property
    def _origins(self) -> dict[str, tuple[str, str] | None]:
        """For each connector the output that it leads on."""
        fed: dict[str, tuple[str, str]] = {}
        for edge in self.edges:
            if edge.target in self.connectors and edge.target_field == "in":
                fed.setdefault(edge.target, (edge.source, edge.source_field))
        origins: dict[str, tuple[str, str] | None] = {}
        for connector in self.connectors:
            passed: dict[str, None] = {}
            at: tuple[str, str] | None = (connector, "out")
            while at is not None and at[0] in self.connectors and at[0] not in origins and at[0] not in passed:
                passed[at[0]] = None
                at = fed.get(at[0])
            if at is not None and at[0] in self.connectors:
                at = origins.get(at[0])  # known already, or a ring of connectors, which leads nowhere
            origins.update(dict.fromkeys(passed, at))
        return origins


def read_document(source: Source) -> Document:
    """Read a workflow of the editor, of any version of the format.

    Args:
        source: The workflow as a dict, as JSON text, or the path of a file that holds it. What the server's library
            answers, with the workflow under `workflow`, is taken as well.

    Raises:
        FormatError: It is not a workflow; the message names the place.
    """
    if isinstance(source, Mapping):
        return Document(source)
    if isinstance(source, bytes) or (isinstance(source, str) and _is_json(source)):
        return document_of_text(source)
    path = Path(os.fsdecode(source))
    with errors_of(path):
        return Document(object_of(_of_file(path), "a workflow", "nodes and edges"))


def document_of_text(text: str | bytes) -> Document:
    """Read a workflow of the editor from JSON text, whatever the text is: it is never taken for a path.

    Raises:
        FormatError: It is not JSON, or not a workflow; the message names the place.
    """
    return Document(object_of(json_of(text), "a workflow", "nodes and edges"))


@contextmanager
def errors_of(path: Path) -> Generator[None, None, None]:
    """Name a file in what goes wrong in the block that reads it."""
    try:
        yield
    except FormatError as error:
        error.args = (f"{shorten(str(path))}: {error}",)
        raise
    except (OSError, ValueError) as error:  # a path may have a null in it
        why = error.strerror if isinstance(error, OSError) else error
        raise FormatError(f"{shorten(str(path))}: {why}") from error


def _is_json(text: str) -> bool:
    return text.lstrip().removeprefix("\ufeff")[:1] == "{"


def _of_file(path: Path) -> Any:
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise FormatError(f"more than {LARGEST_FILE // 2**20} MiB, which no workflow has")
    if content.startswith(SIGNATURE):
        raise FormatError("a picture, not a workflow: Graph.from_image reads what it holds")
    return json_of(content)


def _checked(source: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a workflow in the current shape, with all that readers of it rely on."""
    given = object_of(source, "a workflow", "nodes and edges")
    if "workflow" in given and "nodes" not in given:
        given = object_of(given["workflow"], "workflow", "nodes and edges")
    if isinstance(given.get("nodes"), Mapping) or "batch" in given or "graph" in given:
        raise FormatError(
            "this is a graph or a batch of the API, not a workflow of the editor: Graph.from_dict reads it"
        )
    workflow: dict[str, Any] = copy_of(given, "workflow")
    version = _version(workflow.get("meta"))
    for name in TEXTS:
        workflow[name] = text_of(workflow.get(name) or "", name)
    for name in ("nodes", "edges", "exposedFields"):
        if not isinstance(workflow.setdefault(name, []), list):
            raise FormatError(f"{name}: a list is needed, not {shorten(workflow[name])}")
    for place, node in enumerate(workflow["nodes"]):
        _check_node(node, f"nodes[{place}]")
    for place, edge in enumerate(workflow["edges"]):
        _check_edge(edge, f"edges[{place}]")
    for place, field in enumerate(workflow["exposedFields"]):
        for part in ("nodeId", "fieldName"):
            text_of(
                object_of(field, f"exposedFields[{place}]", "nodeId and fieldName").get(part),
                f"exposedFields[{place}].{part}",
            )
    migrate(workflow, version)
    return workflow


def _version(meta: object) -> str:
    """The version of the format, which says how to read the rest."""
    version = cast("dict[str, Any]", meta).get("version") if isinstance(meta, dict) else None
    if version not in VERSIONS:
        missing, newer = "InvokeAI's editor writes it into all that it saves", "a newer invokegraph may know that one"
        raise FormatError(
            "meta.version: the version of the workflow format is needed, one of"
            f" {', '.join(VERSIONS)}, not {shorten(version)}\n  {missing if version is None else newer}"
        )
    return str(version)


def _check_node(node: Any, where: str) -> None:
    """Refuse what is no node, and fill in what a node of its kind may leave out."""
    _object(node, where, "a node of the editor")
    for name in ("id", "type"):
        text_of(node.get(name), f"{where}.{name}")
    if node["type"] not in ("invocation", "notes", "connector"):
        return
    data = node.setdefault("data", {})
    _object(data, f"{where}.data", "what the node is")
    if node["type"] == "notes":
        text_of(data.setdefault("notes", ""), f"{where}.data.notes")
    if node["type"] != "invocation":  # without these the editor does not open the file
        data.update({"id": node["id"], "type": node["type"]})
        data.setdefault("label", "")
        data.setdefault("isOpen", True)
    if node["type"] != "invocation":
        return
    text_of(data.get("type"), f"{where}.data.type")
    data["id"] = node["id"]
    for name in ("label", "notes", "version", "nodePack"):
        data[name] = text_of(data.get(name) or "", f"{where}.data.{name}")
    for name, otherwise in (("isOpen", True), ("isIntermediate", False), ("useCache", True)):
        if not isinstance(data.setdefault(name, otherwise), bool):
            raise FormatError(f"{where}.data.{name}: true or false is needed, not {shorten(data[name])}")
    inputs = data.setdefault("inputs", {})
    for name, field in _object(inputs, f"{where}.data.inputs", "inputs by their names").items():
        place = f"{where}.data.inputs.{brief(name)}"
        _object(field, place, "the value of an input")
        field.setdefault("name", name)
        field["label"] = text_of(field.get("label") or "", f"{place}.label")


def _check_edge(edge: Any, where: str) -> None:
    """Refuse what is no edge."""
    _object(edge, where, "an edge of the editor")
    edge.setdefault("type", "default")
    ends = ("source", "sourceHandle", "target", "targetHandle") if edge["type"] == "default" else ("source", "target")
    for end in ends:
        text_of(edge.get(end), f"{where}.{end}")
    edge.setdefault("id", "-".join(edge[end] for end in ends))


def _object(value: Any, where: str, what: str) -> dict[str, Any]:
    """`value` itself, a part of a copy in plain types, which has to be an object."""
    return cast("dict[str, Any]", value) if value.__class__ is dict else object_of(value, where, what)

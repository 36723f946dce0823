"""From a workflow with batch nodes to a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from invokegraph.batch import Batch, Sweep
from invokegraph.problem import LeftOut
from invokegraph.values import own
from invokegraph.words import brief
from invokegraph.workflow.document import UNSET
from invokegraph.workflow.generators import NoList, generated
from invokegraph.workflow.reading import BATCHES, GENERATORS, graph_of, is_executable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invokegraph.workflow.document import Document, EditorNode
    from invokegraph.workflow.generators import Lookup


def batch_of(document: Document, runs: int = 1, *, board_id: str | None = None, lookup: Lookup | None = None) -> Batch:
    """The batch of a workflow, as the editor makes it of it: each batch node is a sweep over what it is wired to, and
    those of one group advance together.

    Args:
        document: The workflow.
        runs: How many times the whole is repeated.
        board_id: The board for the pictures of nodes whose board is "auto".
        lookup: What asks a server for the lists that only it knows; without it they are left out, and listed.

    Raises:
        BatchError: `runs` is not an integer from 1 up.
    """
    graph = graph_of(document, board_id=board_id)
    batch = Batch(graph, runs)
    targets = _targets(document)
    axes: dict[tuple[str, str], list[Sweep]] = {}
    left_out = [
        note
        for note in graph.left_out
        if note.node_id not in document.nodes or is_executable(document.nodes[note.node_id])
    ]
    for id_, node in document.nodes.items():
        if node.type not in BATCHES:
            continue
        try:
            items = _items(document, node, lookup)
        except NoList as error:
            left_out.append(LeftOut(f"the batch node {_name(node)}: {error}", id_))
            continue
        if id_ not in targets:
            left_out.append(LeftOut(f"the batch node {_name(node)}: it is wired to nothing", id_))
        axis = axes.setdefault(_group(node), [])
        axis += [Sweep(graph[target], field, tuple(own(items))) for target, field in targets.get(id_, ())]
    graph.left_out = tuple(left_out)
    batch.adopt(axis for axis in axes.values() if axis)
    return batch


def _group(node: EditorNode) -> tuple[str, str]:
    """What batch nodes have in common that advance together; those without any group, as old files have them, do."""
    group = node.value("batch_group_id")
    return ("alone", node.id) if group == "None" else ("group", "" if group is UNSET else str(group))


def _targets(document: Document) -> Mapping[str, Sequence[tuple[str, str]]]:
    """For each batch node, the inputs that it sets, through all connectors."""
    targets: dict[str, dict[tuple[str, str], None]] = {}
    for edge in document.edges:
        origin = document.origin_of(edge)
        target = document.nodes.get(edge.target)
        if origin is not None and target is not None and is_executable(target) and origin[0] in document.nodes:
            targets.setdefault(origin[0], {})[edge.target, edge.target_field] = None
    return {id_: list(found) for id_, found in targets.items()}


def _items(document: Document, node: EditorNode, lookup: Lookup | None) -> list[Any]:
    """The values of a batch node: what a generator makes, or its own list."""
    for edge in document.edges:
        if edge.target == node.id and edge.target_field == BATCHES[node.type]:
            origin = document.origin_of(edge)
            source = document.nodes.get(origin[0]) if origin else None
            if source is None or source.type not in GENERATORS:
                raise NoList("its list is wired to no generator")
            value = source.value("generator")
            if not isinstance(value, dict):
                raise NoList(f"the generator {_name(source)} has no value")
            return generated(cast("dict[str, Any]", value), lookup)
    value = node.value(BATCHES[node.type])
    if value is UNSET or value is None:
        return []
    if not isinstance(value, list):
        raise NoList(f"its {BATCHES[node.type]} are no list")
    return cast("list[Any]", value)


def _name(node: EditorNode) -> str:
    return brief(node.label or node.id)

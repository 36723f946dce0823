"""The page on node types says what the code does."""

from __future__ import annotations

from pathlib import Path

from invokegraph.simulator.nodes.kinds import kind, table
from invokegraph.simulator.nodes.schema import node_types

PAGE = Path(__file__).parents[3] / "docs" / "simulator-nodes.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text("utf-8") == table(), "write invokegraph.simulator.nodes.kinds.table() into the page"


def test_a_stand_in_has_a_note() -> None:
    assert not [node_type for node_type in node_types() if kind(node_type)[0] != "real" and not kind(node_type)[1]]


def test_what_needs_a_model_is_a_stand_in() -> None:
    needing = [
        node_type for node_type in node_types() if node_type.endswith(("_denoise", "_text_encoder", "_l2i", "_i2l"))
    ]
    assert len(needing) > 20
    assert {kind(node_type)[0] for node_type in needing} == {"stand-in"}

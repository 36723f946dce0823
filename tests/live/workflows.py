"""A workflow as the GUI saves it."""

from __future__ import annotations

from typing import Any


def workflow(name: str, **more: Any) -> dict[str, Any]:
    """A workflow with one node, which the server takes; what it does not know stands in it too."""
    node = {
        "id": "add",
        "type": "invocation",
        "position": {"x": 0.5, "y": -20},
        "data": {
            "id": "add",
            "type": "add",
            "version": "1.0.1",
            "inputs": {"a": {"name": "a", "value": 1}},
            "new": [None],
        },
    }
    return {
        "name": name,
        "author": "",
        "description": "a description ☂",
        "version": "1.0.0",
        "contact": "",
        "tags": "",
        "notes": "",
        "nodes": [node],
        "edges": [],
        "exposedFields": [],
        "form": None,
        "meta": {"version": "3.0.0", "category": "user"},
        **more,
    }

"""Workflows for tests, written as the editor writes them."""

from __future__ import annotations

from typing import Any


def invocation(id_: str, type_: str, **inputs: Any) -> dict[str, Any]:
    fields = {name: {"name": name, "label": "", "value": value} for name, value in inputs.items()}
    data = {
        "id": id_,
        "type": type_,
        "version": "1.0.0",
        "nodePack": "invokeai",
        "label": "",
        "notes": "",
        "isOpen": True,
        "isIntermediate": False,
        "useCache": True,
        "inputs": fields,
    }
    return {"id": id_, "type": "invocation", "position": {"x": 0, "y": 0}, "data": data}


def connector(id_: str) -> dict[str, Any]:
    data = {"id": id_, "type": "connector", "label": "", "isOpen": True}
    return {"id": id_, "type": "connector", "position": {"x": 0, "y": 0}, "data": data}


def edge(text: str, **more: Any) -> dict[str, Any]:
    """An edge from `a.value -> b.a`."""
    source, _, target = text.partition(" -> ")
    (source_id, _, source_field), (target_id, _, target_field) = source.rpartition("."), target.rpartition(".")
    ends = {"source": source_id, "sourceHandle": source_field, "target": target_id, "targetHandle": target_field}
    return {"id": text, "type": "default", **ends, **more}


def workflow(nodes: list[dict[str, Any]], *edges: str, version: str = "4.0.0", **more: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("name", "author", "description", "version", "contact", "tags", "notes"), "")
    meta = {"version": version, "category": "user"}
    return {**texts, "meta": meta, "exposedFields": [], "nodes": nodes, "edges": [edge(each) for each in edges], **more}

"""What is told of graphs that are judged by the schema of a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from invokegraph import Graph, UnknownNode
from nodes_catalog import Add, DenoiseLatents, Integer, Noise, Scheduler
from tests.core.server_schemas import document, node, output, schemas, without

Made = tuple[Graph, dict[str, Any]]


def _missing_type() -> Made:
    return Graph(Add()), without("add")


def _misspelt_type() -> Made:
    return Graph(UnknownNode("nois")), document()


def _lost_input() -> Made:
    edited = document()
    entry = node(edited, "noise")
    del entry["properties"]["noise_type"]
    entry["version"] = "1.0.3"
    return Graph(Noise(noise_type="FLUX")), edited


def _lost_output() -> Made:
    edited = document()
    del output(edited, "integer")["properties"]["value"]
    number = Integer(value=3)
    return Graph(Add(a=number.value)), edited


def _lost_choice() -> Made:
    edited = document()
    entry = node(edited, "scheduler")
    field = entry["properties"]["scheduler"]
    field["enum"] = [choice for choice in field["enum"] if choice not in ("euler", "lms")]
    field["default"] = "ddim"
    entry["version"] = "2.0.0"
    return Graph(Scheduler(scheduler="lms")), edited


def _other_default() -> Made:
    edited = document()
    entry = node(edited, "denoise_latents")
    entry["properties"]["steps"]["default"] = 20
    entry["version"] = "2.0.0"
    return Graph(DenoiseLatents()), edited


def _now_required() -> Made:
    edited = document()
    entry = node(edited, "noise")
    entry["properties"]["seed"] = {"type": "integer", "orig_required": True, "input": "any", "field_kind": "input"}
    return Graph(Noise()), edited


def _narrower() -> Made:
    edited = document()
    node(edited, "noise")["properties"]["width"]["multipleOf"] = 64
    return Graph(Noise(width=520)), edited


def _other_type() -> Made:
    edited = document()
    entry = schemas(edited)["IntegerOutput"]
    entry["properties"]["value"] = {"type": "number"}
    return Graph(Noise(width=Integer(value=8).value)), edited


CASES: list[tuple[str, Callable[[], Made], str]] = [
    (
        "unknown-node-type",
        _missing_type,
        "add: the server has no node type 'add' [unknown-node-type]\n    it belongs to another release of the server, or to a node pack that this one does not have",
    ),
    (
        "unknown-node-type",
        _misspelt_type,
        "nois: the server has no node type 'nois' [unknown-node-type]\n    did you mean noise or img_noise?",
    ),
    (
        "schema-drift",
        _lost_input,
        "noise has version 1.0.3 on the server, not 1.1.0: the input noise_type is gone [schema-drift]",
    ),
    (
        "schema-drift",
        _lost_output,
        "integer differs on the server: the output value is gone [schema-drift]",
    ),
    (
        "schema-drift",
        _lost_choice,
        "scheduler has version 2.0.0 on the server, not 1.0.0: scheduler is 'ddim' where nothing is given, not 'euler', scheduler has lost 'lms', 'euler' [schema-drift]",
    ),
    (
        "schema-drift",
        _other_default,
        "denoise_latents has version 2.0.0 on the server, not 1.6.0: steps is 20 where nothing is given, not 10 [schema-drift]\n    give steps a value, to be the same everywhere",
    ),
    (
        "schema-drift",
        _now_required,
        "noise differs on the server: seed is required, seed takes int, not int from 0 to 4294967295 [schema-drift]",
    ),
    (
        "schema-drift",
        _narrower,
        "noise differs on the server: width takes int above 0, a multiple of 64, not int above 0, a multiple of 8 [schema-drift]",
    ),
    (
        "schema-drift",
        _other_type,
        "integer differs on the server: value gives float, not int [schema-drift]",
    ),
]
"""Code, graph and schema, and the whole text of the first problem of that code, but for the place in the code."""

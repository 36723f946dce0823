"""The server's own verdicts, by its own code. Run by a Python that has the `invokeai` package, never imported.

Reads one JSON request a line from stdin and writes one JSON answer a line to stdout:

    {"graphs": [graph, …]}    -> for each, why the server refuses it, or an empty string
    {"batches": [batch, …]}   -> the same for batches
    {"wired": [[type, given, field, value], …]}
                              -> for each, what becomes of a node whose input a wire sets: why it is refused, or an empty
                                 string, and whether the node can be loaded again
    {"workflows": [[workflow, graph], …]}
                              -> for each, where the graph that the server makes of the workflow differs from the one beside
                                 it, or an empty string
    {"pairs": true}           -> all pairs of ports that fit, as [type, output, type, input]
"""

import json
import os
import sys

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what the package prints while it loads is no answer

import invokeai.app.invocations  # noqa: E402, F401
from invokeai.app.invocations.baseinvocation import InvocationRegistry  # noqa: E402
from invokeai.app.services.session_queue.session_queue_common import (  # noqa: E402
    Batch,
    EnqueueBatchResult,
    prepare_values_to_insert,
)
from invokeai.app.services.shared import workflow_graph_builder  # noqa: E402
from invokeai.app.services.shared.graph import are_connection_types_compatible  # noqa: E402
from pydantic import ValidationError  # noqa: E402

EVERYWHERE = ("id", "type", "is_intermediate", "use_cache")


def why_refused(build) -> str:
    try:
        build()
    except Exception as error:  # noqa: BLE001 - whatever it is, the server refuses
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def graph(data) -> str:
    return batch({"graph": data})


def batch(data) -> str:
    return why_refused(lambda: enqueue(data))


def enqueue(data) -> None:
    """What the endpoint does with a batch: parse it, make rows for the database of it, and answer with it."""
    made = Batch.model_validate(data)
    once = made.model_copy(update={"runs": 1})  # without sessions it counts through all the runs, be they 10**30
    rows = prepare_values_to_insert("default", once, priority=0, max_new_queue_items=1)
    [text.encode() for row in rows for text in row if isinstance(text, str)]
    EnqueueBatchResult(
        queue_id="default", enqueued=len(rows), requested=len(rows), batch=made, priority=0, item_ids=[]
    ).model_dump_json(by_alias=True)


def wired(type_, given, field, value) -> list:
    cls = InvocationRegistry.get_invocation_for_type(type_)
    node = cls(id="n", **given)
    refused = why_refused(lambda: setattr(node, field, value))
    stored = node.model_dump_json(warnings=False)
    return [refused, not why_refused(lambda: cls.model_validate_json(stored))]


def workflow(data, ours) -> str:
    """Where two graphs differ: what the server makes of a workflow, just before it parses it, and what was made
    elsewhere.
    """
    theirs, mine = comparable(workflow_graph_builder.build_graph_from_workflow(data)), comparable(ours)
    return "" if theirs == mine else f"{theirs} is not {mine}"[:2000]


def comparable(made) -> tuple:
    edges = [[*edge["source"].values(), *edge["destination"].values()] for edge in made["edges"]]
    return {id_: parsed(node) for id_, node in made["nodes"].items()}, sorted(edges)


def parsed(node) -> str:
    """A node as the server understands it; where it cannot, what is wrong with it and what it was given."""
    cls = InvocationRegistry.get_invocation_for_type(node["type"])
    try:
        return cls.model_validate(node).model_dump_json(warnings=False)
    except (ValueError, TypeError) as error:  # some validators of nodes stumble
        details = error.errors() if isinstance(error, ValidationError) else []
        wrong = sorted(str((each["loc"], each["type"])) for each in details)
        defaults = {name: field.get_default() for name, field in cls.model_fields.items()}
        given = {name: value for name, value in node.items() if name in defaults and value != defaults[name]}
        return f"{wrong} {json.dumps(given, sort_keys=True)}"


class Unparsed:
    """In the place of the server's class of graphs: a graph as it is before it is parsed."""

    @staticmethod
    def model_validate(data) -> dict:
        return {"nodes": data["nodes"], "edges": [edge.model_dump() for edge in data["edges"]]}


def pairs() -> list:
    outputs = {}
    inputs = {}
    for cls in InvocationRegistry.get_invocation_classes():
        for name, field in cls.get_output_annotation().model_fields.items():
            if name not in ("type", "output_meta"):
                outputs[cls.get_type(), name] = field.annotation
        for name, field in cls.model_fields.items():
            if name not in EVERYWHERE:
                inputs[cls.get_type(), name] = field.annotation
    return [
        [*source, *target]
        for source, given in outputs.items()
        for target, taken in inputs.items()
        if are_connection_types_compatible(given, taken)
    ]


# Only a workflow that returns something can be called by another; as a graph, any will do.
workflow_graph_builder._validate_callable_workflow_nodes = lambda nodes: None
workflow_graph_builder.Graph = Unparsed

for line in sys.stdin:
    request = json.loads(line)
    if "graphs" in request:
        answer = [graph(data) for data in request["graphs"]]
    elif "batches" in request:
        answer = [batch(data) for data in request["batches"]]
    elif "wired" in request:
        answer = [wired(*case) for case in request["wired"]]
    elif "workflows" in request:
        answer = [workflow(*case) for case in request["workflows"]]
    else:
        answer = pairs()
    answers.write(json.dumps(answer) + "\n")

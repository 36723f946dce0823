"""The sessions of workflows with batch and generator nodes, here and by the server's own expansion of called workflows.

Where that differs from what the editor queues, we do as the editor does. The server, and only for called workflows:

- looks for the wires of a batch node at an output called as its list is, which no node has;
- wraps each value into a list where the input is called `collection`;
- draws other random numbers from a seed, so that there are none here;
- rounds a half to an even number, so that linear distributions have whole steps here;
- crosses the inputs of one node without a group with each other, so that such nodes have one wire here.
"""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any, Final

import pytest

from invokegraph import Batch
from tests.workflow.making import connector, edge, invocation, workflow

from .server_process import ServerProcess

pytestmark = pytest.mark.live

SEED: Final = 5
RANDOM: Final = 500
LISTS: Final = {"integer": "integers", "float": "floats", "string": "strings"}


def test_random_workflows_with_batch_nodes(server: ServerProcess, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(SEED)
    made = [drawn(random) for _ in range(RANDOM)]
    theirs = server.expansions([as_called(each) for each in made])
    differing = []
    refused = sessions = 0
    for each, expected in zip(made, theirs, strict=True):
        if isinstance(expected, str):
            refused += 1
            batch = Batch.from_workflow(each)
            assert batch.problems() or batch.graph.left_out, (expected, json.dumps(each))
            continue
        ours = [
            [[node, field, value] for (node, field), value in session.values.items()]
            for session in Batch.from_workflow(each).sessions()
        ]
        sessions += len(ours)
        if sorted(map(told, ours)) != sorted(map(told, expected)):
            differing.append(f"{json.dumps(each)}\n{ours[:3]}\nis not {expected[:3]}")
    with capsys.disabled():
        print(
            f"\n{RANDOM} random workflows with batch nodes (seed {SEED}): {refused} refused by the server,"
            f" {sessions} sessions of the others, {len(differing)} workflows expanded otherwise"
        )
    assert differing == [], "\n\n".join(sorted(differing, key=len)[:5])
    assert refused < RANDOM / 3


def told(values: list[list[Any]]) -> str:
    """The values of a session, in no order; those for lists as the server wraps them."""
    plain = [
        [node, field, value if isinstance(value, list) or field != "collection" else [value]]
        for node, field, value in values
    ]
    return json.dumps(sorted(plain, key=str))


def as_called(made: dict[str, Any]) -> dict[str, Any]:
    """The workflow as one that others call: with a return; and with the wires of batch nodes at the output that the
    server looks for, which is called as the list is and not as the output.
    """
    called = deepcopy(made)
    called["nodes"].append(invocation("return", "workflow_return"))
    types = {node["id"]: node["data"].get("type", "") for node in called["nodes"]}
    for wire in called["edges"]:
        kind, _, batch = types[wire["source"]].partition("_")
        if batch == "batch":
            wire["sourceHandle"] = LISTS[kind]
    return called


def drawn(random: Random) -> dict[str, Any]:
    """A workflow with some batch nodes, groups, generators, and connectors."""
    sinks = {
        "integer": [("add", "a"), ("add", "b"), ("integers", "collection")],
        "float": [("sub", "value"), ("floats", "collection")],
        "string": [("text", "value"), ("join", "string_left"), ("join", "string_right")],
    }
    nodes = [
        invocation("add", "add", a=1, b=2),
        invocation("integers", "integer_collection", collection=[1]),
        invocation("sub", "float", value=0.5),
        invocation("floats", "float_collection", collection=[0.5]),
        invocation("text", "string", value="t"),
        invocation("join", "string_join", string_left="l", string_right="r"),
    ]
    wires: list[dict[str, Any]] = []
    length = random.randint(1, 3)
    free = [(kind, sink) for kind, each in sinks.items() for sink in each]
    random.shuffle(free)
    for number in range(random.randint(1, 4)):
        kind = free[-1][0]
        name = f"batch-{number}"
        group = random.choice(("None", "None", "Group 1", "Group 2"))
        count = length if group != "None" or random.random() < 0.3 else random.randint(1, 3)
        if random.random() < 0.05:
            count += 1
        nodes.append(
            invocation(name, f"{kind}_batch", **{LISTS[kind]: items(random, kind, count)}, batch_group_id=group)
        )
        if random.random() < 0.4:
            generator = f"generator-{number}"
            nodes.append(invocation(generator, f"{kind}_generator", generator=generated(random, kind, count)))
            wires += led(random, nodes, f"{generator}.{LISTS[kind]}", f"{name}.{LISTS[kind]}", f"g{number}")
        for place in range(random.choice((0, 1, 1, 1, 1, 1, 1, 1 if group == "None" else 2))):
            mine = [each for each in free if each[0] == kind]
            if mine:
                free.remove(mine[-1])
                wires += led(random, nodes, f"{name}.value", ".".join(mine[-1][1]), f"b{number}-{place}")
        if not free:
            break
    random.shuffle(nodes)
    made = workflow(nodes)
    made["edges"] = wires
    return made


def led(random: Random, nodes: list[dict[str, Any]], source: str, target: str, name: str) -> list[dict[str, Any]]:
    """Wires from an output to an input, through some connectors."""
    names = [f"{name}-{step}" for step in range(random.choice((0, 0, 1, 2)))]
    nodes += map(connector, names)
    starts = [source, *(f"{each}.out" for each in names)]
    ends = [*(f"{each}.in" for each in names), target]
    return [edge(f"{start} -> {end}") for start, end in zip(starts, ends, strict=True)]


def items(random: Random, kind: str, count: int) -> list[Any]:
    make = {"integer": lambda: random.randint(-9, 9), "float": random.random, "string": lambda: random.choice("abc")}
    return [make[kind]() for _ in range(count)]


def generated(random: Random, kind: str, count: int) -> dict[str, Any]:
    """The value of a generator that makes `count` values."""
    if kind == "string" or random.random() < 0.25:
        text = random.choice((",", "|", "\\n"))
        joined = {"\\n": "\n"}.get(text, text).join(str(item) for item in items(random, kind, count))
        return {"type": f"{kind}_generator_parse_string", "input": joined, "splitOn": text}
    name = random.choice(("arithmetic_sequence", "linear_distribution"))
    start = random.randint(-5, 5)
    parts = {
        "arithmetic_sequence": {"start": start, "step": random.randint(1, 5)},
        "linear_distribution": {"start": start, "end": start + (count - 1) * random.randint(1, 9)},
    }[name]
    return {"type": f"{kind}_generator_{name}", "count": count, **parts}

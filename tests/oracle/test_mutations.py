"""Every rule broken by name, alone and two at a time, in several good batches: the code says so, and the server refuses."""

from __future__ import annotations

from copy import deepcopy
from itertools import combinations

import pytest

from invokegraph import Batch
from invokegraph.validation.codes import REFUSED

from .mutations import MUTATIONS, OTHER_WORKFLOWS, Mutation, good_batches
from .server_process import ServerProcess
from .verdicts import Data

pytestmark = pytest.mark.live

IN_NO_FILE = {"duplicate-id"}
"""What no JSON object can hold: `Graph.to_dict` raises it."""


def _codes(data: Data) -> set[str]:
    return {problem.code for problem in Batch.from_dict(data).problems() if problem.server_refuses}


def test_every_refused_code_has_a_mutation() -> None:
    assert set(REFUSED) - IN_NO_FILE - {mutation.code for mutation in MUTATIONS} == set()
    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)


def test_the_batches_are_good_before(server: ServerProcess) -> None:
    batches = good_batches()
    assert {name: Batch.from_dict(data).problems() for name, data in batches.items()} == {name: [] for name in batches}
    assert server.batch_refusals(list(batches.values())) == [""] * len(batches)


def test_each_mutation_and_each_pair_is_told_and_refused(
    server: ServerProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    sets: list[tuple[Mutation, ...]] = [*((mutation,) for mutation in MUTATIONS), *combinations(MUTATIONS, 2)]
    mutated: list[tuple[str, tuple[Mutation, ...], Data]] = []
    for name, good in good_batches().items():
        for mutations in sets:
            data = deepcopy(good)
            for mutation in mutations:
                mutation.make(data)
            mutated.append((name, mutations, data))
    theirs = server.batch_refusals([data for _, _, data in mutated])
    wrong = [
        (name, [mutation.name for mutation in mutations], "not refused" if not why else f"told as {_codes(data)}")
        for (name, mutations, data), why in zip(mutated, theirs, strict=True)
        if not why or not {mutation.code for mutation in mutations} <= _codes(data)
    ]
    with capsys.disabled():
        print(
            f"\n{len(mutated)} mutated batches: {len(MUTATIONS)} mutations and {len(sets) - len(MUTATIONS)} pairs of them"
            f" in {len(good_batches())} batches (no chance involved), {len(wrong)} judged otherwise here"
        )
    assert wrong == []


@pytest.mark.parametrize("name", OTHER_WORKFLOWS)
def test_a_workflow_that_the_server_refuses_is_told(server: ServerProcess, name: str) -> None:
    data = {**good_batches()["no sweep"], "workflow": OTHER_WORKFLOWS[name]}
    assert _codes(data) == {"batch-workflow"}
    assert server.batch_refusals([data])[0]

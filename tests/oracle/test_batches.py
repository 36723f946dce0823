"""Which batches are refused: random ones over the whole catalog, judged here and by the server."""

from __future__ import annotations

import json
from random import Random

import pytest

from .random_batches import random_batch
from .server_process import ServerProcess
from .verdicts import Data, batch_refusals, is_excused

pytestmark = pytest.mark.live

SEED = 6142
BATCHES = 10_000


def test_a_batch_is_refused_if_the_server_refuses_it(server: ServerProcess, capsys: pytest.CaptureFixture[str]) -> None:
    random = Random(SEED)
    batches: list[Data] = []
    while len(batches) < BATCHES:
        if not is_excused((batch := random_batch(random))["graph"]):
            batches.append(batch)
    theirs = server.batch_refusals(batches)
    ours = [batch_refusals(batch) for batch in batches]
    differing = [
        f"{json.dumps(batch)}\nserver: {why or 'nothing'}\nhere: {'; '.join(map(str, found)) or 'nothing'}"
        for batch, why, found in zip(batches, theirs, ours, strict=True)
        if bool(why) != bool(found)
    ]
    types = {node.get("type") for batch in batches for node in batch["graph"].get("nodes", {}).values()}
    with capsys.disabled():
        print(
            f"\n{len(batches)} batches of {len(types)} node types (seed {SEED}), {sum(map(bool, theirs))} refused by the"
            f" server, {len(differing)} judged otherwise here"
        )
    assert differing == [], "\n\n".join(sorted(differing, key=len)[:10])

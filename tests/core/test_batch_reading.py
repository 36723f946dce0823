from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invokegraph import Batch, FormatError, Graph, InvalidGraph
from nodes_catalog import BlankImage, Integer, Noise, String

from .messages.batches import CASES
from .test_properties import ANY_TEXT, JSON, NAMES, graphs


@pytest.mark.parametrize(("code", "make", "text"), CASES, ids=lambda part: part if isinstance(part, str) else "")
def test_problems_are_told_in_these_words(code: str, make: Callable[[], Graph | Batch], text: str) -> None:
    told = [str(problem._replace(location=None)) for problem in make().problems() if problem.code == code]
    assert told[:1] == [text]


def test_a_batch_that_was_written_is_read_as_it_was() -> None:
    noise = Noise()
    batch = Batch(Graph(noise), runs=2, origin="o").sweep(noise, seed=[1, 2]).zip(noise, width=[8, 16])
    again = Batch.from_json(batch.to_json())
    assert again.to_json() == batch.to_json()
    assert again.problems() == []
    assert [session.values for session in again.sessions()] == [session.values for session in batch.sessions()]


def test_the_whole_body_of_the_request_is_read_too() -> None:
    data = Batch(Graph(Noise())).to_dict()
    assert Batch.from_dict({"batch": data, "prepend": True}).to_dict() == data


def test_a_batch_without_an_id_gets_one() -> None:
    one, two = (Batch.from_dict({"graph": {"nodes": {}, "edges": []}}) for _ in range(2))
    assert one.batch_id != two.batch_id
    assert one.to_dict().keys() == {"graph", "batch_id", "runs"}


DATUM = st.fixed_dictionaries(
    {"node_path": NAMES, "field_name": st.sampled_from(["seed", "a", "value", "id", "x"]), "items": st.lists(JSON, max_size=3)},
    optional={"more": JSON},
)  # fmt: skip
BATCH = st.fixed_dictionaries(
    {"runs": st.integers(1, 9) | JSON, "graph": graphs(), "batch_id": ANY_TEXT | JSON},
    optional={
        "data": st.none() | st.lists(st.lists(DATUM, max_size=2), max_size=3),
        "origin": JSON,
        "destination": JSON,
        "workflow": JSON,
        "more": JSON,
    },
)


@settings(max_examples=200)
@given(BATCH)
def test_what_is_read_comes_out_again(data: dict[str, Any]) -> None:
    batch = Batch.from_dict(data)
    assert batch.to_dict() == data
    assert json.dumps(batch.to_dict()) == json.dumps({**data, "graph": Graph.from_dict(data["graph"]).to_dict()})
    assert batch.problems() == batch.problems()
    assert batch.size >= 0
    json.loads(batch.to_json())


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (None, "a batch: an object is needed"),
        ({}, "a batch: it has no graph"),
        ({"batch": []}, "batch: an object is needed"),
        ({"graph": []}, "a graph: an object is needed"),
        ({"graph": {}, "data": {}}, "data: a list is needed"),
        ({"graph": {}, "data": [{}]}, r"data\[0\]: a list is needed"),
        ({"graph": {}, "data": [[[]]]}, r"data\[0\]\[0\]: an object is needed"),
        ({"graph": {}, "data": [[{"node_path": 3}]]}, r"data\[0\]\[0\]\.node_path: a text is needed"),
        ({"graph": {}, "data": [[{"node_path": "n", "field_name": "f", "items": "x"}]]}, r"data\[0\]\[0\]\.items: a list"),
        ({"graph": {}, 3: 4}, "a batch: the key 3 is no text"),
    ],
)  # fmt: skip
def test_what_is_no_batch_at_all_names_the_place(data: Any, place: str) -> None:
    with pytest.raises(FormatError, match=f"^{place}"):
        Batch.from_dict(data)


def test_sessions_of_uneven_sweeps_are_refused() -> None:
    data = [
        [
            {"node_path": "noise", "field_name": name, "items": [8] * count}
            for name, count in (("seed", 2), ("width", 1))
        ]
    ]
    batch = Batch.from_dict({**Batch(Graph(Noise())).to_dict(), "data": data})
    with pytest.raises(InvalidGraph, match=r"noise\.width has 1 values"):
        list(batch.sessions())


@pytest.mark.parametrize(("seeds", "codes"), [([512, 513], []), ([1, -1, -2], ["seed-wrapped"])])
def test_a_seed_that_is_swept_by_wire_is_told_where_it_is_wrapped(seeds: list[int], codes: list[str]) -> None:
    seed = Integer()
    batch = Batch(Graph(Noise(seed=seed.value))).sweep(seed, value=seeds)
    assert [problem.code for problem in batch.problems()] == codes


def test_a_swept_seed_of_noise_is_wrapped_and_stops_no_queue() -> None:
    data = [[{"node_path": "noise", "field_name": "seed", "items": [3, -1, 1.5]}]]
    batch = Batch.from_dict({**Batch(Graph(Noise())).to_dict(), "data": data})
    wrapped, poison = batch.problems()
    assert (wrapped.code, wrapped.message.startswith("noise.seed: the server makes -1 the seed 4294967295")) == (
        "seed-wrapped",
        True,
    )
    assert poison.code == "sweep-value"


def test_sweeps_of_uneven_lengths_over_one_picture_are_told() -> None:
    counts = {"width": 3, "height": 2}
    data = [[{"node_path": "blank_image", "field_name": name, "items": [8] * count} for name, count in counts.items()]]
    batch = Batch.from_dict({**Batch(Graph(BlankImage())).to_dict(), "data": data})
    assert "sweep-lengths" in [problem.code for problem in batch.problems()]


def test_rules_for_wired_values_are_silent_where_all_fits() -> None:
    width, text = Integer(), String()
    batch = Batch(Graph(Noise(width=width.value), String(value=text.value)))
    assert batch.sweep(width, value=[8, 16]).sweep(text, value=["a", ""]).problems() == []


def test_a_truth_value_for_a_text_is_what_the_server_makes_of_it() -> None:
    data = [[{"node_path": "string", "field_name": "value", "items": [True]}]]
    assert Batch.from_dict({**Batch(Graph(String())).to_dict(), "data": data}).problems() == []

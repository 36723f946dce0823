"""What became of the same graphs on two servers, and where that differs."""

from __future__ import annotations

import io
import json
import math
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from PIL import Image

from tests.contract.asking import Asking, add, graph

from .test_node_work import EXACT, TOLERANCES

Data = dict[str, Any]
STILL_SECONDS = 120
LAST = graph(add("last", a=1))
ITEM_FIELDS = ("status", "error_type", "error_message", "priority", "field_values", "retried_from_item_id")
APART = {"id", "executed", "source_prepared_mapping", "workflow_call_parent"}
"""Parts of a session that are compared in another way, or are another on each server."""


@dataclass
class Tally:
    """What was compared."""

    sessions: Counter[str] = field(default_factory=Counter)
    copies: int = 0
    outputs: int = 0
    images: int = 0
    types: Counter[str] = field(default_factory=Counter)
    worst: dict[str, int] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)


class Side:
    """A server, and the graphs that it runs."""

    def __init__(self, ask: Asking) -> None:
        self.ask = ask
        self.items: list[Data | None] = []
        self.names: dict[str, str] = {}

    def upload(self, name: str, picture: bytes, metadata: Data | None) -> None:
        """Give it a picture, under a name of its own."""
        answer = self.ask(
            "POST",
            "/api/v1/images/upload",
            params={"image_category": "user", "is_intermediate": True},
            files={"file": (f"{name}.png", picture, "image/png")},
            data={} if metadata is None else {"metadata": json.dumps(metadata)},
        )
        assert answer.status_code == 201, answer.text
        self.names[name] = answer.json()["image_name"]

    def run(self, graphs: list[Data]) -> None:
        """Run the graphs one after the other; an item is None for a graph that it refuses."""
        numbers: list[int | None] = []
        for each in graphs:
            body = {"batch": {"graph": self._named(each)}, "prepend": False}
            answer = self.ask("POST", "/api/v1/queue/default/enqueue_batch", json=body)
            numbers.append(answer.json()["item_ids"][0] if answer.status_code < 300 else None)
        self._wait(self.ask.enqueue(LAST)["item_ids"][0])
        with ThreadPoolExecutor(4) as pool:
            self.items = list(pool.map(lambda number: None if number is None else self.ask.item(number), numbers))

    def _wait(self, last: int) -> None:
        """Wait until the queue is empty; items whose sessions never end stay in progress."""
        before, since = None, time.monotonic()
        while self.ask.item(last)["status"] != "completed":
            status = self.ask.json("GET", "/api/v1/queue/default/status")["queue"]
            if (now := status["pending"]) != before:
                before, since = now, time.monotonic()
            assert time.monotonic() - since < STILL_SECONDS, f"the queue stands still: {status}"
            time.sleep(0.3)

    def picture(self, name: str) -> Image.Image:
        answer = self.ask("GET", f"/api/v1/images/i/{name}/full")
        assert answer.status_code == 200, f"{name}: {answer.text[:200]}"
        return Image.open(io.BytesIO(answer.content))

    def _named(self, part: Any) -> Any:
        if isinstance(part, dict):
            return {key: self._named(value) for key, value in part.items()}
        if isinstance(part, list):
            return [self._named(value) for value in part]
        return self.names.get(part, part) if isinstance(part, str) else part


class Comparison:
    """The sessions of two servers, side by side.

    Args:
        there: The real server.
        here: The simulated one.
    """

    def __init__(self, there: Side, here: Side) -> None:
        self.there, self.here = there, here
        self.tally = Tally()
        self._same = dict(zip(there.names.values(), here.names.values(), strict=True))
        self._known = set(here.names.values())
        self._new: list[tuple[str, str, str]] = []

    def run(self, graphs: list[Data]) -> list[str]:
        """Run graphs on both, and tell which came out differently, and how."""
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda side: side.run(graphs), (self.there, self.here)))
        differing: list[str] = []
        for each, theirs, ours in zip(graphs, self.there.items, self.here.items, strict=True):
            told = self.differences(theirs, ours) + self.pictures()
            if told:
                differing.append("\n  ".join([json.dumps(each)[:1500], *told[:6]]))
        return differing

    def differences(self, there: Data | None, here: Data | None) -> list[str]:
        """Where two items of the same graph differ."""
        if there is None or here is None:
            return [] if there is here else [f"refused there: {there is None}, here: {here is None}"]
        self.tally.sessions[there["status"]] += 1
        if there.get("error_type"):
            self.tally.failures[there["error_type"]] += 1
        theirs, ours = _plain(there), _plain(here)
        if {there.get("error_type"), here.get("error_type")} == {
            "ValidationError"
        }:  # pydantic tells all that would fit
            for each in (theirs, ours):
                each["error_message"] = ""
                each["session"]["errors"] = dict.fromkeys(each["session"]["errors"], "")
        told = [why for name in ITEM_FIELDS for why in self._unlike(theirs.get(name), ours.get(name), name)]
        told += self._sessions(theirs["session"], ours["session"])
        return told

    def _sessions(self, there: Data, here: Data) -> Iterator[str]:
        self.tally.copies += len(there["results"])
        yield from _left_to_chance(there, here)
        for name in there.keys() | here.keys():
            if name not in APART:
                yield from self._unlike(there.get(name), here.get(name), name)
        yield from self._unlike(sorted(there["executed"]), sorted(here["executed"]), "executed")
        for name in ("prepared_source_mapping", "results"):
            yield from self._unlike(list(there[name]), list(here[name]), f"the order of {name}")
        theirs, ours = (
            {name: sorted(copies) for name, copies in each["source_prepared_mapping"].items()} for each in (there, here)
        )
        yield from self._unlike(theirs, ours, "source_prepared_mapping")
        for copy, output in there["results"].items():
            self.tally.outputs += len(output) - 1
            self.tally.types[there["execution_graph"]["nodes"][copy]["type"]] += 1
        for copy in there["results"].keys() & here["results"].keys():
            for mine in here["results"][copy].values():
                if isinstance(mine, dict) and "image_name" in mine:
                    name = mine["image_name"]
                    if name not in self._known:
                        self._known.add(name)
                        other = next((their for their, our in self._same.items() if our == name), None)
                        if other:
                            self._new.append((there["execution_graph"]["nodes"][copy]["type"], other, name))

    def _unlike(self, there: Any, here: Any, where: str) -> Iterator[str]:  # noqa: C901, PLR0912 - a case a kind of value
        """Where two values differ."""
        if isinstance(there, dict) and isinstance(here, dict):
            for name in there.keys() | here.keys():
                if name not in there or name not in here:
                    yield f"{where}.{name}: only {'here' if name in here else 'there'}: {str((here if name in here else there)[name])[:200]}"
                elif name in ("image_name", "tensor_name", "latents_name") and isinstance(there[name], str):
                    if self._same.setdefault(there[name], here[name]) != here[name]:
                        yield f"{where}.{name}: another one than before"
                else:
                    yield from self._unlike(there[name], here[name], f"{where}.{name}")
        elif isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
            for place, (one, other) in enumerate(zip(there, here, strict=True)):
                yield from self._unlike(one, other, f"{where}[{place}]")
        elif {type(there), type(here)} <= {int, float} and float in (type(there), type(here)):
            if not math.isclose(there, here, rel_tol=1e-12, abs_tol=1e-300):
                yield f"{where}: {there} there, {here} here"
        elif isinstance(there, str) and isinstance(here, str):
            if _worded(there) != _worded(here):
                yield f"{where}: {there[:300]!r} there, {here[:300]!r} here"
        elif there != here or type(there) is not type(here):
            yield f"{where}: {str(there)[:300]!r} there, {str(here)[:300]!r} here"

    def pictures(self) -> list[str]:
        """Where the pictures that were made differ."""
        with ThreadPoolExecutor(4) as pool:
            told = list(pool.map(lambda pair: self._picture(*pair), self._new))
        self._new = []
        return [why for why in told if why]

    def _picture(self, node_type: str, there: str, here: str) -> str:
        theirs, ours = self.there.picture(there), self.here.picture(here)
        self.tally.images += 1
        if (theirs.mode, theirs.size, theirs.format) != (ours.mode, ours.size, ours.format):
            return f"{node_type}: {theirs} there, {ours} here"
        apart = np.abs(np.asarray(theirs, np.int32) - np.asarray(ours, np.int32))
        self.tally.worst[node_type] = max(self.tally.worst.get(node_type, 0), int(apart.max(initial=0)))
        tolerance = TOLERANCES.get(node_type, EXACT)
        worse = float((apart > tolerance.levels).mean()) if apart.size else 0.0
        if worse > tolerance.share:
            return f"{node_type}: {worse:.2%} of the values off by more than {tolerance.levels}, most by {apart.max()} ({there}, {here})"
        return ""


CHANGED = {"clip_skip": "clip", "freeu": "unet", "metadata_item_linked": "metadata"}
"""Inputs that the server's nodes write to while they run; what they give is the same."""
OWN_WORDS = re.compile(
    r"[0-9a-f-]{36}\.png|Expected end of text, found .*"
    r"|The size of tensor a .*|operands could not be broadcast .*|could not broadcast input array .*"
)
"""Names of pictures, what the parser of prompts says of the rest of a text, NumPy on rows or on columns."""


def _left_to_chance(there: Data, here: Data) -> Iterator[str]:
    """Where numbers that are left to chance lie outside of what was asked for; they are the same from here on."""
    for copy in there["results"].keys() & here["results"].keys():
        node = there["execution_graph"]["nodes"][copy]
        if node["type"] not in ("rand_int", "rand_float"):
            continue
        theirs, ours = there["results"][copy], here["results"][copy]
        decimals, bounds = node.get("decimals", 0), sorted((node["low"], node["high"]))
        rounding = 10.0**-decimals / 2
        for value in (theirs["value"], ours["value"]):
            if not bounds[0] - rounding <= value <= bounds[1] + rounding or round(value, decimals) != value:
                yield f"{node['type']}: {value} is none of {node}"
        if type(theirs["value"]) is type(ours["value"]):
            ours["value"] = theirs["value"]


def _worded(text: str) -> str:
    """A text without what each server says in words of its own."""
    return OWN_WORDS.sub("...", text)


def _given(node: Data) -> Data:
    """What a copy was given."""
    return {name: value for name, value in node.items() if name != CHANGED.get(node["type"])}


def _plain(item: Data) -> Data:
    """An item with the copies numbered in the order in which they were made."""
    copies = list(item["session"]["prepared_source_mapping"])
    numbered = {
        copy: f"#{place} {item['session']['prepared_source_mapping'][copy]}" for place, copy in enumerate(copies)
    }
    nodes = {copy: _given(node) for copy, node in item["session"]["execution_graph"]["nodes"].items()}
    session = {
        **item["session"],
        "graph": {**item["session"]["graph"], "id": ""},
        "execution_graph": {**item["session"]["execution_graph"], "id": "", "nodes": nodes},
    }
    text = json.dumps({**item, "session": session})
    if copies:
        text = re.sub("|".join(map(re.escape, copies)), lambda found: numbered[found[0]], text)
    plain: Data = json.loads(text)
    return plain

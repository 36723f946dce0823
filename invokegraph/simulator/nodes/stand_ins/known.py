"""What is known of the handles that a node gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph.simulator.nodes.call import Inputs, each, parts
from invokegraph.simulator.nodes.handles import HANDLES, PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.simulator.nodes.handles import Facts


def _handle_names(value: Any) -> Iterator[str]:
    """The names of handles in an input."""
    if isinstance(value, list):
        for part in each(value):
            yield from _handle_names(part)
    elif isinstance(value, dict):
        for name, part in parts(value).items():
            if isinstance(part, str) and name.endswith("_name") and part.startswith(PREFIX):
                yield part
            else:
                yield from _handle_names(part)


def known(value: Any) -> list[Facts]:
    """What is known of each handle in an input."""
    return [HANDLES.facts(name) for name in _handle_names(value)]


def merged(inputs: Inputs) -> Facts:
    """What is known of all handles among the inputs, latents last: they tell of the picture as it is."""
    merged: Facts = {}
    for name in sorted(inputs, key=lambda name: name.startswith("latents")):
        for facts in known(inputs[name]):
            merged.update({part: fact for part, fact in facts.items() if part != "mask"})
    return merged


def prompt(value: Any) -> str | None:
    """The prompts of the conditionings in an input; None if there are none."""
    texts = [facts["prompt"] for facts in known(value) if facts.get("prompt")]
    return " + ".join(dict.fromkeys(texts)) if texts else None

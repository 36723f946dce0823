"""What some node classes of the server check in their own code, so that no schema tells it.

Taken from the validators of the server's node classes (6.14.2). A rule looks at the values that a node was given as
they are once they are converted; most of the server's look only at a value that was given, not at a default, and none
at what a wire brings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from invokegraph.catalog import node_class
from invokegraph.ports import Output, Wires
from invokegraph.problem import Problem
from invokegraph.values import NotFinite, Unfit
from invokegraph.words import brief, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.node import Node

Given = Mapping[str, Any]
Rule = Callable[[Given, Given], str]
"""Takes what was given and, with defaults filled in, all values; returns what is wrong, or an empty string."""

CUSTOM_LABEL: Final = "* CUSTOM LABEL *"
_FACE_IDS: Final = re.compile(r"\d*(,\d+)*\n?")


@cache
def changed_inputs(cls: type[Node]) -> frozenset[str]:
    """The inputs that the catalog has otherwise than a node class that was made from the schema of another release:
    that class lacks them, or takes another type. What is known here of their values does not hold there.
    """
    written_for = node_class(cls.type)
    if written_for is None or written_for is cls:
        return frozenset()
    here, there = ({port.name: port.takes for port in known.ports().values()} for known in (written_for, cls))
    return frozenset(name for name, takes in here.items() if takes is not None and there.get(name) != takes)


def concerned(cls: type[Node]) -> frozenset[str] | None:
    """The inputs of a node class without one of which no rule of it is broken; None where its defaults break one."""
    if any(port.name == "custom_label" for port in cls.ports().values()):
        return None
    return frozenset(_RULES.get(cls.type, _NO_RULES).about)


def rule_problems(node: Node, id_: str) -> Iterator[Problem]:
    """The breaches of the rules that the server has for a node's type."""
    for why in breaches(node, node.given):
        yield Problem("node-rule", f"{brief(id_)}: {why}", id_, location=node.location, server_refuses=True)


def breaches(node: Node, given: Given) -> Iterator[str]:
    """What is wrong with values for a node by the rules of its type; nothing where one of them does not fit its input
    anyway.
    """
    changed = changed_inputs(node.__class__)
    if node.type == "noise":
        if "seed" not in changed and isinstance(given.get("seed"), str):
            yield "seed is a number: the server stumbles over a text, although it converts one elsewhere"
        return
    values: dict[str, Any] = {}
    literals: dict[str, Any] = {}
    for port in node.ports().values():
        if port.takes is None or port.name in changed:
            continue
        held = given.get(port.name)
        held = held.beside if isinstance(held, Wires) else held
        is_given = not (held is None or held is Wires.NOTHING or isinstance(held, Output))
        try:
            values[port.name] = port.check(cast("object", held) if is_given else port.default)
        except NotFinite as unfit:  # the server takes it so far, and looks at it
            values[port.name] = unfit.parsed
        except Unfit:
            if is_given:
                return
            continue
        if is_given:
            literals[port.name] = values[port.name]
    rules = (*_RULES.get(node.type, _NO_RULES).rules, *((_custom_label,) if "custom_label" in values else ()))
    for rule in rules:
        try:
            why = rule(literals, values)
        except KeyError:
            continue  # it is about an input that has changed, or has no default that it takes
        if why:
            yield why


def refuses(type: str, name: str, values: Given) -> bool:
    """Whether an input does not take what a wire has brought, beside the other values of its node.

    Args:
        type: The node type.
        name: The input.
        values: All values of the node, this one included.
    """
    for rule in _RULES.get(type, _NO_RULES).rules:
        with suppress(KeyError):  # it is about an input that has no value
            if rule not in _OF_THE_WHOLE and rule({name: values[name]}, values):
                return True
    return False


def _each_at_least_one(given: Given, _: Given) -> str:
    low = [scale for scale in _several(given.get("cfg_scale", [])) if scale < 1]
    return f"cfg_scale is 1 or more, not {shorten(low[0])}" if low else ""


def _weight(name: str, low: float, *, lists: bool) -> Rule:
    """A weight, or one for each step, from `low` to 2."""

    def rule(given: Given, _: Given) -> str:
        value = given.get(name, [])
        if name in given and isinstance(value, list) and not lists:
            return f"{name} takes one number: the server's own bounds stumble over a list"
        wrong = [weight for weight in _several(value) if weight < low or weight > 2]  # noqa: PLR2004 - the server's own, NaN included
        return f"{name} is from {low} to 2, not {shorten(wrong[0])}" if wrong else ""

    return rule


def _begin_before_end(_: Given, values: Given) -> str:
    begin, end = values["begin_step_percent"], values["end_step_percent"]
    return f"begin_step_percent ({begin}) is above end_step_percent ({end})" if begin > end else ""


def _panel(index: str, number: str) -> Rule:
    def rule(given: Given, values: Given) -> str:
        wrong = index in given and given[index] >= values[number]
        return (
            f"{index} is from 0 to {values[number] - 1} where {number} is {values[number]}, not {given[index]}"
            if wrong
            else ""
        )

    return rule


def _stop_above_start(given: Given, values: Given) -> str:
    wrong = "stop" in given and given["stop"] <= values["start"]
    return f"stop ({values['stop']}) has to be above start ({values['start']})" if wrong else ""


def _integer_operation(given: Given, values: Given) -> str:
    operation, b = values["operation"], given.get("b", 1)
    if operation in ("DIV", "MOD") and b == 0:
        return f"{operation} by b = 0 is a division by zero"
    return f"EXP to the power b = {shorten(b)} is no integer" if operation == "EXP" and b < 0 else ""


def _float_operation(given: Given, values: Given) -> str:
    operation, a, b = values["operation"], values["a"], given.get("b", 1)
    if operation == "DIV" and b == 0:
        return "DIV by b = 0 is a division by zero"
    if operation != "EXP":
        return ""
    if a == 0 and b < 0:
        return f"zero cannot be raised to the negative power b = {b}"
    return f"the power b = {b} of a = {a} is a complex number" if a < 0 and not float(b).is_integer() else ""


def _face_ids(given: Given, _: Given) -> str:
    ids = given.get("face_ids", "")
    return (
        "" if _FACE_IDS.fullmatch(ids) else f'face_ids are integers separated by commas ("1,2,3"), not {shorten(ids)}'
    )


def _as_many_points_as_boxes(_: Given, values: Given) -> str:
    points: list[Any] | None = values["point_lists"]
    boxes: list[Any] | None = values["bounding_boxes"]
    if points is None or boxes is None or len(points) == len(boxes):
        return ""
    return f"{len(points)} point_lists beside {len(boxes)} bounding_boxes: there have to be as many"


def _custom_label(_: Given, values: Given) -> str:
    blank = not (values["custom_label"] or "").strip()
    return (
        f"custom_label is needed where label is {CUSTOM_LABEL!r}"
        if values.get("label") == CUSTOM_LABEL and blank
        else ""
    )


def _several(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def has_to_be_finite(node: Node, name: str) -> bool:
    """Whether the server refuses "nan" and "inf" in a number that has no upper bound, as it does in few."""
    return name in _FINITE.get(node.type, ())


class _Rules(NamedTuple):
    """The rules of one node type.

    Attributes:
        about: The inputs without one of which none of them is broken: most nodes need no second look.
        rules: The rules.
    """

    about: tuple[str, ...]
    rules: tuple[Rule, ...]


_STEPS: Final = ("begin_step_percent", "end_step_percent")
_SCALED: Final = _Rules(("cfg_scale",), (_each_at_least_one,))
_ADAPTER: Final = _Rules(("weight", *_STEPS), (_weight("weight", -1, lists=True), _begin_before_end))
_CONTROL: Final = _Rules(("control_weight", *_STEPS), (_weight("control_weight", -1, lists=False), _begin_before_end))
_PANELS: Final = (_panel("panel_col_idx", "num_cols"), _panel("panel_row_idx", "num_rows"))
_RULES: Final[Mapping[str, _Rules]] = {
    "controlnet": _CONTROL,
    "denoise_latents": _SCALED,
    "denoise_latents_meta": _SCALED,
    "face_mask_detection": _Rules(("face_ids",), (_face_ids,)),
    "float_math": _Rules(("b",), (_float_operation,)),
    "flux_controlnet": _CONTROL,
    "flux_ip_adapter": _ADAPTER,
    "image_panel_layout": _Rules(("panel_col_idx", "panel_row_idx"), _PANELS),
    "integer_math": _Rules(("b",), (_integer_operation,)),
    "ip_adapter": _ADAPTER,
    "noise": _Rules(("seed",), ()),  # of the text as it is given: see `breaches`
    "range": _Rules(("stop",), (_stop_above_start,)),
    "segment_anything": _Rules(("point_lists", "bounding_boxes"), (_as_many_points_as_boxes,)),
    "t2i_adapter": _Rules(("weight", *_STEPS), (_weight("weight", 0, lists=False), _begin_before_end)),
    "tiled_multi_diffusion_denoise_latents": _SCALED,
}
"""The rules by node type. The node types that have a custom label have theirs beside."""

_OF_THE_WHOLE: Final = (_begin_before_end, _as_many_points_as_boxes)
"""The rules that are about a node rather than about one input of it."""

_FINITE: Final[Mapping[str, tuple[str, ...]]] = {
    "controlnet": ("control_weight",),
    "flux_controlnet": ("control_weight",),
    "krea2_conditioning_rebalance": ("multiplier",),
    "krea2_denoise": ("cfg_scale", "shift"),
    "t2i_adapter": ("weight",),
}

_NO_RULES: Final = _Rules((), ())

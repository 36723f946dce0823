"""Arithmetic, ranges and random numbers."""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Any, Final, cast

from .call import BAD_INPUT, NodeError, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call, Inputs, Outputs

NODES: Final = Table()
_CHANCE = Random()  # noqa: S311 - no secret; the chance of whoever uses this is left as they seeded it
_MOST_BITS: Final = 1_000_000
_MOST_NUMBERS: Final = 10_000_000


@NODES.gives("value", "add")
def _add(inputs: Inputs) -> int:
    return int(inputs["a"] + inputs["b"])


@NODES.gives("value", "sub")
def _subtract(inputs: Inputs) -> int:
    return int(inputs["a"] - inputs["b"])


@NODES.gives("value", "mul")
def _multiply(inputs: Inputs) -> int:
    return int(inputs["a"] * inputs["b"])


@NODES.gives("value", "div")
def _divide(inputs: Inputs) -> int:
    return int(inputs["a"] / inputs["b"])


@NODES.gives("value", "integer_math")
def _integer_math(inputs: Inputs) -> int:
    operation, a, b = inputs["operation"], inputs["a"], inputs["b"]
    if operation in ("DIV", "MOD") and b == 0:
        raise NodeError("Cannot divide by zero", type=BAD_INPUT)
    if operation == "EXP":
        return _whole_power(a, b)
    return _INTEGER[operation](a, b)


def _whole_power(a: int, b: int) -> int:
    if b < 0:
        raise NodeError("Result of exponentiation is not an integer", type=BAD_INPUT)
    if a.bit_length() * b > _MOST_BITS:
        raise NodeError(f"{a}**{b} has more digits than the simulator computes", type="OverflowError")
    return int(a**b)


_INTEGER: Final[dict[str, Callable[[int, int], int]]] = {
    "ADD": lambda a, b: a + b,
    "SUB": lambda a, b: a - b,
    "MUL": lambda a, b: a * b,
    "DIV": lambda a, b: int(a / b),
    "MOD": lambda a, b: a % b,
    "ABS": lambda a, _: abs(a),
    "MIN": min,
    "MAX": max,
}


@NODES.gives("value", "float_math")
def _float_math(inputs: Inputs) -> float:
    operation, a, b = inputs["operation"], float(inputs["a"]), float(inputs["b"])
    if operation == "DIV" and b == 0:
        raise NodeError("Cannot divide by zero", type=BAD_INPUT)
    if operation == "EXP":
        return _power(a, b)
    return _FLOAT[operation](a, b)


def _power(a: float, b: float) -> float:
    if a == 0 and b < 0:
        raise NodeError("Cannot raise zero to a negative power", type=BAD_INPUT)
    if a < 0 and not b.is_integer():
        raise NodeError("Root operation resulted in a complex number", type=BAD_INPUT)
    return float(a**b)


_FLOAT: Final[dict[str, Callable[[float, float], float]]] = {
    "ADD": lambda a, b: a + b,
    "SUB": lambda a, b: a - b,
    "MUL": lambda a, b: a * b,
    "DIV": lambda a, b: a / b,
    "ABS": lambda a, _: abs(a),
    "SQRT": lambda a, _: math.sqrt(a) if a >= 0 else math.nan,
    "MIN": min,
    "MAX": max,
}


@NODES.gives("value", "float_to_int")
def _to_integer(inputs: Inputs) -> int:
    method: Callable[[float], int] = _ROUNDING[inputs["method"]]
    return method(inputs["value"] / inputs["multiple"]) * int(inputs["multiple"])


_ROUNDING: Final[dict[str, Callable[[float], int]]] = {
    "Nearest": round,
    "Floor": math.floor,
    "Ceiling": math.ceil,
    "Truncate": int,
}


@NODES.gives("value", "round_float")
def _round(inputs: Inputs) -> float:
    return round(float(inputs["value"]), inputs["decimals"])


@NODES.gives("value", "rand_int")
def _random_integer(inputs: Inputs) -> int:
    low, high = inputs["low"], inputs["high"]
    if low >= high:
        raise NodeError("low >= high")
    return _CHANCE.randrange(low, high)


@NODES.gives("value", "rand_float")
def _random_float(inputs: Inputs) -> float:
    return round(_CHANCE.uniform(inputs["low"], inputs["high"]), inputs["decimals"])


@NODES.gives("collection", "range")
def _range(inputs: Inputs) -> list[int]:
    if inputs["stop"] <= inputs["start"]:
        raise NodeError("stop must be greater than start", type=BAD_INPUT)
    return _listed(range(inputs["start"], inputs["stop"], inputs["step"]))


@NODES.gives("collection", "range_of_size")
def _range_of_size(inputs: Inputs) -> list[int]:
    start, step = inputs["start"], inputs["step"]
    return _listed(range(start, start + step * inputs["size"], step))


def _listed(numbers: range) -> list[int]:
    if len(numbers) > _MOST_NUMBERS:
        raise NodeError(f"{len(numbers)} numbers are more than the simulator keeps", type="MemoryError")
    return list(numbers)


@NODES.gives("collection", "random_range")
def _random_range(inputs: Inputs) -> list[int]:
    import numpy as np

    if inputs["size"] > _MOST_NUMBERS:
        raise NodeError(f"{inputs['size']} numbers are more than the simulator keeps", type="MemoryError")
    numbers: Any = np.random.default_rng(inputs["seed"])
    return list(map(int, numbers.integers(inputs["low"], inputs["high"], size=inputs["size"])))


@NODES.gives("collection", "float_range")
def _float_range(inputs: Inputs) -> list[float]:
    import numpy as np

    if inputs["steps"] > _MOST_NUMBERS:
        raise NodeError(f"{inputs['steps']} numbers are more than the simulator keeps", type="MemoryError")
    return list(map(float, cast("Any", np.linspace(inputs["start"], inputs["stop"], inputs["steps"]))))


@NODES.add("image_panel_layout")
def _panel(call: Call) -> Outputs:
    given = call.inputs
    for index, count in (("panel_col_idx", "num_cols"), ("panel_row_idx", "num_rows")):
        if not 0 <= given[index] < given[count]:
            raise NodeError(f"{index} must be between 0 and {given[count] - 1}", type=BAD_INPUT)
    width, height = given["width"] // given["num_cols"], given["height"] // given["num_rows"]
    left, top = given["panel_col_idx"] * width, given["panel_row_idx"] * height
    return {"x_left": left, "y_top": top, "width": width, "height": height}


@NODES.add("wan_i2v_ideal_dimensions", "wan_ti2v_ideal_dimensions")
def _video_size(call: Call) -> Outputs:
    width, height = call.inputs["width"], call.inputs["height"]
    multiple = 32 if call.type == "wan_ti2v_ideal_dimensions" else 16
    if min(width, height) <= 0:
        raise NodeError("Source dimensions must be positive.")
    if max(width, height) < multiple:
        raise NodeError(
            f"Source longer side ({max(width, height)}px) is smaller than the Wan pixel grid ({multiple}px)."
        )
    scale = int(call.inputs["target_resolution"].removesuffix("p")) / min(width, height)
    snap = _SNAPPING[call.inputs["rounding"]]
    return {
        "width": max(snap(width * scale / multiple) * multiple, multiple),
        "height": max(snap(height * scale / multiple) * multiple, multiple),
    }


_SNAPPING: Final[dict[str, Callable[[float], int]]] = {"nearest": round, "floor": math.floor, "ceiling": math.ceil}


@NODES.add("ideal_size")
def _ideal_size(call: Call) -> Outputs:
    given: Any = call.inputs
    base = given["unet"]["unet"]["base"]
    if base not in _TRAINED_ON:
        raise NodeError(f"Unsupported model type: {base}")
    side = _TRAINED_ON[base] * given["multiplier"]
    least, area, aspect = math.floor(side * 0.5), side * side, given["width"] / given["height"]
    if aspect > 1:
        height = max(least, math.sqrt(area / aspect))
        width = height * aspect
    else:
        width = max(least, math.sqrt(area * aspect))
        height = width / aspect
    return {"width": math.floor(width) // 8 * 8, "height": math.floor(height) // 8 * 8}


_TRAINED_ON: Final = {"sd-1": 512, "sd-2": 768, "sdxl": 1024, "flux": 1024, "flux2": 1024, "sd-3": 1024}

"""Okhsl and Okhsv, and bringing colors back into what a screen shows.

Björn Ottosson's spaces as the server computes them: by a number of steps towards the edge of the gamut. What has no
value there (black, white and gray have no hue) is 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .color_spaces import (
    FROM_LMS,
    LAB_TO_ROOTS,
    linear_from_oklab,
    linear_from_srgb,
    mixed,
    oklab_from_linear,
    srgb_from_linear,
)
from .morphology import where

if TYPE_CHECKING:
    from .morphology import Array

_SATURATION: Final = np.array(
    [
        [1.19086277, 1.76576728, 0.59662641, 0.75515197, 0.56771245],
        [0.73956515, -0.45954494, 0.08285427, 0.12541070, 0.14503204],
        [1.35733652, -0.00915799, -1.15130210, -0.50559606, 0.00692167],
    ],
    np.float32,
)
_ROOTS_OF_HUE: Final = LAB_TO_ROOTS[:, 1:]
_LARGEST: Final = np.finfo(np.float32).max
_LEAST_CHROMA: Final = np.float32(0.00001)
_TOE: Final = (0.206, 0.03, (1 + 0.206) / (1 + 0.03))
_MIDDLE: Final = 0.8


def in_gamut(color: Array, alpha: float, steps: int) -> Array:
    """Linear light brought into the gamut; as it is if alpha is 0."""
    with np.errstate(all="ignore"):
        return _clipped(color, alpha, steps) if alpha > 0 else color


def okhsv_from_srgb(color: Array, steps: int) -> Array:
    """Hue, saturation, value."""
    with np.errstate(all="ignore"):
        light, chroma, units, hue = _lch(color)
        slope, top = _slopes(_cusp(units, steps))
        k = 1 - 0.5 / slope
        t = top / (chroma + light * top)
        light_v, chroma_v = t * light, t * chroma
        scale = _scale(light_v, chroma_v, units)
        value = _toe(light / scale) / light_v
        saturation = (0.5 + top) * chroma_v / (top * 0.5 + top * k * chroma_v)
        return _finite(hue, saturation, value)


def srgb_from_okhsv(color: Array, alpha: float, steps: int) -> Array:
    """Back from hue, saturation, value."""
    with np.errstate(all="ignore"):
        units = _units(color[0])
        saturation, value = np.clip(color[1], 0, 1), np.clip(color[2], 0, 1)
        slope, top = _slopes(_cusp(units, steps))
        base = 0.5 + top - top * (1 - 0.5 / slope) * saturation
        light_v, chroma_v = 1 - saturation * 0.5 / base, saturation * top * 0.5 / base
        scale = _scale(light_v, chroma_v, units)
        light = _from_toe(value * light_v)
        chroma = value * chroma_v * light / (value * light_v)
        return _shown(light * scale, chroma * scale, units, alpha, steps)


def okhsl_from_srgb(color: Array, steps: int) -> Array:
    """Hue, saturation, lightness."""
    with np.errstate(all="ignore"):
        light, chroma, units, hue = _lch(color)
        low, middle, high = _chromas(light, units, steps)
        is_weak = chroma < middle
        k_1, k_2 = _curve(is_weak, low, middle, high)
        apart = where(is_weak, chroma, chroma - middle)
        t = apart / (k_1 + k_2 * apart)
        saturation = where(is_weak, t * _MIDDLE, t * (1 - _MIDDLE) + _MIDDLE)
        return _finite(hue, saturation, _toe(light))


def srgb_from_okhsl(color: Array, alpha: float, steps: int) -> Array:
    """Back from hue, saturation, lightness."""
    with np.errstate(all="ignore"):
        units = _units(color[0])
        saturation, lightness = np.clip(color[1], 0, 1), np.clip(color[2], 0, 1)
        light = _from_toe(lightness)
        low, middle, high = _chromas(light, units, steps)
        is_weak = saturation < _MIDDLE
        k_1, k_2 = _curve(is_weak, low, middle, high)
        t = where(is_weak, saturation / _MIDDLE, (saturation - _MIDDLE) / (1 - _MIDDLE))
        chroma = t * k_1 / (1 - k_2 * t)
        chroma = where(is_weak, chroma, middle + chroma)
        gray = (lightness == 0) | (lightness == 1)
        light, chroma = where(gray, lightness, light), where(gray, 0, chroma)
        return _shown(light, chroma, units, alpha, steps)


def _lch(color: Array) -> tuple[Array, Array, Array, Array]:
    """Lightness, chroma, the direction of the hue, and the hue in degrees."""
    light, red, yellow = oklab_from_linear(linear_from_srgb(color))
    chroma = np.sqrt(red**2 + yellow**2)
    hue = np.arctan2(-yellow, -red) * 0.5 / np.pi + 0.5
    return light, chroma, np.stack([red / chroma, yellow / chroma]), hue * 360 % 360


def _units(degrees: Array) -> Array:
    turn = np.float32(2 * np.pi) * (degrees % 360 / 360)
    return np.stack([np.cos(turn), np.sin(turn)])


def _finite(*channels: Array) -> Array:
    hue, second, third = (np.nan_to_num(channel, nan=0) for channel in np.stack(channels).astype(np.float32))
    return np.stack([hue, np.clip(second, 0, 1), np.clip(third, 0, 1)])


def _shown(light: Array, chroma: Array, units: Array, alpha: float, steps: int) -> Array:
    linear = _clipped(_linear(light, chroma, units), alpha, steps)
    return np.clip(np.nan_to_num(srgb_from_linear(linear), nan=0), 0, 1)


def _linear(light: Array, chroma: Array, units: Array) -> Array:
    return linear_from_oklab(np.stack([light, chroma * units[0], chroma * units[1]]))


def _scale(light_v: Array, chroma_v: Array, units: Array) -> Array:
    light = _from_toe(light_v)
    brightest = _linear(light, chroma_v * light / light_v, units).max(0)
    return (1 / np.maximum(brightest, 0)) ** np.float32(1 / 3)


def _toe(light: Array) -> Array:
    first, second, third = _TOE
    part = light * third - first
    return (part + np.sqrt(part**2 + light * third * second * 4)) * 0.5


def _from_toe(light: Array) -> Array:
    first, second, third = _TOE
    return (light**2 + light * first) / ((light + second) * third)


def _cusp(units: Array, steps: int) -> tuple[Array, Array]:
    """Lightness and chroma of the strongest color of a hue."""
    saturation = _strongest(units, steps)
    brightest = _linear(np.ones_like(saturation), saturation, units).max(0)
    light = (1 / brightest) ** np.float32(1 / 3)
    return light, light * saturation


def _slopes(cusp: tuple[Array, Array]) -> tuple[Array, Array]:
    light, chroma = cusp
    return chroma / light, chroma / (1 - light)


def _strongest(units: Array, steps: int) -> Array:
    red, yellow = units
    is_red = np.float32(-1.88170328) * red + np.float32(-0.80936493) * yellow > 1
    is_green = np.float32(1.81444104) * red + np.float32(-1.19445276) * yellow > 1

    def picked(channels: Array) -> Array:
        return where(is_red, channels[0], where(is_green, channels[1], channels[2]))

    terms = np.stack([np.ones_like(red), red, yellow, red**2, red * yellow])
    saturation = picked(mixed(_SATURATION, terms))
    slopes = mixed(_ROOTS_OF_HUE, units)
    for _ in range(steps):
        roots = slopes * saturation + 1
        value, first, second = (
            picked(mixed(FROM_LMS, part)) for part in (roots**3, slopes * roots**2 * 3, slopes**2 * roots * 6)
        )
        saturation = saturation - value * first / (first**2 - value * second * 0.5)
    return saturation


def _edge(units: Array, light: Array, chroma: Any, start: Array, cusp: tuple[Array, Array], steps: int) -> Array:
    """How far towards a color from the gray of lightness `start` the gamut ends."""
    top, strong = cusp
    is_above = (light - start) * strong - (top - start) * chroma > 0
    below = strong * start / (chroma * top + strong * (start - light))
    above = strong * (start - 1) / (chroma * (top - 1) + strong * (start - light))
    t = where(is_above, above, below)
    slopes = mixed(_ROOTS_OF_HUE, units)
    speed = slopes * chroma + (light - start)
    for _ in range(steps):
        roots = slopes * (t * chroma) + (start * (1 - t) + t * light)
        value = mixed(FROM_LMS, roots**3) - 1
        first, second = mixed(FROM_LMS, roots**2 * speed * 3), mixed(FROM_LMS, speed**2 * roots * 6)
        u = first / (first**2 - value * second * 0.5)
        t = where(is_above, t + where(u < 0, _LARGEST, -value * u).min(0), t)
    return t


def _clipped(color: Array, alpha: float, steps: int) -> Array:
    light, red, yellow = oklab_from_linear(color)
    chroma = np.maximum(np.sqrt(red**2 + yellow**2), _LEAST_CHROMA)
    units = np.stack([red / chroma, yellow / chroma])
    apart = light - np.float32(0.5)
    e_1 = np.abs(apart) + chroma * np.float32(alpha) + np.float32(0.5)
    start = (np.sign(apart) * (e_1 - np.sqrt(e_1**2 - np.abs(apart) * 2)) + 1) * np.float32(0.5)
    t = _edge(units, light, chroma, start, _cusp(units, steps), steps)
    clipped = _linear(start * (1 - t) + t * light, t * chroma, units)
    return where((color.max(0) > 1) | (color.min(0) < 0), clipped, color)


def _chromas(light: Array, units: Array, steps: int) -> tuple[Array, Array, Array]:
    """The chroma at no, at most and at all of the saturation."""
    cusp = _cusp(units, steps)
    high = _edge(units, light, np.ones_like(light), light, cusp, steps)
    slope, top = _slopes(cusp)
    k = high / np.minimum(light * slope, (1 - light) * top)
    middle_slope, middle_top = _middles(units)
    middle = 0.9 * k * _both(light * middle_slope, (1 - light) * middle_top, 4)
    return _both(light * np.float32(0.4), (1 - light) * np.float32(0.8), 2), middle, high


def _both(first: Array, second: Array, power: int) -> Array:
    return (1 / (1 / first**power + 1 / second**power)) ** np.float32(1 / power)


def _middles(units: Array) -> tuple[Array, Array]:
    a, b = units
    slope = 7.44778970 + 4.15901240 * b
    slope += a * (
        -2.19557347
        + 1.75198401 * b
        + a * (-2.13704948 - 10.02301043 * b + a * (-4.24894561 + 5.38770819 * b + 4.69891013 * a))
    )
    top = 1.61320320 - 0.68124379 * b
    top += a * (
        0.40370612
        + 0.90148123 * b
        + a * (-0.27087943 + 0.61223990 * b + a * (0.00299215 - 0.45399568 * b - 0.14661872 * a))
    )
    return 0.11516993 + 1 / slope, 0.11239642 + 1 / top


def _curve(is_weak: Array, low: Array, middle: Array, high: Array) -> tuple[Array, Array]:
    k_1 = where(is_weak, low * _MIDDLE, middle**2 / _MIDDLE**2 * (1 - _MIDDLE) / low)
    return k_1, 1 - k_1 / where(is_weak, middle, high - middle)

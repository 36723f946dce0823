"""The base of the field models, and what the server's field models check beyond their schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, model_validator

if TYPE_CHECKING:
    from typing import Self

_LEAST_WEIGHT, _GREATEST_WEIGHT = -1, 2


class FieldModel(BaseModel, frozen=True):
    """Base of the values that have several parts.

    A field model does not change. It keeps what it is given beyond its own parts: a newer server may have added some.
    """

    model_config = ConfigDict(extra="allow", defer_build=True, protected_namespaces=(), serialize_by_alias=True)


class HasSteps(FieldModel, frozen=True):
    """A field model that is in force during a part of the steps: they begin before they end."""

    if TYPE_CHECKING:
        begin_step_percent: float
        end_step_percent: float

    @model_validator(mode="after")
    def _begin_before_end(self) -> Self:
        if self.begin_step_percent > self.end_step_percent:
            raise ValueError(
                f"begin_step_percent ({self.begin_step_percent}) is above end_step_percent ({self.end_step_percent})"
            )
        return self


class HasWeight(FieldModel, frozen=True):
    """A field model with a weight, or one for each step, that lies within the server's range."""

    if TYPE_CHECKING:
        weight: float | list[float]

    @model_validator(mode="after")
    def _weight_in_range(self) -> Self:
        _check_weights("weight", self.weight)
        return self


class HasControlWeight(FieldModel, frozen=True):
    """The same under another name."""

    if TYPE_CHECKING:
        control_weight: float | list[float]

    @model_validator(mode="after")
    def _control_weight_in_range(self) -> Self:
        _check_weights("control_weight", self.control_weight)
        return self


class HasCorners(FieldModel, frozen=True):
    """A field model that is a box: its least coordinates are not above its greatest."""

    if TYPE_CHECKING:
        x_min: int
        x_max: int
        y_min: int
        y_max: int

    @model_validator(mode="after")
    def _corners_in_order(self) -> Self:
        _check_box(self.x_min, self.x_max, self.y_min, self.y_max)
        return self


class HasBox(FieldModel, frozen=True):
    """A field model that may hold a box as y_min, x_min, y_max, x_max."""

    if TYPE_CHECKING:
        bbox: list[int] | None

    @model_validator(mode="after")
    def _box_in_order(self) -> Self:
        if self.bbox is not None:
            y_min, x_min, y_max, x_max = self.bbox
            _check_box(x_min, x_max, y_min, y_max)
        return self


def _check_weights(name: str, weights: float | list[float]) -> None:
    for weight in weights if isinstance(weights, list) else [weights]:
        if weight < _LEAST_WEIGHT or weight > _GREATEST_WEIGHT:
            raise ValueError(f"{name} ({weight}) is not from {_LEAST_WEIGHT} to {_GREATEST_WEIGHT}")


def _check_box(x_min: int, x_max: int, y_min: int, y_max: int) -> None:
    for axis, least, greatest in (("x", x_min, x_max), ("y", y_min, y_max)):
        if least > greatest:
            raise ValueError(f"{axis}_min ({least}) is above {axis}_max ({greatest})")

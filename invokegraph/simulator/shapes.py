"""The shapes that bodies of requests have to have, and what the server has against those that have not.

It judges with pydantic, and so does this: what is converted, what is refused and in which words is the same. Nothing
of it is loaded until a request is not what is usual.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, cast

from pydantic import BaseModel, BeforeValidator, Field, JsonValue, StrictBool, StrictStr, TypeAdapter, ValidationError
from pydantic_core import PydanticKnownError

from invokegraph.simulator.answers import Place, Refused, complaint
from invokegraph.simulator.node_types import known_types

Category = StrEnum("Category", ["general", "mask", "control", "user", "other"])
Visibility = StrEnum("Visibility", ["private", "shared", "public"])
NAMES = Annotated[list[Annotated[str, Field(max_length=255)]], Field(max_length=1000)]
NUMBERS = Annotated[list[int], Field(max_length=1000)]


def parsed(shape: object, value: object, *place: str | int) -> Any:
    """What the server makes of a value.

    Raises:
        Refused: It has not that shape.
    """
    try:
        return _adapter(shape).validate_python(value, from_attributes=True)
    except ValidationError as error:
        told = [
            complaint(e["type"], (*place, *e["loc"]), e["msg"], e["input"], cast("Any", e.get("ctx")))
            for e in error.errors(include_url=False)
        ]
        raise Refused(422, told) from None


def check_batch(written: object, place: Place) -> None:
    """Refuse a batch for its shape; what is inside of its nodes is not looked at.

    Raises:
        Refused: It has not the shape of a batch.
    """
    parsed(_Batch, written, *place)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _node(value: object) -> object:
    if not isinstance(value, dict):
        raise PydanticKnownError("model_attributes_type")
    if "type" not in value:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "'type'"})
    if not isinstance(value["type"], str):
        expected = ", ".join(f"'{name}'" for name in known_types())
        context = {"discriminator": "'type'", "tag": str(value["type"]), "expected_tags": expected}  # pyright: ignore[reportUnknownArgumentType] - JSON
        raise PydanticKnownError("union_tag_invalid", context)
    return cast("object", value)


class Size(BaseModel):
    """How large a picture is to be."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class ImageChanges(BaseModel):
    """What can be changed of a picture."""

    image_category: Category | None = None
    session_id: StrictStr | None = None
    is_intermediate: StrictBool | None = None
    starred: StrictBool | None = None


class BoardChanges(BaseModel, extra="forbid"):
    """What can be changed of a board."""

    board_name: str | None = Field(default=None, max_length=300)
    cover_image_name: str | None = None
    archived: bool | None = None
    board_visibility: Visibility | None = None


class ImageField(BaseModel):
    """A picture; as the others it has the server's name, which is told where nothing fits."""

    image_name: str


class VideoField(BaseModel):
    """A video."""

    video_name: str


_Scalar = Union[StrictStr, float, int, ImageField, VideoField]  # noqa: UP007 - the order in which it is told


class _End(BaseModel):
    node_id: str
    field: str


class _Edge(BaseModel):
    source: _End
    destination: _End


class _Graph(BaseModel):
    id: str = ""
    nodes: dict[str, Annotated[Any, BeforeValidator(_node)]] = {}
    edges: list[_Edge] = []


class _Sweep(BaseModel):
    node_path: str
    field_name: str
    items: list[_Scalar | list[_Scalar]] = []


class _ExposedField(BaseModel):
    nodeId: str  # noqa: N815 - the name in workflows
    fieldName: str  # noqa: N815 - the name in workflows


class _Meta(BaseModel):
    version: str
    category: Literal["user", "default"]


class _Workflow(BaseModel):
    name: str
    author: str
    description: str
    version: str
    contact: str
    tags: str
    notes: str
    exposedFields: list[_ExposedField]  # noqa: N815 - the name in workflows
    meta: _Meta
    nodes: list[dict[str, JsonValue]]
    edges: list[dict[str, JsonValue]]
    form: dict[str, JsonValue] | None = None


class _Batch(BaseModel):
    batch_id: str = ""
    origin: str | None = None
    destination: str | None = None
    data: list[list[_Sweep]] | None = None
    graph: _Graph
    workflow: _Workflow | None = None
    runs: int = Field(1, ge=1)

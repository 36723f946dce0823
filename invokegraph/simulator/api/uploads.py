"""Pictures that are sent along with something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph.simulator.answers import Refused
from invokegraph.simulator.pictures import opened, png

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question


def sent_picture(question: Question) -> bytes | None:
    """The picture in a form, as a PNG file; None if there is none.

    Raises:
        Refused: It is no picture.
    """
    file: Any = question.form.get("image") if question.form else None
    if not file:
        return None
    if not (file.content_type or "").startswith("image"):
        raise Refused(415, "Not an image")
    try:
        return png(opened(file.file.read()), {})
    except Exception:  # noqa: BLE001 - Pillow raises many kinds of errors for what is no picture
        raise Refused(415, "Failed to read image") from None

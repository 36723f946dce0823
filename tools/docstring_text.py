"""How docstrings are read for the documentation site."""

from __future__ import annotations

from textwrap import indent
from typing import Any

from griffe import Extension, Object


class DocstringText(Extension):
    """Shows examples and drawn trees as they stand."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Change the docstring of a module, class or function."""
        if obj.docstring is not None:
            text = obj.docstring.value.replace("Example:\n", "Examples:\n")  # the parser's name for them
            obj.docstring.value = "\n\n".join(map(_shown, text.split("\n\n")))


def _shown(paragraph: str) -> str:
    """A paragraph; one with a drawn tree as code."""
    return indent(paragraph, "    ") if "├──" in paragraph else paragraph

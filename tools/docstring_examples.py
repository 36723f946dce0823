"""Examples in docstrings, shown as code: the parser knows them under the heading `Examples:` only."""

from __future__ import annotations

from typing import Any

from griffe import Extension, Object


class ShownAsCode(Extension):
    """Reads `Example:` as `Examples:`."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Change the heading in the docstring of a module, class or function."""
        if obj.docstring is not None:
            obj.docstring.value = obj.docstring.value.replace("Example:\n", "Examples:\n")

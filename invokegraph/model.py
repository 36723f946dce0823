"""Naming a model without knowing its key on a particular server."""

from __future__ import annotations

from typing import Any, Final, cast


class Model:
    """A model named by what is the same on every server; the client looks it up when the graph is submitted.

    Give as much as it takes to be unambiguous. The input that it is given to narrows the search, too: a
    `MainModelLoader` takes only main models.

    Args:
        name: The model's name, as the server lists it.
        base: Its family, such as `"sd-1"` or `"sdxl"`.
        type: Its kind, such as `"main"`, `"lora"` or `"controlnet"`.
        hash: The hash of its weights.
        key: Its key, where only one server is meant.

    Raises:
        ValueError: Nothing was given.

    Example:
        >>> Model(base="sd-1", type="main")
        Model(base='sd-1', type='main')
    """

    __slots__ = ("base", "hash", "key", "name", "type")

    # What the identifier holds for a part that was not given: the server's parser takes it, and no model has it.
    _BLANK: Final = {"key": "", "hash": "", "name": "", "base": "any", "type": "unknown"}

    def __init__(
        self,
        name: str | None = None,
        *,
        base: str | None = None,
        type: str | None = None,
        hash: str | None = None,
        key: str | None = None,
    ) -> None:
        given = {"name": name, "base": base, "type": type, "hash": hash, "key": key}
        if not any(given.values()):
            raise ValueError("Model() names no model: give at least one of name, base, type, hash, key")
        for part, value in given.items():
            if isinstance(value, str) and value.encode(errors="replace").decode() != value:
                raise ValueError(f"Model({part}=...) holds half of a surrogate pair, which is no character")
            if value is not None and not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
                raise TypeError(f"Model({part}=...) takes a str, not {value!r}")
            object.__setattr__(self, part, value)

    name: str | None
    base: str | None
    type: str | None
    hash: str | None
    key: str | None

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Model does not change: make a new one with {name}={value!r}")

    def __repr__(self) -> str:
        parts = ((part, getattr(self, part)) for part in ("name", "base", "type", "hash", "key"))
        return f"Model({', '.join(f'{part}={value!r}' for part, value in parts if value is not None)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Model) and self.to_dict() == other.to_dict()

    def __hash__(self) -> int:
        return hash(tuple(self.to_dict().values()))

    def __setstate__(self, state: tuple[None, dict[str, str | None]]) -> None:
        for part, value in state[1].items():
            object.__setattr__(self, part, value)

    def to_dict(self) -> dict[str, str]:
        """The identifier in the server's shape, with an empty key for a model that has not been looked up yet."""
        return {part: getattr(self, part) or blank for part, blank in self._BLANK.items()}

    @classmethod
    def from_dict(cls, value: Any) -> Model | None:
        """The model that `to_dict` wrote, or None if `value` is anything else."""
        if not isinstance(value, dict):
            return None
        parts = cast("dict[str, Any]", value)
        if parts.keys() != cls._BLANK.keys() or parts["key"] != "":
            return None
        given = {part: parts[part] for part, blank in cls._BLANK.items() if parts[part] != blank}
        if not given or not all(isinstance(part, str) for part in given.values()):
            return None
        model = cls(**given)
        return model if model.to_dict() == parts else None

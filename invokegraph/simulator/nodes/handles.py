"""What stands for latents, conditionings and other tensors that the simulator does not compute.

A handle is a name. What later nodes need to know of it is kept beside it, in memory, like the server's own tensors,
which do not outlive it either.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from .call import NodeError, each, parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from .call import Call, Outputs

PREFIX: Final = "simulated-"
_MOST: Final = 65_536
_UNSEEN: Final = {"board", "metadata", "id", "type", "is_intermediate", "use_cache"}

Facts = dict[str, Any]


class Handles:
    """The handles by name; the oldest are forgotten when there are too many."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._facts: OrderedDict[str, Facts] = OrderedDict()
        self._lock = Lock()

    def keep(self, kind: str, mark: str, facts: Facts) -> str:
        """The name of a handle of that kind, made of the mark of the node that gives it."""
        name = f"{PREFIX}{kind}-{mark}"
        with self._lock:
            self._facts[name] = facts
            self._facts.move_to_end(name)
            while len(self._facts) > self._most:
                self._facts.popitem(last=False)
        return name

    def facts(self, name: str) -> Facts:
        """What is known of a handle.

        Raises:
            NodeError: No node of this simulator has given it, or too long ago.
        """
        with self._lock:
            if name not in self._facts:
                raise NodeError(f"Object with name {name} not found", type="ObjectNotFoundError")
            return self._facts[name]


HANDLES: Final = Handles()
"""The handles of this process."""


def mark_of(call: Call) -> str:
    """What tells a node's work from that of any other: its type and inputs, pictures by their pixels."""
    seen = {name: _seen(value, call) for name, value in call.inputs.items() if name not in _UNSEEN}
    return digest([call.type, seen])


def _seen(value: Any, call: Call) -> Any:
    if isinstance(value, list):
        return [_seen(part, call) for part in each(value)]
    if isinstance(value, dict):
        return {
            name: _pixels(part, call) if name == "image_name" and isinstance(part, str) else _seen(part, call)
            for name, part in parts(value).items()
        }
    return value


def _pixels(name: str, call: Call) -> str:
    image = call.pictures.load(name)
    return f"{image.size}{image.mode}{hashlib.sha256(image.tobytes()).hexdigest()}"


def digest(value: object) -> str:
    """A short name for a value."""
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def keep_mask(mark: str, mask: NDArray[Any]) -> Outputs:
    """A mask of the size of a picture as a tensor: the outputs of a node that gives it."""
    import numpy as np

    height, width = mask.shape
    facts = {"width": width, "height": height, "mask": zlib.compress(np.packbits(mask).tobytes(), 1)}
    name = HANDLES.keep("mask", digest([mark, facts["mask"].hex()]), facts)
    return {"mask": {"tensor_name": name}, "width": width, "height": height}


def load_mask(name: str) -> NDArray[Any]:
    """The mask that a handle stands for, true where it is set."""
    import numpy as np

    facts = HANDLES.facts(name)
    if "mask" not in facts:
        raise NodeError("", type="AssertionError")
    bits = np.frombuffer(zlib.decompress(facts["mask"]), np.uint8)
    width, height = facts["width"], facts["height"]
    return np.unpackbits(bits, count=width * height).reshape(height, width).astype(bool)

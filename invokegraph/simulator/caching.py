"""What nodes gave before: a node that is run again as it was gives the same."""

from __future__ import annotations

import json
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from invokegraph.simulator.node_types import JSON

MOST: Final = 512


class NodeCache:
    """The outputs that were given last."""

    def __init__(self) -> None:
        self.enabled = True
        self._lock = Lock()
        self._outputs: OrderedDict[str, JSON] = OrderedDict()
        self._hits = self._misses = 0

    @staticmethod
    def key(node: JSON) -> str:
        """What tells a node apart from others: all that it holds but its id."""
        return json.dumps({name: value for name, value in node.items() if name != "id"}, sort_keys=True)

    def get(self, key: str) -> JSON | None:
        """What was given for it."""
        with self._lock:
            if not self.enabled:
                return None
            output = self._outputs.get(key)
            if output is None:
                self._misses += 1
            else:
                self._hits += 1
                self._outputs.move_to_end(key)
            return output

    def keep(self, key: str, output: JSON) -> None:
        """Remember what was given."""
        with self._lock:
            if self.enabled:
                self._outputs[key] = output
                if len(self._outputs) > MOST:
                    self._outputs.popitem(last=False)

    def drop(self, name: str) -> None:
        """Forget the outputs that mention a picture."""
        with self._lock:
            for key in [key for key, output in self._outputs.items() if name in json.dumps(output)]:
                del self._outputs[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._outputs.clear()
            self._hits = self._misses = 0

    def status(self) -> JSON:
        """How often it helped."""
        with self._lock:
            return {
                "size": len(self._outputs),
                "hits": self._hits,
                "misses": self._misses,
                "enabled": self.enabled,
                "max_size": MOST,
            }

"""All that a simulated server holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph.simulator.boards import Boards
from invokegraph.simulator.caching import NodeCache
from invokegraph.simulator.engine import Engine
from invokegraph.simulator.events import Events
from invokegraph.simulator.installs import Installs
from invokegraph.simulator.library import Library
from invokegraph.simulator.models import default_models
from invokegraph.simulator.pictures import PictureStore
from invokegraph.simulator.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.simulator.faults import Faults
    from invokegraph.simulator.node_types import JSON

VERSION = "6.14.2"


class State:
    """All that a simulated server holds.

    Args:
        faults: What is to go wrong.
        models: Its models, as the server writes them; None for one of each usual kind.
        most_pending: How many queue items may wait at once.
    """

    def __init__(self, faults: Faults, models: Sequence[JSON] | None, most_pending: int) -> None:
        self.faults = faults
        self.events = Events()
        self.queue = Queue(self.events, most_pending)
        self.boards = Boards()
        self.pictures = PictureStore(self.boards)
        self.cache = NodeCache()
        self.pictures.on_delete.append(self.cache.drop)
        self.models = default_models() if models is None else {model["key"]: dict(model) for model in models}
        self.engine = Engine(self.queue, self.events, self.pictures, self.cache, faults, self.models)
        self.installs = Installs(self.models, self.events)
        self.model_images: dict[str, bytes] = {}
        self.relationships: dict[str, list[str]] = {}
        self.providers: dict[str, JSON] = {}
        self.downloads: dict[str, bytes] = {}
        self.library = Library()
        self.log_level = 20
        self.settings: JSON = {}

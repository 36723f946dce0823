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
from invokegraph.simulator.users import Users
from invokegraph.simulator.videos import Videos

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
        multiuser: Whether people have to log in.
    """

    def __init__(
        self, faults: Faults, models: Sequence[JSON] | None, most_pending: int, *, multiuser: bool = False
    ) -> None:
        self.faults = faults
        self.events = Events()
        self.users = Users(multiuser=multiuser)
        self.queue = Queue(self.events, most_pending, fair=multiuser)
        self.boards = Boards()
        self.pictures = PictureStore(self.boards)
        self.videos = Videos(self.boards)
        self.cache = NodeCache()
        self.pictures.on_delete.append(self.cache.drop)
        self.library = Library()
        self.engine = Engine(
            self.queue, self.events, self.pictures, self.cache, faults, users=self.users, library=self.library
        )
        self.calls = self.engine.calls
        self.users.on_change.append(self.engine.check_owner)
        self.models = default_models() if models is None else {model["key"]: dict(model) for model in models}
        self.installs = Installs(self.models, self.events)
        self.model_images: dict[str, bytes] = {}
        self.relationships: dict[str, list[str]] = {}
        self.providers: dict[str, JSON] = {}
        self.downloads: dict[str, tuple[str, bytes]] = {}
        self.log_level = 20
        self.settings: JSON = {}

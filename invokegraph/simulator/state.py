"""All that a simulated server holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph.simulator.boards import Boards
from invokegraph.simulator.caching import NodeCache
from invokegraph.simulator.engine import Engine
from invokegraph.simulator.events import Events
from invokegraph.simulator.installs import Installs
from invokegraph.simulator.library import Library
from invokegraph.simulator.models import default_models
from invokegraph.simulator.pictures import PictureStore
from invokegraph.simulator.queue import Queue
from invokegraph.simulator.store import Store
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
        store: Where all of it is kept; in memory if it is left out.
    """

    def __init__(
        self,
        faults: Faults,
        models: Sequence[JSON] | None,
        most_pending: int,
        *,
        multiuser: bool = False,
        store: Store | None = None,
    ) -> None:
        self.store = store = store or Store()
        is_new = store.is_new
        with store.transaction():
            self.faults = faults
            self.events = Events(store)
            self.users = Users(store, multiuser=multiuser)
            self.queue = Queue(self.events, most_pending, store, fair=multiuser)
            self.boards = Boards(store)
            self.pictures = PictureStore(self.boards, store)
            self.videos = Videos(self.boards, store)
            self.cache = NodeCache()
            self.pictures.on_delete.append(self.cache.drop)
            self.library = Library(store)
            self.models = store.values("models", dict[str, Any])
            if is_new:
                self.models.update(
                    default_models() if models is None else {model["key"]: dict(model) for model in models}
                )
            self.engine = Engine(
                self.queue,
                self.events,
                self.pictures,
                self.cache,
                faults,
                users=self.users,
                library=self.library,
                models=self.models,
            )
            self.calls = self.engine.calls
            self.users.on_change.append(self.engine.check_owner)
            self.installs = Installs(self.models, self.events, store)
            self.model_images = store.files("model_images")
            self.relationships = store.values("relationships", list[str])
            self.providers = store.values("providers", dict[str, Any])
            self.settings = store.values("settings", object)
        self.downloads: dict[str, tuple[str, bytes]] = {}
        self.log_level = 20

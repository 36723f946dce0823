"""The queue items as they are kept: each by itself, what the sessions of a batch share once, and how sessions went."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from invokegraph.simulator.codecs import Codec, as_text, check_fields, json_codec
from invokegraph.simulator.records import Item
from invokegraph.simulator.session_records import EndedSession, pending_dict
from invokegraph.simulator.templates import Template

if TYPE_CHECKING:
    from invokegraph.simulator.store import Store

_APART: Final = ("graph", "poison", "template", "session")
_FIELDS: Final = tuple(field.name for field in fields(Item) if field.name not in _APART)
_LAST: Final = "item_id"


class KeptItems:
    """The queue items.

    Args:
        store: Where they are kept.

    Attributes:
        items: The items by number. One that was changed is assigned again.
    """

    def __init__(self, store: Store) -> None:
        self._templates = store.table("templates", str, Codec(_written_template, _read_template))
        self._sessions = store.table("sessions", int, json_codec(dict[str, Any]), in_memory=False)
        self._counters = store.values("counters", int)
        self.items = store.table("items", int, Codec(_written_item, self._read_item))
        self._uses = Counter(item.template.key for item in self.items.values())

    def add(self, **fields: Any) -> Item:
        """A new item, with the number that follows: no number is given twice."""
        number = self._counters.get(_LAST, 0) + 1
        self._counters[_LAST] = number
        item = self.items[number] = Item(item_id=number, **fields)
        self._uses[item.template.key] += 1
        if self._uses[item.template.key] == 1:
            self._templates[item.template.key] = item.template
        return item

    def keep_session(self, item: Item) -> None:
        """Keep how far the session of an item has come, unless the item has been deleted."""
        if item.session and item.item_id in self.items:
            before = pending_dict(item.session_id, item.graph)
            session = item.session.to_dict()
            self._sessions[item.item_id] = {name: session[name] for name in before if session[name] != before[name]}
            item.is_session_kept = True
            self.items[item.item_id] = item

    def end(self, item: Item) -> None:
        """Keep how the session of an item went, and nothing of it in memory."""
        self.keep_session(item)
        if item.is_session_kept:
            item.session = self._ended(item)

    def remove(self, item: Item) -> None:
        """Delete an item, and all that is kept for it."""
        del self.items[item.item_id]
        if item.is_session_kept:
            del self._sessions[item.item_id]
        self._uses[item.template.key] -= 1
        if not self._uses[item.template.key]:
            del self._uses[item.template.key], self._templates[item.template.key]

    def _read_item(self, text: str) -> Item:
        written = json.loads(text)
        template = self._templates[written.pop("template")]
        check_fields(Item, written)
        graph, poison = template.session(written["field_values"])
        item = Item(**written, graph=graph, poison=poison, template=template)
        if item.is_session_kept:
            item.session = self._ended(item)
        return item

    def _ended(self, item: Item) -> EndedSession:
        return EndedSession(self._sessions, item.item_id, item.session_id, item.graph)


def _written_item(item: Item) -> str:
    values = {name: getattr(item, name) for name in _FIELDS}
    return as_text({**values, "template": item.template.key})


def _written_template(template: Template) -> str:
    return as_text({"key": template.key, "graph": template.graph, "workflow": template.workflow})


def _read_template(text: str) -> Template:
    written = json.loads(text)
    return Template(written["graph"], written["workflow"], written["key"])

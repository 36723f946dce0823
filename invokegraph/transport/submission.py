"""Putting a batch into the queue exactly once."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import quote

from invokegraph.transport.errors import (
    AnswerTimeout,
    ConnectionFailed,
    QueueFull,
    RequestRefused,
    TransportError,
    UnexpectedAnswer,
)
from invokegraph.transport.events import QUEUE_ID
from invokegraph.transport.models import DnnModelRepository, resolved
from invokegraph.transport.record import mapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from invokegraph.batch import Batch
    from invokegraph.transport.http import Http

QUEUE = f"/queue/{QUEUE_ID}"
_GATEWAY_ERRORS = frozenset({502, 503, 504})
_PAGE = 1000
_LOOK_SECONDS = 3.0
_FIRST_PAUSE = 0.25


def submit(http: Http, batch: Batch, ignore: Collection[str] = ()) -> list[int]:
    """Put a batch into the queue unless it is there, and return the ids of its items in the order of its sessions."""
    batch.validate(ignore=ignore)
    queue = _Queue(http, batch.batch_id, len(batch))
    items = queue.items() or queue.add(_body(http, batch))
    return items[: len(batch)]


def batch_counts(http: Http, batch_id: str, **kwargs: Any) -> dict[str, Any]:
    """How many items of a batch have which status. A batch that the server does not know has none."""
    return mapping(http.json("GET", f"{QUEUE}/b/{quote(batch_id, safe='')}/status", **kwargs))


def cancel_batch(http: Http, batch_id: str) -> int:
    """Cancel what is left of a batch and return how many sessions that were."""
    answer = mapping(http.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json={"batch_ids": [batch_id]}))
    canceled = answer.get("canceled")
    return canceled if isinstance(canceled, int) else 0


def _body(http: Http, batch: Batch) -> dict[str, Any]:
    data = batch.to_dict()
    graph = mapping(data["graph"])
    nodes = resolved(batch.graph, graph["nodes"], DnnModelRepository(http))
    return {"batch": {**data, "graph": {**graph, "nodes": nodes}}, "prepend": False}


class _Queue:
    """The server's queue, as far as one batch is concerned."""

    def __init__(self, http: Http, batch_id: str, sessions: int) -> None:
        self._http = http
        self._batch_id = batch_id
        self._sessions = sessions

    def add(self, body: dict[str, Any]) -> list[int]:
        """Send the batch; where it is uncertain whether it arrived, ask before sending it again."""
        for attempt in range(self._http.max_retries + 1):
            try:
                items = self._accepted(mapping(self._http.json("POST", f"{QUEUE}/enqueue_batch", json=body)))
            except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
                if not _uncertain(error):
                    raise
                items = self._arrived(error)
                if not items and (attempt == self._http.max_retries or isinstance(error, UnexpectedAnswer)):
                    raise
            if items:
                # Two requests may have arrived after all, the first one late.
                for surplus in items[self._sessions :] if attempt else ():
                    self._http.request("PUT", f"{QUEUE}/i/{surplus}/cancel")
                return items
        return []

    def items(self) -> list[int]:
        """The ids of the batch's items in the order of its sessions; none if the queue does not know the batch.

        Raises:
            QueueFull: The queue holds only some of the sessions.
        """
        total = batch_counts(self._http, self._batch_id).get("total")
        if not isinstance(total, int) or total <= 0:
            return []
        known = mapping(self._http.json("GET", f"{QUEUE}/item_ids", params={"order_dir": "DESC"})).get("item_ids")
        queued, found = _integers(known), list[int]()
        for start in range(0, len(queued), _PAGE):
            page = {"item_ids": queued[start : start + _PAGE]}
            summaries = self._http.json("POST", f"{QUEUE}/item_summaries_by_ids", json=page)
            for summary in map(mapping, cast("list[object]", summaries) if isinstance(summaries, list) else []):
                # The items of workflows that a session calls carry the batch's id too.
                if summary.get("batch_id") == self._batch_id and summary.get("parent_item_id") is None:
                    found.extend(_integers([summary.get("item_id")]))
            if len(found) >= total:
                break
        return self._complete(found)

    def _arrived(self, cause: TransportError) -> list[int]:
        """The items, if they turn up after a request whose fate is uncertain."""
        # The server may still be at work on it, all the more where it was only slow.
        patience = self._http.timeout if isinstance(cause, AnswerTimeout) else _LOOK_SECONDS
        pause, give_up = _FIRST_PAUSE, monotonic() + patience
        try:
            while not (items := self.items()) and monotonic() < give_up:
                sleep(pause)
                pause *= 2
        except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
            raise ConnectionFailed(
                f"{cause}; and whether batch {self._batch_id} arrived cannot be asked: {error}. "
                "Submit the same Batch again when the server answers: it is not run twice"
            ) from error
        return items

    def _accepted(self, answer: dict[str, Any]) -> list[int]:
        enqueued, requested = answer.get("enqueued"), answer.get("requested")
        if not isinstance(enqueued, int) or not isinstance(requested, int):
            raise UnexpectedAnswer("POST enqueue_batch: the answer does not say how many sessions were taken")
        if enqueued < requested:
            self._give_back(enqueued)
        return self._complete(_integers(answer.get("item_ids")))

    def _complete(self, items: list[int]) -> list[int]:
        """The items in order, if there is one for each session."""
        if len(items) < self._sessions:
            self._give_back(len(items))
        return sorted(items)

    def _give_back(self, taken: int) -> NoReturn:
        cancel_batch(self._http, self._batch_id)
        raise QueueFull(self._batch_id, taken, self._sessions)


def _uncertain(error: TransportError) -> bool:
    """Whether the server may have taken the batch although the answer is an error."""
    if isinstance(error, RequestRefused):
        return error.status in _GATEWAY_ERRORS
    return not isinstance(error, ConnectionFailed) or error.reached


def _integers(values: object) -> list[int]:
    if not isinstance(values, list) or not all(isinstance(value, int) for value in cast("list[object]", values)):
        raise UnexpectedAnswer("the server's answer holds no list of item ids")
    return cast("list[int]", values)

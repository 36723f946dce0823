"""Putting a batch into the queue exactly once, in as many parts as the queue has room for."""

from __future__ import annotations

import warnings
from contextlib import suppress
from math import prod
from threading import Lock, RLock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakValueDictionary

from invokegraph.errors import InvalidGraph
from invokegraph.location import calling_site, location_of
from invokegraph.transport.deadlines import Deadline
from invokegraph.transport.errors import (
    AnswerTimeout,
    ConnectionFailed,
    GraphWarning,
    NotFound,
    RequestRefused,
    TransportError,
    UnexpectedAnswer,
)
from invokegraph.transport.events import QUEUE
from invokegraph.transport.models import DnnModelRepository
from invokegraph.transport.record import mapping
from invokegraph.transport.refusals import graph_refused
from invokegraph.transport.repository import part
from invokegraph.transport.resolving import name_models, resolved
from invokegraph.validation.codes import STOPS
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from invokegraph.batch import Batch
    from invokegraph.transport.http import Http

STATUSES = ("pending", "in_progress", "waiting", "completed", "failed", "canceled")
_SERVER_ERROR = 500
_METHOD_NOT_ALLOWED = 405
_OWN_WORDS = "Unexpected error while enqueuing batch"
_PAGE = 1000
_LOOK_SECONDS = 3.0
_FIRST_PAUSE = 0.1
_SECONDS_FOR_A_SESSION = 0.005
_SECONDS_FOR_A_THOUSAND_NODES = 20.0
_told: dict[Any, Any] = {}  # so that a warning is given once, as by warnings.warn
_locks: WeakValueDictionary[tuple[str, str], RLock] = WeakValueDictionary()
_locking = Lock()


class Submission:
    """A batch and its sessions in the queue.

    Args:
        http: To ask the server with.
        batch_id: The batch.
        sessions: How many sessions it has.
        items: The numbers of those that the queue holds already.
        batch: What is sent for the whole of it; None for a batch that somebody else submitted.

    Attributes:
        batch_id: The batch.
        sessions: How many sessions it has.
        items: The server's numbers for those that it took, in the order of the sessions.
    """

    def __init__(
        self, http: Http, batch_id: str, sessions: int, items: Sequence[int], batch: dict[str, Any] | None = None
    ) -> None:
        self._http = http
        self._batch = batch
        self._sending = _lock_of(http, batch_id)
        self._in_doubt = False
        self._surplus: set[int] = set()
        self._full = False
        self._capacity = 0
        self.batch_id = batch_id
        self.sessions = sessions
        self.items = list(items)

    @property
    def complete(self) -> bool:
        """Whether all sessions have been sent."""
        return len(self.items) >= self.sessions

    def send_more(self) -> None:
        """Send what has not been sent yet, or as much of it as there seems to be room for.

        Raises:
            GraphRefused: The server refused the batch.
            RequestRefused: It could not take it.
            ConnectionFailed: It did not answer, and what was sent did not arrive, or that cannot be asked.
        """
        with self._sending:
            if self.complete:
                return
            if self._in_doubt or self._full:  # another submission of the same batch may have gone on with it
                self._take(self._sent_elsewhere(), self.sessions - len(self.items))
                self._in_doubt = False
            start = len(self.items)
            if self._batch and not self.complete:
                # How much fits is only known once something did not.
                stop = min(self.sessions, start + self._room() if self._full else self.sessions)
                if start < stop:
                    self._send(part_of(self._batch, start, stop), stop - start)

    def give_up(self) -> None:
        """Do not send what has not been sent yet."""
        with self._sending:
            self.sessions = len(self.items)

    def cancel(self) -> int:
        """Cancel what has not ended yet, and return how many sessions that were."""
        self.give_up()
        body = {"batch_ids": [self.batch_id]}
        canceled = mapping(self._http.json("PUT", f"{QUEUE}/cancel_by_batch_ids", json=body)).get("canceled")
        return canceled if isinstance(canceled, int) else 0

    def counts(self, patience: float | None = None) -> dict[str, int]:
        """How many sessions have which status, among all that the server knows under this batch's id."""
        return _counts(self._http, self.batch_id, patience)

    def statuses(self, items: Sequence[int], patience: float | None = None) -> dict[int, str]:
        """The statuses of items, without those that the queue does not hold any more."""
        return {
            summary["item_id"]: str(summary.get("status"))
            for summary in _summaries(self._http, items, patience)
            # A server with a new database gives the same numbers to the items of others.
            if summary.get("batch_id") == self.batch_id
        }

    def cancel_surplus(self) -> None:
        """Cancel what arrived a second time, which happens if a proxy repeats requests or holds them back."""
        if self._batch is None:
            return
        with self._sending:
            self._take(self._sent_elsewhere(), self.sessions - len(self.items))

    def _send(self, batch: dict[str, Any], wanted: int) -> None:
        """Send a batch of `wanted` sessions; where it is uncertain whether it arrived, ask before sending it again."""
        body = {"batch": batch, "prepend": False}
        patience = self._http.timeout + _work_seconds(batch, wanted)
        items, taken = list[int](), 0
        for attempt in range(self._http.max_retries + 1):
            try:
                answer = mapping(self._http.json("POST", f"{QUEUE}/enqueue_batch", json=body, timeout=patience))
                taken, items = self._accepted(answer, wanted)
                break
            except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
                if not _uncertain(error):
                    raise
                items = self._arrived(error, _work_seconds(batch, wanted))
                taken = min(len(items), wanted)
                if items:
                    break
                if attempt == self._http.max_retries or _final(error):
                    raise
        self._take(items, taken)
        if taken < wanted:
            self._full = True
            self._capacity = max(self._capacity, len(items), self._pending())

    def _take(self, items: list[int], wanted: int) -> None:
        self.items += items[:wanted]
        # Two requests may have arrived after all, the first one late.
        for surplus in items[wanted:]:
            self._surplus.add(surplus)
            self._cancel_item(surplus)

    def _accepted(self, answer: dict[str, Any], wanted: int) -> tuple[int, list[int]]:
        """How many sessions the server says it took, and the new items of the batch."""
        taken = answer.get("enqueued")
        if not isinstance(taken, int) or not isinstance(answer.get("requested"), int):
            raise UnexpectedAnswer("POST enqueue_batch: the answer does not say how many sessions were taken")
        known = {*self.items, *self._surplus}
        items = sorted({*_integers(answer.get("item_ids"))} - known)
        if len(items) < taken or taken > wanted:
            raise UnexpectedAnswer("POST enqueue_batch: the answer does not fit the batch")
        return taken, items

    def _arrived(self, cause: TransportError, work: float) -> list[int]:
        """The new items, if they turn up after a request whose fate is uncertain."""
        # The server may still be at work on it, all the more where it was only slow.
        patience = work + (self._http.timeout if isinstance(cause, AnswerTimeout) else _LOOK_SECONDS)
        pause, give_up, unanswered = _FIRST_PAUSE, monotonic() + patience, 0
        while True:
            try:
                items = self._unknown()
            except (ConnectionFailed, UnexpectedAnswer, RequestRefused) as error:
                unanswered += 1
                if monotonic() >= give_up and unanswered > self._http.max_retries:
                    self._in_doubt = True
                    raise ConnectionFailed(
                        f"{cause}; and whether batch {brief(self.batch_id)} arrived cannot be asked: {error}. "
                        "Submit the same Batch again when the server answers: it is not run twice"
                    ) from error
            else:
                # What the server says in its own words is its last word: it is not at work any more.
                if items or _refused(cause) or monotonic() >= give_up:
                    return items
            sleep(pause)
            pause *= 2

    def _unknown(self) -> list[int]:
        """Items of the batch that are not known to be."""
        known = {*self.items, *self._surplus}
        return [item_id for item_id in items_of(self._http, self.batch_id, len(known)) if item_id not in known]

    def _sent_elsewhere(self) -> list[int]:
        """Unknown items that are sessions of the batch, and not sessions that somebody had run again."""
        unknown, sent = self._unknown(), list[int]()
        for start in range(0, len(unknown), _PAGE):
            body = {"item_ids": unknown[start : start + _PAGE]}
            items = _listed(self._http.json("POST", f"{QUEUE}/items_by_ids", json=body))
            again = {mapping(item).get("item_id") for item in items if mapping(item).get("retried_from_item_id")}
            sent += [item_id for item_id in body["item_ids"] if item_id not in again]
        self._surplus.update(set(unknown) - set(sent))
        return sent

    def _room(self) -> int:
        pending = self._pending()
        return max(self._capacity - pending, 0 if pending else 1)

    def _pending(self) -> int:
        pending = mapping(mapping(self._http.json("GET", f"{QUEUE}/status")).get("queue")).get("pending")
        return pending if isinstance(pending, int) else 0

    def _cancel_item(self, item_id: object) -> None:
        with suppress(NotFound):
            self._http.request("PUT", f"{QUEUE}/i/{item_id}/cancel")


def submit(http: Http, batch: Batch, ignore: Collection[str] = ()) -> Submission:
    """Put a batch into the queue unless it is there, or as much of it as there is room for.

    Raises:
        InvalidGraph: The batch has problems; nothing was sent.
        ModelNotFound: A model of the graph is not on the server, or several fit; nothing was sent.
        GraphRefused: The server refused the batch.
        RequestRefused: It could not take it.
        ConnectionFailed: It did not answer.
    """
    check(batch, ignore)
    with _lock_of(http, batch.batch_id):  # to look whether it is there and to send it is one act
        items = items_of(http, batch.batch_id)[: batch.size]
        data = batch.to_dict()
        if len(items) < batch.size:
            graph = mapping(data["graph"])
            nodes = resolved(batch.graph, graph["nodes"], DnnModelRepository(http))
            data = {**data, "graph": {**graph, "nodes": nodes}}
            name_models(mapping(data.get("workflow")), nodes)
        submission = Submission(http, batch.batch_id, batch.size, items, data)
        try:
            submission.send_more()
        except RequestRefused as error:
            raise graph_refused(error, batch) or error from error
    return submission


def _lock_of(http: Http, batch_id: str) -> RLock:
    """Held by whoever sends something of a batch, so that no two threads or clients send the same."""
    with _locking:
        return _locks.setdefault((http.address.origin, batch_id), RLock())


def check(batch: Batch, ignore: Collection[str]) -> None:
    """Refuse a batch that cannot run, and warn of what would run otherwise than it may have been meant.

    Raises:
        InvalidGraph: The batch has problems that cannot run.
    """
    problems = batch.problems(ignore=ignore)
    if stopping := [problem for problem in problems if problem.code in STOPS]:
        raise InvalidGraph(stopping)
    if problems:
        codes = ", ".join(f'"{code}"' for code in dict.fromkeys(problem.code for problem in problems))
        told = "\n".join(map(str, problems))
        place = location_of(calling_site())
        message = (
            f"the server will run this, though perhaps not as it was meant:\n{told}\nignore={{{codes}}} silences this"
        )
        file, line = place or ("<unknown>", 1)
        warnings.warn_explicit(message, GraphWarning, file, line, registry=_told)


def items_of(http: Http, batch_id: str, known: int = 0) -> list[int]:
    """The numbers of a batch's items in the order of its sessions; none if the queue holds no more than are known."""
    total = sum(_counts(http, batch_id).values())
    if total <= known:
        return []
    listed = mapping(http.json("GET", f"{QUEUE}/item_ids", params={"order_dir": "DESC"})).get("item_ids")
    queued, found, seen = _integers(listed), list[int](), 0
    for start in range(0, len(queued), _PAGE):
        for summary in _summaries(http, queued[start : start + _PAGE]):
            if summary.get("batch_id") == batch_id:
                seen += 1
                if summary.get("parent_item_id") is None:  # the items of workflows that a session calls are others
                    found.extend(_integers([summary.get("item_id")]))
        if seen >= total:
            break
    return sorted(found)


def part_of(batch: dict[str, Any], start: int, stop: int) -> dict[str, Any]:
    """A batch of the sessions from `start` to before `stop` of another one, in the server's shape."""
    groups = cast("list[list[dict[str, Any]]]", batch.get("data") or [])
    lengths = [len(group[0]["items"]) for group in groups]
    each_run = prod(lengths)
    if (start, stop) == (0, batch["runs"] * each_run):
        return batch
    if not groups:
        return {**batch, "runs": stop - start}
    data: list[dict[str, Any]] = []
    for position, group in enumerate(groups):
        # The last group changes fastest.
        stride = prod(lengths[position + 1 :])
        rows = [place % each_run // stride % lengths[position] for place in range(start, stop)]
        data += [{**datum, "items": [datum["items"][row] for row in rows]} for datum in group]
    return {**batch, "runs": 1, "data": [data]}


def _counts(http: Http, batch_id: str, patience: float | None = None) -> dict[str, int]:
    answer = mapping(http.json("GET", f"{QUEUE}/b/{part(batch_id)}/status", timeout=_bounded(http, patience)))
    counts = {status: answer.get(status, 0) for status in STATUSES}  # older servers have no "waiting"
    if not all(isinstance(count, int) for count in counts.values()):
        raise UnexpectedAnswer("GET the status of a batch: the answer holds no counts")
    return counts


def _bounded(http: Http, patience: float | None) -> float | Deadline:
    """The time for a question: where there is little patience, for all its tries together."""
    return http.timeout if patience is None or patience > http.timeout else Deadline(patience)


def _summaries(http: Http, items: Sequence[int], patience: float | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for start in range(0, len(items), _PAGE):
        timeout = _bounded(http, patience)
        body = {"item_ids": list(items[start : start + _PAGE])}
        try:
            answer = http.json("POST", f"{QUEUE}/item_summaries_by_ids", json=body, timeout=timeout)
        except RequestRefused as error:
            if error.status != _METHOD_NOT_ALLOWED:
                raise
            # Older servers have the whole items only.
            answer = http.json("POST", f"{QUEUE}/items_by_ids", json=body, timeout=timeout)
        found += map(mapping, _listed(answer))
    return [summary for summary in found if isinstance(summary.get("item_id"), int)]


def _work_seconds(batch: dict[str, Any], sessions: int) -> float:
    """How long a server may look at a batch before it answers: it compares every edge with the whole graph."""
    thousands = len(batch["graph"]["nodes"]) / 1000
    return thousands**2 * _SECONDS_FOR_A_THOUSAND_NODES + sessions * _SECONDS_FOR_A_SESSION


def _uncertain(error: TransportError) -> bool:
    """Whether the server may have taken the batch although the answer is an error."""
    if isinstance(error, RequestRefused):
        return error.status >= _SERVER_ERROR
    return not isinstance(error, ConnectionFailed) or error.reached


def _final(error: TransportError) -> bool:
    """Whether it is of no use to send the batch again."""
    return isinstance(error, UnexpectedAnswer) or _refused(error)


def _refused(error: TransportError) -> bool:
    """Whether it was the server itself that could not take the batch, and not something on the way to it."""
    return isinstance(error, RequestRefused) and error.detail.startswith(_OWN_WORDS)


def _listed(answer: object) -> list[object]:
    if not isinstance(answer, list):
        raise UnexpectedAnswer("the server's answer holds no list of queue items")
    return cast("list[object]", answer)


def _integers(values: object) -> list[int]:
    if not isinstance(values, list) or not all(isinstance(value, int) for value in cast("list[object]", values)):
        raise UnexpectedAnswer("the server's answer holds no list of item ids")
    return cast("list[int]", values)

"""What goes wrong on the way to a server, on the server, and on the way back.

InvokegraphError
└── TransportError
    ├── ConnectionFailed  (requests.ConnectionError)    no answer: refused, lost, cut short
    │   └── AnswerTimeout (requests.Timeout)            no answer in time
    ├── RequestRefused    (requests.HTTPError)          an error status; `.detail` is the server's own text
    │   ├── AccessRefused                               401 or 403: no log-in, an old one, or one that may not
    │   ├── NotFound      (LookupError)                 404
    │   └── GraphRefused  (InvalidGraph)                422 for a batch; `.problems` as if found offline
    ├── UnexpectedAnswer  (requests.RequestException)   not what the API gives, such as the UI's HTML page
    ├── BatchNotFound     (LookupError)                 the server's queue holds no such batch
    ├── ModelNotFound     (LookupError)                 no model on the server fits; `.candidates` lists some
    │   └── AmbiguousModel                              more than one fits
    ├── WorkflowNotFound  (LookupError)                 no workflow on the server, or more than one, is called that
    ├── InstallFailed                                   a model was not installed; `.job` says more
    ├── InstallTimeout    (TimeoutError)                the wait ended before the installation did; `.job` goes on
    ├── QueueFull                                       there was no room for some sessions; `.run` has the others
    ├── WaitTimeout       (TimeoutError)                the wait ended before the sessions did; `.run` goes on
    ├── NoOutput          (LookupError)                 the node has no output, or not the one output that was asked for
    └── JobError                                        a session did not complete; `.result` holds what there is
        ├── JobFailed                                   a node raised an error
        └── JobCancelled                                cancelled, or removed from the queue

`GraphWarning` (UserWarning) warns once of what the server may run differently than you meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import requests

from invokegraph.errors import InvalidGraph, InvokegraphError
from invokegraph.words import brief, in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.problem import Problem
    from invokegraph.transport.installs import InstallJob
    from invokegraph.transport.models import ModelRecord
    from invokegraph.transport.results import Result, SessionResult
    from invokegraph.transport.runs import Run
    from invokegraph.transport.workflows import WorkflowRecord


_BOUND: Final = frozenset({"job", "request", "response", "result", "run", "session"})
"""What errors hold of the client, of its connections and of the answers that came by them."""


class TransportError(InvokegraphError):
    """The root of every error between this machine and the server."""

    def __reduce__(self) -> tuple[Any, ...]:
        """An error that comes out of another process tells what happened; what is bound to a client stays there."""
        told = {name: None if name in _BOUND else value for name, value in vars(self).items()}
        return _restored, (type(self), self.args, told)


class ConnectionFailed(TransportError, requests.ConnectionError):
    """There was no complete answer.

    Attributes:
        reached: False where the server certainly never saw the request, True where it may have acted on it.
    """

    def __init__(self, message: str, *, reached: bool = True) -> None:
        super().__init__(message)
        self.reached = reached


class AnswerTimeout(ConnectionFailed, requests.Timeout):
    """There was no answer in time."""


class RequestRefused(TransportError, requests.HTTPError):
    """The server answered with an error status.

    Attributes:
        detail: What the server says about it; empty where it says nothing readable.
        status: The HTTP status code.
        response: The whole answer.
    """

    def __init__(self, message: str, *, detail: str, response: requests.Response) -> None:
        super().__init__(message, response=response)
        self.detail = detail
        self.status = response.status_code


class AccessRefused(RequestRefused):
    """The server requires a log-in, does not accept the token, or does not let this user do it."""


class NotFound(RequestRefused, LookupError):
    """The server has no such thing."""


class GraphRefused(RequestRefused, InvalidGraph):
    """The server refused the graph or sweep of a batch.

    Attributes:
        problems: What it complains about, at the nodes of the graph and with the codes of `graph.problems()`.
        detail: What the server says about it, in its own words.
        status: The HTTP status code.
        response: The whole answer.
    """

    def __init__(self, problems: Sequence[Problem], *, detail: str, response: requests.Response) -> None:
        InvalidGraph.__init__(self, problems)
        self.detail = detail
        self.status = response.status_code
        self.response = response

    def __str__(self) -> str:
        return f"the server refused the batch: {InvalidGraph.__str__(self)}"


class UnexpectedAnswer(TransportError, requests.RequestException):
    """The server answered with something that is not part of the API."""


class BatchNotFound(TransportError, LookupError):
    """The server's queue has no session of a batch: it never arrived, or has been removed."""


class ModelNotFound(TransportError, LookupError):
    """No model on the server fits what was asked for.

    Attributes:
        candidates: Models that come near, or all that fit where they are too many.
    """

    def __init__(self, message: str, candidates: Sequence[ModelRecord]) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


class AmbiguousModel(ModelNotFound):
    """More than one model on the server fits what was asked for."""


class WorkflowNotFound(TransportError, LookupError):
    """No workflow on the server has the id or name that was asked for, or more than one has that name.

    Attributes:
        candidates: All that have the name, where they are too many.
    """

    def __init__(self, message: str, candidates: Sequence[WorkflowRecord]) -> None:
        super().__init__(message)
        self.candidates = list(candidates)


class InstallFailed(TransportError):
    """A model was not installed: its installation failed or was cancelled.

    Attributes:
        job: The installation.
    """

    def __init__(self, message: str, job: InstallJob) -> None:
        super().__init__(message)
        self.job = job


class InstallTimeout(TransportError, TimeoutError):
    """A model was not installed in time. The installation goes on: wait again, or cancel.

    Attributes:
        job: The installation.
    """

    def __init__(self, message: str, job: InstallJob) -> None:
        super().__init__(message)
        self.job = job


class QueueFull(TransportError):
    """The server had no room for some sessions of a batch. Those that it accepted go on.

    Attributes:
        batch_id: The batch.
        taken: How many sessions the server accepted: the first ones of `batch.sessions()`.
        requested: How many sessions the batch has.
        run: The batch's run. Its `wait` sends the rest as room appears, its `cancel` gives back what was taken.
    """

    def __init__(self, run: Run, requested: int) -> None:
        self.batch_id = run.batch_id
        self.taken = len(run.item_ids)
        self.requested = requested
        self.run = run
        super().__init__(
            f"the queue took {self.taken} of the {requested} sessions of batch {brief(run.batch_id)} and has no room "
            "for the rest. Submit the same Batch again, or wait for `.run` of this error, and the rest is sent as room "
            "appears; `.run.cancel()` gives back what was taken"
        )


class WaitTimeout(TransportError, TimeoutError):
    """The sessions of a batch did not end in time. They go on: wait again, or cancel.

    Attributes:
        run: The batch's run.
        state: How far it was when last heard of, in words.
    """

    def __init__(self, run: Run, seconds: float, state: str) -> None:
        super().__init__(f"batch {brief(run.batch_id)} had not ended after {seconds:g} s: {state}")
        self.state = state
        self.run = run


class NoOutput(TransportError, LookupError):
    """A node has no output in this result, or several where one was asked for."""


class JobError(TransportError):
    """A session of a batch did not complete.

    Attributes:
        result: All sessions of the batch, with the outputs that there are.
        session: The session that this is about.
    """

    def __init__(self, message: str, result: Result, session: SessionResult) -> None:
        super().__init__(message)
        self.result = result
        self.session = session


class JobFailed(JobError):
    """A node of a session raised an error.

    Attributes:
        node_id: The node, as the graph names it; None where the server does not say.
        error_type: The name of the exception on the server, such as `"ZeroDivisionError"`.
        error_message: Its message.
        error_traceback: Its traceback on the server.
    """

    def __init__(self, message: str, result: Result, session: SessionResult) -> None:
        super().__init__(message, result, session)
        self.node_id = session.failed_node_id
        self.error_type = session.error_type
        self.error_message = session.error_message
        self.error_traceback = session.error_traceback


class JobCancelled(JobError):
    """A session was cancelled, or removed from the queue before it ended."""


def readable(text: str, limit: int = 2000) -> str:
    """Foreign text as it may be shown: cut to `limit` characters, and with what would steer a terminal escaped."""
    shown = in_lines(text[:limit])
    return shown if len(text) <= limit else f"{shown} …"


class GraphWarning(UserWarning):
    """The server runs the graph, but perhaps not as its author meant."""


def _restored(cls: type[TransportError], args: tuple[Any, ...], told: dict[str, Any]) -> TransportError:
    error = cls.__new__(cls)
    error.args = args
    vars(error).update(told)
    return error

"""How a command ends: its exit code, and what it says where something went wrong.

Whatever is wrong is raised as an `InvokegraphError`, and `main` says it.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager
from threading import current_thread, main_thread
from time import monotonic
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from invokegraph.errors import InvalidGraph, InvokegraphError, LocatedError
from invokegraph.location import calling_site, location_of

if TYPE_CHECKING:
    from collections.abc import Generator

FINE: Final = 0
"""All is right."""
PROBLEMS: Final = 1
"""A graph has problems, or a session did not complete."""
UNUSABLE: Final = 2
"""Wrong usage, or a file that cannot be read or written."""
UNREACHABLE: Final = 3
"""There is no server, or it refuses."""
INTERRUPTED: Final = 130
"""Somebody pressed Ctrl-C, or ended the process by SIGTERM."""


_TWICE: Final = 1.0
"""`timeout` sends each signal twice, moments apart, and a second interruption would break off what the first began."""
_NOT_LOGGED_IN: Final = 401
_NOTHING_ANSWERS: Final = "  nothing answers there: is InvokeAI running, and is this its address?\n"
_NO_HTTPS: Final = "  no https is spoken there: does its address begin with http://?\n"
_TLS_ADVICE: Final = {
    "WRONG_VERSION_NUMBER": _NO_HTTPS,
    "record layer failure": _NO_HTTPS,  # the same, as newer libraries say it
    "CERTIFICATE_VERIFY_FAILED": "  for a certificate of your own: REQUESTS_CA_BUNDLE=FILE says which to trust\n",
}
"""What to do, by what the TLS library says."""
_FOR_PROGRAMS: Final = ". Log in with client.login(), or give the client a token as api_key"
"""What an error ends with that tells programs what to do."""


class CommandError(InvokegraphError):
    """What was asked for cannot be done: wrong usage, or a file that cannot be read or written."""


class Interrupted(InvokegraphError):
    """Somebody pressed Ctrl-C; the message says what became of the work."""


def is_interruption(error: BaseException) -> bool:
    """Whether it is Ctrl-C, which Python before 3.12 wraps in an error where it comes while a class is made."""
    return isinstance(error, KeyboardInterrupt) or isinstance(error.__cause__, KeyboardInterrupt)


@contextmanager
def terminated_as_interrupted() -> Generator[None]:
    """Let SIGTERM, which `timeout` and service managers send, do meanwhile what Ctrl-C does: cancel what was submitted,
    and leave the terminal as it was.
    """
    can = current_thread() is main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not can or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    last = -_TWICE

    def interrupt(_signal: int, _frame: object) -> None:
        nonlocal last
        before, last = last, monotonic()
        if last - before > _TWICE:
            signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def exit_code_of(error: InvokegraphError) -> int:
    """The exit code for an error that ended a command."""
    from invokegraph.transport.errors import JobError, ModelNotFound, TransportError, WaitTimeout

    if isinstance(error, Interrupted):
        return INTERRUPTED
    if isinstance(error, (InvalidGraph, JobError, ModelNotFound, WaitTimeout)):
        return PROBLEMS
    return UNREACHABLE if isinstance(error, TransportError) else UNUSABLE


def advice_for(error: InvokegraphError) -> str:
    """A further line, where an error that ended a command leaves open what to do."""
    from invokegraph.transport.errors import AccessRefused, ConnectionFailed, NotFound

    if isinstance(error, ConnectionFailed):
        advice = next((advice for sign, advice in _TLS_ADVICE.items() if sign in str(error)), "")
        return advice or ("" if error.reached else _NOTHING_ANSWERS)
    if isinstance(error, AccessRefused) and error.status == _NOT_LOGGED_IN:
        return "  a token is said by INVOKEGRAPH_TOKEN, or by `token` in a file of settings\n"
    if isinstance(error, NotFound) and "json" not in error.response.headers.get("Content-Type", ""):
        origin = "://".join(urlsplit(error.response.url)[:2])
        return f"  InvokeAI would not answer so: is {origin} its address?\n"
    return ""


def words_of(error: Exception) -> str:
    """What an error says, without the line of the program that runs this command, which is of no use to its user."""
    words = str(error).removesuffix(_FOR_PROGRAMS)
    if not isinstance(error, LocatedError):
        return words
    first, newline, rest = words.partition("\n")
    return first.removesuffix(f" ({location_of(calling_site())})") + newline + rest

"""A guard that keeps a test off the network: only this machine can be reached while it lasts."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

_OF_SOCKETS = {"connect": slice(0, 1), "connect_ex": slice(0, 1), "sendto": slice(-1, None), "sendmsg": slice(3, 4)}
"""The methods of a socket that say where to, each with the place of the address among its arguments, if it is there."""

_LOOKUPS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "getnameinfo")


class NetworkBlocked(RuntimeError):
    """A test that has to stay on this machine wanted to reach another one.

    It is no `OSError`: what tries again after a network error, or passes over one, is not to hide it.
    """


@contextmanager
def blocked(test: str) -> Generator[None]:
    """Let Python's sockets reach this machine only, and look no other name up.

    Args:
        test: What the error calls the test.
    """
    cls = socket.socket
    inherited = {name: name not in vars(cls) for name in _OF_SOCKETS}
    methods = {name: getattr(cls, name) for name in _OF_SOCKETS}
    lookups = {name: getattr(socket, name) for name in _LOOKUPS}
    for name, place in _OF_SOCKETS.items():
        setattr(cls, name, _guarded(methods[name], place, test))
    for name in _LOOKUPS:
        setattr(socket, name, _guarded_lookup(name, lookups[name], test))
    try:
        yield
    finally:
        for name, method in methods.items():
            if inherited[name]:
                delattr(cls, name)
            else:
                setattr(cls, name, method)
        for name, function in lookups.items():
            setattr(socket, name, function)


def _guarded(method: Callable[..., Any], place: slice, test: str) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address: object = next(iter(args[place]), None)
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host, port = cast("tuple[object, object]", address[:2])
            if not _is_here(host):
                if self.type == socket.SOCK_STREAM:
                    self.close()  # libraries do so after an OSError only
                raise NetworkBlocked(_message(test, f"to connect to {_place(host, port)}"))
        return method(self, *args)

    return guarded


def _guarded_lookup(name: str, function: Callable[..., Any], test: str) -> Callable[..., Any]:
    def guarded(host: object, *args: Any, **kwargs: Any) -> Any:
        sought = cast("tuple[object, ...]", host)[0] if name == "getnameinfo" and isinstance(host, tuple) else host
        if not _is_here(sought) and not _asks_nobody(name, sought, args):
            raise NetworkBlocked(_message(test, f"to look up {_text(sought)}"))
        return function(host, *args, **kwargs)

    return guarded


def _asks_nobody(name: str, host: object, args: Sequence[Any]) -> bool:
    """Whether a look-up needs no other machine, although its host is none that is known to be this one."""
    if name == "getnameinfo":
        return bool(args and args[0] & socket.NI_NUMERICHOST)
    if name == "gethostbyaddr":
        return _text(host) == socket.gethostname()
    return _is_address(host)  # connecting to it is judged


def _message(test: str, wanted: str) -> str:
    return f"{test} wanted {wanted}, and may reach this machine only: use the simulator, or allow it the network"


def _is_here(host: object) -> bool:
    """Whether a host is this machine: no name at all, localhost, or an address of the loopback."""
    name = _text(host).lower().rstrip(".")
    if name in ("", "localhost") or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback or address.is_unspecified


def _is_address(host: object) -> bool:
    try:
        ip_address(_text(host).partition("%")[0])
    except ValueError:
        return False
    return True


def _text(host: object) -> str:
    if isinstance(host, (bytes, bytearray)):
        return host.decode("ascii", "backslashreplace")
    return "" if host is None else str(host)


def _place(host: object, port: object) -> str:
    name = _text(host)
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"

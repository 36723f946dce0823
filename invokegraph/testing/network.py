"""A guard that keeps a test off the network: only this machine can be reached while it lasts."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_OF_SOCKETS = {"connect": 0, "connect_ex": 0, "sendto": -1}
"""The methods of a socket that say where to, each with the place of the address among its arguments."""

_LOOKUPS = ("getaddrinfo", "gethostbyname", "gethostbyname_ex")


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
        setattr(socket, name, _guarded_lookup(lookups[name], test))
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


def _guarded(method: Callable[..., Any], place: int, test: str) -> Callable[..., Any]:
    def guarded(self: socket.socket, *args: Any) -> Any:
        address: object = args[place] if args else None
        if self.family in (socket.AF_INET, socket.AF_INET6) and isinstance(address, tuple):
            host, port = cast("tuple[object, object]", address[:2])
            if not _is_here(host):
                raise NetworkBlocked(_message(test, f"to connect to {_place(host, port)}"))
        return method(self, *args)

    return guarded


def _guarded_lookup(function: Callable[..., Any], test: str) -> Callable[..., Any]:
    def guarded(host: object, *args: Any, **kwargs: Any) -> Any:
        if not _is_here(host) and not _is_address(host):  # an address needs no look-up; connecting to it is judged
            raise NetworkBlocked(_message(test, f"to look up {_text(host)}"))
        return function(host, *args, **kwargs)

    return guarded


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

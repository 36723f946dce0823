"""Where a server is."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

_API = "/api/v1"
SCHEMA = "/openapi.json"
_PORTS = range(1, 65536)


class Address(NamedTuple):
    """The parts of a server's URL.

    Attributes:
        host: Host name or address.
        port: Port.
        base_path: Where the API is, without a slash at the end: `/invoke/api/v1`.
        use_https: Whether to encrypt.
    """

    host: str
    port: int
    base_path: str
    use_https: bool

    @classmethod
    def of(cls, host: str, port: int, base_path: str, *, use_https: bool) -> Address:
        """Put an address together.

        Raises:
            ValueError: The host is not a plain host name or address, the port is out of range, or the path is none.
        """
        if not host or not host.isprintable() or re.search(r"[\s/@?#\\*]", host):
            # The value is not shown: what stands before an @ may be a password.
            raise ValueError("host takes a host name or an address only; for a whole URL use InvokeAIClient.from_url()")
        if ":" in host and not _is_ipv6(host.removeprefix("[").removesuffix("]")):
            raise ValueError("host takes no port: give it as port=, or a whole URL to InvokeAIClient.from_url()")
        if not _is_name(host):
            raise ValueError("its host is no name that a host can have")
        if port not in _PORTS:
            raise ValueError(f"port {port} is not between 1 and 65535")
        if not base_path.isprintable():
            raise ValueError("the path of the URL holds characters that no URL has")
        path = base_path.strip("/")
        return cls(host.removeprefix("[").removesuffix("]"), port, f"/{path}" if path else "", use_https)

    @property
    def origin(self) -> str:
        """Scheme, host and port: `https://example.org:9090`."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.use_https else 'http'}://{host}:{self.port}"

    @property
    def sub_path(self) -> str:
        """What a proxy puts before every path: `/invoke`; empty without one."""
        return re.sub(r"/api/v\d+$", "", self.base_path)

    @classmethod
    def parse(cls, url: str) -> Address:
        """The address that a URL gives: of the server, of the server behind a sub-path, or of its API.

        Raises:
            ValueError: It is not an http or https URL, or it holds a user name, password, query or fragment.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:  # its message may quote what stands before an @
            raise ValueError("not a URL: its host or port cannot be read") from None
        if parts.username is not None or parts.password is not None:
            raise ValueError("the URL holds a user name or password, which would show up in logs: give api_key instead")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an http or https URL: write it like 'http://localhost:9090'")
        if parts.query or parts.fragment:
            raise ValueError("the URL holds a query or fragment: give only what stands before the ? or #")
        https = parts.scheme == "https"
        path = parts.path.rstrip("/")
        base_path = path if re.search(r"/api/v\d+$", path) else path + _API
        return cls.of(parts.hostname, (443 if https else 80) if port is None else port, base_path, use_https=https)

    def url(self, endpoint: str) -> str:
        """The URL of an endpoint: below the base path, or below the server's root where it begins with `/api/` and for
        the server's schema.
        """
        if endpoint.startswith("/api/") or endpoint == SCHEMA:
            return f"{self.origin}{self.sub_path}{endpoint}"
        return f"{self.origin}{self.base_path}/{endpoint.removeprefix('/')}"


def _is_name(host: str) -> bool:
    """Whether the libraries that will look for a host take its name: they fail in ways of their own over others."""
    from idna import encode

    try:
        (host if host.isascii() else encode(host, uts46=True).decode("ascii")).encode("idna")
    except UnicodeError:
        return False
    return True


def _is_ipv6(host: str) -> bool:
    from ipaddress import IPv6Address

    try:
        IPv6Address(host.partition("%")[0])
    except ValueError:
        return False
    return True

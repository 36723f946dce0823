"""Socket.IO connections for programs that want the server's events themselves."""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from invokegraph.transport.errors import ConnectionFailed, readable
from invokegraph.transport.sockets import CONNECT_SECONDS, proxy_of, tls_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import socketio  # type: ignore[import-untyped] # pyright: ignore[reportMissingTypeStubs] - it has no types

    from invokegraph.transport.address import Address
    from invokegraph.transport.http import Options


async def connected(address: Address, token: Callable[[], str | None], options: Options) -> socketio.AsyncClient:
    """A connected client of python-socketio.

    Raises:
        ConnectionFailed: The server refuses it, or does not answer.
    """
    import_module("aiohttp")  # the library would only log that it is missing
    library: Any = import_module("socketio")
    # The library's own loggers would write out the packet that holds the token.
    silent = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that no configuration reaches
    client: Any = library.AsyncClient(
        handle_sigint=False,
        ssl_verify=options.verify_ssl,
        websocket_extra_options={
            **({"ssl": tls_of(options)} if address.use_https else {}),
            "proxy": proxy_of(address, options),
        },
        request_timeout=CONNECT_SECONDS,
        logger=silent,
        engineio_logger=silent,
    )
    try:
        await client.connect(
            address.origin,
            headers=dict(options.headers),
            auth=lambda: {"token": held} if (held := token()) else None,
            # Long polling is broken on the server of 6.14.2 where gzip is accepted.
            transports=["websocket"],
            socketio_path=f"{address.sub_path}/ws/socket.io",
            wait_timeout=CONNECT_SECONDS,
        )
    except BaseException as error:  # and where whoever waits is cancelled, as by Ctrl-C
        await client.disconnect()
        if not isinstance(error, library.exceptions.ConnectionError):
            raise
        raise ConnectionFailed(f"Socket.IO at {address.origin}: {readable(str(error), 200)}", reached=False) from None
    return cast("socketio.AsyncClient", client)

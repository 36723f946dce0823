"""`invokegraph serve`: the simulated server as a process of its own."""

from pathlib import Path
from typing import Annotated

import typer

from invokegraph.cli.options import AsJson

Port = Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="The port; 0 for any that is free.")]
Host = Annotated[
    str,
    typer.Option(metavar="HOST", help="The address to listen at; 127.0.0.1 is reached from this machine only."),
]
Multiuser = Annotated[bool, typer.Option("--multiuser", help="Require log-ins, and keep what users have apart.")]
State = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Keep everything in this file; without it, everything is lost at the end."),
]


def serve(
    *,
    port: Port = 9090,
    host: Host = "127.0.0.1",
    multiuser: Multiuser = False,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a server, for trying things out.

    It answers as InvokeAI does, without GPU and models.
    """
    import json

    from invokegraph.cli.endings import CommandError
    from invokegraph.cli.servers import simulator
    from invokegraph.cli.telling import after_ctrl_c, for_terminal

    if not host.strip():  # which would be reached from everywhere
        raise CommandError("--host is empty: say an address to listen at, or leave it out")
    simulated = simulator(host, port, multiuser=multiuser, state=state)
    end = f"what it holds stays in {state}" if state else "it forgets everything"
    told = f"A simulated InvokeAI server answers at {simulated.url}. Ctrl-C ends it, and {end}."
    try:
        typer.echo(json.dumps({"url": simulated.url}) if as_json else for_terminal(told))
        simulated.wait()
    except KeyboardInterrupt:
        after_ctrl_c()
        simulated.close()

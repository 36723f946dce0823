"""`invokegraph serve`: the simulated server as a process of its own."""

from typing import Annotated

import typer

Port = Annotated[int, typer.Option(min=0, max=65535, metavar="PORT", help="The port; 0 for any that is free.")]
Host = Annotated[
    str,
    typer.Option(metavar="HOST", help="The address to listen at; 127.0.0.1 is reached from this machine only."),
]


def serve(*, port: Port = 9090, host: Host = "127.0.0.1") -> None:
    """Simulate a server, for trying things out.

    It answers as InvokeAI does, without GPU and models, and forgets everything when it ends.
    """
    from invokegraph.cli.servers import simulator

    simulated = simulator(host, port)
    typer.echo(f"A simulated InvokeAI server answers at {simulated.url}. Ctrl-C ends it, and it forgets everything.")
    try:
        simulated.wait()
    except KeyboardInterrupt:
        simulated.close()

"""`invokegraph doctor`: whether a server can be worked with."""

import typer

from invokegraph.cli.endings import FINE, PROBLEMS
from invokegraph.cli.options import AsJson, Simulate, Url


def doctor(*, url: Url = None, simulate: Simulate = False, as_json: AsJson = False) -> None:
    """Check whether a server can be used.

    It is asked who may do what, for events, and for its node types, models and queue; nothing is changed.
    """
    from invokegraph.cli.examination import BAD, examined
    from invokegraph.cli.servers import chosen, connected
    from invokegraph.cli.tables import show_json, show_table

    wanted = chosen(url, simulate=simulate)
    with connected(wanted) as client:
        findings = examined(client, has_token=wanted is not None and wanted.token is not None)
    if as_json:
        show_json([finding._asdict() for finding in findings])
    else:
        show_table(("ABOUT", "STATE", "FOUND"), findings, if_none="")
    raise typer.Exit(PROBLEMS if any(finding.state == BAD for finding in findings) else FINE)

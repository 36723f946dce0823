"""Models on their way to a server."""

from __future__ import annotations

from math import inf
from time import monotonic, sleep
from typing import TYPE_CHECKING

from invokegraph.transport.errors import InstallFailed, InstallTimeout, readable
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Repository
from invokegraph.words import brief

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from invokegraph.transport.http import Http
    from invokegraph.transport.models import ModelRecord

INSTALL = "/api/v2/models/install"
_FAILED = frozenset({"error", "cancelled"})
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 2.0


class InstallJob(Repository):
    """A model that a server is installing.

    Attributes:
        record: The installation as the server described it last.
    """

    def __init__(self, http: Http, record: Mapping[str, Any]) -> None:
        super().__init__(http)
        self.record = Record(record)

    @property
    def id(self) -> int:
        """The server's number for it, until the server is started anew."""
        value = self.record.get("id")
        return value if isinstance(value, int) else -1

    @property
    def status(self) -> str:
        """How far it is; at the end `"completed"`, `"error"` or `"cancelled"`."""
        return str(self.record.get("status"))

    @property
    def percentage(self) -> float | None:
        """How much is downloaded, from 0 to 1; None where the server does not say."""
        done, total = self.record.get("bytes"), self.record.get("total_bytes")
        return done / total if isinstance(done, int) and isinstance(total, int) and total > 0 else None

    def refresh(self) -> InstallJob:
        """Ask the server how far it is."""
        self.record = Record(self._object("GET", f"{INSTALL}/{self.id}"))
        return self

    def wait(
        self, timeout: float | None = None, *, progress: Callable[[InstallJob], object] | None = None
    ) -> ModelRecord:
        """Wait until the model is installed, and return it.

        Args:
            timeout: Seconds to wait at most; None waits for as long as it takes.
            progress: Called with this job whenever the server has said how far it is.

        Raises:
            InstallFailed: It could not be installed, or this was cancelled.
            InstallTimeout: It was not installed in time. The installation goes on.
        """
        from invokegraph.transport.models import ModelRecord

        give_up, pause = monotonic() + (inf if timeout is None else timeout), _FIRST_PAUSE
        while True:
            self.refresh()
            if progress is not None:
                progress(self)
            if self.status == "completed":
                return ModelRecord(mapping(self.record.to_dict().get("config_out")))
            if self.status in _FAILED:
                raise InstallFailed(f"{self._source} was not installed: {self._reason()}", self)
            if monotonic() >= give_up:
                raise InstallTimeout(
                    f"{self._source} was not installed after {timeout:g} s: {brief(self.status)}", self
                )
            sleep(max(0.0, min(pause, give_up - monotonic())))
            pause = min(2 * pause, _LONGEST_PAUSE)

    def cancel(self) -> None:
        """Cancel it. What was downloaded is deleted."""
        self._http.request("DELETE", f"{INSTALL}/{self.id}")

    def pause(self) -> InstallJob:
        """Pause its downloads."""
        return self._tell("pause")

    def resume(self) -> InstallJob:
        """Go on with its downloads."""
        return self._tell("resume")

    def restart_failed(self) -> InstallJob:
        """Begin those downloads anew that failed."""
        return self._tell("restart_failed")

    def restart_file(self, url: str) -> InstallJob:
        """Begin the download of one of its files anew.

        Args:
            url: The file's `source` in `record.download_parts`.
        """
        return self._tell("restart_file", json=url)

    def _tell(self, what: str, **kwargs: object) -> InstallJob:
        self.record = Record(self._object("POST", f"{INSTALL}/{self.id}/{what}", **kwargs))
        return self

    def _reason(self) -> str:
        reasons = [self.record.get(field) for field in ("error_reason", "error")]
        return readable(": ".join(dict.fromkeys(str(reason) for reason in reasons if reason)) or self.status, 1000)

    @property
    def _source(self) -> str:
        source = mapping(self.record.to_dict().get("source"))
        return readable(
            str(next((source[key] for key in ("path", "url", "repo_id") if key in source), "the model")), 300
        )

    def __repr__(self) -> str:
        return f"<InstallJob {self.id}: {self._source}, {readable(self.status, 40)}>"

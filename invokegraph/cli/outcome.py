"""What a run gave: its pictures as files, and the rest in words or as JSON."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from invokegraph.cli.endings import FINE, PROBLEMS, CommandError, Interrupted, exit_code_of, words_of
from invokegraph.cli.telling import after_ctrl_c, for_terminal
from invokegraph.naming import names_in, renamed
from invokegraph.transport.downloads import AT_ONCE, plain
from invokegraph.transport.errors import ConnectionFailed, NoOutput, NotFound, TransportError, readable
from invokegraph.values import to_json_value
from invokegraph.words import listed, printable, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from invokegraph.errors import InvokegraphError
    from invokegraph.graph import Graph
    from invokegraph.transport import InvokeAIClient
    from invokegraph.transport.results import Picture, Result, SessionResult

_TOLD = 10


class Outcome(NamedTuple):
    """What a run gave.

    Attributes:
        result: All of it.
        graph: The graph that was run.
        files: The file that each picture was saved as, by the server's name for the picture.
        missing: Why others could not be saved, by their names.
    """

    result: Result
    graph: Graph
    files: Mapping[str, Path]
    missing: Mapping[str, InvokegraphError]

    @property
    def exit_code(self) -> int:
        """How the command ends: worst is what could not be saved."""
        not_saved = max(map(exit_code_of, self.missing.values()), default=FINE)
        return not_saved or (PROBLEMS if self.result.failures else FINE)

    def as_text(self) -> str:
        """A line for each picture, and for each value that nothing in the graph uses; behind it what was swept."""
        names = names_in(self.graph)
        return for_terminal(
            "".join(f"{line}\n" for session in self.result.sessions for line in self._lines(session, names))
        )

    def as_dict(self) -> dict[str, Any]:
        """All of it for programs."""
        return {
            "batch_id": self.result.batch_id,
            "items": [self._item(session) for session in self.result.sessions],
            "files": list(map(str, self.files.values())),
        }

    def failures(self) -> Iterator[str]:
        """What happened to the sessions that did not complete."""
        count, names = len(self.result.sessions), names_in(self.graph)
        failed = [(session, error) for session in self.result.failures if (error := _error(session))]
        alike: dict[str, list[int]] = {}
        for session, error in failed:
            why = f"failed at {printable(error['node_id'] or 'a node')}: {error['type']}: {error['message']}"
            why = renamed(why, names)
            alike.setdefault(why, []).append(session.place + 1)
        for why, places in [*alike.items()][:_TOLD]:
            several = len(places) > 1
            yield f"session{'s' if several else ''} {listed(list(map(str, places)))} of {count} {why}"
        if more := sum(map(len, [*alike.values()][_TOLD:])):
            yield f"and {more} more failed"
        statuses = [session.status for session in self.result.failures if session.status != "failed"]
        for status in dict.fromkeys(statuses):
            yield f"{statuses.count(status)} of {count} sessions {printable(status)}"

    def _lines(self, session: SessionResult, names: Mapping[str, str]) -> Iterator[str]:
        values = [
            printable(f"{names.get(id_, id_)}.{field}={shorten(value)}")
            for (id_, field), value in session.values.items()
        ]
        suffix = f"  {' '.join(values)}" if values else ""
        for picture in _pictures(session, self.graph):
            if picture.name in self.files:
                yield f"{self.files[picture.name]}{suffix}"
        used = {edge.source for edge in self.graph.edges}
        for node_id, output in _outputs(session):
            if node_id not in used:
                for name, value in output.items():
                    if name != "type" and isinstance(value, (str, int, float)) and not _is_side(name, output):
                        shown = readable(json.dumps(value, ensure_ascii=False))
                        yield f"{printable(f'{names.get(node_id, node_id)}.{name}')} = {shown}{suffix}"

    def _item(self, session: SessionResult) -> dict[str, Any]:
        outputs: dict[str, list[dict[str, Any]]] = {}
        for node_id, output in _outputs(session):
            outputs.setdefault(node_id, []).append(output)
        names = dict.fromkeys(picture.name for picture in _pictures(session, self.graph))
        return {
            "item_id": session.item_id,
            "status": session.status,
            "values": {f"{node}.{field}": to_json_value(value) for (node, field), value in session.values.items()},
            "outputs": outputs,
            "files": [str(self.files[name]) for name in names if name in self.files],
            "error": _error(session),
        }


def saved(result: Result, graph: Graph, folder: Path) -> Outcome:
    """Save the pictures of a run, but for those of intermediate nodes, and return all that it gave.

    Files are called what the server calls the pictures. None that is there is overwritten: another name is found.
    """
    pictures = {picture.name: picture for session in result.sessions for picture in _pictures(session, graph)}
    return Outcome(result, graph, *_at_once(lambda name, file: pictures[name].save(file), pictures, folder))


def fetched(
    client: InvokeAIClient, names: Iterable[str], folder: Path
) -> tuple[dict[str, Path], dict[str, InvokegraphError]]:
    """Save images as files that are called what the server calls them. None that is there is overwritten: another name
    is found.

    Returns:
        The files that were saved, and why others could not be, by the names of the images.
    """
    return _at_once(client.image_repo.save_image, names, folder)


def told_missing(missing: Mapping[str, InvokegraphError]) -> list[str]:
    """Why images could not be saved, a line each; of many, the first ones."""
    lines = [f"{printable(name)}: {_why(error)}" for name, error in [*missing.items()][:_TOLD]]
    more = len(missing) - len(lines)
    return [*lines, *([f"and {more} more"] if more else [])]


def _at_once(
    save: Callable[[str, Path], object], names: Iterable[str], folder: Path
) -> tuple[dict[str, Path], dict[str, InvokegraphError]]:
    """Save images, several at once; once the server or the disk has failed, no more are begun.

    Raises:
        Interrupted: Ctrl-C was pressed.
    """
    files: dict[str, Path] = {}
    missing: dict[str, InvokegraphError] = {}
    for name in names:
        try:
            files[name] = _free(folder / plain(name), {*files.values()})
        except TransportError as error:
            missing[name] = error
        except OSError as error:
            missing[name] = CommandError(f"{folder / name}: {error.strerror}")
    ended: list[InvokegraphError] = []

    def one(name: str) -> InvokegraphError | None:
        error = ended[0] if ended else _saved(save, name, files[name])
        if isinstance(error, (ConnectionFailed, CommandError)):
            ended.append(error)
        return error

    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            errors = dict(zip(files, pool.map(one, files), strict=True))
    except KeyboardInterrupt:
        after_ctrl_c()
        count = sum(file.exists() for file in files.values())
        raise Interrupted(f"saved {count} of {len(files)} images in {folder}; the server has them all") from None
    missing |= {name: error for name, error in errors.items() if error}
    return {name: file for name, file in files.items() if name not in missing}, missing


def _saved(save: Callable[[str, Path], object], name: str, file: Path) -> InvokegraphError | None:
    """Save an image, or return why it cannot be."""
    try:
        save(name, file)
    except TransportError as error:
        return error
    except OSError as error:
        return CommandError(f"{file}: {error.strerror or error}")
    return None


def _why(error: InvokegraphError) -> str:
    return "the server has no such image" if isinstance(error, NotFound) else words_of(error)


def folder_for(out: Path) -> Path:
    """The folder for pictures, which is made while nothing has been run yet.

    Raises:
        CommandError: It cannot be made.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"--out {out}: {error.strerror}") from error
    return out


def _free(path: Path, taken: set[Path]) -> Path:
    """`path`, or one like it that is not there yet."""
    count, free = 1, path
    while free in taken or free.exists():
        count += 1
        free = path.with_name(f"{path.stem}_{count}{path.suffix}")
    return free


def _pictures(session: SessionResult, graph: Graph) -> list[Picture]:
    """The pictures that a session gave, but for those of intermediate nodes."""
    try:
        pictures = session.images()
    except NoOutput:
        return []
    inside = {id_ for node, id_ in graph.ids().items() if node.given.get("is_intermediate") is True}
    return [picture for picture in pictures if picture.node_id not in inside]


def _outputs(session: SessionResult) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        for node_id, output in session.outputs():
            yield node_id, output.to_dict()
    except NoOutput:
        return


def _is_side(name: str, output: Mapping[str, Any]) -> bool:
    """Whether it is the width or height that goes with a picture or with latents."""
    return name in ("width", "height") and any(isinstance(value, dict) for value in output.values())


def _error(session: SessionResult) -> dict[str, Any] | None:
    if session.status != "failed":
        return None
    return {
        "node_id": session.failed_node_id,
        "type": readable(session.error_type),
        "message": readable(session.error_message),
        "traceback": readable(session.error_traceback, 100_000),
    }

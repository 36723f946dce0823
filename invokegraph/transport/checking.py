"""Whether a graph will run on a server: what its schema says, and what only the server itself can tell."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast
from urllib.parse import quote

from invokegraph.batch import Batch
from invokegraph.model import Model
from invokegraph.naming import in_names
from invokegraph.node import UnknownNode
from invokegraph.ports import declared_port
from invokegraph.problem import Problem, Problems
from invokegraph.server_schema import SchemaError, ServerSchema
from invokegraph.transport.address import SCHEMA
from invokegraph.transport.answers import chunks
from invokegraph.transport.errors import AmbiguousModel, ModelNotFound, RequestRefused, UnexpectedAnswer
from invokegraph.transport.events import QUEUE
from invokegraph.transport.models import PARTS, DnnModelRepository, near, pick
from invokegraph.transport.record import mapping
from invokegraph.transport.resolving import wanted_of
from invokegraph.validation import without
from invokegraph.values import to_json_value
from invokegraph.wiring import outputs_in
from invokegraph.words import brief, counted, listed, shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from invokegraph.graph import Graph
    from invokegraph.node import Node
    from invokegraph.transport.http import Http
    from invokegraph.transport.models import ModelRecord

_MOST_BYTES: Final = 1 << 26
_MOST_IMAGES: Final = 10_000
_MOST_BOARDS: Final = 20
_PAGE: Final = 1000
_LONGEST_NAME: Final = 255
_NOT_FOUND: Final = frozenset({403, 404})
_NOT_LOGGED_IN: Final = 401


class _Given(NamedTuple):
    """One JSON object that an input of a node was given, or that is a part of what it was given."""

    node: Node
    id: str
    field: str
    value: dict[str, Any]

    @property
    def place(self) -> str:
        """What messages call it."""
        return f"{brief(self.id)}.{brief(self.field)}"

    def problem(self, code: str, message: str, suggestion: str) -> Problem:
        """A problem with it."""
        at = self.node.location_of(self.field)
        return Problem(code, f"{self.place}: {message}", self.id, self.field, location=at, suggestion=suggestion)


def read_schema(http: Http) -> ServerSchema:
    """The node types of the server.

    Raises:
        UnexpectedAnswer: The server has no schema, or one that is none.
    """
    what = f"GET {SCHEMA}"
    body = bytearray()
    with http.request("GET", SCHEMA, stream=True) as response:
        for chunk in chunks(response):
            body += chunk
            if len(body) > _MOST_BYTES:
                raise UnexpectedAnswer(f"{what}: the answer is larger than {_MOST_BYTES} bytes")
    try:
        return ServerSchema.from_openapi(mapping(json.loads(body)))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, SchemaError) else "the answer is not JSON"
        raise UnexpectedAnswer(f"{what}: {reason}") from None


def check(http: Http, schema: ServerSchema, work: Graph | Batch, ignore: Collection[str]) -> Problems:
    """All problems of a graph or batch on a server; see `InvokeAIClient.check`."""
    given = list(_given(work))
    sessions = work.size if isinstance(work, Batch) else 1
    there = [*_models(http, given), *_images(http, given), *_boards(http, given), *_room(http, sessions)]
    graph = work.graph if isinstance(work, Batch) else work
    return without([*schema.problems(work), *in_names(there, graph)], ignore)


def _given(work: Graph | Batch) -> Iterator[_Given]:
    """All objects among the values of a graph and of the sweeps over it."""
    graph = work.graph if isinstance(work, Batch) else work
    ids = graph.ids()
    sweeps = [sweep for axis in work.axes for sweep in axis if sweep.node in ids] if isinstance(work, Batch) else []
    swept = {(sweep.node, sweep.field) for sweep in sweeps}
    values = [(sweep.node, sweep.field, list(sweep.values)) for sweep in sweeps]
    for node in ids:
        held = ((name, value) for name, value in node.given.items() if not outputs_in(value))
        values += [(node, name, [value]) for name, value in held if (node, name) not in swept]
    for node, name, several in values:
        for value in several:
            for part in _objects(to_json_value(value)):
                yield _Given(node, ids[node], name, part)


def _objects(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield cast("dict[str, Any]", value)
        for part in cast("dict[str, object]", value).values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in cast("list[object]", value):
            yield from _objects(part)


def _models(http: Http, given: Sequence[_Given]) -> Iterator[Problem]:
    """The models that the server does not have, or cannot tell from others."""
    named: list[tuple[_Given, Model]] = []
    keyed: list[_Given] = []
    for one in given:
        if model := Model.from_dict({name: part for name, part in one.value.items() if name != "submodel_type"}):
            named.append((one, model))
        elif one.value.keys() >= set(PARTS) and _is_loaded(one):
            keyed.append(one)
    models = DnnModelRepository(http).list_models() if named or keyed else []
    for one, model in named:
        try:
            pick(models, wanted_of(model, one.node, one.field))
        except ModelNotFound as error:
            code = "model-ambiguous" if isinstance(error, AmbiguousModel) else "model-missing"
            message = str(error).partition("\n")[0].removesuffix(". There are:")
            yield one.problem(code, message, _candidates(error.candidates))
    keys = {model.key for model in models}
    for one in keyed:
        if one.value["key"] not in keys:
            like = {part: (one.value[part],) for part in ("hash", "name", "base", "type")}
            message = f"the server has no model with the key {shorten(one.value['key'])} ({shorten(one.value['name'])})"
            yield one.problem("model-missing", message, _candidates(near(models, like)))


def _is_loaded(one: _Given) -> bool:
    """Whether a node loads the model that it is given, rather than noting it down."""
    if isinstance(one.node, UnknownNode) or one.node.category == "metadata":
        return False
    port = declared_port(one.node, one.field, "takes")
    return port is not None and port.takes_model


def _candidates(models: Sequence[ModelRecord]) -> str:
    return f"there are: {listed([str(model) for model in models])}" if models else "the server has no models at all"


def _images(http: Http, given: Sequence[_Given]) -> Iterator[Problem]:
    """The images that the server does not have."""
    asked = _named(given, "image_name")
    names = [name for name in asked if 0 < len(name) <= _LONGEST_NAME][:_MOST_IMAGES]
    missing = [name for name in asked if not 0 < len(name) <= _LONGEST_NAME]
    for start in range(0, len(names), _PAGE):
        page = names[start : start + _PAGE]
        try:
            found = http.json("POST", "/images/images_by_names", json={"image_names": page})
        except (RequestRefused, UnexpectedAnswer):
            return  # older releases do not tell
        if not isinstance(found, list):
            return
        known = {mapping(image).get("image_name") for image in cast("list[object]", found)}
        missing += [name for name in page if name not in known]
    for name in missing:
        for one in asked[name]:
            yield one.problem("image-missing", f"the server has no image {shorten(name)}", "upload it first")


def _boards(http: Http, given: Sequence[_Given]) -> Iterator[Problem]:
    """The boards that the server does not have, or does not let this user see."""
    asked = _named(given, "board_id")
    for board_id in list(asked)[:_MOST_BOARDS]:
        if board_id.strip("./\\") and _has_board(http, board_id):
            continue
        for one in asked[board_id]:
            hint = "make it first, or leave the board out"
            yield one.problem("board-missing", f"the server has no board {shorten(board_id)}", hint)


def _has_board(http: Http, board_id: str) -> bool:
    try:
        http.json("GET", f"/boards/{quote(board_id, safe='')}")
    except RequestRefused as error:
        return error.status not in _NOT_FOUND
    except UnexpectedAnswer:
        return True  # no answer to the question
    return True


def _named(given: Sequence[_Given], part: str) -> Mapping[str, list[_Given]]:
    """What names a picture or a board by its only part, by that name; not what merely notes one down."""
    found: dict[str, list[_Given]] = {}
    for one in given:
        if one.value.keys() == {part} and isinstance(one.value[part], str) and one.node.category != "metadata":
            found.setdefault(one.value[part], []).append(one)
    return found


def _room(http: Http, sessions: int) -> Iterator[Problem]:
    """A problem if the queue has no room for so many sessions, as far as the server tells that to this user."""
    try:
        queue = mapping(mapping(http.json("GET", f"{QUEUE}/status")).get("queue"))
        config = mapping(mapping(http.json("GET", "/app/runtime_config")).get("config"))
    except (RequestRefused, UnexpectedAnswer) as error:
        if isinstance(error, RequestRefused) and error.status == _NOT_LOGGED_IN:
            raise  # whoever may not even ask may not run anything
        return
    most, pending = config.get("max_queue_size"), queue.get("pending")
    if not isinstance(most, int) or not isinstance(pending, int) or sessions <= most - pending:
        return
    yield Problem(
        "queue-room",
        f"{counted(sessions, 'session')} for a queue that has room for {max(most - pending, 0)}: "
        f"{pending} of at most {most} are waiting in it",
        suggestion="wait for these" if sessions <= most else "submit it in parts, or raise the server's max_queue_size",
    )

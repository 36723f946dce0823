"""Requests made up from the server's schema: some fit, some are spoiled in one place."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hypothesis import strategies as st

from invokegraph.simulator.rest_schema import PREFIX, components, paths
from tests.contract.asking import add, graph, node, png, sweep

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import requests

    from tests.contract.asking import Asking

JSON = dict[str, Any]
TEXTS = st.text("aZ0 -_.%/'\"\\ü☂\n", max_size=12)
ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2**65), st.floats(allow_nan=False, allow_infinity=False), TEXTS,
    st.lists(st.integers(0, 3), max_size=2), st.dictionaries(TEXTS, st.integers(0, 3), max_size=2),
)  # fmt: skip
ODD_TEXTS = st.one_of(TEXTS, st.sampled_from(["", "-1", "0", "1.5", "true", "null", "[]", "9" * 30, "x" * 400, "\x00"]))
ODD_IN_PATH = st.sampled_from(["nonsense", "987654321", "-1", "987654321.0", "ü☂", "x" * 300, "none", "a b", "%00"])
WHOLE: Mapping[str, st.SearchStrategy[Any]] = {
    "Batch": st.sampled_from([
        {"graph": graph(add(a=2)), "runs": 2, "origin": "made up"},
        {"graph": graph(add()), "data": [[sweep("add", "a", 1, 2)]], "destination": "somewhere"},
        {"graph": graph(add()), "data": []},
        {"graph": graph(add(b="x"))},
        {"graph": graph(node("n", "nonsense"))},
        {"graph": {"nodes": {}, "edges": []}},
        {},
        None,
    ]),
    "WorkflowMeta": st.just({"version": "3.0.0", "category": "user"}),
}  # fmt: skip


@dataclass
class Request:
    """One request of an operation."""

    method: str
    path: str
    template: str
    query: list[tuple[str, str]] = field(default_factory=list)
    json: Any = None
    files: list[tuple[str, Any]] | None = None
    content: bytes | None = None
    has_body: bool = False

    def send(self, ask: Asking) -> requests.Response:
        arguments: dict[str, Any] = {"params": self.query, "allow_redirects": False}
        if self.content is not None:
            arguments |= {"data": self.content, "headers": {"Content-Type": "application/json"}}
        elif self.files is not None:
            arguments |= {"files": self.files}
        elif self.has_body:
            arguments |= {"data": json.dumps(self.json), "headers": {"Content-Type": "application/json"}}
        return ask(self.method, self.path, **arguments)


def values(schema: JSON, known: Sequence[str] = ()) -> st.SearchStrategy[Any]:  # noqa: C901, PLR0911, PLR0912 - a case for each type
    """Values that a schema allows; `known` are names of what there is."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(PREFIX)
        return WHOLE[name] if name in WHOLE else st.deferred(lambda: values(components()[name], known))
    if "anyOf" in schema:
        return st.one_of(*(values(each, known) for each in schema["anyOf"]))
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    least, most = schema.get("minimum"), schema.get("maximum")
    match schema.get("type"):
        case "integer":
            low = int(schema.get("exclusiveMinimum", (0 if least is None else least) - 1)) + 1
            step = int(schema.get("multipleOf", 1))
            return st.integers(low, int(low + 40 if most is None else most)).map(
                lambda n: n - n % step + step * (n % step > 0)
            )
        case "number":
            return st.sampled_from([0.5, 0.25, 0.75])
        case "boolean":
            return st.booleans()
        case "null":
            return st.none()
        case "array":
            return st.lists(values(schema.get("items", {}), known), min_size=schema.get("minItems", 0), max_size=3)
        case "object" if "properties" in schema:
            needed, fields = schema.get("required", []), schema["properties"]
            return st.fixed_dictionaries(
                {name: values(fields[name], known) for name in needed},
                optional={name: values(part, known) for name, part in fields.items() if name not in needed},
            )
        case "object":
            return st.just({})
        case "string" if schema.get("format") == "uri":
            return st.just("http://127.0.0.1:1/file.safetensors")
        case "string":
            plain = st.text("ab ü1", min_size=schema.get("minLength", 0), max_size=10)
            return st.one_of(st.sampled_from(known), plain) if known else plain
        case _:
            return st.just({})


def queries(schema: JSON, known: Sequence[str]) -> st.SearchStrategy[list[str]]:
    def in_words(value: Any) -> list[str]:
        parts = value if isinstance(value, list) else [] if value is None else [value]
        return [part if isinstance(part, str) else json.dumps(part) for part in parts]

    return values(schema, known).map(in_words)


@st.composite
def spoiled(draw: st.DrawFn, value: Any) -> Any:
    """A value with one thing in it that is missing, added, or something else."""
    if isinstance(value, dict) and value and draw(st.integers(0, 3)):
        name = draw(st.sampled_from(sorted(value)))
        match draw(st.sampled_from(["missing", "other", "within", "added"])):
            case "missing":
                return {each: part for each, part in value.items() if each != name}
            case "added":
                return {**value, "added": 1}
            case "within":
                return {**value, name: draw(spoiled(value[name]))}
            case _:
                return {**value, name: draw(ODD)}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [*value, draw(ODD)]
    return draw(ODD)


@st.composite
def requests_of(
    draw: st.DrawFn,
    operation: tuple[str, str],
    known: Mapping[str, Sequence[str]],
    *,
    spoil: bool | None = None,
    there: bool = True,
) -> Request:
    """A request of an operation.

    Args:
        draw: Hypothesis's.
        operation: Method and path.
        known: Names of what there is, by the name of what takes them.
        spoil: Whether to spoil it; left out, now and then.
        there: Whether it may name what there is.
    """
    method, template = operation
    told = paths()[re.sub(":path}", "}", template)][method.lower()]
    parameters = told.get("parameters", [])
    body = told.get("requestBody")
    spoil = draw(st.sampled_from([False, False, True])) if spoil is None else spoil
    where = (
        draw(
            st.sampled_from(
                [
                    *(["query"] if any(p["in"] == "query" for p in parameters) else []),
                    *(["body", "body"] if body else []),
                    *(["path"] if "{" in template else []),
                ]
                or ["nowhere"]
            )
        )
        if spoil
        else ""
    )

    def placed(match: re.Match[str]) -> str:
        name = match[1]
        names = [*known.get(name, ())] if there else []
        if where == "path" or not names:
            return quote(draw(ODD_IN_PATH), safe="%")
        return quote(draw(st.sampled_from([*names, *names, "nonsense"])), safe="")

    request = Request(method, re.sub(r"{(\w+)(?::path)?}", placed, template), template)
    wanted = [p for p in parameters if p["in"] == "query" and (p["required"] or draw(st.integers(0, 2)) == 0)]
    every = [p["name"] for p in parameters if p["in"] == "query"]
    odd = draw(st.sampled_from(every)) if where == "query" else ""
    for each in wanted:
        if each["name"] != odd:
            names = known.get(each["name"], ()) if there else ()
            request.query += [(each["name"], text) for text in draw(queries(each["schema"], names))]
    if odd and draw(st.integers(0, 3)):
        request.query.append((odd, draw(ODD_TEXTS)))
    if body:
        _fill_body(draw, request, body, known if there else {}, spoil=where == "body")
    return request


def _fill_body(
    draw: st.DrawFn, request: Request, body: JSON, known: Mapping[str, Sequence[str]], *, spoil: bool
) -> None:
    ((kind, described),) = body["content"].items()
    schema = described["schema"]
    request.has_body = not spoil or draw(st.integers(0, 5)) > 0
    if kind == "multipart/form-data":
        request.files = draw(
            _forms(components()[schema["$ref"].removeprefix(PREFIX)] if "$ref" in schema else schema, spoil=spoil)
        )
        return
    value = draw(_with_known(schema, known))
    request.json = draw(spoiled(value)) if spoil else value
    if spoil and draw(st.integers(0, 9)) == 0:
        request.content = draw(st.sampled_from([b"{", b"", b"[1,", b'"\\ud800"', b"\xff", b"nul"]))


def _with_known(schema: JSON, known: Mapping[str, Sequence[str]]) -> st.SearchStrategy[Any]:
    if "$ref" in schema and "properties" in (named := components()[schema["$ref"].removeprefix(PREFIX)]):
        needed, fields = named.get("required", []), named["properties"]
        parts = {name: values(part, known.get(name, ())) for name, part in fields.items()}
        return st.fixed_dictionaries(
            {name: part for name, part in parts.items() if name in needed},
            optional={name: part for name, part in parts.items() if name not in needed},
        )
    return values(schema)


@st.composite
def _forms(draw: st.DrawFn, schema: JSON, *, spoil: bool) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    odd = draw(st.sampled_from(sorted(schema["properties"]))) if spoil else ""
    for name, part in schema["properties"].items():
        is_file = any("contentMediaType" in each for each in (part, *part.get("anyOf", ())))
        if name == odd:
            how = draw(st.sampled_from(["missing", "text", "file"]))
            found += (
                []
                if how == "missing"
                else [(name, (None, "text") if how == "text" else ("a.txt", b"text", "text/plain"))]
            )
        elif is_file:
            file = draw(st.sampled_from([("a.png", png(), "image/png"), ("a.png", b"none", "image/png")]))
            found.append((name, file))
        elif name == "data":
            preset = {
                "name": "made up",
                "positive_prompt": "{prompt}",
                "negative_prompt": "",
                "type": "user",
                "is_public": True,
            }
            found.append((name, (None, json.dumps(preset))))
        elif draw(st.booleans()):
            found.append((name, (None, draw(st.sampled_from(["{}", "[1, 2]", '{"width": 8, "height": 8}', "x"])))))
    return found or [("nothing", (None, ""))]

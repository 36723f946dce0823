"""Whether an answer is one of those that the server's schema allows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from invokegraph.simulator.rest_schema import PREFIX, components, paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

JSON = dict[str, Any]
LEAVES_NULLS_OUT = {("GET", "/api/v1/queue/{queue_id}/i/{item_id}")}  # what is null is required, says the schema
SAYS_NOTHING = {  # though the schema says otherwise
    ("PUT", "/api/v1/workflows/i/{workflow_id}/thumbnail"),
    ("DELETE", "/api/v1/workflows/i/{workflow_id}/thumbnail"),
}
STUMBLES = {  # where the server answers 500
    ("GET", "/api/v1/queue/{queue_id}/i/{item_id}"),  # of another queue
    ("GET", "/api/v1/utilities/fonts/{font_path:path}"),  # that no file can be called
    ("GET", "/api/v1/utilities/fonts/{font_path}"),
    ("PATCH", "/api/v1/boards/{board_id}"),  # with a cover that is not there
    ("POST", "/api/v1/board_images/"),  # of pictures that are not there
    ("DELETE", "/api/v1/board_images/"),
    ("POST", "/api/v1/videos/board"),
    ("POST", "/api/v1/images/download"),  # of a board that is not there
    ("POST", "/api/v1/model_relationships/"),  # of models that are not there
    ("DELETE", "/api/v2/models/i/{key}/image"),  # of a key that is too long for a file
    ("GET", "/api/v2/models/i/{key}/image"),  # that is not there
    ("POST", "/api/v2/models/install"),  # from Hugging Face, without a network
    ("GET", "/api/v2/models/hugging_face"),
    ("GET", "/api/v2/models/install/huggingface"),
}
TOLD = {400, 401, 403, 404, 409, 415, 422, 424, 500, 501}


def faults(operation: tuple[str, str], response: requests.Response) -> list[str]:
    """What is wrong with an answer."""
    method, template = operation
    documented = paths()[re.sub(":path}", "}", template)][method.lower()]["responses"]
    status = str(response.status_code)
    if status == "500":
        return [] if operation in STUMBLES and _is_refusal(response) else ["the server would not stumble"]
    if status not in documented:
        return [] if _is_refusal(response) else [f"status {status} is not documented: {', '.join(documented)}"]
    contents: JSON = documented[status].get("content", {})
    if response.status_code == 204 or method == "HEAD":
        return [] if not response.content else ["a body that should not be"]
    kind = response.headers.get("content-type", "").partition(";")[0]
    if not contents:
        return [] if not response.content or kind == "application/json" else [f"a body of {kind}"]
    if kind not in contents:
        return [f"content type {kind} is not documented: {', '.join(contents)}"]
    schema = {"type": "null"} if operation in SAYS_NOTHING else contents[kind].get("schema", {})
    if kind != "application/json" or (status == "422" and _is_refusal(response)):
        return []
    return faults_of(schema, response.json(), _WithoutNulls if operation in LEAVES_NULLS_OUT else _Validator)


def faults_of(schema: JSON, value: Any, validator: Any = None) -> list[str]:
    """What keeps something from being what a schema describes."""
    found = (validator or _Validator)(schema).iter_errors(value)
    return [f"{error.json_path}: {error.message[:300]}" for error in found]


def _is_refusal(response: requests.Response) -> bool:
    if response.status_code not in TOLD:
        return False
    if response.status_code == 500 and response.text == "Internal Server Error":
        return response.headers["content-type"] == "text/plain; charset=utf-8"
    detail = response.json().get("detail")
    return isinstance(detail, str) or (
        isinstance(detail, list) and all({"type", "loc", "msg", "input"} <= set(d) for d in detail)
    )


def _one_of(validator: Any, choices: list[JSON], instance: Any, schema: JSON) -> Iterator[ValidationError]:
    """The one that the instance names, where it names one: there are hundreds."""
    mapping = schema.get("discriminator", {}).get("mapping")
    if mapping is None:
        yield from _any_of(validator, choices, instance, schema)
        return
    name = instance.get(schema["discriminator"]["propertyName"]) if isinstance(instance, dict) else None
    if name not in mapping:
        yield ValidationError(f"{name!r} is none of the {len(mapping)} that there are")
        return
    yield from validator.descend(instance, {"$ref": mapping[name]}, schema_path=name)


def _any_of(validator: Any, choices: list[JSON], instance: Any, schema: JSON) -> Iterator[ValidationError]:
    """Those whose fixed fields are the instance's: a model is one of a hundred kinds."""
    near = [each for each in choices if _is_near(each, instance)]
    if len(near) == 1 < len(choices):
        yield from validator.descend(instance, near[0], schema_path=choices.index(near[0]))
    else:
        yield from Draft202012Validator.VALIDATORS["anyOf"](validator, near, instance, schema)


def _is_near(schema: JSON, instance: Any) -> bool:
    if not isinstance(instance, dict):
        return True
    resolved = components()[schema["$ref"].removeprefix(PREFIX)] if "$ref" in schema else schema
    return all(
        instance.get(name, part["const"]) == part["const"]
        for name, part in resolved.get("properties", {}).items()
        if "const" in part
    )


def _ref(validator: Any, reference: str, instance: Any, _: JSON) -> Iterator[ValidationError]:
    yield from validator.descend(instance, components()[reference.removeprefix(PREFIX)])


_Validator = extend(Draft202012Validator, {"oneOf": _one_of, "anyOf": _any_of, "$ref": _ref})
_WithoutNulls = extend(_Validator, {"required": lambda *_: ()})

"""From an `openapi.json` to facts.

Everything in a schema is data from elsewhere: each value is checked for its kind before it is used, and `SchemaError`
says where one is not what it should be. Descriptions are not read at all, nor titles but for those of node types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from invokegraph.codegen.facts import Facts, FieldModelFacts, InputFacts, NodeFacts, OutputFacts, PartFacts, SchemaError
from invokegraph.codegen.shapes import Shapes, is_sendable, item_limits_of, limits_of, plain_json, text_of, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invokegraph.codegen.facts import Json
    from invokegraph.ports import InputKind

SERVER_VERSION_KEY: Final = "x-invokeai-version"
NODE_ATTRIBUTES: Final = {"is_intermediate": False, "use_cache": True}
_NOT_INPUTS: Final = {"id", "type", *NODE_ATTRIBUTES}
_EMPTY: Final[dict[str, Json]] = {"list": [], "dict": {}}  # what a default_factory makes, which a schema does not show
_KINDS: Final[dict[str, InputKind]] = {"any": "any", "connection": "connection", "direct": "direct"}

Schema = dict[str, object]


def read(document: object, server_version: str = "") -> Facts:
    """The facts of an `openapi.json`, whole or slim.

    Args:
        document: The parsed JSON.
        server_version: The server's version, where the document does not say it.

    Raises:
        SchemaError: The document is not what it should be.
    """
    schemas = schemas_of(document)
    shapes = Shapes(schemas)
    found = {key: schema for key, schema in schemas.items() if is_node(schema)}
    nodes = tuple(read_node(shapes, key, found[key]) for key in sorted(found))
    _refuse_shared_types(nodes)
    models: dict[str, FieldModelFacts] = {}
    while pending := [key for key in shapes.mentioned if key not in models]:
        models.update((key, read_model(shapes, key)) for key in pending)
    version = server_version or text_of(cast("Schema", document), SERVER_VERSION_KEY, "the document") or "unknown"
    return Facts(version, nodes, tuple(models[key] for key in sorted(models)), dict(shapes.enums))


def schemas_of(document: object) -> dict[str, object]:
    """`components.schemas` of an OpenAPI document.

    Raises:
        SchemaError: There is none.
    """
    for part in ("components", "schemas"):
        if not isinstance(document, dict) or part not in document:
            raise SchemaError(f"not an openapi.json: it has no {part!r} where components.schemas is expected")
        document = cast("Schema", document)[part]
    if not isinstance(document, dict):
        raise SchemaError("not an openapi.json: components.schemas is no object")
    return cast("dict[str, object]", document)


def is_node(schema: object) -> bool:
    """Whether an entry of `components.schemas` describes a node."""
    return isinstance(schema, dict) and cast("Schema", schema).get("class") == "invocation"


def node_type(key: str, schema: Schema) -> str:
    """The type id that a node's or output's schema states.

    Raises:
        SchemaError: It states none.
    """
    stated = _properties(key, schema).get("type")
    if isinstance(stated, dict):
        for word in ("const", "default"):
            type_id = cast("Schema", stated).get(word)
            if isinstance(type_id, str) and type_id and is_sendable(type_id):
                return type_id
    raise SchemaError(f"{key}: it states no type id (properties.type.const)")


def read_node(shapes: Shapes, key: str, schema: object) -> NodeFacts:
    """The facts of one node type.

    Raises:
        SchemaError: The schema is not what it should be.
    """
    entry = cast("Schema", schema)
    inputs: list[InputFacts] = []
    attributes: list[tuple[str, bool]] = []
    required = set(texts_of(entry, "required", key))
    for name, field in _properties(key, entry).items():
        stated = _object(field, f"{key}.{name}")
        if name in NODE_ATTRIBUTES and stated.get("default", NODE_ATTRIBUTES[name]) is (not NODE_ATTRIBUTES[name]):
            attributes.append((name, not NODE_ATTRIBUTES[name]))
        if name not in _NOT_INPUTS and stated.get("field_kind") != "node_attribute":
            inputs.append(_read_input(shapes, f"{key}.{name}", name, stated, in_required=name in required))
    return NodeFacts(
        key=key,
        type=node_type(key, entry),
        title="" if entry.get("title") == key else text_of(entry, "title", key),
        version=text_of(entry, "version", key),
        category=text_of(entry, "category", key),
        classification=text_of(entry, "classification", key) or "stable",
        node_pack=text_of(entry, "node_pack", key) or "invokeai",
        inputs=tuple(inputs),
        outputs=_read_outputs(shapes, key, entry),
        extra_inputs=entry.get("additionalProperties") is True,
        attributes=tuple(attributes),
    )


def _read_input(shapes: Shapes, where: str, name: str, field: Schema, *, in_required: bool) -> InputFacts:
    kind = _KINDS.get(text_of(field, "input", where) or "any")
    if kind is None:
        raise SchemaError(f"{where}: input is {field['input']!r}, which is none of {', '.join(_KINDS)}")
    stated = field.get("orig_required")
    required = stated if isinstance(stated, bool) else in_required and "default" not in field
    type_ = shapes.type_of(field, where)
    return InputFacts(
        name=name,
        type=type_.or_none() if required and kind != "direct" else type_,
        required=required,
        kind=kind,
        default=None if required else plain_json(field.get("default", _EMPTY.get(type_.kind)), where),
        limits=limits_of(field, where),
        model_bases=texts_of(field, "ui_model_base", where),
        model_types=texts_of(field, "ui_model_type", where),
    )


def _read_outputs(shapes: Shapes, key: str, schema: Schema) -> tuple[OutputFacts, ...]:
    reference = schema.get("output")
    if reference is None:
        return ()
    output_key, output = shapes.follow(reference, f"{key}.output")
    fields = _properties(output_key, _object(output, output_key))
    return tuple(
        OutputFacts(name, shapes.type_of(_object(field, f"{output_key}.{name}"), f"{output_key}.{name}"))
        for name, field in fields.items()
        if name not in ("type", "output_meta")
    )


def read_model(shapes: Shapes, key: str) -> FieldModelFacts:
    """The facts of one field model.

    Raises:
        SchemaError: The schema is not what it should be.
    """
    schema = _object(shapes.schemas[key], key)
    required = set(texts_of(schema, "required", key))
    parts: list[PartFacts] = []
    for name, field in _properties(key, schema).items():
        where = f"{key}.{name}"
        stated = _object(field, where)
        type_ = shapes.type_of(stated, where)
        needed = name in required and "default" not in stated
        default = plain_json(stated.get("default"), where)
        if not needed and "default" not in stated:
            default = _EMPTY.get(type_.kind)
        type_ = type_ if needed or default is not None else type_.or_none()
        parts.append(PartFacts(name, type_, needed, default, limits_of(stated, where), item_limits_of(stated, where)))
    return FieldModelFacts(key, tuple(parts))


def _refuse_shared_types(nodes: tuple[NodeFacts, ...]) -> None:
    first: dict[str, str] = {}
    for node in nodes:
        if node.type in first:
            raise SchemaError(f"{node.key}: {first[node.type]} has the same type id {node.type!r}")
        first[node.type] = node.key


def _properties(key: str, schema: Schema) -> Mapping[str, object]:
    properties = _object(schema.get("properties", {}), f"{key}.properties")
    for name in properties:
        if not name or not is_sendable(name):
            raise SchemaError(f"{key}: {name!r} is no name of a field")
    return properties


def _object(value: object, where: str) -> Schema:
    if isinstance(value, dict):
        return cast("Schema", value)
    raise SchemaError(f"{where}: an object was expected, not {type(value).__name__}")

"""Python names for what a schema calls otherwise.

A name in a schema is data: it becomes a Python name only where it is one already, and is spelt anew where it is not.
"""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.known import CHOICE_NAMES, CONTROL, FIELD_RULES, SCHEMA_CHOICE_NAMES
from invokegraph.node import Node

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from invokegraph.codegen.facts import Facts, NodeFacts
    from invokegraph.types import PortType

OWN_MODULES: Final = frozenset({"choices", "control", "fields", "index", "rules", "schema"})
_DEVICES: Final = {"con", "prn", "aux", "nul"}.union(*({f"com{number}", f"lpt{number}"} for number in range(10)))
_TYPING: Final = {"Annotated", "Any", "Final", "Literal", "Never", "TYPE_CHECKING", "TypeAlias", "annotations"}
PORT_NAMES: Final = {"FloatWire", "In", "InOut", "IntWire", "ListWire", "OneOrListWire", "Out", "Output", "StrWire"}
_BASES: Final = {"Field", "FieldModel", "Model", "Node", "out", "port"} | FIELD_RULES.keys()
_WORDS: Final = _TYPING | PORT_NAMES | _BASES | {"bool", "dict", "float", "int", "list", "self", "str"}
RESERVED: Final = _WORDS.union(dir(builtins), keyword.kwlist, keyword.softkwlist, CONTROL.values())
"""What no class may be called: each of these names means something else in a generated module or to its reader."""

NODE_NAMES: Final = _WORDS.union(name for name in dir(Node) if not name.startswith("_"))
MODEL_NAMES: Final = _WORDS.union(name for name in dir(BaseModel) if not name.startswith("_"))
"""What no attribute of a node class, or of a field model, may be called."""
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Names:
    """The Python names of a schema's classes.

    Attributes:
        choices: Names of the enumerations.
        models: Names of the field models, by schema key.
        nodes: Names of the node classes, by schema key.
    """

    choices: dict[PortType, str]
    models: dict[str, str]
    nodes: dict[str, str]

    def all(self) -> frozenset[str]:
        """Every name that the package exports."""
        return frozenset({*self.choices.values(), *self.models.values(), *self.nodes.values()})


def name_all(facts: Facts) -> Names:
    """Names for all enumerations, field models and node classes, each different from the others.

    Raises:
        SchemaError: Two of them cannot be told apart.
    """
    taken = {*RESERVED, *OWN_MODULES, *(module_name(node.category) for node in facts.nodes)}
    models: dict[str, str] = {}
    for model in facts.models:
        spelt = class_name(model.key)
        name = f"{spelt}Value" if spelt in RESERVED else spelt
        models[model.key] = _free(f"field model {model.key!r:.80}", [name], taken)
    nodes: dict[str, str] = {}
    for found in facts.nodes:
        if found.type not in CONTROL:
            candidates = (found.key.removesuffix("Invocation"), found.key, f"{found.key}Node")
            nodes[found.key] = _free(f"node {found.key!r:.80}", map(class_name, candidates), taken)
    return Names(_name_choices(facts, nodes, taken), models, nodes)


def class_name(text: str) -> str:
    """A class name as near to `text` as Python allows."""
    return text if is_plain_name(text) else _respelt(text, "Unnamed")


def module_name(category: str) -> str:
    """Name of the module for a category."""
    name = _respelt(category, "other").lower()
    return f"{name}_nodes" if name in OWN_MODULES | _DEVICES or keyword.iskeyword(name) else name


def attribute_names(names: Iterable[str], taken: Container[str]) -> dict[str, str]:
    """Attributes for names on the server: the name itself where Python and the class leave it free.

    Args:
        names: The names on the server.
        taken: What no attribute may be called.
    """
    unique = list(dict.fromkeys(names))
    attributes = {name: name for name in unique if is_plain_name(name) and name not in taken}
    used = set(attributes)
    for name in unique:
        if name not in attributes:
            attribute = name if is_plain_name(name) else _respelt(name, "field")
            while attribute in used or attribute in taken or keyword.iskeyword(attribute):
                attribute += "_"
            attributes[name] = attribute
            used.add(attribute)
    return attributes


def is_plain_name(text: str) -> bool:
    """Whether Python reads `text` as a name, as it stands, and as a public one."""
    return (
        text.isidentifier()
        and not text.startswith("_")
        and not keyword.iskeyword(text)
        and len(text) <= _LONGEST
        and unicodedata.normalize("NFKC", text) == text
    )


def _respelt(text: str, fallback: str) -> str:
    spelt = re.sub(r"[^A-Za-z0-9]+", "_", text)[:_LONGEST].strip("_")
    return spelt if spelt and not spelt[0].isdigit() else f"{fallback}_{spelt}".rstrip("_")


def _free(what: str, candidates: Iterable[str], taken: set[str]) -> str:
    tried = list(candidates)
    for name in tried:
        if name not in taken and not keyword.iskeyword(name):
            taken.add(name)
            return name
    raise SchemaError(f"{what}: its name {tried[0]} is taken by another class")


def _name_choices(facts: Facts, nodes: dict[str, str], taken: set[str]) -> dict[PortType, str]:
    uses = dict(_uses(facts, nodes))
    names: dict[PortType, str] = {}
    at = {site: type_ for type_, sites in uses.items() for site in sites}
    for name, site in CHOICE_NAMES.items():
        if site in at and at[site] not in names and name not in taken:
            names[at[site]] = name
            taken.add(name)
    for type_, sites in uses.items():
        if type_ not in names:
            owner, field = min(sites)
            stated = facts.enums.get(type_, "")
            spelt = [SCHEMA_CHOICE_NAMES.get(stated, class_name(stated))] if stated else []
            parts = f"{owner} {field}".replace("_", " ").split()
            derived = class_name("".join(part[:1].upper() + part[1:] for part in parts))
            numbered = (f"{derived}{number}" for number in range(2, len(uses) + 2))
            names[type_] = _free(f"enumeration of {owner}.{field}", [*spelt, derived, *numbered], taken)
    return names


def _uses(facts: Facts, nodes: dict[str, str]) -> Iterator[tuple[PortType, set[tuple[str, str]]]]:
    """Every enumeration that needs a name, and where it is used: type id or schema key, and field."""
    uses: dict[PortType, set[tuple[str, str]]] = {}
    for owner, field, type_ in _typed_fields(facts, nodes):
        for part in _parts(type_):
            if part.kind == "literal" and not _is_brief(part):
                uses.setdefault(part, set()).add((owner, field))
    yield from uses.items()


def _typed_fields(facts: Facts, nodes: dict[str, str]) -> Iterator[tuple[str, str, PortType]]:
    for found in facts.nodes:
        if found.key in nodes:
            yield from ((found.type, put.name, put.type) for put in found.inputs)
            yield from ((found.type, output.name, output.type) for output in found.outputs)
    for model in facts.models:
        yield from ((model.key, part.name, part.type) for part in model.parts)


def _is_brief(type_: PortType) -> bool:
    """Whether an annotation can hold the choices themselves: a single one without punctuation."""
    return len(type_.choices) == 1 and re.fullmatch(r"[\w .-]{0,40}", str(type_.choices[0]), re.ASCII) is not None


def _parts(type_: PortType) -> Iterator[PortType]:
    yield type_
    for arg in type_.args:
        yield from _parts(arg)


def modules_of(facts: Facts) -> dict[str, list[NodeFacts]]:
    """The generated node types by the module that they go to, both in alphabetical order."""
    modules: dict[str, list[NodeFacts]] = {}
    for found in facts.nodes:
        if found.type not in CONTROL:
            modules.setdefault(module_name(found.category), []).append(found)
    return {name: modules[name] for name in sorted(modules)}

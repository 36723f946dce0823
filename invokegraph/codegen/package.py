"""The files of a package of node classes."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from invokegraph.codegen.annotations import choices_of
from invokegraph.codegen.facts import SchemaError
from invokegraph.codegen.fields import fields_module
from invokegraph.codegen.known import CONTROL
from invokegraph.codegen.names import modules_of, name_all
from invokegraph.codegen.nodes import node_module
from invokegraph.codegen.schema import read
from invokegraph.codegen.text import INDENT, Group, docstring, import_order, imports, quoted, tuple_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invokegraph.codegen.facts import Facts, FieldModelFacts, NodeFacts
    from invokegraph.codegen.names import Names
    from invokegraph.types import PortType

MARK: Final = "# Generated from the schema of InvokeAI "
CATALOG: Final = "nodes_catalog"
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,60}")

_LOADING: Final = '''\
else:
    from importlib import import_module

    def __getattr__(name: str) -> object:
        """Load the module of a class when the class is first named."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *_HOMES})
'''
_MAKING_KNOWN: Final = (
    f"{INDENT}for _module in _MODULES:  # from now on, nodes of these types are read as their classes",
    f'{INDENT * 2}import_module(f".{{_module}}", __name__)',
)


def render(facts: Facts, package: str = CATALOG) -> dict[str, str]:
    """The source text of every generated file, by file name.

    Args:
        facts: What the schema says.
        package: The name of the package that they are for.

    Raises:
        SchemaError: The schema leads to two classes of one name, or its server's version is none.
    """
    heading = _heading(facts.server_version, package)
    names = name_all(facts)
    modules = modules_of(facts)
    catalog = facts if package == CATALOG else catalog_facts()
    elsewhere = {model.key for model in catalog.models} - names.models.keys()
    outputs = [output.type for known in (facts, catalog) for node in known.nodes for output in node.outputs]
    outputs = [type_ for type_ in outputs if not mentioned_in(type_) & elsewhere]
    homes = dict.fromkeys(CONTROL.values(), "control")
    homes |= dict.fromkeys(names.choices.values(), "choices") | dict.fromkeys(names.models.values(), "fields")
    homes |= {names.nodes[node.key]: module for module, nodes in modules.items() for node in nodes}
    files = {
        f"{module}.py": node_module(heading, _in_order(nodes, names), names, outputs)
        for module, nodes in modules.items()
    }
    files["choices.py"] = _choices_module(heading, names)
    shared = shared_models(facts, names) if package != CATALOG else None
    own = [model for model in facts.models if model.key not in (shared or ())]
    files["fields.py"] = fields_module(heading, own, names, None if shared is None else list(shared.values()))
    files["index.py"] = _index_module(heading, facts, names, modules)
    files["__init__.py"] = _package_module(heading, facts, homes, _beyond(catalog, modules))
    files["py.typed"] = ""
    if package != CATALOG:
        files["control.py"] = _control_module(heading)
    return {name: files[name] for name in sorted(files)}


@cache
def catalog_facts() -> Facts:
    """The facts that the catalog was made from."""
    spec = find_spec(CATALOG)
    assert spec is not None, "the catalog is installed with this package"
    return read(json.loads(Path(spec.origin or "").with_name("schema.json").read_text("utf-8")))


def shared_models(facts: Facts, names: Names) -> dict[str, str]:
    """Names of the field models that are the same in the catalog: their values fit the nodes of both packages."""
    catalog = catalog_facts()
    catalog_names = name_all(catalog).models
    known = {model.key: model for model in catalog.models}
    same = {model.key: model for model in facts.models if known.get(model.key) == model}
    same = {key: model for key, model in same.items() if names.models[key] == catalog_names[key]}
    while differing := {key for key, model in same.items() if _in_parts(model) & names.models.keys() - same.keys()}:
        same = {key: model for key, model in same.items() if key not in differing}
    return {key: names.models[key] for key in same}


def mentioned_in(*types: PortType) -> set[str]:
    """Names of the classes that types mention."""
    waiting = [*types]
    for type_ in waiting:
        waiting += type_.args
    return {type_.name for type_ in waiting}


def _in_parts(model: FieldModelFacts) -> set[str]:
    return mentioned_in(*(part.type for part in model.parts))


def _beyond(catalog: Facts, modules: dict[str, list[NodeFacts]]) -> list[str]:
    """The modules with node types that the catalog has not."""
    known = {node.type for node in catalog.nodes}
    return [module for module, nodes in modules.items() if any(node.type not in known for node in nodes)]


def _heading(server_version: str, package: str) -> str:
    # The first line of a file can declare its encoding, so that nothing unchecked may stand in it.
    if not _VERSION.fullmatch(server_version):
        raise SchemaError(f"{server_version!r:.80} is no version of a server")
    command = "python -m invokegraph.codegen" + ("" if package == CATALOG else " --schema FILE --out DIR")
    return f"{MARK}{server_version} by `{command}`: do not edit."


def _in_order(nodes: Sequence[NodeFacts], names: Names) -> list[NodeFacts]:
    return sorted(nodes, key=lambda node: names.nodes[node.key].lower())


def _choices_module(heading: str, names: Names) -> str:
    about = '"""The enumerations that inputs and outputs take their values from."""'
    lines = [heading, "", about]
    if names.choices:
        lines += ["", *imports([("typing", ["Literal", "TypeAlias"])]), ""]
    for type_, name in sorted(names.choices.items(), key=lambda item: item[1].lower()):
        lines += Group(f"{name}: TypeAlias = Literal[", choices_of(type_), "]").lines()
    return "\n".join([*lines, ""])


def _index_module(heading: str, facts: Facts, names: Names, modules: dict[str, list[NodeFacts]]) -> str:
    places = {type_: ("control", name) for type_, name in CONTROL.items()}
    places |= {node.type: (module, names.nodes[node.key]) for module, nodes in modules.items() for node in nodes}
    rows = [tuple_of(places[type_], f"{quoted(type_)}: ") for type_ in sorted(places)]
    lines = [
        heading,
        "",
        '"""Where the class of each node type is."""',
        "",
        "from typing import Final",
        "",
        f"SERVER_VERSION: Final = {quoted(facts.server_version)}",
        '"""The version of the server whose schema the classes were made from."""',
        "",
        *Group("TYPES: Final[dict[str, tuple[str, str]]] = {", rows, "}").wrapped(),
        '"""Module and class name by type id."""',
    ]
    return "\n".join([*lines, ""])


def _package_module(heading: str, facts: Facts, homes: dict[str, str], known_at_once: Sequence[str]) -> str:
    about = f"Node classes, field models and enumerations of InvokeAI {facts.server_version}, loaded when first named."
    in_order = sorted(homes, key=lambda name: (homes[name], import_order(name)))
    lines = [
        heading,
        "",
        *docstring([about], [], ""),
        "",
        "from typing import TYPE_CHECKING",
        "",
        "if TYPE_CHECKING:",
        *imports([(f".{homes[name]}", [f"{name} as {name}"]) for name in in_order], indent=INDENT),
        _LOADING,
        f"{INDENT}_HOMES = {{",
        *(f"{INDENT * 2}{quoted(name)}: {quoted(homes[name])}," for name in in_order),
        f"{INDENT}}}",
        f"{INDENT}__all__ = list(_HOMES)",
    ]
    if known_at_once:
        lines += ["", *tuple_of(known_at_once, "_MODULES = ").lines(INDENT), *_MAKING_KNOWN]
    return "\n".join([*lines, ""])


def _control_module(heading: str) -> str:
    about = '"""The generic nodes, which are the same in every catalog."""'
    lines = imports([(f"{CATALOG}.control", [f"{name} as {name}"]) for name in sorted(CONTROL.values())])
    return "\n".join([heading, "", about, "", *lines, ""])

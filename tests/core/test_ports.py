from __future__ import annotations

from typing import Any

import pytest

from invokegraph import Node, NodeTypeError, ValueRefused, port
from invokegraph.catalog import node_class
from invokegraph.ports import Port
from invokegraph.types import INT, parse_type
from nodes_catalog import DenoiseLatents, LoRALoader, MainModelLoader, Noise, ZImageModelLoader

from .own_nodes import Escaped, Even, Lists, Wider


def test_a_class_shows_its_ports() -> None:
    seed = Noise.ports()["seed"]
    assert isinstance(Noise.seed, Port)
    assert Noise.seed is seed
    assert (seed.takes, seed.gives, seed.default, seed.limits) == (INT, None, 0, {"ge": 0, "le": 4294967295})
    assert Noise.ports()["noise"].takes is None


def test_ports_of_the_class_come_before_those_of_every_node() -> None:
    assert list(Even.ports()) == ["small", "text", "value", "is_intermediate", "use_cache"]


def test_a_name_may_be_an_input_and_an_output() -> None:
    clip = LoRALoader.ports()["clip"]
    assert clip.takes is not None
    assert clip.gives is not None


def test_a_required_input_may_be_null_where_it_may_be_wired() -> None:
    assert DenoiseLatents.ports()["positive_conditioning"].takes == parse_type(
        "ConditioningField | list[ConditioningField] | None"
    )
    assert ZImageModelLoader.ports()["model"].takes == parse_type("ModelIdentifierField")


def test_a_port_describes_what_it_takes() -> None:
    assert Noise.ports()["seed"].describe() == "int from 0 to 4294967295"
    assert Noise.ports()["width"].describe() == "int above 0, a multiple of 8"
    assert Even.ports()["text"].describe() == "str of at least 2, of at most 3"
    assert DenoiseLatents.ports()["cfg_scale"].describe() == "float or list[float]"
    assert repr(Even.ports()["value"]) == "<Port value: int>"


def test_a_model_port_knows_the_models_that_fit() -> None:
    assert "main" in MainModelLoader.ports()["model"].model_types


def test_names_that_python_needs_have_an_attribute_of_their_own() -> None:
    found = Escaped.ports()["lambda_"]
    assert (found.attribute, found.name) == ("lambda_", "lambda")


def test_a_default_that_is_a_list_is_handed_out_as_a_copy() -> None:
    Lists().inputs["value_only"].append(1)
    assert Lists().inputs["value_only"] == []
    assert Escaped.ports()["class_"].default is not Escaped.ports()["class_"].default


def test_a_subclass_has_the_ports_of_its_bases_and_may_replace_them() -> None:
    assert Wider.ports()["width"].default == 1024
    assert Noise.ports()["width"].default == 512
    assert Wider.ports()["seed"] is Noise.ports()["seed"]
    assert Wider.ports()["extra"].gives == INT


def test_a_default_that_the_server_does_not_know_of_is_an_error() -> None:
    with pytest.raises(NodeTypeError) as caught:
        subclass(Noise, "Fixed", seed=("In[int, IntWire]", port(default=42)))
    assert str(caught.value) == (
        "Fixed.seed: a default is the server's, which has 0 for noise;"
        " give another value in the constructor: super().__init__(seed=42)"
    )
    narrower = subclass(Noise, "Narrower", seed=("In[int, IntWire]", port(default=0, ge=0, le=99)))
    with pytest.raises(ValueRefused, match="from 0 to 99"):
        narrower(seed=100)


@pytest.mark.parametrize(
    ("value", "hint"), [(1024, "give the value in the constructor"), (lambda _: 1024, "give it another name")]
)
def test_nothing_else_takes_the_place_of_a_port(value: object, hint: str) -> None:
    with pytest.raises(NodeTypeError) as caught:
        subclass(Noise, "Wide", width=("int", value))
    assert str(caught.value) == f"Wide.width would hide the port width of every noise: {hint}"


@pytest.mark.parametrize("value", [[], [3]])
def test_a_port_that_is_only_annotated_is_an_error(value: list[int]) -> None:
    cls = subclass(Node, "Bare", x=("In[int, IntWire]", *value))
    with pytest.raises(NodeTypeError) as caught:
        cls()
    assert str(caught.value) == "Bare.x: In[int, IntWire] needs = port(), or = out() for an output"


def test_a_limit_that_no_input_has_is_an_error() -> None:
    cls = subclass(Node, "Limited", x=("In[int, IntWire]", Port(default=1, minimum=0)))
    with pytest.raises(NodeTypeError) as caught:
        cls()
    assert str(caught.value) == "Limited.x: port() takes no minimum"


def subclass(base: type[Node], name: str, **ports: tuple[Any, ...]) -> type[Any]:
    """A class with members given as their annotation and, but for those only annotated, what they are."""
    members = {port: rest[0] for port, (_, *rest) in ports.items() if rest}
    annotations = {port: annotation for port, (annotation, *_) in ports.items()}
    return type(Node)(name, (base,), {**members, "__module__": __name__, "__annotations__": annotations})


def test_an_annotation_that_is_no_text_is_an_error_that_says_what_is_missing() -> None:
    with pytest.raises(NodeTypeError, match=r"Bad\.x needs an annotation .*`from __future__ import annotations`"):
        type(Node)("Bad", (Node,), {"x": port(default=1), "__module__": __name__}).ports()


@pytest.mark.parametrize(
    "annotation", ["int", "In[int]", "InOut[int, int]", "Out[int, int]", "In[list[], int]", "Wire[int, int]"]
)
def test_an_annotation_that_is_no_port_is_an_error_that_names_it(annotation: str) -> None:
    cls = type(Node)(
        "Bad", (Node,), {"x": port(default=1), "__module__": __name__, "__annotations__": {"x": annotation}}
    )
    with pytest.raises(NodeTypeError) as caught:
        cls.ports()
    assert str(caught.value).startswith(f"Bad.x: {annotation}")


@pytest.mark.parametrize(
    ("annotation", "takes", "gives"),
    [
        ("""In[Literal['x"]\\nimport os'], Never]""", """Literal['x"]\\nimport os']""", None),
        (
            """In[Literal["a, b", "c]"] | None, Output[Literal["a, b", "c]"]]]""",
            """Literal['a, b', 'c]'] | None""",
            None,
        ),
        ("""In[Never, Output[Literal['it\\'s [']]]""", """Literal['it\\'s [']""", None),
        ("""Out[Literal['a], b']]""", None, """Literal['a], b']"""),
    ],
)
def test_brackets_and_commas_in_quotes_are_text(annotation: str, takes: str | None, gives: str | None) -> None:
    found = Port(default=None)
    found.attribute = "choice"
    found.declare(annotation, lambda _: None, "nodes_catalog.fields")
    assert found.takes == (parse_type(takes) if takes else None)
    assert found.gives == (parse_type(gives) if gives else None)


@pytest.mark.parametrize("facts", [{}, {"type": "test_taken", "version": "1.0.0", "node_pack": "tests"}])
@pytest.mark.parametrize("name", ["title", "type", "category", "version", "inputs"])
def test_a_port_is_not_called_as_what_every_node_has(name: str, facts: dict[str, str]) -> None:
    with pytest.raises(NodeTypeError, match=rf"Bad\.{name}: every node has {name}; write another name = port\(name="):
        type(Node)(
            "Bad",
            (Node,),
            {name: port(default=""), "__module__": __name__, "__annotations__": {name: "In[str, StrWire]"}},
            **facts,
        ).ports()
    assert node_class("test_taken") is None

from __future__ import annotations

import pytest

from invokegraph.types import (
    ANY,
    BOOL,
    FLOAT,
    INT,
    NONE,
    STR,
    compatible,
    dict_of,
    list_of,
    literal,
    parse_type,
    union,
)


@pytest.mark.parametrize(
    "text",
    [
        "int",
        "Any",
        "None",
        "ImageField",
        "list[int]",
        "dict[str, Any]",
        "float | list[float]",
        "ConditioningField | list[ConditioningField] | None",
        "list[list[int | None]]",
        "Literal['fast', 'slow']",
        "Literal[1, 2.5, True, 'a|b', \"it's\", 'a, b]']",
    ],
)
def test_a_type_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_type(text)) == text


@pytest.mark.parametrize(
    "text",
    ["", " ", "int |", "| int", "list[", "list[int", "list[]", "list[int, int]", "dict[str]", "int]", "int int", "3", "Literal[", "Literal['a'", "Literal[]", "set[int]", "list[int]]", "a$b", "Literal[x]"],
)  # fmt: skip
def test_what_is_no_type_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_type(text)


def test_a_lookup_answers_names_of_its_own() -> None:
    sizes = literal("s", "m")
    assert parse_type("list[Size] | None", {"Size": sizes}.get) == union(list_of(sizes), NONE)


def test_unions_are_flat_without_repeats_and_equal_in_any_order() -> None:
    assert union(INT, union(STR, INT)) == union(STR, INT)
    assert hash(union(INT, STR)) == hash(union(STR, INT))
    assert union(INT, INT) is INT


def test_choices_of_different_types_differ() -> None:
    assert literal(1) != literal(bool(1))
    assert literal("a", "b") == literal("b", "a")


def test_none_is_added_and_taken_away() -> None:
    assert INT.or_none() == union(INT, NONE)
    assert INT.or_none().or_none() == INT.or_none()
    assert INT.or_none().without_none() is INT
    assert ANY.or_none() is ANY


def test_lists_are_told_from_what_may_be_one() -> None:
    assert list_of(INT).or_none().is_list
    assert not union(INT, list_of(INT)).is_list
    assert union(INT, list_of(INT)).takes_list
    assert ANY.takes_list
    assert not INT.takes_list


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("int", "int"),
        ("int", "float"),
        ("int", "str"),
        ("float", "str"),
        ("bool", "int"),
        ("ImageField", "ImageField | None"),
        ("list[float]", "float | list[float]"),
        ("float", "float | list[float]"),
        ("Any", "ImageField"),
        ("ImageField", "Any"),
        ("list[int]", "list[Any]"),
        ("Literal['a']", "Literal['a', 'b']"),
        ("list[int]", "int"),
        ("int", "list[int]"),
        ("list[ImageField]", "ImageField | None"),
    ],
)
def test_the_server_takes(source: str, target: str) -> None:
    assert compatible(parse_type(source), parse_type(target))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("float", "int"),
        ("str", "int"),
        ("str", "float"),
        ("bool", "float"),
        ("bool", "str"),
        ("int", "float | list[float]"),
        ("int", "float | None"),
        ("list[int]", "list[float]"),
        ("str", "Literal['a']"),
        ("Literal['a', 'b']", "Literal['a']"),
        ("Literal['a']", "str"),
        ("ImageField", "LatentsField"),
        ("ImageField", "list[ImageField] | None"),
    ],
)
def test_the_server_refuses(source: str, target: str) -> None:
    assert not compatible(parse_type(source), parse_type(target))


def test_dicts_have_a_key_and_a_value() -> None:
    assert str(dict_of(STR, union(FLOAT, BOOL))) == "dict[str, float | bool]"

"""Trivial nodes load nothing and cost next to nothing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from random import Random

import pytest

from invokegraph.simulator.nodes import NodeError
from invokegraph.simulator.nodes.dynamic_prompts import prompts

from .shelf import Bench


def test_numbers_load_neither_numpy_nor_pillow() -> None:
    code = """
import sys
from invokegraph.simulator.nodes import runner
assert runner("add") and runner("string_join") and runner("core_metadata") and runner("main_model_loader")
sys.exit(" ".join({"numpy", "PIL"} & set(sys.modules)) or 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("node_type", "given", "error"),
    [
        ("div", {"a": 1, "b": 0}, "ZeroDivisionError"),
        ("integer_math", {"operation": "DIV", "a": 1, "b": 0}, "NodeInputError"),
        ("integer_math", {"operation": "EXP", "a": 10, "b": 10**9}, "OverflowError"),
        ("float_math", {"operation": "EXP", "a": -1.0, "b": 0.5}, "NodeInputError"),
        ("range", {"start": 3, "stop": 3}, "NodeInputError"),
        ("range", {"start": 0, "stop": 3, "step": 0}, "ValueError"),
        ("range", {"start": 0, "stop": 10**15}, "MemoryError"),
        ("range_of_size", {"size": 0}, "NodeInputError"),
        ("rand_int", {"low": 3, "high": 3}, "ValueError"),
        ("string_replace", {"string": "a", "search_string": "(", "use_regex": True}, "error"),
        ("prompt_from_file", {"file_path": "/there/is/none"}, "NodeInputError"),
        ("blank_image", {"width": 10**6, "height": 10**6}, "MemoryError"),
        ("image", {"image": {"image_name": "none.png"}}, "ImageFileNotFoundException"),
    ],
)
def test_errors_are_called_as_on_the_server(node_type: str, given: dict[str, object], error: str) -> None:
    with pytest.raises(NodeError) as raised:
        Bench().run(node_type, **given)
    assert raised.value.type == error


def test_random_numbers_keep_their_bounds() -> None:
    bench = Bench()
    assert {bench.run("rand_int", low=2, high=5)["value"] for _ in range(200)} == {2, 3, 4}
    assert all(0 <= bench.run("rand_float", low=0, high=1, decimals=1)["value"] <= 1 for _ in range(50))


def test_random_prompts_are_among_all() -> None:
    template = "{1-2$$ and $$a|b|c} {x|{y|z}}"
    every = set(prompts(template, 1000, combinatorial=True))
    drawn = prompts(template, 300, combinatorial=False)
    assert len(drawn) == 300
    assert set(drawn) <= every
    assert len(set(drawn)) > len(every) / 2


def test_templates_of_any_text_end() -> None:
    random = Random(1)
    for _ in range(2000):
        template = "".join(random.choice("{}|$$1-:, ab#_%/*\n") for _ in range(random.randint(0, 14)))
        with suppress(NodeError):
            assert len(prompts(template, 5, combinatorial=True)) <= 5

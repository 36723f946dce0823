"""The examples in docstrings that need no server say what comes out."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from invokegraph import transport

MODULES = [f"{transport.__name__}.{module.name}" for module in pkgutil.iter_modules(transport.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0

"""What a program pays before its first line: importing the package and a dozen node classes, against importing pydantic."""

from __future__ import annotations

import pytest

from tests.benchmarks.measuring import in_turn, python_work

pytestmark = pytest.mark.benchmark

OURS = """
import invokegraph
from nodes_catalog import (
    Compel, ControlNet, DenoiseLatents, ImageResize, ImageToLatents, Integer, LatentsToImage, LoRALoader, MainModelLoader, Noise,
    SDXLModelLoader, String,
)
"""


def test_import_time() -> None:
    ours, pydantic = in_turn(lambda: python_work(OURS), lambda: python_work("import pydantic"), 15)
    print(f"\nimport invokegraph and 12 node classes: {ours / pydantic:.2f} x import pydantic (bound 0.7)")
    assert ours <= 0.7 * pydantic

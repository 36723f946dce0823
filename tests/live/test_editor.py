"""The editor that the server serves, in a browser: what it queues for a workflow, and what it says of those that we
write. Nothing that it posts gets to the server.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Graph, Model
from tests.workflow import editor_cases
from tests.workflow.editor_cases import CASES, differences, form
from tests.workflow.making import invocation, workflow

pytest.importorskip("playwright", reason="playwright is not installed: pip install 'invokegraph[screens]'")

from playwright.sync_api import Error

from tests.view.graphs import controlled, sdxl, text_to_image, variations
from tools.editor.editor import Editor, editor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import InvokeAIClient

pytestmark = pytest.mark.live

ANSWERS = Path(editor_cases.__file__).with_name("editor_answers.json")
SEED = 4
RANDOM = 12


@pytest.fixture(scope="module")
def gui(live_url: str) -> Iterator[Editor]:
    try:
        with editor(live_url) as started:
            yield started
    except Error as error:
        pytest.skip(f"no editor opens here: {str(error).splitlines()[0]}")


def answer(gui: Editor, made: dict[str, Any]) -> dict[str, Any]:
    """What the editor says of a workflow, and what it queues for it."""
    warnings = gui.load(made).warnings
    batch = gui.invoke()["batch"]
    graph = {"nodes": batch["graph"]["nodes"], "edges": batch["graph"]["edges"]}
    return {"warnings": warnings, "graph": graph, "data": batch["data"]}


def test_answers_are_still_those_of_the_editor(gui: Editor, capsys: pytest.CaptureFixture[str]) -> None:
    names = list(CASES)
    kept = json.loads(ANSWERS.read_text("utf-8")) if ANSWERS.exists() else {}
    if not os.environ.get("INVOKEGRAPH_KEEP_ANSWERS"):
        names = sorted(Random().sample(names, 25))
    now = {name: answer(gui, CASES[name]) for name in names}
    if os.environ.get("INVOKEGRAPH_KEEP_ANSWERS"):
        ANSWERS.write_text(json.dumps(now, indent=1) + "\n", "utf-8")
        return
    with capsys.disabled():
        print(f"\n{len(names)} of {len(CASES)} workflows loaded into the editor and queued there")
    assert now == {name: kept[name] for name in names}

"""`invokegraph run` on a real server with a tiny model."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .pictures import png_size

if TYPE_CHECKING:
    from invokegraph import InvokeAIClient
    from invokegraph.transport.boards import BoardHandle

pytestmark = pytest.mark.live
ROOT = Path(__file__).parents[2]
SMALL = ["--set", "noise.width=192", "--set", "noise.height=128", "--set", "denoise_latents.steps=2"]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "invokegraph", "run", str(ROOT / "examples/text_to_image.py"), *arguments]
    return subprocess.run(
        [*command, "--out", str(folder)], capture_output=True, text=True, check=False, timeout=300, cwd=ROOT
    )


def test_a_swept_picture_comes_back(live_url: str, board: BoardHandle, tmp_path: Path) -> None:
    model = ["--set", "main_model_loader.model=tiny-sd1", "--board", board.board_id]
    sweeps = ["--sweep", "noise.seed=1,2", "--sweep", "positive.prompt=a lighthouse,a harbour"]
    done = run("--url", live_url, *model, *SMALL, *sweeps, "--json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(item["status"], *item["values"].values()) for item in told["items"]] == [
        ("completed", 1, "a lighthouse"),
        ("completed", 1, "a harbour"),
        ("completed", 2, "a lighthouse"),
        ("completed", 2, "a harbour"),
    ]
    assert [png_size(Path(file).read_bytes()) for file in told["files"]] == [(192, 128)] * 4
    assert {Path(file).name for file in told["files"]} == set(board.list_image_names())


def test_a_model_that_is_not_there_is_told_and_nothing_is_run(live_url: str, tmp_path: Path) -> None:
    done = run("--url", live_url, "--set", "main_model_loader.model=tiny-sd2", folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[model-missing]" in done.stderr
    assert "tiny-sd1" in done.stderr


def test_what_has_not_ended_in_time_is_cancelled(live_url: str, client: InvokeAIClient, tmp_path: Path) -> None:
    small = ["--set", "main_model_loader.model=tiny-sd1", *SMALL, "--set", "l2i.use_cache=false"]
    done = run("--url", live_url, *small, "--runs", "200", "--timeout", "1", "--json", folder=tmp_path)
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert {item["status"] for item in told["items"]} <= {"completed", "canceled"}
    assert client.attach(told["batch_id"]).status().unfinished == 0

"""The examples: the graph that each makes, and that each does offline what it says."""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, BatchError, Graph
from invokegraph.cli import main
from invokegraph.cli.loading import load_one
from tests.source.programs import again as by_program
from tests.source.programs import is_same
from tests.workflow.test_layout import overlapping

if TYPE_CHECKING:
    from invokegraph.testing import GraphSnapshot

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"


def run_example(*arguments: str, example: str = "text_to_image") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / f"{example}.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def png_size(data: bytes) -> tuple[int, int]:
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


GOLDEN = {
    "sd-1": """\
main_model_loader.clip -> positive.clip
main_model_loader.clip -> negative.clip
main_model_loader.unet -> denoise_latents.unet
positive.conditioning -> denoise_latents.positive_conditioning
negative.conditioning -> denoise_latents.negative_conditioning
noise.noise -> denoise_latents.noise
denoise_latents.latents -> l2i.latents
main_model_loader.vae -> l2i.vae
""",
    "sdxl": """\
sdxl_model_loader.clip -> positive.clip
sdxl_model_loader.clip2 -> positive.clip2
sdxl_model_loader.clip -> negative.clip
sdxl_model_loader.clip2 -> negative.clip2
sdxl_model_loader.unet -> denoise_latents.unet
positive.conditioning -> denoise_latents.positive_conditioning
negative.conditioning -> denoise_latents.negative_conditioning
noise.noise -> denoise_latents.noise
denoise_latents.latents -> l2i.latents
sdxl_model_loader.vae -> l2i.vae
""",
}


@pytest.mark.parametrize("base", GOLDEN)
def test_offline_it_writes_a_drawing_and_the_batch(base: str, tmp_path: Path) -> None:
    done = run_example("--base", base, "--out", str(tmp_path), "--seed", "3", "--width", "640")
    assert done.returncode == 0, done.stderr
    assert "no problems" in done.stdout
    assert (tmp_path / "text_to_image.svg").read_text(encoding="utf-8").startswith("<svg")
    batch = json.loads((tmp_path / "text_to_image.batch.json").read_text(encoding="utf-8"))
    edges = "".join(
        f"{edge['source']['node_id']}.{edge['source']['field']} -> "
        f"{edge['destination']['node_id']}.{edge['destination']['field']}\n"
        for edge in batch["graph"]["edges"]
    )
    assert edges == GOLDEN[base]
    noise = batch["graph"]["nodes"]["noise"]
    assert (noise["seed"], noise["width"]) == (3, 640)


def test_a_wrong_size_is_told_before_anything_is_written(tmp_path: Path) -> None:
    done = run_example("--out", str(tmp_path / "out"), "--width", "513")
    assert done.returncode != 0
    assert "noise.width takes int above 0, a multiple of 8, not 513" in done.stderr
    assert not (tmp_path / "out").exists()


PIPELINES = {
    "branch": 1,
    "controlnet": 1,
    "flux": 1,
    "from_picture": 1,
    "image_to_image": 1,
    "inpaint": 1,
    "ip_adapter": 1,
    "loop": 1,
    "lora": 3,
    "prompts_from_csv": 3,
    "regions": 1,
    "run_workflow": 3,
    "sweep": 6,
    "text_to_image": 1,
    "upscale": 1,
}
"""The examples that run without a server, with the number of their pictures."""
UNKNOWN_TO_SERVERS = "custom_node"
NO_PIPELINES = {"follow_events", "raw_api", "test_text_to_image"}


def file_of(example: str) -> Path:
    return EXAMPLES / f"{example}.py"


def work_of(example: str) -> Graph | Batch:
    return load_one(file_of(example)).work


def test_every_example_is_tested() -> None:
    assert {file.stem for file in EXAMPLES.glob("*.py")} == {*PIPELINES, UNKNOWN_TO_SERVERS, *NO_PIPELINES}


@pytest.mark.parametrize("example", [*PIPELINES, UNKNOWN_TO_SERVERS])
def test_its_graph_is_right_and_what_it_was(example: str, graph_snapshot: GraphSnapshot) -> None:
    work = work_of(example)
    assert work.problems() == []
    assert (work.graph if isinstance(work, Batch) else work) == graph_snapshot


@pytest.mark.parametrize("example", PIPELINES)
def test_it_comes_back_from_the_editor_and_from_its_program(example: str) -> None:
    work = work_of(example)
    graph = work.graph if isinstance(work, Batch) else work
    drawn = graph.to_workflow(example)
    assert overlapping(drawn) == []
    assert Graph.from_workflow(json.dumps(drawn)) == graph
    assert is_same(graph, by_program(graph))
    assert is_same(work, by_program(work))


@pytest.mark.parametrize(("example", "pictures"), PIPELINES.items())
def test_it_runs_without_a_server(
    example: str, pictures: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", str(file_of(example)), "--simulate", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == len(list(tmp_path.glob("*.png"))) == pictures
    assert told.err == ""


def test_what_is_swept() -> None:
    def values(example: str) -> list[tuple[Any, ...]]:
        batch = work_of(example)
        assert isinstance(batch, Batch)
        return [tuple(session.values.values()) for session in batch.sessions()]

    assert values("lora") == [(0.4,), (0.7,), (1.0,)]
    assert values("run_workflow") == [(7,), (8,), (9,)]
    assert values("sweep")[2:4] == [("a lighthouse at dawn", 20, 9), ("a lighthouse in a storm", 30, 7)]
    assert values("prompts_from_csv")[1] == ("a lighthouse in a storm, high waves", 12, 30)


def test_a_node_of_ones_own_is_not_on_every_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", str(file_of(UNKNOWN_TO_SERVERS)), "--simulate", "--out", str(tmp_path)]) == 1
    assert "the server has no node type 'vignette'" in capsys.readouterr().err


@pytest.mark.parametrize("final", ["true", "false"])
def test_a_branch_runs_what_it_needs(final: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["run", str(file_of("branch")), "--simulate", "--out", str(tmp_path), "--set", f"final.value={final}"]
    assert main(command) == 0
    capsys.readouterr()
    (picture,) = tmp_path.glob("*.png")
    assert png_size(picture.read_bytes()) == ((1024, 1024) if final == "true" else (512, 512))


def test_a_wrong_row_names_the_table(tmp_path: Path) -> None:
    table = tmp_path / "wrong.csv"
    table.write_text("prompt,seed,steps\na lighthouse,1,0\n", "utf-8")
    with pytest.raises(BatchError, match=r"wrong\.csv: .*denoise_latents\.steps"):
        runpy.run_path(str(file_of("prompts_from_csv")))["from_table"](table)


def test_a_workflow_says_what_its_form_shows() -> None:
    done = run_example(example="run_workflow")
    assert (
        done.stdout
        == """\
Lighthouse: A picture from a prompt, with Stable Diffusion 1.x.
0: Prompt (str) = a lighthouse in a storm
1: Negative prompt (str) = blurry, low quality
2: Seed (int from 0 to 4294967295) = 7
3: Steps (int above 0) = 25
4: Guidance (float or list[float]) = 7.5
"""
    )


def test_a_picture_becomes_the_program_that_made_it() -> None:
    done = run_example(example="from_picture")
    names: dict[str, Any] = {"__name__": "program"}
    exec(done.stdout, names)
    assert names["graph"] == Graph.from_image(EXAMPLES / "lighthouse.png")


def test_the_users_tests_pass(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(EXAMPLES)]
    done = subprocess.run(
        [*command, "-c", os.devnull, "-W", "error", str(file_of("test_text_to_image"))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert "5 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("example", [*PIPELINES, UNKNOWN_TO_SERVERS])
def test_its_drawing_is_current(example: str) -> None:
    kept = ROOT / "docs" / "images" / f"{example}.svg"
    work = work_of(example)
    drawing = (work.graph if isinstance(work, Batch) else work).draw()
    assert kept.read_text("utf-8") == drawing, "`make drawings` draws the examples anew"


SMALL = ("noise.width=128", "noise.height=128")
SHORT = "denoise_latents.steps=3"
ON_TINY_MODELS = {
    "branch": (*SMALL, SHORT),
    "controlnet": (*SMALL, SHORT),
    "from_picture": (*SMALL, SHORT),
    "image_to_image": (*SMALL, "img_resize.width=128", "img_resize.height=128", SHORT),
    "inpaint": (SHORT,),
    "loop": (*SMALL, SHORT),
    "lora": (*SMALL, SHORT),
    "prompts_from_csv": SMALL,
    "regions": (SHORT,),
    "run_workflow": (*SMALL, SHORT),
    "sweep": SMALL,
    "text_to_image": (*SMALL, SHORT),
}
"""The examples whose models exist in a tiny form, with what makes them run fast."""


@pytest.mark.live
@pytest.mark.parametrize("example", ON_TINY_MODELS)
def test_it_runs_on_a_real_server(example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = os.environ.get("INVOKEGRAPH_LIVE_URL")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    changes = [part for change in ON_TINY_MODELS[example] for part in ("--set", change)]
    ended = main(["run", str(file_of(example)), "--url", url, "--out", str(tmp_path), *changes])
    assert ended == 0, capsys.readouterr().err
    assert len(list(tmp_path.glob("*.png"))) == PIPELINES[example]

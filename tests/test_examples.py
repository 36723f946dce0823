"""The examples: the graph that each makes, and that each does offline what it says."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "text_to_image.py"


def run_example(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(EXAMPLE), *arguments], capture_output=True, text=True, check=False)


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

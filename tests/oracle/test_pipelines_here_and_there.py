"""Pipelines with models end here as on a real server: the same nodes, outputs of the same types and sizes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from invokegraph.simulator import Simulator
from tests.contract.asking import Asking, graph, node

pytestmark = pytest.mark.live

Data = dict[str, Any]
PIPELINES = 104
AT_ONCE = 4
SECONDS = 40
"""What has not ended by then is cancelled and not compared: a server that others use too may take long."""


@pytest.fixture
def real() -> Iterator[Asking]:
    url = os.environ.get("INVOKEGRAPH_LIVE_URL", "")
    if not url:
        pytest.skip("INVOKEGRAPH_LIVE_URL names no InvokeAI server")
    with Asking(url) as ask:
        yield ask


def pipeline(random: Random, models: dict[str, Data]) -> Data:
    """Text or a picture to a picture, with SD 1.5 or SDXL, perhaps with a LoRA or a ControlNet."""
    is_xl = random.random() < 0.4
    width, height = random.choice((64, 72, 128)), random.choice((64, 96))
    model = models["tiny-sdxl" if is_xl else "tiny-sd1"]
    nodes = [
        node("m", "sdxl_model_loader" if is_xl else "main_model_loader", model=model),
        node("noise", "noise", seed=random.randint(0, 3), width=width, height=height),
        node(
            "d",
            "denoise_latents",
            steps=random.choice((1, 2)),
            cfg_scale=random.choice((1.0, 5.5)),
            denoising_start=0.0,
        ),
        node("out", "l2i", is_intermediate=True, use_cache=False),
    ]
    unet, clip = "m.unet", "m.clip"
    wires = ["noise.noise -> d.noise", "d.latents -> out.latents", "m.vae -> out.vae"]
    if not is_xl and random.random() < 0.3:
        nodes.append(node("lora", "lora_loader", lora=models["tiny-lora-sd1"], weight=0.5))
        wires += ["m.unet -> lora.unet", "m.clip -> lora.clip"]
        unet, clip = "lora.unet", "lora.clip"
    for name in ("positive", "negative"):
        wires += [f"{clip} -> {name}.clip", f"{name}.conditioning -> d.{name}_conditioning"]
        if is_xl:
            nodes.append(node(name, "sdxl_compel_prompt", prompt=name, style=""))
            wires.append(f"m.clip2 -> {name}.clip2")
        else:
            nodes.append(node(name, "compel", prompt=name))
    wires.append(f"{unet} -> d.unet")
    if random.random() < 0.3:
        nodes += [node("blank", "blank_image", width=width, height=height, is_intermediate=True), node("i", "i2l")]
        wires += ["blank.image -> i.image", "m.vae -> i.vae", "i.latents -> d.latents"]
        nodes[2]["denoising_start"] = 0.5
    elif not is_xl and random.random() < 0.3:
        nodes += [
            node("blank", "blank_image", width=width, height=height, is_intermediate=True),
            node("c", "controlnet", control_model=models["tiny-controlnet-sd1"]),
        ]
        wires += ["blank.image -> c.image", "c.control -> d.control"]
    if random.random() < 0.15:
        wires.remove(random.choice([wire for wire in wires if wire.startswith(("m.vae -> out", "d.latents -> out"))]))
    return graph(*nodes, wires=tuple(wires))


def shape(part: Any, name: str = "") -> Any:
    """An output without the names that a server makes up."""
    if isinstance(part, dict):
        return {key: shape(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [shape(value) for value in part]
    return "a name" if name.endswith("_name") and isinstance(part, str) else part


def told(item: Data) -> Data:
    session = item["session"]
    return {
        "status": item["status"],
        "error": (item.get("error_type"), item.get("error_message")),
        "ran": sorted(session["executed_history"]),
        "outputs": {
            session["prepared_source_mapping"][copy]: shape(output) for copy, output in session["results"].items()
        },
    }


def at_its_end(ask: Asking, answer: Data, end: float) -> Data | None:
    """An item, once it has ended; None, and cancelled, if it has not by then."""
    number = answer["item_ids"][0]
    while time.monotonic() < end:
        if (item := ask.item(number))["status"] not in ("pending", "in_progress"):
            return item
        time.sleep(0.05)
    ask.json("PUT", f"/api/v1/queue/default/i/{number}/cancel")
    return None


def test_pipelines_end_as_on_a_real_server(real: Asking) -> None:
    there = real.json("GET", "/api/v2/models/")["models"]
    models = {model["name"]: {key: model[key] for key in ("key", "hash", "name", "base", "type")} for model in there}
    if not {"tiny-sd1", "tiny-sdxl", "tiny-lora-sd1", "tiny-controlnet-sd1"} <= set(models):
        pytest.skip("the server has no tiny models")
    random = Random(6142)
    pairs: list[tuple[Data, Data]] = []
    end = time.monotonic() + SECONDS
    with Simulator(models=there) as url, Asking(url) as simulated:
        while len(pairs) < PIPELINES and time.monotonic() < end:
            part = [pipeline(random, models) for _ in range(AT_ONCE)]
            answers = [(real.enqueue(each, prepend=True), simulated.enqueue(each)) for each in part]
            items = [(at_its_end(real, one, end), at_its_end(simulated, other, end + 10)) for one, other in answers]
            pairs += [(one, other) for one, other in items if one and other]
    assert pairs, "the server has not run a single one"
    differing = [
        (theirs, ours) for theirs, ours in ((told(one), told(other)) for one, other in pairs) if theirs != ours
    ]
    ended = [one["status"] for one, _ in pairs]
    print(
        f"\n{len(pairs)} pipelines: {ended.count('completed')} completed, {ended.count('failed')} failed, "
        f"{sum(len(one['session']['results']) for one, _ in pairs)} node runs, {len(differing)} differing"
    )
    assert not differing, differing[:2]

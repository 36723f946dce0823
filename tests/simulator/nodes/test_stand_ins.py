"""Stand-ins hand on what a picture is made of, and end in a picture that says so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from invokegraph.simulator.nodes import NodeError
from invokegraph.simulator.nodes.handles import HANDLES, Handles
from invokegraph.simulator.nodes.stand_ins.saving import NOTE

from .shelf import Bench, model

PROMPT, NEGATIVE = "a lighthouse at dusk", "blurry"


def text_to_picture(bench: Bench, **changed: Any) -> dict[str, Any]:
    """The usual pipeline, with some of its inputs changed."""
    given = {
        "prompt": PROMPT, "negative": NEGATIVE, "seed": 5, "width": 192, "height": 128, "steps": 3, "cfg_scale": 7.5,
        "scheduler": "euler", "model": model(), "start": 0.0, **changed,
    }  # fmt: skip
    loaded = bench.run("main_model_loader", model=given["model"])
    if "lora" in given:
        loaded.update(
            bench.run("lora_loader", lora=given["lora"], weight=0.5, unet=loaded["unet"], clip=loaded["clip"])
        )
    positive = bench.run("compel", prompt=given["prompt"], clip=loaded["clip"])["conditioning"]
    negative = bench.run("compel", prompt=given["negative"], clip=loaded["clip"])["conditioning"]
    noise = bench.run("noise", seed=given["seed"], width=given["width"], height=given["height"])["noise"]
    latents = bench.run(
        "denoise_latents", positive_conditioning=positive, negative_conditioning=negative, noise=noise,
        unet=loaded["unet"], steps=given["steps"], cfg_scale=given["cfg_scale"], scheduler=given["scheduler"],
        denoising_start=given["start"], latents=given.get("latents"),
    )["latents"]  # fmt: skip
    if "scale" in given:
        latents = bench.run("lscale", latents=latents, scale_factor=given["scale"])["latents"]
    return bench.run("l2i", latents=latents, vae=loaded["vae"])


def pixels(bench: Bench, outputs: dict[str, Any]) -> bytes:
    return bench.shelf.pictures[outputs["image"]["image_name"]].tobytes()


def test_the_picture_has_the_size_and_says_what_it_is() -> None:
    bench = Bench()
    made = text_to_picture(bench)
    assert (made["width"], made["height"]) == (192, 128)
    facts = json.loads(bench.shelf.texts[made["image"]["image_name"]][NOTE])
    assert facts == {
        "prompt": PROMPT, "negative": NEGATIVE, "seed": 5, "width": 192, "height": 128, "steps": 3, "cfg": 7.5,
        "scheduler": "euler", "model": "a model",
    }  # fmt: skip


def test_the_same_inputs_give_the_same_picture() -> None:
    first, second = Bench(), Bench()
    assert pixels(first, text_to_picture(first)) == pixels(second, text_to_picture(second))


@pytest.mark.parametrize(
    "changed",
    [
        {"prompt": "a lighthouse at dawn"},
        {"negative": "blurry, text"},
        {"seed": 6},
        {"steps": 4},
        {"cfg_scale": 7.0},
        {"scheduler": "ddim"},
        {"model": model("another")},
        {"lora": model("a lora", type_="lora")},
        {"width": 200},
        {"scale": 1.0},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_any_change_gives_another_picture(changed: dict[str, Any]) -> None:
    bench = Bench()
    assert pixels(bench, text_to_picture(bench)) != pixels(bench, text_to_picture(bench, **changed))


def test_a_picture_is_known_by_its_pixels_not_by_its_name() -> None:
    bench = Bench()
    names = [
        bench.run("i2l", image=bench.shelf.add(size), vae=None)["latents"]["latents_name"] for size in ((64, 64),) * 2
    ]
    other = bench.run("i2l", image=bench.shelf.add((64, 72)), vae=None)["latents"]["latents_name"]
    assert names[0] == names[1] != other


def test_a_denoiser_tells_its_steps() -> None:
    bench = Bench()
    text_to_picture(bench, steps=4)
    assert [told for told in bench.told if told[0] == "Denoising"] == [("Denoising", part / 4) for part in range(5)]


def test_a_denoiser_stops_when_it_is_cancelled() -> None:
    bench = Bench()
    bench.is_cancelled = True
    with pytest.raises(NodeError) as raised:
        text_to_picture(bench)
    assert raised.value.type == "CanceledException"


def test_latents_from_elsewhere_are_not_found() -> None:
    with pytest.raises(NodeError, match="not found") as raised:
        Bench().run("l2i", latents={"latents_name": "simulated-latents-0", "seed": None})
    assert raised.value.type == "ObjectNotFoundError"


def test_names_that_are_no_handles_are_not_looked_up() -> None:
    with pytest.raises(NodeError):
        Bench().run("l2i", latents={"latents_name": "../../etc/passwd", "seed": None})


def test_the_oldest_handles_are_forgotten() -> None:
    handles = Handles(most=2)
    names = [handles.keep("latents", mark, {}) for mark in "abc"]
    assert handles.facts(names[2]) == {}
    with pytest.raises(NodeError):
        handles.facts(names[0])


def test_scaled_latents_are_larger() -> None:
    assert text_to_picture(Bench(), scale=1.5)["width"] == 288


def test_masks_are_kept_bit_by_bit() -> None:
    bench = Bench()
    sizes = {"width": 11, "height": 7, "x_left": 2, "y_top": 1, "rectangle_width": 4, "rectangle_height": 3}
    mask = bench.run("rectangle_mask", **sizes)["mask"]
    inverted = bench.run("invert_tensor_mask", mask=mask)["mask"]
    image = bench.shelf.pictures[bench.run("tensor_mask_to_image", mask=inverted)["image"]["image_name"]]
    assert image.size == (11, 7)
    assert sum(image.tobytes()) == 255 * (77 - 12)


def test_an_adapter_holds_its_inputs() -> None:
    bench = Bench()
    image = bench.shelf.add()
    control = bench.run("controlnet", image=image, control_model=model("canny"), control_weight=0.5)["control"]
    assert (control["image"], control["control_model"]["name"], control["control_weight"]) == (image, "canny", 0.5)


def test_weights_beyond_the_limits_are_refused() -> None:
    bench = Bench()
    with pytest.raises(NodeError) as raised:
        bench.run("controlnet", image=bench.shelf.add(), control_model=model(), control_weight=3)
    assert raised.value.type == "NodeInputError"


@pytest.mark.parametrize(
    ("name", "factor"), [("2xNomos.pth", 2), ("RealESRGAN_x4plus", 4), ("4x-UltraSharp", 4), ("SwinIR", 4)]
)
def test_an_upscaler_grows_as_its_name_says(name: str, factor: int) -> None:
    bench = Bench()
    made = bench.run("spandrel_image_to_image", image=bench.shelf.add((20, 10)), image_to_image_model=model(name))
    assert (made["width"], made["height"]) == (20 * factor, 10 * factor)


def test_external_models_give_as_many_pictures_as_asked() -> None:
    bench = Bench()
    made = bench.run("openai_image_generation", model=model("gpt"), prompt="a cat", num_images=2, width=64, height=64)
    first, second = (bench.shelf.pictures[image["image_name"]].tobytes() for image in made["collection"])
    assert first != second


def test_videos_can_be_cut_and_looked_at() -> None:
    bench = Bench()
    latents = bench.run(
        "wan_video_denoise", width=128, height=64, num_frames=17, steps=2, seed=1,
        transformer={"transformer": model("wan"), "loras": []},
    )["latents"]  # fmt: skip
    video = bench.run("wan_l2v", latents=latents, fps=16)
    assert (video["num_frames"], video["duration"]) == (17, 17 / 16)
    cut = bench.run("extract_video_range", video=video["video"], start_frame=2, end_frame=-1, fps=0)
    assert (cut["num_frames"], cut["end_frame"]) == (15, 16)
    assert bench.run("video_frame_extract", video=cut["video"], frame_index=-1)["width"] == 128


def test_a_denoiser_with_metadata_tells_it() -> None:
    bench = Bench()
    loaded = bench.run("main_model_loader", model=model())
    noise = bench.run("noise", seed=9, width=64, height=64)["noise"]
    metadata = bench.run("denoise_latents_meta", noise=noise, unet=loaded["unet"], steps=2, metadata={"a": 1})[
        "metadata"
    ]
    assert {name: metadata[name] for name in ("a", "seed", "steps", "width")} == {
        "a": 1,
        "seed": 9,
        "steps": 2,
        "width": 64,
    }
    assert HANDLES.facts(noise["latents_name"])["seed"] == 9

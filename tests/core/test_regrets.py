"""What the server takes and regrets is told, and what it runs well is not."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, Graph, Model
from nodes_catalog import (
    BlankImage,
    Collect,
    Compel,
    ControlNet,
    DenoiseLatents,
    Float,
    FloatMath,
    FluxDenoise,
    FluxModelLoader,
    FluxVaeEncode,
    ImageResize,
    ImageToLatents,
    Integer,
    LatentsToImage,
    LoRACollectionLoader,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    ModelIdentifier,
    ModelIdentifierField,
    Noise,
    RandomInt,
    Range,
    ScaleLatents,
    SDXLModelLoader,
    SDXLRefinerCompelPrompt,
    SDXLRefinerModelLoader,
    SeamlessMode,
    String,
    VAELoader,
)
from tests.core.data import graph_data
from tests.core.messages.regrets import CASES, SD1, SDXL, sd1, sdxl

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph.node import Node

FAMILIES = Path(__file__).with_name("families.txt")


def codes(*sinks: Node) -> list[str]:
    return [problem.code for problem in Graph(*sinks).problems() if problem.code != "missing-input"]


@pytest.mark.parametrize(
    ("code", "make", "text"), CASES, ids=[f"{case[0]}-{number}" for number, case in enumerate(CASES)]
)
def test_a_problem_reads_as_agreed(code: str, make: Callable[[], Graph | Batch], text: str) -> None:
    told = [problem for problem in make().problems() if problem.code == code]
    assert [str(problem._replace(location=None)) for problem in told] == [text]
    assert not any(problem.server_refuses for problem in told)


def _plain_sd1() -> Node:
    return sd1()[2]


def _plain_sdxl() -> Node:
    return sdxl()[2]


def _vae_of_an_sdxl_model_in_the_loader_for_sd1() -> Node:
    _, _, image = sdxl()
    image.vae = MainModelLoader(model=SDXL).vae
    return image


def _sd1_unet_from_the_sdxl_loader() -> Node:
    _, denoise, image = sd1()
    denoise.unet = SDXLModelLoader(model=SD1).unet
    return image


def _first_clip_of_sdxl_for_sd1() -> Node:
    _, denoise, image = sd1()
    prompt = Compel(clip=SDXLModelLoader(model=SDXL).clip)
    denoise.positive_conditioning = denoise.negative_conditioning = prompt.conditioning
    return image


def _vae_loader_with_the_vae_of_a_main_model() -> Node:
    model = ModelIdentifierField(key="k", hash="h", name="n", base="sd-1", type="main", submodel_type="vae")
    _, _, image = sd1()
    image.vae = VAELoader(vae_model=model).vae
    return image


def _main_model_for_a_part_of_flux() -> Node:
    model = Model("x", base="flux", type="main")
    return FluxModelLoader(model=model, vae_model=Model("y", base="flux", type="main"))


def _refiner() -> Node:
    _, base, _ = sdxl()
    loader = SDXLRefinerModelLoader(model=Model("r", base="sdxl-refiner", type="main"))
    prompt = SDXLRefinerCompelPrompt(clip2=loader.clip2)
    refined = DenoiseLatents(
        unet=loader.unet,
        latents=base.latents,
        denoising_start=0.8,
        positive_conditioning=prompt.conditioning,
        negative_conditioning=prompt.conditioning,
    )
    return LatentsToImage(latents=refined.latents, vae=loader.vae)


def _refined_by_the_vae_of_sdxl() -> Node:
    image = _refiner()
    image.inputs["vae"] = SDXLModelLoader(model=SDXL).vae
    return image


def _vae_of_sd2_for_sd1() -> Node:
    _, _, image = sd1()
    image.vae = VAELoader(vae_model=Model("v", base="sd-2", type="vae")).vae
    return image


def _picture_cut_to_the_size_of_the_noise() -> Node:
    loader, denoise, image = sd1()
    denoise.latents = ImageToLatents(image=BlankImage(width=70, height=71).image, vae=loader.vae).latents
    return image


def _picture_of_unknown_size() -> Node:
    loader, denoise, image = sd1()
    picture = ImageResize(image=BlankImage().image, width=RandomInt(low=64, high=128).value, height=64)
    denoise.latents = ImageToLatents(image=picture.image, vae=loader.vae).latents
    return image


def _scaled_twice() -> Node:
    _, denoise, _ = sd1()
    scaled = ScaleLatents(latents=ScaleLatents(latents=denoise.latents, scale_factor=1.5).latents, scale_factor=2)
    return DenoiseLatents(
        unet=denoise.inputs["unet"],
        latents=scaled.latents,
        noise=Noise(width=192, height=192).noise,
        positive_conditioning=denoise.inputs["positive_conditioning"],
        negative_conditioning=denoise.inputs["negative_conditioning"],
    )


def _flux_from_latents_without_noise() -> Node:
    latents = FluxVaeEncode(image=BlankImage(width=64, height=64).image).latents
    return FluxDenoise(latents=latents, noise=Noise().noise, add_noise=False, width=512, height=512)


def _scales_for_each_step() -> Node:
    return sd1(cfg_scale=[3.0, 2.0])[2]


def _two_loras_in_a_row() -> Node:
    first = LoRALoader(lora=Model("a", base="sd-1", type="lora"), unet=MainModelLoader(model=SD1).unet)
    return LoRALoader(lora=Model("b", base="sd-1", type="lora"), unet=first.unet)


def _one_lora_for_unet_and_clip() -> Node:
    loader, lora = MainModelLoader(model=SD1), Model("a", base="sd-1", type="lora")
    unet = LoRALoader(lora=lora, unet=loader.unet)
    clip = LoRALoader(lora=lora, clip=loader.clip)
    again = LoRALoader(lora=Model("b"), unet=SeamlessMode(unet=unet.unet).unet, clip=clip.clip)
    return Collect(item=again.unet, collection=Collect(item=unet.unet).collection)


def _lora_of_sd2_in_the_loader_for_sd1() -> Node:
    loader = MainModelLoader(model=Model("two", base="sd-2", type="main"))
    return LoRALoader(lora=Model("a", base="sd-2", type="lora"), unet=loader.unet)


def _models_untold() -> Node:
    loader, denoise, image = sd1()
    loader.model = Model("whatever")
    denoise.control = ControlNet(image=BlankImage().image, control_model=Model("c")).control
    return image


def _good_wires() -> Node:
    width = Integer(value=Integer(value=64).value)
    return Noise(width=width.value, seed=Integer(value=2**32 - 1).value)


def _rule_with_an_unknown_side() -> Node:
    return Range(start=RandomInt().value, stop=Integer(value=-5).value)


def _number_for_a_text() -> Node:
    return String(value=Float(value=1.5).value)


RIGHT = [
    _plain_sd1,
    _plain_sdxl,
    _vae_of_an_sdxl_model_in_the_loader_for_sd1,
    _sd1_unet_from_the_sdxl_loader,
    _first_clip_of_sdxl_for_sd1,
    _vae_loader_with_the_vae_of_a_main_model,
    _main_model_for_a_part_of_flux,
    _refiner,
    _refined_by_the_vae_of_sdxl,
    _vae_of_sd2_for_sd1,
    _picture_cut_to_the_size_of_the_noise,
    _picture_of_unknown_size,
    _scaled_twice,
    _flux_from_latents_without_noise,
    _scales_for_each_step,
    _two_loras_in_a_row,
    _one_lora_for_unet_and_clip,
    _lora_of_sd2_in_the_loader_for_sd1,
    _models_untold,
    _good_wires,
    _rule_with_an_unknown_side,
    _number_for_a_text,
]


@pytest.mark.parametrize("make", RIGHT, ids=lambda make: make.__name__.strip("_"))
def test_what_the_server_runs_well_is_no_problem(make: Callable[[], Node]) -> None:
    assert codes(make()) == []


def _families() -> list[tuple[str, dict[str, Any]]]:
    parts = re.split(r"^# (.+)$", FAMILIES.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    found: list[tuple[str, dict[str, Any]]] = []
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        lines = text.split("\n")
        nodes = dict(line.split(":") for line in lines if ":" in line)
        found.append((name, graph_data(nodes, *(line for line in lines if " -> " in line))))
    return found


@pytest.mark.parametrize(("name", "data"), _families(), ids=lambda part: part if isinstance(part, str) else "")
def test_the_usual_graph_of_a_family_is_no_problem(name: str, data: dict[str, Any]) -> None:
    found = [problem for problem in Graph.from_dict(data).problems() if problem.code != "missing-input"]
    assert found == [], name


def test_a_swept_input_is_not_judged_by_the_value_that_it_replaces() -> None:
    start, loader = Integer(value=10), MainModelLoader(model=Model("x", type="lora"))
    numbers = Range(start=start.value, stop=5)
    batch = Batch(Graph(numbers, loader)).sweep(start, value=[0, 1])
    assert [problem.code for problem in batch.problems()] == ["model-type"]


def test_a_model_by_wire_is_judged_where_it_arrives() -> None:
    chosen = ModelIdentifier(model=Model("x", base="sd-1", type="lora"))
    loader = MainModelLoader(model=chosen.model)
    [problem] = Graph(loader).problems()
    assert (problem.code, problem.node_id, problem.suggestion) == (
        "model-type",
        "main_model_loader",
        "it comes from model_identifier.model",
    )


def test_one_mistake_is_told_once() -> None:
    assert codes(sdxl(SD1)[2]) == ["model-base"]
    assert codes(Noise(width=Integer(value=513).value)) == ["wired-value"]


def test_loras_are_found_through_collect() -> None:
    selectors = [LoRASelector(lora=Model(base, base=base, type="lora")) for base in ("sd-1", "sd-2", "sdxl")]
    loader = LoRACollectionLoader(loras=[selector.lora for selector in selectors], unet=MainModelLoader(model=SD1).unet)
    [problem] = [problem for problem in Graph(loader).problems() if problem.code == "model-base"]
    assert "not sdxl (from lora_selector_3)" in problem.message


def test_a_division_by_zero_that_comes_by_wire_fails_and_does_no_further_harm() -> None:
    zero = Float(value=0)
    divide = FloatMath(operation="DIV", a=Float(value=1).value, b=zero.value)
    assert codes(divide) == ["wired-value"]
    power = FloatMath(operation="EXP", a=Float(value=-2).value, b=0.5)
    assert codes(power) == ["wired-rule"]


def test_a_very_long_chain_is_followed_only_so_far() -> None:
    latents = DenoiseLatents(noise=Noise().noise).latents
    for _ in range(3000):
        latents = ScaleLatents(latents=latents, scale_factor=1).latents
    end = DenoiseLatents(noise=Noise(width=64).noise, latents=latents)
    assert codes(end) == []


@pytest.mark.parametrize("seed", [10**400, -(10**400), 2.0**70])
def test_a_seed_beyond_all_bounds_is_wrapped_too(seed: float) -> None:
    [problem] = Graph.from_dict(graph_data({"n": {"type": "noise", "seed": seed}})).problems()
    assert problem.code == "seed-wrapped"
    assert f"the seed {int(seed) % 2**32} " in problem.message


def test_what_a_file_holds_for_a_model_or_a_size_is_not_trusted() -> None:
    nodes = {
        "m": {"type": "main_model_loader", "model": {"key": ["x"], "base": {"a": 1}, "type": 7}},
        "s": {"type": "img_scale", "scale_factor": 1e308},
        "b": {"type": "blank_image", "width": "wide"},
        "e": "i2l",
        "d": "denoise_latents",
        "n": {"type": "noise", "width": [1]},
    }
    wires = ("b.image -> s.image", "s.image -> e.image", "e.latents -> d.latents", "n.noise -> d.noise")
    found = Graph.from_dict(graph_data(nodes, *wires, "m.unet -> d.unet", "m.vae -> e.vae")).problems()
    assert {problem.code for problem in found} == {"missing-input", "value-refused"}


@pytest.mark.parametrize(
    ("data", "field", "code"),
    [
        ({"type": "rand_int"}, "low", "list-into-item"),
        ({"type": "range"}, "step", "list-into-item"),
        ({"type": "noise", "noise_type": "FLUX"}, "width", "list-into-item"),
        ({"type": "noise"}, "noise_type", "incompatible-wire"),
    ],
)
def test_a_list_that_the_server_lets_into_a_number_is_told_once(data: dict[str, Any], field: str, code: str) -> None:
    nodes = {"list": {"type": "integer_collection", "collection": [1]}, "n": data}
    [problem] = Graph.from_dict(graph_data(nodes, f"list.collection -> n.{field}")).problems()
    assert (problem.code, problem.field) == (code, field)

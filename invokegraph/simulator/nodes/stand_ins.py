"""What stands for the work of models, plainly so.

Text encoders, denoisers and decoders hand on handles: names made of their type and inputs, beside which is kept what
the picture is made of. At the end stands a picture that any change of a prompt, a seed, a number of steps or a wire
changes, that says what it was made of, and that it is simulated.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from .call import BAD_INPUT, NodeError, Table, check_size, each, keep, load, parts
from .handles import HANDLES, PREFIX, digest, keep_mask, mark_of
from .schema import class_of, node_types, outputs_of, referred

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PIL.Image import Image

    from .call import Call, Inputs, Outputs
    from .handles import Facts

NODES: Final = Table()
NOTE: Final = "simulated"
"""Name of the PNG text that says that a picture is simulated and what it was made of."""
_GRID: Final = 8
_FRAME_RATE: Final = 16
_FRAMES_APART: Final = 4

_OWN: Final = {
    "seed": "seed",
    "steps": "steps",
    "num_steps": "steps",
    "num_inference_steps": "steps",
    "cfg_scale": "cfg",
    "guidance": "guidance",
    "guidance_scale": "guidance",
    "scheduler": "scheduler",
    "sampler_preset": "scheduler",
}
"""What the inputs of a denoiser are called in a picture's facts."""

_MESSAGES: Final = {
    "compel": "Building conditioning",
    "sdxl_compel_prompt": "Building conditioning",
    "sdxl_refiner_compel_prompt": "Building conditioning",
    "flux_text_encoder": "Running T5 encoder",
    "sd3_text_encoder": "Running CLIP encoder",
    "cogview4_text_encoder": "Running GLM text encoder",
    "z_image_text_encoder": "Running Qwen3 text encoder",
    "qwen_image_text_encoder": "Running Qwen2.5-VL text/vision encoder",
    "krea2_text_encoder": "Running Qwen3-VL text encoder",
    "ideogram4_text_encoder": "Running Qwen3-VL text encoder",
    "wan_text_encoder": "Running UMT5-XXL text encoder",
    "anima_text_encoder": "Running Qwen3 0.6B text encoder",
    "flux2_dev_text_encoder": "Running Mistral text encoder (FLUX.2 [dev])",
    "flux2_klein_text_encoder": "Running Qwen3 text encoder (Klein)",
    "l2i": "Running VAE decoder",
    "anima_l2i": "Running Anima VAE decode",
    "wan_l2i": "Running Wan VAE decode",
    "wan_l2v": "Running Wan VAE decode (video)",
    "i2l": "Running VAE encoder",
    "wan_i2l": "Running Wan VAE encode",
    "flux2_vae_encode": "Running VAE Encode",
}


def _tell(call: Call) -> None:
    if call.type in _MESSAGES:
        call.progress(_MESSAGES[call.type], None)


def _of_output(*names: str) -> list[str]:
    """The node types that give one of these outputs classes."""
    classes = {f"#/components/schemas/{name}" for name in names}
    return [node_type for node_type, schema in node_types().items() if schema["output"]["$ref"] in classes]


def _handle_names(value: Any) -> Iterator[str]:
    """The names of handles in an input."""
    if isinstance(value, list):
        for part in each(value):
            yield from _handle_names(part)
    elif isinstance(value, dict):
        for name, part in parts(value).items():
            if isinstance(part, str) and name.endswith("_name") and part.startswith(PREFIX):
                yield part
            else:
                yield from _handle_names(part)


def _known(value: Any) -> list[Facts]:
    return [HANDLES.facts(name) for name in _handle_names(value)]


def _merged(inputs: Inputs) -> Facts:
    """What is known of all handles among the inputs, latents last: they tell of the picture as it is."""
    merged: Facts = {}
    for name in sorted(inputs, key=lambda name: name.startswith("latents")):
        for facts in _known(inputs[name]):
            merged.update({part: fact for part, fact in facts.items() if part != "mask"})
    return merged


def _prompt(value: Any, name: str = "prompt") -> str | None:
    texts = [facts[name] for facts in _known(value) if facts.get(name)]
    return " + ".join(dict.fromkeys(texts)) if texts else None


# Conditionings

_ENCODERS: Final = [
    node_type for node_type in node_types() if "conditioning" in outputs_of(node_type) and node_type != "conditioning"
]


@NODES.add(*_ENCODERS)
def _encode(call: Call) -> Outputs:
    _tell(call)
    facts, given = _merged(call.inputs), call.inputs
    texts = dict.fromkeys(str(given[name]) for name in ("prompt", "style") if given.get(name))
    if texts:
        facts["prompt"] = " / ".join(texts)
    mark = mark_of(call)
    conditioning = _filled(class_of(outputs_of(call.type)["conditioning"]), given, mark)
    return {"conditioning": {**conditioning, "conditioning_name": HANDLES.keep("conditioning", mark, facts)}}


# Latents

_NOISE_GRID: Final = {"FLUX": 16, "FLUX.2": 16, "SD3": 16, "Z-Image": 16, "CogView4": 32}


@NODES.add("noise")
def _noise(call: Call) -> Outputs:
    given = call.inputs
    multiple = _NOISE_GRID.get(given["noise_type"], _GRID)
    if given["width"] % multiple or given["height"] % multiple:
        raise NodeError(f"{given['noise_type']} noise width and height must be a multiple of {multiple}")
    facts = {"seed": given["seed"], "width": given["width"], "height": given["height"]}
    return {
        "noise": {"latents_name": HANDLES.keep("noise", mark_of(call), facts), "seed": given["seed"]},
        "width": given["width"],
        "height": given["height"],
    }


def _latents(call: Call, facts: Facts, width: int, height: int, seed: int | None = None) -> Outputs:
    check_size(width, height)
    name = HANDLES.keep("latents", mark_of(call), {**facts, "width": width, "height": height})
    return {"latents": {"latents_name": name, "seed": seed}, "width": width, "height": height}


@NODES.add("latents")
def _same_latents(call: Call) -> Outputs:
    facts = HANDLES.facts(call.inputs["latents"]["latents_name"])
    return {"latents": call.inputs["latents"], "width": facts["width"], "height": facts["height"]}


@NODES.add("lresize", "lscale", "crop_latents")
def _other_size(call: Call) -> Outputs:
    given, facts = call.inputs, _merged(call.inputs)
    seed = None if call.type == "crop_latents" else given["latents"].get("seed")
    if call.type == "lscale":
        sides = [int(facts[side] // _GRID * given["scale_factor"]) * _GRID for side in ("width", "height")]
    elif call.type == "lresize":
        sides = [given["width"], given["height"]]
    else:
        sides = [
            max(0, min(given[side], facts[side] - given[place])) for side, place in (("width", "x"), ("height", "y"))
        ]
    return _latents(call, facts, sides[0] // _GRID * _GRID, sides[1] // _GRID * _GRID, seed)


@NODES.add("lblend")
def _blend(call: Call) -> Outputs:
    first, second = (HANDLES.facts(call.inputs[f"latents_{letter}"]["latents_name"]) for letter in "ab")
    _check_alike(first, second)
    facts = {**first, "strength": call.inputs["alpha"]}
    prompt = " + ".join(dict.fromkeys(filter(None, [first.get("prompt"), second.get("prompt")])))
    return _latents(call, {**facts, "prompt": prompt}, first["width"], first["height"])


def _check_alike(first: Mapping[str, Any], second: Mapping[str, Any]) -> None:
    """Fail as the server's node does for latents of different sizes: it lays a mask of the first over the second."""
    mask, target = ([facts[side] // _GRID for side in ("height", "width")] for facts in (first, second))
    for place in (1, 0):
        if mask[place] not in (1, target[place]):
            raise NodeError(
                f"The expanded size of the tensor ({target[place]}) must match the existing size ({mask[place]}) at "
                f"non-singleton dimension {place + 2}.  Target sizes: {[1, 4, *target]}.  Tensor sizes: {mask}",
                type="RuntimeError",
            )
    if mask != target:
        raise NodeError("Latents to blend must be the same size.")


_DENOISERS: Final = [
    node_type for node_type in _of_output("LatentsOutput", "LatentsMetaOutput") if "denoise" in node_type
]
_VAE_ENCODERS: Final = [
    node_type
    for node_type in _of_output("LatentsOutput")
    if "image" in node_types()[node_type]["properties"] and node_type not in _DENOISERS
]


@NODES.add(*_VAE_ENCODERS)
def _encode_picture(call: Call) -> Outputs:
    _tell(call)
    image = load(call, "image")
    width, height = call.inputs.get("width") or image.width, call.inputs.get("height") or image.height
    return _latents(call, {"note": ["from a picture"]}, width // _GRID * _GRID, height // _GRID * _GRID)


@NODES.add(*_DENOISERS)
def _denoise(call: Call) -> Outputs:
    given = call.inputs
    facts = _merged({name: value for name, value in given.items() if "conditioning" not in name})
    facts.update({fact: given[name] for name, fact in _OWN.items() if given.get(name) is not None})
    noise = _known(given.get("noise"))
    if noise:
        facts["seed"] = noise[-1].get("seed", facts.get("seed"))
    for sign, fact in (("positive", "prompt"), ("negative", "negative")):
        prompts = [_prompt(value) for name, value in given.items() if name.startswith(sign) and value]
        if any(prompts):
            facts[fact] = " + ".join(filter(None, prompts))
    if given.get("denoising_start"):
        facts["start"] = given["denoising_start"]
    facts.update(_of_models(given))
    width, height = _size(given, noise)
    if "num_frames" in given:
        facts["frames"] = given["num_frames"]
    _step(call, facts.get("steps"), (width, height))
    outputs = _latents(call, facts, width, height)
    if "metadata" in outputs_of(call.type):
        outputs["metadata"] = _told(given, facts, width, height)
    return outputs


def _size(given: Inputs, noise: list[Facts]) -> tuple[int, int]:
    """The size of the latents that go in, otherwise the one that is asked for."""
    for facts in [*_known(given.get("latents")), *noise]:
        return facts["width"], facts["height"]
    if "width" not in given:
        raise NodeError("'latents' or 'noise' must be provided!")
    return given["width"] // _GRID * _GRID, given["height"] // _GRID * _GRID


def _of_models(given: Inputs) -> Facts:
    """Names of the model and of what changes it."""
    facts: Facts = {}
    part: Any = given.get("unet") or given.get("transformer") or {}
    model = part.get("unet") or part.get("transformer")
    if model:
        facts["model"] = model["name"]
    loras = [f"{lora['lora']['name']} {lora['weight']:g}" for lora in each(part.get("loras"))]
    if loras:
        facts["loras"] = loras
    adapters = [adapter for name in _ADAPTER_PORTS for adapter in each(given.get(name))]
    control = [
        model["name"] for adapter in adapters for name, model in adapter.items() if name.endswith("_model") and model
    ]
    if control:
        facts["control"] = list(dict.fromkeys(control))
    return facts


_ADAPTER_PORTS: Final = ("control", "ip_adapter", "t2i_adapter", "control_lllite")


_OF_SECOND_ORDER: Final = {"heun", "heun_k", "kdpm_2", "kdpm_2_k", "kdpm_2_a", "kdpm_2_a_k"}
"""Schedulers that ask the model twice for each step but the last."""

_TELL_THE_BEGINNING: Final = {
    *("denoise_latents", "denoise_latents_meta", "tiled_multi_diffusion_denoise_latents"),
    *("cogview4_denoise", "krea2_denoise", "qwen_image_denoise", "sd3_denoise"),
}


def _step(call: Call, steps: Any, size: tuple[int, int]) -> None:
    """Tell each step, with what the picture would look like by then: it is gray here."""
    is_ideogram = call.type == "ideogram4_denoise"
    image = None if is_ideogram else _preview(*size)
    for part in _parts(call, steps if isinstance(steps, int) else 1):
        if call.cancelled():
            raise NodeError("", type="CanceledException")
        call.progress("Running Ideogram 4 denoising" if is_ideogram else "Denoising", part, image=image)


def _parts(call: Call, steps: int) -> Iterator[float]:
    """How much of the work is done at each step, as the server counts."""
    given = call.inputs
    done = given.get("denoising_end", 1.0) - given.get("denoising_start", 0.0)
    count = max(round(steps * done), 1)
    first = 0 if call.type in _TELL_THE_BEGINNING else 1
    if given.get("scheduler") in _OF_SECOND_ORDER:
        for step in range(first, 2 * count):
            yield step // 2 / (count - 1) if count > 1 else 0.0
    else:
        for step in range(first, count + 1):
            yield step / count


@cache
def _preview(width: int, height: int) -> Outputs:
    """A picture as the server's events bring it: the size that it will have, and a gray one of an eighth of that."""
    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (max(width // _GRID, 1), max(height // _GRID, 1)), (128, 128, 128)).save(file, "JPEG")
    data = b64encode(file.getvalue()).decode()
    return {"width": width, "height": height, "dataURL": f"data:image/jpeg;base64,{data}"}


_TOLD: Final = {
    "denoise_latents_meta": {
        **dict.fromkeys(
            ("steps", "cfg_scale", "cfg_rescale_multiplier", "denoising_start", "denoising_end", "scheduler")
        ),
        **dict.fromkeys(("hidiffusion", "hidiffusion_raunet", "hidiffusion_window_attn")),
        **dict.fromkeys(("hidiffusion_t1_ratio", "hidiffusion_t2_ratio")),
    },
    "flux_denoise_meta": {
        "num_steps": "steps",
        **dict.fromkeys(("guidance", "denoising_start", "denoising_end", "cfg_scale")),
        **dict.fromkeys(("cfg_scale_start_step", "cfg_scale_end_step")),
    },
    "z_image_denoise_meta": {
        "guidance_scale": "guidance",
        **dict.fromkeys(("steps", "denoising_start", "denoising_end", "scheduler")),
    },
    "anima_denoise_meta": {
        "guidance_scale": "cfg_scale",
        **dict.fromkeys(("steps", "denoising_start", "denoising_end", "scheduler")),
    },
}
"""The inputs that a denoiser tells in its metadata, and what they are called there if not as the inputs."""


def _told(given: Inputs, facts: Facts, width: int, height: int) -> Outputs:
    node_type = next(node_type for node_type, names in _TOLD.items() if set(names) <= set(given))
    part = given.get("unet") or given.get("transformer")
    told: Outputs = {**(given.get("metadata") or {}), "width": width, "height": height}
    told.update({label or name: given[name] for name, label in _TOLD[node_type].items()})
    told["model"] = part and (part.get("unet") or part.get("transformer"))
    for name, label in (("control", "controlnets"), ("ip_adapter", "ipAdapters"), ("t2i_adapter", "t2iAdapters")):
        if node_type == "denoise_latents_meta" and each(given.get(name)):
            told[label] = each(given[name])
    if part and part["loras"]:
        told["loras"] = [{"model": lora["lora"], "weight": lora["weight"]} for lora in part["loras"]]
    for name, inner in (("vae", "vae"), ("qwen3_encoder", "text_encoder")):
        if node_type == "anima_denoise_meta" and given.get(name):
            told[name] = given[name][inner]
    if node_type != "denoise_latents_meta" or given.get("noise"):
        told["seed"] = facts.get("seed")
    return told


# Pictures

_DECODERS: Final = [
    node_type for node_type in _of_output("ImageOutput") if "latents" in node_types()[node_type]["properties"]
]
_PIXEL_DECODER_SCALE: Final = 4


@NODES.add(*_DECODERS)
def _decode(call: Call) -> Outputs:
    _tell(call)
    facts = _merged({"latents": call.inputs["latents"]})
    if call.type.endswith("_pid_decode"):
        call.progress("Running PiD decoder", None)
        facts.update({side: facts[side] * _PIXEL_DECODER_SCALE for side in ("width", "height")})
    return _painted(call, facts, mark_of(call))


def _painted(call: Call, facts: Facts, mark: str) -> Outputs:
    from .painting import paint

    image = paint(facts, mark, facts["width"], facts["height"])
    return keep(image, call, extra_text={NOTE: json.dumps(facts, default=str)})


_EXTERNAL: Final = _of_output("ImageCollectionOutput")
_EXTERNAL.remove("image_collection")


@NODES.add(*_EXTERNAL)
def _generate(call: Call) -> Outputs:
    given, mark = call.inputs, mark_of(call)
    facts = {name: given[name] for name in ("prompt", "seed", "width", "height") if given.get(name) is not None}
    facts["model"] = given["model"]["name"] if given["model"] else call.type
    images: list[Outputs] = []
    for index in range(given["num_images"]):
        note = [f"{index + 1} of {given['num_images']}"]
        images.append(_painted(call, {**facts, "note": note}, digest([mark, index]))["image"])
    return {"collection": images}


_LOOKS: Final = {
    "hed_edge_detection": "edges",
    "lineart_anime_edge_detection": "edges",
    "lineart_edge_detection": "edges",
    "mlsd_detection": "edges",
    "pidi_edge_detection": "edges",
    "depth_anything_depth_estimation": "depth",
    "normal_map": "normals",
    "dw_openpose_detection": "black",
    "mediapipe_face_detection": "black",
    "face_identifier": "same",
}
"""What the picture that a detector gives looks like."""


@NODES.add(*_LOOKS)
def _detect(call: Call) -> Outputs:
    return _stamped(call, _looking(load(call, "image"), _LOOKS[call.type]))


def _stamped(call: Call, image: Image, what: str = "") -> Outputs:
    from .painting import stamp

    label = what or call.type
    return keep(stamp(image, label), call, extra_text={NOTE: json.dumps({"note": [label]})})


def _looking(image: Image, look: str) -> Image:
    from PIL import Image as Pillow
    from PIL import ImageFilter, ImageOps

    plain = image.convert("RGB")
    if look == "edges":
        return ImageOps.autocontrast(
            plain.convert("L").filter(ImageFilter.GaussianBlur(1)).filter(ImageFilter.FIND_EDGES)
        )
    if look == "depth":
        return ImageOps.autocontrast(plain.convert("L").filter(ImageFilter.GaussianBlur(min(image.size) / 40)))
    if look == "normals":
        grey = plain.convert("L").filter(ImageFilter.GaussianBlur(2))
        slopes = [(-1, 0, 1, -2, 0, 2, -1, 0, 1), (-1, -2, -1, 0, 0, 0, 1, 2, 1)]
        bands = [grey.filter(ImageFilter.Kernel((3, 3), slope, scale=4, offset=128)) for slope in slopes]
        return Pillow.merge("RGB", (*bands, Pillow.new("L", image.size, 255)))
    return Pillow.new("RGB", image.size) if look == "black" else plain


@NODES.add("pbr_maps")
def _materials(call: Call) -> Outputs:
    image = load(call, "image")
    looks = {"normal_map": "normals", "roughness_map": "edges", "displacement_map": "depth"}
    return {name: _stamped(call, _looking(image, look), name)["image"] for name, look in looks.items()}


@NODES.add("esrgan", "spandrel_image_to_image", "spandrel_image_to_image_autoscale", "pid_upscale")
def _upscale(call: Call) -> Outputs:
    from PIL import Image as Pillow

    image = load(call, "image")
    factor = call.inputs["scale"] if "scale" in call.inputs else _factor(call.inputs)
    width, height = int(image.width * factor), int(image.height * factor)
    if call.inputs.get("fit_to_multiple_of_8"):
        width, height = width // _GRID * _GRID, height // _GRID * _GRID
    check_size(width, height)
    call.progress("Processing", 1)
    plain = image.convert("RGB")
    return _stamped(call, plain.resize((width, height), Pillow.Resampling.LANCZOS))


def _factor(inputs: Inputs) -> int:
    """How much an upscaler grows a picture: its name says so mostly."""
    model: Any = inputs.get("image_to_image_model") or {}
    name = str(inputs.get("model_name") or model.get("name") or "").lower()
    told = re.search(r"(?<![0-9a-z])x(\d)|(?<!\d)(\d)x", name)
    return int(told[1] or told[2]) if told and (told[1] or told[2]) != "0" else 4


# Segmentation


@NODES.add("segment_anything")
def _segment(call: Call) -> Outputs:
    """The boxes if there are some, otherwise an ellipse in the middle."""
    import numpy as np

    image = load(call, "image")
    mask = np.zeros((image.height, image.width), bool)
    for box in each(call.inputs["bounding_boxes"]):
        mask[max(0, box["y_min"]) : max(0, box["y_max"]), max(0, box["x_min"]) : max(0, box["x_max"])] = True
    if not call.inputs["bounding_boxes"]:
        rows, columns = np.ogrid[: image.height, : image.width]
        mask = ((rows / image.height - 0.5) ** 2 + (columns / image.width - 0.5) ** 2) < 1 / 9
    return keep_mask(mark_of(call), mask)


@NODES.add("grounding_dino")
def _find(call: Call) -> Outputs:
    """One box somewhere in the picture for what is looked for."""
    image, number = load(call, "image"), int(mark_of(call)[:8], 16)
    left, top = image.width * (number % 40) // 100, image.height * (number // 40 % 40) // 100
    right, bottom = left + max(1, image.width // 2), top + max(1, image.height // 2)
    return {"collection": [{"x_min": left, "x_max": right, "y_min": top, "y_max": bottom, "score": 0.9}]}


@NODES.add("face_mask_detection", "face_off")
def _face(call: Call) -> Outputs:
    """No face is found: the server gives the picture as it is, and a white mask."""
    from PIL import Image as Pillow

    image = load(call, "image")
    kept = keep(image, call, extra_text={NOTE: json.dumps({"note": [call.type]})})
    mask = keep(Pillow.new("L", image.size, 255), call, category="mask")
    place = {"x": 0, "y": 0} if call.type == "face_off" else {}
    return {**kept, "mask": mask["image"], **place}


@NODES.add("create_gradient_mask")
def _gradient_mask(call: Call) -> Outputs:
    from PIL import ImageFilter

    mask, mark = load(call, "mask", "L"), mark_of(call)
    softened = mask.filter(ImageFilter.GaussianBlur(call.inputs["edge_radius"]))
    area = keep(softened, call, category="mask")
    denoise_mask = {**_denoise_mask(mark, mask), "masked_latents_name": None, "gradient": True}
    return {"denoise_mask": denoise_mask, "expanded_mask_area": area["image"]}


@NODES.add("create_denoise_mask")
def _plain_mask(call: Call) -> Outputs:
    mask, mark = load(call, "mask", "L"), mark_of(call)
    latents = HANDLES.keep("masked-latents", mark, {}) if call.inputs["image"] is not None else None
    return {"denoise_mask": {**_denoise_mask(mark, mask), "masked_latents_name": latents, "gradient": False}}


def _denoise_mask(mark: str, mask: Image) -> Outputs:
    return {"mask_name": HANDLES.keep("denoise-mask", mark, {"note": [f"masked {mask.width} x {mask.height}"]})}


# Texts


@NODES.add("text_llm", "text_llm_with_preset", "llava_onevision_vllm", "ernie_image_prompt_enhancer")
def _answer(call: Call) -> Outputs:
    return {"value": f"SIMULATED answer {mark_of(call)[:8]} to: {call.inputs['prompt']}"}


# Videos


def _video(call: Call, facts: Facts, frames: int, rate: float) -> Outputs:
    facts = {**facts, "frames": frames, "fps": float(rate)}
    name = HANDLES.keep("video", mark_of(call), facts)
    return {"video": {"video_name": name}, **_video_facts(facts)}


def _video_facts(facts: Facts) -> Outputs:
    frames, rate = facts["frames"], facts["fps"]
    sides = {side: facts[side] for side in ("width", "height")}
    return {**sides, "num_frames": frames, "fps": rate, "duration": frames / rate}


@NODES.add("wan_l2v")
def _decode_video(call: Call) -> Outputs:
    _tell(call)
    facts = _merged({"latents": call.inputs["latents"]})
    return _video(call, facts, facts.get("frames") or 1, call.inputs["fps"])


@NODES.add("video")
def _same_video(call: Call) -> Outputs:
    return {"video": call.inputs["video"], **_video_facts(_of_video(call.inputs["video"]))}


def _of_video(video: Inputs) -> Facts:
    name = video["video_name"]
    if not name.startswith(PREFIX):
        raise NodeError(f"The simulator keeps no videos: there is no {name}", type="VideoRecordNotFoundException")
    return HANDLES.facts(name)


@NODES.add("video_concat")
def _concatenate(call: Call) -> Outputs:
    given = call.inputs
    clips = [_of_video(video) for video in given["videos"]]
    overlap = 0 if given["transition"] == "cut" else given["transition_frames"] * (len(clips) - 1)
    frames = max(1, sum(clip["frames"] for clip in clips) - overlap)
    return _video(call, clips[0], frames, given["fps"] or clips[0]["fps"])


@NODES.add("extract_video_range")
def _cut_video(call: Call) -> Outputs:
    clip = _of_video(call.inputs["video"])
    start, end = (_frame(call.inputs[name], clip, name) for name in ("start_frame", "end_frame"))
    if end < start:
        raise NodeError(f"end_frame {end} is before start_frame {start}.")
    cut = _video(call, clip, end - start + 1, call.inputs["fps"] or clip["fps"])
    return {**cut, "start_frame": start, "end_frame": end}


@NODES.add("video_frame_extract")
def _frame_of_video(call: Call) -> Outputs:
    clip = _of_video(call.inputs["video"])
    index = _frame(call.inputs["frame_index"], clip, "frame_index")
    return _painted(call, {**clip, "note": [f"frame {index + 1} of {clip['frames']}"]}, mark_of(call))


def _frame(index: int, clip: Facts, name: str) -> int:
    frames: int = clip["frames"]
    if not -frames <= index < frames:
        raise NodeError(f"{name} {index} is out of range for a {frames}-frame video.")
    return index % frames


# Adapters: fields that hold their inputs

_ADAPTERS: Final = (
    "controlnet",
    "flux_controlnet",
    "z_image_control",
    "anima_lllite",
    "ip_adapter",
    "flux_ip_adapter",
    "t2i_adapter",
    "flux_fill",
    "flux_kontext",
    "flux_redux",
    "krea2_style_reference",
    "wan_ref_image_encoder",
)


@NODES.add(*_ADAPTERS)
def _adapt(call: Call) -> Outputs:
    _check_weights(call.inputs)
    ((port, schema),) = outputs_of(call.type).items()
    return {port: _filled(class_of(schema), call.inputs, mark_of(call))}


def _check_weights(inputs: Inputs) -> None:
    begin, end = inputs.get("begin_step_percent", 0), inputs.get("end_step_percent", 1)
    if begin > end:
        raise NodeError("Begin step percent must be less than or equal to end step percent", type=BAD_INPUT)
    weights = [weight for name in ("control_weight", "weight") for weight in each(inputs.get(name))]
    if any(not -1 <= weight <= 2 for weight in weights):  # noqa: PLR2004 - the server's limits
        raise NodeError("Control weights must be within -1 to 2 range", type=BAD_INPUT)


def _filled(model: str, inputs: Inputs, mark: str) -> Outputs:
    """A field model of inputs of the same names, of defaults, and of handles where a tensor would be."""
    schema = referred({"$ref": f"#/{model}"})
    return {name: _part(name, part, inputs, mark) for name, part in schema["properties"].items()}


def _part(name: str, schema: Any, inputs: Inputs, mark: str) -> Any:
    if name in inputs:
        return inputs[name]
    if name in ("img", "image"):
        return inputs["image"]
    if name in ("image_name", "mask_name"):
        return parts(inputs.get(name.removesuffix("_name"))).get("image_name")
    if name.endswith("_name"):
        return HANDLES.keep(name.removesuffix("_name"), mark, {})
    if name == "image_encoder_model":
        return {"key": f"{PREFIX}{mark}", "hash": "", "name": _encoder(inputs), "base": "any", "type": "clip_vision"}
    if class_of(schema) == "TensorField" and "default" not in schema:
        return {"tensor_name": HANDLES.keep("tensor", mark, {})}
    return schema.get("default")


def _encoder(inputs: Inputs) -> str:
    return f"SIMULATED {inputs['clip_vision_model']}"

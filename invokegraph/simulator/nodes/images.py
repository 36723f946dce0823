"""Cutting, resizing, pasting and keeping pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PIL import Image, ImageChops, ImageOps

from .call import Table, check_size, load

if TYPE_CHECKING:
    from .call import Call, Inputs, Outputs

NODES: Final = Table()
_CLEAR: Final = (0, 0, 0, 0)
_RESAMPLING: Final = {
    "nearest": Image.Resampling.NEAREST,
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "hamming": Image.Resampling.HAMMING,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
_KONTEXT_SIZES: Final = [
    (672, 1568),
    (688, 1504),
    (720, 1456),
    (752, 1392),
    (800, 1328),
    (832, 1248),
    (880, 1184),
    (944, 1104),
    (1024, 1024),
    (1104, 944),
    (1184, 880),
    (1248, 832),
    (1328, 800),
    (1392, 752),
    (1456, 720),
    (1504, 688),
    (1568, 672),
]


@NODES.add("show_image")
def _show(call: Call) -> Outputs:
    image = load(call, "image")
    return {"image": call.inputs["image"], "width": image.width, "height": image.height}


@NODES.draws("save_image", "canvas_output", "img_nsfw")
def _save(call: Call) -> Image.Image:
    return load(call, "image")


@NODES.draws("blank_image")
def _blank(call: Call) -> Image.Image:
    given = call.inputs
    check_size(given["width"], given["height"])
    return Image.new(given["mode"], (given["width"], given["height"]), rgba(given["color"]))


@NODES.draws("img_crop")
def _crop(call: Call) -> Image.Image:
    given = call.inputs
    return _on_clear(load(call, "image"), given["width"], given["height"], -given["x"], -given["y"])


@NODES.draws("img_pad_crop")
def _pad(call: Call) -> Image.Image:
    given, image = call.inputs, load(call, "image")
    width = image.width + given["left"] + given["right"]
    return _on_clear(image, width, image.height + given["top"] + given["bottom"], given["left"], given["top"])


def _on_clear(image: Image.Image, width: int, height: int, x: int, y: int) -> Image.Image:
    check_size(width, height)
    canvas = Image.new("RGBA", (width, height), _CLEAR)
    canvas.paste(image, (x, y))
    return canvas


@NODES.draws("img_paste")
def _paste(call: Call) -> Image.Image:
    given = call.inputs
    base, image = load(call, "base_image", "RGBA"), load(call, "image", "RGBA")
    mask = ImageOps.invert(load(call, "mask", "L")) if given["mask"] is not None else None
    x, y = given["x"], given["y"]
    left, top = max(0, -x), max(0, -y)
    width, height = max(base.width, image.width + x) + left, max(base.height, image.height + y) + top
    canvas = _on_clear(base, width, height, left, top)
    layer = Image.new("RGBA", canvas.size)
    layer.paste(image, (max(0, x), max(0, y)), mask=mask)
    result = Image.alpha_composite(canvas, layer)
    return result.crop((left, top, left + base.width, top + base.height)) if given["crop"] else result


@NODES.draws("img_mul")
def _multiply(call: Call) -> Image.Image:
    return ImageChops.multiply(load(call, "image1"), load(call, "image2"))


@NODES.draws("img_conv")
def _convert(call: Call) -> Image.Image:
    return load(call, "image").convert(call.inputs["mode"])


@NODES.draws("img_resize")
def _resize(call: Call) -> Image.Image:
    return _resized(load(call, "image"), call.inputs["width"], call.inputs["height"], call.inputs)


@NODES.draws("img_scale")
def _scale(call: Call) -> Image.Image:
    image, factor = load(call, "image"), call.inputs["scale_factor"]
    return _resized(image, int(image.width * factor), int(image.height * factor), call.inputs)


def _resized(image: Image.Image, width: int, height: int, inputs: Inputs) -> Image.Image:
    check_size(width, height)
    return image.resize((width, height), resample=_RESAMPLING[inputs["resample_mode"]])


@NODES.draws("save_image_to_file")
def _save_to_file(call: Call) -> Image.Image:
    """The picture is kept; the simulator writes no files of a name that a graph chooses."""
    return load(call, "image")


@NODES.draws("crop_image_to_bounding_box")
def _crop_to_box(call: Call) -> Image.Image:
    image, box = load(call, "image"), call.inputs["bounding_box"]
    return image.crop(_corners(box) if box is not None else image.getbbox())


@NODES.draws("paste_image_into_bounding_box")
def _paste_into_box(call: Call) -> Image.Image:
    source, target = load(call, "source_image", "RGBA"), load(call, "target_image", "RGBA").copy()
    target.paste(source, _corners(call.inputs["bounding_box"]), source)
    return target


def _corners(box: Inputs) -> tuple[int, int, int, int]:
    return box["x_min"], box["y_min"], box["x_max"], box["y_max"]


@NODES.draws("flux_kontext_image_prep")
def _side_by_side(call: Call) -> Image.Image:
    names = [image["image_name"] for image in call.inputs["images"]]
    images = [call.pictures.load(name).convert("RGBA") for name in names]
    width, height = _kontext_size(images[0], preferred=call.inputs["use_preferred_resolution"])
    widths = [width, *(max(16, int(height * image.width / image.height) // 16 * 16) for image in images[1:])]
    check_size(sum(widths), height)
    canvas = Image.new("RGB", (sum(widths), height))
    for index, image in enumerate(images):
        resized = image.resize((widths[index], height), Image.Resampling.LANCZOS)
        canvas.paste(resized, (sum(widths[:index]), 0))
    return canvas


def _kontext_size(image: Image.Image, *, preferred: bool) -> tuple[int, int]:
    if not preferred:
        return max(16, image.width // 16 * 16), max(16, image.height // 16 * 16)
    aspect = image.width / image.height
    width, height = min(_KONTEXT_SIZES, key=lambda size: abs(aspect - size[0] / size[1]))
    return width // 16 * 16, height // 16 * 16


def rgba(color: Any) -> tuple[int, int, int, int]:
    """A color as Pillow takes it."""
    return color["r"], color["g"], color["b"], color["a"]

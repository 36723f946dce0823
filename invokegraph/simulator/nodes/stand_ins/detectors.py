"""What models see in a picture: edges, depths, poses, materials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import Table, load
from invokegraph.simulator.nodes.stand_ins.saving import stamped

if TYPE_CHECKING:
    from PIL.Image import Image

    from invokegraph.simulator.nodes.call import Call, Outputs

NODES: Final = Table()

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
    return stamped(call, _looking(load(call, "image"), _LOOKS[call.type]))


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
    return {name: stamped(call, _looking(image, look), name)["image"] for name, look in looks.items()}

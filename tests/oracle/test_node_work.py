"""Nodes that need no model do here what the server's own code does with the same inputs."""

from __future__ import annotations

import base64
import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
import pytest

from invokegraph.simulator.nodes import Call, NodeError, runner
from invokegraph.simulator.nodes.handles import keep_mask, load_mask

from .node_cases import GENERATORS, case, perceptual_case
from .node_process import NodeProcess

pytestmark = pytest.mark.live

INPUTS_EACH = int(os.environ.get("INVOKEGRAPH_NODE_INPUTS", "40"))


@dataclass(frozen=True)
class Tolerance:
    """How far a channel of a pixel may be off, and how much of the pixels may be off by more."""

    levels: int
    share: float
    why: str


EXACT = Tolerance(0, 0.0, "")
SINGLE = Tolerance(1, 0.0, "torch and numpy round powers of single precision differently by one unit")
TOLERANCES: dict[str, Tolerance] = {
    "img_hue_adjust_oklch": SINGLE,
    "unsharp_mask_oklab": SINGLE,
    "invokeai_img_blend": SINGLE,
    "invokeai_img_hue_adjust_plus": Tolerance(3, 0.03, SINGLE.why + ", and a table of colors takes it further"),
    "heuristic_resize": Tolerance(1, 0.0, "OpenCV weighs pixels in whole numbers"),
    "color_map": Tolerance(1, 0.0, "OpenCV weighs pixels in whole numbers"),
    "invokeai_ealightness": Tolerance(2, 0.0, "a sum over all pixels is added and taken off: its last bits are noise"),
}


class Shelf:
    """Pictures in memory, named as the server's side names them."""

    def __init__(self, pictures: dict[str, Any]) -> None:
        self.pictures = pictures
        self.saved: list[tuple[Any, str]] = []

    def load(self, image_name: str) -> Any:
        given = self.pictures[image_name]
        image = picture(given)
        if given["metadata"] is not None:
            image.info["invokeai_metadata"] = json.dumps(given["metadata"])
        return image

    def save(self, image: Any, call: Call, *, category: str = "general", extra_text: Any = None) -> dict[str, Any]:
        self.saved.append((image, category))
        name = {"image_name": f"saved-{len(self.saved) - 1}"}
        return {"image": name, "width": image.width, "height": image.height}


def picture(given: dict[str, Any]) -> Any:
    from PIL import Image

    return Image.frombytes(given["mode"], tuple(given["size"]), base64.b64decode(given["data"]))


@pytest.fixture(scope="module")
def server() -> Iterator[NodeProcess]:
    python = os.environ.get("INVOKEGRAPH_SERVER_PYTHON", "")
    if not python:
        pytest.skip("INVOKEGRAPH_SERVER_PYTHON names no Python with the invokeai package")
    process = NodeProcess(python)
    yield process
    process.close()


def ours(given: dict[str, Any]) -> dict[str, Any]:
    """What our node makes of a case."""
    names = {}
    for name, mask in given["masks"].items():
        names[name] = keep_mask(name, np.array(picture(mask)))["mask"]["tensor_name"]
    inputs = json.loads(json.dumps(given["inputs"]), object_hook=lambda part: {**part, **renamed(part, names)})
    shelf = Shelf(given["pictures"])
    run = runner(given["type"])
    assert run is not None
    call = Call(given["type"], inputs, "n", shelf, lambda *_, **__: None, lambda: False)
    try:
        return {"outputs": run(call), "saved": shelf.saved}
    except NodeError as error:
        return {"error": error.type, "message": str(error)}


def renamed(part: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    return {"tensor_name": names[part["tensor_name"]]} if part.get("tensor_name") in names else {}


def difference(given: dict[str, Any], there: dict[str, Any], here: dict[str, Any]) -> str:
    """What is not the same, or an empty string."""
    if "error" in there or "error" in here:
        same = error_of(there) == here.get("error")
        return (
            ""
            if same
            else f"error there {there.get('error')}: {there.get('message')}; here {here.get('error')}: {here.get('message')}"
        )
    told = values(there["outputs"], here["outputs"], there["masks"])
    if told:
        return told
    if len(there["saved"]) != len(here["saved"]):
        return "not the same number of pictures"
    for (theirs, category), (own, own_category) in zip(there["saved"], here["saved"], strict=True):
        told = pixels(picture(theirs), own, TOLERANCES.get(given["type"], EXACT))
        if told or category != own_category:
            return told or f"category {category} there, {own_category} here"
    return ""


def error_of(there: dict[str, Any]) -> str | None:
    """The class of the error: the server calls it another name when a wire brings what a node does not take."""
    of_outputs = ("Output\n", "BoundingBoxField\n")
    of_inputs = there.get("error") == "ValidationError" and not any(name in there["message"] for name in of_outputs)
    return "NodeInputError" if of_inputs else there.get("error")


def values(there: Any, here: Any, masks: dict[str, Any]) -> str:
    if isinstance(there, dict) and set(there) == {"tensor_name"}:
        mine = load_mask(here["tensor_name"])
        return "" if (np.array(picture(masks[there["tensor_name"]])) == mine * 255).all() else "not the same mask"
    if isinstance(there, dict) and isinstance(here, dict) and set(there) == set(here):
        return next((told for name in there if (told := values(there[name], here[name], masks))), "")
    if isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        return next((told for one, other in zip(there, here, strict=True) if (told := values(one, other, masks))), "")
    if isinstance(there, float) and isinstance(here, (int, float)):
        same = math.isclose(there, here, rel_tol=1e-12) or (math.isnan(there) and math.isnan(here))
        return "" if same else f"{there} there, {here} here"
    return (
        "" if there == here and isinstance(there, bool) == isinstance(here, bool) else f"{there!r} there, {here!r} here"
    )


def pixels(there: Any, here: Any, tolerance: Tolerance) -> str:
    if (there.mode, there.size) != (here.mode, here.size):
        return f"{there.mode} {there.size} there, {here.mode} {here.size} here"
    apart = np.abs(np.asarray(there, np.int32) - np.asarray(here, np.int32))
    worse = (apart > tolerance.levels).mean() if apart.size else 0
    return (
        ""
        if worse <= tolerance.share
        else f"{worse:.2%} of the values off by more than {tolerance.levels}, most by {apart.max()}"
    )


@pytest.mark.parametrize("node_type", sorted(GENERATORS))
def test_a_node_does_what_the_servers_does(node_type: str, server: NodeProcess) -> None:
    cases = [case(node_type, Random(f"{node_type} {index}")) for index in range(INPUTS_EACH)]
    told = [difference(given, there, ours(given)) for given, there in zip(cases, server.run(cases), strict=True)]
    wrong = [(why, given["inputs"]) for why, given in zip(told, cases, strict=True) if why]
    assert not wrong, f"{len(wrong)} of {len(cases)}: " + "\n".join(
        f"{why} {inputs}"[:600] for why, inputs in wrong[:5]
    )


def test_blending_in_perceptual_spaces(server: NodeProcess) -> None:
    """What has no hue there has a random one, on either side: a few pixels differ, most do not."""
    cases = [perceptual_case(Random(f"perceptual {index}")) for index in range(INPUTS_EACH * 4)]
    shares = [_share_off(there, ours(given)) for given, there in zip(cases, server.run(cases), strict=True)]
    same = sum(share < 0.001 for share in shares) / len(shares)
    print(f"\n{len(cases)} blends in perceptual spaces: {same:.0%} the same, {np.mean(shares):.2%} of all values off")
    assert same > 0.8
    assert np.mean(shares) < 0.05


def _share_off(there: dict[str, Any], here: dict[str, Any]) -> float:
    theirs, own = picture(there["saved"][0][0]), here["saved"][0][0]
    assert (theirs.mode, theirs.size) == (own.mode, own.size)
    return float((np.abs(np.asarray(theirs, np.int32) - np.asarray(own, np.int32)) > 2).mean())


def test_there_is_something_to_compare() -> None:
    print(f"\n{len(GENERATORS)} node types, {INPUTS_EACH} inputs each")
    for node_type, tolerance in TOLERANCES.items():
        print(f"{node_type}: {tolerance.levels} levels, {tolerance.share:.1%} of the values: {tolerance.why}")
    assert len(GENERATORS) > 140
    assert set(TOLERANCES) <= set(GENERATORS)

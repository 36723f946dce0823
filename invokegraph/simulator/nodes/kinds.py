"""Which node types do the server's own work here, which are stand-ins, and which cannot be run.

`docs/simulator-nodes.md` is `table()`.
"""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Final, Literal

from .schema import class_of, node_types, outputs_of

if TYPE_CHECKING:
    from .call import Table

Kind = Literal["real", "stand-in", "not run"]

_HELD: Final = {"controlnet", "flux_controlnet", "z_image_control", "t2i_adapter", "flux_fill", "flux_kontext"}
"""Adapters that give their inputs, as the server's do."""

_NAMED: Final = "models are named, not loaded"
_ENGINE: Final = "done by the engine while it runs the graph"
_FILLED: Final = "transparent or masked parts take the colors around them, softly"
_NOTES: Final = {
    "collect": _ENGINE,
    "iterate": _ENGINE,
    "if": _ENGINE,
    "save_image_to_file": "the picture is kept; no file is written beside it",
    "show_image": "no window is opened",
    "rand_int": "random, not seeded on the server either",
    "rand_float": "random, not seeded on the server either",
    "dynamic_prompt": "variables, wrappers and sampling methods are not read",
    "content_shuffle": "random, not seeded on the server either",
    "heuristic_resize": "edge maps in two colors are not thinned",
    "invokeai_img_hue_adjust_plus": "the space UPLab is taken for CIELAB",
    "call_saved_workflow": "done by the engine; generators of batches are not read",
    "prompt_template": _ENGINE,
    "img_nsfw": "nothing is checked: the picture stays as it is",
    "cv_inpaint": _FILLED,
    "infill_cv2": _FILLED,
    "infill_lama": _FILLED,
    "infill_patchmatch": _FILLED,
    "grounding_dino": "one box that the prompt and the picture decide on",
    "segment_anything": "the boxes that are given, else an ellipse",
    "face_mask_detection": "no face is found",
    "face_off": "no face is found",
    "create_gradient_mask": "a handle; the expanded area is the blurred mask",
    "metadata_to_vae": "models are taken from metadata that tell them in full",
    "metadata_to_model": "models are taken from metadata that tell them in full",
    "metadata_to_sdxl_model": "models are taken from metadata that tell them in full",
}
_SIMULATED_HERE: Final = {"img_nsfw", "cv_inpaint", "infill_cv2", "infill_lama", "infill_patchmatch"}
"""Stand-ins beside nodes that do real work."""


def kind(node_type: str) -> tuple[Kind, str]:
    """What a node type of the catalog is here, and a note on it that may be empty."""
    note = _NOTES.get(node_type, "")
    home = _home(node_type)
    if home == "refusals":
        return "not run", note or "stands in workflows only: the editor makes a batch of it"
    if node_type in _SIMULATED_HERE or (home.startswith("stand_ins.") and node_type not in _HELD):
        return "stand-in", note or _stand_in(node_type)
    return "real", note or (_NAMED if home == "models" else "")


def _home(node_type: str) -> str:
    from . import MODULES

    for name in MODULES:
        table: Table = import_module(f"{__package__}.{name}").NODES
        if node_type in table:
            return name
    raise KeyError(node_type)


def _stand_in(node_type: str) -> str:
    """What a stand-in gives, by its first output."""
    outputs = outputs_of(node_type)
    first = next(iter(outputs.values()))
    words = {
        "ImageField": "a picture that says SIMULATED",
        "LatentsField": "a handle for latents",
        "VideoField": "a handle for a video, of which single frames can be drawn",
        "DenoiseMaskField": "a handle for a mask",
    }
    if "image" in outputs and "image" in node_types()[node_type]["properties"]:
        return "the picture that goes in, filtered or resized, with the label SIMULATED"
    if "latents" in outputs or "noise" in outputs:
        return words["LatentsField"]
    if class_of(first) in words:
        return words[class_of(first)]
    if "conditioning" in outputs:
        return "a handle for a conditioning"
    return (
        "a text that says SIMULATED" if "value" in outputs else "a field of the inputs, handles where tensors would be"
    )


def table() -> str:
    """The page on all node types."""
    rows = [(node_type, *kind(node_type)) for node_type in sorted(node_types())]
    counts = Counter(row[1] for row in rows)
    lines = "\n".join(f"| `{node_type}` | {what} | {note} |" for node_type, what, note in rows)
    return f"""# What the simulator's nodes do

Of the {len(rows)} node types of the catalog, {counts["real"]} do what the server's own do: the same inputs give the
same values and the same pictures. {counts["stand-in"]} need a model, or a library that the simulator does without, and
are stand-ins. {counts["not run"]} do not run, neither here nor on the server.

Stand-ins pass on handles: names such as `simulated-latents-3f…`, made from the node's type and inputs, and from the
pixels of pictures. What the final picture is made from is kept beside a handle, in memory, until the process ends. Any
change of a prompt, a seed, a number of steps or a wire changes the final picture. It carries the word SIMULATED and the
parameters as text, and the same in the PNG text `simulated`.

Values that a node does not take raise an error of the server's class: `NodeError.type` is `NodeInputError` for a wired
value that is out of range, and otherwise the class that the server's code raises. A node that would make a picture of
more than 2²⁸ pixels, or a list that takes all memory, raises `MemoryError`.

This page is made by `invokegraph.simulator.nodes.kinds.table()`.

| Node type | In the simulator | Note |
|---|---|---|
{lines}
"""

"""The work of the server's own nodes. Run by a Python that has the `invokeai` package, never imported.

Reads one JSON request a line from stdin and writes one JSON answer a line to stdout. A request is a list of cases:

    {"type": type, "inputs": {…}, "pictures": {name: picture}, "masks": {name: mask}}
        -> {"outputs": {…}, "saved": [[picture, category], …], "masks": {name: mask}}  or  {"error": class, "message": …}

A picture is `{"mode": …, "size": […], "data": base64, "metadata": {…} or null}`, a mask the same with mode "1".
"""

import base64
import json
import os
import sys
from types import SimpleNamespace

answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)  # what the package prints while it loads is no answer

import invokeai.app.services.shared.graph  # noqa: E402, F401 - loads all node types
import numpy  # noqa: E402
import torch  # noqa: E402
from invokeai.app.invocations.baseinvocation import InvocationRegistry  # noqa: E402
from invokeai.app.invocations.fields import MetadataField  # noqa: E402
from invokeai.app.services.image_files.image_files_common import ImageFileSaveException  # noqa: E402
from invokeai.backend.model_manager.taxonomy import BaseModelType, ModelType  # noqa: E402
from PIL import Image  # noqa: E402

Image.Image.show = lambda *_: None
PNG_MODES = {"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"}


def to_picture(given):
    data = base64.b64decode(given["data"])
    return Image.frombytes(given["mode"], tuple(given["size"]), data)


def from_picture(image):
    return {"mode": image.mode, "size": image.size, "data": base64.b64encode(image.tobytes()).decode()}


class Images:
    def __init__(self, pictures):
        self.pictures = pictures
        self.saved = []

    def get_pil(self, image_name, mode=None):
        image = to_picture(self.pictures[image_name])
        return image.convert(mode) if mode and mode != image.mode else image

    def get_dto(self, image_name):
        image = self.get_pil(image_name)
        return SimpleNamespace(image_name=image_name, width=image.width, height=image.height)

    def get_metadata(self, image_name):
        metadata = self.pictures[image_name].get("metadata")
        return None if metadata is None else MetadataField.model_validate(metadata)

    def save(self, image, board_id=None, image_category="general", metadata=None):
        if image.mode not in PNG_MODES or 0 in image.size:
            raise ImageFileSaveException("Image file not saved")
        self.saved.append([from_picture(image), getattr(image_category, "value", image_category)])
        name = f"saved-{len(self.saved) - 1}"
        return SimpleNamespace(image_name=name, width=image.width, height=image.height)


class Tensors:
    def __init__(self, masks):
        self.tensors = {}
        for name, given in masks.items():
            self.tensors[name] = torch.from_numpy(numpy.array(to_picture(given)))[None]
        self.given = len(masks)

    def save(self, tensor):
        name = f"tensor-{len(self.tensors) - self.given}"
        self.tensors[name] = tensor
        return name

    def load(self, name):
        return self.tensors[name].clone()


class Models:
    """Every model is there, and is what the node says that it is."""

    def exists(self, identifier):
        return True

    def search_by_attrs(self, **_):
        return []

    def get_config(self, identifier):
        return MODELS[getattr(identifier, "key", identifier)]


MODELS = {}


def find_models(value):
    if isinstance(value, dict):
        if {"key", "hash", "name", "base", "type"} <= set(value):
            kinds = {"base": BaseModelType(value["base"]), "type": ModelType(value["type"])}
            MODELS[value["key"]] = SimpleNamespace(**{**value, **kinds, "format": "checkpoint", "variant": None})
        for part in value.values():
            find_models(part)
    elif isinstance(value, list):
        for part in value:
            find_models(part)


def run(case):
    find_models(case["inputs"])
    images, tensors = Images(case["pictures"]), Tensors(case["masks"])
    silent = lambda *_, **__: None  # noqa: E731
    context = SimpleNamespace(
        images=images,
        tensors=tensors,
        models=Models(),
        logger=SimpleNamespace(debug=silent, info=silent, warning=silent, error=silent),
        util=SimpleNamespace(signal_progress=silent, is_canceled=lambda: False),
    )
    cls = InvocationRegistry.get_invocation_for_type(case["type"])
    try:
        output = cls(id="n", **case["inputs"]).invoke(context)
        outputs = output.model_dump(mode="json", exclude={"type", "output_meta"})
    except Exception as error:  # noqa: BLE001 - whatever it is, the node fails
        return {"error": type(error).__name__, "message": str(error)[:300]}
    masks = {
        name: from_picture(Image.fromarray(tensor[0].numpy().astype(numpy.uint8) * 255))
        for name, tensor in tensors.tensors.items()
        if name.startswith("tensor-")
    }
    return {"outputs": outputs, "saved": images.saved, "masks": masks}


for line in sys.stdin:
    answers.write(json.dumps([run(case) for case in json.loads(line)]) + "\n")

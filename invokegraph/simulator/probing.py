"""What kind of model a file or folder is, as far as its first bytes and its configuration tell."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Kind = tuple[str, str, str]
"""Base, type and format."""

UNKNOWN: Final[Kind] = ("unknown", "unknown", "unknown")
SUFFIXES: Final = (".bin", ".ckpt", ".gguf", ".onnx", ".pt", ".pth", ".safetensors")
_CONFIGURATIONS: Final = ("config.json", "model_index.json")
_MOST_FILES: Final = 50
_DEEPEST: Final = 8
_WIDEST: Final = 10_000
_LONGEST_HEADER: Final = 8 << 20
_CLASSES: Final[Mapping[str, Kind]] = {
    "StableDiffusionPipeline": ("sd-1", "main", "diffusers"),
    "StableDiffusionXLPipeline": ("sdxl", "main", "diffusers"),
    "StableDiffusion3Pipeline": ("sd-3", "main", "diffusers"),
    "FluxPipeline": ("flux", "main", "diffusers"),
    "ControlNetModel": ("sd-1", "controlnet", "diffusers"),
    "T2IAdapter": ("sd-1", "t2i_adapter", "diffusers"),
    "AutoencoderKL": ("sd-1", "vae", "diffusers"),
}


def kind_of(path: Path) -> Kind:
    """The kind of the model at a path; `UNKNOWN` where nothing tells.

    Raises:
        ValueError: It is no model, in the words of the server.
    """
    return _kind_of_folder(path) if path.is_dir() else _kind_of_file(path)


def size_of(path: Path) -> int:
    """How many bytes a file has, or the files of a folder, as far as it can be a model."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in _files_below(path))


def models_below(folder: Path, depth: int = _DEEPEST) -> list[Path]:
    """The files and folders that may be models, and that are in no other."""
    if any((folder / name).is_file() for name in _CONFIGURATIONS):
        return [folder]
    found: list[Path] = []
    for each in sorted(islice(folder.iterdir(), _WIDEST)):
        if each.is_dir() and not each.is_symlink() and depth:
            found += models_below(each, depth - 1)
        elif each.suffix in SUFFIXES:
            found.append(each)
    return found


def _files_below(folder: Path) -> list[Path]:
    """The files of a folder, not many more than a model can have."""
    return [each for each in islice(folder.rglob("*"), 10 * _MOST_FILES) if each.is_file()]


def _kind_of_folder(path: Path) -> Kind:
    files = _files_below(path)
    names = {each.name for each in files}
    if not names.intersection(_CONFIGURATIONS) and not any(each.suffix in SUFFIXES for each in files):
        raise ValueError(
            f"No model files or config files found in directory {path}. Expected to find model files with extensions: "
            f"{', '.join(SUFFIXES)} or config files: {', '.join(_CONFIGURATIONS)}"
        )
    if len(files) > _MOST_FILES:
        raise ValueError(
            f"Directory contains more than {_MOST_FILES} files. This looks like a general-purpose directory rather "
            "than a model. Please provide a path to a specific model file or model directory."
        )
    for name in reversed(_CONFIGURATIONS):
        class_name = _read(path / name).get("_class_name")
        if isinstance(class_name, str) and class_name in _CLASSES:
            return _CLASSES[class_name]
    return UNKNOWN


def _kind_of_file(path: Path) -> Kind:
    if path.suffix not in SUFFIXES:
        raise ValueError(
            f"File extension {path.suffix} is not a recognized model format. Expected one of: {', '.join(SUFFIXES)}"
        )
    names = _tensors(path) if path.suffix == ".safetensors" else []
    if any(name.startswith(("lora_te", "lora_unet")) for name in names):
        return ("sdxl" if any(name.startswith("lora_te2") for name in names) else "sd-1", "lora", "lycoris")
    return UNKNOWN


def _tensors(path: Path) -> list[str]:
    """The names of the tensors in a safetensors file, none if it is not one."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = file.read(length) if length <= _LONGEST_HEADER else b""
    return list(_parsed(header))


def _read(path: Path) -> dict[str, Any]:
    if not path.is_file() or path.stat().st_size > _LONGEST_HEADER:
        return {}
    return _parsed(path.read_bytes())


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", read) if isinstance(read, dict) else {}

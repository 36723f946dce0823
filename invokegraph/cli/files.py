"""Files that the user names: their bytes, and what one seems to be that holds no graph."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from invokegraph.cli.endings import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping

STDIN: Final = Path("-")
FITS: Final = (
    "what fits: a graph, an enqueue request or a workflow as JSON, a PNG that InvokeAI made, or a Python file (.py)"
)
_PICTURE: Final = "of pictures, only the PNG files that InvokeAI keeps carry what made them: fetch the original"
_DRAWING: Final = "name the file that it was drawn from"
_MODEL: Final = "a model is installed on the server, and named in a graph: Model(name=...)"
_BEGINNINGS: Final[Mapping[bytes, tuple[str, str]]] = {
    b"\xff\xd8\xff": ("a JPEG", _PICTURE),
    b"RIFF": ("a WebP picture or another media file", _PICTURE),
    b"GIF8": ("a GIF", _PICTURE),
    b"<!doctype html": ("an HTML page", _DRAWING),
    b"<html": ("an HTML page", _DRAWING),
    b"<svg": ("an SVG drawing", _DRAWING),
    b"<?xml": ("XML", FITS),
    b"PK\x03\x04": ("a ZIP archive", "take the file out of it"),
    b"\x1f\x8b": ("packed with gzip", "unpack it"),
    b"GGUF": ("a model", _MODEL),
}
"""What a file is by its first bytes, and what to do."""
_ENDINGS: Final[Mapping[str, tuple[str, str]]] = {
    ".csv": ("a table", "--csv takes it, beside a file with the graph"),
    ".yaml": ("YAML", FITS),
    ".yml": ("YAML", FITS),
    ".toml": ("TOML", FITS),
    ".safetensors": ("a model", _MODEL),
    ".ckpt": ("a model", _MODEL),
}
"""What a file that begins like none of these is by the end of its name."""
_KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "openapi": ("an openapi.json", "`invokegraph check FILE --schema openapi.json` judges by it"),
    "nbformat": ("a Jupyter notebook", "write its cells into a Python file"),
    "workflow_id": ("a workflow as the server keeps it", "`invokegraph workflows get ID` writes it as the editor does"),
    "image_name": ("what the server says about an image", "`invokegraph images get` fetches the image, which does"),
    "app_version": ("the metadata of a picture", "the picture itself has its graph: name that"),
}
"""What an object of JSON is that has a key."""
_LOOKED_AT: Final = 10_000
_PARSED: Final = 1_000_000
_TOLD: Final = 3


def read(file: Path, error: type[CommandError] = CommandError) -> bytes:
    """The bytes of a file.

    Args:
        file: The file; `-` is stdin.
        error: What to raise.

    Raises:
        CommandError: It cannot be read.
    """
    try:
        return sys.stdin.buffer.read() if file == STDIN else file.read_bytes()
    except IsADirectoryError:
        raise error(f"{file}: it is a folder: name a file in it") from None
    except FileNotFoundError as missing:
        raise error(f"{file}: {missing.strerror}{_near(file)}") from missing
    except OSError as failed:
        raise error(f"{file}: {failed.strerror}") from failed


def seeming(file: Path, data: bytes) -> str:
    """What a file seems to be that is neither JSON nor a PNG, and what to do, on two lines; empty where it was meant to
    be JSON.
    """
    start = data[:200].lstrip().lower()
    told = next((told for begins, told in _BEGINNINGS.items() if start.startswith(begins.lower())), None)
    told = told or _ENDINGS.get(file.suffix.lower())
    if not data.strip():
        told = ("an empty file", FITS)
    elif told is None and _is_python(data):
        told = ("Python", "a program is run from a file: name it" if file == STDIN else "let its name end in .py")
    elif told is None and not _is_text(data):
        told = ("binary data", FITS)
    elif told is None and not data.lstrip().startswith((b"{", b"[")):
        told = ("text that is no JSON", FITS)
    return _in_words(*told) if told else ""


def seeming_object(value: object) -> str:
    """What JSON seems to be that is no graph, and what to do, on two lines."""
    if isinstance(value, dict):
        told = next((told for key, told in _KEYS.items() if key in cast("dict[str, Any]", value)), None)
        return _in_words(*(told or ("JSON without nodes", FITS)))
    return _in_words("JSON, but no object with nodes and edges", FITS)


def _in_words(what: str, advice: str) -> str:
    return f"it is {what}, not a graph\n  {advice}"


def _near(file: Path) -> str:
    """Files with names like that of one which is not there."""
    from difflib import get_close_matches

    try:
        beside = [*islice(file.parent.iterdir(), _LOOKED_AT)]
    except OSError:
        return ""
    stems = get_close_matches(file.stem, {each.stem for each in beside})  # endings alone make names alike
    near = sorted(each.name for each in beside if each.stem in stems)[:_TOLD]
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def _is_python(data: bytes) -> bool:
    """Whether a text is a program, by an import in it."""
    import ast
    from warnings import catch_warnings, simplefilter

    try:
        with catch_warnings():
            simplefilter("ignore")
            parts = ast.parse(data[:_PARSED]).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(part, (ast.Import, ast.ImportFrom)) for part in parts)

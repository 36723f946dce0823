"""From pictures to graphs: PNG files as the server writes them, and as nobody should."""

from __future__ import annotations

import json
import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from invokegraph import FormatError, Graph, Model
from nodes_catalog import Add, Compel, DenoiseLatents, LoRALoader, MainModelLoader, Noise, SDXLCompelPrompt
from tests.core.data import graph_data
from tests.work import takes_less_than

from .making import invocation, workflow

if TYPE_CHECKING:
    from pathlib import Path

GRAPH = graph_data({"i": "integer", "a": {"type": "add", "b": 3}}, "i.value -> a.a")


def picture(**held: Any) -> bytes:
    info = PngInfo()
    for name, value in held.items():
        info.add_text(f"invokeai_{name}", value if isinstance(value, str) else json.dumps(value))
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG", pnginfo=info)
    return file.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def test_the_graph_that_ran(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(picture(graph=GRAPH))
    for source in (path, str(path), path.read_bytes()):
        assert Graph.from_image(source) == Graph.from_dict(GRAPH)


def test_what_the_server_fills_in_is_left_out() -> None:
    filled = {
        "id": "some-uuid",
        "nodes": {
            "i": {"id": "i", "type": "integer", "value": 0, "is_intermediate": False, "use_cache": True, "extra": None},
            "a": {"id": "a", "type": "add", "a": 0, "b": 3, "use_cache": False},
        },
        "edges": GRAPH["edges"],
    }
    nodes = Graph.from_image(picture(graph=filled)).to_dict()["nodes"]
    assert nodes == {"i": {"id": "i", "type": "integer"}, "a": {"id": "a", "type": "add", "b": 3, "use_cache": False}}


def test_titles_come_from_the_workflow_beside_it() -> None:
    node = invocation("a", "add", b=9)
    node["data"]["label"] = "The sum"
    held = {"workflow": workflow([node, invocation("other", "add")])}
    graph = Graph.from_image(picture(graph=GRAPH, **held))
    assert graph["a"].given["b"] == 3
    assert graph.labels == {"a": "The sum"}
    assert Graph.from_image(picture(**held))["a"].given["b"] == 9


@pytest.mark.parametrize("beside", [{"workflow": {"meta": {"version": "9.0.0"}}}, {"workflow": "{"}, {"metadata": "{"}])
def test_a_graph_does_not_need_what_is_beside_it(beside: dict[str, Any]) -> None:
    assert Graph.from_image(picture(graph=GRAPH, **beside)) == Graph.from_dict(GRAPH)


def test_models_are_as_they_were_sent() -> None:
    """The server adds to each model that it is no part of another."""
    model = {"key": "k", "hash": "h", "name": "dreams", "base": "sd-1", "type": "main"}
    for written, read in (
        ({**model, "submodel_type": None}, model),
        ({**model, "submodel_type": "vae"}, {**model, "submodel_type": "vae"}),
        ({"submodel_type": None}, {"submodel_type": None}),
    ):
        node = {"id": "m", "type": "main_model_loader", "model": written}
        made = picture(graph={"nodes": {"m": node}, "edges": []})
        assert Graph.from_image(made).to_dict()["nodes"]["m"]["model"] == read


def metadata(**more: Any) -> dict[str, Any]:
    model = {"key": "k", "hash": "h", "name": "dreams", "base": "sd-1", "type": "main"}
    return {
        "generation_mode": "txt2img",
        "model": model,
        "positive_prompt": "a mill",
        "negative_prompt": "blurry",
        "seed": 5,
        "width": 512,
        "height": 768,
        "steps": 30,
        "cfg_scale": 6.5,
        "scheduler": "euler",
        **more,
    }


def test_a_graph_is_made_of_metadata_alone() -> None:
    lora = {"key": "l", "hash": "h", "name": "style", "base": "sd-1", "type": "lora"}
    graph = Graph.from_image(
        picture(metadata=metadata(loras=[{"model": lora, "weight": 0.5}], clip_skip=1, strength=0.3))
    )
    assert graph.problems() == []
    assert graph["positive"].given["prompt"] == "a mill"
    assert (graph[Noise].given["seed"], graph[Noise].given["height"]) == (5, 768)
    assert graph[DenoiseLatents].given["steps"] == 30
    assert graph[LoRALoader].given["weight"] == 0.5
    assert str(graph.edges[-1]) == "loader.vae -> image.vae"
    assert [str(each) for each in graph.left_out] == ["metadata strength: 0.3"]


def test_metadata_of_sdxl() -> None:
    model = {"key": "k", "hash": "h", "name": "dreams", "base": "sdxl", "type": "main"}
    vae = {"key": "v", "hash": "h", "name": "vae", "base": "sdxl", "type": "vae"}
    graph = Graph.from_image(picture(metadata=metadata(generation_mode="sdxl_txt2img", model=model, vae=vae)))
    assert graph.problems() == []
    assert [node.given["style"] for node in graph.find(SDXLCompelPrompt)] == ["a mill", "blurry"]
    assert str(graph.edges[-1]) == "vae.vae -> image.vae"


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (b"", "no PNG file"),
        (b"\xff\xd8\xff\xe0 a JPEG", "no PNG file"),
        (picture(), "neither graph nor workflow nor metadata"),
        (picture(graph="{"), "not JSON"),
        (picture(graph="[]", metadata="5"), "neither graph nor workflow nor metadata"),
        (picture(graph={"nodes": {"a": 5}}), r"nodes\['a'\]"),
        (picture(workflow={"nodes": []}), "meta.version"),
        (picture(metadata={"generation_mode": "flux_txt2img"}), "pictures from text by a model of sd-1, sd-2, sdxl"),
        (picture(metadata=metadata(loras=[1])), "loras: an object is needed"),
        (picture(graph="[" * 100_000), "not JSON"),
    ],
)
def test_pictures_that_hold_no_graph(made: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        Graph.from_image(made)


def test_a_file_that_is_not_there_is_a_format_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        Graph.from_image(tmp_path / "none.png")
    with pytest.raises(FormatError, match="null"):
        Graph.from_image("a\0b")


def test_all_kinds_of_texts() -> None:
    text = json.dumps(GRAPH)
    name = b"invokeai_graph\0"
    packed = zlib.compress(text.encode())
    for made in (
        chunk(b"tEXt", name + text.encode()),
        chunk(b"zTXt", name + b"\0" + packed),
        chunk(b"iTXt", name + b"\0\0\0\0" + text.encode()),
        chunk(b"iTXt", name + b"\1\0en\0Graph\0" + packed),
    ):
        assert Graph.from_image(png(chunk(b"IDAT", b"\0" * 1000), made)) == Graph.from_dict(GRAPH)
        assert Graph.from_image(png(made)[:-8]) == Graph.from_dict(GRAPH)
    ones = chunk(b"tEXt", name + text.encode())
    assert Graph.from_image(png(ones, chunk(b"tEXt", name + b"{}"))) == Graph.from_dict(GRAPH)


def test_text_outside_latin_1() -> None:
    made = Graph(Compel(prompt="ein Leuchtturm ☀ 灯台", clip=MainModelLoader(model=Model("m")).clip))
    assert Graph.from_image(picture(graph=made.to_dict())) == made


def test_bombs_and_lies() -> None:
    bomb = zlib.compress(b"[" * 70 * 2**20, 9)
    name = b"invokeai_graph\0"
    huge = struct.pack(">I", 2**31 - 1)
    for made, why in (
        (png(chunk(b"zTXt", name + b"\0" + bomb)), "more than 67108864 bytes"),
        (png(chunk(b"iTXt", name + b"\1\0\0\0" + bomb)), "more than 67108864 bytes"),
        (png()[:8] + huge + b"tEXt" + name + b"{}", "2147483647 bytes"),
        (png()[:8] + huge + b"IDAT" + b"\0", "neither graph"),
        (png(chunk(b"zTXt", name + b"\0not packed")), "neither graph"),
        (png(chunk(b"iTXt", name + b"\0\0\0\0\xff\xfe")), "neither graph"),
        (png(chunk(b"tEXt", b"")), "neither graph"),
        (png(*[chunk(b"tEXt", b"a\0b")] * 10_000), "neither graph"),
    ):
        with takes_less_than(2), pytest.raises(FormatError, match=why):
            Graph.from_image(made)


def test_a_graph_of_a_picture_is_not_what_python_makes_of_it() -> None:
    evil = {"id": "__import__('os').system('true')", "type": "add", "a": 1}
    graph = Graph.from_image(picture(graph={"nodes": {evil["id"]: evil}, "edges": []}))
    assert isinstance(graph.nodes[0], Add)


def test_defaults_of_floats_are_written_as_the_server_keeps_them() -> None:
    """The source of `cfg_rescale_multiplier` says 0, the picture 0.0."""
    node = {"id": "a", "type": "denoise_latents", "cfg_rescale_multiplier": 0.0, "steps": 3}
    assert dict(Graph.from_image(picture(graph={"nodes": {"a": node}, "edges": []}))["a"].given) == {"steps": 3}

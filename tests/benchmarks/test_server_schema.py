"""Judging by the schema of a server: read once, and then not much dearer than by the catalog."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import nodes_catalog
from invokegraph import Graph, Model, ServerSchema
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

from .measuring import in_turn, seconds

TEXT = (Path(nodes_catalog.__file__).parent / "schema.json").read_text("utf-8")


def pictures(count: int) -> Graph:
    loader = MainModelLoader(model=Model("a", base="sd-1"))
    images: list[LatentsToImage] = []
    for number in range(count):
        prompt = Compel(prompt=str(number), clip=loader.clip)
        denoise = DenoiseLatents(
            unet=loader.unet,
            noise=Noise(seed=number).noise,
            positive_conditioning=prompt.conditioning,
            negative_conditioning=prompt.conditioning,
        )
        images.append(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    return Graph(*images)


@pytest.mark.benchmark
@pytest.mark.parametrize("changed", [False, True], ids=["same", "changed"])
def test_a_hundred_nodes(changed: bool) -> None:  # noqa: FBT001 - a parameter of the test
    document = json.loads(TEXT)
    if changed:
        for entry in document["components"]["schemas"].values():
            if entry.get("class") == "invocation":
                entry["properties"]["new"] = {"type": "integer", "default": 0}
    graph, schema = pictures(25), ServerSchema.from_openapi(document)
    assert graph.problems(schema=schema) == []
    here, there = in_turn(
        lambda: seconds(graph.problems), lambda: seconds(lambda: graph.problems(schema=schema)), rounds=20
    )
    reading, loading = in_turn(
        lambda: seconds(lambda: graph.problems(schema=ServerSchema.from_openapi(document))),
        lambda: seconds(lambda: json.loads(TEXT)),
        rounds=5,
    )
    print(f"\n{len(graph)} nodes: {there * 1000:.2f} ms by a schema, {here * 1000:.2f} ms by the catalog (bound 8 x)")
    print(f"read and judged: {reading * 1000:.1f} ms, {reading / loading:.2f} x json.loads of the schema (bound 5)")
    assert there < 8 * here
    assert reading < 5 * loading

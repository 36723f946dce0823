"""Workflows that we write, in the library of a real server, and graphs out of the pictures that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, Graph, Model, WorkflowDefinition
from nodes_catalog import (
    Compel,
    DenoiseLatents,
    LatentsToImage,
    MainModelLoader,
    Noise,
    SDXLCompelPrompt,
    SDXLModelLoader,
)
from tests.source.programs import again as by_program

if TYPE_CHECKING:
    from collections.abc import Callable

    from invokegraph import InvokeAIClient

    Family = Callable[[Any], tuple[Graph, Noise]]

pytestmark = pytest.mark.live
SIDE = 64
MODEL_PARTS = ("key", "hash", "name", "base", "type")


def sd1(model: Any) -> tuple[Graph, Noise]:
    loader = MainModelLoader(model=model)
    positive, negative = (Compel(prompt=text, clip=loader.clip) for text in ("a lighthouse ☂", "blurry"))
    noise = Noise(seed=7, width=SIDE, height=SIDE)
    latents = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=noise.noise,
        steps=2,
    ).latents
    return Graph(LatentsToImage(latents=latents, vae=loader.vae, use_cache=False)), noise


def sdxl(model: Any) -> tuple[Graph, Noise]:
    loader = SDXLModelLoader(model=model)
    positive, negative = (
        SDXLCompelPrompt(prompt=text, style=text, clip=loader.clip, clip2=loader.clip2) for text in ("a sea", "blurry")
    )
    noise = Noise(seed=8, width=SIDE, height=SIDE)
    latents = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=noise.noise,
        steps=2,
    ).latents
    return Graph(LatentsToImage(latents=latents, vae=loader.vae, use_cache=False)), noise


def test_a_workflow_that_we_wrote(client: InvokeAIClient) -> None:
    graph, noise = sd1(Model("tiny-sd1"))
    graph.labels = {graph.id_of(noise): "Luck ☂"}
    made = graph.to_workflow("a test's own ☂", form=["What", (noise, "seed", "Luck")], tags="test", notes="Notes")
    kept = client.workflow_repo.save_workflow(made)
    try:
        held = client.workflow_repo.get_workflow(kept.workflow_id).to_dict()["workflow"]
    finally:
        client.workflow_repo.delete_workflow(kept.workflow_id)
    assert held == {**made, "id": kept.workflow_id}
    again = Graph.from_workflow(held)
    assert again == graph
    assert again.labels == graph.labels
    assert [field.label for field in WorkflowDefinition.from_dict(held).inputs] == ["Luck"]


@pytest.mark.parametrize(("family", "name"), [(sd1, "tiny-sd1"), (sdxl, "tiny-sdxl")])
def test_pictures_give_the_graphs_that_were_sent(client: InvokeAIClient, family: Family, name: str) -> None:
    check_pictures(client, *family(identifier(client, name)))


def identifier(client: InvokeAIClient, name: str) -> dict[str, Any]:
    """A model as graphs name it once the server has been asked."""
    models = client.request("GET", "/api/v2/models/").json()["models"]
    found = next(each for each in models if name in (each["name"], each["base"]) and each["type"] == "main")
    return {part: found[part] for part in MODEL_PARTS}


def check_pictures(client: InvokeAIClient, graph: Graph, noise: Noise) -> None:
    """Make a picture, upload a copy of it, and make two of a sweep: each gives the graph that made it."""
    image = graph[LatentsToImage]
    picture = client.run(graph).images(image)[0].bytes()
    assert Graph.from_image(picture) == graph
    assert by_program(Graph.from_image(picture)) == graph
    copy = client.image_repo.upload_image(picture)
    try:
        assert Graph.from_image(client.image_repo.download_image(copy.image_name)) == graph
    finally:
        client.image_repo.delete_image(copy.image_name)
    swept = client.run(Batch(graph).sweep(noise, seed=[21, 22])).images(image)
    assert [Graph.from_image(each.bytes())[Noise].inputs["seed"] for each in swept] == [21, 22]

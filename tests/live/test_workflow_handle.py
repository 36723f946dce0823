"""Workflows of the editor, run on a running server with tiny models."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from invokegraph import Graph, NotInGraph, WorkflowDefinition
from invokegraph.transport import BatchNotFound, InvokeAIClient, WorkflowNotFound
from nodes_catalog import BlankImage, MainModelLoader
from tests.workflow.making import invocation, workflow

from .pictures import png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import BoardHandle, WorkflowHandle

pytestmark = pytest.mark.live
SIDE = 64


def shipped(client: InvokeAIClient, name: str) -> WorkflowHandle:
    """A workflow that the server ships, made small."""
    handle = client.workflow_repo.create_workflow(client.workflow_repo.find_workflow(name).definition())
    for node in handle.definition.document.nodes.values():
        if node.type == "noise":
            for side in ("width", "height"):
                handle.set_input_value((node.id, side), SIDE)
        if node.type == "denoise_latents":
            handle.set_input_value((node.id, "steps"), 2)
    return handle


def test_text_to_image_sd1(client: InvokeAIClient, board: BoardHandle) -> None:
    workflow = shipped(client, "Text to Image - SD1.5")
    assert [inp.label or inp.field_name for inp in workflow.list_inputs()] == [
        *("model", "Positive Prompt", "Negative Prompt", "width", "height", "board"),
    ]
    (change,) = workflow.sync_dnn_model(by_name=True, by_base=True)
    assert (change.field, change.old, change.new.name) == ("model", {}, "tiny-sd1")
    assert workflow.sync_dnn_model(by_name=True, by_base=True) == []
    workflow.set_input_value("Positive Prompt", "a lighthouse")
    workflow.set_input_value("board", board.board_id)
    workflow.submit_sync()
    item = workflow.wait_for_completion_sync(timeout=180)
    assert item.status == "completed"
    (output,) = workflow.map_outputs_to_images(item)
    assert (output["node_type"], output["item_id"], len(output["image_names"])) == ("l2i", item.item_id, 1)
    assert board.list_images() == output["image_names"]
    kept = client.image_repo.get_image_workflow(output["image_names"][0])
    assert kept is not None
    assert WorkflowDefinition.from_dict(kept)["Positive Prompt"].value == "a lighthouse"
    again = Graph.from_image(client.image_repo.download_image(output["image_names"][0]))
    assert again[MainModelLoader].inputs["model"]["name"] == "tiny-sd1"


def test_text_to_image_sdxl_and_a_sweep(client: InvokeAIClient, board: BoardHandle) -> None:
    workflow = shipped(client, "Text to Image - SDXL")
    workflow.sync_dnn_model(by_name=True, by_base=True)
    tiny = client.dnn_model_repo.find(name="tiny-sdxl").identifier()
    workflow.set_input_value("vae_model", {**tiny, "submodel_type": "vae"})
    workflow.sweep("Positive Prompt", ["dusk", "dawn"]).sweep("Negative Prompt", ["blur"])
    result = workflow.run(board_id=board.board_id, timeout=300)
    mapped = workflow.map_outputs_to_images(result)
    assert [len(output["image_names"]) for output in mapped] == [1, 1]
    assert [session.item_id for session in result.sessions] == [output["item_id"] for output in mapped]
    assert sorted(board.list_images()) == sorted(name for output in mapped for name in output["image_names"])


def test_models_of_another_server(client: InvokeAIClient) -> None:
    loader = MainModelLoader()
    workflow = WorkflowDefinition.from_dict(Graph(loader).to_workflow(form=[(loader, "model")]))
    tiny = client.dnn_model_repo.find(name="tiny-sd1")
    workflow[0].value = {**tiny.identifier(), "key": "elsewhere", "name": "renamed"}
    handle = client.workflow_repo.create_workflow(workflow)
    (change,) = handle.sync_dnn_model()
    assert (change.old["name"], change.new.key) == ("renamed", tiny.key)
    assert handle.get_input_value("model").value == tiny.identifier()
    assert workflow["model"].value["key"] == "elsewhere"


@pytest.fixture
def saved(client: InvokeAIClient) -> Iterator[str]:
    blank = BlankImage(width=32, height=32, use_cache=False)
    name = f"blank {uuid4()}"
    document = Graph(blank).to_workflow(name, form=[(blank, "width", "How wide"), (blank, "height")])
    record = client.workflow_repo.save_workflow(document)
    yield record.workflow_id
    client.workflow_repo.delete_workflow(record.workflow_id)


def test_a_saved_workflow_by_name_and_by_id(client: InvokeAIClient, saved: str) -> None:
    record = client.workflow_repo.find_workflow(saved)
    (picture,) = client.run_workflow(record.name, how_wide=48, timeout=60).images()
    assert (picture.width, picture.height) == (48, 32)
    (picture,) = client.run_workflow(saved, inputs={"How wide": 24, ("blank_image", "height"): 40}, timeout=60).images()
    assert (picture.width, picture.height) == (24, 40)
    changed = record.definition()
    changed["How wide"].value = 16
    client.workflow_repo.update_workflow(saved, changed)
    (picture,) = asyncio.run(client.run_workflow_async(record.name, height=8, timeout=60)).images()
    assert (picture.width, picture.height) == (16, 8)
    with pytest.raises(NotInGraph, match="the workflow shows no input 'wide'"):
        client.run_workflow(record.name, wide=3)
    copy = client.workflow_repo.save_workflow(changed)
    try:
        with pytest.raises(WorkflowNotFound, match="2 workflows are called") as caught:
            client.run_workflow(record.name)
        assert {each.workflow_id for each in caught.value.candidates} == {saved, copy.workflow_id}
    finally:
        client.workflow_repo.delete_workflow(copy.workflow_id)
    for unknown in ("Text to Image - SD1.6", "no/such", str(uuid4())):
        with pytest.raises(WorkflowNotFound, match="no workflow on the server"):
            client.run_workflow(unknown)


def test_a_shipped_workflow_is_saved_as_ones_own(client: InvokeAIClient) -> None:
    definition = client.workflow_repo.find_workflow("Text to Image - SD1.5").definition()
    record = client.workflow_repo.save_workflow(definition)
    try:
        assert record.workflow["meta"]["category"] == "user"
    finally:
        client.workflow_repo.delete_workflow(record.workflow_id)


def test_in_asyncio(client: InvokeAIClient) -> None:
    blank = BlankImage(width=32, height=32, use_cache=False)
    workflow = client.workflow_repo.create_workflow(WorkflowDefinition.from_dict(Graph(blank).to_workflow()))

    async def main() -> None:
        with pytest.raises(BatchNotFound, match="nothing has been submitted"):
            await workflow.wait_for_completion()
        await workflow.submit()
        item = await workflow.wait_for_completion(timeout=60)
        assert [len(output["image_names"]) for output in workflow.map_outputs_to_images(item)] == [1]
        assert len((await workflow.run_async(runs=2, timeout=60)).images()) == 2

    asyncio.run(main())


def test_lists_that_only_the_server_knows(client: InvokeAIClient, board: BoardHandle) -> None:
    prompts = {"type": "string_generator_dynamic_prompts_combinatorial", "input": "a {red|green} mill", "maxPrompts": 5}
    images = {"type": "image_generator_images_from_board", "board_id": board.board_id, "category": "assets"}
    sent = client.image_repo.upload_image(png(8, 8, (1, 200, 3)), board_id=board.board_id)
    made = workflow(
        [
            invocation("of prompts", "string_generator", generator=prompts),
            invocation("prompts", "string_batch", strings=[], batch_group_id="None"),
            invocation("text", "string", value=""),
            invocation("of images", "image_generator", generator=images),
            invocation("images", "image_batch", images=[], batch_group_id="None"),
            invocation("scale", "img_scale", scale_factor=2, image=None),
        ],
        "of prompts.strings -> prompts.strings",
        "prompts.value -> text.value",
        "of images.images -> images.images",
        "images.image -> scale.image",
    )
    made["nodes"][-1]["data"]["useCache"] = False
    handle = client.workflow_repo.create_workflow(WorkflowDefinition.from_dict(made))
    result = handle.run(timeout=60)
    assert result.values("text", "value") == ["a red mill", "a green mill"]
    assert {session.values["scale", "image"]["image_name"] for session in result.sessions} == {sent.image_name}
    assert [picture.width for picture in result.images("scale")] == [16, 16]
    client.image_repo.delete_images([picture.name for picture in result.images("scale")])

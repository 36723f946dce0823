"""Workflows of the editor, run through the client."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from invokegraph import BatchError, Graph, Model, ValueRefused, WorkflowDefinition
from invokegraph.transport import BatchNotFound, InvokeAIClient, JobFailed, ModelNotFound, WorkflowNotFound
from nodes_catalog import (
    Add,
    BlankImage,
    DenoiseLatents,
    Divide,
    Integer,
    LatentsToImage,
    Noise,
    SDXLCompelPrompt,
    SDXLModelLoader,
)
from tests.workflow.making import invocation, workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = {
    "key": "of-another-server",
    "hash": "blake3:0",
    "name": "of another server",
    "base": "sdxl",
    "type": "main",
}

PROGRAM = """
from invokegraph import InvokeAIClient
from invokegraph.workflow import WorkflowDefinition
client = InvokeAIClient.from_url("http://localhost:9090")
wf = client.workflow_repo.create_workflow(
WorkflowDefinition.from_file("data/workflows/sdxl-text-to-image.json")
)
# Use sync_dnn_model during workflow prep to normalize identifiers
wf.sync_dnn_model(by_name=True, by_base=True)
# Discover inputs and set values (indices are the stable handle)
for inp in wf.list_inputs():
    print(f"[{inp.input_index:02d}] {inp.label or inp.field_name}")
field = wf.get_input_value(0)
if hasattr(field, "value"):
    field.value = "A cinematic sunset over snowy mountains"
submission = wf.submit_sync()
queue_item = wf.wait_for_completion_sync(timeout=180)
for m in wf.map_outputs_to_images(queue_item):
    print(m["node_id"], m.get("image_names"))
client.close()
"""


def sdxl() -> dict[str, Any]:
    """Text to image, as somebody with another server wrote it."""
    loader = SDXLModelLoader()
    positive = SDXLCompelPrompt(clip=loader.clip, clip2=loader.clip2, id="positive")
    negative = SDXLCompelPrompt(clip=loader.clip, clip2=loader.clip2, id="negative")
    denoise = DenoiseLatents(
        unet=loader.unet,
        positive_conditioning=positive.conditioning,
        negative_conditioning=negative.conditioning,
        noise=Noise(width=64, height=64).noise,
        steps=2,
    )
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae, use_cache=False, id="image")
    shown = [(positive, "prompt", "Positive"), (negative, "prompt", "Negative"), (loader, "model")]
    definition = WorkflowDefinition.from_dict(Graph(image).to_workflow("sdxl", form=shown))
    definition["model"].value = ELSEWHERE
    return definition.to_dict()


def test_the_program_that_users_know(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "data" / "workflows"
    folder.mkdir(parents=True)
    (folder / "sdxl-text-to-image.json").write_text(json.dumps(sdxl()))
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(compile(PROGRAM.replace("http://localhost:9090", url), "program", "exec"), names)
    (images,) = names["wf"].map_outputs_to_images(names["queue_item"])
    assert capsys.readouterr().out.splitlines() == [
        *("[00] Positive", "[01] Negative", "[02] model"),
        f"image {images['image_names']}",
    ]
    with InvokeAIClient.from_url(url) as client:
        kept = client.image_repo.get_image_workflow(images["image_names"][0])
    assert kept is not None
    assert WorkflowDefinition.from_dict(kept)["Positive"].value == "A cinematic sunset over snowy mountains"


def test_models_that_are_not_there(invokeai: InvokeAIClient) -> None:
    handle = invokeai.workflow_repo.create_workflow(WorkflowDefinition.from_dict(sdxl()))
    with pytest.raises(ModelNotFound, match=r"model: no model on the server fits \(name 'of another server'"):
        handle.sync_dnn_model()
    with pytest.raises(ModelNotFound):
        handle.submit_sync()
    (change,) = handle.sync_dnn_model(by_base=True)
    assert (change.field, change.old, change.new.base, change.new.type) == ("model", ELSEWHERE, "sdxl", "main")
    assert handle.check() == []


def test_the_workflow_of_a_picture_has_a_model_that_the_editor_finds(invokeai: InvokeAIClient) -> None:
    model = invokeai.dnn_model_repo.list_models(base="sdxl", type="main")[0]
    handle = invokeai.workflow_repo.create_workflow(WorkflowDefinition.from_dict(sdxl()))
    handle.set_input_value("model", model.name)
    (picture,) = handle.run(timeout=180).images("image")
    kept = invokeai.image_repo.get_image_workflow(picture.name)
    assert kept is not None
    assert WorkflowDefinition.from_dict(kept)["model"].value == model.identifier()
    assert handle.get_input_value("model").value == Model(model.name)


def definition() -> WorkflowDefinition:
    blank = BlankImage(width=32, height=32, use_cache=False)
    add = Add(b=1)
    shown = [(blank, "width", "How wide"), (blank, "height"), (add, "a")]
    return WorkflowDefinition.from_dict(Graph(blank, add).to_workflow(f"blank {uuid4()}", form=shown))


def test_sweeps_are_crossed_and_zipped(invokeai: InvokeAIClient) -> None:
    handle = invokeai.workflow_repo.create_workflow(definition())
    handle.sweep("How wide", [16, 24]).zip("height", [8, 9]).sweep("a", [1, 2])
    result = handle.run(timeout=60)
    assert result.values("add", "value") == [2, 3, 2, 3]
    assert [(picture.width, picture.height) for picture in result.images()] == [(16, 8), (16, 8), (24, 9), (24, 9)]
    mapped = handle.map_outputs_to_images(result)
    assert [output["image_names"] for output in mapped] == [[picture.name] for picture in result.images()]
    run = handle.submit_sync()
    with pytest.raises(BatchError, match=r"4 sessions have been submitted, not one: .*run\(\)"):
        handle.wait_for_completion_sync()
    assert len(run.wait(timeout=60).sessions) == 4


def test_each_submission_is_a_run_of_its_own(invokeai: InvokeAIClient) -> None:
    handle = invokeai.workflow_repo.create_workflow(definition())
    with pytest.raises(BatchNotFound, match="nothing has been submitted"):
        handle.wait_for_completion_sync()
    items = []
    for width in (16, 24):
        handle.set_input_value(0, width)
        handle.submit_sync()
        items.append(handle.wait_for_completion_sync(timeout=60))
    assert items[0].item_id != items[1].item_id
    names = [handle.map_outputs_to_images(item)[0]["image_names"] for item in items]
    assert [invokeai.image_repo.get_image(name).width for (name,) in names] == [16, 24]
    whole = invokeai.queue_repo.get_item(items[0].item_id)
    assert handle.map_outputs_to_images(whole)[0]["image_names"] == names[0]


def test_a_handle_is_awaited_in_asyncio(invokeai: InvokeAIClient) -> None:
    handle = invokeai.workflow_repo.create_workflow(definition())

    async def main() -> None:
        await handle.submit()
        item = await handle.wait_for_completion(timeout=60)
        assert [len(output["image_names"]) for output in handle.map_outputs_to_images(item)] == [1]
        assert len((await handle.run_async(runs=2, timeout=60)).images()) == 2
        result = await invokeai.run_workflow_async(handle.definition, how_wide=8, timeout=60)
        assert [picture.width for picture in result.images()] == [8]

    asyncio.run(main())


def test_a_session_that_fails(invokeai: InvokeAIClient) -> None:
    divide = Divide(a=1, b=Integer(value=0).value)
    failing = WorkflowDefinition.from_dict(Graph(divide).to_workflow())
    handle = invokeai.workflow_repo.create_workflow(failing)
    handle.submit_sync()
    with pytest.raises(JobFailed, match="ZeroDivisionError"):
        handle.wait_for_completion_sync(timeout=60)
    item = handle.wait_for_completion_sync(timeout=60, on_error="collect")
    assert (item.status, item.error_type, handle.map_outputs_to_images(item)) == ("failed", "ZeroDivisionError", [])


@pytest.fixture
def saved(invokeai: InvokeAIClient) -> Iterator[str]:
    record = invokeai.workflow_repo.save_workflow(definition())
    yield record.workflow_id
    invokeai.workflow_repo.delete_workflow(record.workflow_id)


def test_a_workflow_that_the_server_keeps(invokeai: InvokeAIClient, saved: str) -> None:
    library = invokeai.workflow_repo
    record = library.find_workflow(saved)
    assert record.workflow_id in [each.workflow_id for each in library.list_workflows(query=record.name)]
    (picture,) = invokeai.run_workflow(record.name, how_wide=48, timeout=60).images()
    assert (picture.width, picture.height) == (48, 32)
    inputs = {"How wide": 24, ("blank_image", "height"): 40, 2: 7}
    result = invokeai.run_workflow(saved, inputs=inputs, timeout=60)
    assert [(picture.width, picture.height) for picture in result.images()] == [(24, 40)]
    assert result.output("add").value == 8
    changed = record.definition()
    changed["How wide"].value = 16
    library.update_workflow(saved, changed)
    (picture,) = invokeai.run_workflow(record.name, timeout=60).images()
    assert picture.width == 16
    with pytest.raises(ValueRefused, match=r"input 0 \(How wide\): blank_image\.width takes int"):
        invokeai.run_workflow(record.name, how_wide="broad")
    copy = library.save_workflow(changed)
    try:
        with pytest.raises(WorkflowNotFound, match="2 workflows are called") as caught:
            invokeai.run_workflow(record.name)
        assert {each.workflow_id for each in caught.value.candidates} == {saved, copy.workflow_id}
    finally:
        library.delete_workflow(copy.workflow_id)
    with pytest.raises(WorkflowNotFound, match=f"did you mean {record.name}"):
        library.find_workflow(record.name + "x")
    for unknown in ("", "no/such", str(uuid4())):
        with pytest.raises(WorkflowNotFound, match="no workflow on the server has the id or name"):
            library.find_workflow(unknown)


def test_a_definition_of_the_servers_own_is_saved_as_ones_own(invokeai: InvokeAIClient) -> None:
    data = definition().to_dict()
    data["meta"]["category"] = "default"
    record = invokeai.workflow_repo.save_workflow(data)
    try:
        assert record.to_dict()["workflow"]["meta"]["category"] == "user"
        assert data["meta"]["category"] == "default"
    finally:
        invokeai.workflow_repo.delete_workflow(record.workflow_id)


def batched(generator: dict[str, Any] | None, *more: str) -> WorkflowDefinition:
    nodes = [
        invocation("list", "integer_generator", **({} if generator is None else {"generator": generator})),
        invocation("numbers", "integer_batch", integers=[], batch_group_id="None"),
        invocation("add", "add", a=0, b=100),
    ]
    return WorkflowDefinition.from_dict(workflow(nodes, "list.integers -> numbers.integers", *more))


def test_batch_nodes(invokeai: InvokeAIClient) -> None:
    sequence = {"type": "integer_generator_arithmetic_sequence", "start": 1, "step": 2, "count": 3}
    handle = invokeai.workflow_repo.create_workflow(batched(sequence, "numbers.value -> add.a"))
    assert handle.sweep(("add", "b"), [10, 20]).run(timeout=60).values("add", "value") == [11, 21, 13, 23, 15, 25]


def test_batch_nodes_that_the_editor_does_not_queue_either(invokeai: InvokeAIClient) -> None:
    for made, why in [
        (batched(None, "numbers.value -> add.a"), "the generator list has no value"),
        (batched({"type": "integer_generator_arithmetic_sequence"}), "it is wired to nothing"),
    ]:
        with pytest.raises(BatchError, match=f"the batch node numbers: {why}"):
            invokeai.workflow_repo.create_workflow(made).submit_sync()


def test_lists_of_boards(invokeai: InvokeAIClient) -> None:
    board = invokeai.board_repo.create_board("contract of workflows")
    try:
        blank = BlankImage(width=8, height=8, use_cache=False, board={"board_id": board.board_id})
        made = invokeai.run(Graph(blank), timeout=60).images()
        generator = {"type": "image_generator_images_from_board", "board_id": board.board_id, "category": "images"}
        nodes = [
            invocation("list", "image_generator", generator=generator),
            invocation("each", "image_batch", images=[], batch_group_id="None"),
            invocation("scale", "img_scale", scale_factor=2.0, board={"board_id": board.board_id}),
        ]
        nodes[-1]["data"]["useCache"] = False
        edges = ("list.images -> each.images", "each.image -> scale.image")
        handle = invokeai.workflow_repo.create_workflow(WorkflowDefinition.from_dict(workflow(nodes, *edges)))
        result = handle.run(timeout=60)
        assert [session.values["scale", "image"] for session in result.sessions] == [{"image_name": made[0].name}]
        assert [picture.width for picture in result.images("scale")] == [16]
    finally:
        board.delete(include_images=True)


def test_lists_that_the_server_has_not(invokeai: InvokeAIClient) -> None:
    """As of workflows that come from another server: the error names the batch node."""
    for kind, generator, why in [
        ("image", {"type": "image_generator_images_from_board", "board_id": "gone"}, "no board with the id 'gone'"),
        ("image", {"type": "image_generator_images_from_board", "board_id": "../x"}, "no board with the id '../x'"),
        ("string", {"type": "string_generator_dynamic_prompts_random", "input": "a {b|"}, "cannot be read"),
    ]:
        taker = ("string", "value") if kind == "string" else ("img_scale", "image")
        nodes = [
            invocation("list", f"{kind}_generator", generator=generator),
            invocation("each", f"{kind}_batch", batch_group_id="None"),
            invocation("taker", taker[0]),
        ]
        output = "value" if kind == "string" else "image"
        edges = (f"list.{kind}s -> each.{kind}s", f"each.{output} -> taker.{taker[1]}")
        handle = invokeai.workflow_repo.create_workflow(WorkflowDefinition.from_dict(workflow(nodes, *edges)))
        with pytest.raises(BatchError, match=f"the batch node each: .*{re.escape(why)}"):
            handle.submit_sync()


def test_a_session_that_was_removed(invokeai: InvokeAIClient) -> None:
    handle = invokeai.workflow_repo.create_workflow(definition())
    (number,) = handle.submit_sync().item_ids
    invokeai.queue_repo.delete_item(number)
    item = handle.wait_for_completion_sync(timeout=60, on_error="collect")
    assert (item.item_id, item.status) == (number, "removed")
    assert handle.map_outputs_to_images(item)[0]["image_names"] == []


def test_a_handle_leaves_the_definition_alone(invokeai: InvokeAIClient) -> None:
    made = definition()
    handle = invokeai.workflow_repo.create_workflow(made)
    handle.get_input_value("How wide").value = 9
    handle.sweep("a", [1, 2])
    assert (made["How wide"].value, made.batch().size) == (32, 1)
    assert handle.list_inputs()[0].value == 9
    assert [(output.node_id, output.node_type) for output in handle.list_outputs()] == [("blank_image", "blank_image")]
    assert repr(handle).startswith("<WorkflowHandle of <WorkflowDefinition 'blank")

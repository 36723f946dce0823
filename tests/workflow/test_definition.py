"""The inputs of a workflow, read and set."""

from __future__ import annotations

import re
from typing import Any

import pytest

from invokegraph import Graph, Model, NotInGraph, ValueRefused, WorkflowDefinition
from nodes_catalog import Add, Compel, DenoiseLatents, Integer, LatentsToImage, MainModelLoader, Noise

from .making import invocation, workflow


def definition() -> WorkflowDefinition:
    loader = MainModelLoader(model=Model("dreams", base="sd-1", type="main"))
    positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
    noise = Noise(seed=7, width=512)
    denoise = DenoiseLatents(
        unet=loader.unet,
        noise=noise.noise,
        positive_conditioning=positive.conditioning,
        negative_conditioning=positive.conditioning,
    )
    image = LatentsToImage(latents=denoise.latents, vae=loader.vae, id="image")
    shown = [
        "Settings",
        (positive, "prompt"),
        (noise, "seed", "Luck"),
        (loader, "model"),
        (denoise, "noise"),
        (image, "board"),
    ]
    return WorkflowDefinition.from_dict(Graph(image).to_workflow("Lighthouse", form=shown))


def test_inputs_in_the_order_of_the_form() -> None:
    inputs = definition().inputs
    assert [(each.input_index, each.label or each.field_name) for each in inputs] == [
        (0, "prompt"),
        (1, "Luck"),
        (2, "model"),
        (3, "noise"),
        (4, "board"),
    ]
    assert [each.value for each in inputs] == [
        "a lighthouse",
        7,
        Model("dreams", base="sd-1", type="main"),
        None,
        None,
    ]
    assert [each.is_wired for each in inputs] == [False, False, False, True, False]
    assert inputs[1].type == "int from 0 to 4294967295"
    assert (inputs[1].node_id, inputs[1].node_type, inputs[1].required) == ("noise", "noise", False)


def test_inputs_of_before_forms() -> None:
    fields = [
        {"nodeId": "a", "fieldName": "b"},
        {"nodeId": "gone", "fieldName": "b"},
        {"nodeId": "a", "fieldName": "b"},
    ]
    made = workflow([invocation("a", "add", b=2)], exposedFields=fields)
    for form in (None, {}, {"elements": {}, "rootElementId": "root"}, {"elements": 5, "rootElementId": []}):
        inputs = WorkflowDefinition.from_dict({**made, "form": form}).inputs
        assert [(each.node_id, each.field_name, each.value) for each in inputs] == [("a", "b", 2)]


def test_a_form_of_rings_and_rubbish() -> None:
    field = {"type": "node-field", "data": {"fieldIdentifier": {"nodeId": "a", "fieldName": "a"}}}
    row = {"type": "container", "data": {"children": ["field", "row", "root", 5, "gone", "bad"]}}
    elements = {
        "root": {"type": "container", "data": {"children": ["row", "field"]}},
        "row": row,
        "field": field,
        "bad": 1,
    }
    made = workflow([invocation("a", "add")], form={"elements": elements, "rootElementId": "root"})
    assert [each.field_name for each in WorkflowDefinition.from_dict(made).inputs] == ["a"]


def test_values_are_set_by_place_label_and_name() -> None:
    made = definition()
    made[0].value = "a mill"
    made["Luck"].value = 8
    made["noise", "width"].value = 768
    made["board"].value = {"board_id": "b"}
    nodes = made.graph().to_dict()["nodes"]
    assert nodes["positive"]["prompt"] == "a mill"
    assert nodes["noise"] == {"id": "noise", "type": "noise", "seed": 8, "width": 768}
    assert nodes["image"]["board"] == {"board_id": "b"}
    made["board"].value = "none"
    assert "board" not in made.graph().to_dict()["nodes"]["image"]
    again = WorkflowDefinition.from_dict(made.to_dict())
    assert [each.value for each in again.inputs] == [each.value for each in made.inputs]


def test_models_are_set_by_name() -> None:
    made = definition()
    made["model"].value = Model("other", base="sdxl")
    assert made["model"].value == Model("other", base="sdxl")
    assert made.graph()[MainModelLoader].given["model"] == Model("other", base="sdxl")


def test_values_are_converted_as_the_node_type_says() -> None:
    made = definition()
    steps = made["denoise_latents", "cfg_scale"]
    assert steps.value == 7.5
    steps.value = 7
    steps.value = 7.25
    assert steps.value == 7.25


@pytest.mark.parametrize(
    ("which", "value", "message"),
    [
        (1, "many", "seed"),
        (1, -1, "from 0 to 4294967295"),
        (0, [5], "prompt"),
        (3, None, "a wire feeds it"),
        (1, Integer().value, "a value is needed, not a wire"),
        (1, float("nan"), "seed"),
    ],
)
def test_values_that_are_refused_change_nothing(which: int, value: Any, message: str) -> None:
    made = definition()
    before = made.to_dict()
    with pytest.raises(ValueRefused, match=message):
        made[which].value = value
    assert made.to_dict() == before


def test_inputs_are_found_by_what_is_plainest() -> None:
    noise, other = Noise(seed=1), Noise(seed=2)
    shown = [(noise, "seed", "The Luck, of it"), (other, "seed"), (noise, "width", "seed!"), (noise, "height", "high")]
    made = WorkflowDefinition.from_dict(Graph(noise, other).to_workflow(form=shown))
    assert [made[which].input_index for which in ("The Luck, of it", "seed", "width", "height", "seed!")] == [
        0,
        1,
        2,
        3,
        2,
    ]
    assert [made[which].input_index for which in ("the_luck_of_it", "HIGH", "high")] == [0, 3, 3]
    with pytest.raises(NotInGraph):
        made["___"]


def test_a_label_of_signs_alone_is_meant_by_no_keyword() -> None:
    noise = Noise()
    made = WorkflowDefinition.from_dict(Graph(noise).to_workflow(form=[(noise, "seed", "!"), (noise, "width")]))
    with pytest.raises(NotInGraph):
        made["?"]


def test_names_stand_for_images_boards_and_models() -> None:
    made = definition()
    made["board"].value = "b"
    made["model"].value = "other"
    assert made["board"].value == {"board_id": "b"}
    assert made["model"].value == Model("other")
    made["board"].value = "auto"
    assert made["board"].value == "auto"


def test_a_copy_has_its_own_values_and_sweeps() -> None:
    made = definition()
    other = made.copy()
    other["Luck"].value = 9
    other.sweep("Luck", [1, 2])
    assert (made["Luck"].value, made.batch().size) == (7, 1)
    assert (other.copy()["Luck"].value, other.copy().batch().size) == (9, 2)


def test_inputs_that_are_not_there() -> None:
    made = definition()
    with pytest.raises(NotInGraph, match=r"did you mean Luck\? it shows 5: prompt, Luck, model"):
        made["Lucky"]
    with pytest.raises(NotInGraph, match="it shows 5: prompt, Luck, model, noise, board"):
        made[9]
    with pytest.raises(NotInGraph, match="it shows none; name one as"):
        WorkflowDefinition.from_dict(workflow([]))["x"]
    twice = [{"nodeId": id_, "fieldName": "a"} for id_ in "xy"]
    two = workflow([invocation("x", "add"), invocation("y", "add")], exposedFields=twice)
    with pytest.raises(NotInGraph, match=r"2 inputs are called 'a': name one by its place \(0: a of x, 1: a of y\)"):
        WorkflowDefinition.from_dict(two)["a"]


def test_a_label_as_a_keyword_goes_before_the_name_of_another_input() -> None:
    shown = [{"nodeId": id_, "fieldName": "a"} for id_ in "xy"]
    nodes = [invocation("x", "add"), invocation("y", "add")]
    nodes[0]["data"]["inputs"]["a"] = {"name": "a", "label": "A", "value": 1}
    nodes[1]["data"]["inputs"]["a"] = {"name": "a", "label": "Other", "value": 2}
    made = WorkflowDefinition.from_dict(workflow(nodes, exposedFields=shown))
    assert made["a"].label == "A"


def test_inputs_of_unknown_types_take_anything() -> None:
    fields = [{"nodeId": "u", "fieldName": "strength"}, {"nodeId": "a", "fieldName": "gone"}]
    made = workflow([invocation("u", "my_filter", strength=0.5), invocation("a", "add")], exposedFields=fields)
    read = WorkflowDefinition.from_dict(made)
    read[0].value = {"any": ["thing"]}
    read[1].value = 5
    assert read.graph()["u"].given["strength"] == {"any": ["thing"]}


def test_sweeps_over_inputs() -> None:
    made = definition()
    made.sweep("Luck", [1, 2, 3]).sweep(0, ["a", "b"]).zip(("noise", "width"), [512, 768])
    batch = made.batch(runs=2)
    assert len(batch) == 12
    assert batch.problems(ignore={"cached-result"}) == []
    assert [[(each.field, each.values) for each in axis] for axis in batch.axes] == [
        [("seed", (1, 2, 3))],
        [("prompt", ("a", "b")), ("width", (512, 768))],
    ]
    with pytest.raises(ValueRefused):
        made.sweep("Luck", [-1])


def test_a_batch_keeps_the_workflow() -> None:
    made = definition()
    made["Luck"].value = 9
    written = made.batch().to_dict()
    assert (written["origin"], written["destination"]) == ("workflows", "gallery")
    assert Graph.from_workflow(written["workflow"]) == made.graph()
    assert (
        "workflow"
        not in WorkflowDefinition.from_dict({**made.to_dict(), "meta": {"version": "4.0.0", "category": "x"}})
        .batch()
        .to_dict()
    )


def test_what_comes_out() -> None:
    assert definition().outputs == ["image"]
    assert WorkflowDefinition.from_dict(Graph(Add()).to_workflow()).outputs == []
    assert repr(definition()) == "<WorkflowDefinition 'Lighthouse': 5 nodes, 5 inputs>"
    assert definition().left_out == ()


@pytest.mark.parametrize("which", [None, 1.5, b"prompt", ("noise",), ("noise", "seed", "x"), ()])
def test_what_names_no_input_is_told(which: Any) -> None:
    with pytest.raises(NotInGraph, match="shows no input"):
        _ = definition()[which]


@pytest.mark.parametrize(
    ("which", "told"),
    [
        (("noise", "sede"), "noise has no input 'sede'; did you mean seed?"),
        (("noise", "id"), "noise has no input 'id'; it has noise_type, seed, width, height, use_cpu, "),
        (("nose", "seed"), "the workflow has no node with the id 'nose'; it has main_model_loader (main_model_loader)"),
    ],
)
def test_an_input_that_no_node_has_is_not_set(which: tuple[str, str], told: str) -> None:
    with pytest.raises(NotInGraph, match=re.escape(told)):
        definition()[which].value = 5


def test_inputs_of_a_node_that_nobody_knows_can_be_set() -> None:
    made = WorkflowDefinition.from_dict(workflow([invocation("a", "sepia")]))
    made["a", "strength"].value = 5
    assert made.graph()["a"].inputs["strength"] == 5


def test_what_every_node_has_can_be_set() -> None:
    made = definition()
    assert (made["noise", "use_cache"].value, made["image", "is_intermediate"].value) == (True, False)
    made["noise", "use_cache"].value = False
    made["image", "is_intermediate"].value = True
    assert made["noise", "use_cache"].value is False
    graph = made.graph()
    assert (graph["noise"].inputs["use_cache"], graph["image"].inputs["is_intermediate"]) == (False, True)
    assert made.outputs == []
    made["noise", "use_cache"].value = None
    assert made.graph()["noise"].inputs["use_cache"] is True
    with pytest.raises(ValueRefused, match="takes bool"):
        made["noise", "use_cache"].value = 5


@pytest.mark.parametrize(
    ("label", "keyword"), [("Ｓｅｅｄ値", "Seed値"), ("Ho\u0308he (px)", "höhe_px"), ("class", "class_")]
)
def test_a_label_is_found_as_python_reads_it(label: str, keyword: str) -> None:
    """Python brings names to one form: a call with Ｓｅｅｄ値=1 passes Seed値."""
    noise = Noise()
    made = WorkflowDefinition.from_dict(Graph(noise).to_workflow(form=[(noise, "seed", label)]))
    assert made[keyword].field_name == "seed"


def test_labels_in_messages_do_not_steer_a_terminal() -> None:
    noise = Noise(seed=7, width=512)
    hostile = "\x1b[2JLuck\u202e"
    form = [(noise, "seed", hostile), (noise, "width", hostile)]
    graph = Graph(noise)
    graph.labels = {"noise": hostile}
    made = WorkflowDefinition.from_dict(graph.to_workflow(form=form))
    for which in (hostile, "nothing like it", "\x1b[2JLuck"):
        with pytest.raises(NotInGraph) as caught:
            _ = made[which]
        assert str(caught.value).isprintable()


def test_null_is_no_value_but_one_that_was_set() -> None:
    nodes = [invocation("a", "add", a=None), invocation("w", "wan_video_denoise", guidance_scale_low_noise=None)]
    made = WorkflowDefinition.from_dict(workflow(nodes))
    assert made["a", "a"].value == 0
    assert "a" not in made.graph()["a"].given
    field = made["w", "guidance_scale_low_noise"]
    assert field.value == 4.0
    field.value = None
    assert field.value is None
    assert made.copy().graph()["w"].given["guidance_scale_low_noise"] is None


def test_the_pictures_of_a_collection_are_shown_where_they_are_now() -> None:
    node = invocation("c", "image_collection", collection=[{"image_name": "one.png"}])
    made = workflow([node]) | {"exposedFields": [{"nodeId": "c", "fieldName": "collection"}]}
    assert [each.field_name for each in WorkflowDefinition.from_dict(made).inputs] == ["images"]


def test_what_a_file_left_out_is_written_as_the_editor_needs_it() -> None:
    made = workflow([invocation("a", "integer", value=1), invocation("b", "add")], "a.value -> b.a")
    made["nodes"].append({"id": "n", "type": "notes", "data": {"notes": "for the exhibition"}})
    del made["edges"][0]["id"]
    written = WorkflowDefinition.from_dict(made).to_dict()
    note = {"id": "n", "type": "notes", "label": "", "isOpen": True, "notes": "for the exhibition"}
    assert written["nodes"][-1]["data"] == note
    assert written["edges"][0]["id"] == "a-value-b-a"

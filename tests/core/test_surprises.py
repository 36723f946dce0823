"""Where the rules that are ours alone have to stay silent."""

from __future__ import annotations

import pytest

from invokegraph import Batch, Graph, Model, UnknownNode
from nodes_catalog import (
    Add,
    BlankImage,
    Boolean,
    Collect,
    Compel,
    ControlNet,
    DenoiseLatents,
    If,
    Image,
    ImageBlur,
    ImageField,
    Integer,
    IntegerCollection,
    Iterate,
    LatentsToImage,
    LoRASelector,
    MainModelLoader,
    MetadataToBool,
    Noise,
    RandomInt,
    RangeOfSize,
    ShowImage,
    String,
    StringJoin,
)


def codes(checked: Graph | Batch) -> list[str]:
    return [problem.code for problem in checked.problems()]


def picture(seed: int = 0) -> LatentsToImage:
    loader = MainModelLoader(model=Model("m"))
    prompt = Compel(prompt="a", clip=loader.clip).conditioning
    noise = Noise(seed=seed).noise
    denoise = DenoiseLatents(unet=loader.unet, positive_conditioning=prompt, negative_conditioning=prompt, noise=noise)
    return LatentsToImage(latents=denoise.latents, vae=loader.vae)


def test_half_a_pipeline_is_no_dead_work() -> None:
    assert codes(Graph(Compel(clip=MainModelLoader(model=Model("m")).clip))) == []
    assert codes(Graph(Noise(), Integer())) == []


def test_values_beside_a_picture_are_there_to_be_read() -> None:
    assert codes(Graph(BlankImage(), Add(a=1, b=2))) == []


def test_a_custom_node_may_do_something_that_nobody_sees_here() -> None:
    assert codes(Graph(BlankImage(is_intermediate=True), UnknownNode("saver"))) == ["unknown-node-type"]


@pytest.mark.parametrize("hidden", [True, False])
def test_one_picture_that_shows_is_enough(hidden: bool) -> None:  # noqa: FBT001 - the case
    blank = BlankImage(is_intermediate=True)
    assert ("all-intermediate" in codes(Graph(ImageBlur(image=blank.image, is_intermediate=hidden)))) == hidden


def test_a_picture_that_is_shown_elsewhere_may_be_intermediate() -> None:
    blank = BlankImage(is_intermediate=True)
    assert codes(Graph(ShowImage(image=blank.image))) == []


def test_a_sweep_may_show_the_picture() -> None:
    blank = BlankImage(is_intermediate=True)
    assert codes(Batch(Graph(blank)).sweep(blank, is_intermediate=[True, False])) == []


def test_loras_and_controls_are_gathered_in_any_order() -> None:
    image = Image(image=ImageField(image_name="a.png")).image
    controls = [ControlNet(image=image, control_model=Model(str(place))).control for place in range(2)]
    loras = [LoRASelector(lora=Model(str(place))).lora for place in range(2)]
    assert codes(Graph(Collect(item=controls), Collect(item=loras))) == []


def test_a_list_of_outputs_given_to_an_input_keeps_its_order() -> None:
    numbers = IntegerCollection()
    numbers.inputs["collection"] = [Integer(value=1).value, Integer(value=2).value]
    assert codes(Graph(numbers)) == []


def test_loops_that_are_gathered_one_after_the_other_are_meant() -> None:
    outer, inner = (Iterate(collection=IntegerCollection(collection=[1, 2]).collection) for _ in range(2))
    first = Collect(item=Add(a=outer.item, b=inner.item).value)
    assert codes(Graph(first)) == ["nested-loops"]
    assert codes(Graph(Collect(item=first.collection))) == []


def test_loops_side_by_side_are_not_nested() -> None:
    one, two = (
        Collect(item=Add(a=Iterate(collection=IntegerCollection(collection=[1, 2]).collection).item, b=1).value)
        for _ in range(2)
    )
    assert codes(Graph(one, two)) == []


def test_a_loop_over_what_another_loop_gave_is_one_loop() -> None:
    first = Collect(item=Add(a=Iterate(collection=IntegerCollection(collection=[1, 2]).collection).item, b=1).value)
    assert codes(Graph(Collect(item=Add(a=Iterate(collection=first.collection).item, b=1).value))) == []


def test_a_condition_that_is_a_wire_may_be_turned() -> None:
    chosen = If(condition=Boolean(value=True).value, true_input=Integer(value=1).value, false_input=Integer().value)
    assert codes(Graph(Add(a=chosen.value, b=1))) == []


def test_a_branch_that_is_not_chosen_may_give_anything() -> None:
    for condition, wrong in ((True, []), (False, ["branch-type"])):
        chosen = If(condition=Boolean(value=condition).value, true_input=Integer().value)
        assert codes(Graph(Add(a=chosen.value, b=1))) == wrong


def test_a_branch_may_be_left_open_where_none_is_taken() -> None:
    condition = MetadataToBool(label="seamless_x", default_value=True).value
    chosen = If(condition=condition, true_input=picture().image)
    assert (
        codes(
            Graph(
                If(
                    condition=condition,
                    true_input=chosen.value,
                    false_input=1,
                )
            )
        )
        == []
    )


def test_numbers_go_into_texts_from_a_branch_as_from_elsewhere() -> None:
    chosen = If(
        condition=MetadataToBool(label="seamless_x", default_value=True).value,
        true_input=Integer().value,
        false_input=String().value,
    )
    join = StringJoin()
    join.inputs["string_left"] = chosen.value
    assert codes(Graph(join)) == []


@pytest.mark.parametrize("runs", [1, 3])
def test_runs_of_one_seed_give_one_picture(runs: int) -> None:
    assert ("cached-result" in codes(Batch(Graph(picture()), runs=runs))) == (runs > 1)


def test_what_is_random_or_never_cached_is_new_in_every_run() -> None:
    random = picture()
    random.inputs["latents"].node.inputs["noise"].node.inputs["seed"] = RandomInt().value
    assert codes(Batch(Graph(random), runs=3)) == []
    fresh = picture()
    fresh.use_cache = False
    assert codes(Batch(Graph(fresh), runs=3)) == []


def test_numbers_may_be_made_again() -> None:
    assert codes(Batch(Graph(Add(a=1, b=2)), runs=3)) == []


def test_a_sweep_over_a_seed_makes_new_pictures() -> None:
    image = picture()
    noise = image.inputs["latents"].node.inputs["noise"].node
    assert codes(Batch(Graph(image)).sweep(noise, seed=[1, 2, 3])) == []
    assert codes(Batch(Graph(image)).sweep(noise, seed=[1, 2, 1])) == ["cached-result"]
    assert codes(Batch(Graph(image), runs=2).sweep(noise, seed=[1, 2])) == ["cached-result"]


def test_sweeps_of_different_lengths_are_no_matter_for_the_cache() -> None:
    blank = {"id": "b", "type": "blank_image"}
    sweeps = [
        {"node_path": "b", "field_name": field, "items": items}
        for field, items in (("width", [8, 16]), ("height", [8]))
    ]
    batch = Batch.from_dict({"graph": {"nodes": {"b": blank}, "edges": []}, "runs": 2, "data": [sweeps]})
    assert codes(batch)[0] == "sweep-lengths"


def test_pictures_made_from_each_other_repeat_each_other_once() -> None:
    blur = ImageBlur(image=ImageBlur(image=picture().image).image)
    [problem] = Batch(Graph(blur), runs=3).problems()
    assert (problem.code, problem.node_id) == ("cached-result", "l2i")


def test_pictures_that_differ_in_what_is_swept_are_told_apart() -> None:
    first = picture()
    blur = ImageBlur(image=first.image)
    batch = Batch(Graph(blur), runs=2).sweep(blur, radius=[1, 2, 3])
    assert [problem.message.partition(" in ")[0] for problem in batch.problems()] == [
        "l2i makes 1 picture",
        "img_blur makes 3 pictures",
    ]


def test_a_list_of_outputs_behind_two_loops_is_one_problem() -> None:
    outer, inner = (Iterate(collection=IntegerCollection(collection=[1, 2]).collection) for _ in range(2))
    numbers = IntegerCollection()
    numbers.inputs["collection"] = [Add(a=outer.item, b=inner.item).value for _ in range(3)]
    assert codes(Graph(numbers)) == ["nested-loops"]


def test_of_many_loops_a_message_names_the_first() -> None:
    item = Iterate(collection=IntegerCollection(collection=[1, 2]).collection).item
    for _ in range(20):
        item = Iterate(collection=RangeOfSize(start=item).collection).item
    [problem] = Graph(Collect(item=item)).problems()
    assert "iterate_5 and iterate_6 and … and gathers" in problem.message


def test_a_condition_that_is_left_out_with_its_if_stops_the_queue() -> None:
    inner = If(
        condition=MetadataToBool(label="seamless_x", default_value=True).value,
        true_input=Integer().value,
        false_input=1,
    )
    for condition, wrong in ((True, []), (False, ["branch-condition"])):
        outer = If(condition=Boolean(value=condition).value, true_input=inner.value, false_input=1)
        assert codes(Graph(Add(a=outer.value, b=1))) == wrong


def test_a_condition_that_is_used_elsewhere_too_is_never_left_out() -> None:
    condition = MetadataToBool(label="seamless_x", default_value=True).value
    inner = If(condition=condition, true_input=Integer().value, false_input=1)
    outer = If(condition=Boolean(value=False).value, true_input=inner.value, false_input=1)
    assert codes(Graph(Add(a=outer.value, b=1), Boolean(value=condition))) == []

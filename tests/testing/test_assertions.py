"""`assert_graph`: what it takes, and what it says where the graph is otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from invokegraph import Batch, Graph, Model, Output, UnknownName, UnknownNode, ValueRefused, WireError
from invokegraph.testing import GraphAssertion, assert_graph
from nodes_catalog import (
    Add,
    BlankImage,
    Collect,
    Compel,
    DenoiseLatents,
    Integer,
    LatentsToImage,
    LoRALoader,
    MainModelLoader,
    Noise,
)

if TYPE_CHECKING:
    from collections.abc import Callable

loader = MainModelLoader(model=Model("dreamshaper", base="sd-1"))
positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
negative = Compel(id="negative", prompt="", clip=loader.clip)
noise = Noise(seed=7)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=[positive.conditioning, negative.conditioning],
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    cfg_scale=7,
)
graph = Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))
claim = assert_graph(graph)


def test_what_is_so_passes() -> None:
    assert (
        claim.valid()
        .has(DenoiseLatents)
        .has(denoise, cfg_scale=7.0, steps=10, latents=None)
        .has("positive", prompt="a lighthouse", clip=loader.clip)
        .has(Compel, prompt="", is_intermediate=False)
        .has(MainModelLoader, model=Model("dreamshaper", base="sd-1"))
        .has(denoise, positive_conditioning=[positive.conditioning, negative.conditioning])
        .wired(loader.clip, positive)
        .wired(loader.clip, Compel)
        .wired(MainModelLoader, "negative.clip")
        .wired("noise.noise", "denoise_latents.noise")
        .wired("noise", "denoise_latents")
        .wired(positive.conditioning, "denoise_latents.positive_conditioning")
        .wired("collect_2.collection", denoise)
        .count(Compel, 2)
        .count(LoRALoader, 0)
        .equal(graph.copy())
        is claim
    )


def test_nodes_of_the_original_name_those_of_a_copy() -> None:
    copy = graph.copy()
    copy["positive"].inputs["prompt"] = "a harbour"
    assert_graph(copy).has(positive, prompt="a harbour", clip=loader.clip).wired(loader.clip, positive)
    claim.has(positive, prompt="a lighthouse")


def test_wires_into_one_collect_and_nodes_that_nobody_knows() -> None:
    one, two, mine = Integer(id="one"), Integer(id="two"), UnknownNode("mine", id="a.b")
    mine.inputs["list"] = Collect(id="all", item=[one.value, two.value]).collection
    mine.inputs["strength"] = 0.5
    (
        assert_graph(Graph(mine))
        .has("all", item=[one.value, two.value])
        .has(mine, strength=0.5, list=[one.value, two.value])
        .wired(two.value, "a.b.list")
        .wired("all", "a.b")
        .count(UnknownNode, 1)
    )


def test_a_cycle_is_no_trap() -> None:
    first, second = Collect(id="first"), Collect(id="second")
    first.inputs["collection"], second.inputs["collection"] = second.collection, first.collection
    with pytest.raises(AssertionError, match="no wire from Integer to first"):
        assert_graph(Graph(first, Integer())).wired(Integer, "first")


SAID: list[tuple[Callable[[], object], str]] = [
    (
        lambda: claim.has(DenoiseLatents, steps=20, cfg_scale=7, noise=loader.clip),
        """\
no DenoiseLatents has steps = 20, cfg_scale = 7, noise = main_model_loader.clip
  denoise_latents.steps is 10
  denoise_latents.noise is noise.noise""",
    ),
    (
        lambda: claim.has(Compel, prompt="x", clip=loader.clip, is_intermediate=True),
        """\
no Compel has prompt = 'x', clip = main_model_loader.clip, is_intermediate = True
  positive.prompt is 'a lighthouse'
  positive.is_intermediate is False
  negative.prompt is ''
  negative.is_intermediate is False""",
    ),
    (
        lambda: claim.has(denoise, positive_conditioning=[negative.conditioning, positive.conditioning]),
        """\
no denoise_latents has positive_conditioning = negative.conditioning and positive.conditioning
  denoise_latents.positive_conditioning is collect_2.collection""",
    ),
    (
        lambda: assert_graph(Graph(*(Integer(value=value) for value in range(9)))).has(Integer, value=9),
        """\
no Integer has value = 9
  integer.value is 0
  integer_2.value is 1
  integer_3.value is 2
  integer_4.value is 3
  and 5 more that come less near""",
    ),
    (lambda: claim.has("positiv"), "no node 'positiv' in the graph\n  did you mean positive?"),
    (
        lambda: claim.has(LoRALoader),
        """\
no LoRALoader in the graph
  it has main_model_loader, positive, collect, negative, collect_2, noise, and 2 more""",
    ),
    (
        lambda: claim.has(Noise()),
        """\
the node noise is not in the graph; its noise is another node
  it has main_model_loader, positive, collect, negative, collect_2, noise, and 2 more""",
    ),
    (
        lambda: claim.wired(noise.noise, "denoise_latents.latents"),
        """\
no wire from noise.noise to denoise_latents.latents
  nothing feeds denoise_latents.latents
  noise.noise -> denoise_latents.noise""",
    ),
    (
        lambda: claim.wired(loader.vae, DenoiseLatents),
        """\
no wire from main_model_loader.vae to DenoiseLatents
  denoise_latents.unet is fed by main_model_loader.unet
  denoise_latents.positive_conditioning is fed by collect_2.collection
  denoise_latents.negative_conditioning is fed by negative.conditioning
  denoise_latents.noise is fed by noise.noise
  main_model_loader.vae -> l2i.vae""",
    ),
    (
        lambda: claim.wired("l2i", "positive.clip"),
        """\
no wire from l2i to positive.clip
  positive.clip is fed by main_model_loader.clip
  l2i feeds nothing""",
    ),
    (lambda: claim.count(Compel, 3), "3 Compel wanted, the graph has 2: positive, negative"),
    (
        lambda: claim.count(LoRALoader, 1),
        """\
1 LoRALoader wanted, the graph has none
  it has main_model_loader, positive, collect, negative, collect_2, noise, and 2 more""",
    ),
    (
        lambda: assert_graph(Graph(Integer(value=1))).equal(Graph(Integer(value=2))),
        """\
the graphs differ, this one -> the other:
  integer.value: 1 -> 2""",
    ),
    (
        lambda: assert_graph(Graph(BlankImage(), Noise())).valid(),
        """\
the graph has 1 problem
HERE: noise feeds nothing, and a result shows nothing of what it makes (width, height, noise) [dead-work]
    wire one of its outputs, or take it out""",
    ),
]


@pytest.mark.parametrize(("wrong", "text"), SAID)
def test_what_is_otherwise_is_told(wrong: Callable[[], object], text: str) -> None:
    with pytest.raises(AssertionError) as caught:
        wrong()
    assert re.sub(r"\S+\.py:\d+", "HERE", str(caught.value)) == text


def test_problems_can_be_let_pass() -> None:
    assert_graph(Graph(BlankImage(), Noise())).valid(ignore={"dead-work"})


@pytest.mark.parametrize(
    ("mistaken", "error", "text"),
    [
        (lambda: claim.has(Noise, sed=3), UnknownName, "did you mean seed?"),
        (lambda: claim.has(Noise, seed="x"), ValueRefused, "noise.seed takes int from 0 to 4294967295, not 'x'"),
        (lambda: claim.has(denoise, noise=noise), WireError, "its output noise.noise fits"),
        (
            lambda: claim.wired("negative.clip", denoise),
            UnknownName,
            "it has conditioning",
        ),
        (lambda: claim.wired(loader.clip, "positive.clp"), UnknownName, "did you mean clip?"),
        (
            lambda: claim.wired(loader.clip, wrong_target(positive.clip)),
            TypeError,
            'wired(loader.clip, "positive.clip")',
        ),
        (
            lambda: claim.wired(loader.clip, wrong_target(None)),
            TypeError,
            "a node, a class of nodes or an id is needed, not None",
        ),
        (lambda: claim.has(wrong_target(Output)), TypeError, "a node, a class of nodes or an id is needed"),
        (lambda: assert_graph(wrong_target(Batch(graph))), TypeError, "assert_graph looks at a graph, not at <Batch"),
    ],
)
def test_a_claim_that_makes_no_sense_is_an_error_of_the_test(
    mistaken: Callable[[], object], error: type[Exception], text: str
) -> None:
    with pytest.raises(error) as caught:
        mistaken()
    assert text in str(caught.value)
    assert not isinstance(caught.value, AssertionError)


def wrong_target(value: Any) -> Any:
    """A value that no type checker would let through."""
    return value


def test_errors_in_a_claim_name_the_line_of_the_test() -> None:
    with pytest.raises(UnknownName, match=r"test_assertions\.py:\d+"):
        GraphAssertion(Graph(Add())).has(Add, c=3)

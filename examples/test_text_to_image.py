"""How a pipeline is tested, without GPU and models: `pytest test_text_to_image.py`.

The fixtures come from invokegraph's pytest plugin. With `--invokeai-url http://localhost:9090` the same tests run on a
real server, but for those that need the simulator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from text_to_image import stable_diffusion

from invokegraph import Batch, Graph, InvokeAIClient, Model
from invokegraph.simulator import Simulator
from invokegraph.simulator.models import model
from invokegraph.testing import assert_graph
from invokegraph.transport import JobFailed
from nodes_catalog import Compel, DenoiseLatents, MainModelLoader, Noise

if TYPE_CHECKING:
    from invokegraph.testing import GraphSnapshot


@pytest.fixture
def graph() -> Graph:
    """A small picture with any model of the family."""
    return stable_diffusion(Model(base="sd-1", type="main"), width=128, height=128, steps=4)


def test_what_the_graph_is(graph: Graph) -> None:
    """The claims that matter, and nothing about the rest."""
    (
        assert_graph(graph)
        .valid()
        .has(Noise, seed=7, width=128)
        .has("negative", prompt="blurry, low quality")
        .wired("positive.conditioning", "denoise_latents.positive_conditioning")
        .count(Compel, 2)
    )


def test_that_nothing_changed(graph: Graph, graph_snapshot: GraphSnapshot) -> None:
    """`pytest --update-graphs` writes the graph anew where the change is meant."""
    assert graph == graph_snapshot


def test_a_seed_decides(graph: Graph, invokeai: InvokeAIClient) -> None:
    """Two sessions with two seeds make two different pictures."""
    first, second = invokeai.run(Batch(graph).sweep(graph[Noise], seed=[1, 2])).images()
    assert first.bytes() != second.bytes()
    assert (first.width, first.height) == (128, 128)


def test_a_full_card_is_told(graph: Graph, invokeai: InvokeAIClient, simulator: Simulator) -> None:
    """What goes wrong on a server can be made to."""
    simulator.faults.fail("denoise_latents", type="OutOfMemoryError", message="CUDA out of memory")
    with pytest.raises(JobFailed, match="CUDA out of memory") as failed:
        invokeai.run(graph)
    assert failed.value.node_id == graph.id_of(graph[DenoiseLatents])


def test_a_missing_model_is_told_before_it_runs(graph: Graph) -> None:
    """`check` submits nothing. This simulator has one model; that of the fixtures stands in for any."""
    graph[MainModelLoader].model = Model("no-such-model", base="sd-1", type="main")
    with Simulator(models=[model("tiny", "sd-1", "main")]) as url, InvokeAIClient.from_url(url) as client:
        assert [problem.code for problem in client.check(graph)] == ["model-missing"]

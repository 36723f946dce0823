"""Graphs of ten thousand nodes and of a hundred thousand, against dicts written by hand.

Four nodes a picture: a prompt, noise, denoising and decoding, with one loader and one negative prompt for all; seven wires a picture.
"""

from __future__ import annotations

import json

import pytest

from invokegraph import Graph, Model
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise
from tests.benchmarks.measuring import in_turn, peak_bytes, seconds

pytestmark = pytest.mark.benchmark

PICTURES = 2_500
OFTEN = 20
MODEL = Model(base="sd-1", type="main")


def ours(pictures: int) -> str:
    """Construct, validate and serialise."""
    graph = made(pictures)
    graph.validate()
    return graph.to_json()


def made(pictures: int) -> Graph:
    loader = MainModelLoader()
    loader.model = MODEL
    negative = Compel(prompt="blurry", clip=loader.clip)
    images: list[LatentsToImage] = []
    for number in range(pictures):
        positive = Compel(prompt=f"picture {number}", clip=loader.clip)
        noise = Noise(seed=number, width=512)
        denoise = DenoiseLatents(
            unet=loader.unet,
            positive_conditioning=positive.conditioning,
            negative_conditioning=negative.conditioning,
            noise=noise.noise,
            steps=20,
        )
        images.append(LatentsToImage(latents=denoise.latents, vae=loader.vae))
    return Graph(*images)


def by_hand(pictures: int) -> str:
    """The same nodes and edges as dicts, and `json.dumps`."""
    nodes: dict[str, object] = {
        "loader": {"id": "loader", "type": "main_model_loader", "model": MODEL.to_dict()},
        "negative": {"id": "negative", "type": "compel", "prompt": "blurry"},
    }
    edges: list[object] = []

    def wire(source: str, output: str, target: str, name: str) -> None:
        edges.append(
            {"source": {"node_id": source, "field": output}, "destination": {"node_id": target, "field": name}}
        )

    wire("loader", "clip", "negative", "clip")
    for number in range(pictures):
        positive, noise = f"compel_{number}", f"noise_{number}"
        denoise, image = f"denoise_{number}", f"l2i_{number}"
        nodes[positive] = {"id": positive, "type": "compel", "prompt": f"picture {number}"}
        nodes[noise] = {"id": noise, "type": "noise", "seed": number, "width": 512}
        nodes[denoise] = {"id": denoise, "type": "denoise_latents", "steps": 20}
        nodes[image] = {"id": image, "type": "l2i"}
        wire("loader", "clip", positive, "clip")
        wire("loader", "unet", denoise, "unet")
        wire(positive, "conditioning", denoise, "positive_conditioning")
        wire("negative", "conditioning", denoise, "negative_conditioning")
        wire(noise, "noise", denoise, "noise")
        wire(denoise, "latents", image, "latents")
        wire("loader", "vae", image, "vae")
    return json.dumps({"nodes": nodes, "edges": edges})


def often_by_hand() -> None:
    """What takes about as long as ten times the graph takes us, so that other work of the machine slows both alike."""
    for _ in range(OFTEN):
        by_hand(PICTURES)


def test_the_same_graph() -> None:
    assert len(json.loads(ours(3))["edges"]) == len(json.loads(by_hand(3))["edges"]) == 22


def test_ten_thousand_nodes() -> None:
    own, hand = in_turn(lambda: seconds(lambda: ours(PICTURES)), lambda: seconds(lambda: by_hand(PICTURES)), 7)
    print(f"\n10,002 nodes, 17,501 edges: {own / hand:.2f} x dict and json.dumps (bound 3), {own * 1000:.0f} ms")
    assert own <= 3 * hand


def test_a_hundred_thousand_nodes() -> None:
    """At most 12 times what ten thousand nodes may take, which is 3 times the dict written by hand."""
    many, hand = in_turn(lambda: seconds(lambda: ours(10 * PICTURES)), lambda: seconds(often_by_hand), 5)
    hand /= OFTEN
    few, hand_many = in_turn(
        lambda: seconds(lambda: ours(PICTURES)), lambda: seconds(lambda: by_hand(10 * PICTURES)), 3
    )
    print(f"\n100,002 nodes: {many / (3 * hand):.1f} x the bound for 10,002 (bound 12)")
    print(f"    {many / few:.1f} x our own 10,002 nodes, where the dict by hand takes {hand_many / hand:.1f} x its own")
    print(f"    {many / hand_many:.2f} x the dict by hand of 100,002 nodes")
    assert many <= 12 * 3 * hand


def test_validation() -> None:
    """Of a graph that is there already: ten thousand nodes against the dict by hand, and ten times as many."""
    few, many = made(PICTURES), made(10 * PICTURES)
    own, hand = in_turn(lambda: seconds(few.problems), lambda: seconds(lambda: by_hand(PICTURES)), 7)
    grown, ten = in_turn(
        lambda: seconds(many.problems), lambda: seconds(lambda: [few.problems() for _ in range(10)]), 9
    )
    print(f"\n10,002 nodes validated: {own / hand:.2f} x dict and json.dumps (bound 1.5), {own * 1000:.0f} ms")
    print(f"    100,002 nodes: {10 * grown / ten:.1f} x as long (bound 12)")
    assert own <= 1.5 * hand
    assert 10 * grown <= 12 * ten


def test_memory() -> None:
    own, hand = peak_bytes(lambda: ours(PICTURES)), peak_bytes(lambda: by_hand(PICTURES))
    print(f"\n10,002 nodes: peak memory {own / hand:.2f} x that of the dict (bound 3), {own / 1e6:.0f} MB")
    assert own <= 3 * hand

from __future__ import annotations

from threading import Thread

import pytest

from invokegraph import Edge, Graph, InvalidGraph, NotInGraph, Problem
from nodes_catalog import Add, Compel, DenoiseLatents, Integer, LatentsToImage, MainModelLoader, Noise, String

from .data import graph_data


def text_to_image() -> Graph:
    loader = MainModelLoader(id="loader")
    positive = Compel(prompt="a lighthouse", clip=loader.clip)
    negative = Compel(prompt="blurry", clip=loader.clip)
    noise = Noise(seed=7)
    denoise = DenoiseLatents(unet=loader.unet, noise=noise.noise)
    denoise.positive_conditioning = positive.conditioning
    denoise.negative_conditioning = negative.conditioning
    return Graph(LatentsToImage(latents=denoise.latents, vae=loader.vae))


def test_a_graph_is_all_that_its_sinks_depend_on() -> None:
    assert list(text_to_image().ids().values()) == ["loader", "noise", "compel", "compel_2", "denoise_latents", "l2i"]


def test_nodes_come_after_those_that_they_depend_on() -> None:
    graph = text_to_image()
    places = {id_: place for place, id_ in enumerate(graph.ids().values())}
    assert all(places[edge.source] < places[edge.target] for edge in graph.edges)


def test_an_output_may_be_a_sink() -> None:
    noise = Noise()
    assert Graph(noise.noise).nodes == (noise,)
    assert Graph(noise.noise, noise).sinks == (noise,)


def test_edges_tell_both_ends() -> None:
    noise = Noise()
    graph = Graph(DenoiseLatents(id="main", noise=noise.noise))
    assert graph.edges == [Edge("noise", "noise", "main", "noise")]
    assert str(graph.edges[0]) == "noise.noise -> main.noise"


def test_what_is_no_node_is_refused() -> None:
    for wrong in ("noise", None, Noise, [Noise()]):
        with pytest.raises(TypeError, match="a graph is made of nodes and their outputs, not of"):
            Graph(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"not of \[Noise\(\)\]: Graph\(\*nodes\) takes those of a list$"):
        Graph([Noise()])  # type: ignore[arg-type]


def test_a_graph_sees_what_is_wired_later() -> None:
    denoise = DenoiseLatents()
    graph = Graph(denoise)
    assert len(graph) == 1
    denoise.noise = Noise().noise
    assert len(graph) == 2
    assert graph.add(String(value="x")) in graph
    assert len(graph) == 3


def test_ids_are_readable_and_counted() -> None:
    ids = Graph(DenoiseLatents(), DenoiseLatents(), DenoiseLatents()).ids()
    assert list(ids.values()) == ["denoise_latents", "denoise_latents_2", "denoise_latents_3"]


def test_an_id_stays_when_the_graph_grows() -> None:
    noise = Noise()
    graph = Graph(noise)
    assert graph.id_of(noise) == "noise"
    first = Add(a=Integer().value)
    graph = Graph(first, noise)
    before = dict(graph.ids())
    first.b = Integer().value
    graph.add(Noise())
    assert {node: graph.id_of(node) for node in before} == before


def test_the_same_program_gives_the_same_ids() -> None:
    assert text_to_image().to_json() == text_to_image().to_json()


def test_explicit_ids_are_kept_and_automatic_ones_avoid_them() -> None:
    graph = Graph(Noise(), Noise(id="noise"), Noise(id="noise_2"), Noise())
    assert sorted(graph.ids().values()) == ["noise", "noise_2", "noise_3", "noise_4"]


def test_an_explicit_id_that_comes_later_wins() -> None:
    automatic = Noise()
    graph = Graph(automatic)
    graph.ids()
    graph.add(Noise(id="noise"))
    assert graph.id_of(automatic) == "noise_2"
    assert graph.problems() == []


def test_an_id_may_be_given_and_taken_back() -> None:
    noise = Noise()
    graph = Graph(noise)
    noise.id = "mine"
    assert list(graph.ids().values()) == ["mine"]
    noise.id = None
    graph.ids()
    assert graph.id_of(noise) == next(iter(graph.ids().values()))


def test_two_graphs_may_share_nodes() -> None:
    noise = Noise()
    one, two = Graph(Noise(), noise), Graph(noise)
    assert (one.id_of(noise), two.id_of(noise)) == ("noise_2", "noise")
    assert one.id_of(noise) == "noise_2"


def test_two_nodes_of_one_id_cannot_be_written() -> None:
    graph = Graph(Noise(id="n"), Integer(id="n"))
    for write in (graph.to_dict, graph.to_json):
        with pytest.raises(InvalidGraph) as caught:
            write()
        assert [problem.code for problem in caught.value.problems] == ["duplicate-id"]


def test_nodes_are_found_by_id_and_by_class() -> None:
    graph = text_to_image()
    loader = graph["loader"]
    assert graph[MainModelLoader] is loader
    assert [graph.id_of(node) for node in graph.find(Compel)] == ["compel", "compel_2"]
    assert "loader" in graph
    assert loader in graph
    assert Noise() not in graph
    assert "nowhere" not in graph
    assert list(graph) == list(graph.nodes)


def test_a_node_that_is_not_there_is_an_error_with_a_suggestion() -> None:
    graph = text_to_image()
    with pytest.raises(NotInGraph, match=r"no node 'compel_3' in the graph; did you mean compel_2 or compel"):
        graph["compel_3"]
    with pytest.raises(NotInGraph, match=r"the graph has 2 Compel nodes, not one: compel, compel_2"):
        graph[Compel]
    with pytest.raises(NotInGraph, match=r"the graph has 0 String nodes, not one: none"):
        graph[String]
    with pytest.raises(NotInGraph, match=r"the node noise is not in the graph: none of its sinks depends on it"):
        graph.id_of(Noise())


def test_the_id_of_an_output_or_an_id_is_that_of_its_node() -> None:
    graph = text_to_image()
    assert graph.id_of(graph[MainModelLoader].clip) == "loader"
    assert graph.id_of("loader") == "loader"
    with pytest.raises(NotInGraph):
        graph.id_of("nowhere")


def test_a_node_that_has_left_the_graph_has_no_id_in_it() -> None:
    noise = Noise()
    denoise = DenoiseLatents(noise=noise.noise)
    graph = Graph(denoise)
    assert graph.id_of(noise) == "noise"
    denoise.noise = None
    with pytest.raises(NotInGraph):
        graph.id_of(noise)


def test_networkx_has_nodes_and_every_wire() -> None:
    number = Integer()
    add = Add(a=number.value, b=number.value)
    drawn = Graph(add).networkx()
    assert dict(drawn.nodes(data="node")) == {"integer": number, "add": add}
    assert sorted(drawn.edges(data=True), key=str) == [
        ("integer", "add", {"source_field": "value", "target_field": "a"}),
        ("integer", "add", {"source_field": "value", "target_field": "b"}),
    ]


def test_a_graph_shows_its_size() -> None:
    assert repr(text_to_image()) == "<Graph of 6 nodes, 8 edges>"


def test_graphs_are_equal_by_ids_values_and_wires() -> None:
    assert text_to_image() == text_to_image()
    assert Graph(Noise(seed=1)) != Graph(Noise(seed=2))
    assert Graph(Noise(id="a")) != Graph(Noise(id="b"))
    assert Graph() != "graph"
    with pytest.raises(TypeError):
        hash(Graph())


def test_the_order_of_edges_counts_only_within_one_input() -> None:
    nodes = {"i": "integer", "j": "integer", "add": "add"}
    one = Graph.from_dict(graph_data(nodes, "i.value -> add.a", "j.value -> add.b"))
    two = Graph.from_dict(graph_data(nodes, "j.value -> add.b", "i.value -> add.a"))
    last_i = Graph.from_dict(graph_data(nodes, "j.value -> add.a", "i.value -> add.a"))
    last_j = Graph.from_dict(graph_data(nodes, "i.value -> add.a", "j.value -> add.a"))
    assert one == two
    assert last_i != last_j


def test_validate_raises_what_problems_finds_unless_it_is_ignored() -> None:
    graph = Graph.from_dict(graph_data({"n": {"type": "noise", "sed": 1, "seed": -1}}))
    with pytest.raises(InvalidGraph) as caught:
        graph.validate(ignore={"unknown-input"})
    assert caught.value.problems == graph.problems(ignore=["unknown-input"])
    assert [problem.code for problem in graph.problems()] == ["unknown-input", "seed-wrapped"]
    graph.validate(ignore={"unknown-input", "seed-wrapped"})


def test_ignore_takes_codes_and_no_parts_of_them() -> None:
    assert [problem.code for problem in Graph().problems(ignore="not-an-empty-graph-at-all")] == ["empty-graph"]
    assert isinstance(Graph().problems()[0], Problem)


def test_a_chain_of_thousands_is_no_trouble() -> None:
    add = Add(a=1)
    for _ in range(5000):
        add = Add(a=add.value)
    graph = Graph(add)
    assert graph.problems() == []
    assert len(graph) == 5001
    assert Graph.from_json(graph.to_json()) == graph == graph.copy()
    assert graph.diff(graph.copy()) == []
    assert len(graph.prune("add_100")) == 100
    assert len(graph.networkx()) == 5001
    assert len(repr(add)) < 200


def test_one_graph_may_be_read_by_many_threads() -> None:
    add = Add(a=1)
    for _ in range(200):
        add = Add(a=add.value)
    graph = Graph(add)
    expected = graph.to_json()
    read: list[str] = []
    threads = [Thread(target=lambda: read.extend(graph.to_json() for _ in range(10))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [expected] * 80

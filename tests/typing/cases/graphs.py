"""What is done with nodes: graphs and batches."""

from collections.abc import Mapping, Sequence
from typing import Any, assert_type

from invokegraph import Batch, Edge, Graph, Node, Output, Problem, Session
from nodes_catalog import DenoiseLatents, Integer, LatentsField, LatentsToImage, Noise

seed = Integer(value=7)
noise = Noise(seed=seed.value)
denoise = DenoiseLatents(noise=noise.noise)
decode = LatentsToImage(latents=denoise.latents)
graph = Graph(decode)
both = Graph(decode, denoise.latents)
added = graph.add(Noise(id="other"))
found = graph[DenoiseLatents]
found.steps = 20
by_id = graph["noise"]
every = graph.find(Noise)
copy = graph.copy()
merged = copy.merge(graph, both)
pruned = graph.prune(denoise, noise.noise, "noise")
changed = graph.substitute(noise, Noise(seed=3))
rewired = graph.substitute(noise.noise, Noise(seed=3).noise)
text: str = graph.to_json(indent=2)
again = Graph.from_json(text)
same: bool = again == graph
problems: list[Problem] = graph.problems(ignore={"unset-input"})
ids: Mapping[Node, str] = graph.ids()
held: bool = noise in graph
labels = [node.id for node in graph]
batch = Batch(graph, runs=2, origin="tests")
batch = batch.sweep(seed, value=[1, 2, 3]).sweep("noise", width=[512, 768]).zip(noise, height=[512, 768])
count: int = len(batch)

assert_type(again[DenoiseLatents], DenoiseLatents)
assert_type(found, DenoiseLatents)
assert_type(found.latents, Output[LatentsField])
assert_type(by_id, Node)
assert_type(every, Sequence[Noise])
assert_type(added, Noise)
assert_type(changed, Graph)
assert_type(graph.nodes, Sequence[Node])
assert_type(graph.edges, Sequence[Edge])
assert_type(graph.to_dict(), dict[str, Any])
assert_type(batch, Batch)
assert_type(list(batch.sessions()), list[Session])

Graph("noise")  # wrong: text is no node
Graph([decode, noise])  # wrong: a list is no node
Graph(Noise)  # wrong: the class is no node
graph.add(noise.noise)  # wrong: an output is no node
graph.add("noise")  # wrong: text is no node
nothing = graph[0]  # wrong: a place is no key
latents = graph["denoise_latents"].latents  # wrong: only the class tells the type
graph[DenoiseLatents].step = 3  # wrong: no such input
graph[DenoiseLatents].noise = seed.value  # wrong: int to latents
graph.find("noise")  # wrong: text is no class
graph.substitute(noise)  # wrong: an argument is missing
graph.substitute(noise, "noise")  # wrong: text is no node
graph.merge("noise")  # wrong: text is no graph
graph.prune(7)  # wrong: a number is no node
graph.diff("noise")  # wrong: text is no graph
graph.nodes = []  # wrong: is only read
Graph.from_json(7)  # wrong: a number is no text
Graph.from_dict([1])  # wrong: a list is no object
Batch(decode)  # wrong: a node is no graph
Batch(graph, runs="2")  # wrong: text to int
Batch(graph, 2, "tests")  # wrong: origin is a keyword
Batch(graph, times=2)  # wrong: no such argument
batch.sweep(seed, value=3)  # wrong: one value is no list
batch.sweep(seed.value, value=[4])  # wrong: an output is no node
batch.sweep(7, value=[4])  # wrong: a number is no node
batch.sweeps(seed, value=[4])  # wrong: no such method

"""A graph of 3 nodes for InvokeAI."""

from invokegraph import Batch, Graph, InvokeAIClient
from nodes_catalog import ImageResize, Noise

noise = Noise(id="noise:aZ3", width=512)
noise.inputs.keep(seed="7", board=None)
image = ImageResize(id="resize:9k", width=640, height=noise.width)
image.inputs.keep(image=None)

# What no constructor says, as it was found.
rest = Graph.from_dict(
    {
        "id": "session-graph",
        "nodes": {"blur": {"id": "blurred", "type": "img_blur"}},
        "edges": [
            {
                "source": {"node_id": "blur", "field": "image"},
                "destination": {"node_id": "resize:9k", "field": "image"},
            },
            {
                "source": {"node_id": "gone", "field": "image"},
                "destination": {"node_id": "blur", "field": "image"},
            },
        ],
    },
)
graph = Graph(image)
graph = graph.merge(rest)

batch = Batch(graph)
batch.sweep(noise, height=[512, 640, 768])
# What no constructor says, as it was found.
batch = Batch.from_dict(
    {
        **batch.to_dict(),
        "origin": None,
        "workflow": {"name": "Seeds", "nodes": [], "edges": []},
    },
)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(batch, progress=True).save_images("out"):
            print(file)

"""A graph of 4 nodes for InvokeAI.

Left out of the workflow, for want of a place in a graph:

- the note 'Read me first': notes are for people who look at the workflow
- the note at Tone map: Brighter or darker.

  0 = as it is
  1 = \\x1b[7mwhite\\n
- Tone map.strength: the value 0.5, because a wire feeds the input
"""

from invokegraph import Graph, InvokeAIClient, Model, UnknownNode
from nodes_catalog import MainModelLoader, SaveImage

loader = MainModelLoader(
    id="6ef1c3f0-8d5e-4d0c-b9a4-0d2f6a1c7b11",
    model=Model("Dreamshaper 8", base="sd-1"),
)
# 'xy_grid' is not known here: it comes with the package 'grid_nodes'.
xy_grid = UnknownNode(
    "xy_grid",
    id="d9a1f7b2-3c44-4f0e-8a55-71a6f2f5c0aa",
    version="1.2.0",
    node_pack="grid_nodes",
)
xy_grid.inputs["columns"] = 3
xy_grid.inputs["labels"] = ["steps", "cfg scale", "seed"]
xy_grid.inputs["vae"] = loader.vae
# 'tone_map' is not known here.
tone_map = UnknownNode("tone_map", id="9b8c5f6a-77a8-4f5d-9d0f-55b1c0b6a7e3")
tone_map.inputs["image"] = xy_grid.output("image")
tone_map.inputs["curve from"] = {"shadows": 0.1, "highlights": 0.9}
image = SaveImage(
    id="b61f1d1e-5a0a-4cf4-a7e8-0b8f5a7a54f0",
    image=tone_map.output("image"),
)

graph = Graph(image)

if __name__ == "__main__":
    with InvokeAIClient.from_url("http://localhost:9090") as client:
        for file in client.run(graph, progress=True).save_images("out"):
            print(file)

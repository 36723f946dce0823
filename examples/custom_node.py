"""A pipeline with a node of your own, which the server has in its `nodes` folder.

The class says what the node takes and gives, as those of the catalog do; nothing has to be registered. Editors and
`problems()` then judge its wires and values like all others, and `client.check` whether the server has the node.

`python -m invokegraph.codegen --schema openapi.json --out my_nodes` writes such classes for all nodes of a server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invokegraph import Graph, Model, Node, out, port
from nodes_catalog import Compel, DenoiseLatents, LatentsToImage, MainModelLoader, Noise

if TYPE_CHECKING:
    from invokegraph.ports import FloatWire, In, InOut, Out, Output
    from nodes_catalog import ImageField


class Vignette(Node, type="vignette", version="1.0.0", category="image", node_pack="darkroom"):
    """Darken a picture towards its corners.

    Args:
        image: The picture.
        amount: How dark the corners get, from 0 to 1.
    """

    image: InOut[ImageField, ImageField, Output[ImageField]] = port(default=None, required=True)
    amount: In[float, FloatWire] = port(default=0.5, ge=0, le=1)
    width: Out[int] = out()
    height: Out[int] = out()


loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="a lighthouse", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=20,
)
decoded = LatentsToImage(latents=denoise.latents, vae=loader.vae, is_intermediate=True)
image = Vignette(image=decoded.image, amount=0.7)

graph = Graph(image)

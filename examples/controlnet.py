"""A picture whose composition follows the edges of another one, by a ControlNet.

The other one is drawn here, a white tower on black, so that the example needs no file. For a picture of your own, give
`edges` its name on the server: `CannyEdgeDetection(image=ImageField(image_name="..."))`.
"""

from __future__ import annotations

from invokegraph import Graph, Model
from nodes_catalog import (
    BlankImage,
    CannyEdgeDetection,
    ColorField,
    Compel,
    ControlNet,
    DenoiseLatents,
    ImagePaste,
    LatentsToImage,
    MainModelLoader,
    Noise,
)

# Everything but the last picture stays out of the gallery.
background = BlankImage(width=512, height=512, is_intermediate=True)
tower = BlankImage(width=96, height=320, color=ColorField(r=255, g=255, b=255, a=255), is_intermediate=True)
sketch = ImagePaste(base_image=background.image, image=tower.image, x=208, y=128, is_intermediate=True)

edges = CannyEdgeDetection(image=sketch.image, low_threshold=100, high_threshold=200, is_intermediate=True)
control = ControlNet(
    image=edges.image,
    control_model=Model(base="sd-1", type="controlnet"),
    control_weight=0.8,
    end_step_percent=0.7,  # the last steps are free to add details
)

loader = MainModelLoader(model=Model(base="sd-1", type="main"))
positive = Compel(id="positive", prompt="a lighthouse by the sea", clip=loader.clip)
negative = Compel(id="negative", prompt="blurry", clip=loader.clip)
noise = Noise(seed=7, width=512, height=512)
denoise = DenoiseLatents(
    unet=loader.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    control=control.control,
    steps=20,
)
image = LatentsToImage(latents=denoise.latents, vae=loader.vae)

graph = Graph(image)

"""Names that are not there, names that are only read, and arguments without a name."""

import nodes_catalog
from nodes_catalog import (
    ESRGAN,
    Add,
    BlankImage,
    CallSavedWorkflow,
    ColorMap,
    CV2Infill,
    DenoiseLatents,
    FaceMask,
    LatentsToImage,
    Noise,
    RangeOfSize,
    StringSplit,
    WorkflowReturn,
    WorkflowReturnValue,
)

noise = Noise()
picture = BlankImage(width=512, height=512)
denoise = DenoiseLatents(noise=noise.noise)
decode = LatentsToImage(latents=denoise.latents)
total = Add(a=1, b=2)
parts = StringSplit(string="a,b")
face = FaceMask(image=picture.image)
colours = ColorMap(image=picture.image)
counted = RangeOfSize(size=3)
result = WorkflowReturnValue(key="image", value=picture.image)
returned = WorkflowReturn(values=result.value)
returned.values = [result.value]
called = CallSavedWorkflow(workflow_id="w", workflow_inputs={"a": 1})
texts = {"seed": "7x"}
named = {noise: "noise", denoise: "denoise"}
nodes = {noise, denoise, decode}
names = {noise.noise, denoise.latents}
seed: object = noise.inputs["seed"]
noise.inputs["seed"] = 7
denoise.latents = denoise.outputs["latents"]
label: str = denoise.latents.name
same: bool = noise.noise == noise.noise


noise.sed = 7  # wrong: no such input
noise.latents = noise.noise  # wrong: no such input
size = noise.size  # wrong: no such output
Noise(sed=7)  # wrong: no such input
Noise(noise=noise.noise)  # wrong: an output is no argument
Noise(7)  # wrong: an argument without a name
Noise({"seed": 7})  # wrong: an argument without a name
Noise(**texts)  # wrong: text to int
image = denoise.image  # wrong: no such output
denoise.width = 512  # wrong: an output
denoise.node = noise  # wrong: no such input
decode.image = picture.image  # wrong: an output
decode.latents.value = 3  # wrong: an output has no such attribute
colour = picture.colour  # wrong: it is color
BlankImage(colour=None)  # wrong: it is color
third = parts.string_3  # wrong: no such output
wide = noise.width == 512  # wrong: an output is no number
total.a = noise.width + 8  # wrong: an output is no number
face.mask = face.mask  # wrong: an output
faces = face.masks  # wrong: no such output
colours.tilesize = 8  # wrong: it is tile_size
counted.stop = 3  # wrong: no such input
total.sum = 3  # wrong: no such input
CV2Infill(picture=picture.image)  # wrong: no such input
ESRGAN(model="RealESRGAN_x2plus.pth")  # wrong: no such input
returned.values = picture.image  # wrong: image to return values
called.workflow_id = ["w"]  # wrong: a list to one text
missing = nodes_catalog.Nois  # wrong: no such class
noise.noise.name = "other"  # wrong: is only read

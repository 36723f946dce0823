"""From a prompt to a picture: the main line of most programs."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    CLIPSkip,
    Collect,
    Compel,
    ConditioningField,
    DenoiseLatents,
    Float,
    Integer,
    LatentsField,
    LatentsToImage,
    LoRALoader,
    MainModelLoader,
    Noise,
    Scheduler,
    String,
)

model = MainModelLoader()
lora = LoRALoader(unet=model.unet, clip=model.clip, weight=0.6)
skip = CLIPSkip(clip=lora.clip, skipped_layers=1)
positive = Compel(prompt="a cat", clip=skip.clip)
negative = Compel(prompt="", clip=lora.clip)
seed = Integer(value=7)
noise = Noise(seed=seed.value, width=512)
denoise = DenoiseLatents(
    unet=lora.unet,
    positive_conditioning=positive.conditioning,
    negative_conditioning=negative.conditioning,
    noise=noise.noise,
    steps=30,
    cfg_scale=7,
)
denoise.latents = LatentsField(latents_name="x")
denoise.scheduler = "euler_a"
denoise.denoising_start = Float(value=0.3).value
denoise.denoising_start = seed.value
decode = LatentsToImage(latents=denoise.latents, vae=model.vae)
gathered = Collect(item=positive.conditioning)
denoise.positive_conditioning = gathered.collection
denoise.scheduler = Scheduler(scheduler="ddim").scheduler

# The type of what is read, also after something was assigned.
assert_type(denoise.latents, Output[LatentsField])
assert_type(noise.width, Output[int])
assert_type(noise.seed, int | Output[int] | Output[bool] | None)
assert_type(positive.conditioning, Output[ConditioningField])
assert_type(gathered, Collect[ConditioningField])
assert_type(gathered.collection, Output[list[ConditioningField]])

denoise.noise = model.clip  # wrong: clip to latents
DenoiseLatents(noise=model.clip)  # wrong: clip to latents
denoise.steps = "x"  # wrong: text to int
denoise.scheduler = "eulr"  # wrong: no such scheduler
denoise.positive_conditioning = noise.noise  # wrong: latents to conditioning
decode.latents = model.vae  # wrong: vae to latents
denoise.nois = noise.noise  # wrong: no such input
clop = model.clop  # wrong: no such output
LatentsToImage(latentz=denoise.latents)  # wrong: no such input
noise.noise = noise.noise  # wrong: an output
denoise.cfg_scale = seed.value  # wrong: the server refuses int to float | list[float]

# Values and wires of other kinds.
denoise.steps = 20
denoise.steps = seed.value
denoise.steps = None
denoise.cfg_scale = 7.5
denoise.cfg_scale = [7.5, 6.0, 4.5]
denoise.cfg_scale = Float(value=7.5).value
denoise.noise = None
denoise.hidiffusion = True
positive.prompt = String(value="a dog").value
positive.prompt = seed.value
decode.latents = denoise.latents

denoise.steps = Float(value=3.0).value  # wrong: float to int
denoise.steps = 7.5  # wrong: float to int
denoise.steps = [20, 30]  # wrong: a list to one int
denoise.cfg_scale = "7"  # wrong: text to float
denoise.hidiffusion = seed.value  # wrong: int to bool
denoise.hidiffusion = "yes"  # wrong: text to bool
denoise.unet = model  # wrong: a node is no output
denoise.noise = noise  # wrong: a node is no output
positive.clip = model.unet  # wrong: unet to clip
positive.prompt = ["a", "dog"]  # wrong: a list to one text
decode.vae = model.unet  # wrong: unet to vae
seed.value = String(value="7").value  # wrong: str to int

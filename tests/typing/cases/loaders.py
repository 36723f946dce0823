"""Loaders of models, LoRAs and what they hand on."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    CLIPField,
    CLIPSkip,
    Collect,
    Float,
    FreeU,
    Integer,
    LoRACollectionLoader,
    LoRAField,
    LoRALoader,
    LoRASelector,
    MainModelLoader,
    SDXLLoRALoader,
    SDXLModelLoader,
    SeamlessMode,
    UNetField,
    VAEField,
    VAELoader,
)

model = MainModelLoader()
sdxl = SDXLModelLoader()
vae = VAELoader()
lora = LoRALoader(unet=model.unet, clip=model.clip, weight=Float(value=0.5).value)
lora.weight = Integer(value=1).value
lora.weight = 1
second = SDXLLoRALoader(unet=sdxl.unet, clip=sdxl.clip, clip2=sdxl.clip2)
skip = CLIPSkip(clip=lora.clip, skipped_layers=Integer(value=2).value)
free = FreeU(unet=lora.unet, b1=1.2, s2=0.2)
seamless = SeamlessMode(unet=free.unet, vae=vae.vae, seamless_x=True)
first_choice = LoRASelector(weight=0.3)
other_choice = LoRASelector(weight=0.4)
many = LoRACollectionLoader(loras=first_choice.lora, unet=model.unet, clip=model.clip)
many.loras = [first_choice.lora, other_choice.lora]
many.loras = Collect(item=[first_choice.lora, other_choice.lora]).collection

assert_type(model.unet, Output[UNetField])
assert_type(sdxl.clip2, Output[CLIPField])
assert_type(lora.clip, Output[CLIPField])
assert_type(seamless.vae, Output[VAEField])
assert_type(first_choice.lora, Output[LoRAField])

lora.unet = model.clip  # wrong: clip to unet
lora.clip = model.vae  # wrong: vae to clip
lora.weight = "strong"  # wrong: text to float
skip.skipped_layers = 1.5  # wrong: float to int
second.clip2 = sdxl.unet  # wrong: unet to clip
second.clip3 = sdxl.clip2  # wrong: no such input
SDXLLoRALoader(clip1=sdxl.clip)  # wrong: no such input
free.b1 = [1.2]  # wrong: a list to one float
seamless.vae = sdxl.unet  # wrong: unet to vae
many.loras = lora.unet  # wrong: unet to LoRAs
many.loras = [first_choice.lora, model.unet]  # wrong: one of two is no LoRA
model.unet = model.unet  # wrong: an output
MainModelLoader(unet=model.unet)  # wrong: an output is no argument
refiner = model.refiner  # wrong: no such output

"""Naming models: `Model`, `ModelIdentifierField`, and wires of identifiers."""

from typing import assert_type

from invokegraph import Model, Output
from nodes_catalog import (
    ControlNet,
    Flux2KleinModelLoader,
    LoRALoader,
    MainModelLoader,
    MetadataToModel,
    ModelIdentifier,
    ModelIdentifierField,
    Sd3ModelLoader,
    SpandrelImageToImage,
    String,
    VAELoader,
)

identifier = ModelIdentifierField(key="k", hash="h", name="dreamshaper", base="sd-1", type="main")
by_name = Model("dreamshaper", base="sd-1")
loader = MainModelLoader(model=Model(base="sd-1", type="main"))
loader.model = identifier
loader.model = by_name
chosen = ModelIdentifier(model=by_name)
loader.model = chosen.model
upscale = SpandrelImageToImage(image_to_image_model=Model("4x"))
vae = VAELoader(vae_model=Model(hash="blake3:0"))
lora = LoRALoader(lora=chosen.model)
from_metadata = MetadataToModel(default_value=identifier)
loader.model = from_metadata.model
klein = Flux2KleinModelLoader(model=Model("klein"), vae_model=None)
large = Sd3ModelLoader(model=Model("sd3", base="sd-3"), vae_model=identifier)
large.vae_model = chosen.model
model_name: str | None = by_name.name

assert_type(chosen.model, Output[ModelIdentifierField])
assert_type(loader.model, Output[ModelIdentifierField])
assert_type(upscale.image_to_image_model, ModelIdentifierField | Model | Output[ModelIdentifierField] | None)

loader.model = "dreamshaper"  # wrong: text to model
MainModelLoader(model="dreamshaper")  # wrong: text to model
VAELoader(model=by_name)  # wrong: no such input
loader.model = String(value="dreamshaper").value  # wrong: str to model
loader.model = [by_name]  # wrong: a list to one model
loader.model = Model  # wrong: the class is no model
lora.lora = lora.unet  # wrong: unet to model
klein.model = chosen.model  # wrong: takes no wire
large.model = chosen.model  # wrong: takes no wire
Model(7)  # wrong: a number is no name
Model(base=1)  # wrong: a number is no family
Model(family="sd-1")  # wrong: no such argument
Model("a", "sd-1")  # wrong: base is a keyword
ModelIdentifierField(key="k")  # wrong: parts are missing
ModelIdentifierField(key="k", hash="h", name="n", base="sd-9", type="main")  # wrong: no such family
ControlNet(control_model=upscale.image)  # wrong: image to model
identifier.name = "other"  # wrong: a field model does not change

"""Metadata: written, read back, and kept with pictures."""

from typing import assert_type

from invokegraph import Model, Output
from nodes_catalog import (
    ControlField,
    CoreMetadata,
    DenoiseLatents,
    DenoiseLatentsMeta,
    Float,
    Image,
    ImageField,
    Integer,
    LatentsToImage,
    LoRASelector,
    MergeMetadata,
    Metadata,
    MetadataField,
    MetadataFromImage,
    MetadataItem,
    MetadataItemLinked,
    MetadataToControlnets,
    MetadataToFloat,
    MetadataToIntegerCollection,
    MetadataToLorasCollection,
    MetadataToScheduler,
    MetadataToVAE,
    Noise,
    SaveImage,
    SchedulerName,
    String,
)

noise = Noise()
photo = Image(image=ImageField(image_name="photo.png"))
core = CoreMetadata(positive_prompt="a cat", seed=noise.width, width=512, model=Model("dreamshaper"))
core.cfg_scale = 7.5
core.steps = None
core.generation_mode = "txt2img"
item = MetadataItem(label="mood", value="quiet")
item.value = Integer(value=3).value
item.value = {"any": ["thing"]}
linked = MetadataItemLinked(value=Float(value=7.5).value, label="cfg_scale", metadata=core.metadata)
pack = Metadata(items=item.item)
pack.items = [item.item, MetadataItem(label="light", value=1).item]
both = MergeMetadata(collection=[core.metadata, pack.metadata])
decode = LatentsToImage(metadata=both.metadata)
saved = SaveImage(image=decode.image, metadata=linked.metadata)
found = MetadataFromImage(image=photo.image)
scale = MetadataToFloat(default_value=7.5, label="cfg_scale", metadata=found.metadata)
sizes = MetadataToIntegerCollection(default_value=[512, 768], label="width")
scheduler = MetadataToScheduler(default_value="ddim", metadata=found.metadata)
denoise = DenoiseLatents(scheduler=scheduler.scheduler, cfg_scale=scale.value)
controls = MetadataToControlnets(metadata=found.metadata)
denoise.control = controls.control_list
meta = DenoiseLatentsMeta(noise=noise.noise, metadata=found.metadata)
loras = MetadataToLorasCollection(loras=LoRASelector().lora)
saved.metadata = meta.metadata
saved.metadata = MetadataField()

assert_type(core.metadata, Output[MetadataField])
assert_type(scheduler.scheduler, Output[SchedulerName])
assert_type(controls.control_list, Output[ControlField | list[ControlField]])

core.seed = "7"  # wrong: text to int
core.cfg_scale = Integer(value=7).value  # wrong: the server refuses int to float | None
core.model = "dreamshaper"  # wrong: text to model
core.generation_mode = "text2img"  # wrong: no such mode
core.positive_prompt = Integer(value=3).value  # wrong: an optional text takes str only
core.mood = "quiet"  # wrong: a checker knows the declared inputs only
pack.items = core.metadata  # wrong: metadata to items
pack.items = [item.item, core.metadata]  # wrong: one of two is no item
both.collection = core.metadata  # wrong: one to several
both.collection = [item.item]  # wrong: items to metadata
decode.metadata = item.item  # wrong: item to metadata
decode.metadata = "a cat"  # wrong: text to metadata
linked.label = "mood"  # wrong: no such label
linked.label = String(value="seed").value  # wrong: takes no wire
linked.custom_label = String(value="mood").value  # wrong: takes no wire
item.label = Integer(value=1).value  # wrong: a required text takes str only
found.image = core.metadata  # wrong: metadata to image
scale.default_value = Integer(value=7).value  # wrong: the server refuses int to float | None
sizes.default_value = [0.5]  # wrong: floats to ints
scheduler.default_value = "eulr"  # wrong: no such scheduler
denoise.ip_adapter = controls.control_list  # wrong: controls to IP adapters
meta.metadata = noise.noise  # wrong: latents to metadata
MetadataToVAE(default_value=loras.lora)  # wrong: LoRAs to vae
field = core.field  # wrong: no such output

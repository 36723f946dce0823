"""Lists: outputs that are lists, lists of outputs, and inputs that take one or many."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    BooleanCollection,
    Collect,
    Compel,
    ConditioningCollection,
    ConditioningField,
    DenoiseLatents,
    DynamicPrompt,
    Float,
    FloatBatch,
    FloatCollection,
    FluxKontextConcatenateImages,
    Image,
    ImageBatch,
    ImageCollection,
    ImageField,
    Integer,
    IntegerCollection,
    IntegerGenerator,
    IntegerGeneratorField,
    IPAdapter,
    LatentsCollection,
    Noise,
    RandomRange,
    Range,
    String,
    StringCollection,
)

one = Integer(value=1)
two = Integer(value=2)
half = Float(value=0.5)
word = String(value="cat")
photo = Image(image=ImageField(image_name="photo.png"))
noise = Noise()
prompt = Compel(prompt="a cat")
other = Compel(prompt="a dog")

whole = IntegerCollection(collection=[1, 2, 3])
whole.collection = Range(stop=5).collection
whole.collection = [one.value, two.value]
whole.collection = (one.value,)
whole.collection = RandomRange(size=3, seed=one.value).collection
whole.collection = []
floats = FloatCollection(collection=[0.5, 1])
floats.collection = [half.value, half.value]
flags = BooleanCollection(collection=[True, False])
words = StringCollection(collection=["a", "b"])
words.collection = DynamicPrompt(prompt="{a|b}").collection
words.collection = [word.value]
photos = ImageCollection(collection=[photo.image, photo.image])
photos.images = [ImageField(image_name="a.png")]
prompts = ConditioningCollection(collection=[prompt.conditioning, other.conditioning])
latents = LatentsCollection(collection=[noise.noise])
denoise = DenoiseLatents(positive_conditioning=[prompt.conditioning, other.conditioning])
denoise.positive_conditioning = prompts.collection
denoise.positive_conditioning = prompt.conditioning
denoise.negative_conditioning = (prompt.conditioning, other.conditioning)
denoise.cfg_scale = [half.value, half.value]
denoise.cfg_scale = floats.collection
adapter = IPAdapter(image=photos.collection)
joined = FluxKontextConcatenateImages(images=[photo.image, photo.image])
joined.images = photos.collection
numbers = [one.value, two.value]
whole.collection = numbers
generator = IntegerGenerator(generator=IntegerGeneratorField())
float_batch = FloatBatch(floats=[0.1, 0.2], batch_group_id="Group 1")
image_batch = ImageBatch(images=[ImageField(image_name="a.png")])

assert_type(whole.collection, Output[list[int]])
assert_type(photos.collection, Output[list[ImageField]])
assert_type(generator.integers, Output[list[int]])
assert_type(image_batch.image, Output[ImageField])
assert_type(Collect(item=[prompt.conditioning, other.conditioning]).collection, Output[list[ConditioningField]])

whole.collection = [0.5]  # wrong: floats to ints
whole.collection = ["a"]  # wrong: texts to ints
whole.collection = 3  # wrong: one int to ints
whole.collection = one.value  # wrong: one int to ints
whole.collection = [half.value]  # wrong: float outputs to ints
whole.collection = [one.value, word.value]  # wrong: one of two is a text
whole.collection = [one.value, 2]  # wrong: an output beside a value
whole.collection = [whole.collection]  # wrong: a list of lists to ints
whole.collection = floats.collection  # wrong: floats to ints
floats.collection = whole.collection  # wrong: the server refuses list[int] to list[float]
floats.collection = [one.value]  # wrong: int outputs to floats
flags.collection = [1.5]  # wrong: floats to truth values
words.collection = "cat"  # wrong: one text to texts
words.collection = word.value  # wrong: one text to texts
words.collection = whole.collection  # wrong: ints to texts
photos.collection = [noise.noise]  # wrong: latents to images
photos.collection = photo.image  # wrong: one image to images
prompts.collection = [prompt, other]  # wrong: nodes are no outputs
latents.collection = noise.noise  # wrong: one of latents to several
noise.seed = whole.collection  # wrong: ints to one int
noise.seed = [one.value, two.value]  # wrong: a list to one int
noise.seed = [1, 2]  # wrong: a list to one int
photo.image = photos.collection  # wrong: images to one image
prompt.prompt = words.collection  # wrong: texts to one text
denoise.noise = [noise.noise]  # wrong: a list to one of latents
denoise.noise = latents.collection  # wrong: a list to one of latents
denoise.positive_conditioning = [prompt.conditioning, noise.noise]  # wrong: one of two is latents
denoise.positive_conditioning = [prompts.collection]  # wrong: a list of lists
denoise.cfg_scale = whole.collection  # wrong: the server refuses list[int] to list[float]
denoise.cfg_scale = [one.value]  # wrong: int outputs to floats
adapter.image = whole.collection  # wrong: ints to images
joined.images = photo.image  # wrong: one image to images
generator.generator = "random"  # wrong: text to generator
generator.integers = [1, 2]  # wrong: an output
image_batch.images = ["a.png"]  # wrong: texts to images
float_batch.batch_group_id = "Group 9"  # wrong: no such group
float_batch.batch_group_id = word.value  # wrong: takes no wire

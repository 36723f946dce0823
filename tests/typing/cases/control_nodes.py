"""Loops and branches: Iterate, Collect and If hand on the type of what they are given."""

from typing import Any, assert_type

from invokegraph import Output
from nodes_catalog import (
    Boolean,
    Collect,
    Compel,
    ConditioningField,
    DenoiseLatents,
    DynamicPrompt,
    Float,
    If,
    Image,
    ImageCollection,
    ImageField,
    Integer,
    IntegerCollection,
    Iterate,
    LatentsField,
    Noise,
    Scheduler,
    SchedulerName,
    String,
    WorkflowReturnGet,
)

prompt = Compel(prompt="a")
other = Compel(prompt="b")
noise = Noise()
ints = IntegerCollection(collection=[1])
branch = If(condition=True, true_input=prompt.conditioning, false_input=prompt.conditioning)
denoise = DenoiseLatents(positive_conditioning=branch.value)
loop = Iterate(collection=ints.collection)
noise.seed = loop.item
noise.seed = loop.index
noise.seed = loop.total

assert_type(branch, If[ConditioningField])
assert_type(branch.value, Output[ConditioningField])
assert_type(loop.item, Output[int])
assert_type(loop.total, Output[int])
assert_type(denoise.steps, int | Output[int] | Output[bool] | None)

If(condition=True, true_input=prompt.conditioning, false_input=noise.noise)  # wrong: two types
DenoiseLatents(noise=branch.value)  # wrong: conditioning to latents

# Loops.
words = Iterate(collection=DynamicPrompt(prompt="{a|b}").collection)
prompt.prompt = words.item
prompt.prompt = words.index
several = Iterate(collection=[Integer(value=1).value, Integer(value=2).value])
noise.width = several.item
pictures = Iterate(collection=ImageCollection(images=[ImageField(image_name="a.png")]).collection)
picture = Image(image=pictures.item)
loop.collection = ints.collection
empty = Iterate[str]()
empty.collection = DynamicPrompt(prompt="{a|b}").collection

assert_type(words.item, Output[str])
assert_type(several.item, Output[int])
assert_type(pictures.item, Output[ImageField])
assert_type(empty.item, Output[str])

noise.seed = words.item  # wrong: str to int
picture.image = loop.item  # wrong: int to image
denoise.cfg_scale = loop.item  # wrong: the server refuses int to float | list[float]
Iterate(collection=Integer(value=1).value)  # wrong: one int to a list
Iterate(collection=[1, 2])  # wrong: takes no value
Iterate(collection=[Integer(value=1).value, String(value="a").value])  # wrong: two types
Iterate(items=ints.collection)  # wrong: no such input
loop.collection = DynamicPrompt(prompt="{a|b}").collection  # wrong: texts to a loop over ints
loop.item = loop.item  # wrong: an output
loop.index = "first"  # wrong: text to int
position = loop.position  # wrong: no such output

# Gathering.
gathered = Collect(item=prompt.conditioning)
gathered.item = [prompt.conditioning, other.conditioning]
chained = Collect(item=other.conditioning, collection=gathered.collection)
denoise.positive_conditioning = chained.collection
numbers = Collect(item=loop.item)
nested = Collect(item=numbers.collection)
empty_list = Collect[LatentsField]()
empty_list.item = noise.noise

assert_type(gathered, Collect[ConditioningField])
assert_type(chained.collection, Output[list[ConditioningField]])
assert_type(numbers.collection, Output[list[int]])
assert_type(nested.collection, Output[list[list[int]]])

gathered.item = noise.noise  # wrong: latents to conditionings
gathered.item = [prompt.conditioning, noise.noise]  # wrong: one of two is latents
gathered.collection = prompt.conditioning  # wrong: one conditioning to a list
gathered.collection = ints.collection  # wrong: ints to conditionings
Collect(item=3)  # wrong: takes no value
Collect(item=[Integer(value=1).value, String(value="a").value])  # wrong: two types
Collect(item=[prompt, other])  # wrong: nodes are no outputs
Collect(item=other.conditioning, collection=ints.collection)  # wrong: two types
Collect(items=prompt.conditioning)  # wrong: no such input
denoise.cfg_scale = numbers.collection  # wrong: the server refuses list[int] to list[float]
denoise.noise = empty_list.collection  # wrong: a list to one of latents

# Branches.
chosen = If(true_input=Float(value=0.5).value, false_input=Float(value=1.5).value)
chosen.condition = Boolean(value=True).value
denoise.cfg_scale = chosen.value
style = If(condition=False, true_input=Scheduler(scheduler="ddim").scheduler, false_input=Scheduler().scheduler)
denoise.scheduler = style.value
half_open = If(true_input=noise.noise)
denoise.noise = half_open.value
half_open.false_input = noise.noise
later = If[int](condition=True)
later.true_input = loop.item
answer = WorkflowReturnGet(key="k")
denoise.steps = answer.value
prompt.prompt = answer.value

assert_type(chosen.value, Output[float])
assert_type(style.value, Output[SchedulerName])
assert_type(half_open.value, Output[LatentsField])
assert_type(later.value, Output[int])
assert_type(answer.value, Output[Any])

noise.seed = chosen.value  # wrong: float to int
chosen.true_input = loop.item  # wrong: int in a choice of floats
chosen.true_input = 0.5  # wrong: takes no value
chosen.condition = loop.item  # wrong: int to bool
chosen.condition = "yes"  # wrong: text to bool
half_open.false_input = prompt.conditioning  # wrong: conditioning in a choice of latents
later.true_input = words.item  # wrong: str in a choice of ints
branch.value = prompt.conditioning  # wrong: an output
If(when=True)  # wrong: no such input

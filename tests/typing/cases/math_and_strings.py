"""Numbers and texts: which of them turn into which, as the server has it."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    Add,
    Boolean,
    Compel,
    DynamicPrompt,
    Float,
    FloatLinearRange,
    FloatMath,
    FloatToInteger,
    Integer,
    IntegerMath,
    PromptTemplate,
    RandomInt,
    Round,
    String,
    StringJoin,
    StringReplace,
    StringSplit,
    StylePresetField,
    WanVideoDenoise,
)

yes = Boolean(value=True)
seven = Integer(value=7)
half = Float(value=0.5)
word = String(value="cat")
total = Add(a=seven.value, b=3)
total.b = yes.value
product = FloatMath(operation="MUL", a=half.value, b=seven.value)
product.a = 2
power = IntegerMath(operation="EXP", a=total.value)
whole = FloatToInteger(value=product.value, multiple=8, method="Floor")
total.a = whole.value
rounded = Round(value=half.value, decimals=1)
steps = FloatLinearRange(start=0, stop=seven.value, steps=5)
dice = RandomInt(low=0, high=10)
sentence = StringJoin(string_left="a ", string_right=word.value)
sentence.string_left = seven.value
sentence.string_left = half.value
changed = StringReplace(string=sentence.value, search_string="cat", replace_string="dog", use_regex=yes.value)
halves = StringSplit(string=changed.value, delimiter=",")
prompts = DynamicPrompt(prompt=halves.string_1, max_prompts=4)
template = PromptTemplate(style_preset=StylePresetField(style_preset_id="s"), positive_prompt=word.value)
encoded = Compel(prompt=template.positive_prompt)
seven.value = dice.value

assert_type(seven.value, Output[int])
assert_type(product.value, Output[float])
assert_type(whole.value, Output[int])
assert_type(rounded.value, Output[float])
assert_type(prompts.collection, Output[list[str]])
assert_type(steps.collection, Output[list[float]])
assert_type(Add().a, int | Output[int] | Output[bool] | None)
assert_type(changed.string, str | Output[str] | Output[int] | Output[float] | None)

total.a = half.value  # wrong: float to int
total.a = word.value  # wrong: str to int
total.a = 0.5  # wrong: float to int
total.a = "7"  # wrong: text to int
total.value = 7  # wrong: an output
product.a = word.value  # wrong: str to float
product.a = yes.value  # wrong: the server refuses bool to float
product.a = "2"  # wrong: text to float
product.operation = "POW"  # wrong: no such operation
product.operation = word.value  # wrong: any text to one of nine
power.operation = "SQRT"  # wrong: an operation of floats only
whole.method = "Up"  # wrong: no such method
Round(ndigits=2)  # wrong: no such input
steps.steps = half.value  # wrong: float to int
dice.low = 0.5  # wrong: float to int
sentence.string_left = yes.value  # wrong: the server refuses bool to str
sentence.string_left = 7  # wrong: int to text
sentence.string_left = prompts.collection  # wrong: a list to one text
sentence.string_middle = "big"  # wrong: no such input
changed.use_regex = "yes"  # wrong: text to bool
changed.use_regex = seven.value  # wrong: int to bool
prompts.prompt = seven.value  # wrong: a required text takes str only
prompts.max_prompts = word.value  # wrong: str to int
template.style_preset = "s"  # wrong: text to style preset
encoded.prompt = prompts.collection  # wrong: a list to one text
encoded.prompt = 3.5  # wrong: float to text
third = halves.string_3  # wrong: no such output
yes.value = seven.value  # wrong: int to bool
seven.value = seven  # wrong: a node is no output
WanVideoDenoise(guidance_scale_low_noise=seven.value)  # wrong: the server refuses int to float | None

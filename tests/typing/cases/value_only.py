"""Inputs that take values but no wires, and what every node has."""

from typing import assert_type

from invokegraph import Model
from nodes_catalog import (
    AnimaModelLoader,
    BoardField,
    Boolean,
    CanvasOutput,
    ImageGenerator,
    ImageGeneratorField,
    LatentsToImage,
    MergeTilesToImage,
    MetadataToInteger,
    ModelIdentifier,
    Noise,
    SaveImage,
    String,
    StringBatch,
)

yes = Boolean(value=True)
word = String(value="b")
chosen = ModelIdentifier(model=Model("anima"))
noise = Noise(id="the_noise", is_intermediate=True, use_cache=False)
noise.id = "noise"
noise.id = None
noise.is_intermediate = False
noise.use_cache = None
decode = LatentsToImage(board=BoardField(board_id="b"))
decode.board = None
saved = SaveImage(use_cache=True)
canvas = CanvasOutput(is_intermediate=False)
tiles = MergeTilesToImage(blend_mode="Seam")
label = MetadataToInteger(default_value=1, label="seed", custom_label="my seed")
anima = AnimaModelLoader(model=Model("anima"), vae_model=Model("vae"), qwen3_encoder_model=Model("qwen"))
batch = StringBatch(strings=["a", "b"], batch_group_id="Group 2")
generator = ImageGenerator(generator=ImageGeneratorField())

assert_type(noise.id, None)
assert_type(decode.board, None)
assert_type(canvas.is_intermediate, bool | None)
assert_type(saved.use_cache, bool | None)

noise.is_intermediate = yes.value  # wrong: takes no wire
noise.is_intermediate = "no"  # wrong: text to bool
noise.use_cache = yes.value  # wrong: takes no wire
Noise(use_cache=yes.value)  # wrong: takes no wire
noise.id = 7  # wrong: number to id
noise.id = word.value  # wrong: takes no wire
Noise(id=7)  # wrong: number to id
noise.type = "noise"  # wrong: belongs to the class
noise.inputs = {}  # wrong: is only read
decode.board = "b"  # wrong: text to board
decode.board = word.value  # wrong: takes no wire
saved.is_intermediate = saved.image  # wrong: takes no wire
canvas.board = BoardField(board_id="b")  # wrong: no such input
tiles.blend_mode = word.value  # wrong: takes no wire
tiles.blend_mode = "Round"  # wrong: no such mode
label.label = word.value  # wrong: takes no wire
label.custom_label = word.value  # wrong: takes no wire
anima.model = chosen.model  # wrong: takes no wire
AnimaModelLoader(vae_model=chosen.model)  # wrong: takes no wire
batch.batch_group_id = word.value  # wrong: takes no wire
generator.generator = [ImageGeneratorField()]  # wrong: a list to one generator

"""Masks are of three kinds: pictures, tensors, and what denoising takes."""

from typing import assert_type

from invokegraph import Output
from nodes_catalog import (
    AlphaMaskToTensor,
    Color,
    Compel,
    CreateDenoiseMask,
    CreateGradientMask,
    DenoiseLatents,
    DenoiseMaskField,
    ExpandMaskWithFade,
    GetMaskBoundingBox,
    Image,
    ImageField,
    ImageMaskToTensor,
    Integer,
    InvertTensorMask,
    MainModelLoader,
    MaskCombine,
    MaskFromID,
    MaskTensorToImage,
    RectangleMask,
    TensorField,
)

photo = Image(image=ImageField(image_name="photo.png"))
model = MainModelLoader()
alpha = AlphaMaskToTensor(image=photo.image, invert=True)
tensor = ImageMaskToTensor(image=photo.image, cutoff=Integer(value=128).value)
inverted = InvertTensorMask(mask=alpha.mask)
rectangle = RectangleMask(width=photo.width, height=64, x_left=0, y_top=0, rectangle_width=8, rectangle_height=8)
prompt = Compel(prompt="a hat", clip=model.clip, mask=rectangle.mask)
drawn = MaskTensorToImage(mask=inverted.mask)
both = MaskCombine(mask1=drawn.image, mask2=photo.image)
by_colour = MaskFromID(image=photo.image, color=Color().color)
box = GetMaskBoundingBox(mask=both.image)
faded = ExpandMaskWithFade(mask=both.image, fade_size_px=8)
gradient = CreateGradientMask(mask=both.image, unet=model.unet, vae=model.vae, coherence_mode="Staged")
plain = CreateDenoiseMask(mask=both.image, vae=model.vae)
denoise = DenoiseLatents(denoise_mask=gradient.denoise_mask)
denoise.denoise_mask = plain.denoise_mask
denoise.denoise_mask = DenoiseMaskField(mask_name="m")
both.mask2 = gradient.expanded_mask_area

assert_type(alpha.mask, Output[TensorField])
assert_type(drawn.image, Output[ImageField])
assert_type(gradient.denoise_mask, Output[DenoiseMaskField])

prompt.mask = photo.image  # wrong: image to tensor
drawn.mask = photo.image  # wrong: image to tensor
both.mask1 = rectangle.mask  # wrong: tensor to image
inverted.mask = plain.denoise_mask  # wrong: denoise mask to tensor
denoise.denoise_mask = both.image  # wrong: image to denoise mask
denoise.denoise_mask = tensor.mask  # wrong: tensor to denoise mask
denoise.denoise_mask = gradient.expanded_mask_area  # wrong: image to denoise mask
gradient.coherence_mode = "Gaussian"  # wrong: no such mode
gradient.unet = model.vae  # wrong: vae to unet
alpha.invert = photo.width  # wrong: int to bool
rectangle.x_left = "left"  # wrong: text to int
by_colour.color = ImageField(image_name="c.png")  # wrong: image to colour
box.bounding_box = box.bounding_box  # wrong: an output
faded.threshold = box.bounding_box  # wrong: box to int
MaskCombine(mask3=photo.image)  # wrong: no such input

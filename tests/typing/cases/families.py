"""Flux, SD3, CogView4, Qwen, Wan and other families, each with types of its own."""

from typing import assert_type

from invokegraph import Model, Output
from nodes_catalog import (
    CogView4Denoise,
    CogView4ModelLoader,
    CogView4TextEncoder,
    Collect,
    Float,
    Flux2Denoise,
    Flux2KleinModelLoader,
    Flux2KleinTextEncoder,
    FluxConditioningField,
    FluxControlNet,
    FluxDenoise,
    FluxKontext,
    FluxModelLoader,
    FluxRedux,
    FluxTextEncoder,
    FluxVaeDecode,
    Image,
    Integer,
    Noise,
    QwenImageDenoise,
    QwenImageModelLoader,
    QwenImageTextEncoder,
    Scheduler,
    SD3Denoise,
    SD3LatentsToImage,
    Sd3ModelLoader,
    Sd3TextEncoder,
    String,
    T5EncoderField,
    TransformerField,
    WanDenoise,
    WanModelLoader,
    WanTextEncoder,
    ZImageTextEncoder,
)

flux = FluxModelLoader(model=Model("flux"))
text = FluxTextEncoder(clip=flux.clip, t5_encoder=flux.t5_encoder, prompt="a cat", t5_max_seq_len=256)
text.t5_max_seq_len = flux.max_seq_len
other_text = FluxTextEncoder(clip=flux.clip, t5_encoder=flux.t5_encoder, prompt=String(value="a dog").value)
photo = Image()
flux_denoise = FluxDenoise(transformer=flux.transformer, positive_text_conditioning=text.conditioning)
flux_denoise.positive_text_conditioning = [text.conditioning, other_text.conditioning]
flux_denoise.redux_conditioning = FluxRedux(image=photo.image).redux_cond
flux_denoise.kontext_conditioning = [FluxKontext(image=photo.image).kontext_cond]
flux_denoise.control = FluxControlNet(image=photo.image, instantx_control_mode=None).control
flux_denoise.scheduler = "heun"
flux_denoise.dype_scale = Float(value=2.0).value
flux_denoise.guidance = Integer(value=3).value
picture = FluxVaeDecode(latents=flux_denoise.latents, vae=flux.vae)
klein = Flux2KleinModelLoader(model=Model("klein"), max_seq_len=256)
klein_text = Flux2KleinTextEncoder(qwen3_encoder=klein.qwen3_encoder, max_seq_len=klein.max_seq_len)
flux2_denoise = Flux2Denoise(positive_text_conditioning=klein_text.conditioning, vae=klein.vae)
flux2_denoise.positive_text_conditioning = Collect(item=text.conditioning).collection
sd3 = Sd3ModelLoader(model=Model("sd3"))
sd3_text = Sd3TextEncoder(clip_l=sd3.clip_l, clip_g=sd3.clip_g, t5_encoder=sd3.t5_encoder, prompt="a cat")
sd3_denoise = SD3Denoise(transformer=sd3.transformer, positive_conditioning=sd3_text.conditioning, cfg_scale=[3.5])
sd3_picture = SD3LatentsToImage(latents=sd3_denoise.latents, vae=sd3.vae)
cogview = CogView4ModelLoader(model=Model("cogview"))
cogview_text = CogView4TextEncoder(glm_encoder=cogview.glm_encoder, prompt="a cat")
cogview_denoise = CogView4Denoise(positive_conditioning=cogview_text.conditioning, width=1024)
qwen = QwenImageModelLoader(model=Model("qwen"))
qwen_text = QwenImageTextEncoder(qwen_vl_encoder=qwen.qwen_vl_encoder, reference_images=[photo.image])
qwen_denoise = QwenImageDenoise(transformer=qwen.transformer, positive_conditioning=qwen_text.conditioning)
wan = WanModelLoader(model=Model("wan"))
wan_text = WanTextEncoder(wan_t5_encoder=wan.wan_t5_encoder, prompt="waves")
wan_denoise = WanDenoise(transformer=wan.transformer, positive_conditioning=wan_text.conditioning)

assert_type(flux.transformer, Output[TransformerField])
assert_type(flux.t5_encoder, Output[T5EncoderField])
assert_type(klein_text.conditioning, Output[FluxConditioningField])

text.t5_encoder = flux.clip  # wrong: clip to T5 encoder
text.t5_max_seq_len = 128  # wrong: 256 or 512
text.t5_max_seq_len = Integer(value=256).value  # wrong: any int to 256 or 512
text.prompt = Integer(value=3).value  # wrong: a required text takes str only
flux_denoise.transformer = wan.transformer  # wrong: a Wan transformer
flux_denoise.positive_text_conditioning = sd3_text.conditioning  # wrong: SD3 conditioning
flux_denoise.positive_text_conditioning = [text.conditioning, sd3_text.conditioning]  # wrong: one of two is SD3's
flux_denoise.dype_scale = Integer(value=2).value  # wrong: the server refuses int to float | None
flux_denoise.scheduler = "ddim"  # wrong: none of Flux's
flux_denoise.scheduler = Scheduler(scheduler="euler").scheduler  # wrong: any scheduler to one of three
flux_denoise.cfg_scale = flux.max_seq_len  # wrong: int to float
flux_denoise.steps = 20  # wrong: the input is num_steps
flux_denoise.fill_conditioning = FluxRedux().redux_cond  # wrong: redux to fill
flux2_denoise.negative_text_conditioning = [text.conditioning]  # wrong: a list to one conditioning
klein_text.qwen3_encoder = qwen.qwen_vl_encoder  # wrong: another encoder
sd3_text.clip_l = sd3.t5_encoder  # wrong: T5 encoder to clip
sd3_denoise.positive_conditioning = [sd3_text.conditioning]  # wrong: a list to one conditioning
sd3_denoise.negative_conditioning = text.conditioning  # wrong: Flux conditioning
SD3Denoise(unet=sd3.transformer)  # wrong: the input is transformer
cogview_denoise.positive_conditioning = qwen_text.conditioning  # wrong: Qwen conditioning
qwen_denoise.transformer = photo.image  # wrong: image to transformer
qwen_text.reference_images = photo.image.name  # wrong: text to images
wan_denoise.ref_image = photo.image  # wrong: an image that is not encoded
ZImageTextEncoder(qwen3_encoder=wan.wan_t5_encoder)  # wrong: another encoder
Noise(noise_type="Flux")  # wrong: it is FLUX
size = picture.size  # wrong: no such output

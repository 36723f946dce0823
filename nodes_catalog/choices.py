# Generated from the schema of InvokeAI 6.14.2 by `python -m invokegraph.codegen`: do not edit.

"""The enumerations that inputs and outputs take their values from."""

from typing import Literal, TypeAlias

AnimaSchedulerName: TypeAlias = Literal["euler", "heun", "dpmpp_2m", "dpmpp_2m_sde", "er_sde", "lcm"]
BatchGroup: TypeAlias = Literal["None", "Group 1", "Group 2", "Group 3", "Group 4", "Group 5"]
BlankImageMode: TypeAlias = Literal["RGB", "RGBA"]
BlendColorSpace: TypeAlias = Literal[
    "RGB",
    "Linear RGB",
    "HSL (RGB)",
    "HSV (RGB)",
    "Okhsl",
    "Okhsv",
    "Oklch (Oklab)",
    "LCh (CIELab)",
]
BlendMode: TypeAlias = Literal[
    "Normal",
    "Lighten Only",
    "Darken Only",
    "Lighten Only (EAL)",
    "Darken Only (EAL)",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
    "Linear Dodge (Add)",
    "Subtract",
    "Multiply",
    "Divide",
    "Screen",
    "Overlay",
    "Linear Burn",
    "Difference",
    "Hard Light",
    "Soft Light",
    "Vivid Light",
    "Linear Light",
    "Color Burn",
    "Color Dodge",
]
BlurType: TypeAlias = Literal["gaussian", "box"]
BoolMetadataLabel: TypeAlias = Literal["* CUSTOM LABEL *", "seamless_x", "seamless_y"]
BorderMode: TypeAlias = Literal["none", "seamless", "mirror", "replicate"]
CLIPVisionModel: TypeAlias = Literal["ViT-H", "ViT-G", "ViT-L"]
CoherenceMode: TypeAlias = Literal["Gaussian Blur", "Box Blur", "Staged"]
ColorChannel: TypeAlias = Literal[
    "Red (RGBA)",
    "Green (RGBA)",
    "Blue (RGBA)",
    "Alpha (RGBA)",
    "Cyan (CMYK)",
    "Magenta (CMYK)",
    "Yellow (CMYK)",
    "Black (CMYK)",
    "Hue (HSV)",
    "Saturation (HSV)",
    "Value (HSV)",
    "Luminosity (LAB)",
    "A (LAB)",
    "B (LAB)",
    "Y (YCbCr)",
    "Cb (YCbCr)",
    "Cr (YCbCr)",
]
ColorCompensation: TypeAlias = Literal["None", "SDXL"]
ColorCorrectSpace: TypeAlias = Literal["RGB", "YCbCr", "YCbCr-Chroma", "YCbCr-Luma"]
ControlMode: TypeAlias = Literal["balanced", "more_prompt", "more_control", "unbalanced"]
DepthAnythingSize: TypeAlias = Literal["large", "base", "small", "small_v2"]
DilateErodeMode: TypeAlias = Literal["Dilate", "Erode"]
DimensionRounding: TypeAlias = Literal["nearest", "floor", "ceiling"]
DownsamplingFunction: TypeAlias = Literal["nearest", "bilinear", "bicubic", "area", "nearest-exact"]
DyPEPreset: TypeAlias = Literal["off", "manual", "auto", "area", "4k"]
ESRGANModelName: TypeAlias = Literal[
    "RealESRGAN_x4plus.pth",
    "RealESRGAN_x4plus_anime_6B.pth",
    "ESRGAN_SRx4_DF2KOST_official-ff704c30.pth",
    "RealESRGAN_x2plus.pth",
]
ExternalGenerationMode: TypeAlias = Literal["txt2img", "img2img", "inpaint"]
FloatMetadataLabel: TypeAlias = Literal["* CUSTOM LABEL *", "cfg_scale", "cfg_rescale_multiplier", "guidance"]
FloatOperation: TypeAlias = Literal["ADD", "SUB", "MUL", "DIV", "EXP", "ABS", "SQRT", "MIN", "MAX"]
FlowSchedulerName: TypeAlias = Literal["euler", "heun", "lcm"]
GenerationMode: TypeAlias = Literal[
    "txt2img",
    "img2img",
    "inpaint",
    "outpaint",
    "sdxl_txt2img",
    "sdxl_img2img",
    "sdxl_inpaint",
    "sdxl_outpaint",
    "flux_txt2img",
    "flux_img2img",
    "flux_inpaint",
    "flux_outpaint",
    "flux2_txt2img",
    "flux2_img2img",
    "flux2_inpaint",
    "flux2_outpaint",
    "sd3_txt2img",
    "sd3_img2img",
    "sd3_inpaint",
    "sd3_outpaint",
    "cogview4_txt2img",
    "cogview4_img2img",
    "cogview4_inpaint",
    "cogview4_outpaint",
    "z_image_txt2img",
    "z_image_img2img",
    "z_image_inpaint",
    "z_image_outpaint",
    "ernie_image_txt2img",
    "ideogram4_txt2img",
    "qwen_image_txt2img",
    "qwen_image_img2img",
    "qwen_image_inpaint",
    "qwen_image_outpaint",
    "anima_txt2img",
    "anima_img2img",
    "anima_inpaint",
    "anima_outpaint",
    "krea2_txt2img",
    "krea2_img2img",
    "krea2_inpaint",
    "krea2_outpaint",
    "wan_txt2img",
    "wan_img2img",
    "wan_inpaint",
    "wan_outpaint",
    "wan_i2v",
]
GroundingDinoModel: TypeAlias = Literal["grounding-dino-tiny", "grounding-dino-base"]
HueColorSpace: TypeAlias = Literal[
    "HSV / HSL / RGB",
    "Okhsl",
    "Okhsv",
    "*Oklch / Oklab",
    "*LCh / CIELab",
    "*UPLab (w/CIELab_to_UPLab.icc)",
]
Ideogram4SamplerPreset: TypeAlias = Literal["V4_QUALITY_48", "V4_DEFAULT_20", "V4_TURBO_12"]
ImageFileFormat: TypeAlias = Literal["png", "jpg", "webp"]
ImageMode: TypeAlias = Literal["L", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "HSV", "I", "F"]
ImageNoiseType: TypeAlias = Literal["gaussian", "salt_and_pepper"]
IntegerMetadataLabel: TypeAlias = Literal[
    "* CUSTOM LABEL *",
    "width",
    "height",
    "seed",
    "steps",
    "clip_skip",
    "cfg_scale_start_step",
    "cfg_scale_end_step",
]
IntegerOperation: TypeAlias = Literal["ADD", "SUB", "MUL", "DIV", "EXP", "MOD", "ABS", "MIN", "MAX"]
IPAdapterMethod: TypeAlias = Literal["full", "style", "composition", "style_strong", "style_precise"]
LatentsResizeMode: TypeAlias = Literal["nearest", "linear", "bilinear", "bicubic", "trilinear", "area", "nearest-exact"]
MaskFilter: TypeAlias = Literal["all", "largest", "highest_box_score"]
MaxSequenceLength: TypeAlias = Literal[256, 512]
MetadataLabel: TypeAlias = Literal[
    "* CUSTOM LABEL *",
    "positive_prompt",
    "positive_style_prompt",
    "negative_prompt",
    "negative_style_prompt",
    "width",
    "height",
    "seed",
    "cfg_scale",
    "cfg_rescale_multiplier",
    "steps",
    "scheduler",
    "clip_skip",
    "model",
    "vae",
    "seamless_x",
    "seamless_y",
    "guidance",
    "cfg_scale_start_step",
    "cfg_scale_end_step",
]
ModelBase: TypeAlias = Literal[
    "any",
    "sd-1",
    "sd-2",
    "sd-3",
    "sdxl",
    "sdxl-refiner",
    "flux",
    "flux2",
    "cogview4",
    "z-image",
    "ernie-image",
    "ideogram-4",
    "external",
    "qwen-image",
    "anima",
    "krea-2",
    "wan",
    "unknown",
]
ModelMetadataLabel: TypeAlias = Literal["* CUSTOM LABEL *", "model"]
ModelType: TypeAlias = Literal[
    "onnx",
    "main",
    "vae",
    "lora",
    "control_lora",
    "controlnet",
    "embedding",
    "ip_adapter",
    "clip_vision",
    "clip_embed",
    "t2i_adapter",
    "t5_encoder",
    "qwen3_encoder",
    "qwen_vl_encoder",
    "qwen3_vl_encoder",
    "mistral_encoder",
    "wan_t5_encoder",
    "gemma2_encoder",
    "spandrel_image_to_image",
    "siglip",
    "flux_redux",
    "llava_onevision",
    "prompt_enhancer",
    "text_llm",
    "external_image_generator",
    "pid_decoder",
    "unknown",
]
NoiseType: TypeAlias = Literal["SD", "FLUX", "FLUX.2", "SD3", "CogView4", "Z-Image", "Anima"]
OpenAIBackground: TypeAlias = Literal["auto", "transparent", "opaque"]
OpenAIInputFidelity: TypeAlias = Literal["low", "high"]
OpenAIQuality: TypeAlias = Literal["auto", "high", "medium", "low"]
QuantizationMode: TypeAlias = Literal["none", "int8", "nf4"]
ResampleMode: TypeAlias = Literal["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]
ResizeMode: TypeAlias = Literal["just_resize", "crop_resize", "fill_resize", "just_resize_simple"]
RGBAChannel: TypeAlias = Literal["A", "R", "G", "B"]
RoundingMethod: TypeAlias = Literal["Nearest", "Floor", "Ceiling", "Truncate"]
SAMPointLabel: TypeAlias = Literal[-1, 0, 1]
SchedulerMetadataLabel: TypeAlias = Literal["* CUSTOM LABEL *", "scheduler"]
SchedulerName: TypeAlias = Literal[
    "ddim",
    "ddpm",
    "deis",
    "deis_k",
    "lms",
    "lms_k",
    "pndm",
    "heun",
    "heun_k",
    "euler",
    "euler_k",
    "euler_a",
    "kdpm_2",
    "kdpm_2_k",
    "kdpm_2_a",
    "kdpm_2_a_k",
    "dpmpp_2s",
    "dpmpp_2s_k",
    "dpmpp_2m",
    "dpmpp_2m_k",
    "dpmpp_2m_sde",
    "dpmpp_2m_sde_k",
    "dpmpp_3m",
    "dpmpp_3m_k",
    "dpmpp_sde",
    "dpmpp_sde_k",
    "er_sde",
    "unipc",
    "unipc_k",
    "lcm",
    "tcd",
]
SegmentAnythingModel: TypeAlias = Literal[
    "segment-anything-base",
    "segment-anything-large",
    "segment-anything-huge",
    "segment-anything-2-tiny",
    "segment-anything-2-small",
    "segment-anything-2-base",
    "segment-anything-2-large",
]
StringMetadataLabel: TypeAlias = Literal[
    "* CUSTOM LABEL *",
    "positive_prompt",
    "positive_style_prompt",
    "negative_prompt",
    "negative_style_prompt",
]
StyleReferenceFit: TypeAlias = Literal["crop", "contain", "stretch"]
StyleReferenceValueMode: TypeAlias = Literal[
    "target",
    "raw_reference",
    "ref_mean",
    "target_adain",
    "target_adain_plus_ref",
]
SubModelType: TypeAlias = Literal[
    "unet",
    "transformer",
    "transformer_2",
    "text_encoder",
    "text_encoder_2",
    "text_encoder_3",
    "tokenizer",
    "tokenizer_2",
    "tokenizer_3",
    "pe",
    "pe_tokenizer",
    "vae",
    "vae_decoder",
    "vae_encoder",
    "scheduler",
    "safety_checker",
]
ThinkingLevel: TypeAlias = Literal["minimal", "high"]
TileBlendMode: TypeAlias = Literal["Linear", "Seam"]
VAEMetadataLabel: TypeAlias = Literal["* CUSTOM LABEL *", "vae"]
VideoResolution: TypeAlias = Literal["480p", "720p", "1080p"]
VideoTransition: TypeAlias = Literal["cut", "crossfade", "fade_through_black"]
WanLoRATarget: TypeAlias = Literal["auto", "both", "high", "low"]

"""What is known of InvokeAI and stands in no schema: good names, the generic nodes, and rules of field models."""

from __future__ import annotations

from typing import Final

CONTROL: Final = {"collect": "Collect", "if": "If", "iterate": "Iterate"}
"""Type ids whose classes are generic and written by hand, in the module `control` of the catalog."""

# Field models for which the server has rules that no schema shows; each rule needs the parts named with it.
FIELD_RULES: Final = {
    "HasCorners": ({"BoundingBoxField"}, {"x_min", "x_max", "y_min", "y_max"}),
    "HasBox": ({"Ideogram4Region"}, {"bbox"}),
    "HasControlWeight": ({"ControlField", "FluxControlNetField"}, {"control_weight"}),
    "HasWeight": ({"IPAdapterField", "T2IAdapterField"}, {"weight"}),
    "HasSteps": (
        {"ControlField", "FluxControlNetField", "IPAdapterField", "T2IAdapterField"},
        {"begin_step_percent", "end_step_percent"},
    ),
}

# The field that an enumeration has its name from: its values may change with the server's version, the name stays.
CHOICE_NAMES: Final = {
    "SchedulerName": ("denoise_latents", "scheduler"),
    "FlowSchedulerName": ("flux_denoise", "scheduler"),
    "AnimaSchedulerName": ("anima_denoise", "scheduler"),
    "GenerationMode": ("core_metadata", "generation_mode"),
    "ExternalGenerationMode": ("openai_image_generation", "mode"),
    "BlankImageMode": ("blank_image", "mode"),
    "ColorCorrectSpace": ("color_correct", "colorspace"),
    "ControlMode": ("controlnet", "control_mode"),
    "ResizeMode": ("controlnet", "resize_mode"),
    "CoherenceMode": ("create_gradient_mask", "coherence_mode"),
    "DepthAnythingSize": ("depth_anything_depth_estimation", "model_size"),
    "ESRGANModelName": ("esrgan", "model_name"),
    "BatchGroup": ("image_batch", "batch_group_id"),
    "FloatOperation": ("float_math", "operation"),
    "IntegerOperation": ("integer_math", "operation"),
    "RoundingMethod": ("float_to_int", "method"),
    "MaxSequenceLength": ("flux_text_encoder", "t5_max_seq_len"),
    "DyPEPreset": ("flux_denoise", "dype_preset"),
    "DownsamplingFunction": ("flux_redux", "downsampling_function"),
    "ThinkingLevel": ("gemini_image_generation", "thinking_level"),
    "GroundingDinoModel": ("grounding_dino", "model"),
    "CLIPVisionModel": ("ip_adapter", "clip_vision_model"),
    "IPAdapterMethod": ("ip_adapter", "method"),
    "Ideogram4SamplerPreset": ("ideogram4_denoise", "sampler_preset"),
    "BlurType": ("img_blur", "blur_type"),
    "RGBAChannel": ("img_chan", "channel"),
    "ColorChannel": ("img_channel_offset", "channel"),
    "ImageMode": ("img_conv", "mode"),
    "ImageNoiseType": ("img_noise", "noise_type"),
    "NoiseType": ("noise", "noise_type"),
    "ResampleMode": ("img_resize", "resample_mode"),
    "ColorCompensation": ("i2l", "color_compensation"),
    "HueColorSpace": ("invokeai_img_hue_adjust_plus", "space"),
    "BlendMode": ("invokeai_img_blend", "blend_mode"),
    "BlendColorSpace": ("invokeai_img_blend", "color_space"),
    "DilateErodeMode": ("invokeai_img_dilate_erode", "mode"),
    "StyleReferenceFit": ("krea2_style_reference", "fit"),
    "StyleReferenceValueMode": ("krea2_style_reference", "value_mode"),
    "TileBlendMode": ("merge_tiles_to_image", "blend_mode"),
    "MetadataLabel": ("metadata_item_linked", "label"),
    "BoolMetadataLabel": ("metadata_to_bool", "label"),
    "FloatMetadataLabel": ("metadata_to_float", "label"),
    "IntegerMetadataLabel": ("metadata_to_integer", "label"),
    "ModelMetadataLabel": ("metadata_to_model", "label"),
    "SchedulerMetadataLabel": ("metadata_to_scheduler", "label"),
    "StringMetadataLabel": ("metadata_to_string", "label"),
    "VAEMetadataLabel": ("metadata_to_vae", "label"),
    "OpenAIBackground": ("openai_image_generation", "background"),
    "OpenAIInputFidelity": ("openai_image_generation", "input_fidelity"),
    "OpenAIQuality": ("openai_image_generation", "quality"),
    "BorderMode": ("pbr_maps", "border_mode"),
    "QuantizationMode": ("qwen_image_text_encoder", "quantization"),
    "LatentsResizeMode": ("lresize", "mode"),
    "ImageFileFormat": ("save_image_to_file", "file_format"),
    "MaskFilter": ("segment_anything", "mask_filter"),
    "SegmentAnythingModel": ("segment_anything", "model"),
    "VideoTransition": ("video_concat", "transition"),
    "DimensionRounding": ("wan_i2v_ideal_dimensions", "rounding"),
    "VideoResolution": ("wan_i2v_ideal_dimensions", "target_resolution"),
    "WanLoRATarget": ("wan_lora_loader", "target"),
}
SCHEMA_CHOICE_NAMES: Final = {"BaseModelType": "ModelBase"}

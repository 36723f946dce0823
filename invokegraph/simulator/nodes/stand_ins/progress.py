"""What the nodes of models say that they do, in the server's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call

_MESSAGES: Final = {
    "compel": "Building conditioning",
    "sdxl_compel_prompt": "Building conditioning",
    "sdxl_refiner_compel_prompt": "Building conditioning",
    "flux_text_encoder": "Running T5 encoder",
    "sd3_text_encoder": "Running CLIP encoder",
    "cogview4_text_encoder": "Running GLM text encoder",
    "z_image_text_encoder": "Running Qwen3 text encoder",
    "qwen_image_text_encoder": "Running Qwen2.5-VL text/vision encoder",
    "krea2_text_encoder": "Running Qwen3-VL text encoder",
    "ideogram4_text_encoder": "Running Qwen3-VL text encoder",
    "wan_text_encoder": "Running UMT5-XXL text encoder",
    "anima_text_encoder": "Running Qwen3 0.6B text encoder",
    "flux2_dev_text_encoder": "Running Mistral text encoder (FLUX.2 [dev])",
    "flux2_klein_text_encoder": "Running Qwen3 text encoder (Klein)",
    "l2i": "Running VAE decoder",
    "anima_l2i": "Running Anima VAE decode",
    "wan_l2i": "Running Wan VAE decode",
    "wan_l2v": "Running Wan VAE decode (video)",
    "i2l": "Running VAE encoder",
    "wan_i2l": "Running Wan VAE encode",
    "flux2_vae_encode": "Running VAE Encode",
}


def tell(call: Call) -> None:
    """Tell what a node does, if the server's own says so before it begins."""
    if call.type in _MESSAGES:
        call.progress(_MESSAGES[call.type], None)

"""What language models make of prompts and of pictures: texts that say they are simulated."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from invokegraph.simulator.access import check_image_is_seen
from invokegraph.simulator.answers import UNPROCESSABLE, Refused
from invokegraph.simulator.expected import parsed
from invokegraph.simulator.nodes.handles import digest

if TYPE_CHECKING:
    from invokegraph.simulator.answers import Question
    from invokegraph.simulator.api import Routes
    from invokegraph.simulator.node_types import JSON
    from invokegraph.simulator.state import State

_MOST_WORDS_OF_A_PICTURE: Final = 400
_KINDS: Final = {"text_llm": "TextLLM", "llava_onevision": "LLaVA OneVision"}
"""What refusals call the kinds of models that answer."""
_NAMES: Final = {
    "onnx": "ONNX",
    "main": "Main",
    "vae": "VAE",
    "lora": "LoRA",
    "control_lora": "ControlLoRa",
    "controlnet": "ControlNet",
    "embedding": "TextualInversion",
    "ip_adapter": "IPAdapter",
    "clip_vision": "CLIPVision",
    "clip_embed": "CLIPEmbed",
    "t2i_adapter": "T2IAdapter",
    "t5_encoder": "T5Encoder",
    "qwen3_encoder": "Qwen3Encoder",
    "qwen_vl_encoder": "QwenVLEncoder",
    "qwen3_vl_encoder": "Qwen3VLEncoder",
    "mistral_encoder": "MistralEncoder",
    "wan_t5_encoder": "WanT5Encoder",
    "gemma2_encoder": "Gemma2Encoder",
    "spandrel_image_to_image": "SpandrelImageToImage",
    "siglip": "SigLIP",
    "flux_redux": "FluxRedux",
    "llava_onevision": "LlavaOnevision",
    "prompt_enhancer": "PromptEnhancer",
    "text_llm": "TextLLM",
    "external_image_generator": "ExternalImageGenerator",
    "pid_decoder": "PiDDecoder",
    "unknown": "Unknown",
}
"""What the server calls the kinds of models within."""


def expand_prompt(state: State, question: Question) -> JSON:
    """A longer prompt; the same one for the same question."""
    asked = parsed("ExpandPromptRequest", question.fields())
    task = _Task(state, question, asked["task_id"])
    task.load(asked["model_key"], "text_llm")
    mark = digest([asked[name] for name in ("prompt", "model_key", "max_tokens", "system_prompt", "seed")])
    expanded = f"SIMULATED answer {mark[:8]} to: {asked['prompt']}"
    task.complete(expanded, asked["max_tokens"])
    seed = int(mark[:8], 16) if asked["seed"] is None else asked["seed"]
    return {"expanded_prompt": expanded, "seed": seed, "error": None}


def image_to_prompt(state: State, question: Question) -> JSON:
    """A prompt for a picture; the same one for the same question."""
    asked = parsed("ImageToPromptRequest", question.fields())
    name = asked["image_name"]
    check_image_is_seen(state, question.caller, name)
    task = _Task(state, question, asked["task_id"])
    task.load(asked["model_key"], "llava_onevision")
    file = state.pictures.file(name)
    if file is None:
        raise task.failed(500, "Image record not found")
    mark = digest([sha256(file).hexdigest(), asked["model_key"], asked["instruction"]])
    prompt = f"SIMULATED answer {mark[:8]} to: {asked['instruction']}"
    task.complete(prompt, _MOST_WORDS_OF_A_PICTURE)
    return {"prompt": prompt, "error": None}


class _Task:
    """What whoever asks is told of while a model answers, if they gave it an id.

    Args:
        state: What the server holds.
        question: The request.
        task_id: The id.
    """

    def __init__(self, state: State, question: Question, task_id: str | None) -> None:
        self._state = state
        self._about: JSON = {"task_id": task_id, "user_id": question.caller.user_id}

    def load(self, key: str, kind: str) -> None:
        """Begin with a model.

        Raises:
            Refused: There is none, or it is of another kind.
        """
        model = self._state.models.get(key)
        if model is None:
            raise self.failed(404, f"Model '{key}' not found", "Model not found")
        if model["type"] != kind:
            name = _NAMES[model["type"]]
            raise self.failed(UNPROCESSABLE, f"Model '{key}' is not a {_KINDS[kind]} model (got ModelType.{name})")
        self._tell("progress", phase="loading_model", message="Loading model", **_COUNTS)

    def complete(self, answer: str, most: int) -> None:
        """End with an answer of at most so many words."""
        words = min(len(answer.split()), most)
        counts = {"percentage": words / most, "current_tokens": words, "total_tokens": most}
        self._tell("progress", phase="generating", message="Generating", **counts)
        self._tell("complete")

    def failed(self, status: int, said: str, told: str | None = None) -> Refused:
        """The refusal to raise, which whoever listens is told of first."""
        self._tell("error", error=told or said)
        return Refused(status, said, wrapped=True)

    def _tell(self, what: str, **more: object) -> None:
        if self._about["task_id"] is not None:
            self._state.events.emit(f"llm_task_{what}", {**self._about, **more})


_COUNTS: Final = dict.fromkeys(("percentage", "current_tokens", "total_tokens"))
_AT: Final = "/api/v1/utilities"
ROUTES: Final[Routes] = [
    ("POST", f"{_AT}/expand-prompt", expand_prompt),
    ("POST", f"{_AT}/image-to-prompt", image_to_prompt),
]

"""Style presets, prompts and client state on a running server."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from PIL import Image

from invokegraph.transport import InvokeAIClient, NotFound, RequestRefused

from .pictures import png

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import StylePreset

pytestmark = pytest.mark.live


@pytest.fixture
def preset(client: InvokeAIClient) -> Iterator[StylePreset]:
    preset = client.style_preset_repo.create_style_preset("ink ☂", "ink drawing, {prompt}", "colour", image=png(64, 64))
    yield preset
    client.style_preset_repo.delete_style_preset(preset.id)


def test_a_style_preset(client: InvokeAIClient, preset: StylePreset) -> None:
    presets = client.style_preset_repo
    assert (preset.name, preset.type) == ("ink ☂", "user")
    assert preset.apply("a lighthouse", "blurry") == ("ink drawing, a lighthouse", "colour, blurry")
    assert preset.id in [other.id for other in presets.list_style_presets()]
    picture = presets.get_style_preset_image(preset.id)
    changed = presets.update_style_preset(preset.id, negative_prompt="grey", is_public=True)
    assert (changed.name, changed.positive_prompt, changed.negative_prompt, changed.is_public) == (
        "ink ☂",
        "ink drawing, {prompt}",
        "grey",
        True,
    )
    assert presets.get_style_preset(preset.id).negative_prompt == "grey"
    kept = presets.get_style_preset_image(preset.id)
    assert Image.open(io.BytesIO(kept)).size == Image.open(io.BytesIO(picture)).size
    presets.update_style_preset(preset.id, name="other", image=png(32, 32))
    plain = presets.create_style_preset("plain", "{prompt}")
    assert plain["image"] is None
    assert presets.update_style_preset(plain.id, name="plainer").name == "plainer"
    presets.delete_style_preset(plain.id)
    with pytest.raises(NotFound, match="Style preset not found"):
        presets.get_style_preset(plain.id)


def test_style_presets_as_csv(alone: InvokeAIClient) -> None:
    presets = alone.style_preset_repo
    presets.import_style_presets("name,prompt,negative_prompt\nink,{prompt} in ink ☂,colour\n")
    assert "ink,{prompt} in ink ☂,colour" in presets.export_style_presets()
    with pytest.raises(RequestRefused, match="400"):
        presets.import_style_presets("title\nink\n")


def test_dynamic_prompts(client: InvokeAIClient) -> None:
    expand = client.prompt_repo.expand_dynamic_prompt
    assert expand("a {red|green} {house|tree}") == ["a red house", "a red tree", "a green house", "a green tree"]
    assert len(expand("{a|b|c|d}", max_prompts=2)) == 2
    assert expand("{a|b|c|d}", combinatorial=False, seed=3, max_prompts=3) == expand(
        "{a|b|c|d}", combinatorial=False, seed=3, max_prompts=3
    )
    with pytest.raises(RequestRefused, match="cannot be read"):
        expand("{a|b")


def test_system_prompts(client: InvokeAIClient) -> None:
    prompts = client.prompt_repo
    made = prompts.create_system_prompt("mine ☂", "Expand the prompt.")
    assert prompts.get_system_prompt(made.id).content == "Expand the prompt."
    changed = prompts.update_system_prompt(made.id, content="Shorten the prompt.")
    assert (changed.name, changed.content) == ("mine ☂", "Shorten the prompt.")
    assert made.id in [prompt.id for prompt in prompts.list_system_prompts()]
    prompts.delete_system_prompt(made.id)
    with pytest.raises(NotFound, match="System prompt not found"):
        prompts.get_system_prompt(made.id)


def test_fonts(client: InvokeAIClient) -> None:
    assert isinstance(client.prompt_repo.list_fonts(), list)


def test_client_state(client: InvokeAIClient) -> None:
    state, prefix = client.client_state_repo, f"test-{uuid4().hex}"
    key = f"{prefix}/a key & more ☂"
    assert state.get_value(key) is None
    state.set_value(key, 'a "text" ☂')
    assert state.get_value(key) == 'a "text" ☂'
    assert state.list_keys(prefix) == [key]
    state.delete_value(key)
    assert state.list_keys(prefix) == []


def test_all_client_state_can_be_forgotten(alone: InvokeAIClient) -> None:
    alone.client_state_repo.set_value("a", "1")
    alone.client_state_repo.delete_all()
    assert alone.client_state_repo.list_keys() == []

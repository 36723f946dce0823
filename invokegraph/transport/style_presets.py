"""The style presets of a server: prompts with a place for what the user writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import opened
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Repository, given, part
from invokegraph.transport.uploads import file_part

if TYPE_CHECKING:
    from invokegraph.transport.uploads import FilePart, Uploadable

PresetType = Literal["user", "default"]


class StylePreset(Record):
    """A style preset as the server lists it. Whatever else the server says is there too: `preset.is_public`."""

    __slots__ = ()

    @property
    def id(self) -> str:
        """The server's name for it."""
        return self._text("id")

    @property
    def name(self) -> str:
        """Its name; not necessarily unique."""
        return self._text("name")

    @property
    def positive_prompt(self) -> str:
        """What the picture should show; `{prompt}` stands for what the user writes."""
        return self._prompt("positive_prompt")

    @property
    def negative_prompt(self) -> str:
        """What it should not show."""
        return self._prompt("negative_prompt")

    def apply(self, prompt: str, negative_prompt: str = "") -> tuple[str, str]:
        """The positive and the negative prompt that it makes of those of a user.

        Example:
            >>> preset = StylePreset({"preset_data": {"positive_prompt": "ink, {prompt}", "negative_prompt": "colour"}})
            >>> preset.apply("a lighthouse")
            ('ink, a lighthouse', 'colour')
        """
        return _applied(self.positive_prompt, prompt), _applied(self.negative_prompt, negative_prompt)

    def _prompt(self, name: str) -> str:
        return str(mapping(self._data.get("preset_data")).get(name) or "")


class StylePresetRepository(Repository):
    """The style presets of a server; reach it as `client.style_preset_repo`."""

    def list_style_presets(self) -> list[StylePreset]:
        """The style presets that this user sees."""
        return [StylePreset(preset) for preset in self._objects("GET", "/style_presets/")]

    def get_style_preset(self, preset_id: str) -> StylePreset:
        """One style preset."""
        return StylePreset(self._object("GET", f"/style_presets/i/{part(preset_id)}"))

    def create_style_preset(
        self,
        name: str,
        positive_prompt: str,
        negative_prompt: str = "",
        *,
        type: PresetType = "user",
        is_public: bool = False,
        image: Uploadable | None = None,
    ) -> StylePreset:
        """Make a style preset.

        Args:
            name: Its name.
            positive_prompt: What pictures should show, with `{prompt}` for what the user writes.
            negative_prompt: What they should not show.
            type: `"default"` only for administrators: nobody else can change it.
            is_public: Whether the other users of the server see it.
            image: A picture for the GUI: a path, bytes, an open file, or a Pillow image.
        """
        data = {
            "name": name,
            "positive_prompt": positive_prompt,
            "negative_prompt": negative_prompt,
            "type": type,
            "is_public": is_public,
        }
        return self._send("POST", "/style_presets/", data, None if image is None else file_part(image))

    def update_style_preset(
        self,
        preset_id: str,
        *,
        name: str | None = None,
        positive_prompt: str | None = None,
        negative_prompt: str | None = None,
        is_public: bool | None = None,
        image: Uploadable | None = None,
    ) -> StylePreset:
        """Change a style preset; what is left out stays, its picture too.

        Args:
            preset_id: The style preset.
            name: A new name.
            positive_prompt: What pictures should show.
            negative_prompt: What they should not show.
            is_public: Whether the other users of the server see it.
            image: A new picture.
        """
        preset = self.get_style_preset(preset_id)
        data = {
            "name": preset.name,
            "positive_prompt": preset.positive_prompt,
            "negative_prompt": preset.negative_prompt,
            "type": preset["type"],
            "is_public": preset.get("is_public", False),
        }
        changes = {
            "name": name,
            "positive_prompt": positive_prompt,
            "negative_prompt": negative_prompt,
            "is_public": is_public,
        }
        picture: FilePart | None = None
        if image is not None:
            picture = file_part(image)
        elif preset.get("image") is not None:  # the server would take it away where none is sent
            picture = file_part(self.get_style_preset_image(preset_id))
        return self._send("PATCH", f"/style_presets/i/{part(preset_id)}", {**data, **given(changes)}, picture)

    def delete_style_preset(self, preset_id: str) -> None:
        """Delete a style preset for good."""
        self._http.request("DELETE", f"/style_presets/i/{part(preset_id)}")

    def get_style_preset_image(self, preset_id: str) -> bytes:
        """The picture that the GUI shows for a style preset."""
        with opened(self._http, f"/style_presets/i/{part(preset_id)}/image") as response:
            return b"".join(chunks(response))

    def export_style_presets(self) -> str:
        """All presets of users as CSV text with the columns name, prompt and negative_prompt. For administrators."""
        return self._http.request("GET", "/style_presets/export").content.decode("utf-8")

    def import_style_presets(self, csv: str) -> None:
        """Make style presets of CSV text with the columns name, prompt and negative_prompt. For administrators."""
        files = {"file": ("style_presets.csv", csv.encode("utf-8"), "text/csv")}
        self._http.request("POST", "/style_presets/import", files=files)

    def _send(self, method: str, endpoint: str, data: dict[str, Any], image: FilePart | None) -> StylePreset:
        # A part without a file name, so that it is a multipart request without a picture too.
        files: dict[str, Any] = {"data": (None, json.dumps(data)), **given({"image": image})}
        return StylePreset(self._object(method, endpoint, files=files))


def _applied(template: str, prompt: str) -> str:
    if "{prompt}" in template:
        return template.replace("{prompt}", prompt)
    return ", ".join(text for text in (template, prompt) if text)

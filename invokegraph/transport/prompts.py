"""What a server does with prompts: variants of one, and instructions for language models."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from invokegraph.transport.errors import RequestRefused, readable
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Repository, given, part

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class PromptRepository(Repository):
    """What a server does with prompts; reach it as `client.prompt_repo`."""

    def expand_dynamic_prompt(
        self, prompt: str, *, max_prompts: int = 100, combinatorial: bool = True, seed: int | None = None
    ) -> list[str]:
        """The prompts that a dynamic prompt such as `"a {red|green} house"` stands for.

        Args:
            prompt: The dynamic prompt.
            max_prompts: How many to make at most.
            combinatorial: Whether all combinations are made in order, rather than some at random.
            seed: For the random ones, to get the same again.

        Raises:
            RequestRefused: It cannot be read.

        Example:
            >>> client.prompt_repo.expand_dynamic_prompt("a {red|green} house")  # doctest: +SKIP
            ['a red house', 'a green house']
        """
        body = {"prompt": prompt, "max_prompts": max_prompts, "combinatorial": combinatorial, "seed": seed}
        response = self._http.request("POST", "/utilities/dynamicprompts", json=given(body))
        answer: Mapping[str, Any] = mapping(json.loads(response.content))
        if error := answer.get("error"):  # with status 200, and the prompt as it was
            detail = readable(str(error))
            raise RequestRefused(f"the dynamic prompt cannot be read: {detail}", detail=detail, response=response)
        return [str(text) for text in answer.get("prompts") or ()]

    def list_system_prompts(self) -> list[Record]:
        """The instructions for language models that this user sees."""
        return [Record(prompt) for prompt in self._objects("GET", "/system_prompts/")]

    def get_system_prompt(self, prompt_id: str) -> Record:
        """One of them."""
        return Record(self._object("GET", f"/system_prompts/i/{part(prompt_id)}"))

    def create_system_prompt(self, name: str, content: str) -> Record:
        """Make one."""
        return Record(self._object("POST", "/system_prompts/", json={"name": name, "content": content}))

    def update_system_prompt(
        self, prompt_id: str, *, name: str | None = None, content: str | None = None, is_public: bool | None = None
    ) -> Record:
        """Change one; what is left out stays as it is."""
        changes = given({"name": name, "content": content, "is_public": is_public})
        return Record(self._object("PATCH", f"/system_prompts/i/{part(prompt_id)}", json=changes))

    def delete_system_prompt(self, prompt_id: str) -> None:
        """Delete one for good."""
        self._http.request("DELETE", f"/system_prompts/i/{part(prompt_id)}")

    def list_fonts(self) -> list[Record]:
        """The fonts that lie in the server's folder of fonts."""
        return [Record(mapping(font)) for font in self._list_in("GET", "/utilities/fonts", "fonts")]

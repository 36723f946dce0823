"""The workflows that a server keeps."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal

from invokegraph.errors import FormatError
from invokegraph.transport.answers import chunks
from invokegraph.transport.downloads import opened
from invokegraph.transport.errors import NotFound, UnexpectedAnswer, WorkflowNotFound
from invokegraph.transport.record import Record, mapping
from invokegraph.transport.repository import Page, Repository, given, listed, ordering, part
from invokegraph.transport.uploads import file_part
from invokegraph.words import brief, did_you_mean, shorten
from invokegraph.words import listed as listed_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from invokegraph.transport.client import InvokeAIClient
    from invokegraph.transport.http import Http
    from invokegraph.transport.uploads import Uploadable
    from invokegraph.transport.workflow_handle import WorkflowHandle
    from invokegraph.workflow import WorkflowDefinition

WorkflowCategory = Literal["user", "default"]
WorkflowOrder = Literal["name", "created_at", "updated_at", "opened_at", "is_public"]

_MOST_PAGES: Final = 1000


class WorkflowRecord(Record):
    """A workflow as the server lists it. Whatever else the server says is there too: `workflow.description`."""

    __slots__ = ()

    @property
    def workflow_id(self) -> str:
        """The server's name for it."""
        return self._text("workflow_id")

    @property
    def name(self) -> str:
        """Its name; not necessarily unique."""
        return self._text("name")

    def definition(self) -> WorkflowDefinition:
        """The workflow itself. `record.to_dict()["workflow"]` is its JSON, just as the server keeps it.

        Raises:
            FormatError: It is no workflow that can be read; or the record is of a list, which leaves the workflow out.
        """
        from invokegraph.workflow import WorkflowDefinition

        if "workflow" not in self:
            raise FormatError("a list leaves the workflows themselves out: get_workflow(record.workflow_id) has one")
        return WorkflowDefinition.from_dict(mapping(self.to_dict()["workflow"]))


class WorkflowRepository(Repository):
    """A server's library of workflows; reach it as `client.workflow_repo`."""

    def __init__(self, client: InvokeAIClient, http: Http) -> None:
        super().__init__(http)
        self._client = client

    def create_workflow(self, definition: WorkflowDefinition) -> WorkflowHandle:
        """A workflow whose inputs can be set and which can be run; see `WorkflowHandle`.

        Nothing is sent; `save_workflow` puts a workflow into the library.

        Args:
            definition: The workflow. The handle has a copy of its own.

        Example:
            >>> definition = WorkflowDefinition.from_file("sdxl.json")  # doctest: +SKIP
            >>> workflow = client.workflow_repo.create_workflow(definition)  # doctest: +SKIP
            >>> workflow.set_input_value("Positive Prompt", "a lighthouse")  # doctest: +SKIP
            >>> workflow.run().images()  # doctest: +SKIP
            [<Picture 4b9932af-….png 1024x1024 of l2i, session 1>]
        """
        from invokegraph.transport.workflow_handle import WorkflowHandle
        from invokegraph.workflow import WorkflowDefinition

        if not isinstance(definition, WorkflowDefinition):  # pyright: ignore[reportUnnecessaryIsInstance] - callers may be untyped
            raise TypeError(
                f"a WorkflowDefinition is needed, not {shorten(definition)}: WorkflowDefinition.from_file or "
                "from_dict makes one, and record.definition() does"
            )
        return WorkflowHandle(self._client, definition.copy())

    def find_workflow(self, id_or_name: str) -> WorkflowRecord:
        """One workflow by its id, or by its exact name.

        Raises:
            WorkflowNotFound: None has this name, or more than one has; the message lists these.
        """
        with suppress(NotFound, FormatError):  # first, so that no name takes the place of an id
            return self.get_workflow(id_or_name)
        with suppress(NotFound, FormatError):
            named = [each for each in self.all_workflows(query=id_or_name) if each.name == id_or_name]
            if len(named) > 1:
                raise WorkflowNotFound(_told_apart(id_or_name, named), named)
            if named:
                return self.get_workflow(named[0].workflow_id)
        known = [brief(each.name, 80) for each in self.all_workflows()]
        hint = did_you_mean(id_or_name, known) or f"there are: {listed_words(known) or 'none'}"
        raise WorkflowNotFound(f"no workflow on the server has the id or name {shorten(id_or_name)}; {hint}", [])

    def all_workflows(
        self, *, categories: WorkflowCategory | Iterable[WorkflowCategory] | None = None, query: str | None = None
    ) -> Iterator[WorkflowRecord]:
        """All workflows by name, without their nodes and wires, page by page.

        Args:
            categories: `"user"` or `"default"`; both if left out.
            query: Only workflows that hold this text in their name, description or tags.

        Raises:
            UnexpectedAnswer: The list does not end.
        """
        wanted = categories if categories is None or isinstance(categories, str) else list(categories)
        for number in range(_MOST_PAGES):
            page = self.list_workflows(page=number, categories=wanted, query=query)
            yield from page
            if not page or not page.has_more:
                return
        raise UnexpectedAnswer(f"GET /workflows/: the list does not end within {_MOST_PAGES} pages")

    def list_workflows(
        self,
        *,
        page: int = 0,
        per_page: int = 100,
        categories: WorkflowCategory | Iterable[WorkflowCategory] | None = None,
        tags: str | Iterable[str] | None = None,
        query: str | None = None,
        order_by: WorkflowOrder = "name",
        descending: bool = False,
        **filters: bool,
    ) -> Page[WorkflowRecord]:
        """Some of the workflows, without their nodes and wires.

        Args:
            page: Which page, counted from 0.
            per_page: How many to list at most.
            categories: `"user"` or `"default"`; both if left out.
            tags: Only workflows with one of these tags.
            query: Only workflows that hold this text in their name, description or tags.
            order_by: What to sort by.
            descending: Whether the last comes first.
            **filters: `has_been_opened`, `is_public`, `callable` (by another one): True for only those, False for the
                others.

        Example:
            >>> [workflow.name for workflow in client.workflow_repo.list_workflows(tags="sdxl")]  # doctest: +SKIP
            ['SDXL Text to Image']
        """
        if unknown := filters.keys() - {"has_been_opened", "is_public", "callable"}:
            raise TypeError(f"there is no filter {min(unknown)!r}, but has_been_opened, is_public, callable")
        params = {
            "page": page,
            "per_page": per_page,
            "categories": _several(categories),
            "tags": _several(tags),
            "query": query,
            "order_by": order_by,
            "direction": ordering(descending=descending),
            **filters,
        }
        items, total = self._page("/workflows/", given(params))
        return Page(map(WorkflowRecord, items), total=total, offset=page * per_page)

    def get_workflow(self, workflow_id: str) -> WorkflowRecord:
        """One workflow, by its id; `find_workflow` finds it by its name as well."""
        return WorkflowRecord(self._object("GET", f"/workflows/i/{part(workflow_id)}"))

    def save_workflow(self, definition: WorkflowDefinition | Mapping[str, Any]) -> WorkflowRecord:
        """Put a workflow among the server's, as a new one of its user.

        Args:
            definition: The workflow: with its values as they are, but without sweeps; or its JSON, as the GUI saves it
                to a file and as `graph.to_workflow()` gives it. The server checks nothing in it but its heading.

        Raises:
            RequestRefused: The heading is not complete.
        """
        body = {key: value for key, value in _of_user(definition).items() if key != "id"}
        return WorkflowRecord(self._object("POST", "/workflows/", json={"workflow": body}))

    def update_workflow(self, workflow_id: str, definition: WorkflowDefinition | Mapping[str, Any]) -> WorkflowRecord:
        """Replace a workflow by another version.

        Args:
            workflow_id: The workflow, whatever id stands in the definition.
            definition: The workflow, as for `save_workflow`.
        """
        # The server goes by the id in the body, and never looks at the one in the path.
        body = {"workflow": {**_of_user(definition), "id": workflow_id}}
        return WorkflowRecord(self._object("PATCH", f"/workflows/i/{part(workflow_id)}", json=body))

    def delete_workflow(self, workflow_id: str) -> None:
        """Delete a workflow for good."""
        self._http.request("DELETE", f"/workflows/i/{part(workflow_id)}")

    def set_public(self, workflow_id: str, *, is_public: bool = True) -> WorkflowRecord:
        """Set whether the other users of the server see a workflow."""
        body = {"is_public": is_public}
        return WorkflowRecord(self._object("PATCH", f"/workflows/i/{part(workflow_id)}/is_public", json=body))

    def mark_opened(self, workflow_id: str) -> None:
        """Record that a workflow was opened just now."""
        self._http.request("PUT", f"/workflows/i/{part(workflow_id)}/opened_at")

    def list_tags(self, *, categories: WorkflowCategory | Iterable[WorkflowCategory] | None = None) -> list[str]:
        """All tags that workflows have.

        Args:
            categories: Only those of `"user"` or of `"default"` workflows.
        """
        params = given({"categories": _several(categories)})
        return [str(tag) for tag in self._list("GET", "/workflows/tags", params=params)]

    def count_by_tag(self, tags: str | Iterable[str]) -> Record:
        """How many workflows have each of these tags."""
        return Record(self._object("GET", "/workflows/counts_by_tag", params={"tags": listed(tags)}))

    def count_by_category(
        self, categories: WorkflowCategory | Iterable[WorkflowCategory] = ("user", "default")
    ) -> Record:
        """How many workflows there are of each category."""
        return Record(self._object("GET", "/workflows/counts_by_category", params={"categories": listed(categories)}))

    def get_thumbnail(self, workflow_id: str) -> bytes:
        """The picture that the GUI shows for a workflow.

        Raises:
            RequestRefused: It has none. (6.14.2 answers 500 then.)
        """
        with opened(self._http, f"/workflows/i/{part(workflow_id)}/thumbnail") as response:
            return b"".join(chunks(response))

    def set_thumbnail(self, workflow_id: str, image: Uploadable) -> None:
        """Give a workflow a picture for the GUI: a path, bytes, an open file, or a Pillow image."""
        self._http.request("PUT", f"/workflows/i/{part(workflow_id)}/thumbnail", files={"image": file_part(image)})

    def delete_thumbnail(self, workflow_id: str) -> None:
        """Take a workflow's picture away."""
        self._http.request("DELETE", f"/workflows/i/{part(workflow_id)}/thumbnail")


def _of_user(definition: WorkflowDefinition | Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a workflow, as one of the user's: those of the server's own stay as they are."""
    workflow = {**definition} if isinstance(definition, Mapping) else definition.to_dict()
    meta: object = workflow.get("meta")
    return {**workflow, "meta": {**meta, "category": "user"}} if isinstance(meta, dict) else workflow


def _told_apart(name: str, records: list[WorkflowRecord]) -> str:
    several = "".join(f"\n  {brief(each.workflow_id)} ({brief(str(each.get('category')))})" for each in records)
    return f"{len(records)} workflows are called {shorten(name)}; say which by its id:{several}"


def _several(names: str | Iterable[str] | None) -> list[str] | None:
    return None if names is None else listed(names)

"""A workflow of the editor, run on a server: its inputs, its models, its runs, and the images that it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invokegraph.errors import BatchError, FormatError
from invokegraph.transport.errors import AccessRefused, BatchNotFound, NotFound, RequestRefused
from invokegraph.transport.events import Stop
from invokegraph.transport.model_sync import sync_models
from invokegraph.transport.queue import QueueItem
from invokegraph.transport.threads import in_thread
from invokegraph.transport.workflow_outputs import WorkflowOutput, images_of
from invokegraph.words import shorten
from invokegraph.workflow.generators import NoList
from invokegraph.workflow.reading import BATCHES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Self

    from invokegraph.batch import Batch
    from invokegraph.problem import LeftOut, Problem
    from invokegraph.transport.client import InvokeAIClient
    from invokegraph.transport.images import Category
    from invokegraph.transport.model_sync import ModelChange
    from invokegraph.transport.progress import Report
    from invokegraph.transport.results import Result
    from invokegraph.transport.runs import OnError, Run
    from invokegraph.transport.workflow_outputs import OutputImages
    from invokegraph.workflow import WorkflowDefinition, WorkflowInput
    from invokegraph.workflow.definition import Which

_ASSETS: Sequence[Category] = ("control", "mask", "user", "other")


class ServerLists:
    """The lists of generator nodes that only a server knows."""

    def __init__(self, client: InvokeAIClient) -> None:
        self._client = client

    def prompts(self, template: str, *, most: int, combinatorial: bool, seed: int | None) -> list[str]:
        """The prompts of a dynamic prompt."""
        try:
            return self._client.prompt_repo.expand_dynamic_prompt(
                template, max_prompts=most, combinatorial=combinatorial, seed=seed
            )
        except AccessRefused:
            raise
        except RequestRefused as error:
            raise NoList(str(error)) from error

    def images(self, board_id: str, *, assets: bool) -> list[str]:
        """The names of the images of a board."""
        categories: Sequence[Category] = _ASSETS if assets else ("general",)
        try:
            return self._client.board_repo.list_image_names(board_id, categories=categories, is_intermediate=False)
        except (NotFound, FormatError) as error:
            raise NoList(f"the server has no board with the id {shorten(board_id)}") from error


class WorkflowHandle:
    """A workflow to be run on a server; made by `client.workflow_repo.create_workflow`.

    Example:
        >>> workflow = client.workflow_repo.create_workflow(definition)  # doctest: +SKIP
        >>> workflow.sync_dnn_model(by_name=True, by_base=True)  # doctest: +SKIP
        >>> workflow.set_input_value("Positive Prompt", "a lighthouse")  # doctest: +SKIP
        >>> workflow.submit_sync()  # doctest: +SKIP
        <Run of batch 0c8f2e34-…: 1 session>
        >>> item = workflow.wait_for_completion_sync(timeout=180)  # doctest: +SKIP
        >>> [output["image_names"] for output in workflow.map_outputs_to_images(item)]  # doctest: +SKIP
        [['4b9932af-….png']]

    Attributes:
        definition: The workflow with its values as they are now.
    """

    def __init__(self, client: InvokeAIClient, definition: WorkflowDefinition) -> None:
        self._client = client
        self._run: Run | None = None
        self.definition = definition

    def list_inputs(self) -> list[WorkflowInput]:
        """The inputs that the workflow shows, in the order of its form. Their `input_index` stays the same."""
        return list(self.definition.inputs)

    def list_outputs(self) -> list[WorkflowOutput]:
        """The nodes whose pictures and videos go to the gallery."""
        nodes = self.definition.document.nodes
        return [WorkflowOutput(id_, nodes[id_].type, nodes[id_].label) for id_ in self.definition.outputs]

    def get_input_value(self, which: Which) -> WorkflowInput:
        """An input, whose `value` can be read and set.

        Args:
            which: Its place in the form, its label, or its node's id and its name; see `WorkflowDefinition`.

        Raises:
            NotInGraph: There is none, or there are several.
        """
        return self.definition[which]

    def set_input_value(self, which: Which, value: Any) -> None:
        """Set an input.

        Args:
            which: The input, as for `get_input_value`.
            value: The value. An image, a video or a board may be named by what the server calls it, a model by its
                name.

        Raises:
            NotInGraph: There is no such input, or there are several.
            ValueRefused: The input does not take the value, or a wire feeds it.
        """
        self.definition[which].value = value

    def sweep(self, which: Which, values: Iterable[Any]) -> Self:
        """Add an axis: everything so far runs with each of these values of an input.

        Args:
            which: The input, as for `get_input_value`.
            values: Numbers, texts, booleans, images, videos, or lists of these.

        Raises:
            NotInGraph: There is no such input.
            ValueRefused: The input does not take one of the values, or a wire feeds it.
        """
        self.definition.sweep(which, values)
        return self

    def zip(self, which: Which, values: Iterable[Any]) -> Self:
        """Add an input to the latest axis: it advances together with what is there; see `sweep` for arguments and
        errors.
        """
        self.definition.zip(which, values)
        return self

    def sync_dnn_model(self, *, by_name: bool = True, by_base: bool = False) -> list[ModelChange]:
        """Replace the models that the server does not know by those that it knows, in all nodes.

        A model whose key the server knows stays as it is. Others are found by the hash of their weights.

        Args:
            by_name: Whether they are then found by name, family and kind.
            by_base: Whether the only model of that family and kind is taken where nothing has the name; and the only
                one that an input takes where it needs a model and has none.

        Returns:
            What was replaced.

        Raises:
            ModelNotFound: For some there is none, or more than one; the message lists what there is. Nothing was
                replaced.
        """
        models = self._client.dnn_model_repo.list_models()
        return sync_models(self.definition.document, models, by_name=by_name, by_base=by_base)

    def batch(self, runs: int = 1, *, board_id: str | None = None) -> Batch:
        """What would be submitted: the graph, its batch nodes and the sweeps, and the workflow itself, which the server
        keeps with the pictures. The server is asked for lists that only it knows. Each time it is a new batch.

        Args:
            runs: How many times the whole is repeated.
            board_id: The board for the pictures of nodes whose board is "auto".

        Raises:
            BatchError: A batch node has no list or is wired to nothing, or a sweep cannot be.
        """
        return batch_on(self._client, self.definition, runs, board_id=board_id)

    def check(self, *, ignore: Collection[str] = ()) -> list[Problem]:
        """All that keeps the workflow from running on this server as it is meant; see `InvokeAIClient.check`."""
        return self._client.check(self.batch(), ignore=ignore)

    def run(
        self,
        *,
        runs: int = 1,
        board_id: str | None = None,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
    ) -> Result:
        """Submit the workflow, wait until it has ended, and return the result.

        Args:
            runs: How many times the whole is repeated.
            board_id: The board for the pictures of nodes whose board is "auto".
            progress: As for `InvokeAIClient.run`, as are the rest and the errors.
            timeout: Seconds to wait at most; None waits for as long as it takes.
            on_error: `"raise"` raises an error if a session did not complete; `"collect"` returns the result with the
                failures in it.
            ignore: Codes of problems to let pass.

        Raises:
            BatchError: A batch node has no list or is wired to nothing, or a sweep cannot be.
        """
        batch = self.batch(runs, board_id=board_id)
        return self._client.run(batch, progress=progress, timeout=timeout, on_error=on_error, ignore=ignore)

    async def run_async(
        self,
        *,
        runs: int = 1,
        board_id: str | None = None,
        progress: bool | Report = False,
        timeout: float | None = None,
        on_error: OnError = "raise",
        ignore: Collection[str] = (),
    ) -> Result:
        """Run the workflow as `run` does, without blocking the event loop."""
        batch = await self._batch_async(runs, board_id)
        return await self._client.run_async(batch, progress=progress, timeout=timeout, on_error=on_error, ignore=ignore)

    def submit_sync(
        self,
        *,
        runs: int = 1,
        board_id: str | None = None,
        ignore: Collection[str] = (),
        room_timeout: float | None = 0.0,
    ) -> Run:
        """Put the workflow into the server's queue, and return its run; each time as a new batch.

        Args:
            runs: How many times the whole is repeated.
            board_id: The board for the pictures of nodes whose board is "auto".
            ignore: Codes of problems to let pass.
            room_timeout: As for `InvokeAIClient.submit`, as are the errors.

        Raises:
            BatchError: A batch node has no list or is wired to nothing, or a sweep cannot be.
        """
        batch = self.batch(runs, board_id=board_id)
        self._run = self._client.submit(batch, ignore=ignore, room_timeout=room_timeout)
        return self._run

    async def submit(
        self,
        *,
        runs: int = 1,
        board_id: str | None = None,
        ignore: Collection[str] = (),
        room_timeout: float | None = 0.0,
    ) -> Run:
        """Put the workflow into the server's queue as `submit_sync` does, without blocking the event loop."""
        batch = await self._batch_async(runs, board_id)
        self._run = await self._client.submit_async(batch, ignore=ignore, room_timeout=room_timeout)
        return self._run

    def wait_for_completion_sync(
        self, timeout: float | None = None, *, progress: bool | Report = False, on_error: OnError = "raise"
    ) -> QueueItem:
        """Wait until the one session that was submitted last has ended, and return its queue item.

        For several sessions, `submit_sync().wait()` and `run()` return the result of all.

        Args:
            timeout: Seconds to wait at most; None waits for as long as it takes.
            progress: As for `Run.wait`, as are the errors.
            on_error: Whether a session that did not complete is an error, or only to be seen in its item.

        Raises:
            BatchNotFound: Nothing has been submitted.
            BatchError: Several sessions have been submitted.
        """
        return _item(self._submitted().wait(timeout, progress=progress, on_error=on_error))

    async def wait_for_completion(
        self, timeout: float | None = None, *, progress: bool | Report = False, on_error: OnError = "raise"
    ) -> QueueItem:
        """Wait as `wait_for_completion_sync` does, without blocking the event loop."""
        return _item(await self._submitted().wait_async(timeout, progress=progress, on_error=on_error))

    def map_outputs_to_images(self, ended: QueueItem | Result) -> list[OutputImages]:
        """The images of each node whose pictures go to the gallery, session by session.

        Args:
            ended: A queue item that has ended, or the result of several.

        Raises:
            NoOutput: The queue does not hold a session any more.
        """
        return images_of(self.list_outputs(), ended)

    async def _batch_async(self, runs: int, board_id: str | None) -> Batch:
        return await in_thread(lambda: self.batch(runs, board_id=board_id), Stop())

    def _submitted(self) -> Run:
        if self._run is None:
            raise BatchNotFound("nothing has been submitted that could be waited for: workflow.submit_sync()")
        if len(self._run.item_ids) != 1:
            raise BatchError(
                f"{len(self._run.item_ids)} sessions have been submitted, not one: the wait() of what submit_sync() "
                "returns waits for all, as run() does"
            )
        return self._run

    def __repr__(self) -> str:
        return f"<WorkflowHandle of {self.definition!r}>"


def batch_on(
    client: InvokeAIClient, definition: WorkflowDefinition, runs: int = 1, *, board_id: str | None = None
) -> Batch:
    """What is queued for a workflow on a server; see `WorkflowHandle.batch`."""
    batch = definition.batch(runs, board_id=board_id, lookup=ServerLists(client))
    if lost := lists_left_out(definition, batch):
        raise BatchError("; ".join(map(str, lost)))
    return batch


def lists_left_out(definition: WorkflowDefinition, batch: Batch) -> list[LeftOut]:
    """The batch nodes of a workflow whose values are not in its batch; the editor queues no such workflow."""
    nodes = definition.document.nodes
    return [note for note in batch.graph.left_out if note.node_id in nodes and nodes[note.node_id].type in BATCHES]


def prepared(client: InvokeAIClient, workflow: str | WorkflowDefinition, values: Mapping[Any, Any]) -> WorkflowHandle:
    """A workflow with some of its inputs set; see `InvokeAIClient.run_workflow`."""
    found = client.workflow_repo.find_workflow(workflow).definition() if isinstance(workflow, str) else workflow
    handle = client.workflow_repo.create_workflow(found)
    for which, value in values.items():
        handle.set_input_value(which, value)
    return handle


def _item(result: Result) -> QueueItem:
    session = result.sessions[0]
    told = session.item.to_dict()  # nothing where the item was removed
    return QueueItem({"item_id": session.item_id, "status": session.status, **told})

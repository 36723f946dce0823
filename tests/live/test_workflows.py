"""The workflows that a running server keeps."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from PIL import Image

from invokegraph import FormatError
from invokegraph.transport import InvokeAIClient, NotFound, RequestRefused

from .pictures import png
from .workflows import workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invokegraph.transport import WorkflowRecord

pytestmark = pytest.mark.live


@pytest.fixture
def tag() -> str:
    return f"tag{uuid4().hex}"


@pytest.fixture
def kept(client: InvokeAIClient, tag: str) -> Iterator[WorkflowRecord]:
    record = client.workflow_repo.save_workflow(workflow("kept ☂", tags=f"{tag}, other"))
    yield record
    client.workflow_repo.delete_workflow(record.workflow_id)


def test_what_is_kept_comes_back(client: InvokeAIClient, kept: WorkflowRecord, tag: str) -> None:
    record = client.workflow_repo.get_workflow(kept.workflow_id)
    assert (record.name, record.workflow_id) == ("kept ☂", kept.workflow_id)
    assert record.to_dict()["workflow"] == {**workflow("kept ☂", tags=f"{tag}, other"), "id": kept.workflow_id}
    assert record.definition()["add", "a"].value == 1
    assert record.to_dict() == client.request("GET", f"/workflows/i/{kept.workflow_id}").json()


def test_another_version(client: InvokeAIClient, kept: WorkflowRecord) -> None:
    other = {**kept.to_dict()["workflow"], "name": "renamed", "id": str(uuid4())}
    changed = client.workflow_repo.update_workflow(kept.workflow_id, other)
    assert (changed.workflow_id, changed.name) == (kept.workflow_id, "renamed")
    with pytest.raises(NotFound, match="Workflow not found"):
        client.workflow_repo.update_workflow(str(uuid4()), other)


def test_lists_tags_and_counts(client: InvokeAIClient, kept: WorkflowRecord, tag: str) -> None:
    workflows = client.workflow_repo
    page = workflows.list_workflows(tags=tag)
    assert ([record.workflow_id for record in page], page.total) == ([kept.workflow_id], 1)
    with pytest.raises(FormatError, match="get_workflow"):
        page[0].definition()
    assert [record.name for record in workflows.list_workflows(query=tag)] == ["kept ☂"]
    assert workflows.list_workflows(tags=tag, categories="default").total == 0
    assert tag in workflows.list_tags(categories=["user"])
    assert workflows.count_by_tag([tag, "no such tag"]).to_dict() == {tag: 1, "no such tag": 0}
    counts = workflows.count_by_category()
    assert counts.default >= 20
    assert counts.user >= 1
    everything = workflows.list_workflows(per_page=10, page=1, order_by="created_at", descending=True)
    assert (len(everything), everything.offset, everything.has_more) == (10, 10, True)
    assert {record.category for record in workflows.list_workflows(categories="default", callable=True)} <= {"default"}


def test_opened_and_public(client: InvokeAIClient, kept: WorkflowRecord, tag: str) -> None:
    workflows = client.workflow_repo
    assert workflows.list_workflows(tags=tag, has_been_opened=True).total == 0
    workflows.mark_opened(kept.workflow_id)
    assert workflows.list_workflows(tags=tag, has_been_opened=True).total == 1
    assert workflows.set_public(kept.workflow_id, is_public=False).is_public is False
    assert workflows.list_workflows(tags=tag, is_public=True).total == 0
    assert workflows.set_public(kept.workflow_id).is_public is True


def test_thumbnails(client: InvokeAIClient, kept: WorkflowRecord) -> None:
    workflows = client.workflow_repo
    with pytest.raises(RequestRefused):
        workflows.get_thumbnail(kept.workflow_id)
    workflows.set_thumbnail(kept.workflow_id, png(64, 64, (1, 200, 3)))
    with Image.open(io.BytesIO(workflows.get_thumbnail(kept.workflow_id))) as picture:
        assert picture.width > 0
    workflows.delete_thumbnail(kept.workflow_id)
    with pytest.raises(RequestRefused):
        workflows.get_thumbnail(kept.workflow_id)


def test_what_the_server_refuses(client: InvokeAIClient) -> None:
    with pytest.raises(RequestRefused, match=r"workflow\.author: Field required"):
        client.workflow_repo.save_workflow({"name": "incomplete"})
    with pytest.raises(NotFound):
        client.workflow_repo.get_workflow("unknown")
    with pytest.raises(NotFound):
        client.workflow_repo.delete_workflow("unknown")
    with pytest.raises(TypeError, match="no filter 'opened', but has_been_opened"):
        client.workflow_repo.list_workflows(opened=True)


def test_all_that_the_server_ships(client: InvokeAIClient) -> None:
    for listed in client.workflow_repo.list_workflows(categories="default"):
        assert client.workflow_repo.get_workflow(listed.workflow_id).definition().graph().nodes

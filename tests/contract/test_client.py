"""The client against either server."""

from __future__ import annotations

import time
from typing import NoReturn

import pytest

from invokegraph import Batch, Graph
from invokegraph.transport import (
    InvokeAIClient,
    JobCancelled,
    JobFailed,
    ModelNotFound,
    NoOutput,
    RequestRefused,
    UnexpectedAnswer,
    events,
)
from invokegraph.transport.sockets import NoSocket
from nodes_catalog import Add, BlankImage, Collect, Divide, If, Iterate, Multiply, Range

PICTURE = {"width": 16, "height": 8, "use_cache": False}


def test_the_version_and_health_are_told(invokeai: InvokeAIClient) -> None:
    assert invokeai.version().startswith("6.")
    assert invokeai.health_check()


def test_what_is_no_path(invokeai: InvokeAIClient) -> None:
    with pytest.raises(UnexpectedAnswer, match="trailing slash"):
        invokeai.request("GET", "/api/v2/models")
    with pytest.raises(RequestRefused, match="405"):
        invokeai.request("POST", "/nonsense")


def test_a_refused_batch(invokeai: InvokeAIClient) -> None:
    body = {"batch": {"graph": {"nodes": {"a": {"id": "a", "type": "add", "a": "x"}}, "edges": []}, "runs": 1}}
    with pytest.raises(RequestRefused, match=r"a\.add\.a: Input should be a valid integer") as caught:
        invokeai.request("POST", "/queue/default/enqueue_batch", json=body)
    assert caught.value.status == 422


@pytest.mark.parametrize("polling", [False, True], ids=["socket", "polling"])
def test_a_run_gives_the_outputs_of_its_nodes(
    invokeai: InvokeAIClient, monkeypatch: pytest.MonkeyPatch, *, polling: bool
) -> None:
    if polling:

        def no_socket(*_: object) -> NoReturn:
            raise NoSocket("switched off for this test")

        monkeypatch.setattr(events, "Socket", no_socket)
    add = Add(a=2, b=3)
    result = invokeai.run(Graph(add), timeout=60)
    assert result.output(add).value == 5
    assert result.output("add").type == "integer_output"


def test_sessions_in_the_order_of_the_sweep(invokeai: InvokeAIClient) -> None:
    add = Add()
    batch = Batch(Graph(add), runs=2).sweep(add, a=[1, 2]).sweep(add, b=[10, 20])
    assert invokeai.run(batch, timeout=60).values(add, "value") == [11, 21, 12, 22] * 2


def test_a_loop_gives_an_output_for_each_item(invokeai: InvokeAIClient) -> None:
    multiply = Multiply(a=Iterate(collection=Range(start=0, stop=4).collection).item, b=3)
    collect = Collect(item=multiply.value)
    result = invokeai.run(Graph(collect), timeout=60)
    assert result.values(multiply, "value") == [0, 3, 6, 9]
    assert result.output(collect).collection == [0, 3, 6, 9]


def test_a_branch_that_is_not_chosen_has_no_output(invokeai: InvokeAIClient) -> None:
    left, right = Add(a=1), Add(a=2)
    choice = If(condition=True, true_input=left.value, false_input=right.value)
    result = invokeai.run(Graph(choice), timeout=60, ignore={"unreachable-branch"})
    assert result.output(choice).value == 1
    with pytest.raises(NoOutput):
        result.output(right)


def test_a_picture_has_its_size_and_bytes(invokeai: InvokeAIClient) -> None:
    image = BlankImage(**PICTURE)
    (picture,) = invokeai.run(Graph(image), timeout=60).images()
    assert (picture.width, picture.height, picture.node_id) == (16, 8, "blank_image")
    assert picture.bytes().startswith(b"\x89PNG")
    invokeai.request("DELETE", f"/images/i/{picture.name}")


def test_a_failure_names_its_node_and_keeps_the_outputs_before_it(invokeai: InvokeAIClient) -> None:
    zero = Add(a=1, b=-1)
    with pytest.raises(JobFailed, match=r"failed at node div: ZeroDivisionError: division by zero") as caught:
        invokeai.run(Graph(Divide(a=1, b=zero.value)), timeout=60)
    assert caught.value.node_id == "div"
    assert caught.value.result.output(zero).value == 0


def test_a_failure_of_a_node_of_the_editor_is_told_by_title(invokeai: InvokeAIClient) -> None:
    graph = Graph(Divide(id="00000001-fb65-45a6-a5d7-f20109f88b49", a=1, b=Add(a=1, b=-1).value))
    graph.labels = {"00000001-fb65-45a6-a5d7-f20109f88b49": "The share"}
    with pytest.raises(JobFailed, match=r"failed at node The share: ZeroDivisionError: division by zero") as caught:
        invokeai.run(graph, timeout=60)
    assert caught.value.node_id == graph.id_of("The share")


def test_a_cancelled_batch(invokeai: InvokeAIClient) -> None:
    large = BlankImage(width=2048, height=2048, use_cache=False)
    run = invokeai.submit(Batch(Graph(large), runs=500))
    assert run.cancel() > 0
    with pytest.raises(JobCancelled):
        run.wait(60)


def test_a_batch_is_submitted_once(invokeai: InvokeAIClient) -> None:
    batch = Batch(Graph(Add()), runs=2)
    first, second = invokeai.submit(batch), invokeai.submit(batch)
    assert first.item_ids == second.item_ids
    first.wait(60)


def test_a_model_is_found_by_its_parts(invokeai: InvokeAIClient) -> None:
    found = invokeai.dnn_model_repo.find(base="sd-1", type="main")
    assert invokeai.dnn_model_repo.find(key=found.key) == found
    with pytest.raises(ModelNotFound):
        invokeai.dnn_model_repo.find(name="nonsense")


def test_a_check_finds_what_only_the_server_knows(invokeai: InvokeAIClient) -> None:
    assert invokeai.check(Graph(Add())) == []
    assert [p.code for p in invokeai.check(Graph(BlankImage(board={"board_id": "nonsense"})))] == ["board-missing"]


def test_waiting_for_what_is_over(invokeai: InvokeAIClient) -> None:
    run = invokeai.submit(Batch(Graph(Add())))
    time.sleep(0.5)
    assert run.wait(60).sessions[0].status == "completed"

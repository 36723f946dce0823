"""Many pictures in one file, the pictures of a day, and values for the controls of the editor."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest

from tests.contract.asking import Asking, details

DOWNLOAD = "/api/v1/images/download"
RECALL = "/api/v1/recall/contract"


def fetched(ask: Asking, name: str) -> bytes:
    """The file, once it is complete: while it is being written it is cut short."""
    ask.heard("bulk_download_complete", lambda data: data["bulk_download_item_name"] == name)
    answer = ask("GET", f"{DOWNLOAD}/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    return answer.content


def test_pictures_in_one_file(ask: Asking) -> None:
    ask.listen()
    image = ask.upload()["image_name"]
    answer = ask("POST", DOWNLOAD, json={"image_names": [image]})
    assert (answer.status_code, set(answer.json())) == (202, {"response", "bulk_download_item_name"})
    name = answer.json()["bulk_download_item_name"]
    assert ZipFile(BytesIO(fetched(ask, name))).namelist() == [f"general/{image}"]
    told = [(event, data) for event, data in ask.events if data.get("bulk_download_item_name") == name]
    assert [event for event, _ in told] == ["bulk_download_started", "bulk_download_complete"]
    assert {"bulk_download_id": "default", "bulk_download_item_id": name.removesuffix(".zip")}.items() <= told[0][
        1
    ].items()


def test_the_pictures_of_a_board_in_one_file(ask: Asking) -> None:
    ask.listen()
    board = ask.board("a b/ c!")["board_id"]
    image = ask.upload(board_id=board)["image_name"]
    name = ask.json("POST", DOWNLOAD, json={"board_id": board})["bulk_download_item_name"]
    assert name.startswith("a b c_")
    assert ZipFile(BytesIO(fetched(ask, name))).namelist() == [f"general/{image}"]


def test_pictures_that_there_are_not(ask: Asking) -> None:
    ask.listen()
    name = ask.json("POST", DOWNLOAD, json={"image_names": ["nonsense"]})["bulk_download_item_name"]
    told = ask.heard("bulk_download_error", lambda data: data["bulk_download_item_name"] == name)
    assert told[0]["error"] == "Image record not found"
    answer = ask("GET", f"{DOWNLOAD}/{name}")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not Found"})


@pytest.mark.parametrize("body", [{}, {"image_names": []}, None])
def test_a_download_of_no_pictures_is_refused(ask: Asking, body: dict | None) -> None:
    answer = ask("POST", DOWNLOAD, json=body)
    assert (answer.status_code, answer.json()) == (400, {"detail": "No images or board id specified."})


def test_a_board_that_there_is_not(ask: Asking) -> None:
    answer = ask("POST", DOWNLOAD, json={"board_id": "nonsense"}, headers={"Connection": "close"})
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")


def test_the_pictures_of_a_day(ask: Asking) -> None:
    image = ask.upload()
    date = image["created_at"][:10]
    (day,) = [each for each in ask.json("GET", "/api/v1/virtual_boards/by_date") if each["date"] == date]
    assert (day["virtual_board_id"], day["board_name"]) == (f"by_date:{date}", date)
    assert day["image_count"] >= 1
    names = ask.json("GET", f"/api/v1/virtual_boards/by_date/{date}/image_names")
    assert image["image_name"] in names["image_names"]
    assert names["total_count"] == len(names["image_names"])
    items = ask.json("GET", f"/api/v1/virtual_boards/by_date/{date}/item_names")["items"]
    assert {"kind": "image", "name": image["image_name"]} in items
    assert ask.json("GET", "/api/v1/virtual_boards/by_date/nonsense/image_names")["image_names"] == []


def test_setting_controls(ask: Asking) -> None:
    ask.listen()
    image = ask.upload()
    (main, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "main"})["models"]
    (lora, *_) = ask.json("GET", "/api/v2/models/", params={"model_type": "lora"})["models"]
    prompt = f"contract {uuid4()}"
    asked = {
        "positive_prompt": prompt,
        "model": main["name"],
        "loras": [{"model_name": lora["name"], "weight": 0.5}, {"model_name": "nonsense"}],
        "reference_images": [{"image_name": image["image_name"]}, {"image_name": "nonsense"}],
    }
    parameters = {
        "positive_prompt": prompt,
        "model": main["key"],
        "loras": [{"model_key": lora["key"], "weight": 0.5, "is_enabled": True}],
        "reference_images": [{"image": {"image_name": image["image_name"], "width": 32, "height": 16}}],
        "append": True,
    }
    answer = ask.json("POST", RECALL, params={"append": True}, json=asked)
    assert answer == {"status": "success", "queue_id": "contract", "updated_count": 4, "parameters": parameters}
    told = ask.heard("recall_parameters_updated", lambda data: data["parameters"].get("positive_prompt") == prompt)
    assert (told[0]["queue_id"], told[0]["parameters"]) == ("contract", parameters)


def test_controls_that_cannot_be_set(ask: Asking) -> None:
    answer = ask("POST", RECALL, params={"strict": True, "append": True}, json={})
    said = "The 'strict' and 'append' query parameters are mutually exclusive"
    assert (answer.status_code, answer.json()) == (400, {"detail": said})
    assert ask.json("POST", RECALL, json={}) == {"status": "no_parameters_provided", "updated_count": 0}
    (told,) = details(ask("POST", RECALL, json={"nonsense": 1}))
    assert (told["type"], told["loc"]) == ("extra_forbidden", ["body", "nonsense"])
    assert ask.json("GET", RECALL)["queue_id"] == "contract"

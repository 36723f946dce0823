"""A server with something of everything, so that no list is empty."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.contract.asking import Asking, add, graph, node, sweep

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKFLOW = {
    **dict.fromkeys(("author", "description", "version", "contact", "notes"), ""),
    "name": "made up",
    "tags": "one, two",
    "exposedFields": [],
    "meta": {"category": "user", "version": "3.0.0"},
    "nodes": [],
    "edges": [],
}


def fill(ask: Asking) -> dict[str, Sequence[str]]:
    """Put something of everything onto a server, and return the names of what is there by what takes them."""
    ask.json("PUT", "/api/v1/queue/default/clear")
    ask.json("PUT", "/api/v1/queue/default/processor/resume")
    batch = ask.enqueue(graph(add()), data=[[sweep("add", "a", 1, 2)]], origin="made up", destination="somewhere")
    ask.ended(batch)
    picture = ask.run(graph(node("blank", "blank_image", width=16, height=16), id="g"), workflow=WORKFLOW)
    failed = ask.run(graph(node("bad", "img_crop", image={"image_name": "nonsense"})))
    image, board = ask.upload()["image_name"], ask.board()["board_id"]
    pinned = ask.upload(board_id=board)["image_name"]
    workflow = ask.json("POST", "/api/v1/workflows/", json={"workflow": WORKFLOW})["workflow_id"]
    style = {"name": "made up", "positive_prompt": "{prompt}", "negative_prompt": "", "type": "user"}
    preset = ask.json("POST", "/api/v1/style_presets/", files={"data": (None, json.dumps(style))})["id"]
    prompt = ask.json("POST", "/api/v1/system_prompts/", json={"name": "made up", "content": "short"})["id"]
    ask.json("POST", "/api/v1/client_state/default/set_by_key", params={"key": "made up"}, json="value")
    job = ask.json("POST", "/api/v2/models/install", params={"source": "external://nobody/made-up"}, json={})
    download = ask.json("POST", "/api/v1/images/download", json={"image_names": [image]})["bulk_download_item_name"]
    models = ask.json("GET", "/api/v2/models/")["models"]
    keys = [model["key"] for model in models]
    images = [image, pinned]
    return {
        "queue_id": ["default"],
        "item_id": [str(number) for number in (*batch["item_ids"], picture["item_id"], failed["item_id"])],
        "batch_id": [batch["batch"]["batch_id"]],
        "batch_ids": [batch["batch"]["batch_id"]],
        "destination": ["somewhere"],
        "image_name": images,
        "image_names": images,
        "board_id": [board],
        "workflow_id": [workflow],
        "style_preset_id": [preset],
        "system_prompt_id": [prompt],
        "key": [*keys[:2], "made up"],
        "keys": keys[-2:],
        "prefix": ["made"],
        "tags": ["one"],
        "name": [models[0]["name"]],
        "hash": [models[0]["hash"]],
        "model_key": keys[:2],
        "model_key_1": keys[:2],
        "model_key_2": keys[1:3],
        "model_keys": keys[:2],
        "id": [str(job["id"])],
        "source": ["external://nobody/made-up", "http://127.0.0.1:1/x.safetensors"],
        "scan_path": [str(Path(__file__).parent)],
        "bulk_download_item_name": [download],
        "date": [time.strftime("%Y-%m-%d", time.gmtime())],
        "provider_id": ["openai"],
    }

"""What the server makes of values that a wire brings: which it refuses, and which leave a session that it cannot load."""

from __future__ import annotations

from typing import Any

import pytest

from .server_process import ServerProcess

pytestmark = pytest.mark.live

PICTURE = {"image_name": "x"}
MODEL = {"key": "k", "hash": "h", "name": "n", "base": "sd-1", "type": "controlnet"}
ADAPTERS = {
    "controlnet": "control_model",
    "flux_controlnet": "control_model",
    "flux_ip_adapter": "ip_adapter_model",
    "ip_adapter": "ip_adapter_model",
    "t2i_adapter": "t2i_adapter_model",
}

IN_TIME: list[tuple[str, dict[str, Any], str, Any]] = [
    ("noise", {}, "width", 513),
    ("denoise_latents", {}, "denoising_end", 1.5),
    ("denoise_latents", {}, "cfg_scale", 0.5),
    ("range", {"start": 5}, "stop", 3),
    ("integer_math", {"operation": "DIV"}, "b", 0),
    ("float_math", {"operation": "EXP", "a": -2}, "b", 0.5),
    ("image_panel_layout", {"num_cols": 3}, "panel_col_idx", 3),
    ("face_mask_detection", {"image": PICTURE}, "face_ids", "one"),
]
"""What the server refuses when it prepares the node, and no more."""

TOO_LATE: list[tuple[str, dict[str, Any], str, Any]] = [
    ("range", {"stop": 5}, "start", 10),
    ("image_panel_layout", {"panel_col_idx": 2, "num_cols": 3}, "num_cols", 2),
    ("float_math", {"operation": "EXP", "a": 2, "b": -1}, "a", 0),
    *(
        (type_, {"image": PICTURE, field: MODEL, other: limit}, set_, value)
        for type_, field in ADAPTERS.items()
        for other, limit, set_, value in (
            ("end_step_percent", 0.3, "begin_step_percent", 0.6),
            ("begin_step_percent", 0.6, "end_step_percent", 0.3),
        )
    ),
]
"""What the server stores and cannot load again, whether it refuses it or not."""


def test_a_value_that_its_input_refuses_is_refused_in_time(server: ServerProcess) -> None:
    assert [(bool(refused), loads) for refused, loads in server.wired(IN_TIME)] == [(True, True)] * len(IN_TIME)


def test_a_rule_between_inputs_is_looked_at_too_late(server: ServerProcess) -> None:
    assert [loads for _, loads in server.wired(TOO_LATE)] == [False] * len(TOO_LATE)


def test_a_seed_by_wire_is_wrapped(server: ServerProcess) -> None:
    assert server.wired([("noise", {}, "seed", -5), ("noise", {}, "seed", 2**32)]) == [("", True)] * 2
    [(refused, _)] = server.wired([("random_range", {}, "seed", -5)])
    assert "greater than or equal to 0" in refused

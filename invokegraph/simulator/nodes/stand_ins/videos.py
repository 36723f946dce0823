"""Videos: handles, of which single frames can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invokegraph.simulator.nodes.call import NodeError, Table
from invokegraph.simulator.nodes.handles import HANDLES, PREFIX, mark_of
from invokegraph.simulator.nodes.stand_ins.known import merged
from invokegraph.simulator.nodes.stand_ins.progress import tell
from invokegraph.simulator.nodes.stand_ins.saving import painted

if TYPE_CHECKING:
    from invokegraph.simulator.nodes.call import Call, Inputs, Outputs
    from invokegraph.simulator.nodes.handles import Facts

NODES: Final = Table()


def _video(call: Call, facts: Facts, frames: int, rate: float) -> Outputs:
    facts = {**facts, "frames": frames, "fps": float(rate)}
    name = HANDLES.keep("video", mark_of(call), facts)
    return {"video": {"video_name": name}, **_video_facts(facts)}


def _video_facts(facts: Facts) -> Outputs:
    frames, rate = facts["frames"], facts["fps"]
    sides = {side: facts[side] for side in ("width", "height")}
    return {**sides, "num_frames": frames, "fps": rate, "duration": frames / rate}


@NODES.add("wan_l2v")
def _decode_video(call: Call) -> Outputs:
    tell(call)
    facts = merged({"latents": call.inputs["latents"]})
    return _video(call, facts, facts.get("frames") or 1, call.inputs["fps"])


@NODES.add("video")
def _same_video(call: Call) -> Outputs:
    return {"video": call.inputs["video"], **_video_facts(_of_video(call.inputs["video"]))}


def _of_video(video: Inputs) -> Facts:
    name = video["video_name"]
    if not name.startswith(PREFIX):
        raise NodeError(f"The simulator keeps no videos: there is no {name}", type="VideoRecordNotFoundException")
    return HANDLES.facts(name)


@NODES.add("video_concat")
def _concatenate(call: Call) -> Outputs:
    given = call.inputs
    clips = [_of_video(video) for video in given["videos"]]
    overlap = 0 if given["transition"] == "cut" else given["transition_frames"] * (len(clips) - 1)
    frames = max(1, sum(clip["frames"] for clip in clips) - overlap)
    return _video(call, clips[0], frames, given["fps"] or clips[0]["fps"])


@NODES.add("extract_video_range")
def _cut_video(call: Call) -> Outputs:
    clip = _of_video(call.inputs["video"])
    start, end = (_frame(call.inputs[name], clip, name) for name in ("start_frame", "end_frame"))
    if end < start:
        raise NodeError(f"end_frame {end} is before start_frame {start}.")
    cut = _video(call, clip, end - start + 1, call.inputs["fps"] or clip["fps"])
    return {**cut, "start_frame": start, "end_frame": end}


@NODES.add("video_frame_extract")
def _frame_of_video(call: Call) -> Outputs:
    clip = _of_video(call.inputs["video"])
    index = _frame(call.inputs["frame_index"], clip, "frame_index")
    return painted(call, {**clip, "note": [f"frame {index + 1} of {clip['frames']}"]}, mark_of(call))


def _frame(index: int, clip: Facts, name: str) -> int:
    frames: int = clip["frames"]
    if not -frames <= index < frames:
        raise NodeError(f"{name} {index} is out of range for a {frames}-frame video.")
    return index % frames

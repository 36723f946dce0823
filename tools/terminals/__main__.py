"""`python -m tools.terminals [COMMAND]...`: the scenes of some commands, or all, in real tmux.

Each screen is shown, and where tmux shows something else than the golden screens. `--update` writes the golden
screens anew instead.
"""

from __future__ import annotations

import argparse
import difflib
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from invokegraph.cli.app import COMMANDS
from tools.terminals.scenes import SCENES
from tools.terminals.screens import SIZES, Played, golden, golden_rows, golden_text, play_all, steady
from tools.terminals.stage import staged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.terminals.scenes import Scene

_SECONDS: Final = 60.0
_PAUSE: Final = 0.1
_AT_ONCE: Final = 4
_NAMES: Final = ("invokegraph", *COMMANDS)


def main() -> int:
    """Do it, and return 1 where tmux shows something else."""
    parser = argparse.ArgumentParser(prog="python -m tools.terminals")
    parser.add_argument("command", nargs="*", help="Only the scenes of these commands.")
    parser.add_argument("--columns", type=int, choices=SIZES, action="append", help="Only terminals this wide.")
    parser.add_argument("--update", action="store_true", help="Write the golden screens anew.")
    parser.add_argument("--quiet", action="store_true", help="Show what differs only.")
    asked = parser.parse_args()
    if unknown := {*asked.command} - {*_NAMES}:
        parser.error(f"no such command: {', '.join(sorted(unknown))}")
    scenes = [scene for scene in SCENES if scene.command in (asked.command or _NAMES)]
    if asked.update:
        _update(scenes)
        return 0
    todo = [(scene, columns) for columns in asked.columns or SIZES for scene in scenes]
    differ = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for (scene, columns), shown in zip(todo, pool.map(_in_tmux, *zip(*todo, strict=True)), strict=True):
            if not asked.quiet:
                _tell([f"{columns} $ invokegraph {scene.line}", *shown, ""])
            known = golden_rows(scene, columns)
            if shown != known:
                differ += 1
                lines = difflib.unified_diff(known, shown, "golden", "tmux", lineterm="")
                _tell([f"DIFFERS at {columns} columns: invokegraph {scene.line}", *lines])
    _tell([f"{len(scenes)} scenes in tmux, {differ} of {len(todo)} screens differ from the golden ones"])
    return int(differ > 0)


def _tell(lines: Sequence[str]) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def _update(scenes: Sequence[Scene]) -> None:
    """Write the golden screens of scenes, all of a command in a file for each width."""
    found: dict[Path, list[Played]] = {}
    for played in play_all(scenes):
        found.setdefault(golden(played.scene.command, played.screen.columns), []).append(played)
    for file, of_command in found.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(golden_text(of_command), "utf-8")


def _in_tmux(scene: Scene, columns: int) -> list[str]:
    """What tmux shows of a scene in the end, with what has gone out at its top."""
    with staged(scene) as stage, TemporaryDirectory() as folder:
        ended = Path(folder) / "ended"
        words = [sys.executable, "-m", "invokegraph", *stage.arguments]
        environment = [f"{name}={value}" for name, value in stage.environment.items() if name != "TERM"]
        command = f"env -i TERM=$TERM {shlex.join([*environment, *words])}; echo >{shlex.quote(str(ended))}; sleep 600"
        tmux = ["tmux", "-S", f"{folder}/tmux", "-f", "/dev/null"]
        begin = ["start-server", ";", "set", "-g", "history-limit", "5000", ";", "new-session", "-d"]
        size = ["-x", str(columns), "-y", str(SIZES[columns]), "-c", str(stage.folder)]
        _done([*tmux, *begin, *size, command])
        try:
            answers, until = list(scene.answers), monotonic() + _SECONDS
            while not ended.exists():
                if monotonic() > until:
                    raise TimeoutError(scene.line)
                sleep(_PAUSE)
                if answers and answers[0][0].rstrip() in _done([*tmux, "capture-pane", "-p", "-J"]):
                    sleep(_PAUSE)
                    _done([*tmux, "send-keys", "-l", answers.pop(0)[1]])
            return steady(columns, _done([*tmux, "capture-pane", "-p", "-S", "-"]).split("\n"))
        finally:
            _done([*tmux, "kill-server"])


def _done(command: Sequence[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - tmux


if __name__ == "__main__":
    sys.exit(main())

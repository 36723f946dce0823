"""The scenes: each command's help, what it says where all is well, and what it says where something is not."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final, NamedTuple

import typer

from invokegraph.cli.app import COMMANDS
from invokegraph.cli.endings import FINE, INTERRUPTED, PROBLEMS, UNREACHABLE, UNUSABLE

_CTRL_C: Final = "\x03"


class Scene(NamedTuple):
    """Something that somebody types, and what comes of it.

    Attributes:
        line: What is typed behind `invokegraph`, with names of the stage in braces.
        code: The exit code.
        server: The server that the environment names, of `tools.terminals.stage`; empty for none.
        answers: What is typed when some words have appeared.
        environment: What else the environment holds.
        is_data: Whether it writes what other programs read, whose lines are what they are.
    """

    line: str
    code: int = FINE
    server: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    is_data: bool = False

    @property
    def command(self) -> str:
        """The command that it is about; `invokegraph` where it names none."""
        first = self.line.partition(" ")[0]
        return first if first in COMMANDS else "invokegraph"


def commands() -> list[str]:
    """All commands, those of groups too, as one types them."""
    names: list[str] = []
    for name in COMMANDS:
        loaded: Any = getattr(import_module(f"invokegraph.cli.commands.{name}"), name)
        of_group = loaded.registered_commands if isinstance(loaded, typer.Typer) else []
        names += [name, *(f"{name} {each.name or getattr(each.callback, '__name__', '')}" for each in of_group)]
    return names


_TOKEN: Final = (("INVOKEGRAPH_TOKEN", "no-such-token"),)
_PLAIN: Final = (("NO_COLOR", "1"),)
_WHOLE: Final = (
    Scene("", UNUSABLE),
    Scene("--version"),
    Scene("rum blank.py", UNUSABLE),
    Scene("--versoin", UNUSABLE),
)
_RUN: Final = (
    Scene("run blank.py --out pictures", server="new"),
    Scene("run lighthouse.py --simulate"),
    Scene("run sums.py", server="new"),
    Scene("run blank.py --sweep shown.width=32,48 --sweep shown.height=16,24 --sheet sheet.png", server="new"),
    Scene("run sums.py --csv rows.csv", server="new"),
    Scene("run lighthouse.workflow.json --simulate --set 'positive.prompt=a mill'"),
    Scene("run blank.py --board harbours", server="new"),
    Scene("run sums.py --json", server="new", is_data=True),
    Scene("run lighthouse.py", UNUSABLE),
    Scene("run lighthouse.py --url {closed}", UNREACHABLE),
    Scene("run lighthouse.py --url localhost", UNUSABLE),
    Scene("run lighthouse.py --url {closed} --simulate", UNUSABLE),
    Scene("run sums.py", UNREACHABLE, "foreign"),
    Scene("run sums.py", UNREACHABLE, "broken"),
    Scene("run sums.py", UNREACHABLE, "private"),
    Scene("run sums.py", UNREACHABLE, "private", environment=_TOKEN),
    Scene("run lighthouse.py --set main_model_loader.model=dreamshaper-9", PROBLEMS, "new"),
    Scene("run careless.py", PROBLEMS, "new"),
    Scene("run careless.py --json", PROBLEMS, "new", is_data=True),
    Scene("run crossed.py --simulate", UNUSABLE),
    Scene("run misspelt.py --simulate", UNUSABLE),
    Scene("run lihgthouse.py --simulate", UNUSABLE),
    Scene("run nothing.py --simulate", UNUSABLE),
    Scene("run makers.py --simulate", UNUSABLE),
    Scene("run two.py --simulate", UNUSABLE),
    Scene("run two.py --name down --simulate", UNUSABLE),
    Scene("run cut.json --simulate", UNUSABLE),
    Scene("run notes.txt --simulate", UNUSABLE),
    Scene("run . --simulate", UNUSABLE),
    Scene("run teal.png --simulate", UNUSABLE),
    Scene("run empty.py --simulate", PROBLEMS),
    Scene("run lighthouse.py --simulate --set noize.seed=7", UNUSABLE),
    Scene("run lighthouse.py --simulate --set noise.sede=7", UNUSABLE),
    Scene("run lighthouse.py --simulate --set noise.seed=many", UNUSABLE),
    Scene("run lighthouse.py --simulate --set denoise_latents.scheduler=dpm", UNUSABLE),
    Scene("run lighthouse.py --simulate --set noise.seed", UNUSABLE),
    Scene("run sums.py --simulate --csv short.csv", UNUSABLE),
    Scene("run sums.py --simulate --ignore unused-node", UNUSABLE),
    Scene("run sums.py --simulate --runs 0", UNUSABLE),
    Scene("run sums.py --simulate --outt pictures", UNUSABLE),
    Scene("run blank.py --simulate --sheet sheet.bmp", UNUSABLE),
    Scene("run blank.py --simulate --out notes.txt/pictures", UNUSABLE),
    Scene("run sums.py --simulate --board harbours", UNUSABLE),
    Scene("run shares.py --set halves.b=0", PROBLEMS, "new"),
    Scene("run shares.py --sweep halves.b=2,0,4 --ignore run-rule", PROBLEMS, "new"),
    Scene("run shares.py --set halves.b=0 --runs 12 --ignore run-rule", PROBLEMS, "new"),
    Scene("run sums.py --timeout 1", PROBLEMS, "paused"),
    Scene("run sums.py --runs 3", INTERRUPTED, "paused", answers=(("waiting in the queue", _CTRL_C),)),
    Scene("run", UNUSABLE),
)
_CHECK: Final = (
    Scene("check lighthouse.py"),
    Scene("check lighthouse.py two.py blank.py"),
    Scene("check lighthouse.workflow.json"),
    Scene("check careless.py", PROBLEMS),
    Scene("check careless.py", PROBLEMS, environment=_PLAIN),
    Scene("check wrong.json", PROBLEMS),
    Scene("check careless.py --ignore missing-input"),
    Scene("check careless.py --format json", PROBLEMS, is_data=True),
    Scene("check careless.py --format github", PROBLEMS, is_data=True),
    Scene("check crossed.py", UNUSABLE),
    Scene("check missing.json lighthouse.py cut.json", UNUSABLE),
    Scene("check lighthouse.py --schema openapi.json", UNUSABLE),
    Scene("check lighthouse.py --format yaml", UNUSABLE),
    Scene("check", UNUSABLE),
)
_CODE: Final = (
    Scene("code sums.json"),
    Scene("code lighthouse.workflow.json --no-defaults", is_data=True),
    Scene("code sums.json --out sums_again.py"),
    Scene("code sums.json --out sums_again.py --json", is_data=True),
    Scene("code sums.json --out nowhere/sums.py", UNUSABLE),
    Scene("code missing.json", UNUSABLE),
    Scene("code openapi.json", UNUSABLE),
)
_DIFF: Final = (
    Scene("diff lighthouse.py lighthouse.workflow.json"),
    Scene("diff lighthouse.py careless.py", PROBLEMS),
    Scene("diff sums.json sums.py", PROBLEMS),
    Scene("diff sums.json sums.json"),
    Scene("diff sums.json sums.py --json", PROBLEMS, is_data=True),
    Scene("diff sums.json missing.json", UNUSABLE),
    Scene("diff two.py sums.json", UNUSABLE),
    Scene("diff sums.json", UNUSABLE),
)
_DRAW: Final = (
    Scene("draw sums.py --format mermaid", is_data=True),
    Scene("draw sums.py --format dot", is_data=True),
    Scene("draw lighthouse.py --out lighthouse.svg"),
    Scene("draw lighthouse.py --out lighthouse.html"),
    Scene("draw sums.py --out sums.svg --json", is_data=True),
    Scene("draw lighthouse.py --out lighthouse.pdf", UNUSABLE),
    Scene("draw lighthouse.py --out nowhere/lighthouse.svg", UNUSABLE),
    Scene("draw lighthouse.py --format pdf", UNUSABLE),
    Scene("draw empty.py --out empty.svg"),
    Scene("draw nothing.py", UNUSABLE),
    Scene("draw two.py --out two.svg", UNUSABLE),
)
_GENERATE: Final = (
    Scene("generate --all --out my_nodes", server="new"),
    Scene("generate --out my_nodes", UNUSABLE, "new"),
    Scene("generate --schema openapi.json --out my_nodes", UNUSABLE),
    Scene("generate --schema missing.json --out my_nodes", UNUSABLE),
    Scene("generate --out my-nodes", UNUSABLE, "new"),
    Scene("generate --url {closed} --out my_nodes", UNREACHABLE),
    Scene("generate --url {closed} --schema openapi.json --out my_nodes", UNUSABLE),
    Scene("generate", UNUSABLE, "new"),
)
_NODES: Final = (
    Scene("nodes resize"),
    Scene("nodes"),
    Scene("nodes no such thing"),
    Scene("nodes show Noise"),
    Scene("nodes show DenoiseLatents"),
    Scene("nodes show img_resize --json", is_data=True),
    Scene("nodes show Nosie", UNUSABLE),
    Scene("nodes show xyzzy", UNUSABLE),
    Scene("nodes show", UNUSABLE),
)
_MODELS: Final = (
    Scene("models", server="new"),
    Scene("models list --base sdxl --type lora", server="new"),
    Scene("models dreamshaper", server="new"),
    Scene("models list --type lroa", UNREACHABLE, "new"),
    Scene("models --url {closed}", UNREACHABLE),
    Scene("models", UNUSABLE),
    Scene("models", UNREACHABLE, "private"),
    Scene("models", UNREACHABLE, "private", environment=_TOKEN),
)
_QUEUE: Final = (
    Scene("queue", server="used"),
    Scene("queue", server="new"),
    Scene("queue --limit 2", server="paused"),
    Scene("queue --limit 0", UNUSABLE, "new"),
    Scene("queue watch", server="used"),
    Scene("queue watch --every 0.2", INTERRUPTED, "paused", answers=(("1  pending", _CTRL_C),)),
    Scene("queue cancel 1", server="paused", answers=(("[y/N]: ", "y\n"),)),
    Scene("queue cancel --batch {batch}", server="paused", answers=(("[y/N]: ", "y\n"),)),
    Scene("queue cancel 1 2 --yes", server="paused"),
    Scene("queue cancel 1", INTERRUPTED, "paused", answers=(("[y/N]: ", "\n"),)),
    Scene("queue cancel 1", INTERRUPTED, "paused", answers=(("[y/N]: ", _CTRL_C),)),
    Scene("queue cancel 4711 --yes", UNUSABLE, "paused"),
    Scene("queue cancel first --yes", UNUSABLE, "paused"),
    Scene("queue cancel", UNUSABLE, "paused"),
    Scene("queue clear", server="paused", answers=(("[y/N]: ", "y\n"),)),
    Scene("queue clear", INTERRUPTED, "paused", answers=(("[y/N]: ", "n\n"),)),
    Scene("queue retry --batch {batch}", server="used"),
    Scene("queue retry 4711", UNUSABLE, "used"),
    Scene("queue retry", UNUSABLE, "used"),
    Scene("queue cnacel 1", UNUSABLE, "used"),
)
_IMAGES: Final = (
    Scene("images", server="used"),
    Scene("images --limit 2", server="used"),
    Scene("images", server="new"),
    Scene("images --board harbours", server="used"),
    Scene("images --board harbors", UNUSABLE, "used"),
    Scene("images get {image} --out pictures", server="used"),
    Scene("images get --board harbours --out pictures", server="used"),
    Scene("images get nothing.png --out pictures", UNREACHABLE, "used"),
    Scene("images get", UNUSABLE, "used"),
    Scene("images put teal.png", server="new"),
    Scene("images put teal.png --board quays", server="new"),
    Scene("images put missing.png", UNUSABLE, "new"),
    Scene("images put notes.txt", UNREACHABLE, "new"),
)
_BOARDS: Final = (
    Scene("boards", server="used"),
    Scene("boards", server="new"),
    Scene("boards harbours", server="used"),
    Scene("boards --url {closed}", UNREACHABLE),
)
_WORKFLOWS: Final = (
    Scene("workflows", server="used"),
    Scene("workflows list --own", server="used"),
    Scene("workflows sdxl", server="used"),
    Scene("workflows get {workflow} --out sums.workflow.json", server="used"),
    Scene("workflows get nothing", UNREACHABLE, "used"),
    Scene("workflows get ../boards", UNREACHABLE, "used"),
    Scene("workflows put lighthouse.workflow.json", server="new"),
    Scene("workflows put sums.json", UNUSABLE, "new"),
    Scene("workflows put cut.json", UNUSABLE, "new"),
)
_DOCTOR: Final = (
    Scene("doctor --simulate"),
    Scene("doctor", PROBLEMS, "paused"),
    Scene("doctor", PROBLEMS, "private"),
    Scene("doctor", UNREACHABLE, "foreign"),
    Scene("doctor --url {closed}", UNREACHABLE),
    Scene("doctor", UNUSABLE),
)
_SERVE: Final = (
    Scene("serve --port 0", answers=(("Ctrl-C", _CTRL_C),)),
    Scene("serve --port 0 --state simulator.sqlite", answers=(("Ctrl-C", _CTRL_C),)),
    Scene("serve --port 0 --json", answers=(("url", _CTRL_C),), is_data=True),
    Scene("serve --port {busy}", UNUSABLE),
    Scene("serve --port 70000", UNUSABLE),
    Scene("serve --port 0 --state notes.txt", UNUSABLE),
    Scene("serve --port 0 --host nowhere.invalid", UNUSABLE),
)

SCENES: Final = (
    *_WHOLE,
    *(Scene(f"{name} --help".strip()) for name in ("", *commands())),
    *_RUN,
    *_CHECK,
    *_CODE,
    *_DIFF,
    *_DRAW,
    *_GENERATE,
    *_NODES,
    *_MODELS,
    *_QUEUE,
    *_IMAGES,
    *_BOARDS,
    *_WORKFLOWS,
    *_DOCTOR,
    *_SERVE,
)

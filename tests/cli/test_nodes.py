"""`invokegraph nodes`: what node types there are, and all about one."""

from __future__ import annotations

import json

import pytest

from invokegraph import Node
from invokegraph.cli import main
from invokegraph.cli.node_types import all_types, described, example
from nodes_catalog.index import TYPES

SHOWN = """\
Noise: "Create Latent Noise" in the editor, node type noise, version 1.1.0, category latents

INPUT            TAKES                                                                 DEFAULT
noise_type       one of 'SD', 'FLUX', 'FLUX.2', 'SD3', 'CogView4', 'Z-Image', 'Anima'  'SD'
seed             int from 0 to 4294967295                                              0
width            int above 0, a multiple of 8                                          512
height           int above 0, a multiple of 8                                          512
use_cpu          bool                                                                  True
is_intermediate  bool                                                                  False    value only
use_cache        bool                                                                  True     value only

OUTPUT  GIVES
width   int
height  int
noise   LatentsField

from nodes_catalog import Noise

node = Noise()
"""


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["nodes", *arguments]) == 0
    return capsys.readouterr().out


def test_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    head, *rows = told(capsys).splitlines()
    assert head.split() == ["TYPE", "CLASS", "CATEGORY", "TITLE"]
    assert [row.split()[0] for row in rows] == sorted(TYPES)
    assert ["noise", "Noise", "latents", "Create", "Latent", "Noise"] in [row.split() for row in rows]
    assert told(capsys, "list") == "\n".join([head, *rows, ""])


def test_some_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "LATENTS", "resize", "--json"))
    assert found == [
        {
            "type": "lresize",
            "class": "ResizeLatents",
            "title": "Resize Latents",
            "category": "latents",
            "version": "1.0.2",
            "classification": "stable",
        }
    ]
    assert main(["nodes", "no such"]) == 0
    assert capsys.readouterr() == ("", "no node type is called so\n")
    assert json.loads(told(capsys, "no such", "--json")) == []


@pytest.mark.parametrize("name", ["noise", "Noise"])
def test_all_about_one(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "show", name) == SHOWN


def test_what_it_cannot_do_without_is_in_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "show", "denoise_latents")
    assert "    unet=...,  # MainModelLoader(...).unet\n" in shown
    assert "    positive_conditioning=...,  # Compel(...).conditioning\n" in shown
    assert "scheduler                one of 31, see below" in shown
    assert "'unipc_k', 'lcm', 'tcd'" in shown


def test_all_about_one_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    about = json.loads(told(capsys, "show", "l2i", "--json"))
    assert {put["name"]: put["required"] for put in about["inputs"]}["vae"]
    assert about["outputs"][0] == {"name": "image", "attribute": "image", "type": "ImageField"}
    assert about["class"] == "LatentsToImage"


@pytest.mark.parametrize("cls", all_types(), ids=lambda cls: cls.type)
def test_each_can_be_told(cls: type[Node]) -> None:
    json.dumps(described(cls))
    found: dict[str, object] = {}
    exec(
        example(cls).replace("node = ", "made = lambda: "), found
    )  # the required inputs of the example stand for others
    assert found[cls.__name__] is cls


def test_a_typo_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nodes", "show", "noize"]) == 2
    assert capsys.readouterr().err == "error: there is no node type 'noize'; did you mean noise or Noise?\n"
    assert main(["nodes", "show", "\x1b[2J"]) == 2
    assert capsys.readouterr().err == ("error: there is no node type '\\x1b[2J'; `invokegraph nodes` lists them\n")


def test_a_node_is_found_by_what_the_editor_calls_it(capsys: pytest.CaptureFixture[str]) -> None:
    title = "Denoise - SD1.5, SDXL"
    assert [row.split()[0] for row in told(capsys, title).splitlines()[1:]] == [
        "denoise_latents",
        "denoise_latents_meta",
        "tiled_multi_diffusion_denoise_latents",
    ]
    assert told(capsys, *title.split()) == told(capsys, title)
    assert told(capsys, "show", title) == told(capsys, "show", "denoise_latents")
    assert told(capsys, "show", title).startswith(
        f'DenoiseLatents: "{title}" in the editor, node type denoise_latents, '
    )


def test_the_default_of_a_colour_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nodes", "show", "infill_rgba"]) == 0
    assert "{'a': 255, 'b': 127, 'g': 127, 'r': 127}" in capsys.readouterr().out

from __future__ import annotations

import re

import pytest

from invokegraph import Graph
from invokegraph.view import to_mermaid

from . import graphs
from .test_svg import HOSTILE

LINE = re.compile(
    r"""flowchart\ LR
    |\ {4}n\d+\["[^"]*<br/>[^"]*"\]
    |\ {4}n\d+\ -->\|"[^"]*"\|\ n\d+
    |\ {4}classDef\ (?:unknown|missing|wrong)\ [\w:#, .-]+
    |\ {4}class\ n\d+(?:,n\d+)*\ (?:unknown|missing|wrong)
    |\ {4}linkStyle\ \d+(?:,\d+)*\ [\w:#,-]+""",
    re.VERBOSE,
)


TEXT_TO_IMAGE = """\
flowchart LR
    n0["main_model_loader<br/>MainModelLoader"]
    n1["noise<br/>Noise"]
    n2["compel<br/>Compel"]
    n3["compel_2<br/>Compel"]
    n4["denoise_latents<br/>DenoiseLatents"]
    n5["l2i<br/>LatentsToImage"]
    n0 -->|"clip"| n2
    n0 -->|"clip"| n3
    n0 -->|"unet"| n4
    n1 -->|"noise"| n4
    n2 -->|"conditioning → positive_conditioning"| n4
    n3 -->|"conditioning → negative_conditioning"| n4
    n4 -->|"latents"| n5
    n0 -->|"vae"| n5
"""

BROKEN = """\
flowchart LR
    n0["a<br/>Add"]
    n1["b<br/>Add"]
    n2["c<br/>my_custom_node"]
    n3["gone<br/>not in the graph"]
    n0 -->|"value → a"| n1
    n0 -->|"nothing → x"| n2
    n3 -->|"value → b"| n1
    classDef unknown stroke-dasharray:5 4
    class n2 unknown
    classDef missing stroke-dasharray:5 4,opacity:0.7
    class n3 missing
    classDef wrong stroke:#d92d20,stroke-width:3px
    class n2 wrong
    linkStyle 1,2 stroke:#d92d20,stroke-width:3px
"""


def test_text_to_image():
    assert to_mermaid(graphs.text_to_image()) == TEXT_TO_IMAGE


def test_what_is_wrong_is_marked():
    graph = graphs.read(
        {"a": {"type": "add"}, "b": {"type": "add"}, "c": {"type": "my_custom_node"}},
        ("a", "value", "b", "a"),
        ("a", "nothing", "c", "x"),
        ("gone", "value", "b", "b"),
    )
    assert to_mermaid(graph) == BROKEN


def test_the_empty_graph():
    assert to_mermaid(Graph()) == "flowchart LR\n"


@pytest.mark.parametrize("text", [*HOSTILE, "`code`", "a[b](c){d}|e|", "#quot;", "%% no", "$$x$$", "fa:fa-car", "\\n"])
def test_text_is_data(text):
    drawn = to_mermaid(graphs.read({text: {"type": text}, "b": {"type": "add"}}, (text, text, "b", text)))
    assert len(drawn) < 5_000
    assert drawn.isprintable() or set(drawn) - {"\n"} == {c for c in drawn if c.isprintable()}
    for line in drawn.splitlines():
        assert LINE.fullmatch(line), line
        label = re.sub(r"<br/>|#\d+;", "", "".join(re.findall(r'"([^"]*)"', line)))
        assert not set("<>&[]{}|`#;%$\\") & set(label), line


def test_a_label_reads_as_the_text_did():
    shown = to_mermaid(graphs.read({'end "x" <b>': {"type": "add"}})).splitlines()[1]
    assert re.sub(r"#(\d+);", lambda match: chr(int(match[1])), shown) == '    n0["end "x" <b><br/>Add"]'

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from invokegraph import FormatError, Graph, Location, WireError
from nodes_catalog import DenoiseLatents, Image, ImageCollection, Integer, Noise


def here(back: int = 1) -> Location:
    """The line that calls this, or one that is so many lines above the next."""
    return Location(__file__, sys._getframe(1).f_lineno - back + 1)


def test_a_node_knows_the_line_that_made_it() -> None:
    noise = Noise(seed=1)
    assert noise.location == here(2)


def test_an_input_knows_the_line_that_set_it() -> None:
    noise = Noise(seed=1)
    made = here(2)
    noise.width = 8
    assert noise.location_of("width") == here(2)
    assert noise.location_of("seed") == made
    assert noise.location_of("height") == made


def test_an_input_that_is_set_by_name_knows_its_line() -> None:
    noise = Noise()
    noise.inputs["seed"] = 3
    assert noise.location_of("seed") == here(2)


def test_inputs_that_are_set_together_know_their_line() -> None:
    noise = Noise()
    noise.inputs.update(seed=3)
    assert noise.location_of("seed") == here(2)


def test_the_line_is_the_users_even_for_a_subclass_with_a_constructor() -> None:
    class Seeded(Noise):
        def __init__(self) -> None:
            super().__init__()
            self.seed = 3

    assert str(Seeded().location).startswith(str(Path(__file__).relative_to(Path.cwd())))


def test_a_node_from_a_file_has_no_line() -> None:
    graph = Graph.from_dict({"nodes": {"n": {"id": "n", "type": "noise"}}})
    assert graph["n"].location is None


def test_the_collect_nodes_of_a_list_have_the_line_of_the_list() -> None:
    images = ImageCollection(collection=[Image().image, Image().image])
    line = here(2)
    assert {node.location for node in Graph(images) if node.type == "collect"} == {line}


def test_an_error_names_the_file_and_the_line() -> None:
    with pytest.raises(WireError) as caught:
        DenoiseLatents(noise=Integer().value)  # type: ignore[arg-type]
    assert f"({here(2)})" in str(caught.value)


def test_a_line_is_shown_from_the_current_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent)
    assert str(Location(__file__, 3)) == f"{Path(__file__).name}:3"
    monkeypatch.chdir("/")
    assert str(Location("<stdin>", 3)) == "<stdin>:3"


def test_a_copy_that_is_changed_does_not_move_the_lines_of_the_original() -> None:
    noise = Noise()
    noise.seed = 1
    line = here(2)
    copy = Graph(noise).copy()[Noise]
    copy.seed = 2
    assert noise.location_of("seed") == line


def test_code_without_a_file_has_a_place_too() -> None:
    scope: dict[str, Noise] = {}
    exec("from nodes_catalog import Noise\n\nnoise = Noise()", {"__name__": "typed_in"}, scope)
    assert str(scope["noise"].location) == "<string>:3"


def test_a_file_that_is_not_there_is_told_with_the_users_line(tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        Graph.from_workflow(tmp_path / "none.json")
    assert str(caught.value).endswith(f"No such file or directory ({here(2)})")


def test_a_cell_of_a_notebook_is_called_as_there(monkeypatch: pytest.MonkeyPatch) -> None:
    cells = {"/tmp/ipykernel_7/3192108787.py": ("Cell", "In[6]")}
    shell = SimpleNamespace(compile=SimpleNamespace(format_code_name=cells.get))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    assert str(Location("/tmp/ipykernel_7/3192108787.py", 2)) == "In[6]:2"
    assert str(Location("/tmp/pipeline.py", 2)) == "/tmp/pipeline.py:2"
    shell = None  # IPython is loaded, and nothing runs in it
    assert str(Location("/tmp/pipeline.py", 2)) == "/tmp/pipeline.py:2"

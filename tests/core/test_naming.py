"""What people call nodes whose ids the editor made: whoever takes a name from a message gets the node that it means."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from invokegraph import Graph
from invokegraph.naming import names_in, renamed
from nodes_catalog import Add

IDS = [f"0000000{place}-fb65-45a6-a5d7-f20109f88b49" for place in range(4)]
TITLES = st.sampled_from(["", "add", "sum", "other", *IDS, f"add ({IDS[0]})", f"sum ({IDS[1]})", "s" * 70, "s" * 71])


def graph_of(titles: dict[str, str]) -> Graph:
    graph = Graph(*(Add(id=id_) for id_ in titles))
    graph.labels.update({id_: title for id_, title in titles.items() if title})
    return graph


@given(st.lists(TITLES, min_size=4, max_size=4), TITLES)
def test_a_name_means_one_node_and_never_looks_like_the_id_of_another(titles: list[str], title: str) -> None:
    graph = graph_of({**dict(zip(IDS, titles, strict=True)), "other": title})
    names = names_in(graph)
    assert names.keys() == {*IDS}
    called = [*names.values(), "other"]
    assert len({*called}) == len(called)
    for id_, name in names.items():
        assert not {*IDS, "other"} & {name} - {id_}


def test_a_title_that_holds_such_an_id_is_no_name() -> None:
    names = names_in(graph_of({IDS[0]: IDS[1], IDS[1]: "sum", IDS[2]: f"sum ({IDS[1]})"}))
    assert names == {IDS[0]: f"add ({IDS[0]})", IDS[1]: "sum", IDS[2]: f"add ({IDS[2]})"}
    assert renamed(f"{IDS[1]}.a", names) == "sum.a"

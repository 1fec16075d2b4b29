"""The graph of an event's origins."""

from __future__ import annotations

from dataclasses import replace

from riscontro.weigh.graph import graph_to_dot, graph_to_mermaid, origins_graph
from tests.weigh.make import NIS, SEOUL, Desk


def graph_of(desk: Desk):
    return origins_graph(desk.event(), claims={one.id: one for one in desk.claims}, provenances=desk.provenances)


def relayed() -> Desk:
    desk = Desk()
    desk.tell("2024-10-18", NIS, via=("Example Wire",), publisher='The "Post"')
    desk.tell("2024-10-19", SEOUL, publisher="Herald")
    desk.tell("2024-10-20", None, publisher="Late Paper")
    return desk


def test_organs_of_one_state_hang_on_one_group_and_relays_on_whom_they_pass_on():
    graph = graph_of(relayed())
    labels = {node.id: node.label for node in graph.nodes}
    steps = {(labels[edge.source], labels[edge.target]) for edge in graph.edges}
    assert ("state:KOR", "National Intelligence Service (KOR, intelligence)") in steps
    assert ("state:KOR", "Defence Ministry in Seoul (KOR, official)") in steps
    assert ("National Intelligence Service (KOR, intelligence)", "Example Wire") in steps
    assert ("Example Wire", 'The "Post"') in steps


def test_what_does_not_count_is_drawn_apart():
    graph = graph_of(relayed())
    dot, mermaid = "\n".join(graph_to_dot(graph)), "\n".join(graph_to_mermaid(graph))
    assert dot.startswith("digraph origins {")
    assert dot.count("style=dashed") == 2
    assert '\\"Post\\"' in dot
    assert "#34;Post#34;" in mermaid
    assert "-.->" in mermaid


def test_hostile_names_stay_within_their_labels():
    desk = Desk()
    desk.tell("2024-10-18", replace(NIS, name='x"]; evil --> n0["\n'), publisher="a\\")
    for line in graph_to_mermaid(graph_of(desk)):
        assert line.count('"') in (0, 2, 4)
        assert "evil -->" not in line.replace("--#62;", "")
    dot = "\n".join(graph_to_dot(graph_of(desk)))
    assert 'label="a\\\\"' in dot

"""The origins of an event as a graph: who said it, who passed it on, which of them count as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from riscontro.model.claim import Claim
from riscontro.model.document import Provenance
from riscontro.model.event import Event, Origin
from riscontro.weigh.origins import publisher_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """``kind`` is ``event``, ``group``, ``origin`` or ``outlet``; ``counts`` whether it stands behind the event."""

    id: str
    kind: str
    label: str
    counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """From who said it to who passed it on; ``label`` says how."""

    source: str
    target: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Nodes in the order of the event's origins, each once; edges likewise."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def origins_graph(event: Event, *, claims: Mapping[str, Claim], provenances: Mapping[str, Provenance]) -> Graph:
    """Return the graph from groups over origins and those who passed them on to the outlets that the case holds."""
    kind = "/".join(filter(None, (event.type.value, event.mode)))
    title = f"{event.actor or '?'} to {event.recipient or '?'}: {kind}, {event.status} {event.grade}"
    nodes = {event.id: Node(id=event.id, kind="event", label=title)}
    edges: dict[tuple[str, str], Edge] = {}
    for origin in event.origins:
        counts = origin.counts and origin.standing
        known = nodes.get(origin.group)
        nodes[origin.group] = Node(
            id=origin.group, kind="group", label=origin.group, counts=counts or (known is not None and known.counts)
        )
        nodes[origin.id] = Node(id=origin.id, kind="origin", label=_origin_label(origin), counts=counts)
        edges.setdefault((event.id, origin.group), Edge(source=event.id, target=origin.group, label=""))
        edges[origin.group, origin.id] = Edge(source=origin.group, target=origin.id, label=str(origin.stance))
        for name in origin.claims:
            if name in claims:
                _pass_on(origin, claims[name], provenances[claims[name].document_id], nodes, edges)
    return Graph(nodes=tuple(nodes.values()), edges=tuple(edges.values()))


def _origin_label(origin: Origin) -> str:
    return f"{origin.name} ({', '.join(filter(None, (origin.state, str(origin.kind))))})"


def _pass_on(
    origin: Origin, claim: Claim, page: Provenance, nodes: dict[str, Node], edges: dict[tuple[str, str], Edge]
) -> None:
    """Add the steps of one claim: the origin, then each of ``via``, then the page's publisher."""
    last = origin.id
    for name in (*claim.via, publisher_name(page)):
        if name == origin.name:
            continue
        here = f"{origin.id}>{name}"
        nodes.setdefault(here, Node(id=here, kind="outlet", label=name, counts=origin.counts and origin.standing))
        how = "presumed relay" if origin.presumed_relay else "told by"
        edges.setdefault((last, here), Edge(source=last, target=here, label=how))
        last = here


_SHAPES = {"event": "box", "group": "folder", "origin": "ellipse", "outlet": "plaintext"}


def graph_to_dot(graph: Graph) -> Iterator[str]:
    """Yield the lines of a graph for Graphviz; what does not count is dashed."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    yield "digraph origins {"
    yield "  rankdir=LR;"
    for node in graph.nodes:
        style = "" if node.counts else ", style=dashed"
        yield f"  {numbers[node.id]} [shape={_SHAPES[node.kind]}, label={_quoted(node.label)}{style}];"
    for edge in graph.edges:
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        yield f"  {numbers[edge.source]} -> {numbers[edge.target]}{label};"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def graph_to_mermaid(graph: Graph) -> Iterator[str]:
    """Yield the lines of a graph for Mermaid; edges to what does not count are dotted."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    counts = {node.id: node.counts for node in graph.nodes}
    yield "flowchart LR"
    for node in graph.nodes:
        yield f'  {numbers[node.id]}["{_entities(node.label)}"]'
    for edge in graph.edges:
        arrow = "-->" if counts[edge.target] else "-.->"
        label = f'|"{_entities(edge.label)}"|' if edge.label else ""
        yield f"  {numbers[edge.source]} {arrow}{label} {numbers[edge.target]}"


def _entities(text: str) -> str:
    """Write signs that Mermaid reads as its own as numeric entities, in its form."""
    return "".join(f"#{ord(sign)};" if sign in '"#&<>`[]{}|\\' or not sign.isprintable() else sign for sign in text)

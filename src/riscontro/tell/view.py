"""A dossier as it is printed: every part in words, in order, ready for a page that only lays it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from riscontro.model.dossier import Dossier
from riscontro.model.dyad import Flow, Series
from riscontro.model.grade import Reliability, Status
from riscontro.tell.catalogue import Catalogue, capitalised, fill
from riscontro.tell.changes import Changes, build_changes
from riscontro.tell.dates import contracted, day_to_text, instant_to_minute_text
from riscontro.tell.entry import DocumentLine, EntryView, build_entry, document_line
from riscontro.tell.flows import Flows, build_flows
from riscontro.tell.gaps import Gaps, build_gaps
from riscontro.tell.index import Index, index_dossier
from riscontro.tell.ladder import LadderSide, build_ladder
from riscontro.tell.map import EventMap, build_map
from riscontro.tell.matrix import Matrix, build_matrix
from riscontro.tell.names import party_name
from riscontro.tell.quantities import quantity_to_text
from riscontro.tell.relating import Relating, build_relating
from riscontro.tell.sentence import Sentence, event_label
from riscontro.tell.sources import PositionLine, SourceNode, SourcePath, build_paths, build_positions, build_sources
from riscontro.tell.summary import build_summary
from riscontro.tell.timeline import Timeline, build_timeline
from riscontro.tell.visible import shorten

DOCUMENTS_SHOWN = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A key figure: its number and what it counts."""

    number: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFigure:
    """How many of the events shown stand at a status."""

    status: str
    word: str
    number: int
    digit: int
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """A flow as its table prints it."""

    event_id: str
    label: str
    state: str
    state_word: str
    first: str
    last: str
    gap: str
    quantity: str
    status: str
    status_word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """The letters and digits of the grade with their words, and the statuses with theirs."""

    letters: tuple[tuple[str, str], ...]
    digits: tuple[tuple[str, str], ...]
    statuses: tuple[StatusFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """All that a page lays out. Texts are as the catalogue and the documents have them, not yet escaped."""

    index: Index
    pair: str
    title: str | None
    as_of: str
    summary: tuple[Sentence, ...]
    summary_note: str | None
    unproved_note: str | None
    changes: Changes | None
    figures: tuple[Figure, ...]
    scope: str | None
    statuses: tuple[StatusFigure, ...]
    ladder: tuple[LadderSide, ...]
    timeline: Timeline
    flows: tuple[FlowLine, ...]
    flow_chart: Flows
    series: tuple[Series, ...]
    map: EventMap
    relating: Relating
    entries: tuple[EntryView, ...]
    left_out: str | None
    positions: tuple[PositionLine, ...]
    matrix: Matrix
    sources: tuple[SourceNode, ...]
    source_paths: tuple[SourcePath, ...]
    more_sources: int
    documents: tuple[DocumentLine, ...]
    documents_total: int
    gaps: Gaps
    legend: Legend
    version: str


def build_view(dossier: Dossier, *, lang: str) -> DossierView:
    """Return a dossier in words; raise :class:`UsageError` where ``lang`` has no catalogue."""
    index = index_dossier(dossier, lang=lang)
    pair = _pair(dossier, index.catalogue)
    paths = build_paths(index)
    sources, more_sources = build_sources(paths)
    gaps = build_gaps(index)
    return DossierView(
        index=index,
        pair=pair,
        title=shorten(dossier.title, 160) if dossier.title.strip() and dossier.title != pair else None,
        as_of=_as_of(dossier, index.catalogue),
        summary=build_summary(index),
        summary_note=_summary_note(gaps, index.catalogue),
        unproved_note=index.catalogue.count("unproved_note", len(dossier.unproved)) if dossier.unproved else None,
        changes=build_changes(index),
        figures=tuple(_figures(index)),
        scope=_scope(dossier, index.catalogue),
        statuses=tuple(figure for figure in _statuses(index) if figure.number),
        ladder=build_ladder(index),
        timeline=build_timeline(index),
        flows=tuple(_flow_line(flow, index) for flow in _flows_shown(index)),
        flow_chart=build_flows(_flows_shown(index), index),
        series=tuple(dyad.series for dyad in dossier.relation.dyads if dyad.series and dyad.series.points),
        map=build_map(index),
        relating=build_relating(index),
        entries=tuple(build_entry(event, index) for event in index.selection.events),
        left_out=_left_out(index),
        positions=build_positions(index),
        matrix=build_matrix(index),
        sources=sources,
        source_paths=paths,
        more_sources=more_sources,
        documents=tuple(document_line(document, index) for document in dossier.documents[:DOCUMENTS_SHOWN]),
        documents_total=index.tally.documents,
        gaps=gaps,
        legend=_legend(index),
        version=dossier.version,
    )


def _pair(dossier: Dossier, catalogue: Catalogue) -> str:
    first, second = (party_name(code, catalogue) for code in dossier.relation.pair)
    return capitalised(catalogue.text("pair", a=first, b=second))


def _as_of(dossier: Dossier, catalogue: Catalogue) -> str:
    if dossier.as_of is not None:
        return contracted(catalogue.text("as_of", when=instant_to_minute_text(dossier.as_of, catalogue)), catalogue)
    held = instant_to_minute_text(dossier.held_to, catalogue) if dossier.held_to else None
    return contracted(fill(catalogue.table["text"]["as_held"], {"when": held}), catalogue)


def _summary_note(gaps: Gaps, catalogue: Catalogue) -> str | None:
    parts = []
    if gaps.unread_total:
        parts.append(catalogue.count("unread_documents", gaps.unread_total))
    if gaps.cut_total:
        parts.append(catalogue.count("cut_documents", gaps.cut_total))
    return catalogue.text("summary_unread", parts=catalogue.joined(parts)) if parts else None


def _scope(dossier: Dossier, catalogue: Catalogue) -> str | None:
    """Return what says that a large case was not counted whole."""
    if dossier.whole is None:
        return None
    documents, claims = (catalogue.number(number) for number in dossier.whole)
    return catalogue.text("scope", total=documents, n=claims)


def _figures(index: Index) -> list[Figure]:
    tally, catalogue = index.tally, index.catalogue
    numbers = {
        "unit_documents": tally.documents,
        "unit_publishers": tally.publishers,
        "unit_languages": tally.languages,
        "unit_claims": tally.claims,
        "unit_roots": tally.roots,
        "unit_events": len(index.dossier.events),
        "unit_unread": tally.unread,
        "unit_cut": tally.cut,
    }
    return [
        Figure(number=catalogue.number(number), unit=catalogue.count(key, number)) for key, number in numbers.items()
    ]


def _statuses(index: Index) -> list[StatusFigure]:
    catalogue, standing = index.catalogue, Counter(event.status for event in index.dossier.events)
    return [
        StatusFigure(
            status=status,
            word=catalogue.word("status", status),
            number=standing[status],
            digit=status.credibility,
            meaning=catalogue.word("status_meaning", status),
        )
        for status in _BY_CERTAINTY
    ]


_BY_CERTAINTY = (
    Status.CONFIRMED,
    Status.CORROBORATED,
    Status.REPORTED,
    Status.RUMOURED,
    Status.DISPUTED,
    Status.DENIED,
    Status.REFUTED,
    Status.RETRACTED,
)


def _legend(index: Index) -> Legend:
    catalogue = index.catalogue
    return Legend(
        letters=tuple((letter.value, catalogue.word("letter", letter)) for letter in Reliability),
        digits=tuple((str(digit), catalogue.word("digit", str(digit))) for digit in range(1, 7)),
        statuses=tuple(_statuses(index)),
    )


def _left_out(index: Index) -> str | None:
    selection, catalogue = index.selection, index.catalogue
    if not selection.left_out:
        return None
    numbers = {"shown": len(selection.events), "total": selection.total, "left": selection.left_out}
    values = {key: catalogue.number(number) for key, number in numbers.items()}
    beside = index.dossier.companion
    key = "left_out_beside" if beside else "left_out_stay"
    return f"{catalogue.text('left_out', **values)} {catalogue.text(key, name=beside or '', **values)}"


def _flows_shown(index: Index) -> list[Flow]:
    held = [flow for flow in index.flows.values() if flow.event_id in index.cited]
    return sorted(held, key=lambda flow: (flow.first is None, flow.first or flow.last, flow.event_id))


def _flow_line(flow: Flow, index: Index) -> FlowLine:
    catalogue, event = index.catalogue, index.events[flow.event_id]
    return FlowLine(
        event_id=event.id,
        label=event_label(event, catalogue),
        state=flow.state,
        state_word=catalogue.word("flow_state", flow.state),
        first=day_to_text(flow.first, catalogue) if flow.first else catalogue.text("undated_label"),
        last=day_to_text(flow.last, catalogue) if flow.last else catalogue.text("undated_label"),
        gap=catalogue.count("days", flow.gap_days) if flow.gap_days is not None else "–",
        quantity=quantity_to_text(flow.quantity, catalogue) or "–",
        status=event.status,
        status_word=catalogue.word("status_short", event.status),
    )

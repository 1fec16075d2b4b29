"""The dossier as plain values for a typesetter: texts, references and pictures, nothing that it could run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from riscontro.tell.changes import CHANGE_TITLES
from riscontro.tell.entry import DocumentLine, EntryView, EvidenceView
from riscontro.tell.figures import PRINT_WIDTHS, Drawing, draw_figures
from riscontro.tell.figures.clean import palette
from riscontro.tell.figures.shapes import STATUS_SHAPES
from riscontro.tell.index import Index, Reference
from riscontro.tell.ladder import LadderSide
from riscontro.tell.map import map_to_svg
from riscontro.tell.matrix import matrix_more
from riscontro.tell.relating import Grid
from riscontro.tell.sentence import Sentence
from riscontro.tell.sources import SourceNode
from riscontro.tell.view import DossierView
from riscontro.tell.visible import visible

Value = dict[str, Any]

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_PAPER = {"mark": "#fbe7a1", "field": "#8a5a00"}


def dossier_to_values(view: DossierView, *, figures: bool) -> Value:
    """Return all that a printed dossier holds; every text is made safe to look at."""
    values = _values(view, figures=figures)
    shown: Value = _shown(values)
    return shown


def _values(view: DossierView, *, figures: bool) -> Value:
    index, t = view.index, view.index.catalogue
    drawn = draw_figures(view, widths=PRINT_WIDTHS, printed=True) if figures else None
    return {
        "lang": t.code,
        "colours": palette() | _PAPER,
        "shapes": {str(status): _shape(status) for status in STATUS_SHAPES},
        "words": {str(status): t.word("status_short", status) for status in STATUS_SHAPES},
        "text": {key: str(text) for key, text in t.table["text"].items() if "{" not in str(text)},
        "pair": view.pair,
        "title": view.title,
        "as_of": view.as_of,
        "produced": t.text("produced", version=view.version),
        "summary": [_sentence(line, index) for line in view.summary],
        "summary_note": view.summary_note,
        "unproved_note": view.unproved_note,
        "changes": _changes(view),
        "figures": [{"number": one.number, "unit": one.unit} for one in view.figures],
        "statuses": [{"status": one.status, "word": one.word, "number": one.number} for one in view.statuses],
        "ladder": [
            _ladder(side, drawn.ladder[number] if drawn else None, index) for number, side in enumerate(view.ladder)
        ],
        "timeline": _timeline(view, drawn.timeline if drawn else ()),
        "flows": [_flow(view, number) for number in range(len(view.flows))],
        "flows_picture": _picture(drawn.flows if drawn else None, t.count("flows_says", len(view.flow_chart.bars))),
        "ranges_picture": _picture(drawn.ranges if drawn else None, t.text("ranges")),
        "map": _map(view),
        "left_out": view.left_out,
        "entries": [_entry(entry, index) for entry in view.entries],
        "positions": [
            {
                "party": line.party,
                "stance": line.stance,
                "label": line.label,
                "event": line.event_id,
                "when": line.when,
                "words": t.text("field_words", words=line.words) if line.words else "",
                "refs": _refs(line.references),
            }
            for line in view.positions
        ],
        "relating": {part: [_grid(grid, index) for grid in getattr(view.relating, part)] for part in _PARTS},
        "series_pictures": [_picture(one, t.text("series_intro")) for one in (drawn.series if drawn else ())],
        "matrix": _matrix(view, drawn.matrix if drawn else None),
        "sources_picture": _picture(drawn.sources if drawn else None, t.text("sources_intro")),
        "sources": [_node(node, index) for node in view.sources],
        "more_sources": t.count("more_roots", view.more_sources) if view.more_sources else None,
        "documents": [_document(line) for line in view.documents],
        "more_documents": _more(view.documents_total - len(view.documents), index),
        "unread": _unread(view),
        "issues": [
            {"name": line.name, "count": t.number(line.count), "examples": list(line.examples)}
            for line in view.gaps.issues
        ],
        "legend": {
            "statuses": [
                {"status": one.status, "word": one.word, "digit": one.digit, "meaning": one.meaning}
                for one in view.legend.statuses
            ],
            "letters": [list(pair) for pair in view.legend.letters],
            "digits": [list(pair) for pair in view.legend.digits],
        },
    }


def _matrix(view: DossierView, drawing: Drawing | None) -> Value | None:
    t, matrix = view.index.catalogue, view.matrix
    picture = _picture(drawing, t.count("matrix_says", len(matrix.rows)))
    return picture and {**picture, "more": matrix_more(matrix, t)}


def _shown(value: Any) -> Any:
    """Return a value with every text in it written out where it would act; pictures are bytes of their own kind."""
    if isinstance(value, str):
        return value if value.startswith("<svg ") else visible(value)
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    return value


def _shape(status: str) -> str:
    colour = palette()[status]
    outline = next(path for code, path in STATUS_SHAPES.items() if code == status)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1.05 -1.05 2.1 2.1" width="21" height="21">'
        f'<path d="{outline}" fill="{colour}"/></svg>'
    )


def _picture(drawing: Drawing | None, says: str) -> Value | None:
    return {"svg": drawing.svgs[0], "says": says} if drawing else None


def _refs(references: Iterable[Reference]) -> list[Value]:
    return [{"n": ref.number, "id": ref.claim_id} for ref in references]


def _sentence(line: Sentence, index: Index) -> Value:
    return {
        "text": line.text,
        "refs": _refs(index.references(line.claims)),
        "unproved": index.is_unproved(line),
    }


def _more(number: int, index: Index) -> str | None:
    return index.catalogue.count("more", number) if number > 0 else None


def _ladder(side: LadderSide, drawing: Drawing | None, index: Index) -> Value:
    t = index.catalogue
    rows = [
        {
            "level": row.level,
            "name": row.name,
            "tags": [t.text("ladder_ceiling", status=t.word("status_short", code)) for code in row.ceiling_at],
            "note": t.text("ladder_hidden") if row.hidden else None,
            "steps": [
                {"status": step.status, "label": step.label, "event": step.event_id, "words": step.words}
                for step in row.told
            ],
            "more": _more(len(row.steps) - len(row.told), index),
        }
        for row in side.rows
    ]
    says = t.text("ladder_says", title=side.title, rungs=len(side.rows))
    lines = [
        {
            "status": s.status,
            "dash": _DASHES[s.status],
            "word": t.text("ladder_line", status=t.word("status_short", s.status)),
        }
        for s in side.ceilings
    ]
    return {"title": side.title, "picture": _picture(drawing, says), "rows": rows, "lines": lines}


_DASHES = {"reported": "dotted", "corroborated": "dashed", "confirmed": "solid"}
"""How the line of a ceiling is broken, as in the picture."""


def _timeline(view: DossierView, sheets: Sequence[Drawing]) -> Value:
    t = view.index.catalogue
    rows = (*view.timeline.rows, *view.timeline.undated)
    return {
        "pictures": [{"svg": sheet.svgs[0], "says": t.count("timeline_says", len(rows))} for sheet in sheets],
        "rows": [
            {"status": row.status, "label": row.label, "event": row.event_id, "when": row.when, "known": row.known_text}
            for row in rows
        ],
    }


def _map(view: DossierView) -> Value | None:
    t = view.index.catalogue
    svg = map_to_svg(view.map, t, coloured=True, width=PRINT_WIDTHS[0])
    if svg is None:
        return None
    notes = {"map_states": view.map.states_alone, "map_unknown": view.map.unknown}
    return {
        "svg": svg,
        "says": t.count("map_says", len(view.map.lines)),
        "rows": [
            {"name": f"{line.name} ({line.words})", "events": [{"label": label, "id": id} for label, id in line.events]}
            for line in view.map.lines
        ],
        "notes": [t.count(key, number) for key, number in notes.items() if number],
    }


def _changes(view: DossierView) -> Value | None:
    changes, t = view.changes, view.index.catalogue
    if changes is None:
        return None
    groups = [
        {
            "title": f"{t.text(CHANGE_TITLES[kind])} ({t.number(len(lines))})",
            "lines": [
                {"status": line.status, "reason": line.reason, **_sentence(line.sentence, view.index)} for line in lines
            ],
        }
        for kind, lines in changes.groups
    ]
    left_out = t.count("changes_left_out", changes.left_out) if changes.left_out else None
    return {"since": changes.since, "groups": groups, "left_out": left_out}


_PARTS = ("stated", "amounts", "exchange", "others", "months", "stands")


_WIDTHS = {"act": 1.9, "direction": 1.5, "span": 1.4, "outcome": 1.6, "rung": 1.3, "how": 1.3, "certainty": 1.1}
_WIDTHS |= {"events": 0.6, "cooperation": 0.9, "conflict": 0.8, "rows": 0.7}
_WIDTHS |= dict.fromkeys(("known", "said", "when", "first", "last"), 1.25)
"""Parts of a printed table's width by column, one where none is given."""


def _grid(grid: Grid, index: Index) -> Value:
    return {
        "key": grid.key,
        "widths": [_WIDTHS.get(key, 1.0) for key in grid.keys],
        "title": grid.title,
        "note": grid.note,
        "columns": [*grid.columns, index.catalogue.text("evidence")],
        "rows": [
            {
                "cells": [{"text": cell.text, "event": cell.event_id, "status": cell.status} for cell in row.cells],
                "refs": _refs(row.references),
            }
            for row in grid.rows
        ],
        "more": _more(grid.more, index),
    }


def _flow(view: DossierView, number: int) -> Value:
    flow = view.flows[number]
    return {
        "label": flow.label,
        "event": flow.event_id,
        "status": flow.status,
        "cells": [flow.state_word, flow.first, flow.last, flow.gap, flow.quantity],
    }


def _entry(entry: EntryView, index: Index) -> Value:
    t = index.catalogue
    left_out = entry.evidence_total > entry.evidence_shown
    numbers = {"shown": t.number(entry.evidence_shown), "total": t.number(entry.evidence_total)}
    return {
        "id": entry.id,
        "when": entry.when,
        "dated": entry.dated,
        "status": entry.status,
        "word": entry.status_word,
        "grade": entry.grade,
        "grade_words": entry.grade_words,
        "place": entry.place,
        "sentence": _sentence(entry.sentence, index),
        "standing": _sentence(entry.standing, index),
        "history": [{**_sentence(line.sentence, index), "reason": line.reason} for line in entry.history],
        "origins": [
            {
                "name": origin.name,
                "about": f"({origin.kind}): {origin.stance}" + "".join(f" · {note}" for note in origin.notes),
                "counts": origin.counts,
                "refs": _refs(index.references(origin.claims)),
            }
            for origin in entry.origins
        ],
        "evidence": [_evidence(item, index) for item in entry.evidence],
        "left_out": t.text("evidence_left_out", **numbers) if left_out else None,
    }


def _evidence(item: EvidenceView, index: Index) -> Value:
    t = index.catalogue
    lang = item.document.lang
    return {
        "n": item.number,
        "id": item.claim_id,
        "source": item.source,
        "about": [item.document.published, item.document.lang_name, *item.document.notes],
        "url": item.document.url,
        "address": item.document.address or t.text("no_address"),
        "lang": lang if _LANGUAGE.fullmatch(lang) else "und",
        "pieces": [
            {"text": piece.text, "kind": "field" if piece.field else "mark" if piece.marked else "plain"}
            for piece in item.pieces
        ],
        "notes": list(item.notes),
        "fields": [
            {
                "name": field.name,
                "value": field.value,
                "words": t.text("field_words", words=" … ".join(field.words)) if field.words else None,
            }
            for field in item.fields
        ],
    }


def _node(node: SourceNode, index: Index) -> Value:
    t = index.catalogue
    return {
        "name": node.name,
        "detail": node.detail,
        "claims": t.count("claims", node.claims),
        "relays": [_node(relay, index) for relay in node.relays],
        "more": _more(node.more, index),
    }


def _document(line: DocumentLine) -> Value:
    return {
        "publisher": line.publisher,
        "url": line.url,
        "title": line.title or "–",
        "published": line.published,
        "language": line.lang_name,
        "access": "; ".join((line.access, *line.notes)),
        "claims": str(line.claims),
    }


def _unread(view: DossierView) -> list[Value]:
    gaps, t = view.gaps, view.index.catalogue
    lists: Sequence[tuple[str, int, list[tuple[DocumentLine, str]]]] = (
        ("unread_documents", gaps.unread_total, [(line.document, line.reason) for line in gaps.unread]),
        ("cut_documents", gaps.cut_total, [(line, "; ".join(line.notes)) for line in gaps.cut]),
        ("translated_documents", gaps.translated_total, [(line, "; ".join(line.notes)) for line in gaps.translated]),
    )
    return [
        {
            "title": f"{t.text(key)} ({t.number(total)})",
            "lines": [
                {
                    "name": line.publisher,
                    "title": line.title,
                    "about": f"{line.published}, {line.lang_name}",
                    "why": why,
                }
                for line, why in lines
            ],
            "more": _more(total - len(lines), view.index),
        }
        for key, total, lines in lists
        if lines
    ]

"""TimelineJS 3's JSON (timeline.knightlab.com/docs/json-format.html): a title and one slide for each dated event."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from riscontro.model.event import Event
from riscontro.model.holdings import Holdings, event_day
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.dates import interval_to_text
from riscontro.tell.exports.array import listed
from riscontro.tell.sentence import event_label, event_sentence, standing_sentence


def to_timeline(holdings: Holdings, lang: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield ``timeline.json``. Events without any date cannot stand on a timeline; the title's text counts them."""
    yield "timeline.json", _timeline(holdings, load_catalogue(lang))


def _timeline(holdings: Holdings, catalogue: Catalogue) -> Iterator[str]:
    left_out = holdings.undated
    title = {
        "headline": html.escape(holdings.title),
        "text": html.escape(catalogue.count("undated_events", left_out)) if left_out else "",
    }
    head = json.dumps({"title": {"text": title}}, ensure_ascii=False, indent=1)
    yield f'{head.removesuffix(chr(10) + "}")},\n "events": '
    slides = ((event, event_day(event)) for event in holdings.dated_events())
    yield from listed((_slide(event, day, catalogue) for event, day in slides if day), depth=1, end="\n}\n")


def _slide(event: Event, first: date, catalogue: Catalogue) -> dict[str, Any]:
    last = event.when.latest if event.when else None
    # The widget sets texts as HTML, so what a page gave is escaped.
    slide = {
        "unique_id": event.id,
        "start_date": _date(first),
        "display_date": html.escape(interval_to_text(event.when, catalogue)),
        "text": {
            "headline": html.escape(event_label(event, catalogue)),
            "text": html.escape(
                f"{event_sentence(event, catalogue)} {standing_sentence(event, catalogue)} [{event.grade}]"
            ),
        },
        "group": catalogue.word("status", event.status),
        "autolink": False,
    }
    if last is not None and last > first:
        slide["end_date"] = _date(last)
    return slide


def _date(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}

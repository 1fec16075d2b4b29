"""Holding what a sentence says against what it rests on; every rule yields differences, none repairs anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from riscontro.check.acts import act_differences, thing_differences
from riscontro.check.dates import follows, ignoring_year
from riscontro.check.figures import number_differences
from riscontro.check.ground import Ground
from riscontro.check.saying import Moment, Saying
from riscontro.check.sides import label_differences, party_differences, side_differences
from riscontro.check.standing import (
    certainty_differences,
    denial_differences,
    flow_differences,
    grade_differences,
    origin_differences,
    stance_differences,
    status_differences,
)
from riscontro.check.values import Difference, DriftKind, difference, listed
from riscontro.check.words import load_words
from riscontro.model.time import Interval


def differences(saying: Saying, ground: Ground) -> tuple[Difference, ...]:
    """Return everything in which a sentence says otherwise than one event; empty where it follows from it."""
    rules = (
        party_differences,
        label_differences,
        side_differences,
        act_differences,
        thing_differences,
        certainty_differences,
        status_differences,
        denial_differences,
        stance_differences,
        _dates,
    )
    more = (number_differences, origin_differences, grade_differences, _rungs, flow_differences, _names, _quotes)
    return tuple(dict.fromkeys(one for rule in (*rules, *more) for one in rule(saying, ground)))


def _dates(saying: Saying, ground: Ground) -> Iterator[Difference]:
    undated = load_words(saying.lang).says("undated", saying.text.lower())
    if undated and ground.event.when is not None:
        yield difference(DriftKind.DATE, "undated", ground.event.when)
    strays = [moment for moment in saying.moments if not _date_follows(moment, ground)]
    if len(strays) == 2 and any(follows(_hull(strays), one) for one in ground.facts):
        return
    for moment in strays:
        known = ", ".join(str(day) for day in sorted(ground.known_days))
        facts = ", ".join(map(str, ground.facts)) or "undated"
        yield difference(DriftKind.DATE, f"{moment.words} ({moment.interval})", known if moment.known else facts)


def _hull(moments: list[Moment]) -> Interval:
    """Return the days from the first of two dates to the second: "on 24 and 25 April"."""
    first, last = moments[0].interval, moments[-1].interval
    if first.earliest is None or last.latest is None or last.latest < first.earliest:
        return first
    return Interval(earliest=first.earliest, latest=last.latest)


def _date_follows(moment: Moment, ground: Ground) -> bool:
    day = Interval(earliest=moment.interval.earliest, latest=moment.interval.earliest)
    days = [Interval(earliest=one, latest=one) for one in ground.known_days]
    known = any(follows(moment.interval, one) or follows(day, one) for one in days)
    if moment.known:
        return known
    facts = [follows(moment.interval, one, begun=moment.begun, season=moment.season) for one in ground.facts]
    facts += [moment.yearless and ignoring_year(moment.interval, one) for one in ground.facts]
    return any(facts) or (moment.stated and (known or moment.interval in ground.published))


def _rungs(saying: Saying, ground: Ground) -> Iterator[Difference]:
    for rung in saying.rungs:
        if rung not in ground.rungs:
            yield difference(DriftKind.RUNG, rung, listed(ground.rungs))


def _names(saying: Saying, ground: Ground) -> Iterator[Difference]:
    held = " ".join(_texts(ground)).lower()
    for name in saying.names:
        if name.lower() not in held and not all(word.lower() in held for word in name.split()):
            yield difference(DriftKind.NAME, name, "no claim cited names it")


def _texts(ground: Ground) -> Iterator[str]:
    """Yield the words that the cited claims hold: names, places, quotes, titles and publishers."""
    yield from (text for text in (ground.event.place, ground.event.actor, ground.event.recipient) if text)
    yield from (origin.name for origin in ground.event.origins)
    yield from ground.event.contested_by
    for claim in ground.claims:
        yield from (text for text in (claim.place, claim.hedge, claim.root.name if claim.root else None) if text)
        yield from claim.via
    documents = {document.id: document for document in ground.documents}
    for claim in ground.cited:
        document = documents.get(claim.document_id)
        if document:
            yield document.text[claim.span.start : claim.span.end]
            yield from (text for text in (document.publisher, document.title) if text)


def _quotes(saying: Saying, ground: Ground) -> Iterator[Difference]:
    held = " ".join(" ".join(document.text.split()) for document in ground.documents).lower()
    held += " " + " ".join(_texts(ground)).lower()
    for quote in saying.quotes:
        parts = [" ".join(part.split()).lower() for part in re.split(r"…|\[\.\.\.\]|\.\.\.", quote)]
        if not all(part in held for part in parts):
            yield difference(DriftKind.QUOTE, quote, "the cited documents do not hold these words")

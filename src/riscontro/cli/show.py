"""``riscontro show``: the case at a glance, one record, or what a search finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.common import (
    case_option,
    clock,
    json_option,
    moment_options,
    open_case,
    optional_moment,
    print_json,
    print_lines,
)
from riscontro.cli.progress import meter
from riscontro.errors import UnknownIdError, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from riscontro.model.claim import Claim, Quantity
    from riscontro.model.document import Document
    from riscontro.model.event import Event
    from riscontro.pipeline import CaseView
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger
    from riscontro.store.values import Hit
    from riscontro.weigh.letters import Letters

LISTS = ("events", "documents", "unread", "issues", "sources")
DATED = ("events", "documents", "unread", "sources")
MOST_ROWS = 1_000_000_000
EXCERPT_CHARACTERS = 240


@click.command("show")
@click.argument("what", required=False)
@click.argument("name", required=False)
@case_option
@click.option("--search", help="Documents that hold these words.")
@click.option("--graph", type=click.Choice(["dot", "mermaid"]), help="Of an event: its origins as a graph.")
@click.option("--diff", is_flag=True, help="Of a document: what changed against the version before it.")
@moment_options
@click.option("--since", help="Of changes: the earlier moment, in public time; forms as for --as-of.")
@click.option("--since-held", help="Of changes: the earlier moment, in the case's own time.")
@click.option(
    "--limit",
    type=click.IntRange(min=1, max=MOST_ROWS),
    default=50,
    show_default=True,
    help="At most this many rows of a list.",
)
@json_option
def command(
    what: str | None,
    name: str | None,
    case: Path | None,
    search: str | None,
    graph: str | None,
    diff: bool,
    as_of: str | None,
    as_held: str | None,
    since: str | None,
    since_held: str | None,
    limit: int,
    as_json: bool,
) -> None:
    """Show the case at a glance, a list, one record with what it rests on, or what a search finds.

    WHAT is 'events', 'documents', 'unread', 'issues', 'sources' (what came of their word) or 'changes'
    (with --since); or an id, or its first letters. Without it the case.

    'sources NAME' is one source, or all whose names hold NAME: its letters with what they rest on, what it said of each
    event, and what of that stood.
    """
    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    _check_question(what, search, moments)
    if name is not None and what != "sources":
        raise UsageError(f"{name!r} is one word too many: only 'sources' takes a name after it")
    if diff and (what is None or what in LISTS or moments != (None, None)):
        raise UsageError("--diff is of one document; write its id before it (riscontro show documents lists them)")
    if graph is not None and (what is None or what in LISTS or diff):
        raise UsageError("--graph is of one event; write its id before it (riscontro show events lists them)")
    earlier = (optional_moment(since, option="--since"), optional_moment(since_held, option="--since-held"))
    _check_changes(what, earlier)
    opened = open_case(case)
    if what == "changes":
        from riscontro.cli.changes import change_lines, changes_between

        changes, found = changes_between(
            opened, since=earlier[0], since_held=earlier[1], as_of=moments[0], as_held=moments[1]
        )
        if as_json:
            print_json(changes)
        else:
            print_lines(change_lines(found))
        return
    with opened.ledger() as ledger:
        if graph is not None and what is not None:
            print_lines(_graph(opened, ledger, what, moments, graph))
            return
        if search is not None:
            value, lines = _search(ledger, search, limit, moments)
        elif what is None:
            value, lines = _overview(opened, ledger, limit)
        elif diff:
            from riscontro.cli.differ import version_difference

            value, lines = version_difference(ledger, _document(ledger, what))
        elif name is not None:
            from riscontro.cli.sources import one_source

            value, lines = one_source(opened, name, moments)
        elif what in LISTS:
            value, lines = _list(opened, ledger, what, limit, moments)
        else:
            value, lines = _record(opened, ledger, what, moments)
        if as_json:
            print_json(value)
        else:
            print_lines(lines)


Moments = tuple["datetime | None", "datetime | None"]
"""``--as-of`` and ``--as-held``."""


def _check_changes(what: str | None, earlier: Moments) -> None:
    """Raise :class:`UsageError` where changes are asked for without an earlier moment, or one of something else."""
    if what == "changes" and earlier == (None, None):
        raise UsageError("changes since when? write --since 2024-10-17 (public), or --since-held (known to the case)")
    if what != "changes" and earlier != (None, None):
        raise UsageError("--since and --since-held ask for changes: riscontro show changes --since 2024-10-17")


def _check_question(what: str | None, search: str | None, moments: Moments) -> None:
    """Raise :class:`UsageError` where two things are asked at once, or a moment of what has none."""
    if search is not None and what is not None:
        raise UsageError(f"--search {search!r} and {what!r} are two questions; ask one of them")
    if search is not None and not any(character.isalnum() for character in search):
        raise UsageError(f"--search {search!r} holds no word; write the words to look for")
    if moments != (None, None) and search is None and what in (None, "issues"):
        raise UsageError(
            f"--as-of and --as-held ask for {', '.join(DATED)}, an event or --search, not for {what or 'the case'}"
        )


Shown = tuple[Any, "Iterator[str]"]
"""What JSON holds, and the lines that a person reads; the lines are made only when they are printed."""


def _overview(case: Case, ledger: Ledger, limit: int) -> Shown:
    counts = ledger.counts()
    pairs = [":".join(pair) for pair in case.config.pairs]
    value = {"title": case.config.title, "path": str(case.path), "pairs": pairs, **asdict(counts)}
    return value, _overview_lines(case, value)


def _overview_lines(case: Case, value: dict[str, Any]) -> Iterator[str]:
    yield f"{value['title'] or case.path.name} ({', '.join(value['pairs']) or 'no pair named'})"
    yield f"  {value['captures']} originals, {value['documents']} documents{_listed(value['by_lang'])}"
    if value["sieved"]:
        yield f"  kept and not extracted{_listed(value['sieved'])}"
    if value["by_access"]:
        yield f"  access{_listed(value['by_access'])}"
    yield f"  {value['claims']} claims; nothing read from{_listed(value['unread']) or ' none'}"
    yield f"  {value['events']} events{_listed(value['by_status'])}"
    yield f"  {value['issues']} issues, {value['judgements']} judgements, {value['tombstones']} purged"


def _listed(pairs: Any) -> str:
    return f" ({', '.join(f'{count} {key}' for key, count in pairs)})" if pairs else ""


def _list(case: Case, ledger: Ledger, what: str, limit: int, moments: tuple[datetime | None, datetime | None]) -> Shown:
    if what == "events":
        events = sorted(_events(case, ledger, moments), key=_by_fact)
        return [event_to_json(event) for event in events[:limit]], _rows(map(event_line, events), len(events), limit)
    if what == "documents":
        held = ledger.provenances(as_of=moments[0], as_held=moments[1])
        shown = [ledger.document(one) for one in list(held)[:limit]]
        return [document_to_json(document) for document in shown], _rows(map(document_line, shown), len(held), limit)
    if what == "unread":
        unread = ledger.unread()
        if moments != (None, None):
            known = ledger.provenances(as_of=moments[0], as_held=moments[1])
            unread = tuple((id, why) for id, why in unread if id in known)
        reasons = [{"document": id, "unread": why} for id, why in unread]
        lines = (f"{why}  {document_line(ledger.document(id))}" for id, why in unread)
        return reasons[:limit], _rows(lines, len(unread), limit)
    if what == "sources":
        from riscontro.cli.sources import all_records, record_line

        records = all_records(case, moments)
        return [asdict(one) for one in records[:limit]], _rows(map(record_line, records), len(records), limit)
    issues = list(ledger.issues())
    lines = (f"{issue.code}  {issue.subject or '-'}  {issue.message}" for issue in issues)
    return [asdict(issue) for issue in issues[:limit]], _rows(lines, len(issues), limit)


def _rows(lines: Iterator[str], total: int, limit: int) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == limit:
            break
        yield line
    if total > limit:
        yield f"... and {total - limit} more (--limit shows them)"


def _events(case: Case, ledger: Ledger, moments: tuple[datetime | None, datetime | None]) -> Iterator[Event]:
    if moments == (None, None):
        from riscontro.pipeline import grading

        return map(grading(case, ledger, moment=clock()), ledger.events())
    from riscontro.pipeline import view_case

    with meter("weighing", unit="claims") as report:
        return iter(view_case(case, as_of=moments[0], as_held=moments[1], clock=clock, report=report).events)


def _by_fact(event: Event) -> tuple[str, str]:
    return (event.when.earliest.isoformat() if event.when and event.when.earliest else "~", event.id)


def event_line(event: Event) -> str:
    """Return an event in one line: date, who, what, to whom, status, grade, origins."""
    sides = f"{event.actor or '?'} -> {event.recipient or '?'}"
    kind = "/".join(filter(None, (event.type.value, event.mode)))
    when = str(event.when) if event.when else "no date"
    return (
        f"{event.id}  {when:<22}  {sides:<12}  {kind:<22}  {event.status.value} {event.grade}, "
        f"{event.independent} independent"
    )


def document_line(document: Document) -> str:
    """Return a document in one line: date, language, access, publisher, title."""
    published = document.published.value if document.published else "no date"
    return (
        f"{document.id}  {published:<10}  {document.lang}  {document.access.value} {document.share:.0%}  "
        f"{document.publisher or '-'}: {document.title or '-'}"
    )


def event_to_json(event: Event) -> dict[str, Any]:
    """Return an event as JSON values; the grade is written as letter and digit."""
    return {**asdict(event), "grade": str(event.grade), "independent": event.independent} | {
        "history": [{**asdict(change), "grade": str(change.grade)} for change in event.history]
    }


def document_to_json(document: Document) -> dict[str, Any]:
    """Return a document as JSON values, with the moment its words were public."""
    return {**asdict(document), "public_from": document.public_from}


def _document(ledger: Ledger, prefix: str) -> Document:
    kind, whole = ledger.resolve_id(prefix)
    if kind != "document":
        raise UsageError(f"{whole} is a {kind}; --diff asks for a document (doc-...)")
    return ledger.document(whole)


def _record(case: Case, ledger: Ledger, prefix: str, moments: tuple[datetime | None, datetime | None]) -> Shown:
    if moments != (None, None):
        return _event_then(case, prefix, moments)
    kind, whole = resolve_record(ledger, prefix)
    if kind == "event":
        from riscontro.pipeline import claims_of_event, graded_event

        event, letters = graded_event(case, ledger, whole, moment=clock())
        claims = claims_of_event(ledger, event)
        return event_to_json(event), _event_lines(case, event, claims, ledger, letters)
    if kind == "claim":
        from riscontro.pipeline import standing_claim

        claim = standing_claim(ledger, whole)
        return asdict(claim), _claim_lines(claim, ledger.document(claim.document_id), ledger.events_of(whole))
    if kind == "document":
        document = ledger.document(whole)
        return document_to_json(document), _document_lines(document, list(ledger.claims(document=whole)))
    capture, location = ledger.capture(whole)
    value = {**asdict(capture), "payload": None, **asdict(location), "documents": ledger.documents_of(whole)}
    return value, iter(f"{key}: {item}" for key, item in value.items() if item is not None)


def resolve_record(ledger: Ledger, prefix: str) -> tuple[str, str]:
    """Return kind and id of the record that a prefix names, claims entered by hand among them."""
    try:
        return ledger.resolve_id(prefix)
    except UnknownIdError:
        from riscontro.pipeline import entered_claim

        claim = entered_claim(ledger, prefix) if ledger.judgement_head()[0] else None
        if claim is None:
            raise
        return "claim", claim.id


def _graph(case: Case, ledger: Ledger, prefix: str, moments: Moments, form: str) -> Iterator[str]:
    """Yield an event's origins as a graph; of the first one, where at a moment there were several in its place."""
    from riscontro.pipeline import claims_of_event, graded_event
    from riscontro.weigh.graph import graph_to_dot, graph_to_mermaid, origins_graph

    if moments != (None, None):
        view, found = _events_then(case, prefix, moments)
        event, claims = found[0], view.claims
    else:
        kind, whole = ledger.resolve_id(prefix)
        if kind != "event":
            raise UsageError(f"{whole} is a {kind}; --graph asks for an event (evt-...)")
        event, _ = graded_event(case, ledger, whole, moment=clock())
        claims = claims_of_event(ledger, event)
    pages = {claims[one].document_id for one in event.claims if one in claims}
    graph = origins_graph(event, claims=claims, provenances={id: ledger.document(id).provenance for id in pages})
    yield from (graph_to_dot if form == "dot" else graph_to_mermaid)(graph)


def _event_then(case: Case, prefix: str, moments: tuple[datetime | None, datetime | None]) -> Shown:
    """Show an event as known at a moment."""
    view, found = _events_then(case, prefix, moments)
    return [event_to_json(event) for event in found], (
        line for event in found for line in _event_lines(case, event, view.claims, None, view.letters)
    )


def _events_then(
    case: Case, prefix: str, moments: tuple[datetime | None, datetime | None]
) -> tuple[CaseView, list[Event]]:
    """Return the view of a moment, and what an event of today was there: the events with which it shares claims."""
    from riscontro.pipeline import view_case

    with meter("weighing", unit="claims") as report:
        view = view_case(case, as_of=moments[0], as_held=moments[1], clock=clock, report=report)
    with case.ledger() as ledger:
        kind, whole = ledger.resolve_id(prefix)
        if kind != "event":
            raise UsageError(f"{whole} is a {kind}; --as-of and --as-held ask for events")
        today = set(ledger.event(whole).claims)
    found = [event for event in view.events if today & set(event.claims)]
    if not found:
        raise UnknownIdError(f"{whole} was not known at that moment; without --as-of it is")
    return view, found


def _event_lines(
    case: Case, event: Event, claims: dict[str, Claim], ledger: Ledger | None, letters: Letters
) -> Iterator[str]:
    from riscontro.pipeline import explain_event

    yield event_line(event)
    if event.contested_by:
        yield f"  denied by {', '.join(event.contested_by)}"
    for change in event.history:
        yield f"  {change.at:%Y-%m-%d}  {change.status.value} {change.grade}: {change.reason} [{change.rule}]"
    yield from (f"  {line}" for line in explain_event(case, event, letters=letters))
    for claim in (claims[one] for one in event.claims if one in claims):
        if ledger is not None:
            yield from (f"  {line}" for line in _quote_lines(claim, ledger.document(claim.document_id)))


def _quote_lines(claim: Claim, document: Document) -> Iterator[str]:
    published = document.published.value if document.published else "no date"
    yield f"{claim.id}  {document.publisher or document.url or document.id}, {published}, {document.lang}"
    yield f"    “{_excerpt(document.text[claim.span.start : claim.span.end])}”"


def quantity_line(quantity: Quantity) -> str:
    """Return a quantity in words: its bounds as they were told, and its unit."""
    low, high = (None if end is None else f"{end:g}" for end in (quantity.minimum, quantity.maximum))
    amount = low if low == high else f"{low or '..'} to {high or '..'}"
    return f"{quantity.bound or ''} {amount} {quantity.unit}{' in all' if quantity.cumulative else ''}".strip()


def _excerpt(text: str) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= EXCERPT_CHARACTERS else f"{words[:EXCERPT_CHARACTERS]}…"


def _claim_lines(claim: Claim, document: Document, events: tuple[str, ...]) -> Iterator[str]:
    kind = "/".join(filter(None, (claim.type.value, claim.mode)))
    yield f"{claim.id}  {claim.actor or '?'} -> {claim.recipient or '?'}  {kind}  {claim.modality.value}"
    root = f"{claim.root.name} ({claim.root.state or 'no state'}, {claim.root.kind.value})" if claim.root else "no root"
    yield f"  who says so: {root}; via {', '.join(claim.via) or 'nobody'}; {claim.stance.value}"
    yield f"  when: {claim.when or 'not told'}; place: {claim.place or 'not told'}"
    yield f"  quantity: {quantity_line(claim.quantity) if claim.quantity else 'not told'}"
    yield from (f"  {line}" for line in _quote_lines(claim, document))
    for evidence in claim.evidence:
        yield f"    {evidence.field}: {document.text[evidence.span.start : evidence.span.end]!r}"
    yield f"  part of {', '.join(events) or 'no event yet (riscontro weigh)'}"


def _fact_lines(document: Document) -> Iterator[str]:
    """Yield what is known of a document beside its text, each fact with how it was found."""
    facts = {
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "published": document.published.value if document.published else None,
        "lang": document.lang,
    }
    yield f"  {document.url or 'no address'}"
    if document.canonical_url and document.canonical_url != document.url:
        yield f"  its own address: {document.canonical_url}"
    found = (f"{name} {document.way_of(name)}" for name, value in facts.items() if value and document.way_of(name))
    yield f"  found by: {', '.join(found) or 'nothing'}"
    if document.author:
        yield f"  author: {document.author}"
    if document.modified:
        yield f"  modified {document.modified.value} ({document.modified.found_by})"
    if document.agencies:
        yield f"  carries copy of {', '.join(document.agencies)}"
    if document.source:
        yield f"  taken from {document.source}"
    if document.translated:
        yield f"  machine translation from {document.translated}"
    if document.version > 1:
        yield f"  version {document.version} of its address (--diff shows what changed)"
    seen = f", seen {document.seen_at:%Y-%m-%d}" if document.seen_at else ""
    yield f"  public from {document.public_from:%Y-%m-%d}{seen}, held from {document.held_from:%Y-%m-%d}"


def _document_lines(document: Document, claims: list[Claim]) -> Iterator[str]:
    yield document_line(document)
    yield from _fact_lines(document)
    if document.share_low < document.share_high:
        yield f"  share: {document.share_low:.0%} to {document.share_high:.0%}"
    for reason in document.share_evidence:
        yield f"  share: {reason}"
    for claim in claims:
        kind = "/".join(filter(None, (claim.type.value, claim.mode)))
        yield f"  {claim.id}  {claim.actor or '?'} -> {claim.recipient or '?'}  {kind}"
        yield f"    “{_excerpt(document.text[claim.span.start : claim.span.end])}”"
    if not claims:
        yield "  no claims"


def _search(ledger: Ledger, words: str, limit: int, moments: Moments) -> Shown:
    if moments == (None, None):
        hits = ledger.search(words, limit)
    else:
        known = ledger.provenances(as_of=moments[0], as_held=moments[1])
        hits = tuple(hit for hit in ledger.search(words, MOST_ROWS) if hit.document_id in known)[:limit]
    return [asdict(hit) for hit in hits], _hit_lines(hits, words)


def _hit_lines(hits: Sequence[Hit], words: str) -> Iterator[str]:
    for hit in hits:
        yield f"{hit.document_id}  {hit.public_from:%Y-%m-%d}  {hit.lang}  {hit.title or '-'}"
        yield f"    {_excerpt(hit.excerpt)}"
    if not hits:
        yield f"no document holds {words!r}"

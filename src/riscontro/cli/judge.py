"""``riscontro judge``: what an analyst decides outranks the machine; it has a name and a reason, and can be undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.common import (
    Command,
    case_option,
    clock,
    counted,
    json_option,
    note,
    open_case,
    print_json,
    print_lines,
)
from riscontro.cli.progress import meter
from riscontro.cli.show import resolve_record
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from riscontro.model.claim import Claim
    from riscontro.model.judgement import Anchor, Judgement
    from riscontro.store.case import Case
    from riscontro.store.ledger import Ledger

_by_option = click.option("--by", required=True, envvar="RISCONTRO_BY", show_envvar=True, help="Who decides.")
_why_option = click.option("--why", required=True, help="The reason; kept for good.")
_set_option = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="FIELD=VALUE",
    help="A field of the claim and its value, 'none' for nothing; may be given again. when=2024-10-01/2024-10-31 (an"
    " end may be left open: ..), quantity='10000..12000 soldier', root='NAME|STATE|KIND', via='A|B'.",
)


@click.group("judge")
def command() -> None:
    """Decide what the machine got wrong: which claims are one event, what a claim says, how a source or event stands.

    Each decision is one line, chained to the one before, with a name and a reason; the case is weighed again with it.
    Nothing is written over: 'judge undo' takes a decision back, and a rebuild applies it anew.
    """


def _judging(function: Command) -> Command:
    return case_option(json_option(_by_option(_why_option(function))))


@command.command("same")
@click.argument("records", nargs=-1, required=True)
@_judging
def same(records: tuple[str, ...], **given: Any) -> None:
    """These claims or events (two or more ids) are one event."""
    _tie("same", records, given)


@command.command("different")
@click.argument("records", nargs=-1, required=True)
@_judging
def different(records: tuple[str, ...], **given: Any) -> None:
    """These claims or events (two or more ids) are different events."""
    _tie("different", records, given)


def _tie(verdict: str, records: Sequence[str], given: Mapping[str, Any]) -> None:
    if len(set(records)) < 2:
        raise UsageError(f"judge {verdict} needs two ids or more; `riscontro show events` lists them")
    case = open_case(given["case"])
    with case.ledger() as ledger:
        anchors = [anchor for record in records for anchor in _anchors(ledger, record)]
    _decide(case, verdict, anchors, {}, given)


@command.command("wrong")
@click.argument("claims", nargs=-1, required=True)
@_judging
def wrong(claims: tuple[str, ...], **given: Any) -> None:
    """These claims (ids) were misread: the document does not say it."""
    case = open_case(given["case"])
    with case.ledger() as ledger:
        anchors = [_anchor_of_claim(ledger, record) for record in claims]
    _decide(case, "wrong", anchors, {}, given)


@command.command("correct")
@click.argument("claim")
@_set_option
@_judging
def correct(claim: str, settings: tuple[str, ...], **given: Any) -> None:
    """The document says it, but with other fields: set them."""
    fields = _settings(settings)
    case = open_case(given["case"])
    with case.ledger() as ledger:
        anchor = _anchor_of_claim(ledger, claim)
    _decide(case, "correct", [anchor], {"set": fields}, given)


@command.command("enter")
@click.argument("document")
@click.option("--quote", required=True, help="The document's own words, verbatim.")
@_set_option
@_judging
def enter(document: str, quote: str, settings: tuple[str, ...], **given: Any) -> None:
    """The document says something that was not read: enter it as a claim, resting on its own words."""
    fields = _settings(settings)
    if "type" not in fields:
        raise UsageError("judge enter needs the type of the act: --set type=AID")
    case = open_case(given["case"])
    with case.ledger() as ledger:
        anchor = _anchor_of_words(ledger, document, quote, fields)
    _decide(case, "enter", [anchor], fields, given)


@command.command("grade")
@click.argument("source")
@click.argument("letter", type=click.Choice(list("ABCDEF"), case_sensitive=False))
@click.option("--topic", help="Only for this type, mode or TYPE/mode.")
@_judging
def grade(source: str, letter: str, topic: str | None, **given: Any) -> None:
    """A source deserves this letter, A (completely reliable) to F (cannot be judged)."""
    details = {"source": source, "reliability": letter.upper(), **({"topic": topic} if topic else {})}
    _decide(open_case(given["case"]), "grade", [], details, given)


@command.command("status")
@click.argument("event")
@click.argument("status")
@_judging
def status(event: str, status: str, **given: Any) -> None:
    """An event stands so, whatever the machine makes of it; holds from now on."""
    from riscontro.model.grade import Status

    known = [one.value for one in Status]
    if status not in known:
        raise UsageError(f"{status!r} is no status; there are {', '.join(known)}")
    case = open_case(given["case"])
    with case.ledger() as ledger:
        anchors = _anchors(ledger, event)
    _decide(case, "status", anchors, {"status": status}, given)


@command.command("undo")
@click.argument("number", type=click.IntRange(min=1))
@_judging
def undo(number: int, **given: Any) -> None:
    """Take the judgement of this number back."""
    case = open_case(given["case"])
    with case.ledger() as ledger:
        last = ledger.judgement_head()[0]
    if number > last:
        raise UsageError(f"there is no judgement {number}; the last one is {last} (riscontro judge list)")
    _decide(case, "undo", [], {"number": number}, given)


@command.command("list")
@case_option
@json_option
def list_judgements(case: Path | None, as_json: bool) -> None:
    """List every judgement, in order, and the hash that a copy of the chain is checked by."""
    with open_case(case).ledger() as ledger:
        judgements = ledger.judgements()
    if as_json:
        print_json([_judgement_to_json(one) for one in judgements])
        return
    print_lines(line for one in judgements for line in _judgement_lines(one))


def _decide(
    case: Case, verdict: str, anchors: Sequence[Anchor], details: Mapping[str, Any], given: Mapping[str, Any]
) -> None:
    """Append the judgement, weigh, and say what came of it."""
    from riscontro.model.judgement import Verdict
    from riscontro.pipeline import judge

    with meter("weighing", unit="documents") as report:
        judgement, weighing = judge(
            case,
            Verdict(verdict),
            anchors=anchors,
            details=details,
            by=given["by"],
            why=given["why"],
            clock=clock,
            report=report,
        )
    unapplied = [one.message for one in weighing.issues if one.subject == f"jdg-{judgement.number}"]
    if given["as_json"]:
        print_json({**_judgement_to_json(judgement), "unapplied": unapplied, "events": len(weighing.events)})
    note(f"judgement {judgement.number} is kept; the case now has {counted(len(weighing.events), 'event')}")
    for message in unapplied:
        note(f"  {message}")


def _anchors(ledger: Ledger, record: str) -> list[Anchor]:
    """Return the anchor of a claim, or that of the first claim of an event: the one that it is named after."""
    from riscontro.pipeline import claims_of_event

    kind, whole = resolve_record(ledger, record)
    if kind == "claim":
        return [_anchor_of_claim(ledger, whole)]
    if kind != "event":
        raise UsageError(f"{whole} is a {kind}; name claims or events (riscontro show events lists them)")
    first = next(iter(claims_of_event(ledger, ledger.event(whole)).values()))
    return [_anchor(ledger, first)]


def _anchor_of_claim(ledger: Ledger, record: str) -> Anchor:
    from riscontro.pipeline import standing_claim

    kind, whole = resolve_record(ledger, record)
    if kind != "claim":
        raise UsageError(f"{whole} is a {kind}; name a claim (riscontro show EVENT lists those of an event)")
    return _anchor(ledger, standing_claim(ledger, whole))


def _anchor(ledger: Ledger, claim: Claim) -> Anchor:
    from riscontro.store.judgements import anchor_of

    return anchor_of(claim, ledger.document(claim.document_id))


def _anchor_of_words(ledger: Ledger, record: str, quote: str, fields: Mapping[str, Any]) -> Anchor:
    from riscontro.model.judgement import Anchor
    from riscontro.store.judgements import CONTEXT

    kind, whole = ledger.resolve_id(record)
    if kind != "document":
        raise UsageError(f"{whole} is a {kind}; name the document that says it (riscontro show documents)")
    document = ledger.document(whole)
    start = document.text.find(quote) if quote.strip() else -1
    if start < 0:
        raise UsageError("the document does not hold these words; --quote takes them letter by letter")
    end = start + len(quote)
    return Anchor(
        document_id=whole,
        url=document.url,
        quote=quote,
        before=document.text[max(0, start - CONTEXT) : start],
        after=document.text[end : end + CONTEXT],
        act="/".join(str(fields.get(name) or "") for name in ("type", "mode", "actor", "recipient")),
    )


def _settings(settings: Sequence[str]) -> dict[str, Any]:
    """Return what ``--set`` sets in the form of the contract, checked; raise :class:`UsageError`."""
    from riscontro.weigh import Unapplied, parse_fields

    if not settings:
        raise UsageError("nothing is set; give --set FIELD=VALUE, such as --set recipient=UKR")
    fields = {}
    for text in settings:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"--set {text!r}: write FIELD=VALUE, such as recipient=UKR")
        fields[name.strip()] = _value(name.strip(), value.strip())
    try:
        parse_fields(fields)
    except Unapplied as reason:
        raise UsageError(f"--set: {reason}") from reason
    return fields


def _value(name: str, text: str) -> Any:
    if text.casefold() in ("", "none"):
        return [] if name == "via" else None
    if name == "via":
        return [part.strip() for part in text.split("|")]
    if name == "when":
        first, _, last = text.partition("/")
        return {"earliest": _open(first), "latest": _open(last or first)}
    if name == "quantity":
        span, _, unit = text.partition(" ")
        low, sign, high = span.partition("..")
        return {"min": _open(low), "max": _open(high if sign else low), "unit": unit.strip()}
    if name == "root":
        parts = [part.strip() for part in text.split("|")]
        if len(parts) != 3:
            raise UsageError(f"--set root={text!r}: write NAME|STATE|KIND, such as 'the ministry|KOR|official'")
        return {"name": parts[0], "state": parts[1] or None, "kind": parts[2]}
    return text


def _open(text: str) -> str | None:
    return None if text in ("", "..") else text


def _judgement_lines(judgement: Judgement) -> Iterator[str]:
    details = json.loads(judgement.details)
    said = f" {json.dumps(details, ensure_ascii=False)}" if details else ""
    yield f"{judgement.number}  {judgement.at:%Y-%m-%d %H:%M}  {judgement.verdict}{said}"
    yield f"    {judgement.by}: {judgement.why}"
    for anchor in judgement.anchors:
        yield f"    {anchor.act}  “{' '.join(anchor.quote.split())[:200]}” [{anchor.document_id}]"
    yield f"    {judgement.hash}"


def _judgement_to_json(judgement: Judgement) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(judgement), "details": json.loads(judgement.details)}

"""Judgements: appended, chained by hash, anchored to words.

The hash of a line is the SHA-256 of the canonical JSON of its number, verdict, digest of its anchors, digest of its
details, author, moment, reason, and the hash of the line before. A purge may thus take an anchor's words away without
breaking the chain; every other change breaks it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from riscontro.errors import JudgementError
from riscontro.model.claim import Claim
from riscontro.model.document import Document
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue
from riscontro.model.judgement import GENESIS, Anchor, Judgement, Verdict
from riscontro.model.mention import Span
from riscontro.model.time import instant_to_text
from riscontro.store.codec import JUDGEMENT, Row, anchors_to_json, columns, marks, row_to_judgement
from riscontro.store.ledger import Ledger
from riscontro.store.views import listed

CONTEXT = 40
"""Characters kept on each side of an anchor's quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchored:
    """Where an anchor's words stand now, and the claim read from them; ``None`` where nothing is read there."""

    document_id: str
    span: Span
    claim_id: str | None


def add_judgement(
    ledger: Ledger,
    *,
    verdict: Verdict,
    anchors: Sequence[Anchor],
    details: str = "{}",
    by: str,
    at: datetime,
    why: str,
) -> Judgement:
    """Append a judgement and return it; raise :class:`JudgementError` where it names nobody, gives no reason, or its
    details are not JSON.
    """
    _check(details, by, why)
    with ledger.transaction():
        number, previous = ledger.judgement_head()
        judgement = Judgement(
            number=number + 1,
            verdict=verdict,
            anchors=tuple(anchors),
            details=details,
            by=by,
            at=at,
            why=why,
            previous=previous,
            hash="",
        )
        row = _judgement_to_row(judgement)
        ledger.execute(f"INSERT INTO judgement ({listed(_STORED)}) VALUES ({marks(_STORED)})", row)
    return replace(judgement, hash=str(row[-1]))


_STORED = columns("number verdict anchors anchors_digest details details_digest by at why previous hash")


def _check(details: str, by: str, why: str) -> None:
    if not by.strip() or not why.strip():
        raise JudgementError("a judgement needs a name and a reason; give both (--by, --why)")
    try:
        json.loads(details)
    except ValueError as error:
        raise JudgementError(f"the details of a judgement are JSON: {error}") from error


def _judgement_to_row(judgement: Judgement) -> Row:
    anchors = anchors_to_json(judgement.anchors)
    digests = sha256_hex(anchors.encode()), sha256_hex(judgement.details.encode())
    at = instant_to_text(judgement.at)
    hashed = _line_hash(
        judgement.number, judgement.verdict, *digests, judgement.by, at, judgement.why, judgement.previous
    )
    return (
        judgement.number, str(judgement.verdict), anchors, digests[0], judgement.details, digests[1], judgement.by, at,
        judgement.why, judgement.previous, hashed,
    )  # fmt: skip


def _line_hash(*fields: object) -> str:
    return sha256_hex(json.dumps([str(field) for field in fields], ensure_ascii=True).encode())


def chain_faults(ledger: Ledger) -> Iterator[str]:
    """Yield a sentence for each line that breaks the chain; nothing for a chain that is whole."""
    purged = bool(ledger.tombstones())
    expected_number, expected_previous = 1, GENESIS
    for row in ledger.rows(f"SELECT {listed(_STORED)} FROM judgement ORDER BY number"):
        number, verdict, anchors, anchors_digest, details, details_digest, by, at, why, previous, hashed = row
        if number != expected_number:
            yield f"judgement {expected_number} is missing before {number}"
        if previous != expected_previous:
            yield f"judgement {number} does not follow the one before it"
        if _line_hash(number, verdict, anchors_digest, details_digest, by, at, why, previous) != hashed:
            yield f"judgement {number} was changed after it was made"
        whole = sha256_hex(anchors.encode()) == anchors_digest and sha256_hex(details.encode()) == details_digest
        if not whole and not (purged and _is_emptied(anchors, details)):
            yield f"the words of judgement {number} were changed after it was made"
        expected_number, expected_previous = number + 1, hashed


def _is_emptied(anchors: str, details: str) -> bool:
    return details == "{}" and any(not item["quote"] for item in json.loads(anchors))


def anchor_of(claim: Claim, document: Document) -> Anchor:
    """Return the anchor of a claim: the words of its span, what stands around them, and the act."""
    start, end = claim.span
    return Anchor(
        document_id=document.id,
        url=document.url,
        quote=document.text[start:end],
        before=document.text[max(0, start - CONTEXT) : start],
        after=document.text[end : end + CONTEXT],
        act=claim.act,
    )


def resolve_anchor(ledger: Ledger, anchor: Anchor) -> Anchored | None:
    """Return where an anchor's words stand now; ``None`` where no document holds them any more.

    They are looked for in the document of the anchor's id, then in the other versions at its URL. Of several places
    the one is taken whose surroundings agree most with the anchor's; of several claims there, one of the same act,
    then the one whose span agrees most.
    """
    for document in _candidates(ledger, anchor):
        span = _find(document.text, anchor)
        if span is not None:
            claims = ledger.claims(document=document.id)
            return Anchored(document_id=document.id, span=span, claim_id=_claim_at(claims, span, anchor.act))
    return None


def _candidates(ledger: Ledger, anchor: Anchor) -> Iterator[Document]:
    held = "SELECT 1 FROM document JOIN document_text USING (seq) WHERE id = ?"
    if ledger.row(held, (anchor.document_id,)) is not None:
        yield ledger.document(anchor.document_id)
    if anchor.url is not None:
        yield from (document for document in ledger.documents(url=anchor.url) if document.id != anchor.document_id)


def _find(text: str, anchor: Anchor) -> Span | None:
    if not anchor.quote:
        return None
    best: tuple[int, int] | None = None
    start = text.find(anchor.quote)
    while start >= 0:
        end = start + len(anchor.quote)
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        agreement = _shared(before[::-1], anchor.before[::-1]) + _shared(after, anchor.after)
        if best is None or agreement > best[0]:
            best = (agreement, start)
        start = text.find(anchor.quote, start + 1)
    return None if best is None else Span(best[1], best[1] + len(anchor.quote))


def _shared(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _claim_at(claims: Iterable[Claim], span: Span, act: str) -> str | None:
    met = [claim for claim in claims if claim.span.start < span.end and span.start < claim.span.end]
    same = [claim for claim in met if claim.act == act]
    if not same:
        return None
    return min(same, key=lambda claim: (_distance(claim.span, span), claim.id)).id


def _distance(one: Span, other: Span) -> int:
    return abs(one.start - other.start) + abs(one.end - other.end)


def anchor_issues(ledger: Ledger) -> tuple[Issue, ...]:
    """Return an issue for each judgement whose words are found no more, or from whose words no such act is read now.

    A claim entered by hand and an undoing need their words alone. What a purge took away is no issue.
    """
    return tuple(issue for judgement in ledger.judgements() for issue in _lost(ledger, judgement))


def _lost(ledger: Ledger, judgement: Judgement) -> Iterator[Issue]:
    for anchor in judgement.anchors:
        if not anchor.quote:
            continue
        found = resolve_anchor(ledger, anchor)
        who = f"judgement {judgement.number} ({judgement.verdict})"
        if found is None:
            message = f"{who}: no document holds its words any more: {anchor.quote:.80}"
            yield Issue(code="judge.anchor.lost", message=message, subject=f"jdg-{judgement.number}")
        elif found.claim_id is None and judgement.verdict not in (Verdict.ENTER, Verdict.UNDO):
            message = f"{who}: its words are there, but no act {anchor.act} is read from them"
            yield Issue(code="judge.anchor.unread", message=message, subject=found.document_id, span=found.span)


def copy_judgements(source: Ledger, target: Ledger) -> int:
    """Append to ``target`` what it lacks of ``source``'s judgements, line for line; return how many."""
    number, _ = target.judgement_head()
    rows = source.rows(f"SELECT {listed(_STORED)} FROM judgement WHERE number > ? ORDER BY number", (number,))
    with target.transaction():
        target.executemany(f"INSERT INTO judgement ({listed(_STORED)}) VALUES ({marks(_STORED)})", rows)
    return len(rows)


def empty_anchors(ledger: Ledger, document_ids: Iterable[str]) -> int:
    """Take the words of purged documents out of the judgements about them; return how many were emptied.

    The chain stays whole, since it covers digests. Only lawful once the tombstone is written.
    """
    gone = frozenset(document_ids)
    emptied = 0
    for row in ledger.rows(f"SELECT {listed(JUDGEMENT)} FROM judgement ORDER BY number"):
        judgement = row_to_judgement(row)
        if not any(anchor.document_id in gone for anchor in judgement.anchors):
            continue
        anchors = [_emptied(anchor) if anchor.document_id in gone else anchor for anchor in judgement.anchors]
        sql = "UPDATE judgement SET anchors = ?, details = '{}' WHERE number = ?"
        emptied += ledger.execute(sql, (anchors_to_json(anchors), judgement.number))
    return emptied


def _emptied(anchor: Anchor) -> Anchor:
    return replace(anchor, url=None, quote="", before="", after="")

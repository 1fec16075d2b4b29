"""Why a claim was or was not made: what was found, which slots were tried, what won."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.claim import Claim
from riscontro.model.time import Published
from riscontro.read.actors import mentions
from riscontro.read.clauses import cut_clauses
from riscontro.read.compile import load_lexicon
from riscontro.read.contract import contract_to_document
from riscontro.read.drafts import Contest
from riscontro.read.passage import Passage
from riscontro.read.reader import can_read, look_up, read
from riscontro.read.sentences import Marks, draft_passage, tokens_within

_MOST_CANDIDATES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What was found in a text and what came of it: ``lines`` renders it as text."""

    lang: str
    actors: tuple[str, ...]
    clauses: tuple[str, ...]
    contests: tuple[str, ...]
    claims: tuple[Claim, ...]
    unread: str | None = None

    def lines(self) -> list[str]:
        """Return the explanation as lines of text."""
        if self.unread is not None:
            return [f"not read ({self.unread}), language {self.lang}"]
        shown = [f"language {self.lang}", "actors:", *(f"  {line}" for line in self.actors)]
        shown += ["clauses:", *(f"  {line}" for line in self.clauses)]
        shown += ["acts:", *(f"  {line}" for line in self.contests)]
        shown += ["claims:", *(f"  {claim_line(claim)}" for claim in self.claims)]
        if not self.claims:
            shown.append("  none")
        return shown


def explain(text: str, *, lang: str | None = None, published: str | None = None) -> Explanation:
    """Return why a text gives the claims that it gives. Raise :class:`ValueError` on a malformed date."""
    line = {"id": "explain", "text": text, "lang": lang, "published": published}
    document = contract_to_document(line)
    reading = read(document)
    if reading.unread is not None or not can_read(document.lang):
        return Explanation(lang=document.lang, actors=(), clauses=(), contests=(), claims=(), unread=reading.unread)
    lexicon = load_lexicon(document.lang)
    date = Published(value=published, found_by="contract") if published else None
    passage, hits, parties = look_up(text, lexicon, date)
    timed = tokens_within(passage, [mention.span for mention in reading.times])
    speaking = tokens_within(passage, [span for one in reading.attributions for span in one.source])
    contests = draft_passage(passage, hits, parties, lexicon, Marks(timed=timed, speaking=speaking), tried=True)
    return Explanation(
        lang=document.lang,
        actors=tuple(f"{text[m.span.start : m.span.end]!r} {m.actor} ({m.role})" for m in mentions(passage, parties)),
        clauses=tuple(_clause_lines(passage, contests)),
        contests=tuple(line for contest in contests for line in _contest_lines(passage, contest)),
        claims=reading.claims,
    )


def _clause_lines(passage: Passage, contests: list[Contest]) -> list[str]:
    views = {id(contest.view): contest.view for contest in contests}
    return [
        f"[{clause.kind}] {_words(passage, clause.first, clause.last)}"
        for view in views.values()
        for clause in (cut_clauses(view) if view.parse is None else view.parse.clauses)
    ]


def _contest_lines(passage: Passage, contest: Contest) -> list[str]:
    trigger = contest.trigger
    head = f"{_words(passage, trigger.first, trigger.last)!r} {trigger.act.type}/{trigger.act.mode} as {trigger.form}"
    passive = " passive" if trigger.passive else ""
    carried = f" carried by {passage.word(trigger.carrier)!r} ({trigger.carries})" if trigger.carrier >= 0 else ""
    lines = [f"{head}{passive}{carried}: {contest.outcome}"]
    if contest.filling is not None:
        ranked = sorted(contest.filling.candidates, key=lambda c: -c.score)[:_MOST_CANDIDATES]
        lines += [
            f"    {c.slot:9} {c.score:5.2f} {c.marker:7} {c.party.actor} "
            f"{_words(passage, c.party.first, c.party.last)!r}"
            for c in ranked
        ]
    lines += [
        f"  -> {d.actor} {d.type.value}/{d.mode} {d.recipient} {d.modality.value}"
        + (f" (implied: {', '.join(d.implied)})" if d.implied else "")
        for d in contest.drafts
    ]
    return lines


def claim_line(claim: Claim) -> str:
    """Return a claim on one line."""
    parts = [f"{claim.actor} {claim.type.value}/{claim.mode} {claim.recipient}", claim.modality.value]
    if claim.opponent:
        parts.append(f"against {claim.opponent}")
    if claim.when is not None:
        parts.append(str(claim.when))
    if claim.place:
        parts.append(f"at {claim.place}")
    if claim.quantity is not None:
        parts.append(f"{claim.quantity.minimum}-{claim.quantity.maximum} {claim.quantity.unit}")
    parts.append(f"basis {claim.basis.value}")
    if claim.root is not None:
        parts.append(f"root {claim.root.name} ({claim.root.state}, {claim.root.kind.value})")
    return ", ".join(parts)


def _words(passage: Passage, first: int, last: int) -> str:
    span = passage.span(first, last)
    return passage.text[span.start : span.end]

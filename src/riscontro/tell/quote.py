"""A claim's words as its document has them: the span marked, with some context on each side."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.claim import Claim
from riscontro.model.mention import Span

CONTEXT = 160
"""Characters of context on each side of a quote."""

QUOTE_LIMIT = 1200
"""Characters of the marked words that are printed; a sentence is rarely a quarter of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a quote: ``marked`` where it lies in the claim's span, ``field`` where it gave a field."""

    text: str
    marked: bool
    field: str | None = None


def quote_pieces(claim: Claim, text: str) -> tuple[Piece, ...]:
    """Return the claim's words with their context; joined, the pieces are a part of ``text``, ellipses aside."""
    start, end = _within(claim.span, len(text))
    if start == end:
        return ()
    stop = min(end, start + QUOTE_LIMIT)
    before = _context_before(text, start)
    after = _context_after(text, end) if stop == end else "…"
    pieces = [Piece(text=before, marked=False), *_marked(claim, text, start, stop), Piece(text=after, marked=False)]
    return tuple(piece for piece in pieces if piece.text)


def field_words(claim: Claim, text: str, field: str) -> tuple[str, ...]:
    """Return the words that gave a field, in the order of the evidence, each once."""
    spans = (_within(evidence.span, len(text)) for evidence in claim.evidence if evidence.field == field)
    words = (text[start:end].strip() for start, end in spans)
    return tuple(dict.fromkeys(word for word in words if word))


def _within(span: Span, length: int) -> tuple[int, int]:
    start = min(max(span.start, 0), length)
    return start, min(max(span.end, start), length)


def _marked(claim: Claim, text: str, start: int, stop: int) -> list[Piece]:
    """Cut the span where fields begin and end; where two overlap, the first to begin keeps the words."""
    pieces: list[Piece] = []
    at = start
    for evidence in sorted(claim.evidence, key=lambda evidence: (evidence.span, evidence.field)):
        first, last = _within(evidence.span, len(text))
        if first < at or last > stop or first == last:
            continue
        pieces += [
            Piece(text=text[at:first], marked=True),
            Piece(text=text[first:last], marked=True, field=evidence.field),
        ]
        at = last
    pieces.append(Piece(text=text[at:stop], marked=True))
    return [piece for piece in pieces if piece.text]


def _context_before(text: str, start: int) -> str:
    first = max(0, start - CONTEXT)
    context = text[first:start]
    if first == 0:
        return context
    blank = _first_blank(context)
    return "…" + (context[blank:] if blank is not None else context)


def _context_after(text: str, end: int) -> str:
    last = min(len(text), end + CONTEXT)
    context = text[end:last]
    if last == len(text):
        return context
    blank = _first_blank(context[::-1])
    return (context[: len(context) - blank] if blank is not None else context) + "…"


def _first_blank(context: str) -> int | None:
    return next((place for place, character in enumerate(context) if character.isspace()), None)

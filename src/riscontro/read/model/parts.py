"""What of a document is worth sending, cut at paragraphs: parts that a model can take, each sharing a paragraph.

Worth it is a paragraph that names an actor, and the one after it, which may go on about him without naming him.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from riscontro.model.mention import Span

MOST_CHARACTERS = 6000
"""Longest part; some 1,500 to 3,000 tokens, which small models still read closely."""
MOST_SHARED = 1500
"""Longest paragraph that a part takes over from the one before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Stretches of a document that are sent together, in order, and their words with a line between them."""

    spans: tuple[Span, ...]
    text: str


def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the lines of a text that hold something, without the white space at their ends."""
    found = []
    start = 0
    for line in text.split("\n"):
        words = line.strip()
        if words:
            first = start + line.index(words[0])
            found.append(Span(first, first + len(words)))
        start += len(line) + 1
    return tuple(found)


def cut_parts(
    text: str, named: Iterable[Span], *, borders: Sequence[int] = (), barred: Sequence[Span] = ()
) -> tuple[Part, ...]:
    """Return the parts of a text that are worth sending; empty where nobody is named.

    ``named`` are the spans that name actors, ``borders`` the starts of sentences, at which paragraphs too long for one
    part are cut, ``barred`` stretches that are never sent.
    """
    kept = [piece for line in _worth(paragraphs(text), list(named), barred) for piece in _cut(line, borders)]
    parts: list[list[Span]] = []
    size = 0
    for span in kept:
        length = span.end - span.start
        if parts and size + length <= MOST_CHARACTERS:
            parts[-1].append(span)
        else:
            shared = parts[-1][-1:] if parts else []
            shared = [s for s in shared if s.end - s.start <= min(MOST_SHARED, MOST_CHARACTERS - length)]
            parts.append([*shared, span])
            size = sum(s.end - s.start for s in shared)
        size += length
    return tuple(_to_part(text, spans) for spans in parts)


def _worth(lines: Sequence[Span], named: Sequence[Span], barred: Sequence[Span]) -> list[Span]:
    free = [line for line in lines if not any(line.start < b.end and b.start < line.end for b in barred)]
    free += [rest for line in lines if line not in free for rest in _rest(line, barred)]
    free.sort()
    names = [any(line.start <= span.start < line.end for span in named) for line in free]
    return [line for n, line in enumerate(free) if names[n] or (n > 0 and names[n - 1])]


def _rest(line: Span, barred: Sequence[Span]) -> list[Span]:
    """Return what is left of a line of which stretches are barred."""
    left, start = [], line.start
    for bar in barred:
        if bar.start < line.end and bar.end > line.start:
            left.append(Span(start, max(start, bar.start)))
            start = max(start, bar.end)
    left.append(Span(start, line.end))
    return [span for span in left if span.end > span.start]


def _cut(line: Span, borders: Sequence[int]) -> list[Span]:
    pieces, start, last = [], line.start, line.start
    for border in [*(b for b in borders if line.start < b < line.end), line.end]:
        if border - start > MOST_CHARACTERS and last > start:
            pieces.append(Span(start, last))
            start = last
        while border - start > MOST_CHARACTERS:  # a sentence longer than a part
            pieces.append(Span(start, start + MOST_CHARACTERS))
            start += MOST_CHARACTERS
        last = border
    return [*pieces, Span(start, line.end)]


def _to_part(text: str, spans: Sequence[Span]) -> Part:
    joined: list[Span] = []
    for span in spans:
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return Part(spans=tuple(joined), text="\n".join(text[span.start : span.end] for span in joined))

"""Names in a sentence that no table tells: capitalised words, and towns that stand for a place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from riscontro.check.words import Words
from riscontro.model.mention import ActorMention, Span
from riscontro.read.compile import load_lexicon

GRADE = re.compile(r"(?<![\w-])([A-F][1-6])(?![\w-])")


def unknown_names(text: str, words: Words, parties: Sequence[ActorMention], times: Sequence[Span]) -> Iterator[str]:
    """Yield capitalised words that are neither a party, a date, the first of a sentence nor a word of the page."""
    taken = [*(one.span for one in parties), *times]
    starts = {match.end() for match in re.finditer(r"(?:^|[.!?:;•·|(]\s*|[“«\"]\s*)", text)}
    for match in re.finditer(r"(?<!\w)[^\W\d_a-zà-öø-ÿ][\w’'-]+(?: (?:[^\W\d_a-zà-öø-ÿ][\w’'-]+))*", text):
        name = match[0]
        start = match.start()
        if start in starts:
            first, _, name = name.partition(" ")
            start += len(first) + 1
        inside = any(span.start < match.end() and start < span.end for span in taken)
        if name and not inside and not _is_own(name.lower(), words) and not GRADE.fullmatch(name):
            yield name


def named_places(text: str, words: Words, parties: Sequence[ActorMention]) -> Iterator[str]:
    """Yield places that are named by a town whose state is known: "near X", where X is no state's own name."""
    table = load_lexicon(words.lang).event["words"]
    marks = {mark for key in ("prep.in", "prep.near", "prep.at") for mark in table.get(key, ())}
    longest = sorted(marks, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})\s*$")
    low = text.lower()
    for one in parties:
        name = text[one.span.start : one.span.end]
        known = " ".join(name.lower().split()) in words.names
        town = one.role == "state" and not known and name[:1].isupper()
        after = text[one.span.end :]
        alone = not re.match(r"\s+\w", after) or _preposition_opens(after.lower(), table)
        if town and alone and pattern.search(low[: one.span.start]):
            yield name


def _preposition_opens(low: str, table: Mapping[str, Sequence[str]]) -> bool:
    word = re.match(r"\s+(\w+)", low)
    return word is not None and any(word[1] in held for key, held in table.items() if key.startswith(("prep.", "and")))


def _is_own(low: str, words: Words) -> bool:
    return low in words.names or all(word in words.own for word in re.findall(r"\w+", low))

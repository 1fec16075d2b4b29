"""The sentences of a finished page in HTML, each held against its claims."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lxml import etree  # type: ignore[import-untyped]

from riscontro.check.compare import differences
from riscontro.check.ground import Ground, Knowledge
from riscontro.check.hearing import hear
from riscontro.check.values import Difference, Drift, DriftKind
from riscontro.model.time import Interval


def check_page(page: str, knowledge: Knowledge, *, lang: str) -> tuple[Drift, ...]:
    """Return every drift of the sentences that a page marks (``data-sentence``), in the order of print."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    found: list[Drift] = []
    for line, text, ids in _sentences(page):
        if (text, ids) not in seen:
            seen.add((text, ids))
            found += check_sentence(text, ids, knowledge, lang=lang, line=line)
    return tuple(found)


def check_sentence(
    text: str, ids: tuple[str, ...], knowledge: Knowledge, *, lang: str, line: int, within: str | None = None
) -> Iterator[Drift]:
    """Yield the drifts of one sentence; ``within`` is the event in whose entry it stands.

    It follows from its claims where it follows from one of the events that rest on them; else the differences from the
    nearest are told.
    """

    def drift(difference: Difference) -> Drift:
        return Drift(line=line, sentence=" ".join(text.split()), ids=ids, difference=difference)

    doubtful = list(_id_differences(ids, knowledge))
    yield from map(drift, doubtful)
    if doubtful:
        return
    grounds = knowledge.grounds(ids)
    own = [ground for ground in grounds if ground.event.id == within]
    if not grounds:
        yield drift(Difference(kind=DriftKind.NO_ID, said="no event", held="no event rests on the claims cited"))
        return
    best = _fewest(text, own or list(grounds), lang)
    yield from map(drift, best)


def _fewest(text: str, grounds: list[Ground], lang: str) -> tuple[Difference, ...]:
    best: tuple[Difference, ...] | None = None
    for ground in grounds[:_MOST_GROUNDS]:
        heard = hear(text, lang=lang, published=_published(ground), names=ground.free_names)
        found = differences(heard, ground)
        if not found:
            return ()
        if best is None or len(found) < len(best):
            best = found
    return best or ()


_MOST_GROUNDS = 12
_NO_DAY = date.min


def _published(ground: Ground) -> Interval | None:
    return max(ground.published, key=lambda one: one.latest or one.earliest or _NO_DAY, default=None)


def _id_differences(ids: tuple[str, ...], knowledge: Knowledge) -> Iterator[Difference]:
    if not ids:
        yield Difference(kind=DriftKind.NO_ID, said="no claim", held="every sentence cites the claims it rests on")
    for one in ids:
        if one in knowledge.claims or one in knowledge.events:
            continue
        if knowledge.exists(one):
            yield Difference(kind=DriftKind.LATER_ID, said=one, held="not known at the moment of this dossier")
        else:
            yield Difference(kind=DriftKind.UNKNOWN_ID, said=one, held="the case holds no such record")


_MARKED = etree.XPath("//*[@data-sentence and not(ancestor::*[@data-sentence])]")


def _sentences(page: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the marked sentences, in order: line, text without the numbers of references, ids."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    for one in _MARKED(etree.fromstring(page.encode("utf-8", "backslashreplace"), parser)):
        text = " ".join("".join(_told(one)).split())
        yield one.sourceline, text, tuple(one.get("data-claims", "").split())


def _told(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if "refs" not in child.get("class", "").split():
            yield from _told(child)
        yield child.tail or ""

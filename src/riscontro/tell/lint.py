"""The first form of the linter: every generated sentence names claims whose evidence stands in the same page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from riscontro.tell.visible import one_line

_PROSE_TAGS = frozenset({"p", "h3", "li"})
_VOID_TAGS = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


def unsupported_sentences(page: str) -> tuple[str, ...]:
    """Return the sentences of a dossier in HTML that are not backed by claims, in the order of print.

    Within the parts marked ``data-linted`` every paragraph, third heading and list item must either be a note of the
    page itself (``data-note``) or hold a sentence (``data-sentence``). Anywhere, a sentence's ``data-claims`` must name
    at least one claim, and each must have its evidence (``data-claim``) in the page.
    """
    walk = _Walk()
    walk.feed(page)
    walk.close()
    missing = [part for part in walk.suspects if not _is_supported(part, walk.evidence)]
    return tuple(dict.fromkeys(one_line("".join(part.text)) for part in sorted(missing, key=lambda part: part.place)))


@dataclass(slots=True, kw_only=True)
class _Part:
    """An open element: what of it matters here."""

    tag: str
    attributes: dict[str, str]
    place: int
    text: list[str] = field(default_factory=list)
    holds_sentence: bool = False


def _is_supported(part: _Part, evidence: set[str]) -> bool:
    if "data-sentence" not in part.attributes:
        return part.holds_sentence
    claims = part.attributes.get("data-claims", "").split()
    return bool(claims) and evidence.issuperset(claims)


class _Walk(HTMLParser):
    """Collects the sentences, the unmarked prose of linted parts, and the ids of the evidence."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.evidence: set[str] = set()
        self.suspects: list[_Part] = []
        self._open: list[_Part] = []
        self._seen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID_TAGS:
            return
        self._seen += 1
        part = _Part(tag=tag, attributes={key: value or "" for key, value in attrs}, place=self._seen)
        if "data-claim" in part.attributes:
            self.evidence.add(part.attributes["data-claim"])
        if "data-sentence" in part.attributes:
            for outer in self._open:
                outer.holds_sentence = True
        self._open.append(part)

    def handle_data(self, data: str) -> None:
        for part in self._open:
            if part.tag in _PROSE_TAGS or "data-sentence" in part.attributes:
                part.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            part = self._open.pop()
            if self._is_suspect(part):
                self.suspects.append(part)
            if part.tag == tag:
                return

    def _is_suspect(self, part: _Part) -> bool:
        if "data-sentence" in part.attributes:
            return True
        outer = [part, *self._open]
        linted = any("data-linted" in element.attributes for element in outer)
        return part.tag in _PROSE_TAGS and linted and not any("data-note" in element.attributes for element in outer)

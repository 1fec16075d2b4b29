"""A dossier in Markdown, as it was written or as somebody edited it, held against its claims line by line.

What a line is decides how it is held:

- prose (a paragraph, a list item) cites claims, ``[3](#clm-...)`` after the sentence, and must follow from them;
- rows and steps that cite an event, ``(#evt-...)``, must hold nothing but what the dossier prints for that event, or
  follow from it;
- quotes and what they were read as must be those of their claim, whole or in part;
- other lines must be the page's own words, or stand in the dossier as it is printed now.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from riscontro.check.ground import Knowledge
from riscontro.check.page import check_sentence
from riscontro.check.values import Difference, Drift, DriftKind
from riscontro.check.words import Words, load_words
from riscontro.model.claim import Claim
from riscontro.tell.entry import reason_text

_HEADER = re.compile(r"<!--\s*riscontro\s+(.*?)\s*-->")
_SETTING = re.compile(r"([a-z-]+)=(\S+)")
_LINK = re.compile(r"\[([^\]\[]*)\]\(#((?:clm|evt)-[\w-]+)\)")
_ID = re.compile(r"(?<![\w#-])((?:clm|evt)-[\w-]*\w)")
_ANCHOR = re.compile(r'<a id="((?:clm|evt)-[\w-]+)"></a>')
_ESCAPED = re.compile(r"\\([\\`*_\[\]|~$.)#+=:-])")
_PROSE_END = re.compile(r"[.!?…]\s*$")
_RULE = re.compile(r"[\s|:-]+|-{3,}")


def markdown_header(text: str) -> dict[str, str]:
    """Return what the head of a dossier keeps (``pair``, ``lang``, ``as-of``, ``since``), empty without it."""
    found = _HEADER.search(text[:2000])
    return dict(_SETTING.findall(found[1])) if found else {}


def check_markdown(text: str, knowledge: Knowledge, *, lang: str, printed: str = "") -> tuple[Drift, ...]:
    """Return every drift of a dossier in Markdown, by line; ``printed`` is the dossier as it would be written now.

    Without ``printed`` lines that cite nothing are judged by the catalogue's own words alone.
    """
    return tuple(_Check(knowledge, load_words(lang), printed).drifts(text))


@dataclass(slots=True)
class _Printed:
    """What the dossier prints now: whole lines, and the pieces of the rows of each event and claim."""

    lines: frozenset[str]
    pieces: dict[str, set[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Place:
    """Where in the document a line stands."""

    event: str | None = None
    claim: str | None = None
    told: set[str] = field(default_factory=set)


class _Check:
    """One document, walked once."""

    def __init__(self, knowledge: Knowledge, words: Words, printed: str) -> None:
        self.knowledge, self.words = knowledge, words
        self.printed = _printed(printed)
        texts = words.catalogue.table["text"]
        self.read_as = f"{texts['read_as']}:"
        self.titles = {_plain(title) for title in (*texts.values(), *words.catalogue.table["acts"])}
        self.undated = texts["undated_label"]

    def drifts(self, text: str) -> Iterator[Drift]:
        place = _Place()
        blocks: dict[str, tuple[int, str]] = {}
        for number, line in enumerate(text.splitlines(), start=1):
            if not line.strip() or _HEADER.search(line) or _RULE.fullmatch(line.strip()):
                continue
            anchor = _ANCHOR.search(line)
            if anchor and anchor[1].startswith("evt-"):
                place = _Place(event=anchor[1])
                blocks[anchor[1]] = (number, "")
                yield from self._known(anchor[1], number, line)
            elif line.startswith(("## ", "# ")):
                place = _Place()
            if anchor and anchor[1].startswith("clm-"):
                place.claim = anchor[1]
                yield from self._known(anchor[1], number, line)
            if place.event in blocks:
                first, body = blocks[place.event]
                blocks[place.event] = (first, f"{body} {_bare(line)}")
            yield from self._line(line.strip(), number, place)
        yield from self._missing_denials(blocks)

    def _known(self, one: str, number: int, line: str) -> Iterator[Drift]:
        held = self.knowledge.claims if one.startswith("clm-") else self.knowledge.events
        if one not in held:
            later = self.knowledge.exists(one)
            kind = DriftKind.LATER_ID if later else DriftKind.UNKNOWN_ID
            words = "not known at the moment of this dossier" if later else "the case holds no such record"
            yield _drift(number, _bare(line), (one,), kind, one, words)

    def _line(self, line: str, number: int, place: _Place) -> Iterator[Drift]:
        if line in self.printed.lines and not _LINK.search(line) and not _ID.search(_ANCHOR.sub("", line)):
            return
        anchor = _ANCHOR.match(line)
        if anchor and not line[anchor.end() :].strip():
            return
        if place.claim and (line.startswith(">") or _bare(line).startswith(self.read_as) or anchor):
            yield from self._evidence(line, number, place.claim)
            return
        ids = [match[2] for match in _LINK.finditer(line)] or _ID.findall(_ANCHOR.sub("", line))
        if line.startswith("#"):
            yield from self._heading(line, number, place)
        elif line.startswith("|") or (ids and all(one.startswith("evt-") for one in ids)):
            yield from self._row(line, number, tuple(ids))
        else:
            yield from self._prose(line, number, place)

    # --- prose

    def _prose(self, line: str, number: int, place: _Place) -> Iterator[Drift]:
        text = re.sub(r"^(?:[-*+]|\d+[.)]|>)\s+", "", line)
        groups = list(_cited(text))
        if not groups:
            if not self._is_own(_bare(text)):
                yield _drift(number, _bare(text), (), DriftKind.NO_ID, "no claim", "every sentence cites its claims")
            return
        ids: tuple[str, ...] = ()
        for sentence, ids in groups:
            if sentence:
                yield from self._sentence(sentence, ids, number, place)
            elif ids:
                continue
        tail = _bare(text[_last_citation(text) :])
        yield from self._tail(tail, ids, number, place)

    def _sentence(self, sentence: str, ids: tuple[str, ...], number: int, place: _Place) -> Iterator[Drift]:
        whole = tuple(self._whole(one) for one in ids)
        yield from check_sentence(
            sentence, whole, self.knowledge, lang=self.words.lang, line=number, within=place.event
        )

    def _whole(self, one: str) -> str:
        """Return the whole id for a beginning of it that one record alone has."""
        if one in self.knowledge.claims or one in self.knowledge.events or len(one) < 8:
            return one
        held = self.knowledge.claims if one.startswith("clm-") else self.knowledge.events
        found = [name for name in held if name.startswith(one)]
        return found[0] if len(found) == 1 else one

    def _tail(self, tail: str, ids: tuple[str, ...], number: int, place: _Place) -> Iterator[Drift]:
        """Yield what is wrong with words behind the last citation: a grade with its words, a reason, a place."""
        tail = tail.strip(" .")
        if not tail or self._is_reason(tail, ids, place):
            return
        rest = re.sub(r"\([^()]*\)", lambda match: "" if self._is_words(match[0]) else match[0], tail)
        if re.search(r"[^\W\d_]{3}", rest) and _PROSE_END.search(f"{tail}.") and self._tells(rest):
            yield _drift(number, tail, (), DriftKind.NO_ID, "no claim", "words behind the citation rest on nothing")
            return
        yield from self._sentence(rest, ids, number, place)

    def _tells(self, text: str) -> bool:
        """Tell whether words behind a citation are more than a grade and a place."""
        label = self.words.catalogue.text("place")
        plain = re.sub(r"[A-F][1-6]", "", text).strip(" ·;,")
        return bool(plain) and not plain.startswith(f"{label}:")

    def _is_reason(self, tail: str, ids: tuple[str, ...], place: _Place) -> bool:
        rules = {str(text).strip(" .") for text in self.words.catalogue.table["rule"].values()}
        own = self.knowledge.events.get(place.event or "")
        events = [own] if own else []
        events += [ground.event for ground in self.knowledge.grounds(ids)] if not events else []
        rows = [row for event in events for row in event.history]
        told = {text for row in rows for text in (row.reason, reason_text(row, self.words.catalogue))}
        reasons = {" ".join(text.split()).strip(" .") for text in told}
        return tail in rules or any(
            tail == reason or tail.rstrip("…") == reason[:399].rstrip(" .") for reason in reasons
        )

    def _is_own(self, text: str) -> bool:
        """Tell whether words are the page's own: a text of the catalogue, whole, or joined of such."""
        plain = text.strip()
        if not re.search(r"[^\W\d_]{2}", plain):
            return True
        if any(pattern.fullmatch(plain) for pattern in self.words.fixed):
            return True
        parts = [part.strip() for part in re.split(r";|:|,", plain) if part.strip()]
        own = self._own_words()
        return plain.lower() in own or (len(parts) > 1 and all(self._is_part(part, own) for part in parts))

    def _is_part(self, part: str, own: frozenset[str]) -> bool:
        return part.lower() in own or any(pattern.fullmatch(part) for pattern in self.words.fixed)

    def _is_words(self, text: str) -> bool:
        return bool(re.search(r"[^\W\d_]{3}", text)) and self._is_own(text.strip("()"))

    def _own_words(self) -> frozenset[str]:
        table = self.words.catalogue.table
        lists = ("status", "status_short", "status_meaning", "letter", "digit", "access", "flow_state", "rung", "basis")
        texts = [str(text) for key in (*lists, "stance", "text") for text in table[key].values()]
        return frozenset(text.lower().strip() for text in texts if "{" not in text)

    # --- rows, headings, evidence

    def _row(self, line: str, number: int, ids: tuple[str, ...]) -> Iterator[Drift]:
        pieces = set(_pieces(line))
        if not ids:
            known = self.printed.pieces.get("", set()) | self.titles | {_plain(text) for text in self._own_words()}
            unknown = sorted(piece for piece in pieces - known if re.search(r"[^\W\d_]{2}", piece))
            if unknown and self.printed.lines:
                yield _drift(number, _bare(line), (), DriftKind.NOT_PRINTED, "; ".join(unknown), "not in this dossier")
            return
        for one in ids:
            found = list(self._known(self._whole(one), number, line))
            if found:
                yield from found
                return
        held = set().union(*(self.printed.pieces.get(self._whole(one), set()) for one in ids))
        odd = pieces - held
        if held and not odd:
            return
        text = _bare(line.strip("| ").replace("|", ";"))
        yield from self._sentence(text, ids, number, _Place())

    def _heading(self, line: str, number: int, place: _Place) -> Iterator[Drift]:
        text = _bare(line.lstrip("# "))
        if self._is_own(text) or _plain(text) in self.titles:
            return
        if place.event in self.knowledge.events and place.event is not None and line.startswith("###"):
            held = self.printed.pieces.get(place.event, set())
            if _plain(text) not in held:
                yield from self._date_heading(text, number, place.event)
        elif self.printed.lines:
            yield _drift(number, text, (), DriftKind.NOT_PRINTED, text, "no heading of this dossier")

    def _date_heading(self, text: str, number: int, event_id: str) -> Iterator[Drift]:
        drifts = list(check_sentence(text, (event_id,), self.knowledge, lang=self.words.lang, line=number))
        yield from drifts
        if not drifts and text != self.undated and not re.search(r"\d{4}", text):
            when = self.knowledge.events[event_id].when
            yield _drift(number, text, (event_id,), DriftKind.DATE, text, str(when))

    def _evidence(self, line: str, number: int, claim_id: str) -> Iterator[Drift]:
        claim = self.knowledge.claims.get(claim_id)
        if claim is None:
            return
        if line.startswith(">"):
            yield from self._quote(line, number, claim)
            return
        held = self.printed.pieces.get(claim_id, set())
        odd = sorted(piece for piece in set(_pieces(_ANCHOR.sub("", line))) - held if re.search(r"\w{2}", piece))
        if held and odd:
            yield _drift(
                number, _bare(line), (claim_id,), DriftKind.NOT_PRINTED, "; ".join(odd), "as this claim is read"
            )

    def _quote(self, line: str, number: int, claim: Claim) -> Iterator[Drift]:
        document = self.knowledge.documents.get(claim.document_id)
        held = _plain(document.text) if document else ""
        parts = [_plain(part) for part in re.split(r"…|\[…\]|\[\.\.\.\]", _bare(line.lstrip("> "), keep_strong=False))]
        if any(_squeezed(part) not in _squeezed(held) for part in parts if part):
            yield _drift(number, _bare(line), (claim.id,), DriftKind.QUOTE, _bare(line), "the document's own words")

    def _missing_denials(self, blocks: dict[str, tuple[int, str]]) -> Iterator[Drift]:
        """Yield entries of contested events that tell of no denial at all."""
        for event_id, (number, body) in blocks.items():
            event = self.knowledge.events.get(event_id)
            if event is None or not event.contested_by or not body.strip():
                continue
            if not self.words.says("denial", body.lower()):
                held = f"contested by {', '.join(event.contested_by)}"
                yield _drift(number, "", (event_id,), DriftKind.DENIAL, "no denial in this entry", held)


def _drift(line: int, sentence: str, ids: tuple[str, ...], kind: DriftKind, said: str, held: str) -> Drift:
    return Drift(line=line, sentence=sentence, ids=ids, difference=Difference(kind=kind, said=said, held=held))


def _cited(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words before each group of citations, with the ids of the group."""
    marks = list(_marks(text))
    start = 0
    group: list[str] = []
    words = ""
    for place, (first, last, one) in enumerate(marks):
        if group and _bare(text[start:first]).strip(" ,;()."):
            yield words, tuple(group)
            group = []
        if not group:
            words = _bare(text[start:first]).strip(" (")
        group.append(one)
        start = last
        if place == len(marks) - 1:
            yield words, tuple(group)


def _marks(text: str) -> Iterator[tuple[int, int, str]]:
    links = [(match.start(), match.end(), match[2]) for match in _LINK.finditer(text)]
    taken = [(first, last) for first, last, _ in links]
    bare = [(match.start(), match.end(), match[1]) for match in _ID.finditer(text)]
    loose = [mark for mark in bare if not any(first <= mark[0] < last for first, last in taken)]
    yield from sorted([*links, *loose])


def _last_citation(text: str) -> int:
    return max((last for _, last, _ in _marks(text)), default=len(text))


def _bare(line: str, *, keep_strong: bool = False) -> str:
    """Return a line of Markdown as a reader sees it: links by their words, marks and escapes undone."""
    text = _ANCHOR.sub("", line)
    text = re.sub(r"\[([^\]\[]*)\]\([^()]*\)", r"\1", text)
    text = text if keep_strong else re.sub(r"(?<!\\)\*\*", "", text)
    return " ".join(html.unescape(_ESCAPED.sub(r"\1", text)).split())


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _pieces(line: str) -> Iterator[str]:
    """Yield the pieces of a row, lower-case: cells, and their parts between semicolons, colons and dots."""
    for piece in re.split(r"\||;|·|(?<=\w):\s|(?<=\))\s|\s{2,}", re.sub(r"^(?:[-*+]|\d+[.)])\s+", "", line.strip())):
        found = _plain(_bare(piece)).strip(" :")
        if found:
            yield found


def _printed(text: str) -> _Printed:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    held = _Printed(lines=frozenset(lines))
    event = claim = None
    for line in lines:
        anchor = _ANCHOR.search(line)
        if anchor:
            event, claim = (anchor[1], None) if anchor[1].startswith("evt-") else (event, anchor[1])
        elif line.startswith("## "):
            event = claim = None
        named = [match[2] for match in _LINK.finditer(line) if match[2].startswith("evt-")]
        for one in named or [claim or event or ""]:
            held.pieces.setdefault(one, set()).update(_pieces(_ANCHOR.sub("", line.lstrip("#> "))))
        held.pieces.setdefault("", set()).update(_pieces(line) if not named and claim is None else ())
    return held

"""What a finished sentence says: parties, acts, things, figures, dates, certainty, who denies. Read, never remembered.

The readers of ``read`` find parties, acts with their sides, times and numbers, as in any report; the catalogue's words
(:mod:`riscontro.check.words`) give statuses, doubt, plans and denials.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

from riscontro.check.naming import GRADE, named_places, unknown_names
from riscontro.check.saying import Label, Moment, Number, Part, Saying, Stood, Told
from riscontro.check.words import Words, load_words
from riscontro.model.claim import Claim
from riscontro.model.document import Document
from riscontro.model.grade import Status
from riscontro.model.mention import ActorMention, Span, TimeMention
from riscontro.model.time import Interval
from riscontro.read.actors import find_actors
from riscontro.read.compile import load_lexicon
from riscontro.read.contract import contract_to_document
from riscontro.read.numbers import NumberMention, find_numbers
from riscontro.read.reader import can_read, read
from riscontro.read.times import find_times

_QUOTED = re.compile(r"“([^”]*)”|«([^»]*)»|\"([^\"]*)\"")
_LABEL = re.compile(r"(?P<actor>[^→“«(\[|;:.]{2,80}?) → (?P<recipient>[^→“«|;:.]{2,80})(?:: (?P<act>[^”»|.;:]{2,80}))?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-zà-öø-ÿ]|[“«])")
_ENOUGH = 4
"""Words after a figure among which its unit stands."""
_BESIDE = 9
"""Characters between a status and the date from which it holds."""
_NEAR = 34
"""Characters before a date in which a word of knowledge ("last seen") still governs it."""
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)


def hear(text: str, *, lang: str, published: Interval | None = None, names: tuple[str, ...] = ()) -> Saying:
    """Return what a text says in a catalogue's language; dates without a year are read against ``published``.

    ``names`` are printed as a document gave them and name no party: what they hold is not read.
    """
    return _Hearing(text, load_words(lang), published, names).saying()


class _Hearing:
    """One text, read once."""

    def __init__(self, text: str, words: Words, published: Interval | None, names: tuple[str, ...]) -> None:
        self.text, self.words, self.published = text, words, published
        self.readable = can_read(words.lang)
        # A sentence and its only part are one text: what the readers found in it is kept.
        self._parties_in: dict[str, tuple[ActorMention, ...]] = {}
        self._times_in: dict[str, tuple[TimeMention, ...]] = {}
        self.articles = frozenset(words.catalogue.table["check"]["articles"])
        self.joints = frozenset(words.catalogue.table["check"]["joints"])
        self.seasons: set[int] = set()
        self.coins: list[tuple[int, frozenset[str]]] = []
        quoted = list(_QUOTED.finditer(text))
        self.quotes = tuple(next(group for group in match.groups() if group is not None) for match in quoted)
        self.labels = (*(self._label(match) for match in _LABEL.finditer(text)), *self._lone_labels())
        given = [match.span() for name in names for match in re.finditer(re.escape(name), text)]
        self.bare = _blanked(text, [*given, *(match.span() for match in [*quoted, *_LABEL.finditer(text)])])
        self.bare = _blanked(
            self.bare, [match.span() for match in words.manners["undated"].finditer(self.bare.lower())]
        )
        self.bare = _blanked(self.bare, list(self._named_units()))
        self.low = self.bare.lower()
        self.times = list(self._times())
        self.dateless = _blanked(self.low, [span for span, _ in self.times])

    def _named_units(self) -> Iterator[tuple[int, int]]:
        """Yield units that hold a state's name ("US dollars"), which name no party."""
        for match in self.words.unit.finditer(self.bare.lower()):
            if self._parties(match[0].upper()) or self._parties(self.bare[match.start() : match.end()]):
                self.coins.append((match.start(), self.words.units[" ".join(match[0].split())]))
                yield match.span()

    def saying(self) -> Saying:
        parties = self._parties(self.bare)
        times = self.times
        spans = [span for span, _ in times]
        parts = tuple(self._part(part) for part in self._sentences())
        claims = tuple(claim for part in parts for claim in part.acts)
        statuses = [told for part in parts for told in part.statuses]
        rungs = [
            self.words.rungs[key]
            for quote in self.quotes
            if (key := " ".join(quote.lower().split())) in self.words.rungs
        ]
        own = {label.text for label in self.labels}
        return Saying(
            text=self.text,
            lang=self.words.lang,
            parties=parties,
            labels=self.labels,
            parts=parts,
            stood=tuple(self._stood(parties)),
            numbers=tuple(self._numbers(spans)),
            moments=tuple(self._moments(times, statuses)),
            origins=tuple(self._origins()),
            grades=tuple(GRADE.findall(self.bare)),
            rungs=tuple(rungs),
            quotes=tuple(
                quote
                for quote in self.quotes
                if quote.strip() not in own
                and "→" not in quote
                and " ".join(quote.lower().split()) not in self.words.rungs
            ),
            names=(
                *unknown_names(self.bare, self.words, parties, spans),
                *(named_places(self.bare, self.words, parties) if self.readable else ()),
            ),
            total=self.words.says("total", self.low),
            rate=found[0] if (found := self.words.manners["rate"].search(self.low)) else None,
            stopped=self.words.says("stopped", self.low),
            running=self.words.says("running", self.low),
            subject=self._subject(parties),
            claims=claims,
        )

    # --- parties

    def _parties(self, text: str) -> tuple[ActorMention, ...]:
        if not self.readable:
            return ()
        if text not in self._parties_in:
            self._parties_in[text] = find_actors(text, lang=self.words.lang)
        return self._parties_in[text]

    def _code(self, name: str) -> str | None:
        plain = " ".join(name.lower().split())
        known = self.words.names.get(plain)
        if known is not None:
            return known
        found = self._parties(name)
        return found[-1].actor if found else None

    def _label(self, match: re.Match[str]) -> Label:
        act = match["act"]
        acts = self.words.acts.get(" ".join(act.lower().split())) if act else None
        text = match[0].strip()
        return Label(actor=self._code(match["actor"]), recipient=self._code(match["recipient"]), acts=acts, text=text)

    def _lone_labels(self) -> Iterator[Label]:
        """Yield the quotes that are a party and an act: ``“North Korea: casualties”``."""
        for quote in self.quotes:
            party, colon, act = quote.partition(": ")
            acts = self.words.acts.get(" ".join(act.lower().split()))
            if colon and acts is not None and "→" not in quote:
                yield Label(actor=self._code(party), recipient=None, acts=acts, text=quote.strip(), alone=True)

    def _subject(self, parties: tuple[ActorMention, ...]) -> str | None:
        """Return the party that opens the sentence, ``None`` where another word does."""
        for one in parties:
            before = re.sub(r"[^\w’' ]", " ", self.low[: one.span.start]).split()
            if all(word in self.articles for word in before):
                return one.actor
        return None

    def _stood(self, parties: tuple[ActorMention, ...]) -> Iterator[Stood]:
        """Yield parties beside a word of denial or confirmation: ``contested by X``, ``X denies``."""
        for match, denies in self._stance_words():
            behind = self.words.manners["by"].match(self.low, match.end() + 1)
            for one in parties if behind else ():
                gap = self.low[match.end() : one.span.start]
                if one.span.start >= match.end() and self._enumerates(gap):
                    yield Stood(party=one.actor, denies=denies, words=self.bare[match.start() : one.span.end])
            before = [one for one in parties if one.span.end <= match.start()]
            if before and not behind and self._touches(self.low[before[-1].span.end : match.start()]):
                words = self.bare[before[-1].span.start : match.end()]
                yield Stood(party=before[-1].actor, denies=denies, words=words)

    def _stance_words(self) -> Iterator[tuple[re.Match[str], bool]]:
        for match in self.words.manners["denial"].finditer(self.low):
            yield match, True
        for match in self.words.manners["confirm"].finditer(self.low):
            yield match, False

    def _enumerates(self, gap: str) -> bool:
        """Tell whether only "by", articles, other parties and joints stand between: ``by A, by B and by C``."""
        if ";" in gap or ":" in gap or "." in gap:
            return False
        rest = self.words.manners["by"].sub(" ", gap)
        known = _blanked(rest, [one.span for one in self._parties(rest)])
        return all(word in self.articles | self.joints for word in re.findall(r"\w+", known))

    def _touches(self, gap: str) -> bool:
        rest = self.words.manners["between"].sub(" ", gap)
        return not re.search(r"\w", rest) and not re.search(r"[.;:,]", gap)

    # --- times and numbers

    def _times(self) -> Iterator[tuple[Span, Interval]]:
        """Yield dates: those that name their year, then what needs the day of publication, seasons told by TIMEX3."""
        if not self.readable:
            return
        sure = self._sure_times(self.bare)
        rest = () if self.published is None else find_times(self.bare, lang=self.words.lang, published=self.published)
        taken = [one.span for one in sure]
        loose = [
            one for one in rest if not any(one.span.start < span.end and span.start < one.span.end for span in taken)
        ]
        for one in sorted([*sure, *loose], key=lambda one: one.span):
            if re.search(r"-(?:SP|SU|FA|AU|WI|H[12]|Q[1-4])", one.timex or ""):
                self.seasons.add(one.span.start)
            yield one.span, self._opened(one.span, one.interval)

    def _sure_times(self, text: str) -> tuple[TimeMention, ...]:
        """Return the dates that name their own year."""
        if not self.readable:
            return ()
        if text not in self._times_in:
            self._times_in[text] = find_times(text, lang=self.words.lang, published=None)
        return self._times_in[text]

    def _opened(self, span: Span, interval: Interval) -> Interval:
        """Return a date as open where the catalogue's own words around it say "from then on"."""
        if interval.latest is None or interval.earliest is None:
            return interval
        inside = self.low[span.start : span.end]
        for before, after in self.words.since:
            head = inside.startswith(f"{before} ") or self.low[: span.start].rstrip().endswith(f" {before}")
            tail = self.low[span.end :].lstrip().startswith(after)
            if before and after and head and tail:
                return replace(interval, latest=None)
        return interval

    def _moments(self, times: list[tuple[Span, Interval]], statuses: list[Told]) -> Iterator[Moment]:
        for span, interval in times:
            before = self.low[max(0, span.start - _NEAR) : span.start]
            after = self.low[span.end : span.end + 2]
            inside = self.low[span.start : span.end]
            known = self.words.manners["known"].search(before)
            governed = known is not None and not re.search(r"[.;:](?=.*\w)", before[known.end() + 1 :])
            paired = any(told.since == interval for told in statuses)
            heading = not self.low[: span.start].strip() and after.startswith(":")
            clause = (
                re.split(r"[;:.(]", self.low[: span.start])[-1] + inside + re.split(r"[;:.)]", self.low[span.end :])[0]
            )
            yield Moment(
                interval=interval,
                words=self.bare[span.start : span.end],
                known=governed or paired or heading,
                begun=self.words.says("begun", clause),
                season=span.start in self.seasons,
                yearless=not re.search(r"\d{4}", inside),
                heading=heading,
                stated=self.words.says("said", clause),
            )

    def _numbers(self, times: list[Span]) -> Iterator[Number]:
        if not self.readable:
            return
        masked = _blanked(self.bare, times)
        for one in find_numbers(masked, lang=self.words.lang):
            after = self.low[one.span.end :]
            words = self.bare[one.span.start : one.span.end]
            near = re.match(r"(?:\s+\S+){0,2}", after)
            if one.ordinal or self.words.origins.match(after.lstrip()) or GRADE.search(words):
                continue
            if self.words.origins.search(near[0] if near else "") and one.minimum == one.maximum:
                continue
            units = self._units(one)
            if one.minimum == one.maximum == 1 and not re.search(r"\d", words):
                continue
            yield Number(mention=one, units=units, words=f"{words}{_first_words(self.bare[one.span.end :])}")

    def _units(self, one: NumberMention) -> frozenset[str]:
        """Return what the words behind a figure can count: the first of them that is a unit, else a sign before it."""
        after = _first_words(self.bare[one.span.end :])
        low = after.lower()
        found: list[tuple[int, frozenset[str]]] = []
        named = self.words.unit.search(low)
        if named:
            found.append((named.start(), self.words.units[" ".join(named[0].split())]))
        lexicon = load_lexicon(self.words.lang)
        passage = lexicon.cut(after)
        for hit in lexicon.table.find(passage):
            units = frozenset(entry.tag for entry in hit.entries if entry.kind == "item" and entry.tag)
            if units:
                found.append((passage.span(hit.first, hit.last).start, units))
        for start, codes in self.coins:
            if 0 <= start - one.span.end <= 3:
                return codes
        if not found:
            sign = self.bare[max(0, one.span.start - 2) : one.span.start + 1]
            return frozenset(code for mark, code in _MONEY.items() if mark in sign)
        first = min(place for place, _ in found)
        return frozenset(unit for place, units in found if place == first for unit in units)

    def _origins(self) -> Iterator[int]:
        statuses = [match.span() for match in self.words.status.finditer(self.low)]
        for match in self.words.origins.finditer(self.low):
            if any(start <= match.start() < end for start, end in statuses):
                continue
            before = self.low[max(0, match.start() - 30) : match.start()]
            told = re.findall(r"\d+", before[-8:])
            if told:
                yield int(told[-1])
                continue
            few = [
                number for word, number in self.words.few.items() if re.search(rf"(?<!\w){re.escape(word)}\s*$", before)
            ]
            if few:
                yield max(few)
            elif self.readable:
                for one in find_numbers(before, lang=self.words.lang):
                    if not before[one.span.end :].strip() and one.minimum is not None:
                        yield int(one.minimum)

    # --- certainty

    def _sentences(self) -> list[tuple[str, str, str]]:
        """Return the sentences: as they are, without their quotes, and in lower case without dates too."""
        places = [0, *(match.end() for match in _SENTENCE_END.finditer(self.bare)), len(self.bare)]
        pairs = [(a, b) for a, b in pairwise(places) if self.bare[a:b].strip()]
        return [(self.text[a:b], self.bare[a:b], self.dateless[a:b]) for a, b in pairs]

    def _part(self, sentence: tuple[str, str, str]) -> Part:
        text, bare, low = sentence
        told = self._without_lead(bare)
        claims = self._read(told)
        says = self.words.says
        # "the United States" attributes nothing, as "it states that" does; nor does "per" in "soldati per servire".
        own = [one.span for one in self._parties(bare) if one.role == "state"]
        own += [Span(*match.span()) for match in self.words.tells.finditer(low)]
        return Part(
            text=text.strip(),
            acts=claims,
            types=frozenset(self._types(told)),
            told=frozenset(self._told(told.lower())),
            things=frozenset(self._things(told)),
            negated=self._negated(low),
            statuses=tuple(self._statuses(bare)),
            rumour=says("rumour", low),
            hedge=says("hedge", low) or any(claim.modality == "possible" for claim in claims),
            attributed=says("source", _blanked(low, own)),
            plan=says("plan", low) or any(claim.modality == "planned" for claim in claims),
        )

    def _without_lead(self, text: str) -> str:
        """Return a sentence without what stands before its colon, where that names no party: "Refuted: ..."."""
        lead = re.match(r"[^:]{1,60}:", text)
        spoken = lead is not None and (
            self.words.status.search(lead[0].lower()) or self.words.says("denial", lead[0].lower())
        )
        return _blanked(text, [lead.span()]) if lead and spoken and not self._parties(lead[0]) else text

    def _read(self, text: str) -> tuple[Claim, ...]:
        return read(_as_document(text, self.words.lang, self.published)).claims if self.readable else ()

    def _negated(self, low: str) -> bool:
        """Tell whether a sentence negates more than a figure ("no fewer than") or a status ("not confirmed")."""
        for key in ("unnamed", "other_party"):
            words = self.words.catalogue.text(key).lower()
            low = low.replace(words, " " * len(words))
        taken = [one.span for one in find_numbers(low, lang=self.words.lang)] if self.readable else []
        bare = _blanked(low, taken)
        for match in self.words.manners["not"].finditer(bare):
            if not self.words.status.match(bare[match.end() :].lstrip()):
                return True
        return False

    def _types(self, text: str) -> Iterator[str]:
        if not self.readable:
            return
        lexicon = load_lexicon(self.words.lang)
        for hit in lexicon.table.find(lexicon.cut(text)):
            for entry in hit.entries:
                if entry.kind == "act":
                    yield str(lexicon.acts[int(entry.code)].type)

    def _told(self, low: str) -> Iterator[str]:
        """Yield the types of the acts that a text tells in the catalogue's own words."""
        for match in self.words.tells.finditer(low):
            yield from self.words.told[" ".join(match[0].split())]

    def _things(self, text: str) -> Iterator[str]:
        if not self.readable:
            return
        lexicon = load_lexicon(self.words.lang)
        passage = lexicon.cut(text)
        named = [one.span for one in self._parties(text)]
        for hit in lexicon.table.find(passage):
            codes = {entry.code for entry in hit.entries if entry.kind == "item"}
            span = passage.span(hit.first, hit.last)
            # "South Korean forces say": whoever speaks is no thing that is handed over.
            if codes and not any(one.start <= span.start and span.end <= one.end for one in named):
                yield min(codes) if len(codes) == 1 else "|".join(sorted(codes))

    def _statuses(self, text: str) -> Iterator[Told]:
        """Yield statuses said of the act itself: not "is reported to", not what a party confirms or denies."""
        low = text.lower()
        parties = self._parties(text)
        dates = self._sure_times(text)
        for match in self.words.status.finditer(low):
            words = " ".join(match[0].replace("'", "’").split())
            status = self.words.statuses[words]
            gaps = {one.span.start - match.end(): one for one in dates if one.span.start > match.end()}
            close = [
                one for gap, one in gaps.items() if gap <= _BESIDE and self._opens(low[match.end() : one.span.start])
            ]
            if not self._is_status(low, match, status, parties, dated=bool(close)):
                continue
            since = close[0].interval if close else None
            yield Told(status=status, words=text[match.start() : match.end()], since=since)

    def _opens(self, gap: str) -> bool:
        return any(
            before and gap.strip() in (before, before.split()[0]) for before, _ in self.words.since
        ) or not gap.strip(" ,:")

    def _is_status(
        self, low: str, match: re.Match[str], status: Status, parties: tuple[ActorMention, ...], *, dated: bool
    ) -> bool:
        before, after = low[: match.start()].rstrip(), low[match.end() :].lstrip()
        of_party = any(
            one.span.end <= match.start() and self._touches(low[one.span.end : match.start()]) for one in parties
        )
        by = self.words.manners["by"].match(after)
        by_party = by is not None and any(
            match.end() < one.span.start and self._enumerates(low[match.end() : one.span.start]) for one in parties
        )
        if of_party or by_party or self.words.manners["negation"].search(before[-8:]):
            return False
        opens = not before or before[-1] in ":|(,;→»”" or self.words.manners["now"].search(before[-14:]) is not None
        if not opens:
            return False
        closes = not after or after[0] in ".:,;)|"
        return closes or dated or status in (Status.CONFIRMED, Status.CORROBORATED, Status.REFUTED)


_MONEY = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB", "₴": "UAH"}


def _first_words(text: str) -> str:
    match = re.match(rf"(?:\s*[^\s;:.()]+){{0,{_ENOUGH}}}", text)
    return match[0] if match else ""


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with some spans made blank, so that offsets stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _as_document(text: str, lang: str, published: Interval | None) -> Document:
    day = published.latest if published else None
    line = {"id": "sentence", "text": text, "lang": lang, "published": day.isoformat() if day else None}
    return contract_to_document(line, held_from=_WRITTEN)

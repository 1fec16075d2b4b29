"""Who stands behind an attribution: its root's name, state and vantage, and the outlets on the way to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from riscontro.model.claim import Basis, Root
from riscontro.model.mention import ActorMention
from riscontro.read.speech import bits
from riscontro.read.speech.draft import Draft
from riscontro.read.speech.hits import Shape
from riscontro.read.speech.lexicon import Lexicon
from riscontro.read.speech.phrases import Range, phrase_right, subject_left
from riscontro.read.speech.text import MARK, QUOTE, UPPER, Nodes

PRIORITY = ("satellite", "captured", "intelligence", "rumour", "anonymous", "analysis", "witness", "official", "media")
"""Which kind wins where a source's words hint at several, strongest first."""
MAX_TITLE = 6
"""Words of a quotation that may be an outlet's name."""
_BODIES = frozenset({Basis.OFFICIAL, Basis.INTELLIGENCE, Basis.ANALYSIS, Basis.MEDIA})
_CARRIERS = frozenset({"media", "official"})
"""Kinds of outlet that carry others' words; think tanks and services speak for themselves."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A resolved source: its root, and the outlets nearer the page that the source's own words name."""

    root: Root | None
    via: tuple[str, ...] = ()
    roles: frozenset[str] = frozenset()
    person: bool = False


@dataclass(slots=True)
class RootFinder:
    """Resolves sources in text order and remembers the named ones for pronouns and role nouns."""

    nodes: Nodes
    lexicon: Lexicon
    actors: Sequence[ActorMention]
    verbs: frozenset[int] = frozenset()
    """Heads of all cues: a phrase does not run across one."""
    named: list[Standing] = field(default_factory=list)
    by_role: dict[str, Standing] = field(default_factory=dict)
    known: dict[str, Standing] = field(default_factory=dict)

    def resolve(self, source: Range) -> Standing:
        """Return the standing of the source at a range of nodes."""
        lo, hi = source
        if self._is_pronoun(lo, hi):
            return self._antecedent(lo)
        told = self._told(lo, hi)
        if told is not None:
            speaker = self.resolve((lo, told[0]))
            return Standing(speaker.root, (told[1], *speaker.via), speaker.roles, speaker.person)
        roles = self._roles(lo, hi)
        if (
            hi - lo <= 3
            and self.named
            and self.nodes.flag[lo] & bits.DET
            and self.nodes.low[hi - 1] in self.lexicon.echoes
        ):
            return self.last()
        head = self._head(lo, hi)
        name, inherited = self._name(head), Standing(None)
        if head[1] < hi and self._names_no_person(head, name):
            # "One of the two, Lee Seong-kweun, said": the apposition names him.
            second = self._name(self._head(head[1] + 1, hi)) if head[1] + 1 < hi else ""
            if second[:1].isupper() and " " in second:
                name, inherited = second, self.last()
        earlier = self._by_role(lo, head[1], roles) or self._by_surname(name) or self._body_before(lo, head[1])
        if earlier is not None:
            self.named.append(earlier)
            return earlier
        kind, state = self._kind(*head)
        if kind is None and head[1] < hi:
            kind, state = self._kind(lo, hi)
        state = (
            state or self._state(*head) or (self._state(lo, hi) if head[1] < hi else None) or self._state_of_body(roles)
        )
        if kind is None and inherited.root is not None:
            kind, state = inherited.root.kind, state or inherited.root.state
        if kind is Basis.INTELLIGENCE and state is None and hi - lo <= 2:
            same = next((one for one in reversed(self.named[-6:]) if one.root and one.root.kind is kind), None)
            if same is not None and same.root is not None and same.root.state is not None:
                return same  # "the service": the one whose state was told
        if kind is Basis.MEDIA or kind is Basis.OFFICIAL:
            name = self.outlet(*head) or (self._trailing_name(head) if kind is Basis.MEDIA else None) or name
        if kind is None:
            kind = Basis.OFFICIAL if state is not None else Basis.NONE
        if kind is Basis.NONE and name[:1].islower() and not any(self.nodes.flag[i] & UPPER for i in range(lo, hi)):
            # "according to estimates": nobody is named.
            return Standing(None)
        standing = Standing(Root(name=name, state=state, kind=kind), (), roles, self._is_person(lo, head, name))
        self._remember(standing)
        return standing

    def _quoted_outlet(self, i: int) -> tuple[str, str, str | None] | None:
        """Return name, kind and state of the outlet whose name a short quotation is («N»)."""
        quote = self.nodes.quotes[i]
        if quote.words > MAX_TITLE:
            return None
        name = self.nodes.text[quote.inner_start : quote.inner_end].strip()
        words = tuple(name.lower().replace("’", "'").split())
        for rest, kind, state in self.lexicon.outlets.get(words[0], ()) if words else ():
            if rest == words[1:]:
                return name, kind, state
        return None

    def outlet(self, lo: int, hi: int) -> str | None:
        """Return the name of the outlet or agency among nodes, as in the text."""
        low = self.nodes.low[lo:hi]
        if "" not in low and self.lexicon.outlets.keys().isdisjoint(low):
            return None
        for i in range(lo, hi):
            if self.nodes.flag[i] & QUOTE:
                quoted = self._quoted_outlet(i)
                if quoted is not None and quoted[1] in _CARRIERS:
                    return quoted[0]
                continue
            found = self._outlet_at(i, hi) if low[i - lo] in self.lexicon.outlets else None
            if found is not None and found[1] in _CARRIERS:
                return self.nodes.words(i, found[0])
        return None

    def carrier(self, lo: int, hi: int) -> str | None:
        """Return the name of whoever passes words on: a known outlet, or a name after a word for one."""
        outlet = self.outlet(lo, hi)
        if outlet is None and self._kind(lo, hi)[0] is Basis.MEDIA:
            return self._trailing_name((lo, hi))
        return outlet

    def last(self) -> Standing:
        """Return who was named last."""
        return self.named[-1] if self.named else Standing(None)

    def _outlet_at(self, i: int, hi: int) -> tuple[int, str, str | None] | None:
        if self.nodes.text[self.nodes.start[i]].islower() and self.nodes.low[i] != "dpa":
            return None
        for rest, kind, state in self.lexicon.outlets.get(self.nodes.low[i], ()):
            end = i + 1 + len(rest)
            if end <= hi and tuple(self.nodes.low[i + 1 : end]) == rest:
                return end, kind, state
        return None

    def _is_pronoun(self, lo: int, hi: int) -> bool:
        flag = self.nodes.flag[lo]
        return hi - lo == 1 and bool(flag & (bits.PRON | bits.REL | bits.POSS)) and self.nodes.low[lo] != "'s"

    def _antecedent(self, i: int) -> Standing:
        if self.nodes.flag[i] & bits.REL and i > 1:
            end = i if not self.nodes.flag[i - 1] & MARK else i - 1
            before = subject_left(self.nodes, max(0, end - 30), end - 1, self.verbs)
            if before is not None and not self._is_pronoun(*before):
                return self.resolve(before)
        if self.nodes.flag[i] & bits.THING:
            return next((one for one in reversed(self.named[-8:]) if not one.person), Standing(None))
        return self.last()

    def _head(self, lo: int, hi: int) -> Range:
        for i in range(lo + 1, hi):
            if self.lexicon.verb_final and self.nodes.low[i] == "(":
                continue  # the title follows: "N N body (abbreviation) title"
            if (self.nodes.flag[i] & MARK and self.nodes.low[i] in (",", "(", "—", "–", "--", ";")) or (
                self.nodes.flag[i] & bits.REL and not self.nodes.flag[i] & bits.DET
            ):
                return (lo, i)
        return (lo, hi)

    def _name(self, head: Range) -> str:
        """Return a source's name: without article, time and title, a person's name alone where one follows a role."""
        lo, hi = head
        flags, low = self.nodes.flag, self.nodes.low
        start = lo
        while lo < hi - 1 and flags[lo] & (bits.DET | bits.POSS | bits.ADV | bits.PREP | bits.NEG):
            lo += 1
        lo = self._after_date(lo, hi)
        if any(flags[i] & bits.PREP for i in range(start, lo)):
            lo = self._after_setting(lo, hi)
        while hi - 1 > lo and flags[hi - 1] & (bits.TIME | bits.ADV | MARK):
            hi -= 1
        if hi - 1 > lo and low[hi - 1] == "'s":
            hi -= 1
        hi = self._before_phrase(lo, self._before_adjunct(lo, hi))
        by = next((i for i in range(lo + 1, hi - 1) if flags[i] & bits.BY and flags[i + 1] & (UPPER | bits.DET)), None)
        if by is not None and self.lexicon.elision is False:
            # "an analysis of images by N": N.
            return self._name((by + 1, hi))
        if self.lexicon.verb_final:
            hi = self._before_title(lo, hi)
        titles = self.lexicon.titles
        if not titles.isdisjoint(low[lo : hi - 1]):
            title = next(i for i in range(hi - 2, lo - 1, -1) if low[i] in titles)
            lo = self._after_title(lo, title, hi)
        return self.nodes.words(lo, hi).strip("\"“”'‘’«» ")

    def _before_adjunct(self, lo: int, hi: int) -> int:
        """Return where an adjunct begins after a body's or person's name ("die Regierung am Dienstag in ...")."""
        flags = self.nodes.flag
        for i in range(lo + 1, hi):
            loose = flags[i] & bits.PREP and not flags[i] & (bits.OF | bits.BY | bits.DET | bits.TO)
            if loose and (self.lexicon.capital_nouns or (i + 1 < hi and flags[i + 1] & bits.TIME)):
                return i
        return hi

    def _after_date(self, lo: int, hi: int) -> int:
        """Return where a name begins after a date before it ("17 giugno N", "month N"); names of papers stay whole."""
        low, dated, counted = self.nodes.low, False, False
        for i in range(lo, hi):
            word = low[i].lstrip("0123456789")
            if not word and low[i]:
                counted = True
            elif word in self.lexicon.calendar and (counted or word != low[i] or not self._has_capital(i)):
                dated = True
            else:
                return i if dated else lo
        return lo

    def _after_setting(self, lo: int, hi: int) -> int:
        """Return where a name begins after the noun of an adjunct before it ("at the end N said": N)."""
        flags, lexicon = self.nodes.flag, self.lexicon
        name = next((i for i in range(lo, hi) if flags[i] & UPPER), lo)
        between = range(lo, name)
        if lexicon.capital_nouns or lexicon.verb_final or name - lo > 2:
            return lo
        belongs = any(flags[i] & (bits.KIND | bits.OF | bits.BY | bits.ADJ) or self._is_state(i) for i in between)
        return lo if belongs or not lexicon.roles.isdisjoint(self.nodes.low[lo:name]) else name

    def _before_phrase(self, lo: int, hi: int) -> int:
        """Return where another noun phrase begins right after a name ("according to N the material ...")."""
        flags, linking = self.nodes.flag, bits.PREP | bits.OF | bits.BY | bits.COORD | bits.DET | bits.ADJ | MARK
        for i in range(lo + 1, hi - 1):
            if not flags[i] & (bits.DET | bits.POSS) or flags[i] & (bits.PREP | bits.OF) or flags[i - 1] & linking:
                continue
            if not self.nodes.low[i][0].isalpha():
                continue  # "N's spokesman"
            owns = bool(flags[i] & bits.POSS)
            opens = not self.lexicon.capital_nouns and not flags[i + 1] & UPPER and not self._has_capital(i)
            if flags[i - 1] & UPPER and (owns or opens):
                return i
        return hi

    def _has_capital(self, i: int) -> bool:
        return self.nodes.text[self.nodes.start[i]].isupper()

    def _after_title(self, lo: int, title: int, hi: int) -> int:
        """Return where a person's name begins after a title and what belongs to it ("governor of the region N N")."""
        flags, start = self.nodes.flag, hi
        while start > title + 1 and flags[start - 1] & UPPER and not flags[start - 1] & bits.OF:
            start -= 1
        if start == hi:
            return lo
        if hi - start == 1 and self._is_state(start):
            return lo  # "президента України"
        start = self._after_actor(start, hi)
        belongs = hi - start > 2
        while hi - start > 2 and (flags[start - 1] & (bits.OF | bits.DET) or self._is_state(start)):
            start += 1
        if start == title + 1 or (hi - start >= 2 and not flags[start - 1] & (bits.OF | bits.DET | bits.PREP)):
            return start
        return start if belongs and hi - start == 2 else lo

    def _after_actor(self, start: int, hi: int) -> int:
        """Step over the last word of a state's seat before a name ("portavoce della Casa Bianca N N")."""
        place = self.nodes.start[start]
        first = bisect_right(self.actors, place, key=lambda actor: actor.span.start)
        before = self.actors[first - 1] if first else None
        if before is None or before.span.end <= place:
            return start
        after = next((i for i in range(start, hi) if self.nodes.start[i] >= before.span.end), hi)
        return after if hi - after >= 2 else start

    def _before_title(self, lo: int, hi: int) -> int:
        """Return where a person's name ends before state, body and title ("N N Ukraine president")."""
        flags, low, end = self.nodes.flag, self.nodes.low, hi
        titles = tuple(self.lexicon.titles)
        while end - 1 > lo and low[end - 1].endswith(titles):
            end -= 1
        if end == hi or flags[lo] & bits.KIND or self._is_state(lo):
            return hi
        bracketed = False
        while end - 1 > lo and (
            flags[end - 1] & bits.KIND or bracketed or low[end - 1] == ")" or self._is_state(end - 1)
        ):
            bracketed = low[end - 1] != "(" and (bracketed or low[end - 1] == ")")
            end -= 1
        return end

    def _is_state(self, i: int) -> bool:
        return self._state(i, i + 1) is not None

    def _roles(self, lo: int, hi: int) -> frozenset[str]:
        return self.lexicon.roles.intersection(self.nodes.low[lo:hi])

    def _names_no_person(self, head: Range, name: str) -> bool:
        """Tell whether a head gives only a role: no capital in it, or a title opens it ("le ministre des Armées")."""
        flags, low = self.nodes.flag, self.nodes.low
        if not any(flags[i] & UPPER for i in range(head[0] + 1, head[1])):
            return True
        first = next((i for i in range(*head) if not flags[i] & (bits.DET | bits.POSS | bits.ADJ)), head[1])
        return first < head[1] and low[first] in self.lexicon.titles and name[:1].islower()

    def _by_role(self, lo: int, hi: int, roles: frozenset[str]) -> Standing | None:
        """ "the minister": the last named source of that role, where the phrase names nobody itself."""
        definite = bool(self.nodes.flag[lo] & bits.DET) and hi - lo <= 3
        if not roles or not definite or any(self._names(i) for i in range(lo + 1, hi)):
            return None
        return next((self.by_role[role] for role in sorted(roles) if role in self.by_role), None)

    def _told(self, lo: int, hi: int) -> tuple[int, str] | None:
        """Return where "to the agency O" begins within a source that took it in, and O."""
        low, lexicon = self.nodes.low, self.lexicon
        for i in range(lo + 1, hi - 1):
            if low[i] in lexicon.addressing and i - lo <= MAX_TITLE:
                outlet = self.outlet(i + 1, min(hi, i + 5))
                return None if outlet is None else (i, outlet)
        return None

    def _body_before(self, lo: int, hi: int) -> Standing | None:
        """ "The agency": the body named last, where the phrase says no more than that it is one."""
        nodes, generic = self.nodes, self.lexicon.generic
        if nodes.low[hi - 1] not in generic or hi - lo > 2 or (hi - lo == 2 and not nodes.flag[lo] & bits.DET):
            return None
        return next(
            (one for one in reversed(self.named[-6:]) if not one.person and one.root and one.root.kind in _BODIES),
            None,
        )

    def _state_of_body(self, roles: frozenset[str]) -> str | None:
        """ "a spokesman of the ministry": the state of the ministry named before."""
        bodies = (self.by_role[role] for role in sorted(roles - self.lexicon.titles) if role in self.by_role)
        return next((one.root.state for one in bodies if one.root is not None and one.root.state), None)

    def _names(self, i: int) -> bool:
        return bool(self.nodes.flag[i] & UPPER) and self.nodes.low[i] not in self.lexicon.roles

    def _by_surname(self, name: str) -> Standing | None:
        return self.known.get(name.rpartition(" ")[2]) if name[:1].isupper() and " " not in name else None

    def _trailing_name(self, head: Range) -> str | None:
        """ "the Ukrainian broadcaster N", "the daily «N»": N."""
        lo, hi = head
        if self.nodes.flag[hi - 1] & QUOTE and self.nodes.quotes[hi - 1].words <= MAX_TITLE:
            quote = self.nodes.quotes[hi - 1]
            return self.nodes.text[quote.inner_start : quote.inner_end].strip() or None
        start = hi
        while start > lo and self.nodes.flag[start - 1] & UPPER:
            start -= 1
        named = lo + 1 < start < hi and not self.nodes.flag[start - 1] & (bits.OF | bits.DET | bits.PREP | bits.POSS)
        return self.nodes.words(start, hi) if named else None

    def _is_person(self, lo: int, head: Range, name: str) -> bool:
        words = name.split()
        if not self.lexicon.titles.isdisjoint(self.nodes.low[lo : head[1]]):
            return True
        if len(words) not in (2, 3) or not all(word[0].isupper() for word in words):
            return False
        return not any(flag & bits.KIND for flag in self.nodes.flag[head[0] : head[1]])

    def _remember(self, standing: Standing) -> None:
        assert standing.root is not None
        name = standing.root.name
        self.named.append(standing)
        if name[:1].isupper() or standing.root.state is not None:
            self.by_role.update(dict.fromkeys(standing.roles, standing))
        if name[:1].isupper() and " " in name and standing.root.kind is not Basis.MEDIA:
            surname = name.rpartition(" ")[2]
            self.known.setdefault(surname, standing)
            if "-" in surname:
                self.known.setdefault(surname.rpartition("-")[2], standing)  # "Al-N" is "N" later on

    def _kind(self, lo: int, hi: int) -> tuple[Basis | None, str | None]:
        best: str | None = None
        low = self.nodes.low[lo:hi]
        lexicon = self.lexicon
        unknown = lexicon.kinds.keys().isdisjoint(low) and lexicon.outlets.keys().isdisjoint(low)
        if unknown and "" not in low and not lexicon.compounds:
            return None, None
        for i in range(lo, hi):
            if self.nodes.flag[i] & QUOTE:
                quoted = self._quoted_outlet(i)
                if quoted is not None:
                    return Basis(quoted[1]), quoted[2]
                continue
            outlet = self._outlet_at(i, hi) if self.nodes.low[i] in self.lexicon.outlets else None
            if outlet is not None:
                return Basis(outlet[1]), outlet[2]
            kind = self._kind_at(i, hi)
            if kind == "anonymous" and self._is_proper(i, lo, hi):
                continue  # "Open Source Centre"
            if kind is not None and (best is None or PRIORITY.index(kind) < PRIORITY.index(best)):
                best = kind
        if best is None and self.lexicon.compounds:
            best = next((kind for word in low for kind in self._compound(word)), None)
        return (Basis(best) if best else None), None

    def _compound(self, word: str) -> Iterator[str]:
        """Yield the kind of a word written together whose end is a kind's name or a title ("우크라이나군")."""
        if word.endswith(self.lexicon.compounds):
            for start in range(len(word)):
                for rest, kind in self.lexicon.kinds.get(word[start:], ()):
                    if not rest:
                        yield kind
            if word.endswith(tuple(self.lexicon.titles)):
                yield Basis.OFFICIAL.value

    def _is_proper(self, i: int, lo: int, hi: int) -> bool:
        """Tell whether a word in a capital stands within a name of several."""
        flags = self.nodes.flag
        if self.lexicon.capital_nouns or not flags[i] & UPPER or not self._has_capital(i):
            return False
        return (i > lo and bool(flags[i - 1] & UPPER)) or (i + 1 < hi and bool(flags[i + 1] & UPPER))

    def _kind_at(self, i: int, hi: int) -> str | None:
        for rest, kind in self.lexicon.kinds.get(self.nodes.low[i], ()):
            end = i + 1 + len(rest)
            if end <= hi and tuple(self.nodes.low[i + 1 : end]) == rest:
                return kind
        return None

    def _state(self, lo: int, hi: int) -> str | None:
        start, end = self.nodes.start[lo], self.nodes.end[hi - 1]
        first = bisect_left(self.actors, start, key=lambda actor: actor.span.start)
        inside = self.actors[first] if first < len(self.actors) else None
        return inside.actor if inside is not None and inside.span.end <= end else None


def cited_after(nodes: Nodes, draft: Draft, hi: int) -> Range | None:
    """Return the source that a citing verb names ("citing two officials")."""
    end = phrase_right(nodes, draft.hit.hi, hi, ())
    return (draft.hit.hi, end) if end > draft.hit.hi else None


__all__ = ["QUOTE", "RootFinder", "Shape", "Standing", "cited_after"]

"""A stand-in for a language model: it answers from the gold of the topic exam, honestly or with planted faults.

The gold holds values and the span of each act, not the words of each field. The words are looked up: the nearest words
that our own reading takes for that actor, time or number, or for numbers that add up to it; a time of the act's
sentence that shares the most days with the gold's; the sentence itself for a modality, and where no such words are
found. A group that no list of ours holds is quoted as the gold quotes it elsewhere. A field whose words the passage
does not hold (an opponent whom an annotator knew of) is left empty, as an honest model leaves it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from riscontro.model.document import Document
from riscontro.model.mention import Span
from riscontro.model.time import Interval
from riscontro.read.contract import contract_to_document
from riscontro.read.model.authority import Authority
from riscontro.read.model.quotes import distance, overlap
from riscontro.read.model.settle import added_up
from riscontro.read.numbers import NumberMention
from riscontro.read.study import Study
from riscontro.vocab.states import is_state

Claim = dict[str, Any]
INVENTED = {
    "it": "le autorità della Ruritania",
    "en": "the government of Ruritania",
    "fr": "les autorités de Ruritanie",
    "es": "las autoridades de Ruritania",
    "de": "die Regierung von Ruritanien",
    "pt": "as autoridades da Ruritânia",
    "pl": "władze Rurytanii",
    "ru": "власти Руритании",
    "uk": "влада Руританії",
    "ko": "루리타니아 당국",
    "ja": "ルリタニア当局",
    "zh": "盧里塔尼亞當局",
    "ar": "سلطات روريتانيا",
}
"""Words that stand in no passage."""
STATES = ("CHN", "IND", "BRA", "ZAF", "NOR", "PER", "CAN", "IRN", "TUR", "EGY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A passage with our reading of it, its gold claims, and what an honest model answers; ``None`` where the passage
    has no words for a side.
    """

    document: Document
    authority: Authority
    gold: tuple[Claim, ...]
    honest: tuple[Claim | None, ...]


def load_cases(path: Path) -> list[Case]:
    """Return the cases of a file of the exam."""
    cases = []
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        document = contract_to_document({key: row[key] for key in ("id", "text", "published", "lang")})
        authority = Authority(Study(document))
        gold = tuple(row["claims"])
        answers = tuple(honest(claim, document.text, authority, gold) for claim in gold)
        cases.append(Case(document=document, authority=authority, gold=gold, honest=answers))
    return cases


def honest(
    gold: Mapping[str, Any], text: str, authority: Authority, beside: Sequence[Mapping[str, Any]] = ()
) -> Claim | None:
    """Return a gold claim with the words for it; ``None`` where a side has none. ``beside`` are all of the passage."""
    act = Span(*gold["span"])
    names = ("actor", "recipient", "opponent")
    sides = {name: _side(gold[name], act, text, authority) or _group(gold[name], beside, text) for name in names}
    if any(gold[name] and sides[name] is None for name in ("actor", "recipient")):
        return None
    sentence = authority.sentence_of(act)
    root, other = gold["root"], gold["modality"] != "asserted"
    return {
        "act": text[act.start : act.end],
        "type": gold["type"],
        "mode": gold["mode"],
        **sides,
        "place": gold["place"],
        "when": _when(gold, act, text, authority),
        "quantity": _quantity(gold, act, text, authority),
        "modality": {"value": gold["modality"], "words": text[sentence.start : sentence.end] if other else None},
        "root": root and {"words": root["name"], "state": root["state"], "kind": root["kind"]},
        "via": gold["via"],
    }


def _side(code: str | None, act: Span, text: str, authority: Authority) -> Claim | None:
    if code is None:
        return None
    sentence = authority.sentence_of(act)
    found = [one.span for one in authority.actors if one.actor == code]
    found.sort(key=lambda span: (not overlap(span, act), not overlap(span, sentence), distance(span, act)))
    return {"words": _whole(text, found[0]), "code": code} if found else None


def _group(code: str | None, beside: Sequence[Mapping[str, Any]], text: str) -> Claim | None:
    """Return a side that is no state by the words that the gold quotes for it: a source without a state, or a place."""
    if code is None or is_state(code):
        return None
    theirs = [one for one in beside if code in (one["actor"], one["recipient"])]
    words = [one["place"] for one in theirs if one["place"]]
    words += [one["root"]["name"] for one in theirs if one["root"] and one["root"]["state"] is None]
    found = [name for name in words if name in text]
    return {"words": min(found, key=len), "code": code} if found else None


def _whole(text: str, span: Span) -> str:
    """Return words from the beginning of the first: our own cut may begin within a compound."""
    start = span.start
    while start > 0 and text[start - 1].isalpha() and text[start - 1] < LATIN_END:
        start -= 1
    return text[start : span.end]


LATIN_END = "\u0250"


def _when(gold: Mapping[str, Any], act: Span, text: str, authority: Authority) -> Claim | None:
    if gold["when"] is None:
        return None
    accepted = [one for one in (gold["when"], *gold.get("alt", {}).get("when", ())) if one]
    wanted = [(one["earliest"], one["latest"]) for one in accepted]
    sentence = authority.sentence_of(act)
    found = sorted(authority.study.times, key=lambda one: (not overlap(one.span, sentence), distance(one.span, act)))
    fits = [
        (share + OWN_SENTENCE * bool(overlap(one.span, sentence)), -n, one.span, days)
        for n, one in enumerate(found)
        for reading in (one.interval, *one.alternatives)
        for days in wanted
        if (share := _shared(reading, days)) > LEAST_SHARE
        and (overlap(one.span, sentence) or _meet_at_an_end(_days(reading), days))
    ]
    _, _, span, days = max(fits, key=lambda fit: fit[:2], default=(0, 0, sentence, wanted[0]))
    return {"words": text[span.start : span.end], "earliest": days[0], "latest": days[1]}


def _meet_at_an_end(one: tuple[str | None, str | None], other: tuple[str | None, str | None]) -> bool:
    return any(day is not None and day == theirs for day, theirs in zip(one, other, strict=True))


def _days(interval: Any) -> tuple[str | None, str | None]:
    return tuple(day.isoformat() if day else None for day in (interval.earliest, interval.latest))  # type: ignore[return-value]


LEAST_SHARE, OWN_SENTENCE = 0.004, 0.5
"""Share of days that a time has in common with the gold's before an honest model would quote it; what it counts more
where it stands in the act's own sentence.
"""
_FAR = (date(2010, 1, 1), date(2050, 1, 1))
"""What stands for an open end where days are compared."""


def _shared(interval: Interval, days: tuple[str | None, str | None]) -> float:
    """Return the share of days that two intervals have in common, of those that either has."""
    first, last = interval.earliest or _FAR[0], interval.latest or _FAR[1]
    start, end = (date.fromisoformat(day) if day else far for day, far in zip(days, _FAR, strict=True))
    common = (min(last, end) - max(first, start)).days + 1
    return max(common, 0) / ((max(last, end) - min(first, start)).days + 1)


def _quantity(gold: Mapping[str, Any], act: Span, text: str, authority: Authority) -> Claim | None:
    wanted = gold["quantity"]
    if wanted is None:
        return None
    sentence = authority.sentence_of(act)
    found = sorted(authority.numbers, key=lambda one: (not overlap(one.span, sentence), distance(one.span, act)))
    own = [one for one in found if overlap(one.span, sentence)]
    bounds = (wanted["min"], wanted["max"])
    same = [one.span for one in own if (one.minimum, one.maximum) == bounds]
    same += [total.span for total in _totals(own) if (total.minimum, total.maximum) == bounds]
    same += [one.span for one in found if (one.minimum, one.maximum) == bounds]
    span = same[0] if same else sentence
    return {**wanted, "words": text[span.start : span.end]}


def _totals(numbers: Sequence[NumberMention]) -> Iterator[NumberMention]:
    """Yield what numbers of a sentence that follow one another add up to."""
    ordered = sorted(numbers, key=lambda one: one.span)
    for size in range(2, len(ordered) + 1):
        for first in range(len(ordered) - size + 1):
            total = added_up(ordered[first : first + size])
            if total is not None:
                yield total


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A fault in an honest answer: what it is, the answer with it, and the field that it is in."""

    kind: str
    case: Case
    number: int
    answer: Claim
    field: str


Planter = Callable[[Case, int, random.Random], "tuple[str, Claim] | None"]
"""Returns the field and the answer with the fault; ``None`` where the claim has no room for it."""


def _answer(case: Case, number: int) -> Claim:
    found = case.honest[number]
    assert found is not None
    copied: Claim = json.loads(json.dumps(found))
    return copied


def _invented(case: Case) -> str:
    return INVENTED[case.document.lang]


def invent_words(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Put words that the passage does not hold in the place of those of one field."""
    answer = _answer(case, number)
    named = [name for name in ("act", "actor", "recipient", "root", "place", "when", "quantity") if answer[name]]
    field = draw.choice(named)
    if isinstance(answer[field], dict):
        answer[field]["words"] = _invented(case)
    else:
        answer[field] = _invented(case)
    return field, answer


def shift_number(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Change a number: its value under the true words, or its digits in the words too."""
    answer = _answer(case, number)
    if not answer["quantity"]:
        return None
    factor = draw.choice([10, 2, 0.5, 1.5])
    for bound in ("min", "max"):
        if answer["quantity"][bound] is not None:
            answer["quantity"][bound] = answer["quantity"][bound] * factor + 1
    if draw.random() < 1 / 3:
        answer["quantity"]["words"] = str(round(answer["quantity"]["min"] or answer["quantity"]["max"] or 0))
    return "quantity", answer


def shift_date(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Change a date: its value under the true words, or the words to a date that the passage does not hold."""
    answer = _answer(case, number)
    if not answer["when"]:
        return None
    year, month = draw.choice([2009, 2011, 2013]), draw.randint(1, 12)
    answer["when"]["earliest"] = f"{year}-{month:02}-01"
    answer["when"]["latest"] = draw.choice([f"{year}-{month:02}-28", None])
    if draw.random() < 1 / 3:
        answer["when"]["words"] = f"{month:02}/{year}"
    return "when", answer


def change_side(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Name another state: by its code under the true words, or by words that the passage does not hold."""
    answer = _answer(case, number)
    field = draw.choice([name for name in ("actor", "recipient") if answer[name]])
    answer[field]["code"] = draw.choice([code for code in STATES if code not in case.authority.named])
    if draw.random() < 1 / 3:
        answer[field]["words"] = _invented(case)
    return field, answer


def change_certainty(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Call a fact anything else: without words, with invented ones, or with the sentence, which says no such thing."""
    answer = _answer(case, number)
    if answer["modality"]["value"] != "asserted":
        return None
    sentence = case.authority.sentence_of(Span(*case.gold[number]["span"]))
    words = case.document.text[sentence.start : sentence.end]
    value = draw.choice(["denied", "planned", "possible", "questioned"])
    answer["modality"] = {"value": value, "words": draw.choice([None, _invented(case), words])}
    return "modality", answer


def swap_sides(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Let each side do what the other did, in true words."""
    answer = _answer(case, number)
    if not answer["actor"] or not answer["recipient"] or answer["mode"] in MUTUAL:
        return None
    answer["actor"], answer["recipient"] = answer["recipient"], answer["actor"]
    return "actor", answer


MUTUAL = frozenset({"meeting", "call", "negotiation", "treaty", "deal", "exercise", "production", "clash"})


def third_side(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Put a third actor, whom the passage names, in the place of a side."""
    answer = _answer(case, number)
    taken = {answer[name]["code"] for name in ("actor", "recipient", "opponent") if answer[name]}
    others = [one for one in case.authority.actors if one.actor not in taken]
    if not others:
        return None
    field = draw.choice([name for name in ("actor", "recipient") if answer[name]])
    other = draw.choice(others)
    answer[field] = {"words": case.document.text[other.span.start : other.span.end], "code": other.actor}
    return field, answer


def other_number(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Take another number of the passage, with its own words."""
    answer = _answer(case, number)
    if not answer["quantity"]:
        return None
    held = (answer["quantity"]["min"], answer["quantity"]["max"])
    others = [one for one in case.authority.numbers if (one.minimum, one.maximum) != held]
    if not others:
        return None
    other = draw.choice(others)
    words = case.document.text[other.span.start : other.span.end]
    answer["quantity"].update(words=words, min=other.minimum, max=other.maximum)
    return "quantity", answer


def other_date(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Take another date of the passage, with its own words."""
    answer = _answer(case, number)
    if not answer["when"]:
        return None
    held = (answer["when"]["earliest"], answer["when"]["latest"])
    others = [one for one in case.authority.study.times if _days(one.interval) != held]
    if not others:
        return None
    other = draw.choice(others)
    earliest, latest = _days(other.interval)
    words = case.document.text[other.span.start : other.span.end]
    answer["when"] = {"words": words, "earliest": earliest, "latest": latest}
    return "when", answer


def forget_doubt(case: Case, number: int, draw: random.Random) -> tuple[str, Claim] | None:
    """Tell as a fact what the passage does not."""
    answer = _answer(case, number)
    if answer["modality"]["value"] == "asserted":
        return None
    answer["modality"] = {"value": "asserted", "words": None}
    return "modality", answer


UNTRUE: Mapping[str, Planter] = {
    "invented words": invent_words,
    "other numbers": shift_number,
    "other dates": shift_date,
    "other sides": change_side,
    "other certainty": change_certainty,
}
"""Faults against the words: each says what the passage does not."""

MISTOLD: Mapping[str, Planter] = {
    "sides swapped": swap_sides,
    "a third actor's words": third_side,
    "another number's words": other_number,
    "another date's words": other_date,
    "doubt left out": forget_doubt,
}
"""Faults in true words: each quotes the passage for what it does not tell."""


def plant(cases: Sequence[Case], planters: Mapping[str, Planter], each: int, *, seed: int) -> Iterator[Planted]:
    """Yield up to ``each`` faults of every kind, on claims drawn anew for each; fewer where there is room for fewer."""
    for kind, planter in planters.items():
        draw = random.Random(f"{seed} {kind}")
        places = [(case, n) for case in cases for n, one in enumerate(case.honest) if one is not None]
        made = 0
        rounds = 0
        while made < each and rounds < 4:
            draw.shuffle(places)
            for case, number in places:
                planted = planter(case, number, draw) if made < each else None
                if planted is not None:
                    made += 1
                    yield Planted(kind=kind, case=case, number=number, field=planted[0], answer=planted[1])
            rounds += 1
            if kind in MISTOLD:
                break

"""Of any event: what the product tells of it follows from it, and what it tells of another does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from riscontro.check import DriftKind, knowledge_of
from riscontro.check.page import check_sentence
from riscontro.model.claim import Basis, Claim, Modality, Quantity, Stance
from riscontro.model.event import Event, Origin
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.sentence import event_sentence, standing_sentence
from riscontro.vocab.events import event_kinds
from tests.check.test_every_act import KNOWN, act_event, case_of

STATES = (
    "PRK",
    "RUS",
    "CHN",
    "USA",
    "UKR",
    "IRN",
    "KOR",
    "JPN",
    "ITA",
    "TUR",
    "BRA",
    "IND",
    "NLD",
    "PHL",
    "VNM",
    "CUB",
)
UNITS = ("container", "shell", "soldier", "missile", "drone", "tank", "rocket", "barrel", "train", "person")
BOUNDS = (None, "at least", "more than", "about", "up to", "nearly")
KINDS = tuple(event_kinds())
LANGUAGES = ("en", "it")
FACTS = (Status.CONFIRMED, Status.CORROBORATED)
TOLD = (Status.REPORTED, Status.RUMOURED)

FEW = settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.generate))
"""Each example reads a sentence as a report is read; ``bench.lint --any`` takes thousands."""

days = st.dates(min_value=date(2014, 1, 1), max_value=date(2024, 2, 28))


@st.composite
def intervals(draw: st.DrawFn) -> Interval | None:
    first = draw(days)
    form = draw(st.sampled_from(("day", "month", "year", "between", "since", "until", "none")))
    month = first.replace(day=1)
    last_of_month = (month + timedelta(days=40)).replace(day=1) - timedelta(days=1)
    return {
        "day": Interval(earliest=first, latest=first),
        "month": Interval(earliest=month, latest=last_of_month),
        "year": Interval(earliest=date(first.year, 1, 1), latest=date(first.year, 12, 31)),
        "between": Interval(earliest=first, latest=first + timedelta(days=draw(st.integers(1, 400)))),
        "since": Interval(earliest=first, latest=None),
        "until": Interval(earliest=None, latest=first),
        "none": None,
    }[form]


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    least = draw(st.integers(1, 30_000))
    unit, bound = draw(st.sampled_from(UNITS)), draw(st.sampled_from(BOUNDS))
    if bound is None and draw(st.booleans()):
        return Quantity(minimum=least, maximum=least + draw(st.integers(1, 5_000)), unit=unit)
    if bound == "up to":
        return Quantity(minimum=None, maximum=least, unit=unit, bound=bound)
    most = None if bound in ("at least", "more than") else least
    return Quantity(minimum=least, maximum=most, unit=unit, bound=bound, cumulative=draw(st.booleans()))


def groups_of(status: Status) -> tuple[Origin, ...]:
    """Return as many origins as a status has at least: what is confirmed is told by somebody who counts."""
    count = {Status.CONFIRMED: 3, Status.CORROBORATED: 2, Status.REPORTED: 1}.get(status, 0)
    return tuple(
        Origin(
            id=f"org-{number}",
            name=name,
            state=None,
            kind=Basis.MEDIA,
            group=f"outlet:{name}",
            stance=Stance.ASSERTS,
            claims=("clm-1",),
            public_from=KNOWN,
        )
        for number, name in enumerate(("Reuters", "Ansa", "Kyodo")[:count])
    )


@st.composite
def events(draw: st.DrawFn) -> tuple[Event, Claim]:
    kind = draw(st.sampled_from(KINDS))
    actor, recipient = draw(st.lists(st.sampled_from(STATES), min_size=2, max_size=2, unique=True))
    status = draw(st.sampled_from((*FACTS, *TOLD)))
    event, claim = act_event(kind.type, kind.mode, (actor, recipient), status, 1)
    when, figure = draw(intervals()), draw(st.none() | quantities())
    planned = draw(st.booleans())
    modality = Modality.PLANNED if planned else Modality.ASSERTED
    told = replace(event, planned=planned, when=when, quantity=figure, origins=groups_of(status))
    return told, replace(claim, modality=modality, when=when, quantity=figure)


def drifts_of(told: Event, event: Event, claim: Claim, lang: str) -> list[str]:
    text = event_sentence(told, load_catalogue(lang))
    found = check_sentence(text, (claim.id,), knowledge_of(case_of(event, claim)), lang=lang, line=1)
    return [f"{one.difference.kind}: {one.sentence} [{one.difference.said} / {one.difference.held}]" for one in found]


@pytest.mark.parametrize("lang", LANGUAGES)
@FEW
@given(made=events())
def test_its_standing_follows_too(made: tuple[Event, Claim], lang: str) -> None:
    event, claim = made
    catalogue = load_catalogue(lang)
    text = f"{event_sentence(event, catalogue)} {standing_sentence(event, catalogue)}"
    assert not list(check_sentence(text, (claim.id,), knowledge_of(case_of(event, claim)), lang=lang, line=1))


def changed_events(draw: Callable[[st.SearchStrategy[Any]], Any]) -> Iterator[tuple[str, Event, tuple[Event, Claim]]]:
    """Yield an event as it is (``own``) and with one thing told otherwise, each with the event and claim held."""
    event, claim = draw(events())
    yield "own", event, (event, claim)
    figure, number = draw(quantities()), draw(st.integers(1, 60_000))
    if number not in (figure.minimum, figure.maximum):
        least, most = (None if end is None else number for end in (figure.minimum, figure.maximum))
        held = replace(event, quantity=figure), replace(claim, quantity=figure)
        yield "number", replace(held[0], quantity=replace(figure, minimum=least, maximum=most)), held
    day, later = draw(days), draw(st.integers(1, 40))
    when, other_when = (Interval(earliest=one, latest=one) for one in (day, _later(day, later)))
    held = replace(event, when=when), replace(claim, when=when)
    yield "month", replace(held[0], when=other_when), held
    state = draw(st.sampled_from([code for code in STATES if code not in (event.actor, event.recipient)]))
    yield "actor", replace(event, actor=state), (event, claim)
    status = draw(st.sampled_from(TOLD if event.status in FACTS else FACTS))
    yield "certainty", replace(event, status=status), (event, claim)
    held = replace(event, planned=True), replace(claim, modality=Modality.PLANNED)
    yield "plan", replace(held[0], planned=False), held


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, min(day.day, 28))


@pytest.mark.parametrize("lang", LANGUAGES)
@FEW
@given(data=st.data())
def test_another_number_month_actor_or_certainty_is_a_drift(data: st.DataObject, lang: str) -> None:
    for what, told, held in changed_events(data.draw):
        text = event_sentence(told, load_catalogue(lang))
        assert bool(drifts_of(told, *held, lang)) == (what != "own"), f"{what}: {text}"


def test_a_drift_is_named_for_what_it_is() -> None:
    event, claim = act_event(KINDS[0].type, KINDS[0].mode, ("PRK", "RUS"), Status.CONFIRMED, 1)
    (found, *_) = drifts_of(replace(event, actor="CHN"), event, claim, "en")
    assert found.startswith((f"{DriftKind.PARTY}:", f"{DriftKind.SIDES}:"))

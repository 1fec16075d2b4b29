"""Every act that the catalogue can tell, at every status, follows from the event that it was told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from riscontro.check import Drift, knowledge_of
from riscontro.check.page import check_sentence
from riscontro.model.claim import Claim, EventType, Modality, Quantity
from riscontro.model.dossier import Dossier
from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.mention import Span
from riscontro.model.time import Interval
from riscontro.tell.catalogue import load_catalogue
from riscontro.tell.sentence import event_label, event_sentence, standing_sentence
from riscontro.vocab.events import event_kinds
from tests.tell.samples import document, rich_dossier

SOURCE = document("doc-1", "Words of a report.", published="2024-03-05", lang="en")
KNOWN = datetime(2024, 3, 5, 23, 59, 59, tzinfo=UTC)
WHEN = (
    Interval(earliest=date(2023, 5, 2), latest=date(2023, 5, 2)),
    Interval(earliest=date(2019, 4, 24), latest=date(2019, 4, 25)),
    Interval(earliest=date(2022, 6, 1), latest=date(2022, 8, 31)),
    Interval(earliest=date(2022, 10, 1), latest=None),
    Interval(earliest=date(2022, 10, 8), latest=None),
    Interval(earliest=None, latest=date(2024, 5, 31)),
    Interval(earliest=date(2023, 1, 1), latest=date(2023, 12, 31)),
    Interval(earliest=date(2022, 12, 28), latest=date(2023, 1, 3)),
    None,
)
FIGURES = (
    None,
    Quantity(minimum=7000, maximum=None, unit="container", bound="at least", cumulative=True),
    Quantity(minimum=2_500_000, maximum=2_500_000, unit="shell", bound="about"),
    Quantity(minimum=10_000, maximum=12_000, unit="soldier"),
    Quantity(minimum=None, maximum=40, unit="missile", bound="up to"),
    Quantity(minimum=3, maximum=3, unit="village"),
    Quantity(minimum=1_000_000_000, maximum=1_000_000_000, unit="USD"),
)
SIDES = (("PRK", "RUS"), ("RUS", "CHN"), ("USA", "UKR"), ("IRN", "NLD"), (None, "PRK"), ("KOR", None))


def act_event(
    type: EventType, mode: str | None, sides: tuple[str | None, str | None], status: Status, number: int
) -> tuple[Event, Claim]:
    """Return an event of one claim; dates and figures turn with ``number``."""
    actor, recipient = sides
    when, figure = WHEN[number % len(WHEN)], FIGURES[number % len(FIGURES)]
    planned = number % 11 == 0
    claim = Claim(
        id="clm-1",
        document_id="doc-1",
        span=Span(0, 5),
        actor=actor,
        type=type,
        mode=mode,
        recipient=recipient,
        when=when,
        quantity=figure,
        modality=Modality.PLANNED if planned else Modality.ASSERTED,
    )
    grade = Grade(reliability=Reliability.C, credibility=status.credibility)
    row = StatusChange(
        status=status,
        grade=grade,
        at=KNOWN,
        held_at=KNOWN,
        document_id="doc-1",
        claim_id="clm-1",
        rule="",
        reason="",
        origins=0,
    )
    event = Event(
        id="evt-1",
        actor=actor,
        type=type,
        mode=mode,
        recipient=recipient,
        opponent=None,
        place=None,
        when=when,
        quantity=figure,
        claims=("clm-1",),
        origins=(),
        status=status,
        grade=grade,
        history=(row,),
        planned=planned,
    )
    return event, claim


def told_acts() -> Iterator[tuple[Event, Claim]]:
    number = 0
    for kind in event_kinds():
        for sides in SIDES:
            for status in Status:
                number += 1
                if number % 3 == 0:
                    yield act_event(kind.type, kind.mode, sides, status, number)


def case_of(event: Event, claim: Claim) -> Dossier:
    return replace(rich_dossier(), documents=(SOURCE,), claims=(claim,), events=(event,), issues=(), unread=())


@pytest.mark.parametrize("lang", ["en", "it"])
def test_what_is_told_of_any_act_follows_from_it(lang: str) -> None:
    catalogue = load_catalogue(lang)
    drifts: list[Drift] = []
    for event, claim in told_acts():
        label = event_label(event, catalogue)
        known = knowledge_of(case_of(event, claim))
        for text in (
            event_sentence(event, catalogue),
            f"{event_sentence(event, catalogue)} {standing_sentence(event, catalogue)}",
        ):
            drifts += check_sentence(text, ("clm-1",), known, lang=lang, line=1)
        assert label
    assert [
        f"{one.difference.kind}: {one.sentence} [{one.difference.said} / {one.difference.held}]" for one in drifts
    ] == []

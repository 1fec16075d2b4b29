"""Traps of linking, in our own wording: what must never be one event, and what must be one.

A row is two tellings: day of publication, when the act was (``None``: not told), and what else they say. Two visits of
one pair, two deployments and the like must stay two whatever else agrees; one act told with other dates, precision or
words must be one.
"""

from __future__ import annotations

from typing import Any

import pytest

from riscontro.model.claim import Modality, Stance
from tests.weigh.make import KREMLIN, NIS, PENTAGON, PYONGYANG, SEOUL, Desk, days, shells, together

VISIT = {"type": "CONSULT", "mode": "visit", "actor": "RUS", "recipient": "PRK"}
MEETING = {"type": "CONSULT", "mode": "meeting", "actor": "RUS", "recipient": "PRK"}
TALKS = {"type": "CONSULT", "mode": "negotiation", "actor": "RUS", "recipient": "PRK"}
TROOPS = {"type": "AID", "mode": "troops", "actor": "PRK", "recipient": "RUS"}
ENGINEERS = {"type": "AID", "mode": "engineers", "actor": "PRK", "recipient": "RUS"}
WORKERS = {"type": "AID", "mode": "workers", "actor": "PRK", "recipient": "RUS"}
FOOD = {"type": "AID", "mode": "food", "actor": "RUS", "recipient": "PRK"}
SHELLS = {"type": "AID", "mode": "ammunition", "actor": "PRK", "recipient": "RUS"}
STRIKE = {"type": "ASSAULT", "mode": "strike", "actor": "RUS", "recipient": "UKR"}
CLASH = {"type": "ASSAULT", "mode": "clash", "actor": "PRK", "recipient": "UKR"}
LOSSES = {"type": "ASSAULT", "mode": "casualties", "actor": "UKR", "recipient": "PRK"}
TREATY = {"type": "AGREE", "mode": "treaty", "actor": "RUS", "recipient": "PRK"}
VOTE = {"type": "SUPPORT", "mode": "vote", "actor": "PRK", "recipient": "RUS"}
SANCTION = {"type": "SANCTION", "mode": None, "actor": "USA", "recipient": "PRK"}
WORDS = {"type": "ACCUSE", "mode": None, "actor": "KOR", "recipient": "RUS"}
EXERCISE = {"type": "COOPERATE", "mode": "exercise", "actor": "RUS", "recipient": "CHN"}
RETREAT = {"type": "RETREAT", "mode": None, "actor": "PRK", "recipient": "RUS"}

Told = tuple[str, Any, dict[str, Any]]


def told(published: str, when: Any, **fields: Any) -> Told:
    return published, when, fields


APART: dict[str, tuple[dict[str, Any], Told, Told]] = {
    "two visits a week apart": (VISIT, told("2024-06-20", days("2024-06-18")), told("2024-06-28", days("2024-06-26"))),
    "two visits four days apart": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-06-24", days("2024-06-22")),
    ),
    "visits in one month of two years": (
        VISIT,
        told("2023-07-28", days("2023-07-01", "2023-07-31")),
        told("2024-07-28", days("2024-07-01", "2024-07-31")),
    ),
    "visits on one day of two years": (
        VISIT,
        told("2023-09-13", days("2023-09-13")),
        told("2024-09-13", days("2024-09-13")),
    ),
    "a visit in spring and one in autumn": (
        VISIT,
        told("2024-05-10", days("2024-04-01", "2024-05-09")),
        told("2024-11-20", days("2024-11-01", "2024-11-19")),
    ),
    "a visit to one city and one to another": (
        VISIT,
        told("2024-06-20", days("2024-06-18"), place="Pyongyang"),
        told("2024-06-21", days("2024-06-19"), place="Wonsan"),
    ),
    "a visit there and a visit back": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-06-21", days("2024-06-18"), actor="PRK", recipient="RUS"),
    ),
    "a visit to one state and to another": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-06-20", days("2024-06-18"), recipient="VNM"),
    ),
    "visits by two states": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-06-20", days("2024-06-18"), actor="CHN"),
    ),
    "a visit without a date, long after another": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-09-25", None),
    ),
    "a visit planned for May and one in September": (
        VISIT,
        told("2024-04-01", days("2024-05-10"), modality=Modality.PLANNED),
        told("2024-09-15", days("2024-09-14")),
    ),
    "a visit that was called off and the one made later": (
        VISIT,
        told("2024-04-01", days("2024-04-20"), stance=Stance.DENIES),
        told("2024-07-01", days("2024-06-29")),
    ),
    "a visit and a meeting elsewhere that month": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-06-30", days("2024-06-28"), mode="meeting"),
    ),
    "two meetings a fortnight apart": (
        MEETING,
        told("2024-09-02", days("2024-09-01")),
        told("2024-09-16", days("2024-09-15")),
    ),
    "meetings in two cities on one day": (
        MEETING,
        told("2024-09-02", days("2024-09-01"), place="Vladivostok"),
        told("2024-09-02", days("2024-09-01"), place="Moscow"),
    ),
    "talks of January and of April": (
        TALKS,
        told("2024-01-15", days("2024-01-10")),
        told("2024-04-15", days("2024-04-10")),
    ),
    "two deployments of two years": (
        TROOPS,
        told("2024-10-18", days("2024-10-08", "2024-10-13")),
        told("2025-08-20", days("2025-08-01", "2025-08-15")),
    ),
    "two deployments half a year apart": (
        TROOPS,
        told("2024-10-18", days("2024-10-08")),
        told("2025-05-01", days("2025-04-20")),
    ),
    "two deployments with other strengths in one page": (
        TROOPS,
        told("2025-02-01", days("2024-10-01", "2025-01-31"), document="d", quantity=shells(11000, 11000, "soldier")),
        told("2025-02-01", days("2024-10-01", "2025-01-31"), document="d", quantity=shells(3000, 3000, "soldier")),
    ),
    "soldiers and engineers": (
        TROOPS,
        told("2025-06-18", days("2025-06-17")),
        told("2025-06-18", days("2025-06-17"), mode="engineers"),
    ),
    "soldiers and workers": (
        TROOPS,
        told("2025-06-18", days("2025-06-17")),
        told("2025-06-18", days("2025-06-17"), mode="workers"),
    ),
    "soldiers to one state and to another": (
        TROOPS,
        told("2024-10-18", days("2024-10-08")),
        told("2024-10-18", days("2024-10-08"), recipient="SYR"),
    ),
    "engineers of spring and of winter": (
        ENGINEERS,
        told("2025-03-05", days("2025-03-01")),
        told("2025-12-05", days("2025-12-01")),
    ),
    "workers of two years": (WORKERS, told("2024-02-10", days("2024-02-01")), told("2025-02-10", days("2025-02-01"))),
    "flour in March and flour in September": (
        FOOD,
        told("2024-03-10", days("2024-03-08")),
        told("2024-09-10", days("2024-09-08")),
    ),
    "shells of 2015 and of 2024": (
        SHELLS,
        told("2015-03-01", days("2015-02-01")),
        told("2024-03-01", days("2024-02-01")),
    ),
    "shells and missiles' launchers": (
        SHELLS,
        told("2024-03-01", days("2024-02-01")),
        told("2024-03-01", days("2024-02-01"), mode="troops"),
    ),
    "strikes on two days": (STRIKE, told("2025-01-03", days("2025-01-02")), told("2025-01-06", days("2025-01-05"))),
    "strikes on two cities in one night": (
        STRIKE,
        told("2025-01-03", days("2025-01-02"), place="Kharkiv"),
        told("2025-01-03", days("2025-01-02"), place="Odesa"),
    ),
    "clashes of two months": (CLASH, told("2024-12-16", days("2024-12-14")), told("2025-02-16", days("2025-02-14"))),
    "clashes at two places": (
        CLASH,
        told("2024-12-16", days("2024-12-14"), place="Kurenevka"),
        told("2024-12-16", days("2024-12-14"), place="Plekhovo"),
    ),
    "losses told of two weeks": (
        LOSSES,
        told("2025-01-12", days("2025-01-05", "2025-01-11")),
        told("2025-01-26", days("2025-01-19", "2025-01-25")),
    ),
    "treaties of 2000 and of 2024": (
        TREATY,
        told("2000-02-10", days("2000-02-09")),
        told("2024-06-20", days("2024-06-19")),
    ),
    "a treaty and a deal of the next month": (
        TREATY,
        told("2024-06-20", days("2024-06-19")),
        told("2024-07-20", days("2024-07-19"), mode="deal"),
    ),
    "two votes of one session": (VOTE, told("2022-03-03", days("2022-03-02")), told("2022-03-25", days("2022-03-24"))),
    "sanctions of spring and of autumn": (
        SANCTION,
        told("2024-03-28", days("2024-03-27")),
        told("2024-09-20", days("2024-09-19")),
    ),
    "sanctions on two states on one day": (
        SANCTION,
        told("2024-03-28", days("2024-03-27")),
        told("2024-03-28", days("2024-03-27"), recipient="IRN"),
    ),
    "accusations of two days": (WORDS, told("2024-10-18", days("2024-10-18")), told("2024-10-22", days("2024-10-22"))),
    "an accusation and a threat": (
        WORDS,
        told("2024-10-18", days("2024-10-18")),
        told("2024-10-18", days("2024-10-18"), type="THREATEN"),
    ),
    "exercises of July and of September": (
        EXERCISE,
        told("2024-07-15", days("2024-07-14", "2024-07-17")),
        told("2024-09-12", days("2024-09-10", "2024-09-16")),
    ),
    "two withdrawals": (RETREAT, told("2025-01-31", days("2025-01-15")), told("2025-06-30", days("2025-06-15"))),
    "a withdrawal and the sending": (
        TROOPS,
        told("2025-01-31", days("2025-01-15")),
        told("2025-01-31", days("2025-01-15"), type="RETREAT", mode=None),
    ),
}

ONE: dict[str, tuple[dict[str, Any], Told, Told]] = {
    "a visit by its day and by its month": (
        VISIT,
        told("2024-06-20", days("2024-06-18")),
        told("2024-07-02", days("2024-06-01", "2024-06-30")),
    ),
    "a visit of two days and its second day": (
        VISIT,
        told("2024-06-19", days("2024-06-18", "2024-06-19")),
        told("2024-06-20", days("2024-06-19")),
    ),
    "a visit told a day off, over midnight": (
        VISIT,
        told("2024-06-19", days("2024-06-18")),
        told("2024-06-19", days("2024-06-19")),
    ),
    "a visit told with and without a date": (VISIT, told("2024-06-19", days("2024-06-18")), told("2024-06-21", None)),
    "a visit announced and made": (
        VISIT,
        told("2024-06-17", days("2024-06-18"), modality=Modality.PLANNED),
        told("2024-06-19", days("2024-06-18")),
    ),
    "a visit and its denial": (
        VISIT,
        told("2024-06-19", days("2024-06-18")),
        told("2024-06-20", days("2024-06-18"), stance=Stance.DENIES),
    ),
    "a visit told with and without its city": (
        VISIT,
        told("2024-06-19", days("2024-06-18"), place="Pyongyang"),
        told("2024-06-19", days("2024-06-18")),
    ),
    "a visit whose city is in another language": (
        VISIT,
        told("2024-06-19", days("2024-06-18"), place="Pyongyang"),
        told("2024-06-19", days("2024-06-18"), place="평양", lang="ko"),
    ),
    "a meeting told from either side": (
        MEETING,
        told("2024-09-02", days("2024-09-01")),
        told("2024-09-03", days("2024-09-01"), actor="PRK", recipient="RUS"),
    ),
    "a meeting told by one side alone": (
        MEETING,
        told("2024-09-02", days("2024-09-01")),
        told("2024-09-03", days("2024-09-01"), recipient=None, actor="PRK"),
    ),
    "talks and the meeting that they were": (
        TALKS,
        told("2024-09-02", days("2024-09-01")),
        told("2024-09-03", days("2024-09-01"), mode="meeting"),
    ),
    "a deployment by its days and by its month": (
        TROOPS,
        told("2024-10-18", days("2024-10-08", "2024-10-13")),
        told("2024-11-05", days("2024-10-01", "2024-10-31")),
    ),
    "a deployment with two strengths of two roots": (
        TROOPS,
        told("2024-10-18", days("2024-10-08"), quantity=shells(1500, 1500, "soldier")),
        told("2024-10-23", days("2024-10-01", "2024-10-22"), quantity=shells(3000, 3000, "soldier")),
    ),
    "a deployment at two places of one front": (
        TROOPS,
        told("2024-10-18", days("2024-10-08"), place="Kursk"),
        told("2024-10-19", days("2024-10-08"), place="Vladivostok"),
    ),
    "a deployment a month of travel apart": (
        TROOPS,
        told("2024-10-18", days("2024-10-08")),
        told("2024-11-20", days("2024-11-05")),
    ),
    "a deployment with and without its giver": (
        TROOPS,
        told("2024-10-18", days("2024-10-08")),
        told("2024-10-19", days("2024-10-08"), recipient=None),
    ),
    "a deployment and its denial months later": (
        TROOPS,
        told("2024-10-18", days("2024-10-08")),
        told("2024-10-25", days("2024-10-01", "2024-10-31"), stance=Stance.DENIES),
    ),
    "shells of two seasons of one flow": (
        SHELLS,
        told("2023-09-01", days("2023-08-01")),
        told("2024-02-26", days("2023-08-01", None)),
    ),
    "shells with other totals at other dates": (
        SHELLS,
        told("2024-02-26", days("2023-09-01", "2024-02-26"), quantity=shells(6700, 6700, "container")),
        told("2024-06-15", days("2023-09-01", "2024-06-15"), quantity=shells(10000, 10000, "container")),
    ),
    "a strike whose city is declined": (
        STRIKE,
        told("2025-01-03", days("2025-01-02"), place="Курская область", lang="ru"),
        told("2025-01-03", days("2025-01-02"), place="в Курской области", lang="ru"),
    ),
    "losses by one total and its precision": (
        LOSSES,
        told("2025-01-12", days("2025-01-11"), quantity=shells(300, 300, "soldier")),
        told("2025-01-13", days("2025-01-11", "2025-01-12"), quantity=shells(300, None, "soldier")),
    ),
    "a treaty signed and told as a deal": (
        TREATY,
        told("2024-06-20", days("2024-06-19")),
        told("2024-06-21", days("2024-06-19"), mode="deal"),
    ),
    "a treaty told with the parties turned": (
        TREATY,
        told("2024-06-20", days("2024-06-19")),
        told("2024-06-20", days("2024-06-19"), actor="PRK", recipient="RUS"),
    ),
    "a vote told the day after": (VOTE, told("2022-03-03", days("2022-03-02")), told("2022-03-04", None)),
    "sanctions with and without their kind": (
        SANCTION,
        told("2024-03-28", days("2024-03-27")),
        told("2024-03-29", days("2024-03-27"), mode="asset-freeze"),
    ),
}

ROOTS = ((NIS, PENTAGON), (SEOUL, NIS), (KREMLIN, PYONGYANG), (None, NIS), (None, None))


def desk_of(base: dict[str, Any], tellings: tuple[Told, Told], roots: tuple[Any, Any]) -> Desk:
    desk = Desk()
    for (published, when, fields), root in zip(tellings, roots, strict=True):
        desk.tell(published, root, when=when, **(base | fields))
    return desk


@pytest.mark.parametrize("name", APART)
@pytest.mark.parametrize("roots", ROOTS, ids=lambda pair: "-".join(str(one and one.name) for one in pair))
def test_two_acts_stay_two(name: str, roots: tuple[Any, Any]) -> None:
    base, *tellings = APART[name]
    if tellings[0][2].get("document") and roots[0] is not roots[1]:
        roots = (roots[1], roots[1])
    assert len(together(desk_of(base, (tellings[0], tellings[1]), roots).weigh())) == 2


@pytest.mark.parametrize("name", ONE)
@pytest.mark.parametrize("roots", ROOTS, ids=lambda pair: "-".join(str(one and one.name) for one in pair))
def test_one_act_is_one(name: str, roots: tuple[Any, Any]) -> None:
    base, *tellings = ONE[name]
    assert len(together(desk_of(base, (tellings[0], tellings[1]), roots).weigh())) == 1


def test_all_traps_told_at_once_still_never_join_two_visits_or_two_deployments() -> None:
    """Everything in one case: more to choose from must not join what alone stays apart."""
    desk = Desk()
    pairs = []
    for base, first, second in APART.values():
        names = []
        for published, when, fields in (first, second):
            shared = f"{fields['document']}-{len(pairs)}" if "document" in fields else None
            rest = {key: value for key, value in fields.items() if key != "document"}
            names.append(desk.tell(published, NIS, when=when, document=shared, **(base | rest)).id)
        pairs.append(frozenset(names))
    for event in desk.weigh().events:
        assert not any(pair <= set(event.claims) for pair in pairs), event.claims

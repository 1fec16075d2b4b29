"""What is known of each source."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from riscontro.model.claim import Basis, Root, Stance
from riscontro.model.grade import Reliability
from riscontro.model.judgement import Anchor, Judgement, Verdict
from riscontro.model.source import Source
from riscontro.weigh.names import fold_name
from riscontro.weigh.sources import source_records, what_was_said
from tests.weigh.make import KREMLIN, KYIV, NIS, PENTAGON, SKY, TOKYO, Desk, days

NOW = datetime(2026, 1, 15, tzinfo=UTC)


def confirmed(count: int) -> Desk:
    """So many acts, each told by four groups, one of them a satellite operator."""
    desk = Desk()
    for number in range(count):
        day = datetime(2020, 1, 10, tzinfo=UTC) + timedelta(days=200 * number)
        for root in (NIS, PENTAGON, TOKYO, SKY):
            desk.tell((day + timedelta(days=2)).date().isoformat(), root, when=days(day.date().isoformat()))
    return desk


SERVICES, KYIV_OFFICIALS, MOSCOW = "intelligence sources of KOR", "official sources of UKR", "official sources of RUS"


def record(desk: Desk, name: str, *, at: datetime = NOW, sources=(), **options):
    events = desk.weigh(**options).events
    return next(one for one in source_records(events, at=at, sources=sources) if one.name == name)


def status_judgement(desk: Desk, status: str, moment: datetime) -> Judgement:
    claim = desk.claims[0]
    anchor = Anchor(
        document_id=claim.document_id, url=None, quote="", before="", after="", act="AID/troops/PRK/RUS"
    )  # fmt: skip
    return Judgement(
        number=1, verdict=Verdict.STATUS, anchors=(anchor,), details=json.dumps({"status": status}), by="ed",
        at=moment, why="seen", previous="", hash="",
    )  # fmt: skip


def test_a_source_that_others_confirm_rises_with_its_count():
    few, many = record(confirmed(2), SERVICES), record(confirmed(8), SERVICES)
    assert (few.right, few.settled, few.letter, few.set_by) == (2, 2, Reliability.F, None)
    assert (many.right, many.settled, many.role, many.topic, many.set_by) == (8, 8, "third", "AID", "learnt")
    assert many.letter < Reliability.D


def test_nobody_is_settled_by_its_own_word():
    desk = Desk()
    for root in (NIS, PENTAGON, SKY):
        desk.tell("2024-10-18", root)
    assert record(desk, SKY.name).settled == 0
    assert record(desk, SERVICES).right == 1


def test_what_was_withdrawn_was_wrong():
    desk = Desk()
    desk.tell("2024-10-18", KYIV)
    desk.tell("2024-10-20", KYIV, stance=Stance.RETRACTS)
    assert (record(desk, KYIV_OFFICIALS).settled, record(desk, KYIV_OFFICIALS).right) == (1, 0)


def test_a_denial_of_what_others_proved_was_wrong():
    desk = confirmed(1)
    desk.tell("2020-01-13", KREMLIN, when=days("2020-01-10"), stance=Stance.DENIES)
    found = record(desk, MOSCOW)
    assert (found.told, found.denied, found.denying.of, found.denying.number) == (0, 1, 1, 0)
    assert (found.sensitivity.of, found.sensitivity.number, found.letter) == (1, 0, Reliability.F)


def test_an_analysts_word_settles_what_others_did_not():
    desk = Desk()
    desk.tell("2024-10-18", KYIV)
    assert record(desk, KYIV_OFFICIALS).settled == 0
    ruled = datetime(2024, 11, 20, tzinfo=UTC)
    for status, right in (("confirmed", 1), ("refuted", 0)):
        judged = [status_judgement(desk, status, ruled)]
        assert (
            record(desk, KYIV_OFFICIALS, judgements=judged).right,
            record(desk, KYIV_OFFICIALS, judgements=judged).settled,
        ) == (
            right,
            1,
        )
        before = record(desk, KYIV_OFFICIALS, judgements=judged, at=ruled)
        assert before.settled == 0


def test_a_month_rests_on_earlier_months_alone():
    desk = confirmed(1)
    settled = desk.weigh().events[0].history[-1].at
    assert record(desk, SERVICES, at=settled).settled == 0
    assert record(desk, SERVICES, at=settled + timedelta(days=31)).settled == 1


def test_a_letter_that_was_set_outranks_what_was_learnt():
    own = Source(key=SKY.name, name=SKY.name, kind="declared", reliability=Reliability.E, set_by="case.toml")
    assert record(confirmed(8), SKY.name, sources=[own]).letter is Reliability.E
    assert record(confirmed(8), SKY.name).set_by == "learnt"
    state = Source(key="state:KOR", name="state:KOR", kind="declared", reliability=Reliability.E, set_by="case.toml")
    assert record(confirmed(8), SERVICES, sources=[state]).letter is Reliability.E


def test_a_states_services_are_one_source_by_whatever_name_a_language_has_for_them():
    desk = confirmed(1)
    other = Root(name="국가정보원", state="KOR", kind=Basis.INTELLIGENCE)
    for root in (other, PENTAGON, TOKYO, SKY):
        desk.tell("2021-03-03", root, when=days("2021-03-01"))
    assert record(desk, SERVICES).settled == 2


def test_what_a_source_said_comes_with_what_came_of_it():
    desk = confirmed(1)
    desk.tell("2020-01-13", KREMLIN, when=days("2020-01-10"), stance=Stance.DENIES)
    events = desk.weigh().events
    outcomes = {
        root.name: [one.outcome for one in what_was_said(events, frozenset([fold_name(root.name)]))]
        for root in (NIS, KREMLIN)
    }
    assert outcomes == {NIS.name: ["stood"], KREMLIN.name: ["fell"]}


def test_many_organs_of_one_root_say_one_word_on_an_act():
    desk = confirmed(1)
    for name in ("a", "b", "c"):
        other = Root(name=name, state="KOR", kind=Basis.INTELLIGENCE)
        desk.tell("2020-01-13", other, when=days("2020-01-10"))
    found = record(desk, SERVICES)
    assert (found.told, found.settled, found.right) == (1, 1, 1)

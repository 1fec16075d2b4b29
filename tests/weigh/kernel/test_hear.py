"""Columns are heard as records are: the same voices, the same history."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.model.claim import Basis, Root
from riscontro.model.document import Access
from riscontro.model.event import Outcome
from riscontro.model.grade import Reliability
from riscontro.model.source import Source
from riscontro.weigh.assemble import assemble_event
from riscontro.weigh.kernel.encode import LETTERS, Encoded, encode
from riscontro.weigh.kernel.fold import link_acts
from riscontro.weigh.kernel.hear import RULES, STATUSES, Heard, hear_events
from riscontro.weigh.linking import link
from riscontro.weigh.register import Register
from riscontro.weigh.reliability import name_of_month
from riscontro.weigh.telling import claim_to_telling
from tests.weigh.make import Desk, days, mixed_desks, modalities, one_act_desks, report_days, roots, stances
from tests.weigh.test_letters import earning_desks

REGISTER = Register(
    [
        Source(key="pentagon", name="Pentagon", kind="official", reliability=Reliability.B),
        Source(key="sky imaging", name="Sky Imaging", kind="satellite", topic="troops", reliability=Reliability.A),
    ]
)

STATELESS = Root(name="officials", state=None, kind=Basis.OFFICIAL)


@st.composite
def copied_desks(draw: st.DrawFn) -> Desk:
    """Reports of one act, many of them near-copies of each other, some by outlets that others cite."""
    desk = Desk()
    for _ in range(draw(st.integers(1, 12))):
        desk.tell(
            (date(2024, 10, 20) + timedelta(days=draw(report_days))).isoformat(),
            draw(st.one_of(roots, st.just(STATELESS), st.just(Root(name="Paper A", state=None, kind=Basis.MEDIA)))),
            document=draw(st.sampled_from([None, None, "shared-1", "shared-2"])),
            when=days("2024-10-10"),
            stance=draw(stances),
            modality=draw(modalities),
            basis=draw(st.sampled_from([Basis.NONE, Basis.WITNESS, Basis.OFFICIAL, Basis.MEDIA])),
            via=draw(st.sampled_from([(), (), ("Example Wire",), ("TASS",)])),
            place=draw(st.sampled_from([None, "Kursk", "Курская область", "Belgorod"])),
            opponent=draw(st.sampled_from([None, None, "UKR", "USA"])),
            lang=draw(st.sampled_from(["en", "ru"])),
            family=draw(st.sampled_from([None, "fam-1", "fam-2"])),
            access=draw(st.sampled_from([Access.FULL, Access.FULL, Access.PAYWALLED])),
            publisher=draw(st.sampled_from(["Paper A", "Paper B", "Example Wire", "TASS"])),
        )
    return desk


def agree(desk: Desk) -> None:
    tellings = [claim_to_telling(claim, desk.provenances[claim.document_id]) for claim in desk.claims]
    encoded = encode(tellings, register=REGISTER)
    linked = link_acts(encoded.acts, encoded.tables)
    heard = hear_events(encoded.tellers, linked.event, encoded.tables.allied)
    groups = link(tellings).groups
    assert linked.events == len(groups)
    for number, group in enumerate(groups):
        event = assemble_event(group.tellings, register=REGISTER)
        rows = np.flatnonzero(heard.event == number)
        told = [
            (
                str(STATUSES[heard.status[row]]),
                LETTERS[heard.letter[row]],
                RULES[heard.rule[row]],
                int(heard.independent[row]),
                encoded.tellings[heard.claim[row]].claim.id,
            )
            for row in rows
        ]
        history = [(str(h.status), h.grade.reliability, h.rule, h.origins, h.claim_id) for h in event.history]
        assert told == history
        assert heard.last(linked.events)[number] == rows[-1]
        voices: dict[int, list[str]] = {}
        for row in np.flatnonzero(linked.event == number).tolist():
            voices.setdefault(int(heard.voice[row]), []).append(encoded.tellings[row].claim.id)
        assert sorted(map(sorted, voices.values())) == sorted(sorted(origin.claims) for origin in event.origins)
        made = {tuple(claims): _made_of(encoded, heard, voice) for voice, claims in voices.items()}
        assert made == {origin.claims: (origin.heard, origin.outcomes) for origin in event.origins}


def _made_of(encoded: Encoded, heard: Heard, voice: int) -> tuple[tuple[str, ...], tuple[Outcome, ...]]:
    """Return by which claims a voice weighed and ceased to, and what others made of it."""
    turns = (int(heard.voices.began[voice]), int(heard.voices.ended[voice]))
    months, right = heard.settled.month, {-1: None, 0: False, 1: True}
    rows = np.flatnonzero(heard.settled.voice == voice).tolist()
    outcomes = (Outcome(name_of_month(int(months[row])), right[int(heard.settled.right[row])]) for row in rows)
    return tuple(encoded.tellings[row].claim.id for row in turns if row >= 0), tuple(outcomes)


@settings(max_examples=250, deadline=None)
@given(copied_desks())
def test_copies_are_heard_as_records_are(desk: Desk) -> None:
    agree(desk)


@settings(max_examples=100, deadline=None)
@given(one_act_desks())
def test_one_act_is_heard_as_records_are(desk: Desk) -> None:
    agree(desk)


@settings(max_examples=100, deadline=None)
@given(earning_desks())
def test_what_others_made_of_each_word_is_heard_as_records_are(desk: Desk) -> None:
    agree(desk)


@settings(max_examples=100, deadline=None)
@given(mixed_desks())
def test_many_acts_are_heard_as_records_are(desk: Desk) -> None:
    agree(desk)


def test_a_family_alone_on_a_page_is_one_voice() -> None:
    desk = Desk()
    for day, paper in (("2024-10-20", "Paper A"), ("2024-10-21", "Paper B")):
        desk.tell(day, None, when=days("2024-10-10"), publisher=paper, family="fam")
    agree(desk)
    first = desk.provenances["doc-0"]
    desk.provenances["doc-0"] = replace(first, family=None)
    agree(desk)


def test_loops_run_uncompiled_too() -> None:
    code = (
        "import sys; sys.modules['numba'] = None\n"
        "from tests.weigh.kernel import test_hear\n"
        "from riscontro.weigh.kernel.compiled import COMPILED\n"
        "assert not COMPILED\n"
        "test_hear.test_a_family_alone_on_a_page_is_one_voice()\n"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

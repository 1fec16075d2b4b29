"""Two readers' claims: what both saw counts once, what one saw is told, what differs is offered for review."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from riscontro.model.claim import Basis, Modality, Root, with_id
from riscontro.model.time import partial_date_to_interval
from riscontro.read.model.both import BothReader, merge
from riscontro.read.model.endpoint import FailedError
from riscontro.read.reader import read
from tests.read.model.make import TEXT, bare, claim, completion, content, document, only, reader
from tests.read.model.make import read as read_by_model

RULES = read(document()).claims
MODEL = read_by_model(claim()).claims


def codes(found):
    return sorted(issue.code for issue in found.issues)


def test_what_both_found_is_one_claim_under_both_names():
    found = merge(RULES, MODEL)
    (one,) = found.claims
    assert one.id == RULES[0].id
    assert one.reader == "rules/0.1 + model/0.1 prompt/2 stand-in 2026-01-31"
    assert found.issues == ()


def test_what_one_found_stays_and_is_offered_for_review():
    assert codes(merge(RULES, ())) == ["read.both.rules_only"]
    assert codes(merge((), MODEL)) == ["read.both.model_only"]
    (issue,) = merge((), MODEL).issues
    assert issue.subject == MODEL[0].id
    assert issue.span == MODEL[0].span


def test_where_they_differ_the_rules_stand_and_both_are_told():
    other = replace(MODEL[0], modality=Modality.POSSIBLE, mode="weapons", when=partial_date_to_interval("2023"))
    found = merge(RULES, [other])
    (one,) = found.claims
    assert (one.modality, one.mode, one.when) == (RULES[0].modality, RULES[0].mode, RULES[0].when)
    assert codes(found) == ["read.both.differs"] * 3


def test_the_model_fills_what_the_rules_leave_open():
    root = Root(name="Seul", state="KOR", kind=Basis.OFFICIAL)
    fuller = replace(MODEL[0], place="Bandar Abbas", opponent="UKR", root=root, basis=Basis.OFFICIAL, via=("ANSA",))
    found = merge(RULES, [fuller])
    (one,) = found.claims
    assert (one.place, one.opponent, one.root, one.basis, one.via) == (
        "Bandar Abbas",
        "UKR",
        root,
        Basis.OFFICIAL,
        ("ANSA",),
    )
    assert one.id != RULES[0].id, "the root's name is part of the id"


def test_other_words_are_another_telling():
    far = replace(MODEL[0], span=type(MODEL[0].span)(5000, 5060))
    assert len(merge(RULES, [far]).claims) == 2


def test_an_act_and_anothers_denial_of_it_are_two():
    denied = replace(
        MODEL[0],
        id="clm-other",
        modality=Modality.DENIED,
        root=Root(name="Mosca", state="RUS", kind=Basis.OFFICIAL),
        basis=Basis.OFFICIAL,
    )
    assert len(merge(RULES, [denied]).claims) == 2


def test_mutual_acts_are_one_in_either_order():
    met = [replace(one, mode="meeting") for one in (RULES[0], MODEL[0])]
    turned = replace(met[1], actor=met[1].recipient, recipient=met[1].actor)
    assert len(merge(met[:1], [turned]).claims) == 1
    turned = replace(MODEL[0], actor=MODEL[0].recipient, recipient=MODEL[0].actor)
    assert len(merge(RULES, [turned]).claims) == 2


def test_what_answers_a_claim_still_answers_it_when_its_id_has_moved():
    root = Root(name="Seul", state="KOR", kind=Basis.OFFICIAL)
    answer = replace(RULES[0], id="clm-answer", span=type(RULES[0].span)(9000, 9010), about=RULES[0].id)
    found = merge([RULES[0], answer], [replace(MODEL[0], root=root, basis=Basis.OFFICIAL)])
    ids = {one.id for one in found.claims}
    assert all(one.about in ids for one in found.claims if one.about is not None)
    assert any(one.about is not None for one in found.claims)


CLAIMS = st.lists(
    st.builds(
        lambda start, actor, denied: with_id(
            replace(
                MODEL[0],
                span=type(MODEL[0].span)(start, start + 40),
                actor=actor,
                modality=Modality.DENIED if denied else Modality.ASSERTED,
            )
        ),
        st.integers(0, 90),
        st.sampled_from(["IRN", "PRK"]),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@given(CLAIMS, CLAIMS)
def test_nothing_is_lost_and_nothing_counted_twice(rules, model):
    found = merge(rules, model)
    both = sum(" + " in one.reader for one in found.claims)
    assert len(found.claims) <= len(rules) + len(model) - both
    told = {(one.actor, one.modality) for one in found.claims}
    assert {(one.actor, one.modality) for one in rules} <= told
    assert {one.actor for one in model} <= {one.actor for one in found.claims}
    assert merge(rules, model) == found


def test_both_read_a_document():
    made, _ = reader(content(claim(), bare(TEXT[:-1], "CONSULT", ("L'Iran", "IRN"), ("Russia", "RUS"))))
    both = BothReader(made)
    reading = both.read(document())
    assert reading.reader == both.tag
    assert sorted(one.type for one in reading.claims) == ["AID", "CONSULT"]
    assert sorted(issue.code for issue in reading.issues) == ["read.both.model_only"]


def test_where_the_model_stops_the_rules_go_on_alone():
    made, _ = reader(lambda _: completion(content(claim())), calls=1)
    both = BothReader(made)
    first, second = both.read(document()), both.read(document(f"{TEXT} E poi?"))
    assert first.reader == both.tag
    assert second.reader != both.tag
    assert only(second).reader == "rules/0.1"
    assert both.halted is not None
    assert "1 calls" in both.halted


def test_a_question_that_failed_leaves_the_rules_claims():
    def fail(_):
        raise FailedError("500")

    made, _ = reader(fail)
    reading = BothReader(made).read(document())
    assert only(reading).reader == "rules/0.1"
    assert [issue.code for issue in reading.issues] == ["read.model.failed"]
    assert reading.unread is None


def test_what_cannot_be_read_is_unread_under_both_names():
    made, fake = reader(content())
    both = BothReader(made)
    assert both.read(document("Bir metin.", lang="tr")).unread == "no-pack"
    assert both.read(document(" ")).unread == "empty"
    assert fake.requests == []

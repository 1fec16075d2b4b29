"""What an analyst decides: applied at once, kept through a rebuild, taken back without a trace in the events."""

from __future__ import annotations

import json

import pytest

WHO = ("--by", "desk", "--why", "read again")


REPORT = (
    "The Chinese president visited Moscow on 20 March 2023, the Chinese foreign ministry said.\n\n"
    "France delivered twelve howitzers to Ukraine in March 2024, the French defence ministry said.\n\n"
    "Talks with a third country were mentioned in passing."
)


@pytest.fixture
def case(tmp_path, invoke):
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    path = tmp_path / "case"
    for verb in (["init", path], ["collect", tmp_path / "a.txt", "--case", path, "--published", "2024-04-02"]):
        assert invoke(*verb)[0] == 0
    for verb in ("read", "weigh"):
        assert invoke(verb, "--case", path)[0] == 0
    return path


@pytest.fixture
def judge(case, invoke):
    def call(*arguments):
        code, out, err = invoke("judge", *arguments, "--case", case, *WHO)
        assert code == 0, err
        return out, err

    return call


@pytest.fixture
def events(case, invoke):
    return lambda: json.loads(invoke("show", "events", "--case", case, "--json")[1])


def find(events, type, mode):
    return next(event for event in events if (event["type"], event["mode"]) == (type, mode))


def test_a_correction_changes_the_claim_and_the_event_and_can_be_taken_back(case, invoke, judge, events):
    before = events()
    claim = find(before, "CONSULT", "visit")["claims"][0]
    judge("correct", claim, "--set", "recipient=IND", "--set", "when=2023-03-19/2023-03-21")
    event = next(event for event in events() if claim in event["claims"])
    assert (event["recipient"], event["when"]) == ("IND", {"earliest": "2023-03-19", "latest": "2023-03-21"})
    assert "corrected by judgement 1" in invoke("show", claim, "--case", case, "--json")[1]
    judge("undo", "1")
    assert events() == before


def test_a_claim_entered_by_hand_rests_on_the_document_s_words(case, invoke, judge, events):
    document = json.loads(invoke("show", "documents", "--case", case, "--json")[1])[0]["id"]
    quote = "Talks with a third country"
    settings = [f"--set={text}" for text in ("type=ACCUSE", "actor=CHN", "recipient=JPN", "stance=asserts")]
    judge("enter", document, "--quote", quote, *settings)
    event = find(events(), "ACCUSE", None)
    shown = invoke("show", event["claims"][0], "--case", case)[1]
    assert "CHN -> JPN" in shown
    assert quote in shown
    assert quote in invoke("show", event["id"], "--case", case)[1]
    assert invoke("doctor", "--case", case)[0] == 0
    assert quote in invoke("tell", "--case", case, "--pair", "CHN:JPN", "-o", "-", "--format", "markdown")[1]


def test_judgements_survive_a_rebuild(case, invoke, judge, events):
    claims = [event["claims"][0] for event in events()]
    judge("wrong", claims[0])
    judge("grade", "the French defence ministry", "b")
    judge("status", events()[0]["id"], "refuted")
    before = events()
    assert before[0]["status"] == "refuted"
    assert all(claims[0] not in event["claims"] for event in before)
    assert invoke("rebuild", "--case", case)[0] == 0
    assert events() == before
    assert [row["verdict"] for row in json.loads(invoke("judge", "list", "--case", case, "--json")[1])] == [
        "wrong",
        "grade",
        "status",
    ]


def test_two_events_become_one_and_part_again(case, invoke, judge, events):
    first, second = (event["id"] for event in events())
    judge("same", first, second)
    assert len(events()) == 1
    judge("undo", "1")
    assert len(events()) == 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["same", "evt-1"], "two ids"),
        (["correct", "clm-1", "--set", "recipient"], "FIELD=VALUE"),
        (["correct", "clm-1", "--set", "colour=red"], "no field of a claim"),
        (["correct", "clm-1", "--set", "type=DANCE"], "cannot be used"),
        (["correct", "clm-1", "--set", "when=2024-13-01"], "cannot be used"),
        (["correct", "clm-1", "--set", "quantity=9..1 soldier"], "below min"),
        (["correct", "clm-1", "--set", "type=none"], "cannot be left empty"),
        (["correct", "clm-1"], "nothing is set"),
        (["enter", "doc-1", "--quote", "x", "--set", "actor=ITA"], "--set type"),
        (["status", "evt-1", "certain"], "no status"),
        (["undo", "9"], "no judgement 9"),
    ],
)
def test_what_makes_no_sense_is_one_plain_line_and_kept_out_of_the_chain(arguments, says, case, invoke):
    code, out, err = invoke("judge", *arguments, "--case", case, *WHO)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert invoke("judge", "list", "--case", case)[1] == ""


def test_words_that_the_document_does_not_hold_are_refused(case, invoke):
    document = json.loads(invoke("show", "documents", "--case", case, "--json")[1])[0]["id"]
    code, _, err = invoke(
        "judge", "enter", document, "--quote", "words never written", "--set", "type=AID", "--case", case, *WHO
    )
    assert code == 2
    assert "does not hold these words" in err


def test_a_judgement_needs_a_name_and_a_reason(case, invoke):
    assert invoke("judge", "undo", "1", "--case", case, "--by", "desk")[0] == 2
    assert invoke("judge", "undo", "1", "--case", case, "--why", "so")[0] == 2

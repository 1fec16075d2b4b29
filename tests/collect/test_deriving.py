from __future__ import annotations

import os
import signal
from collections.abc import Sequence

import pytest

from riscontro.collect import deriving
from riscontro.collect.deriving import Answer, Deriver, SievePolicy
from riscontro.collect.sieve import NO_STATE
from riscontro.model.document import Capture, Document
from tests.collect.samples import capture_of, make_page

POLICY = SievePolicy(pairs=(("PRK", "RUS"),))


def captures(count: int) -> list[Capture]:
    return [
        capture_of(make_page(after=f"<p>La seduta numero {number} si è chiusa alle otto.</p>"))
        for number in range(count)
    ]


def die(captures: tuple[Capture, ...]) -> Answer:
    os._exit(1)


def test_two_processes_give_what_one_gives_in_order() -> None:
    batches = [captures(5), captures(9)[5:]]
    with Deriver(jobs=2) as deriver:
        begun = deriver.ahead(batches, wanted=lambda one: one)
        found = [one.result(capture) for one in begun for capture in one.batch]
    assert found == [Deriver().derive(capture) for batch in batches for capture in batch]


def count_words(capture: Capture, documents: Sequence[Document]) -> int:
    return sum(len(document.text.split()) for document in documents)


def test_workers_prepare_what_they_derive() -> None:
    one = captures(1)[0]
    with Deriver(jobs=2, prepare=count_words) as deriver:
        derived = deriver.begin([one])(one)
    assert derived.prepared == count_words(one, derived.extraction.documents) > 0


def test_one_process_leaves_preparing_to_whoever_keeps() -> None:
    one = captures(1)[0]
    with Deriver(prepare=count_words) as deriver:
        assert deriver.begin([one])(one).prepared is None


def test_next_batch_is_begun_before_one_is_given_out() -> None:
    seen: list[int] = []

    def batches() -> Sequence[list[Capture]]:
        for number in range(3):
            seen.append(number)
            yield captures(1)

    with Deriver(jobs=2) as deriver:
        first = next(iter(deriver.ahead(batches(), wanted=lambda _: None)))
    assert seen == [0, 1]
    assert len(first.batch) == 1


def test_capture_that_was_not_begun_is_derived_when_asked_for() -> None:
    one = captures(1)[0]
    with Deriver(jobs=2) as deriver:
        assert deriver.begin([])(one) == deriver.derive(one)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_killed_processes_lose_nothing() -> None:
    taken = captures(6)
    with Deriver(jobs=2) as deriver:
        result = deriver.begin(taken)
        assert deriver._pool is not None
        for worker in list(deriver._pool._processes):
            os.kill(worker, signal.SIGKILL)
        assert [result(capture) for capture in taken] == [Deriver().derive(capture) for capture in taken]


def test_capture_that_kills_its_process_twice_is_an_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deriving, "_derive", die)
    one = captures(1)[0]
    with Deriver(jobs=2) as deriver:
        derived = deriver.begin([one])(one)
    assert [issue.code for issue in derived.extraction.issues] == ["collect.capture.died"]
    assert derived.extraction.documents == ()


def test_policy_covers_bulk_alone_unless_told() -> None:
    page = capture_of(make_page())
    bulk = capture_of(make_page(), context=(("warc.record-id", "x"),))
    assert (POLICY.covers(page), POLICY.covers(bulk)) == (False, True)
    assert SievePolicy(pairs=POLICY.pairs, on=True).covers(page)
    assert not SievePolicy(pairs=POLICY.pairs, on=False).covers(bulk)
    assert not SievePolicy(on=True).covers(bulk)


def test_sieved_capture_gives_its_reason_and_no_document() -> None:
    bulk = capture_of(make_page(), context=(("warc.record-id", "x"),))
    derived = Deriver(POLICY).derive(bulk)
    assert (derived.sieved, derived.extraction.documents) == (NO_STATE, ())
    assert len(Deriver(POLICY).derive(bulk, sieved=False).extraction.documents) == 1

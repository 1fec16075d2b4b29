"""Collecting into a case: revisits, versions, and that a rebuild gives the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from riscontro import pipeline
from riscontro.errors import ArchiveError
from riscontro.model.document import Capture, capture_id
from riscontro.store.case import Case
from riscontro.store.doctor import doctor
from riscontro.store.dump import dump
from tests.collect.samples import PARAGRAPHS, capture_of, make_page

NOON = datetime(2025, 1, 2, 12, tzinfo=UTC)
DAY = timedelta(days=1)
URL = "https://post.example/a"


def page(*, days: int = 0, url: str = URL, after: str = "", **context: str) -> Capture:
    moment = NOON + days * DAY
    plain = capture_of(make_page(after=after), context=tuple(context.items()))
    name = capture_id(digest=plain.digest, url=url, declared=plain.declared, seen_at=moment)
    return replace(plain, id=name, url=url, origin=url, moment=moment, seen_at=moment)


def collect(case: Case, captures: Iterable[Capture], monkeypatch: pytest.MonkeyPatch) -> pipeline.CollectReport:
    monkeypatch.setattr("riscontro.pipeline.collecting.gather", lambda *_args, **_options: iter(captures))
    return pipeline.collect_into(case, ["x"], clock=lambda: NOON)


def content(case: Case) -> list[str]:
    with case.ledger() as ledger:
        return list(dump(ledger))


def read_and_weighed(case: Case) -> list[str]:
    pipeline.read_into(case, clock=lambda: NOON)
    pipeline.weigh_into(case, clock=lambda: NOON)
    return content(case)


def rebuilt(case: Case) -> list[str]:
    pipeline.rebuild(case, clock=lambda: NOON)
    return content(case)


@pytest.fixture
def case(tmp_path) -> Case:
    return Case.init(tmp_path / "case")


def test_a_page_seen_again_unchanged_is_a_revisit_with_its_own_context(case, monkeypatch):
    report = collect(case, [page(), page(days=3, **{"feed.title": "Again"})], monkeypatch)
    assert (report.captures, report.documents, report.issues) == (2, 1, ())
    with case.ledger() as ledger:
        (first, _), (second, where) = ledger.captures()
        (document,) = ledger.documents()
        assert ledger.documents_of(second.id) == (document.id,)
    assert (first.revisit_of, second.revisit_of) == (None, first.id)
    assert (second.seen_at, second.said("feed.title")) == (NOON + 3 * DAY, "Again")
    assert (document.version, document.seen_at) == (1, NOON)
    with pytest.raises(ArchiveError, match="revisit"):
        case.archive.read(where)
    before = read_and_weighed(case)
    assert rebuilt(case) == before
    assert doctor(case) == ()


def test_the_same_bytes_at_another_address_are_a_revisit(case, monkeypatch):
    collect(case, [page()], monkeypatch)
    report = collect(case, [page(url="https://post.example/b")], monkeypatch)
    assert (report.captures, report.documents) == (1, 0)
    with case.ledger() as ledger:
        assert [capture.revisit_of is None for capture, _ in ledger.captures()] == [True, False]


def test_what_was_taken_already_is_not_taken_again(case, monkeypatch):
    captures = [page(), page(days=1)]
    collect(case, captures, monkeypatch)
    report = collect(case, captures, monkeypatch)
    assert (report.captures, report.documents, report.held_already) == (0, 0, 2)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_another_text_at_the_same_address_is_a_version_in_any_order_of_arrival(case, monkeypatch, order):
    texts = ("<p>Prima stesura.</p>", "<p>Seconda stesura, corretta.</p>", "<p>Prima stesura.</p>")
    captures = [page(days=n, after=text) for n, text in enumerate(texts)]
    for n in order:
        collect(case, [captures[n]], monkeypatch)
    with case.ledger() as ledger:
        found = ledger.versions(URL)
        assert [(one.version, "corretta" in one.text, one.seen_at) for one in found] == [
            (1, False, NOON),
            (2, True, NOON + DAY),
        ]
    before = read_and_weighed(case)
    assert rebuilt(case) == before


def test_a_revisit_is_rebuilt_though_its_day_comes_before_that_of_its_bytes(case, monkeypatch):
    collect(case, [page(days=5)], monkeypatch)
    collect(case, [page(days=1)], monkeypatch)
    assert [path.name[:10] for path in case.archive.files()] == ["2025-01-03", "2025-01-07"]
    with case.ledger() as ledger:
        (document,) = ledger.documents()
    assert (document.held_from, document.seen_at) == (NOON + DAY, NOON + DAY)
    before = read_and_weighed(case)
    assert rebuilt(case) == before


def test_a_killed_run_leaves_revisits_that_the_next_takes_up(case, monkeypatch):
    first, second = page(days=5), page(days=1)
    case.archive.append([first, replace(second, revisit_of=first.id)])
    assert collect(case, [], monkeypatch).issues == ()
    with case.ledger() as ledger:
        assert {capture.id for capture, _ in ledger.captures()} == {first.id, second.id}
        assert len(list(ledger.documents())) == 1


def test_a_revisit_of_nothing_is_an_issue(case, monkeypatch):
    case.archive.append([replace(page(), revisit_of="cap-gone")])
    report = collect(case, [], monkeypatch)
    assert [issue.code for issue in report.issues] == ["store.archive.damaged"]
    assert "cap-gone" in report.issues[0].message


def test_purged_bytes_stay_away_wherever_they_come_from(case, monkeypatch):
    collect(case, [page(), page(days=1)], monkeypatch)
    with case.ledger() as ledger:
        (document,) = ledger.documents()
    pipeline.purge_from(case, document.id, reason="a duty of law", by="ed", clock=lambda: NOON)
    report = collect(case, [page(days=2), page(url="https://copy.example/")], monkeypatch)
    assert (report.captures, report.documents) == (0, 0)
    assert [issue.code for issue in report.issues] == ["collect.capture.purged"] * 2
    raw = b"".join(path.read_bytes() for path in case.archive.files())
    assert PARAGRAPHS[0].encode() not in raw
    assert doctor(case) == ()


def bulk(number: int, words: str) -> Capture:
    markup = make_page(after=f"<p>{words} Seduta {number}.</p>")
    return capture_of(markup, context=(("warc.record-id", f"urn:{number}"),))


ABOUT = "La Corea del Nord ha fornito proiettili alla Russia, secondo il ministero."


@pytest.fixture
def watching(tmp_path: Path) -> Case:

    return Case.init(tmp_path / "watching", title="A case", pairs=[["PRK", "RUS"]])


def test_sieved_originals_are_kept_counted_and_taken_up_again(watching: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    report = collect(watching, [bulk(1, ABOUT), bulk(2, "Il mercato apre alle nove.")], monkeypatch)
    assert (report.captures, report.documents, report.sieved) == (2, 1, 1)
    before = read_and_weighed(watching)
    with watching.ledger() as ledger:
        assert ledger.counts().sieved == (("no-state", 1),)
    assert rebuilt(watching) == before
    pipeline.rebuild(watching, clock=lambda: NOON, sieve=False)
    with watching.ledger() as ledger:
        assert (ledger.counts().documents, ledger.counts().sieved) == (2, ())
    unsieved = content(watching)
    assert rebuilt(watching) == unsieved


def test_nothing_is_sieved_where_no_sieve_is_asked(watching: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "riscontro.pipeline.collecting.gather", lambda *_a, **_o: iter([bulk(2, "Il mercato apre alle nove.")])
    )
    report = pipeline.collect_into(watching, ["x"], clock=lambda: NOON, sieve=False)
    assert (report.documents, report.sieved) == (1, 0)


def test_two_processes_collect_what_one_collects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    captures = [page(url=f"https://post.example/{n % 40}", after=f"<p>Seduta {n}.</p>") for n in range(45)]
    found = []
    for jobs in (1, 2):
        case = Case.init(tmp_path / str(jobs), title="A case")
        # Bytes seen elsewhere are a revisit, which no worker can know of.
        taken = [*captures, *captures[:3], page(url="https://post.example/a"), page(url="https://post.example/b")]
        monkeypatch.setattr("riscontro.pipeline.collecting.gather", lambda *_a, **_o: iter(taken))  # noqa: B023
        report = pipeline.collect_into(case, ["x"], clock=lambda: NOON, jobs=jobs)
        originals = {path.name: path.read_bytes() for path in case.archive.files()}
        found.append((report, content(case), originals))
    assert found[0] == found[1]


def test_weighing_that_was_killed_before_families_were_set_sets_them_later(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [page(url=f"https://post.example/{n}", after=f"<p>Seduta {n}.</p>") for n in range(4)]
    collect(case, copies[:2], monkeypatch)
    read_and_weighed(case)
    collect(case, copies[2:], monkeypatch)
    monkeypatch.setattr("riscontro.store.grouping.set_grouped", lambda *_a, **_o: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_and_weighed(case)
    monkeypatch.undo()
    read_and_weighed(case)
    with case.ledger() as ledger:
        assert {one.family for one in ledger.provenances().values()} != {None}
        assert len({one.family for one in ledger.provenances().values()}) == 1


def test_families_found_piece_by_piece_are_those_found_at_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = [page(url=f"https://post.example/{n}", after=f"<p>Seduta {n}.</p>") for n in range(6)]
    collect(case, copies[:3], monkeypatch)
    before = read_and_weighed(case)
    assert (case.path / pipeline.FAMILY_FILE).is_file()
    collect(case, copies[3:], monkeypatch)
    grown = read_and_weighed(case)
    assert grown != before
    (case.path / pipeline.FAMILY_FILE).unlink()
    with case.ledger() as ledger:
        ledger.execute("DELETE FROM grouped")
    assert read_and_weighed(case) == grown
    with case.ledger() as ledger:
        assert len({one.family for one in ledger.provenances().values()}) == 1

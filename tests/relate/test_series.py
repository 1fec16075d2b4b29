"""Months of cooperation and conflict, and their change points."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from riscontro.model.dyad import Series
from riscontro.model.grade import Status
from riscontro.model.time import Interval
from riscontro.relate import tables_from_config
from riscontro.relate.changes import find_changes
from riscontro.relate.series import NO_EXTRA, TOO_SHORT
from tests.relate.make import Record, days

CORROBORATED = (Status.CORROBORATED, "2024-12-31")


def _series(record: Record, **options: object) -> Series:
    series = record.dyad(**options).series
    assert series is not None
    return series


def _months(series: Series) -> dict[str, tuple[float, float]]:
    return {p.month.isoformat()[:7]: (p.cooperation, p.conflict) for p in series.points if p.events}


def test_each_event_counts_in_its_month_with_its_weight() -> None:
    record = Record()
    record.add("CONSULT/visit", CORROBORATED, when=days("2024-03-05"))
    record.add("AID/ammunition", CORROBORATED, when=days("2024-03-20"))
    record.add("ACCUSE/statement", CORROBORATED, when=days("2024-05-02"))
    assert _months(_series(record)) == {"2024-03": (12.0, 0.0), "2024-05": (0.0, -3.0)}


def test_months_have_no_gap_and_end_where_the_case_stops_hearing() -> None:
    record = Record()
    record.add("CONSULT/visit", CORROBORATED, claims=[{"public": "2024-06-30"}], when=days("2024-03-05"))
    assert [p.month.month for p in _series(record).points] == [3, 4, 5, 6]


def test_what_is_only_reported_planned_or_without_a_date_does_not_count() -> None:
    record = Record()
    record.add("CONSULT/visit", CORROBORATED, when=days("2024-03-05"))
    record.add("AID/troops", (Status.REPORTED, "2024-12-31"), when=days("2024-03-20"))
    record.add("AID/troops", CORROBORATED, when=days("2024-03-20"), planned=True)
    undated = record.add("AID/oil", CORROBORATED)
    series = _series(record)
    assert _months(series) == {"2024-03": (3.0, 0.0)}
    assert series.undated == (undated.id,)


def test_an_uncertain_date_is_spread_and_the_weight_kept() -> None:
    record = Record()
    record.add("AID/oil", CORROBORATED, when=days("2024-03-31", "2024-04-01"))
    assert _months(_series(record)) == {"2024-03": (4.0, 0.0), "2024-04": (4.0, 0.0)}


def test_what_goes_on_is_spread_until_it_was_last_told() -> None:
    record = Record()
    told = [{"when": days("2024-01-01", None), "public": "2024-02-29"}]
    record.add("AID/oil", CORROBORATED, when=Interval(earliest=date(2024, 1, 1), latest=None), claims=told)
    months = _months(_series(record))
    assert set(months) == {"2024-01", "2024-02"}
    assert sum(cooperation for cooperation, _ in months.values()) == pytest.approx(8.0)


def test_both_directions_have_their_own_and_what_binds_both_is_in_both() -> None:
    record = Record()
    record.add("AGREE/treaty", CORROBORATED, when=days("2024-06-19"))
    record.add("AID/oil", CORROBORATED, when=days("2024-06-20"), actor="RUS", recipient="PRK")
    there, back = (dyad.series for dyad in record.relate().dyads)
    assert there is not None
    assert back is not None
    assert (_months(there), _months(back)) == ({"2024-06": (7.0, 0.0)}, {"2024-06": (15.0, 0.0)})


def test_a_fight_beside_the_other_is_no_conflict_with_it() -> None:
    record = Record()
    record.add("AID/troops", CORROBORATED, when=days("2024-10-08"))
    record.add("ASSAULT/clash", CORROBORATED, when=days("2024-11-05"), actor="PRK", recipient="UKR")
    assert all(point.conflict == 0 for point in _series(record).points)


def test_a_case_may_weigh_otherwise() -> None:
    record = Record()
    record.add("CONSULT/visit", CORROBORATED, when=days("2024-03-05"))
    tables = tables_from_config(weights={"CONSULT/visit": 1.5})
    assert _months(_series(record, tables=tables)) == {"2024-03": (1.5, 0.0)}


def test_nothing_later_than_the_moment_asked_for_counts() -> None:
    record = Record()
    record.add("CONSULT/visit", (Status.CORROBORATED, "2024-03-31"), when=days("2024-03-05"))
    record.add("AID/oil", (Status.REPORTED, "2024-03-31"), (Status.CORROBORATED, "2024-12-31"), when=days("2024-03-06"))
    moment = datetime(2024, 6, 1, tzinfo=UTC)
    assert _months(_series(record, as_of=moment, now=moment)) == {"2024-03": (3.0, 0.0)}


def _yearly(monthly: list[int]) -> Record:
    """Make that many visits in each month from January 2023 on."""
    record = Record()
    for place, number in enumerate(monthly):
        day = date(2023 + place // 12, place % 12 + 1, 10).isoformat()
        for _ in range(number):
            record.add("CONSULT/visit", CORROBORATED, when=days(day), claims=[{"public": day}])
    return record


def test_a_new_level_is_a_change_point_with_its_events() -> None:
    pytest.importorskip("ruptures")
    series = _series(_yearly([1, 2, 1, 2, 1, 1, 2, 1, 2, 1, 6, 7, 6, 6, 7, 6, 7, 6]))
    (change,) = series.changes
    assert (change.month, change.measure) == (date(2023, 11, 1), "cooperation")
    assert change.before == pytest.approx(4.2)
    assert change.after == pytest.approx(19.125)
    assert len(change.events) == 6
    assert series.method is not None
    assert "ruptures" in series.method


def test_one_busy_month_is_no_new_level() -> None:
    pytest.importorskip("ruptures")
    series = _series(_yearly([1, 2, 1, 2, 1, 1, 9, 1, 2, 1, 1, 2, 1, 1, 2, 1, 1, 2]))
    assert series.changes == ()


def test_too_few_months_are_not_searched() -> None:
    series = _series(_yearly([1, 1, 1, 6, 6, 6]))
    assert (series.changes, series.method, series.why) == ((), None, TOO_SHORT)


def test_without_the_extra_there_are_months_and_no_change_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riscontro.relate.series.can_find_changes", lambda: False)
    series = _series(_yearly([1] * 10 + [6] * 10))
    assert (len(series.points), series.changes, series.why) == (20, (), NO_EXTRA)


def test_a_series_without_noise_keeps_its_step() -> None:
    pytest.importorskip("ruptures")
    assert find_changes([2.0] * 8 + [9.0] * 8, penalty=3.0, least_segment=3) == [8]


def test_a_flat_series_has_no_change() -> None:
    pytest.importorskip("ruptures")
    assert find_changes([3.0] * 20, penalty=3.0, least_segment=3) == []

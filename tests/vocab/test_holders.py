from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from riscontro.lang.loader import load_table
from riscontro.model.time import partial_date_to_interval
from riscontro.vocab.holders import OFFICES, PLURAL_OFFICES, Holder, holders
from riscontro.vocab.states import is_state


def span(holder: Holder) -> tuple[date, date]:
    """Return the days that a holder was surely in office: a month or year as its bound counts from its far end."""
    earliest = partial_date_to_interval(holder.earliest).latest or date.min
    latest = partial_date_to_interval(holder.latest).earliest if holder.latest else date.max
    return earliest, latest or date.max


def overlapping(rows: Iterable[Holder]) -> list[tuple[str, str]]:
    """Return the pairs of rows that share more than the day on which one follows the other."""
    pairs = combinations(sorted(rows, key=span), 2)
    return [(one.aliases[0], two.aliases[0]) for one, two in pairs if span(two)[0] < span(one)[1]]


def test_every_row_is_well_formed() -> None:
    for holder in holders():
        assert is_state(holder.state), holder
        assert holder.office in OFFICES, holder
        assert holder.reference.startswith(("http://", "https://")), holder
        assert len(set(holder.aliases)) == len(holder.aliases) > 0, holder
        assert all(name == name.strip() and len(name) > 1 for name in holder.aliases), holder


def test_no_row_ends_before_it_begins() -> None:
    for holder in holders():
        begun = partial_date_to_interval(holder.earliest).earliest
        ended = partial_date_to_interval(holder.latest).latest if holder.latest else None
        assert begun is not None, holder
        assert ended is None or begun <= ended, holder


def test_one_office_of_one_state_has_one_holder_at_a_time() -> None:
    offices: dict[tuple[str, str], list[Holder]] = defaultdict(list)
    for holder in holders():
        if holder.office not in PLURAL_OFFICES:
            offices[holder.state, holder.office].append(holder)
    assert {office: found for office, rows in offices.items() if (found := overlapping(rows))} == {}


def test_no_name_stands_for_two_states_at_one_time() -> None:
    named: dict[str, dict[str, list[Holder]]] = defaultdict(lambda: defaultdict(list))
    for holder in holders():
        for name in holder.aliases:
            named[name.casefold()][holder.state].append(holder)
    for name, by_state in named.items():
        for ours, theirs in combinations(by_state.values(), 2):
            assert not [pair for one in ours for two in theirs if (pair := overlapping((one, two)))], name


def test_names_of_one_person_do_not_change_from_office_to_office() -> None:
    first: dict[tuple[str, str], tuple[str, ...]] = {}
    for holder in holders():
        known = first.setdefault((holder.state, holder.aliases[0]), holder.aliases)
        assert set(known) == set(holder.aliases), holder


def test_the_leaders_most_in_news_are_there() -> None:
    leading = {holder.state for holder in holders() if holder.office in OFFICES[:3]}
    asked = "RUS UKR USA CHN PRK KOR JPN IRN ISR SAU TUR IND PAK GBR FRA DEU ITA POL BLR SRB CAN AUS TWN SYR EGY QAT"
    assert set(asked.split()) <= leading


def test_names_in_the_script_of_a_pack_belong_to_a_row() -> None:
    first = {holder.aliases[0] for holder in holders()}
    for lang in ("ar", "ja", "ko", "ru", "uk", "zh"):
        assert set(load_table(lang, "actor")["holders"]) <= first, lang

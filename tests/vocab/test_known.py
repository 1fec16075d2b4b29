from __future__ import annotations

from collections import Counter
from importlib.resources import files

from riscontro.lang.loader import load_table
from riscontro.model.time import partial_date_to_interval
from riscontro.vocab.known import ROLES, bodies, find_body, find_person, find_surname, persons, sources
from riscontro.vocab.states import is_state

_NO_STATE = {"NATO", "IGO", "NGO", "IMG", "UNO", "EUU"}


def test_every_row_is_well_formed() -> None:
    for one in (*persons(), *bodies()):
        assert is_state(one.state) or one.state in _NO_STATE, one
        assert one.role in ROLES, one
        assert one.source in sources(), one
        assert len(set(one.names)) == len(one.names) > 0, one
        assert all(name == name.strip() and len(name) > 1 for name in one.names), one


def test_persons_have_full_names_and_times_that_do_not_run_backwards() -> None:
    for one in persons():
        if one.source == "holders":
            continue
        assert all(" " in name for name in one.names), one
        begun = partial_date_to_interval(one.earliest).earliest if one.earliest else None
        ended = partial_date_to_interval(one.latest).latest if one.latest else None
        assert begun is None or ended is None or begun <= ended, one


def test_every_source_is_used_and_says_where_it_is() -> None:
    used = Counter(one.source for one in (*persons(), *bodies()))
    assert set(used) == set(sources())


def test_a_full_name_is_found_in_either_order_and_without_its_initials() -> None:
    assert {one.state for one in find_person("Ukhnaa Khurelsukh")} == {"MNG"}
    assert {one.state for one in find_person("Khurelsukh Ukhnaa")} == {"MNG"}
    assert {one.state for one in find_person("Peter Christian")} == {"FSM"}
    assert {one.state for one in find_person("PAUL BIYA")} == {"CMR"}


def test_a_surname_is_found_only_where_reports_use_it_alone() -> None:
    assert {one.state for one in find_surname("Putin")} == {"RUS"}
    assert find_surname("Paul") == ()
    assert find_person("Putin") == ()


def test_every_group_of_a_pack_has_a_home() -> None:
    packs = files("riscontro.lang") / "packs"
    groups = {code for pack in packs.iterdir() for code in load_table(pack.name, "actor").get("groups", {})}
    assert len(groups) > 20
    assert [code for code in sorted(groups) if find_body(code) is None] == []


def test_a_short_name_of_a_body_counts_in_its_own_spelling_alone() -> None:
    body = find_body("PRI")
    assert body is not None
    assert body.state == "MEX"
    assert find_body("Pri") is None


def test_a_body_that_several_states_have_is_none() -> None:
    states = {body.state for body in bodies() if "Liberal Party" in body.names}
    assert len(states) != 1
    assert find_body("Liberal Party") is None

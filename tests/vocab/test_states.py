from __future__ import annotations

from riscontro.model.time import partial_date_to_interval
from riscontro.vocab.holders import holders
from riscontro.vocab.states import is_state, state, states


def test_codes_are_well_formed_and_unique() -> None:
    rows = states()
    assert len({row.alpha3 for row in rows}) == len(rows) >= 240
    assert all(len(row.alpha3) == 3 and row.alpha3.isupper() and len(row.alpha2) == 2 for row in rows)
    assert [row.alpha3 for row in rows] == sorted(row.alpha3 for row in rows)


def test_known_states() -> None:
    found = state("PRK")
    assert found is not None
    assert (found.alpha2, found.numeric) == ("KP", "408")
    assert is_state("XKX")
    assert not is_state("NATO")
    assert not {"ZZZ", "XAA", "XBB", "QUU"} & {row.alpha3 for row in states()}  # CLDR's own placeholders


def test_crosswalk_codes_name_one_state_each() -> None:
    for column in ("cow", "fips", "gw"):
        codes = [getattr(row, column) for row in states() if getattr(row, column)]
        assert len(codes) == len(set(codes)) > 150
    russia = state("RUS")
    assert russia is not None
    assert (russia.cow, russia.fips, russia.gw) == ("365", "RS", "365")


def test_every_holder_has_a_state_a_beginning_and_a_reference() -> None:
    for holder in holders():
        assert is_state(holder.state)
        assert partial_date_to_interval(holder.earliest)
        assert not holder.latest or partial_date_to_interval(holder.latest)
        assert holder.reference.startswith("http")
        assert all(holder.aliases)

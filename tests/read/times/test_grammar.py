from __future__ import annotations

import inspect
from itertools import product

import pytest

from riscontro.lang.contract_time import ORDERS, WORD_LISTS
from riscontro.lang.loader import load_table, pack_codes
from riscontro.read.times.chart import Rule, compile_rule
from riscontro.read.times.grammar import _RULES, BUILDERS, CLASSES
from riscontro.read.times.lexicon import CORE, WITH_NUMBER, WORD_SYMBOLS


def test_every_rule_has_as_many_symbols_as_its_builder_takes():
    for pattern, build, *_ in _RULES:
        if inspect.isclass(build):
            continue
        needed = [p for p in inspect.signature(build).parameters.values() if p.default is p.empty]
        assert len(needed) == len(pattern.split()), pattern


def test_contract_names_what_the_reader_knows():
    assert set(WORD_SYMBOLS) == WORD_LISTS
    assert set(BUILDERS) == ORDERS


def _rules(lang: str) -> list[Rule]:
    orders = load_table(lang, "time").get("orders", {})
    patterns = [(pattern, rest[0] if rest else None) for pattern, _, *rest in _RULES]
    patterns += [(pattern, None) for listed in orders.values() for pattern in listed]
    return [compile_rule(pattern, lambda *_: None, classes=CLASSES, result=result) for pattern, result in patterns]


@pytest.mark.parametrize("lang", pack_codes())
def test_no_time_is_made_of_connecting_words_and_one_number(lang: str) -> None:
    """What :mod:`riscontro.read.times.groups` leaves out can hold no time: all that such items can build is built."""
    plain = {symbol for symbol, _ in WORD_SYMBOLS.values()} - CORE - WITH_NUMBER | {"DASHED", "SLASHED", "WDTAIL"}
    counts = dict.fromkeys(plain, 0) | dict.fromkeys(("N", "O", "DN", "NW", "ROM"), 1)
    made = True
    while made:
        made = False
        for rule in _rules(lang):
            slots = [[counts[symbol] for symbol in symbols if symbol in counts] for symbols in rule.symbols]
            least = min((sum(choice) for choice in product(*slots)), default=2) if all(slots) else 2
            if least < 2:
                assert rule.result is not None, rule
                made = made or counts.get(rule.result, 2) > least
                counts[rule.result] = min(least, counts.get(rule.result, 2))

from __future__ import annotations

import inspect

from riscontro.lang.contract_time import ORDERS, WORD_LISTS
from riscontro.read.times.grammar import _RULES, BUILDERS
from riscontro.read.times.lexicon import WORD_SYMBOLS


def test_every_rule_has_as_many_symbols_as_its_builder_takes():
    for pattern, build, *_ in _RULES:
        if inspect.isclass(build):
            continue
        needed = [p for p in inspect.signature(build).parameters.values() if p.default is p.empty]
        assert len(needed) == len(pattern.split()), pattern


def test_contract_names_what_the_reader_knows():
    assert set(WORD_SYMBOLS) == WORD_LISTS
    assert set(BUILDERS) == ORDERS

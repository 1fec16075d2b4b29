"""Each pack's own sentences: what ``cases_time.jsonl`` says is found, no less and no more."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from riscontro.lang.contract_time import number_faults, time_faults
from riscontro.lang.loader import load_table, pack_codes
from riscontro.model.time import Published
from riscontro.read.times import find_times

PACKS = [code for code in pack_codes() if load_table(code, "time")]


def cases():
    for code in PACKS:
        path = files("riscontro.lang") / "packs" / code / "cases_time.jsonl"
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                yield code, json.loads(line)


CASES = list(cases())


@pytest.mark.parametrize("lang", PACKS)
def test_pack_keeps_the_contract(lang):
    assert time_faults(load_table(lang, "time")) == []
    assert number_faults(load_table(lang, "number")) == []


@pytest.mark.parametrize(("lang", "case"), CASES, ids=[f"{lang} {case['text'][:60]}" for lang, case in CASES])
def test_sentence_of_the_pack_is_read(lang, case):
    published = Published(value=case["published"], found_by="declared")
    found = [
        (m.interval.earliest and m.interval.earliest.isoformat(), m.interval.latest and m.interval.latest.isoformat())
        for m in find_times(case["text"], lang=lang, published=published)
    ]
    assert found == [(want["earliest"], want["latest"]) for want in case["times"]]

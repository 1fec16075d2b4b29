"""A case and its open ledger for the store's tests."""

from __future__ import annotations

import pytest

from riscontro.store.case import Case
from tests.store.samples import NOON


@pytest.fixture
def case(tmp_path):
    return Case.init(tmp_path / "case", title="A case", pairs=[["PRK", "RUS"]])


@pytest.fixture
def ledger(case):
    with case.ledger() as ledger:
        yield ledger


@pytest.fixture
def run(ledger):
    return ledger.begin_run("test", at=NOON, version="0")

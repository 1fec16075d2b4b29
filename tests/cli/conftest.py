"""A small case for every module of these tests."""

from __future__ import annotations

import pytest

REPORT = (
    "The Russian defence minister met his Chinese counterpart in Beijing on 3 March 2024, the ministry said.\n\n"
    "Italy will send air-defence missiles to Ukraine, Rome said on Tuesday."
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


@pytest.fixture
def case(tmp_path, invoke, report):
    path = tmp_path / "case"
    assert invoke("init", path, "--pair", "ITA:UKR", "--title", "Italy and Ukraine")[0] == 0
    assert invoke("collect", report, "--case", path, "--published", "2024-03-06", "--publisher", "Example Post")[0] == 0
    assert invoke("read", "--case", path)[0] == 0
    assert invoke("weigh", "--case", path)[0] == 0
    return path

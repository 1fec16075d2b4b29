"""The gate: what passes it, what does not, and how bounds tighten."""

from __future__ import annotations

import pytest

from bench import gate

FLOORS = """
[speed]
command = ["bench.speed"]
[speed.figures]
ratio = { floor = 2, slack = 0.5 }
peak_mb = { ceiling = 100 }
whole = { floor = 80, pattern = "whole [0-9.]+/([0-9.]+)" }

[other]
command = ["bench.other", "10"]
[other.figures]
ratio = { floor = 2 }
"""


@pytest.fixture
def speed():
    return gate.load_benches(FLOORS)[0]


@pytest.mark.parametrize(
    ("line", "misses"),
    [
        ("speed: ratio=2.0 peak_mb=100 whole 99.1/80.0", 0),
        ("speed: ratio=1.9 peak_mb=100 whole 99.1/80.0", 1),
        ("speed: ratio=2.5 peak_mb=100.1 whole 99.1/79.9", 2),
        ("speed: ratio=2.5", 2),
        ("", 3),
    ],
)
def test_a_bound_that_is_missed_or_not_told_is_a_miss(speed, line, misses):
    assert len(list(gate.judge(speed, line))) == misses


def test_bounds_tighten_and_never_loosen():
    benches = gate.load_benches(FLOORS)
    reached = {("speed", "ratio"): 4.0, ("speed", "peak_mb"): 120.0, ("speed", "whole"): 79.0, ("other", "ratio"): None}
    (speed, other) = gate.load_benches(gate.tighten(FLOORS, reached, benches))
    assert [bound.floor for bound in speed.bounds] == [3.5, None, 80]
    assert speed.bounds[1].ceiling == 100
    assert other.bounds[0].floor == 2


def run_gate(monkeypatch, tmp_path, line):
    floors = tmp_path / "floors.toml"
    floors.write_text(FLOORS, "utf-8")
    monkeypatch.setattr(gate, "FLOORS", floors)
    monkeypatch.setattr(gate, "run_bench", lambda bench: line)
    return gate.main(["speed"])


def test_an_absent_exam_is_said_loudly_and_counts_as_not_passed(monkeypatch, tmp_path, capsys):
    assert run_gate(monkeypatch, tmp_path, "UNGATED: no exam data") == 0
    out = capsys.readouterr().out
    assert "!!! NOT MEASURED, so not passed: speed" in out
    assert "0 missed, 1 ungated" in out


def test_a_miss_fails_the_gate(monkeypatch, tmp_path):
    assert run_gate(monkeypatch, tmp_path, "speed: ratio=1 peak_mb=1 whole 1/90") == 1


def test_a_bench_that_fails_is_a_miss(monkeypatch, tmp_path, capsys):
    def fail(bench):
        raise RuntimeError("it broke")

    monkeypatch.setattr(gate, "run_bench", fail)
    assert gate.main(["start"]) == 1
    assert "it broke" in capsys.readouterr().out


def test_every_bench_of_the_project_has_bounds():
    benches = gate.load_benches(gate.FLOORS.read_text("utf-8"))
    assert benches
    assert all(bench.bounds for bench in benches)

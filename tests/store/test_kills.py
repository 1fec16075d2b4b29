"""Killed at any point, nothing committed is lost and the next run goes on."""

from __future__ import annotations

from bench.kills import run_kills


def test_twenty_random_kills_leave_what_an_undisturbed_run_leaves():
    outcome = run_kills(kills=20, seed=7, inputs=40)
    assert outcome.faults == ()
    assert outcome.kills == 20

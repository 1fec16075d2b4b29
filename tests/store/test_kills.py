"""Killed at any point, nothing committed is lost and the next run goes on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.kills import ROOT, run_kills


@pytest.mark.parametrize(
    ("job", "stride", "least"), [("collect", 5, 50), ("purge", 1, 15), ("rebuild", 5, 80), ("judge", 1, 1)]
)
def test_killed_at_each_step_of_a_job_the_next_completes_it(tmp_path, job, stride, least):
    command = [sys.executable, "-m", "tests.store.sweep", job, tmp_path, str(stride)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least


def test_twenty_random_kills_leave_what_an_undisturbed_run_leaves():
    outcome = run_kills(kills=20, seed=7, inputs=30)
    assert outcome.faults == ()
    assert outcome.kills == 20

"""The stand-in for a model: honest answers are accepted whole, planted faults are not; the exam can be asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from bench.model import Put, answers_of, show_faults
from bench.model_gold import UNTRUE, load_cases, plant
from bench.model_server import serving

SOME = 12
"""Passages that are looked at here; the bench takes them all."""


@pytest.fixture(scope="module")
def cases(shared, tmp_path_factory):
    lines = (shared / "exams" / "topic" / "dev.jsonl").read_text("utf-8").splitlines()
    some = tmp_path_factory.mktemp("topic") / "some.jsonl"
    some.write_text("".join(f"{line}\n" for line in lines[::6][:SOME]), "utf-8")
    return load_cases(some)


def test_every_honest_claim_is_accepted_at_its_place(cases):
    current = {}
    with serving(lambda _: current) as (url, _):
        put = Put(url, current)
        for case in cases:
            for gold, answer in zip(case.gold, case.honest, strict=True):
                if answer is not None:
                    claim, issues = put(case, answer)
                    assert claim is not None, issues
                    assert list(claim.span) == gold["span"]
        put.close()


def test_faults_against_the_words_are_rejected_or_mended(cases, capsys):
    assert show_faults("untrue", cases, UNTRUE, 12) >= 95
    assert "invented words" in capsys.readouterr().out


def test_the_same_faults_are_planted_every_time(cases):
    first, second = ([one.answer for one in plant(cases, UNTRUE, 5, seed=7)] for _ in range(2))
    assert first == second
    assert len(first) == 5 * len(UNTRUE)


def test_the_exam_can_be_asked_of_a_model(cases, shared, tmp_path):
    lines = (shared / "exams" / "topic" / "dev.jsonl").read_text("utf-8").splitlines()
    some = tmp_path / "some.jsonl"
    some.write_text("".join(f"{line}\n" for line in lines[::6][:SOME]), "utf-8")
    with serving(answers_of(cases)) as (url, served):
        environment = {
            **os.environ,
            "RISCONTRO": f"{sys.executable} -m riscontro",
            "RISCONTRO_READER": "model",
            "RISCONTRO_MODEL_URL": url,
            "RISCONTRO_MODEL": "stand-in",
        }
        command = [sys.executable, str(shared / "exams" / "ask.py"), "topic", str(some)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        asked = sum(one is not None for case in cases for one in case.honest)
        assert sum(len(answer["claims"]) for answer in answers) == asked
        assert served

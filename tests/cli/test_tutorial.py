"""The tutorial's commands, run in order as a reader would type them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
PLACEHOLDERS = {"EVENT": "evt", "CLAIM": "clm"}
"""What the tutorial writes for an id, and the prefix of those that stand for it: the first of the latest output."""


def commands() -> list[list[str]]:
    lines = TUTORIAL.read_text("utf-8").splitlines()
    return [shlex.split(line[2:], comments=True)[1:] for line in lines if line.startswith("$ riscontro ")]


def test_every_command_of_the_tutorial_succeeds(invoke, tmp_path, monkeypatch, demo_reports):
    shutil.copytree(demo_reports.parents[1], tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    latest: dict[str, str] = {}
    assert len(commands()) > 15
    for words in commands():
        known = [latest[PLACEHOLDERS[word]] if word in PLACEHOLDERS else word for word in words]
        code, out, err = invoke(*known)
        assert code == 0, (words, err)
        for prefix in PLACEHOLDERS.values():
            found = re.search(rf"\b{prefix}-[0-9a-f]{{16}}\b", out)
            if found:
                latest[prefix] = found.group()
    assert (tmp_path / "dossier.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert (tmp_path / "dossier.md").is_file()


def test_the_tutorial_uses_every_verb_of_the_loop():
    used = {words[0] for words in commands()}
    assert {"init", "collect", "read", "weigh", "relate", "tell", "show", "explain"} <= used

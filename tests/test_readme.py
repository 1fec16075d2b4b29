"""The README's short run is what the program prints; ``RISCONTRO_UPDATE_SNAPSHOTS=1`` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
BLOCK = re.compile(r"(## A short run\n\n```\n)(.*?)(\n```)", re.S)


def run(command: str, folder: Path) -> str:
    program, *words = shlex.split(command)
    assert program == "riscontro"
    environment = {**os.environ, "RISCONTRO_CLOCK": "2026-01-31T12:00:00Z", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "riscontro", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout.rstrip("\n")


def test_the_short_run_is_what_the_program_prints(tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    text = README.read_text("utf-8")
    found = BLOCK.search(text)
    assert found is not None
    commands = re.findall(r"^\$ (riscontro .*)$", found[2], re.M)
    assert len(commands) >= 2
    printed = "\n".join(f"$ {command}\n{run(command, tmp_path)}" for command in commands)
    if os.environ.get("RISCONTRO_UPDATE_SNAPSHOTS") == "1":
        README.write_text(BLOCK.sub(lambda block: block[1] + printed + block[3], text), "utf-8")
    assert BLOCK.search(README.read_text("utf-8"))[2] == printed


def test_the_readme_shows_what_exists():
    text = README.read_text("utf-8")
    assert "@@" not in text
    for path in re.findall(r"`((?:examples|docs|bench)/[^` ]+)`", text):
        assert (ROOT / path).exists(), path

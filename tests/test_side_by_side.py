"""Several commands on one case at once, as separate processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from riscontro.errors import BusyError
from riscontro.store.case import Case

COMMAND = [sys.executable, "-m", "riscontro"]
ENVIRONMENT = {**os.environ, "RISCONTRO_CLOCK": "2026-01-31T12:00:00Z"}
PLACES = ("Rome", "Paris", "Tokyo", "Delhi", "Cairo", "Lima", "Oslo", "Accra")


def start(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


def write_reports(folder: Path, day: int) -> None:
    folder.mkdir()
    for number, place in enumerate(PLACES):
        text = (
            f"Japan's foreign minister met his Indian counterpart in {place} on {day + number} March 2024, Tokyo said."
        )
        (folder / f"{place}.txt").write_text(text, "utf-8")


@pytest.fixture
def folders(tmp_path):
    for name, day in (("first", 1), ("second", 11)):
        write_reports(tmp_path / name, day)
    return tmp_path / "first", tmp_path / "second"


def test_collecting_reading_and_looking_go_on_side_by_side(tmp_path, folders):
    together, apart = tmp_path / "together", tmp_path / "apart"
    for case in (together, apart):
        assert finish(start("init", case, "--pair", "JPN:IND", "--title", "x"))[0] == 0
    first, second = folders
    running = [
        start("collect", first, "--case", together, "--published", "2024-03-20"),
        start("collect", second, "--case", together, "--published", "2024-03-20"),
        start("read", "--case", together),
        start("show", "--case", together),
    ]
    for process in running:
        code, _, err = finish(process)
        assert code == 0, err
    for case, inputs in ((together, []), (apart, [first, second])):
        for one in inputs:
            assert finish(start("collect", one, "--case", case, "--published", "2024-03-20"))[0] == 0
        for verb in ("read", "weigh"):
            assert finish(start(verb, "--case", case))[0] == 0
    dumps = [finish(start("dump", "--case", case))[1] for case in (together, apart)]
    assert dumps[0] == dumps[1]
    assert dumps[0].count("clm-") > 0
    assert finish(start("doctor", "--case", together))[0] == 0


def test_a_bulk_job_keeps_others_out_and_says_so(tmp_path, folders):
    case = Case.init(tmp_path / "case", title="x")
    with case.ledger() as ledger, ledger.bulk("rebuild"):
        code, _, err = finish(start("collect", folders[0], "--case", case.path))
        assert code == 5
        assert "'rebuild'" in err
        assert finish(start("show", "--case", case.path))[0] == 0


def test_the_same_job_does_not_run_twice(tmp_path):
    case = Case.init(tmp_path / "case", title="x")
    with case.ledger() as one, case.ledger() as other, one.working("weigh", alone=True):
        with other.working("collect"):
            pass
        with pytest.raises(BusyError), other.working("weigh", alone=True):
            pass

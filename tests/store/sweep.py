"""Kills a job at each of its steps, one after another: ``python -m tests.store.sweep JOB FOLDER STRIDE``.

A step is a write to the archive (killed half-way through its bytes), a sync, a rename, or a statement to the ledger.
After each kill the job is asked for again, and the case must be as an undisturbed job leaves it. Prints how many steps
there were; ends with an assertion where a case differs. A process of its own, because it forks.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bench.kills import complete, enter, make_inputs, read_and_weigh
from riscontro.model.judgement import Anchor, Verdict
from riscontro.store import archive, connection
from riscontro.store.case import Case
from riscontro.store.doctor import doctor
from riscontro.store.dump import dump
from riscontro.store.judgements import add_judgement
from riscontro.store.purge import purge
from riscontro.store.rebuild import new_ledger_beside, swap_in

NOON = datetime(2024, 10, 17, 12, tzinfo=UTC)


def do_collect(path: Path) -> None:
    complete(path, path.parent / "inputs")


def do_purge(path: Path) -> None:
    case = Case.open(path)
    with case.ledger() as ledger, ledger.bulk("purge"):
        target = next((stone.capture_id for stone in ledger.tombstones()), None) or first_capture(case)
        purge(case, ledger, target, reason="a source at risk", by="An Editor", at=NOON)


def first_capture(case: Case) -> str:
    with case.ledger() as ledger:
        return min(capture.id for capture, _ in ledger.captures())


def do_rebuild(path: Path) -> None:
    case = Case.open(path)
    with case.ledger() as live, live.bulk("rebuild"), new_ledger_beside(case) as fresh:
        run = fresh.begin_run("rebuild", at=NOON, version="0")
        for found in case.archive.captures():
            enter(fresh, [found])
        read_and_weigh(fresh, run)
        swap_in(case, fresh)


def do_judge(path: Path) -> None:
    with Case.open(path).ledger() as ledger:
        if ledger.judgement_head()[0]:
            return
        anchor = Anchor(document_id="doc-0", url=None, quote="", before="", after="", act="AID///")
        add_judgement(ledger, verdict=Verdict.UNDO, anchors=[anchor], by="ed", at=NOON, why="seen otherwise")


JOBS: dict[str, Callable[[Path], None]] = {
    "collect": do_collect,
    "purge": do_purge,
    "rebuild": do_rebuild,
    "judge": do_judge,
}


def killed_at(step: int, job: Callable[[Path], None], path: Path) -> int:
    """Do a job in a child that kills itself at a step; return how many steps it took, 0 where it died."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        count = kill_self_at(step)
        job(path)
        os.write(write_end, str(count[0]).encode())
        os._exit(0)
    os.close(write_end)
    os.waitpid(child, 0)
    with os.fdopen(read_end) as pipe:
        return int(pipe.read() or 0)


def kill_self_at(step: int) -> list[int]:
    """Make this process kill itself at a step; return the counter of steps."""
    count = [0]

    def stepping(function, half=None):
        def stepped(*arguments, **named):
            count[0] += 1
            if count[0] == step:
                if half is not None:
                    half(*arguments)
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **named)

        return stepped

    archive._write_all = stepping(archive._write_all, lambda file, block: file.write(block[: len(block) // 2]))
    os.fsync = stepping(os.fsync)
    Path.replace = stepping(Path.replace)
    for name in ("execute", "executemany", "receive"):
        setattr(connection.Connection, name, stepping(getattr(connection.Connection, name)))
    return count


def lines(path: Path) -> list[str]:
    with Case.open(path).ledger() as ledger:
        return list(dump(ledger))


def check(path: Path, expected: list[str], step: int) -> None:
    case = Case.open(path)
    assert lines(path) == expected, step
    assert doctor(case) == (), (step, doctor(case))
    kept = [capture.id for capture, _ in case.archive.captures()]
    assert len(kept) == len(set(kept)), step


def sweep(name: str, folder: Path, stride: int) -> int:
    """Kill the job at every ``stride``-th step; return how many steps it has."""
    job = JOBS[name]
    make_inputs(folder / "inputs", 8)
    model = folder / "model"

    def prepare(path: Path) -> Path:
        if name != "collect":
            shutil.copytree(model, path)
        return path

    complete(model, folder / "inputs")
    undisturbed = prepare(folder / "undisturbed")
    job(undisturbed)
    expected = lines(undisturbed)
    steps = killed_at(0, job, prepare(folder / "counted"))
    check(folder / "counted", expected, 0)
    for step in range(1, steps + 1, stride):
        path = prepare(folder / f"case-{step}")
        assert killed_at(step, job, path) == 0, step
        job(path)
        check(path, expected, step)
        shutil.rmtree(path)
    return steps


if __name__ == "__main__":
    print(sweep(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))

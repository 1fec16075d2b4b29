"""Killed at any point, nothing committed is lost and the next run goes on."""

from __future__ import annotations

import subprocess
import sys
import textwrap

from bench.kills import ROOT, make_inputs, run_kills

SWEEP = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from bench.kills import complete
    from riscontro.store import archive, connection
    from riscontro.store.case import Case
    from riscontro.store.doctor import doctor
    from riscontro.store.dump import dump

    folder, stride = Path(sys.argv[1]), int(sys.argv[2])
    inputs = folder / "inputs"

    def lines(path):
        with Case.open(path).ledger() as ledger:
            return list(dump(ledger))

    def killed_at(step, path):
        '''Complete a case in a child that kills itself at a step; return how many steps it took where it lived.'''
        count = 0

        def stepping(function, half=None):
            def stepped(*arguments, **named):
                nonlocal count
                count += 1
                if count == step:
                    if half is not None:
                        half(*arguments)
                    os.kill(os.getpid(), signal.SIGKILL)
                return function(*arguments, **named)
            return stepped

        read_end, write_end = os.pipe()
        child = os.fork()
        if child == 0:
            archive._write_all = stepping(archive._write_all, lambda file, block: file.write(block[: len(block) // 2]))
            os.fsync = stepping(os.fsync)
            for name in ("execute", "executemany"):
                setattr(connection.Connection, name, stepping(getattr(connection.Connection, name)))
            complete(path, inputs)
            os.write(write_end, str(count).encode())
            os._exit(0)
        os.close(write_end)
        os.waitpid(child, 0)
        with os.fdopen(read_end) as pipe:
            return int(pipe.read() or 0)

    complete(folder / "undisturbed", inputs)
    expected = lines(folder / "undisturbed")
    steps = killed_at(0, folder / "counted")
    assert lines(folder / "counted") == expected
    for step in range(1, steps + 1, stride):
        path = folder / f"case-{step}"
        assert killed_at(step, path) == 0, step
        complete(path, inputs)
        assert lines(path) == expected, step
        assert doctor(Case.open(path)) == (), step
        kept = [capture.id for capture, _ in Case.open(path).archive.captures()]
        assert len(kept) == len(set(kept)), step
    print(steps)
""")


def test_killed_at_each_step_of_a_run_the_next_completes_it(tmp_path):
    make_inputs(tmp_path / "inputs", 8)
    done = subprocess.run(
        [sys.executable, "-c", SWEEP, tmp_path, "3"], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 50


def test_twenty_random_kills_leave_what_an_undisturbed_run_leaves():
    outcome = run_kills(kills=20, seed=7, inputs=30)
    assert outcome.faults == ()
    assert outcome.kills == 20

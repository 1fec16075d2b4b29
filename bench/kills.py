"""Kills runs at random moments and compares what they come to: ``python -m bench.kills --kills 200``.

Each trial collects and reads the same inputs into a fresh case, is killed by SIGKILL at random moments of one to four
runs, and is then left to complete. Its dump must equal that of an undisturbed run, the doctor must find no fault, and
what the ledger held at a kill must still be there at the end. Prints one line; ends with 1 where a trial differs.

``--through store`` (the default) drives the archive and the ledger alone; ``--through cli`` the command line.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from riscontro.errors import RiscontroError
from riscontro.model.claim import Claim, EventType, Reading, claim_id
from riscontro.model.document import Access, Capture, Declared, Document, capture_id, document_id
from riscontro.model.event import Event, StatusChange, Weighing
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.ids import make_id, sha256_hex
from riscontro.model.mention import Span
from riscontro.store.case import Case
from riscontro.store.doctor import doctor
from riscontro.store.dump import dump
from riscontro.store.ledger import Ledger
from riscontro.store.values import Location, Run

ROOT = Path(__file__).parents[1]
START = datetime(2024, 10, 17, 8, tzinfo=UTC)
CLOCK = "2024-10-17T12:00:00Z"
BATCH = 4
"""Captures or documents between two commits: few, so that kills meet many commits."""
KILLS_PER_TRIAL = 4
READER = "bench/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the kills came to: how many struck a running child, over how many trials, and what was wrong."""

    kills: int
    trials: int
    faults: tuple[str, ...]
    seconds: float


def child_command(through: str, folder: Path) -> list[str]:
    """Return the command that completes the case in ``folder``, however far it has come, from the inputs beside it."""
    case, inputs = str(folder / "case"), str(folder.parent / "inputs")
    if through == "cli":
        out = str(folder / "dossier.html")
        return [sys.executable, "-m", "riscontro", "run", inputs, "--case", case, "--pair", "ITA:UKR", "-o", out]
    return [sys.executable, "-m", "bench.kills", "--child", case, inputs]


def make_inputs(folder: Path, count: int) -> None:
    """Write ``count`` short reports of different lengths."""
    folder.mkdir(parents=True)
    for number in range(count):
        act = "Italy will send air-defence missiles to Ukraine, the defence minister said on Tuesday."
        text = f"Report {number}. {act} " + f"It is delivery {number} of this year. " * (number % 7)
        (folder / f"{number:03}.txt").write_text(text, "utf-8")


# The child: collects, reads and weighs through the store alone, as the pipeline does through the rooms.


def complete(case_path: Path, inputs: Path) -> None:
    """Bring a case to completion from wherever a killed run left it."""
    case = Case.open(case_path) if (case_path / "case.toml").is_file() else Case.init(case_path, title="Kills")
    captures = [_capture(path, number) for number, path in enumerate(sorted(inputs.iterdir()))]
    with case.ledger() as ledger, ledger.bulk("kills"):
        run = ledger.begin_run("kills", at=START, version="0")
        for capture, location in case.archive.recover(ledger.archive_ends()).adopted:
            if not ledger.has_capture(capture.id):
                enter(ledger, [(case.archive.read_capture(location), location)])
        fresh = [capture for capture in captures if not ledger.has_capture(capture.id)]
        for start in range(0, len(fresh), BATCH):
            batch = fresh[start : start + BATCH]
            enter(ledger, list(zip(batch, case.archive.append(batch), strict=True)))
        read_and_weigh(ledger, run)


def _capture(path: Path, number: int) -> Capture:
    payload, declared = path.read_bytes(), Declared()
    digest = sha256_hex(payload)
    return Capture(
        id=capture_id(digest=digest, url=None, declared=declared),
        digest=digest,
        size=len(payload),
        media_type="text/plain",
        origin=path.name,
        # Over midnight, so that the archive has two files.
        moment=START + timedelta(minutes=20 * number),
        declared=declared,
        payload=payload,
    )


def enter(ledger: Ledger, captured: list[tuple[Capture, Location]]) -> None:
    """Enter captures and their documents in one transaction."""
    with ledger.transaction():
        for capture, location in captured:
            ledger.add_capture(capture, location)
            ledger.add_document(_document(capture))


def _document(capture: Capture) -> Document:
    assert capture.payload is not None
    return Document(
        id=document_id(part_digest=capture.digest, declared=capture.declared),
        capture_id=capture.id,
        part=0,
        url=None,
        publisher="Example Post",
        author=None,
        title=capture.origin,
        text=capture.payload.decode("utf-8"),
        lang="en",
        translated=None,
        published=None,
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=capture.moment,
    )


def read_and_weigh(ledger: Ledger, run: Run) -> None:
    """Read what waits and weigh all claims, each into an event of its own."""
    waiting = [ledger.document(name) for name in ledger.document_ids(unread_by=READER)]
    for start in range(0, len(waiting), BATCH):
        with ledger.transaction():
            for document in waiting[start : start + BATCH]:
                ledger.add_reading(_reading(document), run=run)
    claims = sorted(ledger.claims(), key=lambda claim: claim.id)
    ledger.put_weighing(Weighing(events=tuple(_event(claim) for claim in claims)), run=run)


def _reading(document: Document) -> Reading:
    span = Span(0, len(document.text))
    name = claim_id(
        document_id=document.id, span=span, actor="ITA", type=EventType.AID, mode=None, recipient="UKR", root=None
    )
    claim = Claim(
        id=name,
        document_id=document.id,
        span=span,
        actor="ITA",
        type=EventType.AID,
        mode=None,
        recipient="UKR",
        reader=READER,
    )
    return Reading(document_id=document.id, lang="en", reader=READER, claims=(claim,))


def _event(claim: Claim) -> Event:
    grade = Grade(reliability=Reliability.F, credibility=Status.REPORTED.credibility)
    change = StatusChange(
        status=Status.REPORTED,
        grade=grade,
        at=START,
        held_at=START,
        document_id=claim.document_id,
        claim_id=claim.id,
        rule="one-group",
        reason="one independent group asserts it",
        origins=1,
    )
    return Event(
        id=make_id("evt", [claim.id]),
        actor=claim.actor,
        type=claim.type,
        mode=None,
        recipient=claim.recipient,
        opponent=None,
        place=None,
        when=None,
        quantity=None,
        claims=(claim.id,),
        origins=(),
        status=Status.REPORTED,
        grade=grade,
        history=(change,),
    )


# The harness


def run_kills(*, kills: int, seed: int, inputs: int = 60, through: str = "store") -> Outcome:
    """Kill runs until ``kills`` of them were struck, and return what they came to."""
    chance, begun = random.Random(seed), time.monotonic()
    struck = trials = 0
    faults: list[str] = []
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        model = Path(name) / "undisturbed"
        model.mkdir()
        make_inputs(model.parent / "inputs", inputs)
        whole = _seconds(through, model)
        # With nothing left to do a run shows how long it takes to start.
        idle = min(_seconds(through, model), whole)
        expected = _lines(model)
        while struck < kills:
            folder = Path(name) / f"trial-{trials}"
            folder.mkdir()
            wanted = min(chance.randint(1, KILLS_PER_TRIAL), kills - struck)
            moments = [chance.uniform(0.6 * idle, whole) for _ in range(wanted)]
            hit, found = _trial(through, folder, moments, expected)
            struck, trials = struck + hit, trials + 1
            faults += [f"seed {seed}, trial {trials}: {fault}" for fault in found]
    return Outcome(kills=struck, trials=trials, faults=tuple(faults), seconds=time.monotonic() - begun)


def _trial(through: str, folder: Path, moments: list[float], expected: list[str]) -> tuple[int, list[str]]:
    struck, held = 0, set[str]()
    for moment in moments:
        struck += _kill(through, folder, moment)
        held |= _documents(folder)
    done = _start(through, folder)
    _, errors = done.communicate()
    if done.returncode:
        return struck, [f"the run after the kills ended with {done.returncode}: {errors.decode()[-500:]}"]
    return struck, list(_faults(folder, expected, held))


def _faults(folder: Path, expected: list[str], held: set[str]) -> Iterator[str]:
    lines = _lines(folder)
    if lines != expected:
        differing = sorted(set(lines) ^ set(expected))
        yield f"{len(differing)} lines differ, the first: {differing[0][:300] if differing else 'order'}"
    lost = held - _documents(folder)
    if lost:
        yield f"committed before a kill and lost: {sorted(lost)[:5]}"
    case = Case.open(folder / "case")
    kept = [capture.id for capture, _ in case.archive.captures()]
    if len(kept) != len(set(kept)):
        yield f"the archive holds {len(kept)} originals, {len(set(kept))} of them different"
    yield from (f"{finding.code}: {finding.what} ({finding.where})" for finding in doctor(case))


def _start(through: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "RISCONTRO_CLOCK": CLOCK}
    return subprocess.Popen(
        child_command(through, folder),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def _seconds(through: str, folder: Path) -> float:
    begun = time.monotonic()
    child = _start(through, folder)
    _, errors = child.communicate()
    if child.returncode:
        raise SystemExit(f"the undisturbed run failed:\n{errors.decode()}")
    return time.monotonic() - begun


def _kill(through: str, folder: Path, moment: float) -> bool:
    """Start a run and kill it after ``moment`` seconds; return whether it was still running then."""
    with _start(through, folder) as child:
        try:
            child.communicate(timeout=moment)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
            return True
    return False


@contextmanager
def _opened(folder: Path) -> Iterator[Ledger | None]:
    try:
        case = Case.open(folder / "case")
    except RiscontroError:
        yield None
        return
    with case.ledger() as ledger:
        yield ledger


def _documents(folder: Path) -> set[str]:
    with _opened(folder) as ledger:
        return set() if ledger is None else set(ledger.document_ids())


def _lines(folder: Path) -> list[str]:
    with _opened(folder) as ledger:
        return [] if ledger is None else list(dump(ledger))


def main(arguments: list[str] | None = None) -> int:
    """Run the bench, or the child that it kills."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=60)
    parser.add_argument("--through", choices=["store", "cli"], default="store")
    parser.add_argument("--child", nargs=2, type=Path, metavar=("CASE", "INPUTS"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        complete(*options.child)
        return 0
    outcome = run_kills(kills=options.kills, seed=options.seed, inputs=options.inputs, through=options.through)
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    print(
        f"kills={outcome.kills} trials={outcome.trials} through={options.through} seed={options.seed}"
        f" differing={len(outcome.faults)} seconds={outcome.seconds:.0f}"
    )
    return 1 if outcome.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())

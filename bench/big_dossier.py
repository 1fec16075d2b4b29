"""What a dossier on a large ledger costs: ``python -m bench.big_dossier [--verbs] [--exports] [SIZE ...]``.

For each size (claims; by default 10,000, 100,000 and 1,000,000) a ledger of made-up reports is filled in bulk: half of
the events, of fifty claims each, are on one pair (ten thousand at the largest), the rest on others. Then ``riscontro
tell`` runs in a process of its own, as the case stands and as known at a moment in the middle of it. Printed: seconds
that passed and those of the processor, peak memory, and the size of the page in megabytes; with ``--verbs`` the same of
``show`` and ``relate``, with ``--exports`` of one format of each way in which a case is walked over.
``bench/ledgers.py`` says how a filled ledger is kept.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bench.ledgers import NOW, insert, kept, make_document, mark_weighed, quickly
from riscontro.model.claim import Basis, Claim, EventType, Evidence, Quantity, Root, Stance
from riscontro.model.document import Document
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.mention import Span
from riscontro.model.time import Interval, end_of_day
from riscontro.store.case import Case

EXPORTS = ("csv", "jsonl", "claims", "parquet", "geojson", "csl", "atom", "stix", "polecat", "ftm")
"""The formats measured."""

SIZES = (10_000, 100_000, 1_000_000)
CLAIMS_A_DOCUMENT = 2
CLAIMS_AN_EVENT = 50
PAIR = ("PRK", "RUS")
OTHERS = (("IRN", "SYR"), ("CHN", "PAK"), ("USA", "UKR"), ("KOR", "USA"), ("BLR", "RUS"), ("IND", "FRA"))
MODES = ("ammunition", "missiles", "artillery", "troops", "workers", "oil", "food", "money", "technology", "equipment")
ROOTS = (
    Root(name="the South Korean intelligence service", state="KOR", kind=Basis.INTELLIGENCE),
    Root(name="the Ukrainian defence ministry", state="UKR", kind=Basis.OFFICIAL),
    Root(name="a satellite operator", state=None, kind=Basis.SATELLITE),
    None,
)
FIRST_DAY = date(2019, 1, 1)
STATUSES = (Status.REPORTED, Status.CORROBORATED, Status.CONFIRMED, Status.REPORTED)
TEXT = (
    "{root} said that {actor} had supplied {mode} to {recipient} in the course of the month, at least {count} "
    "containers in all. The report could not be checked on the spot, and neither capital has commented on it so far. "
) * 3


def _sides(number: int) -> tuple[str, str]:
    return PAIR if number % 2 == 0 else OTHERS[number // 2 % len(OTHERS)]


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 7 % 2500)


def make_event(number: int) -> tuple[Event, list[Claim], list[Document]]:
    """Return an event with the claims that it rests on and the documents that hold them."""
    actor, recipient = _sides(number)
    mode, day = MODES[number // 2 % len(MODES)], _day(number)
    when = Interval(earliest=day, latest=day + timedelta(days=number % 3))
    quantity = Quantity(minimum=100 + number % 900, maximum=None, unit="container", bound="at least")
    documents, claims = [], []
    for place in range(CLAIMS_AN_EVENT // CLAIMS_A_DOCUMENT):
        name = f"doc-{number:010x}{place:06x}"
        published = day + timedelta(days=3 + place)
        root = ROOTS[place % len(ROOTS)]
        told = {"actor": actor, "recipient": recipient, "mode": mode, "count": quantity.minimum}
        text = TEXT.format(root=root.name if root else "The paper", **told)
        url = f"https://paper-{place}.example/{name}"
        documents.append(
            make_document(name, published, publisher=f"Paper {place}", url=url, title="A report", text=text)
        )
        for part in range(CLAIMS_A_DOCUMENT):
            span = Span(part * 200, part * 200 + 120)
            claims.append(
                Claim(
                    id=f"clm-{number:08x}{place:04x}{part:04x}",
                    document_id=name,
                    span=span,
                    actor=actor,
                    type=EventType.AID,
                    mode=mode,
                    recipient=recipient,
                    when=when,
                    quantity=quantity,
                    basis=root.kind if root else Basis.NONE,
                    root=root,
                    evidence=(Evidence(field="mode", span=Span(span.start + 20, span.start + 40)),),
                    reader="bench",
                )
            )
    return _event(number, claims, day, quantity, when), claims, documents


def _event(number: int, claims: list[Claim], day: date, quantity: Quantity, when: Interval) -> Event:
    status = STATUSES[number % len(STATUSES)]
    grade = Grade(reliability=Reliability.C, credibility=status.credibility)
    first = end_of_day(day + timedelta(days=3))
    groups = {Status.REPORTED: 1, Status.CORROBORATED: 2, Status.CONFIRMED: 3}[status]
    origins = tuple(
        Origin(
            id=f"org-{number:012x}{place:04x}",
            name=root.name if root else "The paper",
            state=root.state if root else None,
            kind=root.kind if root else Basis.MEDIA,
            group=f"group:{place}",
            stance=Stance.ASSERTS,
            claims=tuple(claim.id for claim in claims if claim.root == root),
            public_from=first,
            counts=place < groups,
            why="counts as a source named by the text" if place < groups else "an outlet that names no source",
        )
        for place, root in enumerate(ROOTS)
    )
    row = StatusChange(
        status=status,
        grade=grade,
        at=first,
        held_at=NOW,
        document_id=claims[0].document_id,
        claim_id=claims[0].id,
        rule=status.value,
        reason="independent groups assert it",
        origins=groups,
    )
    return Event(
        id=f"evt-{number:016x}",
        actor=claims[0].actor,
        type=EventType.AID,
        mode=claims[0].mode,
        recipient=claims[0].recipient,
        opponent=None,
        place=None,
        when=when,
        quantity=quantity,
        claims=tuple(claim.id for claim in claims),
        origins=origins,
        status=status,
        grade=grade,
        history=(row,),
    )


def fill(path: Path, claims: int) -> Case:
    """Return a case with documents, claims and events in bulk, as reading and weighing would have left them."""
    case = Case.init(path, pairs=[PAIR])
    with case.ledger() as ledger, quickly(ledger):
        run = ledger.begin_run("weigh", at=NOW, version="bench").number
        for start in range(0, claims // CLAIMS_AN_EVENT, 200):
            made = [make_event(number) for number in range(start, min(start + 200, claims // CLAIMS_AN_EVENT))]
            documents = [document for _, _, held in made for document in held]
            told = (claim for _, claims, _ in made for claim in claims)
            insert(ledger, documents, told, [event for event, _, _ in made], run=run)
    return case


class Cost(NamedTuple):
    """What a command cost: seconds that passed, those of the processor, and peak memory in megabytes."""

    seconds: float
    cpu: float
    peak: float

    def words(self, name: str = "") -> str:
        """Return the figures as a bench prints them."""
        mark = f"{name}_" if name else ""
        return f"{mark}seconds={self.seconds:.1f} {mark}cpu_s={self.cpu:.1f} {mark}peak_mb={self.peak:.0f}"


def cost(arguments: list[str]) -> Cost:
    """Run the command line in a process of its own; return what it cost."""
    code = (
        "import resource, sys\n"
        "from riscontro.cli.main import exit_code_of\n"
        f"code = exit_code_of({arguments!r})\n"
        "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    before, started = _children(), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    spent = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")
    return Cost(spent, _children() - before, int(done.stderr.rsplit("peak ", 1)[1].split()[0]) / 1024)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def asked(arguments: list[str], case: Path, out: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield what is measured beside the dossier, by name."""
    tell = ["tell", "-C", str(case), "--pair", ":".join(PAIR), "-o", str(out / "past.html")]
    yield "as_of", [*tell, "--as-of", str(FIRST_DAY + timedelta(days=1250))]
    if "--verbs" in arguments:
        yield "show", ["show", "-C", str(case)]
        yield "relate", ["relate", "-C", str(case), "--pair", ":".join(PAIR)]
    if "--exports" in arguments:
        for name in EXPORTS:
            yield name, ["export", name, "-C", str(case), "-o", str(out / name)]


def main(arguments: list[str]) -> None:
    """Print one line for each size."""
    sizes = [int(one) for one in arguments if one.isdigit()] or list(SIZES)
    for size in sizes:
        with (
            kept(f"big-{size}", partial(fill, claims=size), made_by=__file__) as case,
            tempfile.TemporaryDirectory() as folder,
        ):
            mark_weighed(case)
            page = Path(folder) / "dossier.html"
            spent = cost(["tell", "-C", str(case.path), "--pair", ":".join(PAIR), "-o", str(page)])
            line = f"big_dossier claims={size} {spent.words()} html_mb={page.stat().st_size / 1e6:.2f}"
            for name, command in asked(arguments, case.path, Path(folder)):
                line += f" {cost(command).words(name)}"
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

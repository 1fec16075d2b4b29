"""What a dossier on a large ledger costs: ``python -m bench.big_dossier [--verbs] [SIZE ...]``.

For each size (claims; by default 10,000, 100,000 and 1,000,000) a ledger of made-up reports is filled in bulk: half of
the events, of fifty claims each, are on one pair (ten thousand at the largest), the rest on others. Then ``riscontro
tell`` runs in a process of its own. Printed: seconds, peak memory, and the size of the page in megabytes; with
``--verbs`` the same of ``show``, ``relate`` and ``export csv``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from riscontro.model.claim import Basis, Claim, EventType, Evidence, Quantity, Root, Stance
from riscontro.model.document import Access, Document
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published, end_of_day
from riscontro.store.case import Case
from riscontro.store.codec import (
    CHANGE,
    CLAIM,
    DOCUMENT,
    EVENT,
    change_to_row,
    claim_to_row,
    document_to_row,
    event_to_row,
    marks,
)
from riscontro.store.views import listed

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
NOW = datetime(2026, 1, 1, tzinfo=UTC)
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
        documents.append(_document(name, published, text, place))
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


def _document(name: str, published: date, text: str, place: int) -> Document:
    return Document(
        id=name,
        capture_id="cap-0",
        part=0,
        url=f"https://paper-{place}.example/{name}",
        publisher=f"Paper {place}",
        author=None,
        title="A report",
        text=text,
        lang="en",
        translated=None,
        published=Published(value=published.isoformat(), found_by="declared"),
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=NOW,
    )


def fill(case: Case, claims: int) -> None:
    """Insert documents, claims and events in bulk, as reading and weighing would have left them."""
    with case.ledger() as ledger:
        run = ledger.begin_run("weigh", at=NOW, version="bench").number
        ledger.execute("PRAGMA synchronous = OFF")
        sequence = 0
        for start in range(0, claims // CLAIMS_AN_EVENT, 200):
            made = [make_event(number) for number in range(start, min(start + 200, claims // CLAIMS_AN_EVENT))]
            with ledger.transaction():
                documents = [document for _, _, held in made for document in held]
                numbered = list(enumerate(documents, start=sequence + 1))
                sequence += len(documents)
                ledger.executemany(
                    f"INSERT INTO document (seq, {listed(DOCUMENT)}, reader) VALUES (?, {marks(DOCUMENT)}, 'bench')",
                    ((seq, *document_to_row(document)) for seq, document in numbered),
                )
                ledger.executemany(
                    "INSERT INTO document_text (seq, text) VALUES (?, ?)",
                    ((seq, document.text) for seq, document in numbered),
                )
                ledger.executemany(
                    f"INSERT INTO claim ({listed(CLAIM)}, known_from) VALUES ({marks(CLAIM)}, {run})",
                    (claim_to_row(claim) for _, told, _ in made for claim in told),
                )
                ledger.executemany(
                    f"INSERT INTO event ({listed(EVENT)}, known_from) VALUES ({marks(EVENT)}, {run})",
                    (event_to_row(event) for event, _, _ in made),
                )
                ledger.executemany(
                    f"INSERT INTO status_change ({listed(CHANGE)}, known_from) VALUES ({marks(CHANGE)}, {run})",
                    (change_to_row(event.id, 0, event.history[0]) for event, _, _ in made),
                )
                ledger.executemany(
                    "INSERT INTO event_claim (event_id, claim_id) VALUES (?, ?)",
                    ((event.id, claim_id) for event, _, _ in made for claim_id in event.claims),
                )
        ledger.execute("PRAGMA synchronous = FULL")


def cost(arguments: list[str]) -> tuple[float, float]:
    """Run the command line in a process of its own; return its seconds and its peak memory in megabytes."""
    code = (
        "import resource, sys\n"
        "from riscontro.cli.main import exit_code_of\n"
        f"code = exit_code_of({arguments!r})\n"
        "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
        "sys.exit(code)"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    spent = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"{arguments}: {done.stderr[-2000:]}")
    return spent, int(done.stderr.rsplit("peak ", 1)[1].split()[0]) / 1024


def verbs(case: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the other verbs that read a large ledger, by name."""
    yield "show", ["show", "-C", str(case)]
    yield "relate", ["relate", "-C", str(case), "--pair", ":".join(PAIR)]
    yield "export", ["export", "csv", "-C", str(case)]


def main(arguments: list[str]) -> None:
    """Print one line for each size."""
    sizes = [int(one) for one in arguments if one.isdigit()] or list(SIZES)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            case = Path(folder) / "case"
            fill(Case.init(case, pairs=[PAIR]), size)
            page = Path(folder) / "dossier.html"
            spent, peak = cost(["tell", "-C", str(case), "--pair", ":".join(PAIR), "-o", str(page)])
            html = page.stat().st_size / 1e6
            line = f"big_dossier claims={size} seconds={spent:.1f} peak_mb={peak:.0f} html_mb={html:.2f}"
            for name, asked in verbs(case) if "--verbs" in arguments else ():
                spent, peak = cost(asked)
                line += f" {name}_seconds={spent:.1f} {name}_mb={peak:.0f}"
            print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

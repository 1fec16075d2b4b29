"""Link gold claims through the product: ``python -m bench.link CLAIMS.jsonl`` prints ``{"claim", "event"}`` lines.

A line in: ``claim`` (id), ``document``, ``published`` (day or month), ``lang``, and the fields of a claim. Without a
file the claims of the topic exam are linked and scored, and one line is printed.
"""

from __future__ import annotations

import json
import runpy
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.exams import exam_folder
from riscontro.model.claim import Basis, Claim, EventType, Modality, Quantity, Root
from riscontro.model.document import Access, Provenance
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published, public_from
from riscontro.weigh import weigh

HELD = datetime(2100, 1, 1, tzinfo=UTC)
"""A moment after every publication, so that the published date alone decides when a claim was public."""


def gold_to_claim(row: dict[str, Any]) -> Claim:
    """Return one line as a claim."""
    when, figure, root = row["when"], row["quantity"], row["root"]
    return Claim(
        id=row["claim"],
        document_id=row["document"],
        span=Span(*row["span"]),
        actor=row["actor"],
        type=EventType(row["type"]),
        mode=row["mode"],
        recipient=row["recipient"],
        opponent=row["opponent"],
        place=row["place"],
        when=Interval(earliest=_day(when["earliest"]), latest=_day(when["latest"])) if when else None,
        quantity=Quantity(minimum=figure["min"], maximum=figure["max"], unit=figure["unit"]) if figure else None,
        modality=Modality(row["modality"]),
        basis=Basis(row["basis"]),
        root=Root(name=root["name"], state=root["state"], kind=Basis(root["kind"])) if root else None,
        via=tuple(row["via"]),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def gold_to_provenance(row: dict[str, Any]) -> Provenance:
    """Return what a line says of its document."""
    return Provenance(
        document_id=row["document"],
        url=None,
        publisher=row["document"],
        lang=row["lang"],
        translated=None,
        access=Access.FULL,
        share=1.0,
        family=None,
        version=1,
        public_from=public_from(Published(value=row["published"], found_by="contract"), HELD),
        held_from=HELD,
    )


def link_rows(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield each claim's id and that of its event, in the order of events."""
    provenances = {row["document"]: gold_to_provenance(row) for row in rows}
    for event in weigh(map(gold_to_claim, rows), provenances=provenances).events:
        yield from ((claim, event.id) for claim in event.claims)


def main(path: str) -> None:
    """Link the claims of one file."""
    lines = Path(path).read_text("utf-8").splitlines()
    for claim, event in link_rows([json.loads(line) for line in lines if line.strip()]):
        print(json.dumps({"claim": claim, "event": event}, ensure_ascii=False))


def score() -> None:
    """Link the claims of the topic exam and print how they agree with it (B-cubed)."""
    folder = exam_folder("topic")
    if folder is None:
        return
    exam = runpy.run_path(str(folder / "link.py"))
    gold = list(exam["gold_claims"](str(folder / "dev.jsonl")))
    about = [
        {"claim": id, "document": passage["id"], "published": passage["published"], "lang": passage["lang"], **claim}
        for id, passage, claim in gold
    ]
    precision, recall, f1 = exam["b_cubed"](dict(link_rows(about)), {id: claim["event"] for id, _, claim in gold})
    print(f"link: precision={precision:.3f} recall={recall:.3f} f1={f1:.3f} claims={len(gold)}")


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    if len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        score()

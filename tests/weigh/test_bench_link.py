"""The bench of linking: gold lines in, claim and event lines out, through the product's own code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bench.link import gold_to_claim, gold_to_provenance, link_rows, main


def _row(claim: str, **fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"opponent": None, "place": None, "when": None, "quantity": None, "root": None, "via": []}
    told = {
        "actor": "PRK",
        "type": "AID",
        "mode": "troops",
        "recipient": "RUS",
        "modality": "asserted",
        "basis": "none",
    }
    about = {"claim": claim, "document": claim.split("#")[0], "published": "2024-10-18", "lang": "en", "span": [0, 9]}
    return about | empty | told | fields


def test_every_field_of_a_line_reaches_the_claim() -> None:
    row = _row(
        "a#0",
        when={"earliest": "2024-10-08", "latest": None},
        quantity={"min": 1500, "max": None, "unit": "soldier"},
        root={"name": "NIS", "state": "KOR", "kind": "intelligence"},
        via=["Wire"],
    )
    claim = gold_to_claim(row)
    assert str(claim.when) == "2024-10-08/.."
    assert claim.quantity is not None
    assert (claim.quantity.minimum, claim.quantity.maximum, claim.quantity.unit) == (1500, None, "soldier")
    assert claim.root is not None
    assert (claim.root.state, claim.via) == ("KOR", ("Wire",))


@pytest.mark.parametrize(("published", "day"), [("2024-10-18", "2024-10-18"), ("2024-10", "2024-10-31")])
def test_a_month_is_public_at_its_end(published: str, day: str) -> None:
    assert gold_to_provenance(_row("a#0", published=published)).public_from.date().isoformat() == day


def test_claims_of_one_act_share_an_event() -> None:
    rows = [_row("a#0"), _row("b#0", published="2024-10-20"), _row("c#0", mode="oil")]
    events = dict(link_rows(rows))
    assert events["a#0"] == events["b#0"] != events["c#0"]


def test_it_prints_a_line_for_every_claim(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(json.dumps(_row(name)) for name in ("a#0", "b#0")) + "\n\n", "utf-8")
    main(str(path))
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["claim"] for line in printed} == {"a#0", "b#0"}
    assert all(line["event"].startswith("evt-") for line in printed)

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from riscontro.cli.tell import write_dossier
from riscontro.model.dossier import Dossier
from riscontro.tell import dossier_to_html
from riscontro.tell.companion import companion_table, needs_companion
from riscontro.tell.rank import EVENTS_SHOWN
from tests.tell.samples import small_dossier

NUMBER = EVENTS_SHOWN + 7


def large() -> Dossier:
    """Return the small dossier with its event many times over, each under an id of its own."""
    dossier = small_dossier()
    events = tuple(replace(dossier.events[0], id=f"evt-{number:03}") for number in range(NUMBER))
    return replace(dossier, events=events)


def rows(dossier: Dossier) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(companion_table(dossier, lang="en")))))


def test_only_a_dossier_that_leaves_events_out_needs_one() -> None:
    assert needs_companion(large())
    assert not needs_companion(small_dossier())


def test_every_event_is_in_the_table_once_and_what_is_shown_is_marked() -> None:
    held = rows(large())
    assert sorted(row["id"] for row in held) == sorted(event.id for event in large().events)
    assert sum(row["shown"] == "True" for row in held) == EVENTS_SHOWN


def test_the_grade_keeps_letter_and_digit() -> None:
    assert {row["grade"] for row in rows(large())} == {str(small_dossier().events[0].grade)}


def test_a_cell_that_a_spreadsheet_would_run_is_defused() -> None:
    dossier = large()
    events = (replace(dossier.events[0], place='=HYPERLINK("x")'), *dossier.events[1:])
    assert '\'=HYPERLINK("x")' in {row["place"] for row in rows(replace(dossier, events=events))}


@pytest.mark.parametrize(
    ("companion", "told"),
    [("x-events.csv", "in the table x-events.csv beside this file"), (None, "The other 7 stay in the case")],
)
def test_the_page_says_how_many_it_leaves_out_and_where_they_are(companion: str | None, told: str) -> None:
    page = dossier_to_html(replace(large(), companion=companion), lang="en")
    assert f"Shown are the {EVENTS_SHOWN} events of {NUMBER}" in page
    assert told in page


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_command_writes_it_beside_the_dossier(tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"dossier.{ending}"
    write_dossier(large(), out=out, format=None, lang="en", figures=False)
    assert "dossier-events.csv" in out.read_text("utf-8")
    assert len((tmp_path / "dossier-events.csv").read_text("utf-8").splitlines()) == NUMBER + 1

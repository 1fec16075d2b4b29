"""``riscontro export``: the case in the forms that other tools read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from riscontro.cli.common import PathParameter, case_option, clock, moment_options, note, open_case, optional_moment
from riscontro.cli.progress import meter
from riscontro.cli.tell import check_dossier_lang, check_out, replace_file
from riscontro.errors import UsageError

NAMES = (
    *("csv", "jsonl", "claims", "parquet", "geojson"),
    *("timelinejs", "bibtex", "csl", "atom", "stix", "gdelt", "polecat", "ftm"),
)
"""The formats by name, so that help needs none of them; a test holds it to the list of the room."""


@click.command("export")
@click.argument("format", type=click.Choice(NAMES))
@click.option(
    "-o", "--out", type=PathParameter, help="The file, or the folder of several; without it in out/ of the case."
)
@click.option("--lang", default="en", show_default=True, help="The language of sentences and names: en or it.")
@case_option
@moment_options
def command(
    format: str, out: Path | None, lang: str, case: Path | None, as_of: str | None, as_held: str | None
) -> None:
    """Write the whole case, all pairs, in a format: csv, jsonl and parquet (events, claims, documents), geojson,
    timelinejs, bibtex and csl (documents as references), atom (changes of status), stix (2.1), gdelt (61 columns),
    polecat (40 columns), ftm (Follow-the-Money statements), claims (as weigh CLAIMS takes them; Parquet where --out
    ends in .parquet).

    Ids are the case's own in every format. Cells that a spreadsheet would run are defused.
    """
    from riscontro.pipeline import hold_case
    from riscontro.tell.exports import FORMATS, export

    check_dossier_lang(lang)
    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    opened = open_case(case)
    several = FORMATS[format].several
    place = out or (opened.out / format if several else opened.out)
    if out is not None:
        _check_place(out, several=several, case=opened.path)
    with (
        meter("exporting", unit="documents") as report,
        hold_case(opened, as_of=moments[0], as_held=moments[1], clock=clock, report=report) as holdings,
    ):
        for name, pieces in export(holdings, format, lang=lang):
            target = place / name if several or out is None else place
            if target.suffix == ".parquet" and format in ("claims", "parquet"):
                _write_parquet(target, pieces, table=target.stem if format == "parquet" else None)
            else:
                _write(target, pieces)
            note(f"wrote {target}")


def _check_place(out: Path, *, several: bool, case: Path) -> None:
    if several and out.exists() and not out.is_dir():
        raise UsageError(f"--out {str(out)!r} is a file; this format is several files, name a folder")
    if not several:
        check_out(out, case=case)


def _write_parquet(target: Path, pieces: Iterable[str], *, table: str | None) -> None:
    """Write rows that come as JSON lines; ``table`` names one of the export's own, ``None`` claims for weighing."""
    from riscontro.store.parquet import CLAIM_COLUMNS, lines_to_parquet
    from riscontro.tell.exports.columnar import column_types
    from riscontro.tell.exports.lines import schema_text

    target.parent.mkdir(parents=True, exist_ok=True)
    columns = CLAIM_COLUMNS
    if table is not None:
        columns = column_types(table, list(json.loads(schema_text(table.removesuffix("s")))["properties"]))
    with TemporaryDirectory(dir=target.parent, prefix=".riscontro-") as folder:
        plain, ready = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        with plain.open("w", encoding="utf-8") as lines:
            lines.writelines(pieces)
        lines_to_parquet(plain, ready, columns)
        ready.replace(target)


def _write(target: Path, pieces: Iterable[str]) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    replace_file(target, pieces)

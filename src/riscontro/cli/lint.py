"""``riscontro lint``: hold an edited dossier against the claims that it cites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click

from riscontro.cli.common import (
    PathParameter,
    case_option,
    json_option,
    moment_options,
    note,
    open_case,
    optional_moment,
    pair_option,
    parse_pair,
    print_json,
    print_lines,
)
from riscontro.cli.tell import build_dossier, check_dossier_lang
from riscontro.errors import DriftError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from riscontro.check import Drift
    from riscontro.store.case import Case

LARGEST = 20_000_000
"""Characters of a dossier that is checked."""


@click.command("lint")
@click.argument("file", type=PathParameter)
@case_option
@pair_option
@click.option("--lang", help="The dossier's language; without it what its first lines say, else en.")
@json_option
@moment_options
def command(
    file: Path,
    case: Path | None,
    pair: str | None,
    lang: str | None,
    as_json: bool,
    as_of: str | None,
    as_held: str | None,
) -> None:
    """Check a dossier in Markdown, as written or edited by hand, against the claims that it cites.

    Each sentence is read again: who, to whom, what, figures with their bounds, dates, how certain, who denies. Every
    drift is printed with its line, what the sentence says and what is held; the exit code is then 9.
    Pair, language and moment are those that the first line of the dossier keeps, unless an option says otherwise.
    """
    from riscontro.check import check_markdown, knowledge_of, markdown_header
    from riscontro.tell import dossier_to_markdown

    text = _read(file)
    said = markdown_header(text)
    chosen = lang or said.get("lang", "en")
    check_dossier_lang(chosen)
    wanted = pair or said.get("pair")
    if wanted:
        parse_pair(wanted)
    opened = open_case(case)
    moment = optional_moment(as_of or said.get("as-of"), option="--as-of")
    dossier = build_dossier(opened, wanted, as_of=moment, as_held=optional_moment(as_held, option="--as-held"))
    beside = unquote(said["companion"]) if "companion" in said else None
    dossier = replace(dossier, since=optional_moment(said.get("since"), option="since"), companion=beside)
    known = knowledge_of(dossier, exists=_exists(opened))
    drifts = check_markdown(text, known, lang=chosen, printed=dossier_to_markdown(dossier, lang=chosen))
    if as_json:
        print_json([drift_to_json(drift) for drift in drifts])
    else:
        print_lines(line for drift in drifts for line in drift_to_lines(drift))
    if drifts:
        raise DriftError(f"{file}: {_number(len(drifts), 'drift')}; a sentence says only what its claims say")
    note(f"{file}: every sentence follows from its claims")


def _read(file: Path) -> str:
    if not file.is_file():
        raise UsageError(f"cannot read {str(file)!r}: {'it is a folder' if file.is_dir() else 'no such file'}")
    with file.open(encoding="utf-8-sig", errors="replace") as stream:
        text = stream.read(LARGEST + 1)
    start = text[:200].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "%pdf")):
        raise UsageError(
            f"{str(file)!r} is {'PDF' if start.startswith('%pdf') else 'HTML'}; lint reads dossiers in Markdown, where"
            " each sentence keeps its claims: riscontro tell --format markdown (HTML and PDF are checked when told)"
        )
    if len(text) > LARGEST:
        raise UsageError(f"{str(file)!r} is longer than {LARGEST} characters, which no dossier is")
    return text


def _exists(case: Case) -> Callable[[str], bool]:
    from riscontro.errors import UnknownIdError

    def exists(one: str) -> bool:
        with case.ledger() as ledger:
            try:
                ledger.resolve_id(one)
            except UnknownIdError:
                return False
        return True

    return exists


def drift_to_lines(drift: Drift) -> Iterator[str]:
    """Yield a drift in words: its line and kind, what the sentence says, what is held."""
    found = drift.difference
    yield f"line {drift.line}: {found.kind.value}: says {found.said!r}, held is {found.held!r}"
    if drift.sentence:
        yield f"    {drift.sentence}"
    if drift.ids:
        yield f"    {' '.join(drift.ids)}"


def drift_to_json(drift: Drift) -> dict[str, object]:
    """Return a drift as a plain object."""
    found = drift.difference
    return {
        "line": drift.line,
        "kind": found.kind.value,
        "said": found.said,
        "held": found.held,
        "sentence": drift.sentence,
        "ids": list(drift.ids),
    }


def drifts_to_text(drifts: tuple[Drift, ...], *, shown: int = 5) -> str:
    """Return drifts on one line, for an error: the first of them, and how many there are."""
    told = [
        f"{one.sentence!r} says {one.difference.said!r} where {one.difference.held!r} is held" for one in drifts[:shown]
    ]
    number = len({(one.line, one.sentence) for one in drifts})
    rest = f"; and {len(drifts) - shown} drifts more" if len(drifts) > shown else ""
    does = "does not follow from its claims" if number == 1 else "do not follow from their claims"
    return f"{_number(number, 'sentence')} {does}: {'; '.join(told)}{rest}"


def _number(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"

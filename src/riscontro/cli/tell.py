"""``riscontro tell``: write the dossier of a pair."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import (
    Command,
    PathParameter,
    case_option,
    clock,
    moment_options,
    note,
    open_case,
    optional_moment,
    pair_option,
)
from riscontro.cli.relate import pair_of
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from riscontro.model.dossier import Dossier
    from riscontro.store.case import Case


class Form(StrEnum):
    """What a dossier can be written as."""

    HTML = "html"
    MARKDOWN = "markdown"


_format_option = click.option(
    "--format",
    "format",
    type=click.Choice([form.value for form in Form]),
    help="The form; without it the ending of --out tells, else html.",
)
_lang_option = click.option("--lang", default="en", show_default=True, help="The dossier's language: en or it.")


def dossier_options(function: Command) -> Command:
    """Add the form and language of a dossier."""
    return _lang_option(_format_option(function))


@click.command("tell")
@case_option
@pair_option
@click.option(
    "-o",
    "--out",
    type=PathParameter,
    help="Where to write; '-' for standard output; without it out/dossier.html of the case.",
)
@dossier_options
@moment_options
def command(
    case: Path | None,
    pair: str | None,
    out: Path | None,
    format: str | None,
    lang: str,
    as_of: str | None,
    as_held: str | None,
) -> None:
    """Write the dossier of a pair.

    It is one self-contained file in which every sentence leads back to the words that it rests on.
    """
    check_dossier_lang(lang)
    opened = open_case(case)
    dossier = build_dossier(
        opened,
        pair,
        as_of=optional_moment(as_of, option="--as-of"),
        as_held=optional_moment(as_held, option="--as-held"),
    )
    write_dossier(dossier, out=out or opened.out / "dossier.html", format=format, lang=lang)


def build_dossier(
    case: Case, pair: str | None, *, as_of: datetime | None = None, as_held: datetime | None = None
) -> Dossier:
    """Return what the dossier of the pair is built from."""
    from riscontro.pipeline import gather_dossier, relate_case, view_case

    view = view_case(case, as_of=as_of, as_held=as_held)
    chosen = pair_of(case, view, pair)
    if pair is None and not case.config.pairs:
        note(f"no pair was named; the commonest is {chosen[0]}:{chosen[1]} (--pair names another)")
    return gather_dossier(case, view, relate_case(case, view, pair=chosen, clock=clock))


def check_dossier_lang(lang: str) -> None:
    """Raise :class:`UsageError` where dossiers cannot be written in a language."""
    from riscontro.tell import catalogue_codes

    if lang not in catalogue_codes():
        raise UsageError(f"--lang {lang!r}: dossiers are written in {', '.join(catalogue_codes())}")


def write_dossier(dossier: Dossier, *, out: Path, format: str | None, lang: str) -> None:
    """Write a dossier whole or not at all, and say where it lies."""
    from riscontro.tell import dossier_to_html, dossier_to_markdown

    told_by_ending = Form.MARKDOWN if out.suffix.lower() in {".md", ".markdown"} else Form.HTML
    form = Form(format) if format else told_by_ending
    text = (dossier_to_html if form is Form.HTML else dossier_to_markdown)(dossier, lang=lang)
    if str(out) == "-":
        click.echo(text)
        return
    replace_file(out, text)
    note(f"the dossier lies in {out}")


def replace_file(path: Path, text: str) -> None:
    """Write a file beside its place and move it there, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text, "utf-8", newline="\n")
    beside.replace(path)

"""``riscontro tell``: write the dossier of a pair."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
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
from riscontro.cli.progress import meter
from riscontro.cli.relate import view_of_pair
from riscontro.errors import DriftError, UnprovedError, UsageError
from riscontro.pausing import uncollected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from riscontro.check import Drift
    from riscontro.model.dossier import Dossier
    from riscontro.store.case import Case


class Form(StrEnum):
    """What a dossier can be written as."""

    HTML = "html"
    MARKDOWN = "markdown"
    PDF = "pdf"


_NAMES = {Form.HTML: ".html", Form.MARKDOWN: ".md", Form.PDF: ".pdf"}

_format_option = click.option(
    "--format",
    "format",
    type=click.Choice([form.value for form in Form]),
    help="The form; without it the ending of --out tells, else html.",
)
_lang_option = click.option("--lang", default="en", show_default=True, help="The dossier's language: en or it.")


_figures_option = click.option(
    "--figures/--no-figures",
    "figures",
    default=None,
    envvar="RISCONTRO_FIGURES",
    help="Charts by Vega-Lite (extra riscontro[figures]) or the page's own; without it by that where it is installed.",
)


_unproved_option = click.option(
    "--keep-unproved",
    is_flag=True,
    help="Write the dossier also where sentences do not follow from their claims, with each marked; exit code 10.",
)


def dossier_options(function: Command) -> Command:
    """Add the form, the language and the charts of a dossier, and what to do with sentences that are not proved."""
    return _lang_option(_figures_option(_format_option(_unproved_option(function))))


@click.command("tell")
@case_option
@pair_option
@click.option(
    "-o",
    "--out",
    type=PathParameter,
    help="Where to write; '-' for standard output; without it dossier.html (or .md, .pdf) in out/ of the case.",
)
@dossier_options
@moment_options
@click.option(
    "--since", metavar="MOMENT", help="Tell also what changed after this moment of public time; a bare date is its end."
)
def command(
    case: Path | None,
    pair: str | None,
    out: Path | None,
    format: str | None,
    figures: bool | None,
    lang: str,
    keep_unproved: bool,
    as_of: str | None,
    as_held: str | None,
    since: str | None,
) -> None:
    """Write the dossier of a pair.

    It is one self-contained file in which every sentence leads back to the words that it rests on: HTML, Markdown, or
    PDF (with the extra riscontro[print]).
    """
    check_dossier_lang(lang)
    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    changed_from = optional_moment(since, option="--since")
    opened = open_case(case)
    place = out or opened.out / f"dossier{_NAMES[Form(format or Form.HTML)]}"
    check_out(place, case=opened.path)
    if format is None:
        form_of(place)
    dossier = build_dossier(
        opened,
        pair,
        as_of=moments[0],
        as_held=moments[1],
    )
    dossier = replace(dossier, since=changed_from)
    write_dossier(dossier, out=place, format=format, lang=lang, figures=figures, keep_unproved=keep_unproved)


def build_dossier(
    case: Case, pair: str | None, *, as_of: datetime | None = None, as_held: datetime | None = None
) -> Dossier:
    """Return what the dossier of the pair is built from."""
    from riscontro.pipeline import gather_dossier, relate_case

    with meter("gathering", unit="claims") as report, uncollected():
        view, chosen = view_of_pair(case, pair, as_of=as_of, as_held=as_held, report=report)
        dossier = gather_dossier(case, view, relate_case(case, view, pair=chosen, clock=clock), report=report)
    if pair is None and not case.config.pairs:
        note(f"no pair was named; the commonest is {chosen[0]}:{chosen[1]} (--pair names another)")
    if dossier.claims and not dossier.events:
        note(f"the case tells of no act between {chosen[0]} and {chosen[1]}; `riscontro show` lists what it holds")
    return dossier


def check_dossier_lang(lang: str) -> None:
    """Raise :class:`UsageError` where dossiers cannot be written in a language."""
    from riscontro.tell import catalogue_codes

    if lang not in catalogue_codes():
        raise UsageError(f"--lang {lang!r}: dossiers are written in {', '.join(catalogue_codes())}")


def write_dossier(
    dossier: Dossier,
    *,
    out: Path,
    format: str | None,
    lang: str,
    figures: bool | None = None,
    keep_unproved: bool = False,
) -> None:
    """Write a dossier whole or not at all, and say where it lies; ``figures`` of ``None``: where the extra is there.

    Raise :class:`DriftError` where a sentence does not follow from the claims it cites, and write nothing; with
    ``keep_unproved`` write it with these sentences marked, and then raise :class:`UnprovedError`.
    """
    from riscontro.tell import can_draw
    from riscontro.tell.companion import companion_table, needs_companion

    beside = out.with_name(f"{out.stem}-events.csv")
    if str(out) != "-" and needs_companion(dossier):
        dossier = replace(dossier, companion=beside.name)
    form = Form(format) if format else form_of(out)
    drawn = can_draw() if figures is None else figures
    with meter("telling", unit="dossiers"):
        told = _rendered(dossier, form, lang=lang, figures=drawn)
    with meter("checking", unit="dossiers"):
        drifts = find_drifts(dossier, told, lang=lang)
    if drifts and not keep_unproved:
        raise DriftError(_refusal(drifts))
    if drifts:
        dossier = replace(dossier, unproved=_sentences_of(dossier, drifts, form, lang=lang))
        told = _rendered(dossier, form, lang=lang, figures=drawn)
    _put(told, out)
    if dossier.companion is not None:
        replace_file(beside, "".join(companion_table(dossier, lang=lang)))
        note(f"all its events lie in {beside}")
    if drifts:
        from riscontro.cli.lint import drifts_to_text

        raise UnprovedError(f"{drifts_to_text(drifts)}; the dossier was written with each marked as not proved")


def form_of(out: Path) -> Form:
    """Return the form that a file's ending asks for; raise :class:`UsageError` where it asks for none that there is."""
    ending = out.suffix.lower()
    if ending and ending not in _ENDINGS and (not out.exists() or out.is_file()):
        raise UsageError(
            f"--out {str(out)!r}: no dossier is written as {ending!r}; name a file that ends in .html, .md or .pdf,"
            " or say which it is by --format"
        )
    return _ENDINGS.get(ending, Form.HTML)


def _put(told: str | bytes, out: Path) -> None:
    if str(out) == "-":
        click.echo(told, nl=isinstance(told, str))
        return
    replace_file(out, told)
    note(f"the dossier lies in {out}")


def _rendered(dossier: Dossier, form: Form, *, lang: str, figures: bool) -> str | bytes:
    from riscontro.tell import dossier_to_html, dossier_to_markdown

    if form is Form.HTML:
        return dossier_to_html(dossier, lang=lang, figures=figures)
    if form is Form.PDF:
        from riscontro.tell.pdf import dossier_to_pdf

        return dossier_to_pdf(dossier, lang=lang, figures=figures)
    return dossier_to_markdown(dossier, lang=lang)


def find_drifts(dossier: Dossier, told: str | bytes, *, lang: str) -> tuple[Drift, ...]:
    """Return what in a finished dossier does not follow from the claims it cites.

    A dossier that is no text (PDF) has the sentences of the one in Markdown, which is checked in its place.
    """
    from riscontro.check import check_markdown, check_page, knowledge_of
    from riscontro.tell import dossier_to_markdown

    known = knowledge_of(dossier)
    if isinstance(told, str) and told.lstrip().startswith("<!DOCTYPE"):
        return check_page(told, known, lang=lang)
    text = told if isinstance(told, str) else dossier_to_markdown(dossier, lang=lang)
    return check_markdown(text, known, lang=lang, printed=text)


def _sentences_of(dossier: Dossier, drifts: Sequence[Drift], form: Form, *, lang: str) -> frozenset[str]:
    """Return the sentences to mark; those of the page are asked too, since a line of Markdown may hold several."""
    found = {drift.sentence for drift in drifts}
    if form is not Form.HTML:
        page = _rendered(dossier, Form.HTML, lang=lang, figures=False)
        found |= {drift.sentence for drift in find_drifts(dossier, page, lang=lang)}
    return frozenset(found)


def _refusal(drifts: tuple[Drift, ...]) -> str:
    from riscontro.cli.lint import drifts_to_text

    return (
        f"{drifts_to_text(drifts)}; nothing was written. Please report it; --keep-unproved writes the dossier with such"
        " sentences marked"
    )


def check_out(out: Path, *, inputs: Iterable[str] = (), case: Path | None = None) -> None:
    """Raise :class:`UsageError` where a dossier must not be written; asked before any work is done for it.

    Not over an input, nor into a folder of inputs, where the next run would take it for a report; not over what the
    case is made of.
    """
    if str(out) == "-":
        return
    if out.is_dir():
        raise UsageError(f"--out {str(out)!r} is a folder; name a file in it: {out / 'dossier.html'}")
    target = out.resolve()
    for given in inputs:
        place = Path(given).resolve()
        if target == place:
            raise UsageError(f"--out {str(out)!r} is one of the inputs; name another file")
        if place.is_dir() and target.is_relative_to(place) and out.suffix.lower() in _READ_AS_REPORTS:
            raise UsageError(
                f"--out {str(out)!r} lies in the folder of inputs {given!r}, where the next run would read it as a"
                " report; name a place outside"
            )
    if case is not None and _is_of_case(target, case.resolve()):
        raise UsageError(f"--out {str(out)!r} is a part of the case itself; name another file, such as {case / 'out'}")
    _check_folder(out)


_ENDINGS = {
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".pdf": Form.PDF,
}
_READ_AS_REPORTS = {".pdf", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".json", ".jsonl", ".ndjson"}


def _is_of_case(target: Path, case: Path) -> bool:
    if not target.is_relative_to(case) or target == case:
        return False
    first = target.relative_to(case).parts[0]
    return first in {"archive", "case.toml"} or first.startswith(("ledger.", "."))


def _check_folder(out: Path) -> None:
    """Raise where the nearest folder that is there does not let a file or folder be made in it."""
    folder = out.absolute().parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise UsageError(f"--out {str(out)!r}: {str(folder)!r} is a file, not a folder; name another place")
    # A device or a pipe that is there needs no room beside it.
    if not (out.exists() and not out.is_file()) and not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(f"--out {str(out)!r}: nothing may be written in {str(folder)!r}; name another place")


def replace_file(path: Path, text: str | bytes | Iterable[str]) -> None:
    """Write a file beside its place and move it there, so that a reader never sees half of it.

    Pieces of text are written as they come, so that a long file is never held whole.

    A link is followed, and what is no regular file (a device, a pipe) is written into and stays what it is.
    """
    if path.exists() and not path.is_file():
        _write_pieces(path, text)
        return
    target = path.resolve()
    # The name is the process's own, so that two that write one dossier do not write into one another's.
    beside = target.with_name(f".{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_pieces(beside, text)
        beside.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        beside.unlink(missing_ok=True)


def _write_pieces(path: Path, text: str | bytes | Iterable[str]) -> None:
    if isinstance(text, bytes):
        path.write_bytes(text)
        return
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
        stream.writelines([text] if isinstance(text, str) else text)

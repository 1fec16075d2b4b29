"""``riscontro run``: from inputs to a dossier in one go."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.collect import (
    check_apart,
    check_inputs,
    declare,
    nothing_taken,
    take,
    tell_collected,
    tell_nothing_taken,
)
from riscontro.cli.common import (
    PathParameter,
    declared_options,
    moment_options,
    optional_moment,
    pair_option,
    parse_pair,
)
from riscontro.cli.read import read_case, tell_read
from riscontro.cli.tell import build_dossier, check_dossier_lang, check_out, dossier_options, form_of, write_dossier
from riscontro.cli.web import plan_web, web_options
from riscontro.cli.weigh import tell_weighed, weigh_case
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from riscontro.store.case import Case


@click.command("run")
@click.argument("inputs", nargs=-1)
@click.option(
    "-o", "--out", type=PathParameter, required=True, help="Where to write the dossier; '-' for standard output."
)
@pair_option
@click.option(
    "--case", "-C", "case", type=PathParameter, help="Keep the case here (made if need be); else a temporary one."
)
@click.option("--fresh", is_flag=True, help="Begin anew: a case that --case names is removed first.")
@declared_options
@web_options
@dossier_options
@moment_options
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    out: Path,
    pair: str | None,
    case: Path | None,
    fresh: bool,
    published: str | None,
    publisher: str | None,
    url: str | None,
    title: str | None,
    input_lang: str | None,
    lang: str,
    format: str | None,
    figures: bool | None,
    keep_unproved: bool,
    as_of: str | None,
    as_held: str | None,
    **web: Any,
) -> None:
    """Collect, read, weigh, relate and tell in one go, from files and addresses to a dossier."""
    check_dossier_lang(lang)
    check_inputs(inputs)
    if not (inputs or web["listed"] or web["feeds"]):
        raise UsageError("nothing to collect; name files, folders or addresses (riscontro run --help)")
    check_out(out, inputs=inputs, case=case)
    if format is None:
        form_of(out)
    if case is not None:
        check_apart(inputs, case)
    declared = declare(published=published, publisher=publisher, url=url, title=title, lang=input_lang)
    moments = {
        "as_of": optional_moment(as_of, option="--as-of"),
        "as_held": optional_moment(as_held, option="--as-held"),
    }
    if fresh:
        _check_fresh(inputs, case, asked=bool(web["listed"] or web["feeds"]))
    with _case_at(case, pair, fresh) as opened:
        report = take(opened, plan_web(inputs, opened, **web), declared)
        tell_collected(report)
        if nothing_taken(report):
            tell_nothing_taken()
            context.exit(8)
        tell_read(*read_case(opened))
        tell_weighed(weigh_case(opened))
        dossier = build_dossier(opened, pair, **moments)
        write_dossier(dossier, out=out, format=format, lang=lang, figures=figures, keep_unproved=keep_unproved)


@contextmanager
def _case_at(path: Path | None, pair: str | None, fresh: bool) -> Iterator[Case]:
    from riscontro.store.case import Case

    pairs = [parse_pair(pair)] if pair is not None else []
    if path is None:
        with tempfile.TemporaryDirectory(prefix="riscontro-") as folder:
            yield Case.init(Path(folder) / "case", title="", pairs=pairs)
        return
    if fresh:
        _remove_case(path)
    if (path / "case.toml").is_file():
        yield Case.open(path)
    else:
        yield Case.init(path, title="", pairs=pairs)


def _check_fresh(inputs: Sequence[str], case: Path | None, *, asked: bool) -> None:
    """Raise :class:`UsageError` where a case would be removed and nothing could take its place."""
    if case is None:
        raise UsageError("--fresh removes the case that --case names; name one, or leave --fresh out")
    for given in map(Path, inputs):
        if given.resolve().is_relative_to(case.resolve()):
            raise UsageError(f"--fresh would remove the input {str(given)!r} with the case; move it elsewhere first")
    from riscontro.collect.web.plan import is_address

    if not asked and not any(is_address(given) or Path(given).exists() for given in inputs):
        raise UsageError(f"none of the inputs is there ({', '.join(inputs[:3])}), so the case is left as it is")


def _remove_case(path: Path) -> None:
    """Remove a case, and nothing that is not one: ``--fresh`` on another folder must not empty it."""
    if not path.exists():
        return
    if not (path / "case.toml").is_file():
        raise UsageError(f"--fresh: {str(path)!r} is no case (it has no case.toml), so it is left alone")
    from riscontro.store.connection import BULK_LOCK
    from riscontro.store.locks import bulk_job

    with bulk_job(path / BULK_LOCK, "run --fresh"):
        shutil.rmtree(path)

"""``riscontro run``: from inputs to a dossier in one go."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from riscontro.cli.collect import InputsArgument, declare, take, tell_collected
from riscontro.cli.common import (
    AsHeldOption,
    AsOfOption,
    LangOption,
    PairOption,
    PublishedOption,
    PublisherOption,
    TitleOption,
    UrlOption,
    clock,
    optional_moment,
    parse_pair,
)
from riscontro.cli.read import read_case, tell_read
from riscontro.cli.tell import DossierLangOption, FormatOption, build_dossier, check_dossier_lang, write_dossier
from riscontro.cli.weigh import tell_weighed
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from riscontro.store.case import Case


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("run")(run)


def run(
    inputs: InputsArgument,
    out: Annotated[Path, typer.Option("-o", "--out", help="Where to write the dossier; '-' for standard output.")],
    pair: PairOption = None,
    case: Annotated[
        Path | None,
        typer.Option("--case", "-C", help="Keep the case here (made if need be); without it a temporary one."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew: a case that --case names is removed first.")
    ] = False,
    published: PublishedOption = None,
    publisher: PublisherOption = None,
    url: UrlOption = None,
    title: TitleOption = None,
    input_lang: LangOption = None,
    lang: DossierLangOption = "en",
    format: FormatOption = None,
    as_of: AsOfOption = None,
    as_held: AsHeldOption = None,
) -> None:
    """Collect, read, weigh, relate and tell in one go, from files to a dossier."""
    from riscontro.pipeline import weigh_into

    check_dossier_lang(lang)
    declared = declare(published=published, publisher=publisher, url=url, title=title, lang=input_lang)
    moments = {
        "as_of": optional_moment(as_of, option="--as-of"),
        "as_held": optional_moment(as_held, option="--as-held"),
    }
    with _case_at(case, pair, fresh) as opened:
        report = take(opened, inputs, declared)
        tell_collected(report)
        if not report.captures and not report.held_already:
            raise typer.Exit(8)
        tell_read(read_case(opened))
        tell_weighed(weigh_into(opened, clock=clock))
        write_dossier(build_dossier(opened, pair, **moments), out=out, format=format, lang=lang)


@contextmanager
def _case_at(path: Path | None, pair: str | None, fresh: bool) -> Iterator[Case]:
    from riscontro.store.case import Case

    pairs = [parse_pair(pair)] if pair else []
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


def _remove_case(path: Path) -> None:
    """Remove a case, and nothing that is not one: ``--fresh`` on another folder must not empty it."""
    if not path.exists():
        return
    if not (path / "case.toml").is_file():
        raise UsageError(f"--fresh: {str(path)!r} is no case (it has no case.toml), so it is left alone")
    shutil.rmtree(path)

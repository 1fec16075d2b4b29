"""``riscontro weigh CLAIMS``: claims that other tools made, from a file to a file of events."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from riscontro.cli.common import clock, counted, input_lines, json_text, note, open_case
from riscontro.cli.progress import meter
from riscontro.errors import UsageError
from riscontro.model.issue import Issue
from riscontro.model.source import Source
from riscontro.pipeline.bulk import BulkReport, Options, json_rows, parquet_rows, weigh_rows
from riscontro.store.events_file import LINES, PARQUET
from riscontro.store.parquet import EVENT_COLUMNS, SUFFIX, lines_to_parquet

COLUMNS_FROM = 5_000_000
"""Bytes of JSON lines from which claims are weighed by columns; the outcome is the same."""

PACKED = 10
"""How many times as large a Parquet file would be as JSON lines, about."""

ISSUES_SHOWN = 20
"""Issues told one by one on standard error; the rest are counted, and ``--issues`` has them all."""


def weigh_file(
    claims: str,
    *,
    out: Path,
    case: Path | None,
    issues: Path | None,
    jobs: int,
    as_of: datetime | None,
    as_held: datetime | None,
) -> BulkReport:
    """Weigh the claims of a file (Parquet by its suffix, else JSON lines; ``-`` for standard input) into another."""
    if str(out) != "-" and claims != "-" and out.resolve() == Path(claims).resolve():
        raise UsageError(f"--out {str(out)!r} is the file of claims itself; name another")
    moment = as_of or as_held or clock()
    options = Options(sources=_sources(case), as_of=as_of, as_held=as_held, moment=moment)
    with ExitStack() as stack:
        told = _Issues(stack.enter_context(issues.open("w", encoding="utf-8")) if issues else None)
        work = Path(stack.enter_context(TemporaryDirectory(dir=_work_place(out), prefix=".riscontro-")))
        source = _saved_input(work) if claims == "-" else Path(claims)
        done = _by_columns(source, out, work, note=told.take, options=options, jobs=jobs)
        if done is None:
            rows = parquet_rows(source) if source.suffix == SUFFIX else json_rows(_lines(source, stack))
            report = stack.enter_context(meter("weighing", unit="claims"))
            write = partial(_write, out)
            done = weigh_rows(rows, write=write, note=told.take, options=options, jobs=jobs, report=report)
    told.finish()
    return done


def _by_columns(
    source: Path, out: Path, work: Path, *, note: Callable[[Issue], None], options: Options, jobs: int
) -> BulkReport | None:
    """Weigh a file by columns; ``None`` where it goes by records: a small one is done before loops are loaded."""
    packed = PACKED if source.suffix == SUFFIX else 1
    if not source.is_file() or source.stat().st_size * packed < COLUMNS_FROM:
        return None
    from riscontro.pipeline.columns import TooManyNames, columns_installed, weigh_table
    from riscontro.pipeline.lines import lines_to_table

    if not columns_installed():
        return None
    form = PARQUET if out.suffix == SUFFIX else LINES
    ready = work / f"ready.{form}"
    with ExitStack() as stack:
        read = source if source.suffix == SUFFIX else lines_to_table(_lines(source, stack), work)
        report = stack.enter_context(meter("weighing", unit="parts"))
        try:
            done = weigh_table(
                read, ready, folder=work, note=note, options=options, form=form, jobs=jobs, report=report
            )
        except TooManyNames:
            return None
    if str(out) == "-":
        with ready.open(encoding="utf-8") as lines:
            _write(out, lines)
    else:
        ready.replace(out.resolve())
    return done


def _work_place(out: Path) -> Path | None:
    """Return the folder of the file to write, which has room for what does not fit into memory; else the system's."""
    if str(out) == "-":
        return None
    out.resolve().parent.mkdir(parents=True, exist_ok=True)
    return out.resolve().parent


def _saved_input(work: Path) -> Path:
    """Keep standard input in a file: how much there is decides how it is weighed."""
    path = work / "input.jsonl"
    with path.open("w", encoding="utf-8") as file, input_lines("-") as lines:
        file.writelines(lines)
    return path


def _lines(source: Path, stack: ExitStack) -> Iterable[str]:
    return stack.enter_context(input_lines(str(source)))


def _sources(case: Path | None) -> tuple[Source, ...]:
    from riscontro.pipeline import case_sources

    return case_sources(open_case(case)) if case is not None else ()


class _Issues:
    """Tells the first issues as they come, and keeps all of them where a file was named."""

    def __init__(self, file: object = None) -> None:
        self._file = file
        self._count = 0

    def take(self, issue: Issue) -> None:
        self._count += 1
        if self._count <= ISSUES_SHOWN:
            note(f"{issue.code}: {issue.message}")
        if self._file is not None:
            row = {"code": issue.code, "message": issue.message, "subject": issue.subject}
            print(json.dumps(row, ensure_ascii=False), file=self._file)  # type: ignore[call-overload]

    def finish(self) -> None:
        if self._count > ISSUES_SHOWN:
            more = self._count - ISSUES_SHOWN
            note(f"... and {counted(more, 'further issue')}" + ("" if self._file else " (--issues FILE has them all)"))


def _write(out: Path, lines: Iterable[str]) -> None:
    if str(out) == "-":
        if sys.stdout is None:
            raise UsageError("standard output is closed; name a file with --out")
        for line in lines:
            sys.stdout.write(f"{json_text(json.loads(line))}\n")
        return
    target = out.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent, prefix=".riscontro-") as folder:
        plain = Path(folder) / "events.jsonl"
        with plain.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        if out.suffix == SUFFIX:
            ready = Path(folder) / "events.parquet"
            lines_to_parquet(plain, ready, EVENT_COLUMNS)
            plain = ready
        plain.replace(target)

"""``riscontro collect``: take inputs into a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.common import (
    case_at_hand,
    case_option,
    check_lang,
    check_published,
    clock,
    counted,
    declared_options,
    json_option,
    note,
    open_case,
    print_json,
)
from riscontro.cli.progress import meter
from riscontro.cli.web import plan_web, web_options
from riscontro.errors import UsageError

if TYPE_CHECKING:
    from riscontro.collect.web.values import Plan
    from riscontro.model.document import Declared
    from riscontro.model.issue import Issue
    from riscontro.pipeline import CollectReport
    from riscontro.store.case import Case

ISSUES_SHOWN = 20


@click.command("collect")
@click.argument("inputs", nargs=-1)
@case_option
@declared_options
@web_options
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that extract.")
@click.option(
    "--sieve/--no-sieve",
    "sieve",
    default=None,
    help="Keep pages that name no watched pair without extracting them.  [default: those from WARC files]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing; the web is not asked.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    case: Path | None,
    published: str | None,
    publisher: str | None,
    url: str | None,
    title: str | None,
    input_lang: str | None,
    jobs: int,
    sieve: bool | None,
    dry_run: bool,
    as_json: bool,
    **web: Any,
) -> None:
    """Take files, folders and addresses into the case: the originals first, then the documents derived from them.

    INPUTS are files and folders of text, Markdown, HTML, PDF (with the extra riscontro[pdf]), mails (EML), saved pages
    (MHTML), JSON lines, WARC, WACZ and feeds; all but WACZ may be packed by gzip. What a file is its first bytes tell.
    CSV files are taken where their first line has the columns of observations (date, place, what, count, reference);
    without INPUTS, those that case.toml declares and that lie in the case. With the extra riscontro[web] inputs are
    also addresses of pages, feeds and news sitemaps (https://...); of a feed its pages are taken too. What cannot be
    used is an issue with its cause, and the run goes on.
    """
    declared = declare(published=published, publisher=publisher, url=url, title=title, lang=input_lang)
    check_inputs(inputs)
    inputs = inputs or _declared_tables(case, web)
    if not (inputs or web["listed"] or web["feeds"]):
        raise UsageError("nothing to collect; name files, folders or addresses (riscontro collect --help)")
    if jobs > 1 and not dry_run:
        from riscontro.collect.workers import start_server

        start_server()
    # A dry run needs no case; one at hand tells which pairs the sieve is for.
    opened = open_case(case) if not dry_run or web["feeds"] or case_at_hand(case) else None
    plan = plan_web(inputs, opened, **web)
    if opened is None or dry_run:
        report = _rehearse(plan.files, declared, opened, sieve)
        if plan.seeds:
            note(f"the web would be asked for {counted(len(plan.seeds), 'address')}")
    else:
        report = _take_into(opened, plan, declared, jobs=jobs, sieve=sieve)
    if as_json:
        print_json(report_to_json(report))
    tell_collected(report)
    if nothing_taken(report):
        tell_nothing_taken()
        context.exit(8)


def _declared_tables(case: Path | None, web: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the tables of observations that the case declares and that lie in it, where nothing else is asked for."""
    if web["listed"] or web["feeds"] or not case_at_hand(case):
        return ()
    opened = open_case(case)
    places = (opened.path / rule.file for rule in opened.config.observations)
    return tuple(str(place) for place in places if place.is_file())


def check_inputs(inputs: Sequence[str]) -> None:
    """Raise :class:`UsageError` where an input is no path: empty, of a variable that was not set, or ``-``."""
    if any(not given for given in inputs):
        raise UsageError("one of the inputs is empty; name files and folders ('.' is this folder)")
    if "-" in inputs:
        raise UsageError("'-': inputs are files and folders, kept as they are; save standard input to a file first")


def check_apart(inputs: Sequence[str], case: Path) -> None:
    """Raise :class:`UsageError` where an input holds the case: its own dossiers would be taken for reports."""
    held = case.resolve()
    for given in inputs:
        if held.is_relative_to(Path(given).resolve()):
            raise UsageError(
                f"the case {str(case)!r} lies within the input {given!r}, so that its own dossiers would be taken for"
                " reports; name the folder of the reports alone"
            )


def _take_into(case: Case, plan: Plan, declared: Declared, *, jobs: int, sieve: bool | None) -> CollectReport:
    check_apart(plan.files, case.path)
    return take(case, plan, declared, jobs=jobs, sieve=sieve)


def tell_nothing_taken() -> None:
    """Say on standard error that none of the inputs could be taken, and what can be."""
    from riscontro.collect.gather import media_types

    known = " ".join(media_types)
    note(f"riscontro: nothing could be taken; inputs are addresses, files that end in {known}, or folders of them")


def declare(
    *, published: str | None, publisher: str | None, url: str | None, title: str | None, lang: str | None
) -> Declared:
    """Return the facts that the user declared, checked."""
    from riscontro.model.document import Declared

    return Declared(
        published=check_published(published),
        publisher=publisher,
        url=url,
        title=title,
        lang=check_lang(lang, option="--input-lang"),
    )


def take(case: Case, plan: Plan, declared: Declared, *, jobs: int = 1, sieve: bool | None = None) -> CollectReport:
    """Collect with a meter."""
    from riscontro.pipeline import collect_into

    with meter("collecting", unit="inputs") as report:
        return collect_into(
            case, plan.files, declared=declared, clock=clock, report=report, web=plan, jobs=jobs, sieve=sieve
        )


def _rehearse(inputs: Sequence[str], declared: Declared, case: Case | None, sieve: bool | None) -> CollectReport:
    from riscontro.collect.deriving import SievePolicy
    from riscontro.pipeline import rehearse_collect

    policy = SievePolicy(pairs=case.config.pairs if case is not None else (), on=sieve)
    return rehearse_collect(inputs, declared=declared, clock=clock, policy=policy)


def nothing_taken(report: CollectReport) -> bool:
    """Tell whether none of the inputs could be taken, or had been before."""
    return not report.captures and not report.held_already


def tell_collected(report: CollectReport) -> None:
    """Say on standard error what was taken, and every issue up to a bound."""
    note(
        f"collected {counted(report.documents, 'document')} from {counted(report.captures, 'new input')}; "
        f"held already: {report.held_already}; {counted(len(report.issues), 'issue')}"
    )
    if report.sieved:
        note(f"  {counted(report.sieved, 'original')} kept and not extracted: no watched pair in it (--no-sieve)")
    tell_issues(report.issues)


def tell_issues(issues: Sequence[Issue]) -> None:
    """Say the first issues one by one, and count the others by code."""
    for issue in issues[:ISSUES_SHOWN]:
        subject = f"{issue.subject}: " if issue.subject and issue.subject not in issue.message else ""
        note(f"  {issue.code}: {subject}{issue.message}")
    for code, count in sorted(Counter(issue.code for issue in issues[ISSUES_SHOWN:]).items()):
        note(f"  {code}: {count} more (riscontro show issues lists them)")


def report_to_json(report: CollectReport) -> dict[str, object]:
    """Return a report as JSON values."""
    return {
        "captures": report.captures,
        "documents": report.documents,
        "held_already": report.held_already,
        "sieved": report.sieved,
        "issues": [issue_to_json(issue) for issue in report.issues],
    }


def issue_to_json(issue: Issue) -> dict[str, object]:
    """Return an issue as JSON values."""
    return {"code": issue.code, "subject": issue.subject, "message": issue.message}

"""``riscontro collect``: take inputs into a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from riscontro.cli.common import (
    case_option,
    check_published,
    clock,
    declared_options,
    json_option,
    note,
    open_case,
    print_json,
)
from riscontro.cli.progress import meter

if TYPE_CHECKING:
    from riscontro.model.document import Declared
    from riscontro.model.issue import Issue
    from riscontro.pipeline import CollectReport
    from riscontro.store.case import Case

ISSUES_SHOWN = 20


@click.command("collect")
@click.argument("inputs", nargs=-1, required=True)
@case_option
@declared_options
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    inputs: tuple[str, ...],
    case: Path | None,
    published: str | None,
    publisher: str | None,
    url: str | None,
    title: str | None,
    input_lang: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take files and folders into the case: the originals first, then the documents derived from them.

    INPUTS are files and folders of text, Markdown, HTML, JSON lines.
    """
    declared = declare(published=published, publisher=publisher, url=url, title=title, lang=input_lang)
    report = _rehearse(inputs, declared) if dry_run else take(open_case(case), inputs, declared)
    if as_json:
        print_json(report_to_json(report))
    tell_collected(report)
    context.exit(8 if nothing_taken(report) else 0)


def declare(
    *, published: str | None, publisher: str | None, url: str | None, title: str | None, lang: str | None
) -> Declared:
    """Return the facts that the user declared, checked."""
    from riscontro.model.document import Declared

    return Declared(published=check_published(published), publisher=publisher, url=url, title=title, lang=lang)


def take(case: Case, inputs: Sequence[str], declared: Declared) -> CollectReport:
    """Collect with a meter."""
    from riscontro.pipeline import collect_into

    with meter("collecting", unit="inputs") as report:
        return collect_into(case, inputs, declared=declared, clock=clock, report=report)


def _rehearse(inputs: Sequence[str], declared: Declared) -> CollectReport:
    from riscontro.pipeline import rehearse_collect

    return rehearse_collect(inputs, declared=declared, clock=clock)


def nothing_taken(report: CollectReport) -> bool:
    """Tell whether none of the inputs could be taken, or had been before."""
    return not report.captures and not report.held_already


def tell_collected(report: CollectReport) -> None:
    """Say on standard error what was taken, and every issue up to a bound."""
    note(
        f"collected {report.documents} documents from {report.captures} new inputs; "
        f"{report.held_already} inputs were held already; {len(report.issues)} issues"
    )
    tell_issues(report.issues)


def tell_issues(issues: Sequence[Issue]) -> None:
    """Say the first issues one by one, and count the others by code."""
    for issue in issues[:ISSUES_SHOWN]:
        note(f"  {issue.code}: {f'{issue.subject}: ' if issue.subject else ''}{issue.message}")
    for code, count in sorted(Counter(issue.code for issue in issues[ISSUES_SHOWN:]).items()):
        note(f"  {code}: {count} more (riscontro show issues lists them)")


def report_to_json(report: CollectReport) -> dict[str, object]:
    """Return a report as JSON values."""
    return {
        "captures": report.captures,
        "documents": report.documents,
        "held_already": report.held_already,
        "issues": [{"code": issue.code, "subject": issue.subject, "message": issue.message} for issue in report.issues],
    }

"""What the verbs share that ask the web: their options, and what these make of a command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from riscontro.cli.common import input_lines

if TYPE_CHECKING:
    from riscontro.collect.web.values import Plan, Seed, WebOptions
    from riscontro.store.case import Case
    from riscontro.store.values import WebConfig

Command = TypeVar("Command", bound=Callable[..., Any])

_options = (
    click.option(
        "--list", "listed", metavar="FILE", help="Take the addresses in FILE too, one a line; '-' is standard input."
    ),
    click.option("--feeds", is_flag=True, help="Take the feeds that case.toml names."),
    click.option(
        "--pages/--no-pages",
        default=None,
        help="Whether to fetch the pages that feeds name; by default those of feeds on the web, not of feeds in files.",
    ),
    click.option("--refresh", is_flag=True, help="Ask again for pages that the case holds, whether they have changed."),
    click.option(
        "--delay",
        type=click.FloatRange(0, 3600),
        help="Seconds between two requests to one host; 2, and more where a host asks for more.",
    ),
    click.option("--budget", type=click.IntRange(1), help="Requests to one host in this run; 100."),
    click.option("--together", type=click.IntRange(1, 64), help="Hosts that are asked side by side; 4."),
    click.option("--allow-private", is_flag=True, help="Ask hosts of private networks and this machine too."),
)


def web_options(function: Command) -> Command:
    """Add the options of asking the web; they arrive as the keywords of :func:`plan_web`."""
    for option in reversed(_options):
        function = option(function)
    return function


def plan_web(
    inputs: Sequence[str],
    case: Case | None,
    *,
    listed: str | None = None,
    feeds: bool = False,
    pages: bool | None = None,
    refresh: bool = False,
    delay: float | None = None,
    budget: int | None = None,
    together: int | None = None,
    allow_private: bool = False,
) -> Plan:
    """Return what is to be taken, by the command line over what ``case.toml`` says."""
    from riscontro.collect.web.plan import plan, read_list

    config = case.config if case is not None else None
    options = _to_options(config.web if config else None)
    options = replace(
        options,
        pages=pages,
        refresh=refresh,
        delay=options.delay if delay is None else delay,
        budget=options.budget if budget is None else budget,
        together=options.together if together is None else together,
        allow_private=allow_private or options.allow_private,
    )
    lines: list[str] = []
    if listed is not None:
        with input_lines(listed) as stream:
            lines = read_list(stream)
    seeds = list(_feed_seeds(case, pages)) if feeds and case is not None else []
    return plan(inputs, listed=lines, feeds=seeds, options=options)


def _to_options(config: WebConfig | None) -> WebOptions:
    from riscontro.collect.web.values import DEFAULT_OPTIONS

    if config is None:
        return DEFAULT_OPTIONS
    told = {name: getattr(config, name) for name in ("delay", "budget", "together", "contact")}
    given: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    return replace(DEFAULT_OPTIONS, allow_private=config.allow_private, **given)


def _feed_seeds(case: Case, pages: bool | None) -> Iterable[Seed]:
    from riscontro.collect.web.values import Seed
    from riscontro.errors import CaseError
    from riscontro.model.document import Declared

    if not case.config.feeds:
        raise CaseError(f'{case.path / "case.toml"}: it names no feeds; add [[feeds]] with url = "https://..."')
    for feed in case.config.feeds:
        declared = Declared(publisher=feed.publisher, lang=feed.lang)
        yield Seed(
            url=feed.url,
            feed=True,
            pages=feed.pages if pages is None else pages,
            declared=declared if declared != Declared() else None,
        )

"""``riscontro relate``: how a pair of states stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riscontro.cli.common import (
    case_option,
    clock,
    json_option,
    moment_options,
    open_case,
    optional_moment,
    pair_option,
    parse_pair,
    print_json,
    print_lines,
)
from riscontro.cli.progress import meter
from riscontro.errors import UsageError
from riscontro.pausing import uncollected

if TYPE_CHECKING:
    from datetime import datetime

    from riscontro.meter import Meter
    from riscontro.pipeline import CaseView, PairView
    from riscontro.store.case import Case


@click.command("relate")
@case_option
@pair_option
@moment_options
@json_option
@click.option("--schema", is_flag=True, help="Print the JSON Schema of what --json prints, and nothing else.")
def command(
    case: Path | None, pair: str | None, as_of: str | None, as_held: str | None, as_json: bool, schema: bool
) -> None:
    """Say how a pair stands, both directions.

    Ceilings on the ladder of support, reached and stated; flows and figures; what each side gave the other; what third
    parties did; positions; months of cooperation and conflict. Each line ends with the ids that it rests on.
    """
    if schema:
        print_json(relation_schema())
        return
    from riscontro.cli.relation_text import relation_to_lines
    from riscontro.pipeline import relate_case

    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    if pair is not None:
        parse_pair(pair)
    opened = open_case(case)
    with meter("gathering", unit="claims") as report, uncollected():
        # How a pair stands does not rest on other pairs, so a case of any size is read in brief.
        view, chosen = view_of_pair(opened, pair, as_of=moments[0], as_held=moments[1], least=0, report=report)
        relation = relate_case(opened, view, pair=chosen, clock=clock)
    if as_json:
        print_json(relation)
    else:
        print_lines(relation_to_lines(relation))


def view_of_pair(
    case: Case,
    text: str | None,
    *,
    as_of: datetime | None,
    as_held: datetime | None,
    least: int | None = None,
    report: Meter,
) -> tuple[CaseView | PairView, tuple[str, str]]:
    """Return what is known of the pair asked for, else the case's own, else the commonest, and the pair itself.

    In brief where that can be had (from ``least`` claims on), else the case whole; raise where there is no pair.
    """
    from riscontro.pipeline import commonest_pair, view_case, view_pair

    if as_held is None:
        named = parse_pair(text) if text is not None else next(iter(case.config.pairs), None)
        named = named or commonest_pair(case, as_of=as_of)
        brief = (
            view_pair(case, named, as_of=as_of, least=least, clock=clock, report=report) if named is not None else None
        )
        if brief is not None:
            return brief, brief.pair
    view = view_case(case, as_of=as_of, as_held=as_held, clock=clock, report=report)
    return view, pair_of(case, view, text)


def pair_of(case: Case, view: CaseView, text: str | None) -> tuple[str, str]:
    """Return the pair asked for, else the case's own, else the commonest; raise where there is none."""
    from riscontro.pipeline import choose_case_pair

    pair = parse_pair(text) if text is not None else choose_case_pair(case, view)
    if pair is None and not view.claims:
        raise UsageError(
            "no claim was known then, so there is no pair to choose; ask of a later moment, or name a --pair"
        )
    if pair is None:
        raise UsageError("no claim names two states, so there is no pair to choose; name one with --pair PRK:RUS")
    return pair


def relation_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a relation as JSON; ``docs/relation.schema.json`` is this."""
    # Imported late: pydantic takes longer to import than most verbs to run.
    from pydantic import TypeAdapter

    from riscontro.model.dyad import Relation

    schema = TypeAdapter(Relation).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}

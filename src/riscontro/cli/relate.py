"""``riscontro relate``: how a pair of states stands."""

from __future__ import annotations

from dataclasses import asdict
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

if TYPE_CHECKING:
    from riscontro.pipeline import CaseView
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
    from riscontro.pipeline import relate_case, view_case

    moments = (optional_moment(as_of, option="--as-of"), optional_moment(as_held, option="--as-held"))
    if pair is not None:
        parse_pair(pair)
    opened = open_case(case)
    with meter("gathering", unit="claims") as report:
        view = view_case(opened, as_of=moments[0], as_held=moments[1], report=report)
    relation = relate_case(opened, view, pair=pair_of(opened, view, pair), clock=clock)
    if as_json:
        print_json(asdict(relation))
    else:
        print_lines(relation_to_lines(relation))


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

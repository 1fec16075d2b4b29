"""``riscontro relate``: how a pair of states stands."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

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
    from collections.abc import Iterator

    from riscontro.model.dyad import Dyad, Relation
    from riscontro.pipeline import CaseView
    from riscontro.store.case import Case


@click.command("relate")
@case_option
@pair_option
@moment_options
@json_option
def command(case: Path | None, pair: str | None, as_of: str | None, as_held: str | None, as_json: bool) -> None:
    """Say how a pair stands: ceilings on the ladder of support, flows, positions; both directions."""
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
        print_lines(_lines(relation))


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


def _lines(relation: Relation) -> Iterator[str]:
    for dyad in relation.dyads:
        yield f"{dyad.actor} -> {dyad.recipient}: {len(dyad.events)} events"
        yield from _dyad_lines(dyad)
    yield f"third parties: {len(relation.third_parties)} events; positions: {len(relation.positions)}"


def _dyad_lines(dyad: Dyad) -> Iterator[str]:
    for ceiling in dyad.ceilings:
        fact = ceiling.fact.isoformat() if ceiling.fact else "no date"
        yield (
            f"  rung {ceiling.level} {ceiling.rung}, {ceiling.status.value}: "
            f"fact {fact}, known {ceiling.known:%Y-%m-%d} ({ceiling.event_id})"
        )
    for flow in dyad.flows:
        yield f"  flow {flow.mode or 'unstated'}: {flow.state.value}, {flow.first} to {flow.last} ({flow.event_id})"

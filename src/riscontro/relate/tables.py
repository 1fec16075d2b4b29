"""The tables that relating goes by: ladder, flows, weights, roles, kinds of goods; defaults and a case's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.errors import CaseError
from riscontro.model.claim import EventType
from riscontro.model.dyad import GapOrigin, Rung
from riscontro.relate.ladder import default_ladder, ladder_from_config
from riscontro.vocab.events import event_kind, event_kinds, is_mode

HEAVIEST = 10.0
"""Goldstein's scale runs from -10 to 10."""

GAP_DAYS_MAX = 3650
"""A longer gap between two sightings is a mistake in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTable:
    """How the silence of flows is judged: see ``flows.toml``. ``own_gaps`` are those that the case declares."""

    types: frozenset[str]
    apart_days: int
    silence_factor: float
    silence_days_min: int
    gaps: Mapping[str, int]
    own_gaps: Mapping[str, int]
    stops: Mapping[str, Sequence[str]]

    def declared(self, act: str) -> tuple[int, GapOrigin]:
        """Return the gap expected of an act of which none was seen yet, and who says so."""
        if act in self.own_gaps:
            return self.own_gaps[act], GapOrigin.CASE
        return self.gaps.get(act, self.gaps["default"]), GapOrigin.KIND


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """All tables. ``weights`` are by ``TYPE/mode``; ``roles`` and ``goods`` give the key of each act they hold."""

    ladder: tuple[Rung, ...]
    flows: FlowTable
    weights: Mapping[str, float]
    roles: Mapping[str, str]
    goods: Mapping[str, str]

    def weight(self, type: EventType, mode: str | None) -> float:
        """Return the Goldstein weight of an act: the case's, else the default."""
        own = self.weights.get(act_name(type, mode))
        return event_kind(type, mode).goldstein if own is None else own


def act_name(type: EventType, mode: str | None) -> str:
    """Return an act as the tables write it: ``AID/troops``, ``AID/-`` without a mode."""
    return f"{type}/{mode or '-'}"


@cache
def default_tables() -> Tables:
    """Return the tables that stand beside this module."""
    flows = _load("flows.toml")
    return Tables(
        ladder=default_ladder(),
        flows=FlowTable(
            types=frozenset(flows["types"]),
            apart_days=int(flows["apart_days"]),
            silence_factor=float(flows["silence_factor"]),
            silence_days_min=int(flows["silence_days_min"]),
            gaps=flows["expected_gap"],
            own_gaps={},
            stops=flows["stops"],
        ),
        weights={},
        roles=_by_act(_load("third.toml")["role"]),
        goods=_by_act(_load("exchange.toml")["goods"]),
    )


def _load(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("riscontro.relate") / name).read_text("utf-8"))


def _by_act(groups: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the key of each act; ``TYPE/*`` stands for those of its type that no other key names."""
    named = {act: key for key, acts in groups.items() for act in acts if not act.endswith("/*")}
    whole = {act.removesuffix("/*"): key for key, acts in groups.items() for act in acts if act.endswith("/*")}
    for kind in event_kinds():
        act = act_name(kind.type, kind.mode)
        if act not in named and kind.type in whole:
            named[act] = whole[kind.type]
    return named


def tables_from_config(
    *, ladder: object = None, flows: Mapping[str, Any] | None = None, weights: Mapping[str, Any] | None = None
) -> Tables:
    """Return the tables with what a ``case.toml`` puts in their place under ``ladder``, ``flows`` and ``weights``.

    Raise :class:`CaseError` on what is no such table.
    """
    tables = default_tables()
    if ladder:
        tables = replace(tables, ladder=ladder_from_config(ladder))
    if flows:
        tables = replace(tables, flows=_flows(tables.flows, flows))
    if weights:
        tables = replace(tables, weights={_act(act, "weights"): _weight(act, value) for act, value in weights.items()})
    return tables


def _flows(default: FlowTable, raw: Mapping[str, Any]) -> FlowTable:
    known = {"silence_factor", "silence_days_min", "expected_gap"}
    if unknown := sorted(set(raw) - known):
        raise CaseError(f"[flows] in case.toml has unknown keys: {', '.join(unknown)}; it takes {', '.join(known)}")
    gaps = raw.get("expected_gap", {})
    if not isinstance(gaps, Mapping):
        raise CaseError('[flows] in case.toml: expected_gap is a table, as in expected_gap = { "AID/oil" = 45 }')
    return replace(
        default,
        silence_factor=_number(raw, "silence_factor", default.silence_factor, least=1, most=20),
        silence_days_min=round(_number(raw, "silence_days_min", default.silence_days_min, least=1, most=GAP_DAYS_MAX)),
        own_gaps={_act(act, "flows.expected_gap"): _days(act, value) for act, value in gaps.items()},
    )


def _number(raw: Mapping[str, Any], key: str, default: float, *, least: float, most: float) -> float:
    value = raw.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise CaseError(f"[flows] in case.toml: {key} is a number from {least:g} to {most:g}, found {value!r}")
    return float(value)


def _days(act: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= GAP_DAYS_MAX:
        raise CaseError(
            f"[flows.expected_gap] in case.toml: {act!r} needs days from 1 to {GAP_DAYS_MAX}, not {value!r}"
        )
    return value


def _weight(act: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not -HEAVIEST <= value <= HEAVIEST:
        raise CaseError(f"[weights] in case.toml: {act!r} needs a number from -10 to 10, not {value!r}")
    return float(value)


def _act(act: str, where: str) -> str:
    name, slash, mode = act.partition("/")
    if name not in set(EventType) or not slash or (mode != "-" and not is_mode(EventType(name), mode)):
        raise CaseError(
            f"[{where}] in case.toml: {act!r} is no act; write TYPE/mode, as in AID/missiles (docs/relation.md)"
        )
    return act

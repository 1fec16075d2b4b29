"""The ladder of support: its rungs, and which rung an event reaches."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from riscontro.errors import CaseError
from riscontro.model.brief import AnyClaim
from riscontro.model.claim import EventType
from riscontro.model.dyad import Rung
from riscontro.model.event import Event
from riscontro.vocab.events import is_mode

CONDITIONS = ("front", "sent")
"""What may follow an act after ``@``; ``ladder.toml`` explains them."""

RUNGS_MAX = 50
"""More rungs than this are a mistake in the file."""


@cache
def default_ladder() -> tuple[Rung, ...]:
    """Return the rungs of ``ladder.toml``, lowest first."""
    return ladder_from_config(tomllib.loads((files("riscontro.relate") / "ladder.toml").read_text("utf-8"))["rung"])


def ladder_from_config(raw: object) -> tuple[Rung, ...]:
    """Return the rungs that ``case.toml`` gives under ``[[ladder.rung]]``, lowest first; levels count from 1.

    ``raw`` is the ``ladder`` table, or its list of rungs: tables with ``key`` and ``acts``. Raise :class:`CaseError`
    on anything else.
    """
    rows = _rows(raw)
    if len(rows) > RUNGS_MAX:
        raise CaseError(f"the ladder in case.toml has {len(rows)} rungs; at most {RUNGS_MAX} make sense")
    rungs = tuple(_read_rung(level, row) for level, row in enumerate(rows, start=1))
    keys = [rung.key for rung in rungs]
    if twice := sorted({key for key in keys if keys.count(key) > 1}):
        raise CaseError(f"the ladder in case.toml names a rung twice: {', '.join(twice)}; give each its own key")
    return rungs


def _rows(raw: object) -> Sequence[object]:
    if isinstance(raw, Mapping):
        if unknown := sorted(str(key) for key in set(raw) - {"rung"}):
            raise CaseError(f"the ladder in case.toml has unknown keys: {', '.join(unknown)}; it takes [[ladder.rung]]")
        raw = raw.get("rung")
    if not isinstance(raw, Sequence) or isinstance(raw, str | bytes) or not raw:
        raise CaseError("the ladder in case.toml has no rungs; write each as [[ladder.rung]] with key and acts")
    return raw


def _read_rung(level: int, row: object) -> Rung:
    where = f"rung {level} of the ladder in case.toml"
    if not isinstance(row, Mapping):
        raise CaseError(f"{where} is not a table; write it as [[ladder.rung]] with key and acts")
    table: Mapping[str, Any] = row
    if unknown := sorted(set(table) - {"key", "acts"}):
        raise CaseError(f"{where} has unknown keys: {', '.join(unknown)}; it takes key and acts")
    key, acts = table.get("key"), table.get("acts")
    if not isinstance(key, str) or not key:
        raise CaseError(f'{where} has no key; give it one, as in key = "votes"')
    if not isinstance(acts, Sequence) or isinstance(acts, str) or not acts:
        raise CaseError(f'{where} ({key}) has no acts; give it some, as in acts = ["SUPPORT/vote"]')
    for act in acts:
        _check_act(act, f"{where} ({key})")
    return Rung(level=level, key=key, acts=tuple(acts))


def _check_act(act: object, where: str) -> None:
    if not isinstance(act, str):
        raise CaseError(f"{where} has an act that is not text: {act!r}")
    kind, _, condition = act.partition("@")
    name, slash, mode = kind.partition("/")
    if name not in set(EventType) or not slash:
        raise CaseError(f"{where}: {act!r} is no act; write TYPE/mode with a PLOVER type, as in AID/missiles")
    if mode not in ("*", "-") and not is_mode(EventType(name), mode):
        raise CaseError(f"{where}: {name} has no mode {mode!r}; TYPE/- means none and TYPE/* any")
    if condition and condition not in CONDITIONS:
        raise CaseError(f"{where}: unknown condition {condition!r} in {act!r}; there are: {', '.join(CONDITIONS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the other events of the record tell of the recipient's war: opponents, folded places of its fights, and
    since when soldiers of the actor are known to be with the recipient.
    """

    opponents: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    soldiers: datetime | None = None


def rung_of(
    event: Event,
    ladder: Sequence[Rung],
    *,
    actor: str,
    recipient: str,
    front: Front,
    claims: Mapping[str, AnyClaim],
) -> Rung | None:
    """Return the highest rung that an event reaches for ``actor`` towards ``recipient``, ``None`` below the lowest."""
    sides = (event.actor, event.recipient)
    if actor not in sides and recipient not in sides:
        return None
    for rung, condition in _rungs_for(tuple(ladder), event.type, event.mode):
        if condition == "sent":
            if is_fight_beside(event, actor=actor, recipient=recipient, front=front):
                return rung
        elif is_between(event, actor, recipient) and (not condition or at_front(event, front, claims)):
            return rung
    return None


@lru_cache(maxsize=1024)
def _rungs_for(ladder: tuple[Rung, ...], type: EventType, mode: str | None) -> tuple[tuple[Rung, str], ...]:
    """Return the rungs that an act may reach, highest first, each with its condition, empty for none."""
    parted = ((rung, act.partition("@")) for rung in reversed(ladder) for act in rung.acts)
    return tuple((rung, condition) for rung, (kind, _, condition) in parted if _is_act(type, mode, kind))


def _is_act(type: EventType, mode: str | None, kind: str) -> bool:
    name, _, asked = kind.partition("/")
    return type == name and (asked == "*" or (mode or "-") == asked)


def is_between(event: Event, actor: str, recipient: str) -> bool:
    """Tell whether an event belongs to the direction from ``actor`` to ``recipient``."""
    sides = (event.actor, event.recipient)
    return sides == (actor, recipient) or (sides == (recipient, actor) and is_mutual_event(event))


def belongs(event: Event, *, actor: str, recipient: str, front: Front) -> bool:
    """Tell whether an event is the actor's doing for the recipient: between them, or a fight beside the recipient."""
    return is_between(event, actor, recipient) or is_fight_beside(event, actor=actor, recipient=recipient, front=front)


def is_mutual_event(event: Event) -> bool:
    """Tell whether an act binds both sides alike, so that it belongs to both directions of a pair."""
    from_both = {"AGREE", "COOPERATE"} if event.mode not in ("training", "intelligence") else {"AGREE"}
    return event.type in from_both or (event.type == EventType.CONSULT and event.mode not in ("visit", "letter"))


def at_front(event: Event, front: Front, claims: Mapping[str, AnyClaim]) -> bool:
    """Tell whether an event names an opponent, or a place where the recipient fights."""
    if event.opponent is not None:
        return True
    return any(is_front_place(claim.place, front) for id_ in event.claims if (claim := claims.get(id_)) and claim.place)


def is_front_place(place: str | None, front: Front) -> bool:
    """Tell whether a place is one of the record's fights."""
    return place is not None and fold_place(place) in front.places


def fold_place(place: str) -> str:
    """Return a place name in the form that is compared."""
    return " ".join(place.casefold().split())


def is_fight_beside(event: Event, *, actor: str, recipient: str, front: Front) -> bool:
    """Tell whether people of ``actor`` fight beside ``recipient`` in an event."""
    if event.type != EventType.ASSAULT or front.soldiers is None or actor not in (event.actor, event.recipient):
        return False
    other = event.recipient if event.actor == actor else event.actor
    return other is None or (other != recipient and other in front.opponents)

"""What a verb makes of the act that its object names: to halt aid is a sanction, to lift a sanction a retreat.

After PLOVER's manual: reductions of cooperation are SANCTION, ends of coercion RETREAT, ends of talks or pacts REJECT.
"""

from __future__ import annotations

from riscontro.model.claim import EventType as E

_HALTED = {
    E.AID: E.SANCTION,
    E.COOPERATE: E.SANCTION,
    E.SUPPORT: E.SANCTION,
    E.CONSULT: E.REJECT,
    E.AGREE: E.REJECT,
    E.REQUEST: E.REJECT,
    E.SANCTION: E.RETREAT,
    E.COERCE: E.RETREAT,
    E.ASSAULT: E.RETREAT,
    E.MOBILIZE: E.RETREAT,
    E.THREATEN: E.RETREAT,
    E.ACCUSE: E.RETREAT,
    E.PROTEST: E.RETREAT,
    E.RETREAT: E.REJECT,
}
TYPES = {type.value: type for type in E}
"""Event types by their names."""
ASK_END = "ask-end"
"""What asking makes of an act whose noun stands behind one of ending ("called for an end to the sanctions")."""
_WHOLE = {"ask": E.REQUEST, "refuse": E.REJECT, "menace": E.THREATEN, ASK_END: E.REQUEST}
_PUNISHED = frozenset({E.SANCTION})
"""Types that are asked for against somebody, not of him: who calls for sanctions disapproves."""

TURNED_FRAMES = {E.REQUEST: "ask", E.REJECT: "refuse", E.THREATEN: "menace", E.SANCTION: "punish", E.RETREAT: "leave"}
TURNED_FRAMES |= {E.ACCUSE: "blame"}
"""The frame in which the sides of a turned act stand."""


def turn(carries: str, type: E) -> E | None:
    """Return the type that a carrying verb's class makes of an act; ``None`` where it leaves it as it is."""
    if carries == "halt":
        return _HALTED.get(type)
    if carries == "ask" and type in _PUNISHED:
        return E.ACCUSE
    turned = _WHOLE.get(carries)
    return None if turned is type else turned

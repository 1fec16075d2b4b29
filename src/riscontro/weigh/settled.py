"""What others made of each source's word by the end of a month: right, wrong, or open.

A word is settled by others, never by itself. An act is proved, for a source, where the event stands confirmed without
the source's group or an analyst confirmed it; disproved where physical evidence of somebody else speaks against it or
an analyst refuted it. Who asserted a proved act or denied a disproved one was right. Who withdrew its word was wrong.
A plan or a possibility settles nothing of its teller, for it asserts nothing that could prove wrong.
"""

from __future__ import annotations

from datetime import datetime

from riscontro.model.event import Outcome
from riscontro.model.grade import Status
from riscontro.weigh.independence import Hearing
from riscontro.weigh.status import CONFIRMING_GROUPS, CORROBORATING_GROUPS, Tally
from riscontro.weigh.voice import Side, Voice

JUDGED = "judgement.status"
"""The rule of a status that an analyst set."""


def month_of(moment: datetime) -> str:
    """Return the month of a moment in UTC, as ``2024-10``."""
    return f"{moment.year:04}-{moment.month:02}"


def settle(hearing: Hearing, status: Status, rule: str, month: str) -> None:
    """Note with each voice what others had made of it by the end of a month, where that changed."""
    for voice in hearing.voices.values():
        right = _right_of(voice, hearing.tally, status, rule)
        if right is not (voice.outcomes[-1].right if voice.outcomes else None):
            voice.outcomes.append(Outcome(month, right))


def _right_of(voice: Voice, tally: Tally, status: Status, rule: str) -> bool | None:
    if voice.began is None or voice.tentative:
        return None
    if voice.withdrawn:
        return False
    if not voice.weighs:
        return None
    proved = _proved_to(voice.source.group, tally, status, rule)
    return None if proved is None else proved is (voice.side is Side.FOR)


def _proved_to(group: str, tally: Tally, status: Status, rule: str) -> bool | None:
    """Return whether others than a group proved the act, ``False`` where they disproved it, ``None`` for neither."""
    if status is Status.REFUTED:
        return False if rule == JUDGED or tally.refutations.keys() - {group} else None
    if status is not Status.CONFIRMED:
        return None
    if rule == JUDGED:
        return True
    others = len(tally.firm) - (group in tally.firm)
    weighty = others >= CORROBORATING_GROUPS and bool(tally.weighty.keys() - {group})
    return True if others >= CONFIRMING_GROUPS or weighty or tally.announced.keys() - {group} else None

"""What was settled of sources' words, laid on the probabilities of events as columns: :mod:`riscontro.weigh.odds`.

As with letters (:mod:`~riscontro.weigh.kernel.laying`) each event is laid down with what its probability rests on, and
what was learnt over all batches enters as it is written.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from riscontro.model.claim import Stance
from riscontro.model.columns import Listed, Maybe, Table
from riscontro.weigh.kernel.acts import Tellers
from riscontro.weigh.kernel.beliefs import (
    FALSE,
    SIGNS,
    SUREST,
    TRUE,
    WITHDRAWN,
    Evidence,
    believe,
    role_priors,
    unlearnt,
)
from riscontro.weigh.kernel.columns import Codes, Floats
from riscontro.weigh.kernel.door import STANCES
from riscontro.weigh.kernel.weighing import Weighed, signs_borne
from riscontro.weigh.kernel.words import ROLE_NAMES
from riscontro.weigh.odds import DIGITS
from riscontro.weigh.reliability import Cell

EVIDENCE = "evidence"
"""The column of events that is only there to lay what was learnt on their probabilities."""

FOR = len(SIGNS)
"""What an origin ``says`` that stands for a group; one that speaks against the event says a place in ``SIGNS``."""


def evidence_column(weighed: Weighed, tellers: Tellers, cells: Codes, stances: Codes) -> Listed:
    """Return for each event the voices that its probability rests on: what each ``says``, and the ``record`` of its
    assertions or denials, a place in what :func:`~riscontro.weigh.kernel.earned.learnt_by` gives.
    """
    rows, signs = signs_borne(tellers, weighed.heard)
    voice = np.concatenate([weighed.groups, rows])
    says = np.concatenate([np.full(len(weighed.groups), FOR, dtype=np.int8), signs.astype(np.int8)])
    event = weighed.heard.voices.event[voice]
    order = np.argsort(event, kind="stable")
    record = cells[voice] * 2 + (stances[voice] == STANCES.index(Stance.DENIES))
    starts = np.concatenate([[0], np.cumsum(np.bincount(event, minlength=weighed.linked.events))])
    return Listed(starts, {"says": says[order], "record": record[order].astype(np.int32)})


def lay_probabilities(table: Table, learnt: Floats, cells: Sequence[Cell]) -> Table:
    """Return events with the probability that their sources' records give, and without the column for it."""
    evidence, told = table[EVIDENCE], {name: column for name, column in table.items() if name != EVIDENCE}
    says, record = evidence.items["says"], evidence.items["record"]
    view = np.repeat(np.arange(len(evidence.starts) - 1), np.diff(evidence.starts))
    odds = np.where(says == WITHDRAWN, 0.0, learnt[record]) if len(learnt) else np.zeros(len(record))
    touched = np.zeros(len(evidence.starts) - 1, dtype=np.bool_)
    touched[view[odds != 0]] = True
    if not touched.any():
        return told
    rows = touched[view]
    place = np.cumsum(touched) - 1
    found = _log_odds(place[view[rows]], says[rows], record[rows], odds[rows], cells)
    before = told["probability"]
    values = before.values.copy()
    values[touched] = np.round(1 / (1 + np.exp(-found)), DIGITS)
    return told | {"probability": Maybe(values, before.told)}


def _log_odds(view: Codes, says: Codes, record: Codes, odds: Floats, cells: Sequence[Cell]) -> Floats:
    """Return the log-odds of each view."""
    size = int(view.max()) + 1
    used, source = np.unique(record, return_inverse=True)
    role = np.array([ROLE_NAMES.index(cells[code // 2].role) for code in used.tolist()], dtype=np.int32)
    learnt = np.zeros(len(used))
    learnt[source] = odds
    beliefs = role_priors()[role]
    known = unlearnt(len(used))
    for answer, sign in ((FALSE, 1.0), (TRUE, -1.0)):
        with_record = np.log(2 / (1 + np.exp(sign * (beliefs + learnt))))
        known.root[answer] = with_record - np.log(2 / (1 + np.exp(sign * beliefs)))
    group = says == FOR
    signs = np.zeros((size, len(SIGNS)), dtype=np.bool_)
    signs[view[~group], says[~group]] = True
    told = Evidence(
        size=size,
        view=view[group].astype(np.int64),
        source=source[group].astype(np.int32),
        role=role[source[group]],
        counts=np.full(int(group.sum()), SUREST),
        signs=signs,
        loudness=np.zeros(size),
    )
    found = believe(told, known).odds
    best = np.full((size, len(SIGNS)), -np.inf)
    np.maximum.at(best, (view[~group], says[~group]), odds[~group])
    plain = np.log(known.sign[TRUE] / known.sign[FALSE])[: len(SIGNS)]
    changed = np.minimum(0.0, plain - np.where(signs, best, 0.0)) - plain
    return np.asarray(found + np.where(signs, changed, 0.0).sum(axis=1))

"""What speaks against events: who says so, and how likely each such word is meant for the event that it is put to.

A contradiction tells more than most of what speaks for an event, so that one which the linker put to the wrong event
does more harm. It is doubted as a lone group is (:mod:`riscontro.weigh.kernel.plausible`), by weights of its own: who
withdraws a word has given it, and who denies is mostly a party.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from riscontro.weigh.kernel.beliefs import SIGNS, UNNAMED
from riscontro.weigh.kernel.columns import UNKNOWN, Claims, Codes, Floats, Side, Sources
from riscontro.weigh.kernel.roots import OFFICIAL, Groups, is_party, is_root
from riscontro.weigh.kernel.segments import pair_key, weigh_up
from riscontro.weigh.kernel.views import Views

CONTRADICTED, GAINSAID, DENIED, RETRACTED = map(SIGNS.index, ("contradicted", "gainsaid", "denied", "retracted"))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Against:
    """The voices against events, as ``groups`` that tell the same of a view, and what each does: ``sign``, a
    place in ``beliefs.SIGNS`` or ``beliefs.UNNAMED``.
    """

    groups: Groups
    sign: Codes

    def strengths(self, wrong: Floats, size: int) -> Floats:
        """Return how likely each of ``size`` views bears each sign, as likely as each voice is ``wrong`` there."""
        cell = self.groups.view * (UNNAMED + 1) + self.sign
        silent = np.exp(weigh_up(cell, np.log(np.maximum(wrong, _SUREST)), size * (UNNAMED + 1)))
        return np.asarray(np.where(silent > _SUREST, 1 - silent, 1.0).reshape(size, UNNAMED + 1))


_SUREST = 1e-3
"""A voice that is another event's with less than this probability is this one's."""


def voices_against(claims: Claims, sources: Sources, views: Views, ends: Codes) -> Against:
    """Return what speaks against each view, by root."""
    side = claims.side[views.claim]
    rows = np.flatnonzero((side == Side.AGAINST) | (side == Side.RETRACTS))
    view, claim = views.view[rows], views.claim[rows]
    end, withdraws = ends[claim], side[rows] == Side.RETRACTS
    rooted = (end != UNKNOWN) & is_root(sources)[np.maximum(end, 0)]
    end = np.where(rooted, end, UNKNOWN)
    official = np.isin(sources.kind[np.maximum(end, 0)], OFFICIAL)
    sign = np.select(
        [withdraws, ~rooted, is_party(claims, sources, claim, end), official],
        [RETRACTED, UNNAMED, DENIED, GAINSAID],
        CONTRADICTED,
    ).astype(np.int32)
    group = np.where(rooted, sources.group[np.maximum(end, 0)], UNKNOWN).astype(np.int32)
    keys = pair_key(view * (UNNAMED + 1) + sign, group)
    order = np.lexsort((claim, keys))
    _, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
    one = order[first]
    groups = Groups(
        view=view[one],
        group=group[one],
        source=end[one],
        claim=claim[one],
        claims=counts,
        figure=claims.figure[claim[one]],
    )
    return Against(groups=groups, sign=sign[one])

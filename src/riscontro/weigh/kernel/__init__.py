"""The columnar heart of weighing: typed arrays in, arrays out.

Everything is numpy columns with integer codes (:mod:`~riscontro.weigh.kernel.columns`); names live at the doors, which
keep their own tables from code to name. One row of :class:`Claims` is one claim, rows in public order (``at``, then the
caller's tie-break); every row number that leaves is a row number of these columns. Nothing here reads a file, a clock
or a name, and "as of T" is the same arrays cut at T.

A door does, in this order::

    desk = open_desk(claims, sources)          # where misfiled claims belong, and the ends of their chains
    epochs = learn_epochs(desk)                # one Learnt for each month, frozen at its start
    found = answer(desk, epochs[-1], event, at)  # events (by key) as known at moments (minutes): an Answers

``Answers`` has one row for each asked (event, moment): ``independent`` groups, since when two of them stood, what
speaks against it, ``probability``; and one row for each group of each: its first claim, its root, how likely it counts
and what it adds in log-odds. ``epoch_of`` says which of the epochs a past moment lies in.
"""

from __future__ import annotations

from riscontro.weigh.kernel.columns import HOPS, KINDS, UNKNOWN, Claims, Side, Sources
from riscontro.weigh.kernel.epochs import Answers, Desk, Learnt, answer, epoch_of, learn_epochs, open_desk, unlearnt
from riscontro.weigh.kernel.views import NEVER

__all__ = [
    "HOPS",
    "KINDS",
    "NEVER",
    "UNKNOWN",
    "Answers",
    "Claims",
    "Desk",
    "Learnt",
    "Side",
    "Sources",
    "answer",
    "epoch_of",
    "learn_epochs",
    "open_desk",
    "unlearnt",
]

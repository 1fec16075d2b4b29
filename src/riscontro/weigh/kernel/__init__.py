"""The columnar heart of weighing: typed arrays in, arrays out.

Everything is numpy columns with integer codes (:mod:`~riscontro.weigh.kernel.columns`); names live at the doors, which
keep their own tables from code to name. One row of :class:`Claims` is one claim, rows in public order (``at``, then the
caller's tie-break); every row number that leaves is a row number of these columns. Nothing here reads a file, a clock
or a name, and a claim is only ever judged by rows before it, so that "as of T" is the same arrays cut at T.
"""

from __future__ import annotations

from riscontro.weigh.kernel.columns import HOPS, KINDS, UNKNOWN, Claims, Side, Sources

__all__ = ["HOPS", "KINDS", "UNKNOWN", "Claims", "Side", "Sources"]

"""Which statuses reach a threshold, and since when an event has stood at it."""

from __future__ import annotations

from datetime import datetime

from riscontro.model.event import Event, StatusChange
from riscontro.model.grade import Status

THRESHOLDS = (Status.REPORTED, Status.CORROBORATED, Status.CONFIRMED)
"""The statuses at which ceilings are told, weakest first."""

_RANK = {Status.REPORTED: 1, Status.CORROBORATED: 2, Status.CONFIRMED: 3}


def reaches(status: Status, threshold: Status) -> bool:
    """Tell whether a status is as good as a threshold; a denied, disputed or withdrawn event reaches none."""
    return _RANK.get(status, 0) >= _RANK[threshold]


def standing_since(event: Event, threshold: Status, as_of: datetime | None) -> StatusChange | None:
    """Return the row by which an event came to the threshold that it still holds at ``as_of``, ``None`` otherwise."""
    since: StatusChange | None = None
    for row in event.history:
        if as_of is not None and row.at > as_of:
            break
        if not reaches(row.status, threshold):
            since = None
        elif since is None:
            since = row
    return since

"""The fold of :mod:`riscontro.weigh.linking` over columns: each claim put to the events so far, once.

The rules are those of :mod:`riscontro.weigh.cluster` and :mod:`riscontro.weigh.candidates`, line by line, over codes; a
property test holds the two to each other. Groups on one shelf are kept in falling order of their number, so that the
latest ones are met first and no more than ``candidates_max`` are ever looked at, however full a shelf is.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from riscontro.weigh.candidates import MONTH_DAYS
from riscontro.weigh.cluster import SCORE_DIGITS
from riscontro.weigh.compare import actors, place, quantity, time
from riscontro.weigh.kernel.acts import Acts, Numbers, Tables, numbers
from riscontro.weigh.kernel.columns import Codes
from riscontro.weigh.kernel.compiled import loop, step
from riscontro.weigh.kernel.hashed import find, is_full, more_room, new_map, put
from riscontro.weigh.telling import EVER

SAME_SIDES, OPEN_SIDE, OTHER_OPPONENT = actors.SAME.score, actors.ONE_OPEN.score, actors.OTHER_OPPONENT.score
SAME_PLACE, NO_PLACE, OTHER_PLACE = place.SAME.score, place.UNKNOWN.score, place.OTHER.score
SAME_FIGURE, NEAR_FIGURE, FAR_FIGURE = quantity.SAME.score, quantity.NEAR.score, quantity.FAR.score
NO_FIGURE, ONE_SIZE, PLAN_SIZE = quantity.UNKNOWN.score, quantity.ONE_SIZE, quantity.PLAN_SIZE
MEET, NEAR, MEET_WIDE = time.MEET.score, time.NEAR.score, time.MEET_WIDE.score
IMPLIED, FRESH, PLAN_AND_FACT = time.IMPLIED.score, time.FRESH.score, time.PLAN_AND_FACT.score
LATEST, ONE_FLOW = time.LATEST.score, time.ONE_FLOW.score
NARROW_DAYS, FRESH_DAYS, NEWS_DAYS, YEAR_DAYS = time.NARROW_DAYS, time.FRESH_DAYS, time.NEWS_DAYS, time.YEAR_DAYS
DAY_ACT, NARROWER = time.DAY_ACT, time.NARROWER
SURE_DAYS, SURE_MISS = time.SURE_DAYS, time.SURE_MISS
SPAN_DAYS, LONG_DAYS, EXACT_DAYS = time.SPAN_DAYS, time.LONG_DAYS, time.EXACT_DAYS
ROUNDING = 10**SCORE_DIGITS
VETO = -1.0
NONE = -1

BOTH, FIRST, SECOND = 0, 1, 2
ALL_SLOT, WIDE_SLOT, MONTH_SLOT = 0, 1, 2
SIDE_BITS = 14
SLOT_BITS = 17


class _Rows(NamedTuple):
    """The columns of :class:`Acts`, as compiled loops take them."""

    type: Any
    kind: Any
    mode: Any
    first: Any
    second: Any
    opponent: Any
    place: Any
    lang: Any
    begin: Any
    end: Any
    day: Any
    dated: Any
    further: Any
    planned: Any
    firm: Any
    flow: Any
    tolerance: Any
    past: Any
    unit: Any
    low: Any
    high: Any
    cumulative: Any
    document: Any
    root: Any


class _Groups(NamedTuple):
    """What the claims of each group have in common; one row for each group that may come to be."""

    first: Any
    second: Any
    flow: Any
    tolerance: Any
    modes: Any
    told: Any
    dated: Any
    begin: Any
    end: Any
    implied: Any
    implied_begin: Any
    implied_end: Any
    only_plans: Any
    totals: Any
    further: Any
    opponents: Any
    places: Any
    figures: Any


class _Nodes(NamedTuple):
    """Short lists, one node for each claim at most: the next node, a code, and two numbers."""

    next: Any
    code: Any
    low: Any
    high: Any


class Linked(NamedTuple):
    """The event of each row, numbered in the order in which they were opened; how many claims met too many."""

    event: Codes
    events: int
    bounded: int


def link_acts(acts: Acts, tables: Tables) -> Linked:
    """Return the event of each claim; rows are in public order."""
    rows = _Rows(*(getattr(acts, name) for name in _Rows._fields))
    event, events, bounded = _fold(rows, tables, numbers())
    return Linked(event, int(events), int(bounded))


@step
def _shelf(type_: int, form: int, first: int, second: int) -> int:
    key = (((int(type_) * 4 + form) << SIDE_BITS) | (int(first) + 1)) << SIDE_BITS
    return (key | (int(second) + 1)) << SLOT_BITS


@step
def _gap(begin: int, end: int, other_begin: int, other_end: int) -> int:
    return max(begin, other_begin) - min(end, other_end)


@step
def _has_pair(pairs: npt.NDArray[np.int64], left: int, right: int) -> bool:
    if left == right:
        return True
    key = (int(left) << 32) | int(right)
    place = np.searchsorted(pairs, key)
    return bool(place < len(pairs) and pairs[place] == key)


@step
def _score_time(rows: _Rows, groups: _Groups, figures: _Nodes, row: int, group: int) -> float:
    begin, end, told = rows.begin[row], rows.end[row], rows.dated[row]
    tolerance = rows.tolerance[row]
    if groups.flow[group]:
        silence = max(tolerance, groups.tolerance[group])
        if _gap(begin, end, groups.begin[group], groups.end[group]) > silence:
            return VETO
        return ONE_FLOW if told else IMPLIED
    # Most groups are too far off by their times as they are; what follows only narrows these.
    first, last = groups.begin[group], groups.end[group]
    if groups.dated[group] and _gap(begin, end, first, last) > tolerance:
        return VETO
    implied_first, implied_last = groups.implied_begin[group], groups.implied_end[group]
    if groups.implied[group] and _gap(begin, end, implied_first, implied_last) > tolerance:
        return VETO
    if _excludes(rows, groups, row, group):
        return VETO
    if told and groups.dated[group]:
        tolerance = _room_between(abs(end - begin) + 1, abs(last - first) + 1, tolerance)
    another = rows.further[row] and not groups.further[group]
    if another or (rows.unit[row] != NONE and _is_at_odds(rows, groups, figures, row, group)):
        tolerance, past = tolerance // NARROWER, rows.past[row] // NARROWER
        if told:
            begin, end = _narrow_told(begin, end)
        else:
            begin, end = _narrow_implied(begin, end, past, rows.planned[row])
        first, last = _narrow_told(first, last)
        implied_first, implied_last = _narrow_implied(implied_first, implied_last, past, groups.only_plans[group])
    worst, nearest = -(1 << 40), 0
    if groups.dated[group]:
        nearest = _gap(begin, end, first, last)
        worst = nearest
    if groups.implied[group]:
        worst = max(worst, _gap(begin, end, implied_first, implied_last))
    if worst > tolerance:
        return VETO
    if told and groups.dated[group]:
        if nearest > 0:
            return NEAR
        own, common = abs(end - begin) + 1, abs(last - first) + 1
        return MEET if max(own, common) <= NARROW_DAYS else MEET_WIDE
    if groups.only_plans[group] and not rows.planned[row]:
        return PLAN_AND_FACT
    day = rows.day[row]
    since = _gap(day, day, rows.begin[row], rows.end[row])
    if groups.dated[group]:
        since = _gap(day, day, groups.begin[group], groups.end[group])
    if since <= NEWS_DAYS:
        return LATEST
    return FRESH if since <= FRESH_DAYS else IMPLIED


@step
def _room_between(own: int, common: int, tolerance: int) -> int:
    least, most = min(own, common), max(own, common)
    if tolerance <= DAY_ACT:
        return 0 if least >= SPAN_DAYS else min(tolerance, SURE_MISS) if most <= SURE_DAYS else tolerance
    if least > LONG_DAYS:
        return 0
    return min(tolerance, EXACT_DAYS) if most <= NEWS_DAYS else tolerance


@step
def _excludes(rows: _Rows, groups: _Groups, row: int, group: int) -> bool:
    """Tell whether times exclude each other by what they are: a period, or a plan told when the act was done."""
    begin, end, told, planned = rows.begin[row], rows.end[row], rows.dated[row], rows.planned[row]
    first, last = groups.begin[group], groups.end[group]
    implied_first, implied_last = groups.implied_begin[group], groups.implied_end[group]
    if rows.tolerance[row] <= DAY_ACT:
        if (told and _is_period(begin, end)) != (groups.dated[group] and _is_period(first, last)):
            return True
        if planned and not told and not groups.only_plans[group]:
            if groups.dated[group] and _gap(begin, end, first, last) > 0:
                return True
            if groups.implied[group] and _gap(begin, end, implied_first, implied_last) > 0:
                return True
        mere_plan = groups.only_plans[group] and groups.implied[group]
        if mere_plan and told and not planned and _gap(begin, end, implied_first, implied_last) > 0:
            return True
    if groups.only_plans[group] and not planned and not told and not groups.dated[group]:
        return bool(groups.implied[group] and rows.day[row] - implied_last > rows.tolerance[row])
    return False


@step
def _is_period(begin: int, end: int) -> bool:
    return begin > -EVER and end < EVER and abs(end - begin) + 1 > YEAR_DAYS


@step
def _narrow_told(begin: int, end: int) -> tuple[int, int]:
    if begin > -EVER:
        return begin, min(end, begin + NARROW_DAYS)
    return end - NARROW_DAYS, end


@step
def _narrow_implied(begin: int, end: int, past: int, ahead: bool) -> tuple[int, int]:
    if ahead:
        return begin, min(end, begin + NARROW_DAYS)
    return max(begin, end - past), end


@step
def _is_at_odds(rows: _Rows, groups: _Groups, figures: _Nodes, row: int, group: int) -> bool:
    middle = _middle(rows.low[row], rows.high[row])
    node = groups.figures[group]
    while node != NONE and figures.code[node] != rows.unit[row]:
        node = figures.next[node]
    if node == NONE or np.isnan(middle):
        return False
    size = ONE_SIZE if rows.planned[row] == groups.only_plans[group] else PLAN_SIZE
    if middle > figures.high[node]:
        return middle > size * figures.high[node] and not np.isnan(rows.high[row]) and not rows.cumulative[row]
    return bool(figures.low[node] > size * middle and not np.isnan(rows.low[row]) and not groups.totals[group])


@step
def _score_sides(rows: _Rows, groups: _Groups, opponents: _Nodes, row: int, group: int) -> float:
    first, second = rows.first[row], rows.second[row]
    score = SAME_SIDES
    if first != groups.first[group] or second != groups.second[group]:
        known = 0
        if first != NONE and groups.first[group] != NONE:
            if first != groups.first[group]:
                return VETO
            known += 1
        if second != NONE and groups.second[group] != NONE:
            if second != groups.second[group]:
                return VETO
            known += 1
        if known == 0:
            return VETO
        score = OPEN_SIDE
    node, own = groups.opponents[group], rows.opponent[row]
    if own == NONE or node == NONE:
        return score
    while node != NONE:
        if opponents.code[node] == own:
            return score
        node = opponents.next[node]
    return min(score, OTHER_OPPONENT)


@step
def _score_place(rows: _Rows, groups: _Groups, places: _Nodes, tables: Tables, row: int, group: int) -> float:
    own, lang, node = rows.place[row], rows.lang[row], groups.places[group]
    score = NO_PLACE
    if own == NONE:
        return score
    while node != NONE:
        if places.low[node] == lang:
            if not _has_pair(tables.places, own, places.code[node]):
                return VETO if tables.placed[rows.kind[row]] else OTHER_PLACE
            score = SAME_PLACE
        node = places.next[node]
    return score


@step
def _middle(low: float, high: float) -> float:
    if np.isnan(low):
        return high
    return low if np.isnan(high) else (low + high) / 2


@step
def _score_figure(rows: _Rows, groups: _Groups, figures: _Nodes, row: int, group: int) -> float:
    unit = rows.unit[row]
    middle = _middle(rows.low[row], rows.high[row]) if unit != NONE else np.nan
    if np.isnan(middle):
        return NO_FIGURE
    node = groups.figures[group]
    while node != NONE and figures.code[node] != unit:
        node = figures.next[node]
    if node == NONE:
        return NO_FIGURE
    low, high = figures.low[node], figures.high[node]
    if low <= middle <= high and high <= ONE_SIZE * low:
        return SAME_FIGURE
    return NEAR_FIGURE if low <= ONE_SIZE * middle and middle <= ONE_SIZE * high else FAR_FIGURE


@step
def _two_acts(rows: _Rows, event: Codes, earlier: Codes, row: int, group: int) -> bool:
    """Tell whether the same document told another act of this group: a plan beside the fact, of an act of a day, or
    another figure, from the same root, for the same time.
    """
    unit, day_act = rows.unit[row], rows.tolerance[row] <= DAY_ACT and not rows.flow[row]
    vague = rows.planned[row] and not rows.dated[row]
    other = earlier[row]
    while other != NONE:
        if event[other] == group:
            if day_act and (
                (vague and rows.firm[other]) or (rows.firm[row] and rows.planned[other] and not rows.dated[other])
            ):
                return True
            if unit != NONE and rows.unit[other] == unit and rows.root[other] == rows.root[row]:
                same = rows.dated[other] == rows.dated[row]
                if same and rows.dated[row]:
                    same = rows.begin[other] == rows.begin[row] and rows.end[other] == rows.end[row]
                if same and (rows.low[row] > rows.high[other] or rows.low[other] > rows.high[row]):
                    return True
        other = earlier[other]
    return False


@step
def _score_kind(rows: _Rows, groups: _Groups, tables: Tables, row: int, group: int) -> float:
    modes, score, mode = int(groups.modes[group]), 1.0, 0
    while modes:
        if modes & 1:
            score = min(score, tables.modes[rows.kind[row], mode])
        modes >>= 1
        mode += 1
    return score


@step
def _join(rows: _Rows, groups: _Groups, row: int, group: int) -> bool:
    """Take a claim into what its group has in common; return whether a side that was open became known."""
    begin, end = rows.begin[row], rows.end[row]
    if groups.told[group] == 0:
        groups.first[group], groups.second[group] = rows.first[row], rows.second[row]
        groups.flow[group], groups.tolerance[group] = rows.flow[row], rows.tolerance[row]
        groups.only_plans[group] = True
    groups.told[group] += 1
    groups.modes[group] |= 1 << int(rows.mode[row])
    groups.only_plans[group] = groups.only_plans[group] and rows.planned[row]
    groups.further[group] = groups.further[group] or rows.further[row]
    groups.totals[group] = groups.totals[group] or rows.cumulative[row]
    if groups.flow[group] or rows.dated[row]:
        if not groups.dated[group]:
            groups.begin[group], groups.end[group] = begin, end
        elif groups.flow[group]:
            groups.begin[group], groups.end[group] = min(groups.begin[group], begin), max(groups.end[group], end)
        else:
            groups.begin[group], groups.end[group] = max(groups.begin[group], begin), min(groups.end[group], end)
        groups.dated[group] = True
    else:
        if not groups.implied[group]:
            groups.implied_begin[group], groups.implied_end[group] = begin, end
        else:
            groups.implied_begin[group] = max(groups.implied_begin[group], begin)
            groups.implied_end[group] = min(groups.implied_end[group], end)
        groups.implied[group] = True
    widened = False
    if groups.first[group] == NONE and rows.first[row] != NONE:
        groups.first[group] = rows.first[row]
        widened = True
    if groups.second[group] == NONE and rows.second[row] != NONE:
        groups.second[group] = rows.second[row]
        widened = True
    return widened


@step
def _note(heads: Any, nodes: _Nodes, row: int, group: int, code: int, low: float, high: float, stretch: bool) -> None:
    """Put a code on a group's list, once; ``stretch`` widens its range where it is there."""
    node = heads[group]
    while node != NONE:
        if nodes.code[node] == code and (stretch or nodes.low[node] == low):
            if stretch:
                nodes.low[node], nodes.high[node] = min(nodes.low[node], low), max(nodes.high[node], high)
            return
        node = nodes.next[node]
    nodes.code[row], nodes.low[row], nodes.high[row] = code, low, high
    nodes.next[row] = heads[group]
    heads[group] = row


@loop
def _fold(rows: _Rows, tables: Tables, weights: Numbers) -> tuple[Any, int, int]:
    size = len(rows.type)
    event = np.full(size, NONE, np.int32)
    groups = _new_groups(size)
    opponents, places, figures = _new_nodes(size), _new_nodes(size), _new_nodes(size)
    earlier = np.full(size, NONE, np.int32)
    last_of_document = new_map(size)
    heads = new_map(size)
    node_group, node_next = np.empty(4 * size + 64, np.int32), np.empty(4 * size + 64, np.int32)
    nodes, count, bounded = 0, 0, 0
    cursors = np.empty(3 * (weights.months + 3), np.int64)
    for row in range(size):
        document = rows.document[row]
        earlier[row] = find(last_of_document, document, NONE)
        put(last_of_document, document, row)
        lists = _lists_for(rows, heads, cursors, row, weights.months)
        best, best_score, best_told = NONE, 0, 0
        looked = 0
        while True:
            group = NONE
            for slot in range(lists):
                if cursors[slot] != NONE and node_group[cursors[slot]] > group:
                    group = node_group[cursors[slot]]
            if group == NONE:
                break
            for slot in range(lists):
                while cursors[slot] != NONE and node_group[cursors[slot]] == group:
                    cursors[slot] = node_next[cursors[slot]]
            looked += 1
            if looked > weights.candidates:
                bounded += 1
                break
            when = _score_time(rows, groups, figures, row, group)
            if when < 0:
                continue
            kind = _score_kind(rows, groups, tables, row, group)
            if kind == 0:
                continue
            sides = _score_sides(rows, groups, opponents, row, group)
            if sides < 0:
                continue
            where = _score_place(rows, groups, places, tables, row, group)
            if where < 0:
                continue
            figure = _score_figure(rows, groups, figures, row, group)
            if _two_acts(rows, event, earlier, row, group):
                continue
            total = weights.time * when + weights.kind * kind + weights.actors * sides
            total += weights.place * where + weights.quantity * figure
            score, told = int(total * ROUNDING + 0.5), groups.told[group]
            if score > best_score or (score == best_score and told > best_told):
                best, best_score, best_told = group, score, told
        opened = best == NONE
        if opened:
            best = count
            count += 1
        event[row] = best
        widened = _join(rows, groups, row, best)
        if rows.opponent[row] != NONE:
            _note(groups.opponents, opponents, row, best, rows.opponent[row], 0.0, 0.0, False)
        if rows.place[row] != NONE:
            _note(groups.places, places, row, best, rows.place[row], float(rows.lang[row]), 0.0, False)
        if rows.unit[row] != NONE:
            middle = _middle(rows.low[row], rows.high[row])
            if not np.isnan(middle):
                _note(groups.figures, figures, row, best, rows.unit[row], middle, middle, True)
        if opened or widened:
            most = 3 * (weights.months + 2)
            if nodes + most > len(node_group):
                node_group, node_next = _longer(node_group, nodes + most), _longer(node_next, nodes + most)
            if is_full(heads, most):
                heads = more_room(heads, most)
            nodes = _shelve(rows, groups, heads, node_group, node_next, nodes, row, best, weights.months)
    return event, count, bounded


@loop
def _longer(nodes: Any, needed: int) -> Any:
    longer = np.empty(max(2 * len(nodes), needed), np.int32)
    longer[: len(nodes)] = nodes
    return longer


@loop
def _new_groups(size: int) -> _Groups:
    return _Groups(
        np.full(size, NONE, np.int32),
        np.full(size, NONE, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int32),
        np.zeros(size, np.int64),
        np.zeros(size, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.full(size, NONE, np.int32),
        np.full(size, NONE, np.int32),
        np.full(size, NONE, np.int32),
    )


@loop
def _new_nodes(size: int) -> _Nodes:
    return _Nodes(
        np.full(size, NONE, np.int32), np.zeros(size, np.int32), np.zeros(size, np.float64), np.zeros(size, np.float64)
    )


@step
def _months(begin: int, end: int, most: int) -> tuple[int, int]:
    """Return the first and last month of a window; the last before the first where there are too many."""
    first, last = int(begin) // MONTH_DAYS, int(end) // MONTH_DAYS
    if 0 <= last - first < most:
        return first, last
    return 0, -1


@step
def _lists_for(rows: _Rows, heads: Any, cursors: Any, row: int, most: int) -> int:
    """Point the cursors to the lists on which a claim's candidates stand; return how many there are."""
    first, second, kind = rows.first[row], rows.second[row], rows.type[row]
    shelves = (NONE, NONE, NONE)
    if first != NONE and second != NONE:
        shelves = (_shelf(kind, BOTH, first, second), _shelf(kind, BOTH, first, NONE), _shelf(kind, BOTH, NONE, second))
    elif first != NONE:
        shelves = (_shelf(kind, FIRST, first, NONE), NONE, NONE)
    elif second != NONE:
        shelves = (_shelf(kind, SECOND, NONE, second), NONE, NONE)
    tolerance = rows.tolerance[row]
    begin, end = _months(rows.begin[row] - tolerance, rows.end[row] + tolerance, most)
    lists = 0
    for shelf in shelves:
        # Whatever stands on a shelf stands on its list of all: most shelves are empty, and asked no further.
        everything = find(heads, shelf | ALL_SLOT, NONE) if shelf != NONE else NONE
        if everything == NONE:
            continue
        if end < begin:
            cursors[lists] = everything
            lists += 1
            continue
        cursors[lists] = find(heads, shelf | WIDE_SLOT, NONE)
        lists += cursors[lists] != NONE
        for month in range(begin, end + 1):
            cursors[lists] = find(heads, shelf | (MONTH_SLOT + month), NONE)
            lists += cursors[lists] != NONE
    return lists


@step
def _put(heads: Any, node_group: Any, node_next: Any, nodes: int, key: int, group: int) -> int:
    """Put a group on a list, in falling order; once."""
    before, node = NONE, find(heads, key, NONE)
    while node != NONE and node_group[node] > group:
        before, node = node, node_next[node]
    if node != NONE and node_group[node] == group:
        return nodes
    node_group[nodes], node_next[nodes] = group, node
    if before == NONE:
        put(heads, key, nodes)
    else:
        node_next[before] = nodes
    return nodes + 1


@step
def _shelve(
    rows: _Rows,
    groups: _Groups,
    heads: Any,
    node_group: Any,
    node_next: Any,
    nodes: int,
    row: int,
    group: int,
    most: int,
) -> int:
    """Put a group on the shelves of the claim that opened it, or gave it a side; return how many nodes there are."""
    first, second, kind = rows.first[row], rows.second[row], rows.type[row]
    shelves = (
        _shelf(kind, BOTH, first, second),
        _shelf(kind, FIRST, first, NONE) if first != NONE else NONE,
        _shelf(kind, SECOND, NONE, second) if second != NONE else NONE,
    )
    begin, end = _months(rows.begin[row], rows.end[row], most)
    for shelf in shelves:
        if shelf == NONE:
            continue
        nodes = _put(heads, node_group, node_next, nodes, shelf | ALL_SLOT, group)
        if groups.flow[group] or end < begin:
            nodes = _put(heads, node_group, node_next, nodes, shelf | WIDE_SLOT, group)
            continue
        for month in range(begin, end + 1):
            nodes = _put(heads, node_group, node_next, nodes, shelf | (MONTH_SLOT + month), group)
    return nodes

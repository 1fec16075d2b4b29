"""What each event's claims amount to, one by one: :mod:`riscontro.weigh.independence` and ``status`` over columns.

The rules are those of :class:`~riscontro.weigh.independence.Hearing`, :class:`~riscontro.weigh.status.Tally` and
:class:`~riscontro.weigh.history.History`, line by line, over codes; a property test holds them to each other. Claims
are heard event by event, each in public order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from riscontro.model.claim import Basis
from riscontro.model.grade import Status
from riscontro.weigh.kernel.acts import Small, Tellers
from riscontro.weigh.kernel.columns import KINDS, UNKNOWN, Codes, Flags, Side
from riscontro.weigh.kernel.compiled import loop, step
from riscontro.weigh.kernel.hashed import Map, empty_map, find, new_map, put
from riscontro.weigh.status import CONFIRMING_GROUPS, CORROBORATING_GROUPS, VERDICTS

FOR, AGAINST, RETRACTS, NEITHER = int(Side.FOR), int(Side.AGAINST), int(Side.RETRACTS), int(Side.NEITHER)
OFFICIAL, SATELLITE, CAPTURED = (KINDS.index(kind) for kind in (Basis.OFFICIAL, Basis.SATELLITE, Basis.CAPTURED))
INTELLIGENCE, ANONYMOUS = KINDS.index(Basis.INTELLIGENCE), KINDS.index(Basis.ANONYMOUS)
NONE = -1

STATUSES = tuple(Status)
"""What ``Heard.status`` numbers."""

RULES = tuple(VERDICTS)
"""What ``Heard.rule`` numbers."""

DENIED = RULES.index("denied")

RULE_STATUS = np.array([STATUSES.index(verdict.status) for verdict in VERDICTS.values()], dtype=np.int8)

SILENCES = (
    "",
    "officials of no state that is told, so they may be a party's",
    "nobody is named as the one who denies",
    "names no root on a page that is cut: the part that was not read may name one",
    "a near-copy of the same text names who said it",
    "its own page names who said it",
    "it takes back what was said",
)
"""What ``Voices.silenced`` numbers: why a voice cannot count; the first: it can."""

STATELESS, NOBODY, CUT, COPIED, PASSED_ON, WITHDRAWS = range(1, 7)
LETTER_F = 5

OPEN = -1
"""What others have made of a word, where they made nothing of it."""

SEVERAL = -2
"""Stands for more groups than one."""

REFUTES = RULES.index("refuted.physical")
CONFIRMED_BY, CONFIRMED_TO = RULES.index("confirmed.three"), RULES.index("confirmed.announced")
"""The first and the last rule that confirm."""


class Voices(NamedTuple):
    """One row for each origin on one side of one event, in the order in which they were first heard.

    ``claim`` is the row of its first claim; ``party`` and ``ally`` are states as in
    :class:`~riscontro.weigh.voice.Voice`, ``against`` an admission against interest, ``serves`` one that gains.
    ``began`` and ``ended`` are the rows from which on it weighed, and no longer did; ``outcome`` is what others have
    made of it: 1 right, 0 wrong.
    """

    event: Any
    claim: Any
    source: Any
    group: Any
    state: Any
    basis: Any
    side: Any
    relay: Any
    tentative: Any
    silenced: Any
    withdrawn: Any
    cited: Any
    party: Any
    ally: Any
    against: Any
    serves: Any
    announces: Any
    letter: Any
    bare: Any
    unplaced: Any
    began: Any
    ended: Any
    outcome: Any


class Settled(NamedTuple):
    """What others had made of a voice by the end of a month, a row each time that this had changed: 1 right, 0 wrong,
    -1 open again. Rows of one voice are in the order of months.
    """

    voice: Codes
    month: Codes
    right: Small


class Heard(NamedTuple):
    """``voice`` of each claim; ``voices``; and the history: a row for each change of an event's standing, in order of
    event and time: ``event``, the ``claim`` that caused it, ``rule``, ``letter`` and number of ``independent`` groups.
    ``denial`` and ``denier``: rows of it and the parties that denied by then, where that decided. ``settled``: what
    others made of voices.
    """

    voice: Codes
    voices: Voices
    event: Codes
    claim: Codes
    rule: Small
    letter: Small
    independent: Codes
    denial: Codes
    denier: Codes
    settled: Settled

    @property
    def status(self) -> Small:
        """The status of each row of the history, a place in ``STATUSES``."""
        return np.asarray(RULE_STATUS[self.rule])

    def last(self, events: int) -> Codes:
        """Return for each event the row of its history that holds at the end."""
        rows = np.full(events, UNKNOWN, dtype=np.int32)
        rows[self.event] = np.arange(len(self.event))
        return rows


class _Rows(NamedTuple):
    """The columns of :class:`Tellers`, as compiled loops take them."""

    side: Any
    source: Any
    publisher: Any
    group: Any
    state: Any
    basis: Any
    speaks: Any
    organ: Any
    rooted: Any
    bare: Any
    outlet: Any
    unplaced: Any
    vantage: Any
    tentative: Any
    cut: Any
    document: Any
    family: Any
    actor: Any
    recipient: Any
    opponent: Any
    loses: Any
    open: Any
    gains: Any
    letter: Any
    month: Any


class _Tally(NamedTuple):
    """The counters of one event. ``count`` by place: see the constants; ``letters`` of each letter; ``known`` maps
    codes to what was met under them (:func:`_key`).
    """

    count: Any
    letters: Any
    known: Map


FIRM, TENTATIVE, WEIGHTY, ANNOUNCED, CONTRADICTED, REFUTED, WITHDRAWN, GROUPS, PARTIES = range(9)
COUNTERS = 9

VOICE, PAGE, FAMILY, GROUP, PARTY = range(5)
"""What a key is about: the voice of a source, the first voice on a publisher's pages, the last copy of a family, how
many voices of a group count, how many of a party deny or admit.
"""

DENIES, ADMITS = 0, 1

KEYS_A_CLAIM = 6
"""No claim adds more keys than this."""


class _Copies(NamedTuple):
    """The voices of each family of documents: one node for each voice, with the first two documents that led to it."""

    next: Any
    voice: Any
    first_document: Any
    first_place: Any
    other_place: Any


def hear_events(tellers: Tellers, event: Codes, allied: Flags) -> Heard:
    """Return what the claims of each event amount to; rows are in public order."""
    rows = _Rows(*(getattr(tellers, name) for name in _Rows._fields))
    order = np.argsort(event, kind="stable")
    voice, voices, count, history, changes, denials, denied, outcomes, settled = _hear_all(rows, event, order, allied)
    told = Voices(*(column[:count] for column in voices))
    noted = [column[:changes] for column in history] + [column[:denied] for column in denials]
    return Heard(*(voice, told, *noted, Settled(*(column[:settled] for column in outcomes))))


@step
def _key(code: int, about: int, rest: int) -> int:
    """Return the key of what is known of a code: one map holds all that is known of an event."""
    return ((int(code) + 1) << 8) | (int(about) << 4) | int(rest)


@step
def _heard(voices: Voices, voice: int) -> bool:
    return voices.silenced[voice] == 0 and not voices.relay[voice] and not voices.bare[voice]


@step
def _add(known: Map, group: int, change: int) -> int:
    """Count a group up or down; return by how much the number of groups that count at all changes."""
    key = _key(group, GROUP, 0)
    before = find(known, key, 0)
    put(known, key, before + change)
    return int(before + change > 0) - int(before > 0)


@step
def _count(tally: _Tally, voices: Voices, voice: int, change: int) -> None:
    side = voices.side[voice]
    if voices.withdrawn[voice]:
        tally.count[WITHDRAWN] += change
    elif side == FOR and _heard(voices, voice):
        tally.letters[voices.letter[voice]] += change
        if voices.tentative[voice]:
            tally.count[TENTATIVE] += change
            return
        tally.count[GROUPS] += _add(tally.known, voices.group[voice], change)
        if voices.basis[voice] == SATELLITE or voices.basis[voice] == CAPTURED or voices.against[voice]:
            tally.count[WEIGHTY] += change
        if voices.announces[voice]:
            tally.count[ANNOUNCED] += change
        if voices.party[voice] != NONE and voices.basis[voice] == OFFICIAL:
            _count_party(tally, voices.party[voice], 1, change)
    elif side == AGAINST and _heard(voices, voice):
        if voices.party[voice] != NONE:
            _count_party(tally, voices.party[voice], 0, change)
        elif voices.ally[voice] != NONE:
            return
        elif voices.basis[voice] == SATELLITE or voices.basis[voice] == CAPTURED:
            tally.count[REFUTED] += change
        else:
            tally.count[CONTRADICTED] += change


@step
def _count_party(tally: _Tally, party: int, admits: int, change: int) -> None:
    """Count a denial (0) or an admission (1) by a party; keep how many parties deny and do not admit."""
    denies, owns = _key(party, PARTY, DENIES), _key(party, PARTY, ADMITS)
    denied = find(tally.known, denies, 0)
    admitted = find(tally.known, owns, 0)
    before = denied > 0 and admitted == 0
    if admits:
        admitted += change
        put(tally.known, owns, admitted)
    else:
        denied += change
        put(tally.known, denies, denied)
    tally.count[PARTIES] += int(denied > 0 and admitted == 0) - int(before)


@step
def _independent(tally: _Tally) -> int:
    if tally.count[GROUPS] > 0:
        return int(tally.count[GROUPS])
    return min(1, int(tally.count[TENTATIVE]))


@step
def _judge(tally: _Tally) -> int:
    """Return the place in ``RULES`` of the first rule that fits."""
    groups, count = _independent(tally), tally.count
    if count[WITHDRAWN] > 0 and groups == 0:
        return 0
    if count[REFUTED] > 0:
        return 1
    if count[CONTRADICTED] > 0 and groups > 0:
        return 2
    if count[GROUPS] >= CONFIRMING_GROUPS:
        return 3
    if count[GROUPS] >= CORROBORATING_GROUPS and count[WEIGHTY] > 0:
        return 4
    if count[ANNOUNCED] > 0:
        return 5
    if count[GROUPS] >= CORROBORATING_GROUPS:
        return 6
    if count[PARTIES] > 0:
        return 7
    if count[GROUPS] > 0:
        return 8
    return 9 if count[TENTATIVE] > 0 else 10


@step
def _best_letter(tally: _Tally) -> int:
    for letter in range(LETTER_F):
        if tally.letters[letter] > 0:
            return letter
    return LETTER_F


@step
def _weighs(voices: Voices, voice: int) -> bool:
    side = voices.side[voice]
    return bool(side in (FOR, AGAINST) and _heard(voices, voice) and not voices.withdrawn[voice])


@step
def _note_weight(voices: Voices, voice: int, before: bool, row: int) -> None:
    """Keep by which claim a voice came to weigh or ceased to, where ``before`` it did otherwise."""
    if _weighs(voices, voice) and not before:
        voices.began[voice], voices.ended[voice] = row, NONE
    elif before and not _weighs(voices, voice):
        voices.ended[voice] = row


@step
def _silence(tally: _Tally, voices: Voices, voice: int, why: int, row: int) -> bool:
    if not _heard(voices, voice):
        return False
    before = _weighs(voices, voice)
    _count(tally, voices, voice, -1)
    voices.silenced[voice] = why
    _count(tally, voices, voice, 1)
    _note_weight(voices, voice, before, row)
    return True


@step
def _silenced(rows: _Rows, row: int) -> int:
    """Return why a claim cannot make its source an origin."""
    against = rows.side[row] == AGAINST
    if against and rows.state[row] == NONE and _is_organ(rows.basis[row]):
        return STATELESS
    if rows.rooted[row]:
        return 0
    if against:
        return NOBODY
    return CUT if rows.cut[row] else 0


@step
def _is_organ(basis: int) -> bool:
    return basis in (OFFICIAL, INTELLIGENCE, ANONYMOUS, CAPTURED)


@step
def _first_copy(rows: _Rows, voices: Voices, copies: _Copies, head: int, row: int) -> int:
    """Return the voice that a near-copy repeats: one that names its source if any does, else the first."""
    best, best_rank, node = NONE, 0, head
    while node != NONE:
        voice = copies.voice[node]
        place = copies.first_place[node]
        if rows.rooted[row] and copies.first_document[node] == rows.document[row]:
            place = copies.other_place[node]
        if place != NONE:
            rank = int(place) + (1 << 40 if voices.unplaced[voice] else 0)
            if best == NONE or rank < best_rank:
                best, best_rank = voice, rank
        node = copies.next[node]
    return best


@step
def _overtake(rows: _Rows, voices: Voices, copies: _Copies, tally: _Tally, head: int, row: int) -> bool:
    """Silence the copies of a text that named nobody, now that one names its source."""
    changed, node = False, head
    while node != NONE:
        voice = copies.voice[node]
        elsewhere = copies.first_document[node] != rows.document[row] or copies.other_place[node] != NONE
        if elsewhere and voices.unplaced[voice]:
            changed = _silence(tally, voices, voice, COPIED, row) or changed
        node = copies.next[node]
    return changed


@step
def _remember(copies: _Copies, known: Map, key: int, row: int, voice: int, document: int) -> None:
    head = find(known, key, NONE)
    node = head
    while node != NONE:
        if copies.voice[node] == voice:
            if copies.first_document[node] != document and copies.other_place[node] == NONE:
                copies.other_place[node] = row
            return
        node = copies.next[node]
    copies.voice[row], copies.first_document[row], copies.first_place[row] = voice, document, row
    copies.next[row] = head
    put(known, key, row)


@step
def _allied(allied: Flags, left: int, right: int) -> bool:
    return bool(left < len(allied) and right < len(allied) and allied[left, right])


@step
def _new_voice(
    rows: _Rows, voices: Voices, voice: int, row: int, event: int, told: bool, roles: Any, allied: Flags
) -> None:
    state, speaks, side = rows.state[row], rows.speaks[row], rows.side[row]
    party = speaks and state != NONE and (state == roles[0] or state == roles[1])
    loses, with_loser, gains = False, False, False
    for place in range(3):
        if not speaks or roles[place] == NONE or state == NONE:
            continue
        same = state == roles[place]
        close = same or _allied(allied, state, roles[place])
        if (rows.loses[row] >> place) & 1:
            loses = loses or same
            with_loser = with_loser or close
        if (rows.gains[row] >> place) & 1:
            gains = gains or close
    voices.event[voice], voices.claim[voice], voices.source[voice] = event, row, rows.source[row]
    voices.group[voice], voices.state[voice], voices.basis[voice] = rows.group[row], state, rows.basis[row]
    voices.side[voice], voices.tentative[voice] = side, rows.tentative[row]
    voices.relay[voice] = told and side == FOR and not rows.rooted[row] and not rows.vantage[row]
    voices.silenced[voice] = _silenced(rows, row)
    voices.cited[voice] = rows.outlet[row]
    voices.party[voice] = state if party else NONE
    voices.ally[voice] = state if with_loser and not party else NONE
    voices.against[voice], voices.serves[voice] = loses, gains and not loses
    voices.announces[voice] = rows.open[row] and party and rows.basis[row] == OFFICIAL
    voices.letter[voice], voices.bare[voice] = rows.letter[row], rows.bare[row]
    voices.unplaced[voice] = rows.unplaced[row]
    voices.began[voice], voices.ended[voice], voices.outcome[voice] = NONE, NONE, OPEN


@step
def _withdraw(
    rows: _Rows, voices: Voices, tally: _Tally, first: int, count: int, row: int, event: int, nobody: Any, allied: Flags
) -> tuple[bool, int, int]:
    """Take back what a source said; return whether that changed anything, its voice, and how many voices there are."""
    exact = False
    for voice in range(first, count):
        stands = voices.side[voice] == FOR and not voices.withdrawn[voice]
        exact = exact or (stands and voices.source[voice] == rows.source[row])
    changed = False
    for voice in range(first, count):
        if voices.side[voice] != FOR or voices.withdrawn[voice]:
            continue
        same = voices.source[voice] == rows.source[row]
        if not exact:
            same = voices.group[voice] == rows.group[row] and voices.basis[voice] == rows.basis[row]
        if same:
            before = _weighs(voices, voice)
            _count(tally, voices, voice, -1)
            voices.withdrawn[voice] = True
            _count(tally, voices, voice, 1)
            _note_weight(voices, voice, before, row)
            changed = True
    key = _key(rows.source[row], VOICE, RETRACTS)
    own = find(tally.known, key, NONE)
    if own == NONE:
        own = count
        put(tally.known, key, own)
        _new_voice(rows, voices, count, row, event, False, nobody, allied)
        voices.silenced[count], voices.tentative[count] = WITHDRAWS, False
        voices.party[count], voices.cited[count] = NONE, False
        voices.letter[count] = LETTER_F
        count += 1
    return changed, own, count


@step
def _firm_up(rows: _Rows, voices: Voices, tally: _Tally, voice: int, row: int) -> bool:
    tentative = voices.tentative[voice] and rows.tentative[row]
    silenced = voices.silenced[voice]
    if silenced == CUT and _independent(tally) == 0 and not rows.cut[row]:
        silenced = 0
    if tentative == voices.tentative[voice] and silenced == voices.silenced[voice]:
        return False
    before = _weighs(voices, voice)
    _count(tally, voices, voice, -1)
    voices.tentative[voice], voices.silenced[voice] = tentative, silenced
    _count(tally, voices, voice, 1)
    _note_weight(voices, voice, before, row)
    return True


@step
def _decided(tally: _Tally, rule: int) -> bool:
    """Tell whether others can have made anything of a word."""
    return bool(CONFIRMED_BY <= rule <= CONFIRMED_TO or rule == REFUTES or tally.count[WITHDRAWN] > 0)


@step
def _room(count: int, first: int, settled: int, outcomes: Settled) -> bool:
    return bool(settled + count - first <= len(outcomes.voice))


@step
def _settle(
    voices: Voices, tally: _Tally, first: int, count: int, rule: int, month: int, outcomes: Settled, settled: int
) -> int:
    """Note with each voice what others had made of it by the end of a month, where that changed: ``settle`` of
    :mod:`riscontro.weigh.settled`. Return how many notes there are.
    """
    weighty, announced, refuted = NONE, NONE, NONE
    for voice in range(first, count):
        if not _weighs(voices, voice):
            continue
        group, physical = voices.group[voice], _is_physical(voices.basis[voice])
        if voices.side[voice] == AGAINST:
            if physical and voices.party[voice] == NONE and voices.ally[voice] == NONE:
                refuted = _joined(refuted, group)
        elif not voices.tentative[voice]:
            if physical or voices.against[voice]:
                weighty = _joined(weighty, group)
            if voices.announces[voice]:
                announced = _joined(announced, group)
    for voice in range(first, count):
        right = OPEN
        if voices.began[voice] != NONE and not voices.tentative[voice]:
            if voices.withdrawn[voice]:
                right = 0
            elif _weighs(voices, voice):
                group, proved = voices.group[voice], OPEN
                if rule == REFUTES:
                    proved = 0 if _others(refuted, group) else OPEN
                elif CONFIRMED_BY <= rule <= CONFIRMED_TO:
                    others = tally.count[GROUPS] - int(find(tally.known, _key(group, GROUP, 0), 0) > 0)
                    enough = others >= CONFIRMING_GROUPS or _others(announced, group)
                    enough = enough or (others >= CORROBORATING_GROUPS and _others(weighty, group))
                    proved = 1 if enough else OPEN
                if proved != OPEN:
                    right = int((proved == 1) == (voices.side[voice] == FOR))
        if right != voices.outcome[voice]:
            voices.outcome[voice] = right
            outcomes.voice[settled], outcomes.month[settled], outcomes.right[settled] = voice, month, right
            settled += 1
    return settled


@step
def _is_physical(basis: int) -> bool:
    return basis in (SATELLITE, CAPTURED)


@step
def _joined(groups: int, group: int) -> int:
    """Return what is known of some groups once one more is of them: none, the only one, or several."""
    alone = groups == NONE or groups == int(group)
    return int(group) if alone else SEVERAL


@step
def _others(groups: int, group: int) -> bool:
    """Tell whether groups other than one are among some."""
    return bool(groups != NONE and groups != group)


RELAY = 8
"""The bit of a voice's key that marks a presumed relay."""


@loop
def _hear_all(rows: _Rows, events: Codes, order: Any, allied: Flags) -> Any:
    size = len(order)
    voice_of = np.full(size, NONE, np.int32)
    voices = _new_voices(size)
    copies = _Copies(
        np.full(size, NONE, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.full(size, NONE, np.int32),
        np.full(size, NONE, np.int32),
    )
    history = (
        np.zeros(2 * size, np.int32),
        np.zeros(2 * size, np.int32),
        np.zeros(2 * size, np.int8),
        np.zeros(2 * size, np.int8),
        np.zeros(2 * size, np.int32),
    )
    known = new_map(KEYS_A_CLAIM * _longest(events, order))
    tally = _Tally(np.zeros(COUNTERS, np.int64), np.zeros(LETTER_F + 1, np.int64), known)
    count, changes, denied = 0, 0, 0
    denials, deniers = np.empty(64, np.int32), np.empty(64, np.int32)
    outcomes, settled = Settled(np.empty(64, np.int32), np.empty(64, np.int32), np.empty(64, np.int8)), 0
    event, first, told, month, was_settled = NONE, 0, False, NONE, False
    roles, nobody = np.full(3, NONE, np.int32), np.full(3, NONE, np.int32)
    noted = np.full(3, NONE, np.int64)
    for turn in range(size):
        row = order[turn]
        if events[row] != event or rows.month[row] != month:
            if event != NONE and (was_settled or _decided(tally, noted[0])):
                while not _room(count, first, settled, outcomes):
                    outcomes = _longer(outcomes)
                settled, was_settled = _settle(voices, tally, first, count, noted[0], month, outcomes, settled), True
            month = rows.month[row]
        if events[row] != event:
            event, first, told, was_settled = events[row], count, False, False
            roles[:], noted[:], tally.count[:], tally.letters[:] = NONE, NONE, 0, 0
            empty_map(known, KEYS_A_CLAIM * (_end_of(events, order, turn) - turn))
        side, source = rows.side[row], rows.source[row]
        roles[0] = rows.actor[row] if rows.actor[row] != NONE else roles[0]
        roles[1] = rows.recipient[row] if rows.recipient[row] != NONE else roles[1]
        roles[2] = rows.opponent[row] if rows.opponent[row] != NONE else roles[2]
        if side == RETRACTS:
            changed, voice, count = _withdraw(rows, voices, tally, first, count, row, event, nobody, allied)
            voice_of[row] = voice
        else:
            family, head = _key(rows.family[row], FAMILY, side), NONE
            if rows.family[row] != NONE:
                head = find(known, family, NONE)
            own, page = _key(source, VOICE, side), _key(rows.publisher[row], PAGE, side)
            voice = find(known, own, NONE)
            if voice == NONE and rows.rooted[row]:
                voice = find(known, _key(source, PAGE, side), NONE)
            if voice == NONE and rows.unplaced[row]:
                voice = _first_copy(rows, voices, copies, head, row)
            if voice == NONE:
                voice = find(known, own | RELAY, NONE)
            if voice != NONE:
                changed = _firm_up(rows, voices, tally, voice, row)
            else:
                voice = count
                count += 1
                _new_voice(rows, voices, voice, row, event, told, roles, allied)
                voices.withdrawn[voice] = side == FOR and find(known, _key(source, VOICE, RETRACTS), NONE) != NONE
                put(known, own | (RELAY if voices.relay[voice] else 0), voice)
                _count(tally, voices, voice, 1)
                _note_weight(voices, voice, False, row)
                changed = _heard(voices, voice) and side != NEITHER
                if not voices.unplaced[voice] and _heard(voices, voice):
                    changed = _overtake(rows, voices, copies, tally, head, row) or changed
            spoken = find(known, _key(rows.publisher[row], VOICE, voices.side[voice]), NONE)
            if spoken != NONE and spoken != voice and voices.cited[spoken]:
                changed = _silence(tally, voices, spoken, PASSED_ON, row) or changed
            if rows.publisher[row] == voices.source[voice]:
                voices.cited[voice] = False
            voice_of[row] = voice
            told = told or side == FOR
            if find(known, page, NONE) == NONE:
                put(known, page, voice)
            if rows.family[row] != NONE:
                _remember(copies, known, family, row, voice, rows.document[row])
        if changed or noted[0] == NONE:
            rule, letter, independent = _judge(tally), _best_letter(tally), _independent(tally)
            if rule != noted[0] or letter != noted[1] or independent != noted[2]:
                noted[0], noted[1], noted[2] = rule, letter, independent
                history[0][changes], history[1][changes], history[2][changes] = event, row, rule
                history[3][changes], history[4][changes] = letter, independent
                if rule == DENIED:
                    while denied + count - first > len(denials):
                        denials, deniers = _doubled(denials), _doubled(deniers)
                    denied = _note_deniers(voices, tally, first, count, denials, deniers, denied, changes)
                changes += 1
    if event != NONE and (was_settled or _decided(tally, noted[0])):
        while not _room(count, first, settled, outcomes):
            outcomes = _longer(outcomes)
        settled = _settle(voices, tally, first, count, noted[0], month, outcomes, settled)
    return voice_of, voices, count, history, changes, (denials, deniers), denied, outcomes, settled


@step
def _end_of(events: Codes, order: Any, turn: int) -> int:
    """Return where the run of one event's claims ends."""
    end = turn + 1
    while end < len(order) and events[order[end]] == events[order[turn]]:
        end += 1
    return end


@step
def _longest(events: Codes, order: Any) -> int:
    """Return the number of claims of the event that has most of them."""
    turn, longest = 0, 0
    while turn < len(order):
        end = _end_of(events, order, turn)
        longest = max(longest, end - turn)
        turn = end
    return longest


@loop
def _doubled(rows: Any) -> Any:
    longer = np.empty(2 * len(rows), np.int32)
    longer[: len(rows)] = rows
    return longer


@loop
def _longer(outcomes: Settled) -> Settled:
    right = np.empty(2 * len(outcomes.right), np.int8)
    right[: len(outcomes.right)] = outcomes.right
    return Settled(_doubled(outcomes.voice), _doubled(outcomes.month), right)


@step
def _note_deniers(
    voices: Voices, tally: _Tally, first: int, count: int, denials: Any, deniers: Any, denied: int, change: int
) -> int:
    """Note the parties that deny and have not admitted, for one row of the history; return how many notes there are."""
    for voice in range(first, count):
        party = voices.party[voice]
        denies = voices.side[voice] == AGAINST and party != NONE and _heard(voices, voice)
        if denies and find(tally.known, _key(party, PARTY, ADMITS), 0) == 0:
            denials[denied], deniers[denied] = change, party
            denied += 1
    return denied


@loop
def _new_voices(size: int) -> Voices:
    return Voices(
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int8),
        np.zeros(size, np.int8),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int8),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int8),
        np.zeros(size, np.bool_),
        np.zeros(size, np.bool_),
        np.zeros(size, np.int32),
        np.zeros(size, np.int32),
        np.zeros(size, np.int8),
    )

"""Sentences to drafts: triggers, roles, items and mood of one sentence; what is left out is taken from the topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from riscontro.model.claim import EventType, Modality
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger, find_triggers
from riscontro.read.clauses import Clause, View, cut_clauses
from riscontro.read.compile import Lexicon
from riscontro.read.drafts import Contest, Draft
from riscontro.read.frames import Frame, load_frames
from riscontro.read.modality import find_mood
from riscontro.read.quantities import Item, find_items
from riscontro.read.roles import CONTROL, Filling, Roles
from riscontro.read.turns import TURNED_FRAMES, turn
from riscontro.vocab.events import MUTUAL_MODES
from riscontro.vocab.states import is_state

_MUTUAL_FRAMES = frozenset({"meet", "bind", "clash"})
_NEEDS_ITEM = frozenset({"item"})
_SERVING = {"forces": "troops", "people": "workers"}
_MOST_DRAFTS = 4
"""Drafts of one trigger: more sides than this in one act are a list, not an act."""
_MOST_SPEECH_GAP = 3

FALLBACK = {
    EventType.AID: 0.6,
    EventType.CONSULT: 0.7,
    EventType.AGREE: 0.7,
    EventType.COOPERATE: 0.7,
    EventType.ASSAULT: 0.7,
    EventType.RETREAT: 0.6,
    EventType.SANCTION: 0.4,
    EventType.MOBILIZE: 0.4,
    EventType.THREATEN: 0.5,
    EventType.REQUEST: 0.3,
    EventType.REJECT: 0.3,
    EventType.ACCUSE: 0.3,
    EventType.COERCE: 0.4,
    EventType.CONCEDE: 0.3,
}
"""How readily a missing side is taken from the running pair, by type; below the threshold nothing is said.

From the first trial's lesson: a blanket default is wrong more often than right, so it is scored by type."""
_FALLBACK_THRESHOLD = 0.55
_COMPELLED = 0.3
"""Added where the whole passage names two states and no third."""
_FRAMING = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.PROTEST, EventType.MOBILIZE})
"""Types whose nouns name a war or a crisis as the frame of something else more often than they tell it."""
_PURPOSES = frozenset({"clash", "serve", "hit", "fight", "back"})
"""Frames of what soldiers are sent for: told by the sending."""
_BLAMED = frozenset({"ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "SANCTION", "AID", "AGREE", "COOPERATE"})
_FIRED = frozenset({"missiles", "drones", "ammunition", "artillery"})
_AGENTLESS = frozenset({EventType.AID, EventType.CONSULT, EventType.AGREE, EventType.COOPERATE, EventType.ASSAULT})
"""Types whose passive without an agent is still told of the running pair ("shells were delivered to Moscow")."""
_NAMING = frozenset({EventType.COOPERATE, EventType.AGREE, EventType.SUPPORT})
_NAME_REACH = 9
"""Tokens of a pact's name."""
_FRIENDLY = frozenset({EventType.AID, EventType.SUPPORT})
_COUNTED = frozenset({EventType.AID, EventType.MOBILIZE})
_GOVERNING = frozenset({"ask", "menace", "refuse"})


@dataclass(slots=True)
class Topic:
    """What the passage has been about so far: the last pair, the last subject, the states named, in order."""

    pair: tuple[str, str] | None = None
    subject: str | None = None
    named: list[str] = field(default_factory=list)
    delivery: tuple[str, str, str | None] | None = None
    only: tuple[str, str] | None = None
    friends: tuple[str, str] | None = None

    def two(self) -> tuple[str, str] | None:
        """Return the two states that "the two countries" means: the last pair, else the last two named."""
        if self.pair is not None:
            return self.pair
        distinct = list(dict.fromkeys(reversed(self.named)))
        return (distinct[1], distinct[0]) if len(distinct) >= 2 else None

    def partner(self, actor: str) -> str | None:
        """Return the other side of the only pair that the passage names, else of the running pair."""
        pair = self.only or self.two()
        if pair is None or actor not in pair:
            return None
        return pair[1] if pair[0] == actor else pair[0]


def draft_sentence(view: View, lexicon: Lexicon, topic: Topic) -> list[Contest]:
    """Return what each trigger of a sentence came to, in order; the topic is moved on by what was found."""
    clauses = cut_clauses(view)
    triggers = find_triggers(view, clauses, lexicon)
    contests: list[Contest] = []
    if triggers:
        control = frozenset(number for number, act in enumerate(lexicon.acts) if act.frame in CONTROL)
        roles = Roles(view, clauses, control, compounds=bool(lexicon.pack.get("adjective_first")))
        drafter = _Drafter(view, clauses, roles, topic, lexicon)
        drafter.triggers = triggers
        for _, rivals in groupby(triggers, key=lambda trigger: trigger.first):
            contests += _best_of([drafter.contest(trigger) for trigger in rivals])
            _note_deliveries(contests[-1], topic)
        subjects, _ = roles.subject(0)
    else:
        subjects = [party for party in view.parties[:1] if party.first <= view.sentence.first + 4]
    _move_topic(view, contests, subjects, topic)
    return contests


def _best_of(contests: list[Contest]) -> list[Contest]:
    """Let one reading of a word win, where several made drafts: what is handed over first, then the better sides."""
    drafted = [contest for contest in contests if contest.drafts]
    if len(drafted) > 1:
        best = max(drafted, key=lambda c: (c.drafts[0].item is not None, c.drafts[0].score))
        for contest in drafted:
            if contest is not best:
                contest.outcome = f"read as {best.trigger.act.type}/{best.trigger.act.mode} instead"
                contest.drafts = []
        contests = [c for c in contests if c is not best] + [best]
    return contests


def _note_deliveries(contest: Contest, topic: Topic) -> None:
    for draft in contest.drafts:
        if draft.type is EventType.AID and draft.mode is not None and draft.actor and draft.recipient:
            topic.delivery = (draft.actor, draft.recipient, draft.mode)


def _move_topic(view: View, contests: Sequence[Contest], subjects: Sequence[Party], topic: Topic) -> None:
    for party in view.parties:
        if party.role not in ("agency",) and is_state(party.actor):
            topic.named.append(party.actor)
    del topic.named[:-12]
    drafts = [draft for contest in contests for draft in contest.drafts if draft.actor and draft.recipient]
    if drafts:
        topic.pair = (str(drafts[-1].actor), str(drafts[-1].recipient))
        friendly = [draft for draft in drafts if draft.type in _FRIENDLY]
        if friendly:
            topic.friends = (str(friendly[-1].actor), str(friendly[-1].recipient))
    if subjects:
        topic.subject = subjects[0].actor


class _Drafter:
    """Drafts the acts of one sentence."""

    def __init__(self, view: View, clauses: list[Clause], roles: Roles, topic: Topic, lexicon: Lexicon) -> None:
        self.view = view
        self.clauses = clauses
        self.roles = roles
        self.topic = topic
        self.lexicon = lexicon
        self.frames = load_frames()
        self.triggers: list[Trigger] = []

    def contest(self, trigger: Trigger) -> Contest:
        """Return what a trigger came to."""
        type, frame = self._turned(trigger)
        reason = self._set_aside(trigger, type)
        if reason:
            return Contest(view=self.view, trigger=trigger, filling=None, outcome=reason)
        items = find_items(self.view, self.clauses, trigger)
        moved = self._moved(type, items) if trigger.act.mode in ("item", "deploy") else None
        filling = self.roles.fill(trigger, frame, moved)
        if frame.name == "blame" and trigger.form != "noun":
            self._blame_doer(trigger, filling)
        mood = find_mood(self.view, self.clauses, trigger)
        contest = Contest(view=self.view, trigger=trigger, filling=filling, outcome="")
        sides = self._sides(trigger, type, frame, filling, items)
        if isinstance(sides, str):
            contest.outcome = sides
            return contest
        for actor, recipient, mode, item in sides[:_MOST_DRAFTS]:
            contest.drafts.append(
                Draft(
                    view=self.view,
                    clauses=self.clauses,
                    trigger=trigger,
                    type=type if mode != "mobilize" else EventType.MOBILIZE,
                    mode=mode if mode != "mobilize" else None,
                    actor=_code(actor),
                    recipient=_code(recipient),
                    opponent=filling.opponent[0].actor if filling.opponent else None,
                    item=item,
                    modality=mood.modality,
                    negated=mood.negated,
                    modality_token=mood.token,
                    parties={s: p for s, p in (("actor", actor), ("recipient", recipient)) if isinstance(p, Party)},
                    implied=tuple(s for s, p in (("actor", actor), ("recipient", recipient)) if isinstance(p, str)),
                    score=sum(filling.scores.values()),
                )
            )
        if mood.modality is Modality.ASSERTED and trigger.carries == "deny":
            for draft in contest.drafts:
                draft.modality = Modality.DENIED
        contest.outcome = "claim" if contest.drafts else "no sides"
        return contest

    def _blame_doer(self, trigger: Trigger, filling: Filling) -> None:
        """Who condemns an act blames whoever did it, never whom it hit."""
        for noun in self.triggers:
            if noun.form != "noun" or noun.carrier != trigger.first or noun.act.type not in _BLAMED:
                continue
            inner = self.roles.fill(noun, self.frames[noun.act.frame])
            victims = {party.actor for party in inner.recipient}
            doers = [party for party in inner.actor if party.actor not in {p.actor for p in filling.actor}]
            filling.recipient = doers or [party for party in filling.recipient if party.actor not in victims]

    def _moved(self, type: EventType, items: Sequence[Item]) -> Party | None:
        """Return the party whose own soldiers or workers are what is sent: it acts, and receives nothing."""
        if type is not EventType.AID:
            return None
        for item in items:
            party = self.view.owner.get(item.first)
            if party is not None and item.mode in ("troops", "engineers", "workers"):
                return party
        return None

    def _set_aside(self, trigger: Trigger, type: EventType) -> str:
        """Return why a trigger tells no act of its own, empty where it may."""
        if trigger.form == "noun":
            told = [e for e in self.view.entries(trigger.carrier) if e.kind == "act" and e.tag != "noun"]
            if turn(trigger.carries, EventType(trigger.act.type)) is type and any(
                self.lexicon.acts[int(e.code)].type == type.value for e in told
            ):
                return "told by the verb"
            if self._called_off(trigger):
                return "called off"
            if type in _NAMING and self._names_a_pact(trigger):
                return "part of a pact's name"
            if type in _FRAMING and trigger.carrier < 0 and self._in_adjunct(trigger):
                return "named only as a frame"
            return ""
        if trigger.form in ("base", "infinitive", "gerund") or trigger.passive:
            return self._governed(trigger)
        return ""

    def _names_a_pact(self, trigger: Trigger) -> bool:
        """Tell whether a noun only says what a pact is about: "a treaty of friendship and cooperation"."""
        for other in self.triggers:
            if other.form != "noun" or other.act.type != "AGREE" or other.clause != trigger.clause:
                continue
            gap = range(other.last, trigger.first)
            if 0 < len(gap) <= _NAME_REACH and not any(self.view.is_verb(i) or i in self.view.owner for i in gap):
                return True
        return False

    def _called_off(self, trigger: Trigger) -> bool:
        """Tell whether a noun is the subject of "was postponed", "was cancelled"."""
        clause = self.clauses[trigger.clause]
        if trigger.carrier >= 0 or clause.head is None or clause.head <= trigger.first:
            return False
        for index in range(clause.head, clause.last):
            entries = self.view.entries(index)
            if any(e.kind == "light" and e.code == "halt" and e.tag in ("past", "participle") for e in entries):
                return any(self.view.functions(i) & {"be", "pass"} for i in range(clause.head, index))
        return False

    def _in_adjunct(self, trigger: Trigger) -> bool:
        """Tell whether a noun stands behind a preposition: "amid the invasion", "since the attack"."""
        clause = self.clauses[trigger.clause]
        for index in range(trigger.first - 1, clause.first - 1, -1):
            functions = self.view.functions(index)
            if any(name.startswith("prep.") and name not in ("prep.by",) for name in functions) or "sub" in functions:
                return True
            if index == trigger.first - 1 and self.view.verb_form(index) in ("past", "participle", "gerund"):
                continue  # a participle as adjective: "after renewed fighting"
            if self.view.is_verb(index) or self.view.norm(index) in (",", ";", ":"):
                return False
        return False

    def _governed(self, trigger: Trigger) -> str:
        """Tell whether a non-finite verb is what somebody asks for, threatens or refuses: that act alone counts."""
        clause = self.clauses[trigger.clause]
        for index in range(trigger.first - 1, clause.first - 1, -1):
            hit = self.view.cover.get(index)
            if hit is None or not self.view.is_verb(index) or hit.first != index:
                continue
            acts = [self.lexicon.acts[int(e.code)] for e in hit.entries if e.kind == "act" and e.tag != "noun"]
            frames = {act.frame for act in acts}
            agreed = any(act.frame == "bind" and act.type == "AGREE" for act in acts)
            if frames & _GOVERNING or agreed:
                return f"governed by {self.view.norm(index)!r}"
            if trigger.act.frame in _PURPOSES and frames & {"give", "serve", "visit"}:
                return f"the purpose of {self.view.norm(index)!r}"
            if self.view.verb_form(index) not in ("base", "infinitive"):
                return ""
        return ""

    def _turned(self, trigger: Trigger) -> tuple[EventType, Frame]:
        """Return type and frame, after what the carrying verb makes of the act."""
        type = EventType(trigger.act.type)
        turned = turn(trigger.carries, type)
        if turned is None:
            return type, self.frames[trigger.act.frame]
        return turned, self.frames[TURNED_FRAMES[turned]]

    def _sides(
        self, trigger: Trigger, type: EventType, frame: Frame, filling: Filling, items: list[Item]
    ) -> list[tuple[Party | str | None, Party | str | None, str | None, Item | None]] | str:
        """Return sides, mode and item of each draft, or in words why there is none."""
        act = trigger.act
        turned = type.value != act.type
        known = self._known_delivery(trigger, type, items, filling)
        if known is not None:
            return [known]
        modes = self._modes(trigger, type, filling, items, turned)
        if isinstance(modes, str):
            return modes
        actors: list[Party | str | None] = [*filling.actor]
        recipients: list[Party | str | None] = [*filling.recipient]
        if frame.name in _MUTUAL_FRAMES or act.mode in MUTUAL_MODES:
            actors, recipients = _pair_up(actors, recipients)
            joint = self._joint_subject(filling)
            if joint:
                actors, recipients = [joint[0]], [*joint[1:]]
        actors, recipients = self._fall_back(trigger, type, frame, actors, recipients)
        casualties = act.mode in ("casualties",) and not turned
        if casualties and not self._has_victims(trigger):
            return "nobody is said to be hit"
        if frame.name == "visit" and any(self._are_soldiers(party) for party in filling.actor):
            return "soldiers do not visit"
        if not recipients or (not actors and not casualties):
            missing = [name for name, side in (("actor", actors), ("recipient", recipients)) if not side]
            return f"no {' and no '.join(missing)}"
        return [
            (actor, recipient, mode, item)
            for actor in (actors or [None])
            for recipient in recipients
            for mode, item in modes
            if _code(actor) != _code(recipient)
        ] or "both sides are the same"

    def _joint_subject(self, filling: Filling) -> list[Party]:
        """Return the members of a joint subject of two states or more: they act with each other."""
        if not filling.actor:
            return []
        first = filling.actor[0]
        if not any(
            c.party is first and c.slot == "actor" and c.marker in ("subj", "lsubj") for c in filling.candidates
        ):
            return []
        if any(c.slot == "recipient" and c.marker == "with" for c in filling.candidates):
            return []
        members = {party.actor: party for party in reversed(self.roles.group(first))}
        joint = sorted(members.values(), key=lambda party: party.first)
        return joint if len(joint) > 1 else []

    def _has_victims(self, trigger: Trigger) -> bool:
        clause = self.clauses[trigger.clause]
        first = self.clauses[trigger.clause - 1].first if clause.kind in ("rel", "part", "coord") else clause.first
        return any(
            entry.kind == "role" or (entry.kind == "item" and entry.code in ("troops", "workers", "engineers"))
            for index in range(max(first, 0), clause.last)
            for entry in self.view.entries(index)
        ) or any(self._is_people(party) for party in self.view.parties if clause.first <= party.first < clause.last)

    def _is_people(self, party: Party) -> bool:
        """Tell whether a state's adjective stands as a noun ("two Kenyans"): no word that it could qualify follows."""
        follows = self.view.norm(party.last)
        free = not follows.isalpha() or bool(self.view.functions(party.last)) or self.view.is_verb(party.last)
        return party.head < 0 and party.shape == "adjective" and free

    def _are_soldiers(self, party: Party) -> bool:
        return any(
            entry.kind == "item" and entry.code in ("troops", "engineers", "workers")
            for index in range(party.first, party.last)
            for entry in self.view.entries(index)
        )

    def _known_delivery(
        self, trigger: Trigger, type: EventType, items: Sequence[Item], filling: Filling
    ) -> tuple[Party | str | None, Party | str | None, str | None, Item | None] | None:
        """Return the sides and mode of the delivery told before, which "the shipments" points back to."""
        last = self.topic.delivery
        if type is not EventType.AID or trigger.form != "noun" or trigger.act.mode != "item":
            return None
        if items and self.topic.friends is not None and self._is_subject(trigger):
            last = (*self.topic.friends, items[0].mode)
        elif items or last is None:
            return None
        if not self.view.functions(trigger.first - 1) & {"definite"} and self.view.norm(trigger.first - 1) != "'":
            return None
        actor, recipient, mode = last
        actors, recipients = {p.actor for p in filling.actor}, {p.actor for p in filling.recipient}
        if actors - {actor} or recipients - {recipient}:
            return None
        return actor, recipient, mode, items[0] if items else None

    def _modes(
        self, trigger: Trigger, type: EventType, filling: Filling, items: list[Item], turned: bool
    ) -> list[tuple[str | None, Item | None]] | str:
        act = trigger.act
        if turned:
            return [(None, None)]
        if act.mode == "item":
            if not items and type is EventType.AID:
                return "nothing that is handed over"
            unique = {item.mode: item for item in reversed(items)}
            listed = [(item.mode if item.mode != "aid" else None, item) for item in items if unique[item.mode] is item]
            return [*listed] or [(None, None)]
        if act.mode == "deploy":
            return self._deployed(filling, items)
        if act.mode == "fire":
            fired = [item for item in items if item.mode in _FIRED]
            return [("strike", fired[0])] if fired else "nothing that is fired"
        if act.mode == "fight":
            return self._fighting(filling)
        if act.mode == "serve":
            return self._serving(filling, items)
        if type is EventType.AGREE and act.mode == "deal" and self._about_treaty(trigger):
            return [("treaty", None)]
        item = items[0] if items and (type in _COUNTED or act.mode == "casualties") else None
        if type is EventType.AID and act.mode is None and items and items[0].mode != "aid":
            return [(items[0].mode, items[0])]
        return [(act.mode, item)]

    def _about_treaty(self, trigger: Trigger) -> bool:
        """Tell whether what is signed is a treaty: the word stands in the sentence up to the act's clause."""
        end = self.clauses[trigger.clause].last
        return any(
            entry.kind == "act" and entry.tag == "noun" and self.lexicon.acts[int(entry.code)].mode == "treaty"
            for hit in self.view.hits
            if hit.first < end
            for entry in hit.entries
        )

    def _deployed(self, filling: Filling, items: list[Item]) -> list[tuple[str | None, Item | None]] | str:
        """Tell soldiers sent to serve another from forces moved for oneself: by the marker of where they go."""
        if not items:
            groups = [party for party in filling.actor if party.role in ("group", "forces")]
            return [("troops", None)] if groups else "nothing that is deployed"
        item = items[0]
        chosen = filling.recipient[0] if filling.recipient else None
        marker = next((c.marker for c in filling.candidates if c.party is chosen and c.slot == "recipient"), "")
        if chosen is not None and marker in ("near", "against", "on", "at"):
            return [("mobilize", item)]
        return [(item.mode if item.mode != "aid" else None, item)]

    def _fighting(self, filling: Filling) -> list[tuple[str | None, Item | None]] | str:
        """Tell people who fight for another state from a state at war: they are soldiers, or nationals."""
        nationals: list[tuple[str | None, Item | None]] = [("troops", None)]
        for party in filling.actor:
            for index in range(party.first, party.last):
                for entry in self.view.entries(index):
                    if entry.kind == "item" and entry.code == "troops":
                        hit = self.view.cover[index]
                        return [("troops", Item(first=hit.first, last=hit.last, mode="troops", unit=entry.tag))]
            if party.role == "people":
                return nationals
        return "no soldiers of a state"

    def _serving(self, filling: Filling, items: list[Item]) -> list[tuple[str | None, Item | None]] | str:
        """Take the mode from who serves: soldiers or workers of a state, never the state itself."""
        for party in filling.actor:
            if party.head < 0:
                continue
            for index in range(party.first, party.last):
                hit = self.view.cover.get(index)
                for entry in hit.entries if hit is not None else ():
                    if entry.kind == "item" and entry.code in ("troops", "engineers", "workers"):
                        return [(entry.code, Item(first=hit.first, last=hit.last, mode=entry.code, unit=entry.tag))]  # type: ignore[union-attr]
        if items and items[0].mode in ("troops", "engineers", "workers") and items[0].first not in self.view.owner:
            filling.actor = []  # soldiers of no named state: whose they are is left to the running pair
            return [(items[0].mode, items[0])]
        return "no soldiers or workers of a state"

    def _fall_back(
        self,
        trigger: Trigger,
        type: EventType,
        frame: Frame,
        actors: list[Party | str | None],
        recipients: list[Party | str | None],
    ) -> tuple[list[Party | str | None], list[Party | str | None]]:
        """Fill a missing side from back references and the running pair, where the type allows it."""
        carried = ("do", "halt", "deny", "say") if type is EventType.AID else ("do", "halt", "deny")
        told = trigger.form != "noun" or trigger.carries in carried or self._is_subject(trigger)
        told = told or self._has_both(trigger)
        if not told:
            return actors, recipients
        both = self._both(trigger)
        if both is not None and not (actors and recipients):
            if frame.name in _MUTUAL_FRAMES or trigger.act.mode in MUTUAL_MODES:
                if not actors and not recipients:
                    return [both[0]], [both[1]]
            elif actors and not recipients:
                return actors, [code for code in both if code != _code(actors[0])]
        if not actors and recipients and self._points_back(trigger):
            subject = self.topic.subject
            if subject is not None and subject != _code(recipients[0]):
                actors = [subject]
        if FALLBACK.get(type, 0.0) + (_COMPELLED if self.topic.only else 0.0) < _FALLBACK_THRESHOLD:
            return actors, recipients
        if actors and not recipients:
            partner = self._only_other(str(_code(actors[0]))) or self.topic.partner(str(_code(actors[0])))
            recipients = [partner] if partner is not None else []
        elif recipients and not actors and self._may_be_done(trigger, type):
            partner = self._only_other(str(_code(recipients[0]))) or self.topic.partner(str(_code(recipients[0])))
            actors = [partner] if partner is not None else []
        return actors, recipients

    def _is_subject(self, trigger: Trigger) -> bool:
        """Tell whether a noun stands before its clause's verb without a preposition."""
        clause = self.clauses[trigger.clause]
        head = clause.head if clause.head is not None else clause.last
        return trigger.first < head and not self._in_adjunct(trigger)

    def _has_both(self, trigger: Trigger) -> bool:
        """Tell whether "between the two countries" follows a noun."""
        for index in range(trigger.last, min(trigger.last + 3, self.clauses[trigger.clause].last)):
            if any(entry.kind == "back" and entry.code == "both" for entry in self.view.entries(index)):
                return True
        return False

    def _may_be_done(self, trigger: Trigger, type: EventType) -> bool:
        """Tell whether a missing actor may be taken from the topic."""
        if trigger.act.mode == "casualties" or self.roles.done_by_another(trigger):
            return False
        return not trigger.passive or type in _AGENTLESS

    def _only_other(self, code: str) -> str | None:
        """Return the one other state that the sentence names, sources left out; ``None`` where there are several."""
        others = [p for p in self.view.parties if p.actor != code and p.role != "agency"]
        places = [p for p in others if p.role in ("state", "capital")]  # a service or a minister only speaks
        for chosen in ([p for p in others if p.first not in self.view.speaking], places):
            codes = {party.actor for party in chosen}
            if codes:
                return codes.pop() if len(codes) == 1 else None
        return None

    def _both(self, trigger: Trigger) -> tuple[str, str] | None:
        clause = self.clauses[trigger.clause]
        for index in range(clause.first, clause.last):
            hit = self.view.cover.get(index)
            if hit is not None and any(e.kind == "back" and e.code == "both" for e in hit.entries):
                named = [p.actor for p in self.view.parties if p.last <= index and is_state(p.actor)]
                distinct = list(dict.fromkeys(named))
                return (distinct[0], distinct[1]) if len(distinct) == 2 else self.topic.two()
        return None

    def _points_back(self, trigger: Trigger) -> bool:
        """Tell whether the subject is left to be taken from before: a pronoun, or nothing where that is usual."""
        if trigger.form == "noun" or trigger.passive:
            return False
        clause = self.clauses[trigger.clause]
        for index in range(clause.first, trigger.first):
            hit = self.view.cover.get(index)
            if hit is not None and any(e.kind == "back" and e.code == "subject" for e in hit.entries):
                return True
        if not self.lexicon.pack.get("pro_drop"):
            return False
        return all(
            self.view.functions(i) or not self.view.norm(i)[:1].isalpha() for i in range(clause.first, trigger.first)
        )


def _pair_up(
    actors: list[Party | str | None], recipients: list[Party | str | None]
) -> tuple[list[Party | str | None], list[Party | str | None]]:
    """Make a pair of a joint subject: "Russia and Iran signed"."""
    if len(actors) >= 2 and not recipients:
        return actors[:1], actors[1:]
    if len(recipients) >= 2 and not actors:
        return recipients[:1], recipients[1:]
    return actors, recipients


def _code(side: Party | str | None) -> str | None:
    return side.actor if isinstance(side, Party) else side

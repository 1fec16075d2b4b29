"""Sentences to drafts: every trigger of a sentence with its sides, mode, item and mood."""

from __future__ import annotations

from collections.abc import Sequence

from riscontro.model.claim import EventType, Modality
from riscontro.read.actors import Party
from riscontro.read.acts import Trigger, find_triggers
from riscontro.read.aside import set_aside
from riscontro.read.clauses import View, cut_clauses
from riscontro.read.compile import CASUALTIES, Lexicon
from riscontro.read.demands import aimed_at, demanded_of
from riscontro.read.drafts import Contest, Draft
from riscontro.read.fallback import fall_back, known_delivery
from riscontro.read.frames import INTRANSITIVE, Frame, load_frames
from riscontro.read.government import load_government
from riscontro.read.guards import (
    causes_something,
    fetches_things,
    fights_scourge,
    find_enemies,
    is_told_of,
    names_somebody,
    no_visit,
    part_enemies,
    people_are_given,
    striker,
    struck,
    welcomes_deed,
)
from riscontro.read.headfinal import parse_sentence
from riscontro.read.headfinal import scope as headfinal_scope
from riscontro.read.headfinal.roles import FinalRoles
from riscontro.read.modality import Mood, find_mood
from riscontro.read.modes import MOBILIZE, are_soldiers, find_modes
from riscontro.read.quantities import PEOPLE_MODES, Item, find_items
from riscontro.read.roles import CONTROL, Filling, Roles, is_thing
from riscontro.read.scene import MUTUAL_FRAMES, Scene, Side, code_of
from riscontro.read.topic import Topic, move_topic, note_deliveries, open_subject
from riscontro.read.turns import TURNED_FRAMES, TYPES, turn
from riscontro.read.votes import COUNTER, cast_votes, withholds_vote
from riscontro.vocab.events import MUTUAL_MODES

Sides = tuple[Side, Side, str | None, Item | None]
"""Actor, recipient, mode, item."""

_MOST_DRAFTS = 4
"""Drafts of one trigger: more sides than this in one act are a list, not an act."""
_MOST_VOTERS = 12
"""Drafts of one vote: who voted is told as a list."""
_FOUGHT = frozenset({"clash", "fight", "hit"})
"""Frames whose object may be no side at all."""
_ASKING = frozenset({"ask"})
_BLAMED = frozenset({"ASSAULT", "COERCE", "THREATEN", "MOBILIZE", "SANCTION", "AID", "AGREE", "COOPERATE"})
"""Types of acts that one can be condemned for."""
_OF_DEEDS = frozenset({"menace", "refuse"})
"""Frames whose infinitive is what is threatened or refused: whom it would hit is whom the words are meant for."""
_GRANTED = frozenset({EventType.AGREE, EventType.RETREAT, EventType.CONCEDE})
"""Types of acts that are refused by him who will not do them."""
# Members of an enum, by names of our own: looking one up in its class takes long.
_AID, _REQUEST, _REJECT, _RETREAT = EventType.AID, EventType.REQUEST, EventType.REJECT, EventType.RETREAT
_ASSERTED, _PLANNED, _DENIED = Modality.ASSERTED, Modality.PLANNED, Modality.DENIED


def draft_sentence(view: View, lexicon: Lexicon, topic: Topic) -> list[Contest]:
    """Return what each trigger of a sentence came to, in order; the topic is moved on by what was found."""
    scene = _set_scene(view, lexicon, topic)
    contests: list[Contest] = []
    if scene is not None:
        for rivals in _rivals(scene.triggers):
            contests += _best_of([_contest(scene, trigger) for trigger in rivals])
            note_deliveries(contests[-1], topic)
        tell_once(contests)
    move_topic(view.parties, contests, _subject_of(view, scene), topic)
    return contests


def _rivals(triggers: Sequence[Trigger]) -> list[list[Trigger]]:
    """Return triggers, which are in order, by the words that they share."""
    found: list[list[Trigger]] = []
    for trigger in triggers:
        if found and found[-1][0].first == trigger.first:
            found[-1].append(trigger)
        else:
            found.append([trigger])
    return found


def find_subject(view: View, lexicon: Lexicon) -> Sequence[Party]:
    """Return the subject of a sentence, empty where none is found."""
    return _subject_of(view, _set_scene(view, lexicon, Topic()))


def _subject_of(view: View, scene: Scene | None) -> Sequence[Party]:
    return scene.roles.subject(0)[0] if scene is not None else open_subject(view.parties, view.sentence.first)


def _set_scene(view: View, lexicon: Lexicon, topic: Topic) -> Scene | None:
    """Return a sentence cut into clauses, with its triggers and roles; ``None`` where it has no trigger."""
    if view.final:
        view.parse = parse_sentence(view)
    clauses = view.parse.clauses if view.parse is not None else cut_clauses(view)
    triggers = (
        headfinal_scope.find_triggers(view, view.parse, lexicon.acts)
        if view.parse is not None
        else find_triggers(view, clauses, lexicon)
    )
    if not triggers:
        return None
    government = load_government(lexicon.lang)
    kind = FinalRoles if view.final else Roles
    roles = kind(
        view,
        clauses,
        lexicon.acts_of(CONTROL),
        compounds=not view.verb_last and not government and bool(lexicon.pack.get("adjective_first")),
        asking=lexicon.acts_of(_ASKING),
        government=government,
        standing=lexicon.acts_of(INTRANSITIVE),
    )
    roles.told = _told_by_verbs(triggers)
    return Scene(
        view=view, clauses=clauses, triggers=triggers, roles=roles, topic=topic, lexicon=lexicon, frames=load_frames()
    )


def _told_by_verbs(triggers: Sequence[Trigger]) -> frozenset[int]:
    """Return the nouns whose verb tells the same act ("lifted sanctions"): what hangs on them belongs to the verb."""
    carried = [trigger for trigger in triggers if trigger.carries]
    verbs = {(trigger.first, trigger.act.type) for trigger in triggers if trigger.form != "noun"} if carried else set()
    return frozenset(
        noun.first
        for noun in carried
        if (turned := turn(noun.carries, TYPES[noun.act.type])) is not None
        if (noun.carrier, turned.value) in verbs
    )


def _best_of(contests: list[Contest]) -> list[Contest]:
    """Let one reading of a word win, where several made drafts: what is handed over first, then the better sides."""
    drafted = [contest for contest in contests if contest.drafts]
    if len(drafted) > 1:
        best = max(drafted, key=lambda c: (c.drafts[0].item is not None, c.trigger.act.bound, c.drafts[0].score))
        for contest in drafted:
            if contest is not best:
                contest.outcome = f"read as {best.trigger.act.type}/{best.trigger.act.mode} instead"
                contest.drafts = []
        contests = [c for c in contests if c is not best] + [best]
    return contests


def tell_once(contests: Sequence[Contest]) -> None:
    """Drop what is told a second time: an envoy called in, by the complaint that he was called in for; a verb, by
    what it makes of the noun that it carries ("reduced the tariffs", "called for sanctions").
    """
    bound = {c.trigger.first for c in contests if c.trigger.act.bound and c.drafts}
    for contest in contests if bound else ():
        plain = all(draft.type.value == contest.trigger.act.type for draft in contest.drafts)
        if contest.trigger.form == "noun" and contest.trigger.carrier in bound and plain:
            contest.drafts, contest.outcome = [], "told by the verb whose object it is"
    told = {(d.actor, d.recipient) for c in contests if c.trigger.act.frame == "blame" for d in c.drafts}
    carried = {c.trigger.carrier: d.type for c in contests for d in c.drafts if c.trigger.carries in ("halt", "ask")}
    for contest in contests if told or carried else ():
        trigger = contest.trigger
        if trigger.form == "noun":
            continue
        if trigger.act.frame == "summon" and any((d.actor, d.recipient) in told for d in contest.drafts):
            contest.drafts, contest.outcome = [], "told by what the envoy is called in for"
        elif carried.get(trigger.first, trigger.act.type) != trigger.act.type:
            contest.drafts, contest.outcome = [], "told by what it makes of its object"


def _contest(scene: Scene, trigger: Trigger) -> Contest:
    """Return what a trigger came to."""
    type, frame = _turned(scene, trigger)
    reason = set_aside(scene, trigger, type)
    if reason:
        return Contest(view=scene.view, trigger=trigger, filling=None, outcome=reason)
    if withholds_vote(scene, trigger):
        return _withheld(scene, trigger)
    parse = scene.view.parse
    items = (
        headfinal_scope.find_items(scene.view, parse, trigger)
        if parse is not None
        else find_items(scene.view, scene.clauses, trigger, free_order=bool(scene.roles.government))
    )
    moved = (
        _moved(scene, type, items, carried=trigger.act.frame == "carry")
        if trigger.act.mode in ("item", "deploy", "troops", "employ", "arrive")
        else None
    )
    filling = scene.roles.fill(trigger, frame, moved)
    if frame.name == "blame" and trigger.form != "noun":
        _blame_doer(scene, trigger, filling)
    if type is _AID:
        part_enemies(filling, find_enemies(scene, trigger))
    contest = Contest(view=scene.view, trigger=trigger, filling=filling, outcome="claim")
    wanted = demanded_of(scene, trigger)
    if wanted is not None:
        plain = Mood(modality=_ASSERTED, negated=False)
        contest.drafts = [_draft(scene, trigger, _REQUEST, filling, plain, (*wanted, None, None))]
        return contest
    sides = _find_sides(scene, trigger, type, frame, filling, items)
    if isinstance(sides, str):
        contest.outcome = sides
        return contest
    mood = (
        headfinal_scope.find_mood(scene.view, parse, trigger)
        if parse is not None
        else find_mood(scene.view, scene.clauses, trigger)
    )
    if trigger.act.planned and mood.modality is _ASSERTED and not mood.negated:
        mood = Mood(modality=_PLANNED, negated=False)
    if mood.negated and mood.modality is _PLANNED and type in _GRANTED and trigger.form != "noun":
        type, mood = _REJECT, Mood(modality=_ASSERTED, negated=False)  # "will not lift the ban"
        sides = [(actor, recipient, None, None) for actor, recipient, _, _ in sides]
    if type is EventType.MOBILIZE and trigger.act.mode == "exercise" and _is_shared(scene, filling):
        type = EventType.COOPERATE
    most = _MOST_VOTERS if frame.name == COUNTER else _MOST_DRAFTS
    contest.drafts = [_draft(scene, trigger, type, filling, mood, one) for one in sides[:most]]
    return contest


def _withheld(scene: Scene, trigger: Trigger) -> Contest:
    """Return the votes of those who did not support a text."""
    filling = scene.roles.fill(trigger, scene.frames[COUNTER])
    filling.actor = filling.actor or scene.roles.behind(trigger)
    voters, favoured = cast_votes(scene, trigger, filling)
    contest = Contest(view=scene.view, trigger=trigger, filling=filling, outcome="claim" if favoured else "no text")
    plain = Mood(modality=_ASSERTED, negated=False)
    contest.drafts = [
        _draft(scene, trigger, EventType.SUPPORT, filling, plain, (voter, favoured[0], "vote", None))
        for voter in voters[:_MOST_VOTERS]
    ]
    return contest


def _draft(scene: Scene, trigger: Trigger, type: EventType, filling: Filling, mood: Mood, sides: Sides) -> Draft:
    actor, recipient, mode, item = sides
    parties: dict[str, Party] = {}
    implied: tuple[str, ...] = ()
    for slot, side in (("actor", actor), ("recipient", recipient)):
        if isinstance(side, Party):
            parties[slot] = side
        elif side is not None:
            implied += (slot,)
    denied = mood.modality is _ASSERTED and trigger.carries == "deny"
    return Draft(
        view=scene.view,
        clauses=scene.clauses,
        trigger=trigger,
        type=EventType.MOBILIZE if mode == MOBILIZE else type,
        mode=None if mode == MOBILIZE else mode,
        actor=code_of(actor),
        recipient=code_of(recipient),
        opponent=filling.opponent[0].actor if filling.opponent else None,
        item=item,
        modality=_DENIED if denied else mood.modality,
        negated=mood.negated,
        modality_token=mood.token,
        parties=parties,
        implied=implied,
        score=sum(filling.scores.values()),
    )


def _turned(scene: Scene, trigger: Trigger) -> tuple[EventType, Frame]:
    """Return type and frame, after what the carrying verb makes of the act."""
    type = TYPES[trigger.act.type]
    turned = turn(trigger.carries, type)
    if turned is None:
        return type, scene.frames[trigger.act.frame]
    return turned, scene.frames[TURNED_FRAMES[turned]]


def _moved(scene: Scene, type: EventType, items: Sequence[Item], *, carried: bool) -> Party | None:
    """Return the party whose own soldiers or workers are what is sent, or whose goods are only ``carried`` by others:
    it acts, and receives nothing.
    """
    if type is not _AID:
        return None
    for item in items:
        party = scene.view.owner.get(item.first) or _adjective_of(scene, item)
        told = scene.topic.delivery
        if party is not None and party.shape == "back" and told is not None and told[2] == item.mode:
            continue  # "the troops" whose delivery was told, not those of whoever was named last
        if party is not None and (item.mode in PEOPLE_MODES or (carried and is_thing(party))):
            return party
    return None


def _adjective_of(scene: Scene, item: Item) -> Party | None:
    """Return the state whose adjective stands beside an item: "unità militari nordcoreane"."""
    for party in (scene.view.owner.get(item.last), scene.view.owner.get(item.first - 1)):
        if party is not None and party.shape == "adjective" and party.head < 0:
            return party
    return None


def _blame_doer(scene: Scene, trigger: Trigger, filling: Filling) -> None:
    """Who condemns an act blames whoever did it, never whom it hit."""
    for noun in scene.triggers:
        if noun.form != "noun" or noun.carrier != trigger.first or noun.act.type not in _BLAMED:
            continue
        inner = scene.roles.fill(noun, scene.frames[noun.act.frame])
        victims = {party.actor for party in inner.recipient}
        doers = [party for party in inner.actor if party.actor not in {p.actor for p in filling.actor}]
        filling.recipient = doers or [party for party in filling.recipient if party.actor not in victims]


def _find_sides(
    scene: Scene, trigger: Trigger, type: EventType, frame: Frame, filling: Filling, items: list[Item]
) -> list[Sides] | str:
    """Return sides, mode and item of each draft, or in words why there is none."""
    act = trigger.act
    turned = type != act.type
    known = known_delivery(scene, trigger, type, items, filling)
    if known is not None:
        return [known]
    modes = find_modes(scene, trigger, type, filling, items, turned)
    if isinstance(modes, str):
        return modes
    reason = _no_act(scene, trigger, type, filling, items)
    if reason:
        return reason
    actors: list[Side] = [*filling.actor]
    recipients: list[Side] = [*filling.recipient]
    if frame.name == COUNTER:
        actors, recipients = cast_votes(scene, trigger, filling)
    if frame.name in MUTUAL_FRAMES or act.mode in MUTUAL_MODES:
        actors, recipients = _pair_up(actors, recipients)
        joint = _joint_subject(scene, filling)
        if joint:
            actors, recipients = [joint[0]], [*joint[1:]]
    promised = act.frame == "bind" and act.type == "AGREE" and act.mode is None
    if (act.frame in _OF_DEEDS or promised) and not turned and recipients == filling.recipient:
        recipients = [*aimed_at(scene, trigger, filling.actor, filling.recipient)]
    actors, recipients = fall_back(scene, trigger, type, frame, actors, recipients)
    casualties = act.mode == CASUALTIES and not turned
    if casualties and not recipients:
        actors, recipients = struck(scene, trigger, actors)
    if casualties and not actors:
        actors = [party for party in striker(scene, trigger) if party.actor not in {code_of(r) for r in recipients}]
    if casualties and not _has_victims(scene, trigger):
        return "nobody is said to be hit"
    if frame.name == "visit" and any(are_soldiers(scene, party) for party in filling.actor):
        return "soldiers do not visit"
    if frame.name == "visit" and no_visit(scene, trigger, filling):
        return "things do not visit"
    if not recipients or (not actors and not casualties):
        missing = [name for name, side in (("actor", actors), ("recipient", recipients)) if not side]
        return f"no {' and no '.join(missing)}"
    return [
        (actor, recipient, mode, item)
        for actor in (actors or [None])
        for recipient in recipients
        for mode, item in modes
        if code_of(actor) != code_of(recipient)
    ] or "both sides are the same"


def _no_act(scene: Scene, trigger: Trigger, type: EventType, filling: Filling, items: Sequence[Item]) -> str:
    """Return why an act's words tell something else here, empty where they do not."""
    if (type is _RETREAT or type is _REJECT) and is_told_of(scene, trigger):
        return "what is told or shown is neither given up nor refused"
    if type is _RETREAT and fetches_things(scene, trigger, items, filling):
        return "things are fetched, not withdrawn"
    if trigger.act.frame == "host" and welcomes_deed(scene, filling):
        return "a deed is welcomed, not a guest"
    if trigger.act.frame in _FOUGHT and fights_scourge(scene, trigger):
        return "no side is fought"
    if trigger.act.frame == "summon" and causes_something(scene, trigger, filling):
        return "something is caused, nobody is called in"
    if trigger.act.mode == "call" and names_somebody(scene, trigger, filling):
        return "somebody is named, not telephoned"
    if type is _AID and people_are_given(scene, trigger, items):
        return "people are given something, not sent"
    return ""


def _joint_subject(scene: Scene, filling: Filling) -> list[Party]:
    """Return the members of a joint subject of two states or more: they act with each other."""
    if not filling.actor:
        return []
    first = filling.actor[0]
    if not any(c.party is first and c.slot == "actor" and c.marker in ("subj", "lsubj") for c in filling.candidates):
        return []
    if any(c.slot == "recipient" and c.marker == "with" for c in filling.candidates):
        return []
    members = {party.actor: party for party in reversed(scene.roles.group(first))}
    joint = sorted(members.values(), key=lambda party: party.first)
    return joint if len(joint) > 1 else []


def _is_shared(scene: Scene, filling: Filling) -> bool:
    """Tell whether an exercise is held by two sides with each other: by a joint subject, or by one with the other."""
    if len(_joint_subject(scene, filling)) > 1:
        return True
    return any(
        c.slot == "recipient" and c.marker == "with" and c.party in filling.recipient for c in filling.candidates
    )


def _has_victims(scene: Scene, trigger: Trigger) -> bool:
    if scene.view.parse is not None:
        return headfinal_scope.has_people(scene.view, scene.view.parse, trigger)
    clause = scene.clauses[trigger.clause]
    first = scene.clauses[trigger.clause - 1].first if clause.kind in ("rel", "part", "coord") else clause.first
    return any(
        entry.kind == "role" or (entry.kind == "item" and entry.code in PEOPLE_MODES)
        for index in range(max(first, 0), clause.last)
        for entry in scene.view.entries(index)
    ) or any(_is_people(scene, party) for party in scene.view.parties if clause.first <= party.first < clause.last)


def _is_people(scene: Scene, party: Party) -> bool:
    """Tell whether a state's adjective stands as a noun ("two Kenyans"): no word that it could qualify follows."""
    follows = scene.view.norm(party.last)
    free = not follows.isalpha() or bool(scene.view.functions(party.last)) or scene.view.is_verb(party.last)
    return party.head < 0 and party.shape == "adjective" and free


def _pair_up(actors: list[Side], recipients: list[Side]) -> tuple[list[Side], list[Side]]:
    """Make a pair of a joint subject: "Russia and Iran signed"."""
    if len(actors) >= 2 and not recipients:
        return actors[:1], actors[1:]
    if len(recipients) >= 2 and not actors:
        return recipients[:1], recipients[1:]
    return actors, recipients

"""Sentences of a dossier: each is built from the fields of claims and carries their ids."""

from __future__ import annotations

from dataclasses import dataclass, replace

from riscontro.model.claim import EventType, Quantity, Stance
from riscontro.model.dyad import FlowState
from riscontro.model.event import Event
from riscontro.model.grade import Grade, Status
from riscontro.model.time import Interval
from riscontro.tell.catalogue import Catalogue, capitalised, fill
from riscontro.tell.dates import interval_to_phrase, interval_to_running_phrase
from riscontro.tell.names import PartyName, party_name
from riscontro.tell.quantities import quantity_to_text
from riscontro.vocab.states import is_state

MAX_GROUP_NAME = 80
"""Characters of a name that no table knows, so that a hostile page cannot fill a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A printed sentence and the ids of the claims that it rests on, never empty."""

    text: str
    claims: tuple[str, ...]


def act_key(type: EventType, mode: str | None, catalogue: Catalogue) -> str:
    """Return the key of an act in the catalogue; a mode that it lacks falls back to the type."""
    key = f"{type}/{mode}" if mode else str(type)
    return key if catalogue.known("acts", key) else str(type)


def act_noun(type: EventType, mode: str | None, catalogue: Catalogue) -> str:
    """Return the name of an act: ``munizioni``, ``visita``."""
    return str(catalogue.table["acts"][act_key(type, mode, catalogue)]["noun"])


def named(code: str | None, catalogue: Catalogue) -> PartyName | None:
    """Return a party's name, ``None`` for none."""
    return party_name(code[:MAX_GROUP_NAME], catalogue) if code else None


def event_label(event: Event, catalogue: Catalogue) -> str:
    """Return a short label: ``Corea del Nord → Russia: munizioni``."""
    return act_label(event.type, event.mode, event.actor, event.recipient, catalogue=catalogue)


def act_label(
    type: EventType, mode: str | None, actor: str | None, recipient: str | None, *, catalogue: Catalogue
) -> str:
    """Return the label of an act and its sides; see :func:`event_label`."""
    sides = [named(code, catalogue) for code in (actor, recipient)]
    act = act_noun(type, mode, catalogue)
    if sides[0] and sides[1]:
        return catalogue.text("act_label", actor=sides[0].bare, recipient=sides[1].bare, act=act)
    only = sides[0] or sides[1]
    return catalogue.text("act_label_one", party=only.bare, act=act) if only else capitalised(act)


def event_sentence(event: Event, catalogue: Catalogue, *, flow: FlowState | None = None) -> str:
    """Return what an event says, as surely as its status allows.

    A confirmed or corroborated act is told as a fact, any other as what is reported; one of which only denials speak
    says so first. An open interval is told as going on unless its flow is silent or stopped.
    """
    goes_on = _goes_on(event, flow)
    tense = "planned" if event.planned else "open" if goes_on else "past"
    subject, verb, rest = _clause(event, tense, catalogue)
    return _composed(event, catalogue, subject=subject, verb=verb, rest=rest, goes_on=goes_on)


def _goes_on(event: Event, flow: FlowState | None) -> bool:
    opens = event.when is not None and event.when.latest is None and event.when.earliest is not None
    return opens and flow not in (FlowState.SILENT, FlowState.STOPPED) and not event.planned


def _composed(event: Event, catalogue: Catalogue, *, subject: str, verb: str, rest: str, goes_on: bool) -> str:
    if goes_on and event.when is not None:
        when = interval_to_running_phrase(event.when, catalogue)
    else:
        when = interval_to_phrase(event.when, catalogue)
    values = {
        "lead": catalogue.table["lead"].get("denials" if _is_only_denied(event) else event.status, ""),
        "subject": subject,
        "verb": verb,
        "rest": rest,
        "quantity": quantity_to_text(_beside(event.quantity, event.when), catalogue),
        "when": when,
    }
    return capitalised(fill(catalogue.table["text"]["event_sentence"], values))


def _beside(quantity: Quantity | None, when: Interval | None) -> Quantity | None:
    """Return a figure as it stands beside the time of its act, which is not told twice."""
    return replace(quantity, window=None) if quantity is not None and quantity.window == when else quantity


def _clause(event: Event, tense: str, catalogue: Catalogue) -> tuple[str, str, str]:
    """Return subject, verb and the rest; where no actor is named the act may be told from the recipient's side."""
    act = catalogue.table["acts"][act_key(event.type, event.mode, catalogue)]
    actor, recipient = named(event.actor, catalogue), named(event.recipient, catalogue)
    if actor is None and recipient is not None and "actorless" in act:
        act, actor, recipient = act["actorless"], recipient, None
    values = {
        "recipient": recipient,
        "opponent": named(event.opponent, catalogue),
        "recipient_or_other": recipient or catalogue.text("other_party"),
    }
    status = Status.DENIED if _is_only_denied(event) else event.status
    verb = _verb(act["verb"], tense, status, catalogue, plural=actor is not None and actor.plural)
    return str(actor) if actor else catalogue.text("unnamed"), verb, fill(act["rest"], values)


def _is_only_denied(event: Event) -> bool:
    """Tell whether nobody but those who deny an act speaks of it; a ruling on it is told first all the same."""
    ruled = event.status in (Status.REFUTED, Status.RETRACTED)
    return not ruled and bool(event.origins) and all(origin.stance is Stance.DENIES for origin in event.origins)


def _verb(key: str, tense: str, status: Status, catalogue: Catalogue, *, plural: bool) -> str:
    forms = catalogue.table["tense"][tense][catalogue.table["manner"][status]]
    form = forms["pl"] if plural and "pl" in forms else forms["sg"]
    return str(form).format(**catalogue.table["verbs"][key])


def standing_sentence(event: Event, catalogue: Catalogue) -> str:
    """Return how certain an event is: status, independent origins, who contests it."""
    contested = [contested_by(party, catalogue) for party in event.contested_by]
    values = {
        "status": capitalised(catalogue.word("status", event.status)),
        "origins": origins_text(event.independent, catalogue),
        "contested": catalogue.joined(contested) if contested else None,
    }
    return fill(catalogue.table["text"]["standing"], values)


def contested_by(party: str, catalogue: Catalogue) -> str:
    """Return a party that contests, after the language's word for "by"."""
    if is_state(party) or catalogue.table["parties"]["names"].get(party):
        return catalogue.text("contested_party", party=party_name(party, catalogue))
    return catalogue.text("contested_name", name=party[:MAX_GROUP_NAME])


def origins_text(number: int, catalogue: Catalogue) -> str:
    """Return a number of independent origins in words."""
    return catalogue.count("origins", number) if number else catalogue.text("no_origins")


def grade_text(grade: Grade, catalogue: Catalogue) -> str:
    """Return what a grade's letter and digit mean, in words."""
    letter = catalogue.word("letter", grade.reliability)
    return f"{letter}; {catalogue.word('digit', str(grade.credibility))}"

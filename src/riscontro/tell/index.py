"""Look-ups over one dossier, made once and handed to every part that tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from riscontro.model.claim import Claim, Modality, Stance
from riscontro.model.document import Document
from riscontro.model.dossier import Dossier, Tally
from riscontro.model.dyad import Flow
from riscontro.model.event import Event
from riscontro.tell.catalogue import Catalogue, load_catalogue
from riscontro.tell.places import place_events
from riscontro.tell.rank import Selection, select_claims, select_events
from riscontro.tell.sentence import Sentence
from riscontro.tell.tally import tally_of
from riscontro.tell.visible import visible
from riscontro.vocab.places import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A claim as a sentence cites it: its number in the dossier and its id."""

    number: int
    claim_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A dossier, its catalogue, and what is shown of it.

    ``cited`` maps a shown event's id to the claims that its sentences carry, ``printed`` to those whose evidence stands
    under it (a claim of two events is printed once); ``numbers`` gives each its number, from 1 in the order of print.
    ``places`` maps a shown event to its place where one was found.
    """

    dossier: Dossier
    catalogue: Catalogue
    selection: Selection
    documents: dict[str, Document]
    claims: dict[str, Claim]
    events: dict[str, Event]
    flows: dict[str, Flow]
    cited: dict[str, tuple[str, ...]]
    printed: dict[str, tuple[str, ...]]
    numbers: dict[str, int]
    tally: Tally
    places: dict[str, Place]

    def supported(self, text: str, event: Event) -> Sentence:
        """Return a sentence about a shown event, with the claims that are printed for it."""
        return Sentence(text=text, claims=self.cited[event.id])

    def asserting(self, event: Event) -> tuple[str, ...]:
        """Return the printed claims that tell of an event as done or planned; all of them where none does."""
        telling = tuple(claim_id for claim_id in self.cited[event.id] if not is_denial(self.claims[claim_id]))
        return telling or self.cited[event.id]

    def denying(self, event: Event) -> tuple[str, ...]:
        """Return the printed claims that deny an event; all of them where none does."""
        return tuple(one for one in self.cited[event.id] if is_denial(self.claims[one])) or self.cited[event.id]

    def is_unproved(self, sentence: Sentence) -> bool:
        """Tell whether a sentence did not follow from its claims when the dossier was checked."""
        return bool(self.dossier.unproved) and " ".join(visible(sentence.text).split()) in self.dossier.unproved

    def references(self, claim_ids: Iterable[str]) -> tuple[Reference, ...]:
        """Return the printed claims among ``claim_ids``, by number."""
        numbers = sorted({self.numbers[claim_id] for claim_id in claim_ids if claim_id in self.numbers})
        by_number = {self.numbers[claim_id]: claim_id for claim_id in claim_ids if claim_id in self.numbers}
        return tuple(Reference(number=number, claim_id=by_number[number]) for number in numbers)


def is_denial(claim: Claim) -> bool:
    """Tell whether a claim denies its act."""
    return claim.stance is Stance.DENIES or claim.modality is Modality.DENIED


def index_dossier(dossier: Dossier, *, lang: str) -> Index:
    """Return the look-ups of a dossier in a language; raise :class:`UsageError` where it has no catalogue."""
    documents = {document.id: document for document in dossier.documents}
    claims = {claim.id: claim for claim in dossier.claims if claim.document_id in documents}
    selection = select_events(dossier)
    cited: dict[str, tuple[str, ...]] = {}
    printed: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, int] = {}
    for event in selection.events:
        cited[event.id] = select_claims(event, claims, documents)
        printed[event.id] = tuple(claim_id for claim_id in cited[event.id] if claim_id not in numbers)
        first = len(numbers) + 1
        numbers.update((claim_id, first + place) for place, claim_id in enumerate(printed[event.id]))
    return Index(
        dossier=dossier,
        catalogue=load_catalogue(lang),
        selection=selection,
        documents=documents,
        claims=claims,
        events={event.id: event for event in dossier.events},
        flows={flow.event_id: flow for dyad in dossier.relation.dyads for flow in dyad.flows},
        cited=cited,
        printed=printed,
        numbers=numbers,
        tally=tally_of(dossier),
        places=place_events(selection.events, claims, {document.id: document.text for document in dossier.documents}),
    )

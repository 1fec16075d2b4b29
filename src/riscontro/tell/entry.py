"""One event of the chronology: its sentences, history, origins, and the quotes that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from riscontro.model.claim import Claim
from riscontro.model.document import Access, Document
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Reliability
from riscontro.tell.catalogue import Catalogue, capitalised
from riscontro.tell.dates import day_to_text, instant_to_day_text, interval_to_text, on_day, published_to_text
from riscontro.tell.index import Index
from riscontro.tell.names import party_name
from riscontro.tell.quantities import quantity_to_text
from riscontro.tell.quote import Piece, field_words, quote_pieces
from riscontro.tell.rank import event_day, first_known
from riscontro.tell.sentence import (
    Sentence,
    act_noun,
    event_label,
    event_sentence,
    grade_text,
    named,
    origins_text,
    standing_sentence,
)
from riscontro.tell.visible import safe_url, shorten


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadField:
    """One field of a claim in the dossier's language, with the words that gave it."""

    name: str
    value: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document as it is cited: where ``url`` is ``None``, ``address`` is the text to show in its stead."""

    id: str
    publisher: str
    title: str | None
    published: str
    lang: str
    lang_name: str
    url: str | None
    address: str | None
    access: str
    notes: tuple[str, ...]
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A quote with its source and what it was read as."""

    number: int
    claim_id: str
    pieces: tuple[Piece, ...]
    document: DocumentLine
    source: str
    notes: tuple[str, ...]
    fields: tuple[ReadField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One change of standing: a sentence, and why it came (``reason`` may be in English)."""

    sentence: Sentence
    reason: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginLine:
    """One origin: who, of what kind, and what marks it."""

    name: str
    kind: str
    stance: str
    counts: bool
    notes: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An event as the chronology prints it."""

    id: str
    when: str
    dated: bool
    label: str
    status: str
    status_word: str
    grade: str
    grade_words: str
    sentence: Sentence
    standing: Sentence
    place: str | None
    place_said: str | None
    history: tuple[HistoryLine, ...]
    origins: tuple[OriginLine, ...]
    evidence: tuple[EvidenceView, ...]
    evidence_shown: int
    evidence_total: int


def build_entry(event: Event, index: Index) -> EntryView:
    """Return one event in the dossier's language."""
    catalogue = index.catalogue
    flow = index.flows.get(event.id)
    return EntryView(
        id=event.id,
        when=_when(event, catalogue),
        dated=event_day(event) is not None,
        label=event_label(event, catalogue),
        status=event.status,
        status_word=catalogue.word("status_short", event.status),
        grade=str(event.grade),
        grade_words=_grade_words(event, catalogue),
        sentence=Sentence(
            text=event_sentence(event, catalogue, flow=flow.state if flow else None), claims=index.asserting(event)
        ),
        standing=index.supported(standing_sentence(event, catalogue), event),
        place=_place(event, index),
        place_said=shorten(event.place, 80) if event.place else None,
        history=tuple(_history_line(change, event, index) for change in event.history),
        origins=tuple(_origin_line(origin, index) for origin in event.origins),
        evidence=tuple(_evidence(index.claims[claim_id], index) for claim_id in index.printed[event.id]),
        evidence_shown=len(index.cited[event.id]),
        evidence_total=len(event.claims),
    )


def _when(event: Event, catalogue: Catalogue) -> str:
    """Return an event's date; where it has none, since when it is known."""
    known = first_known(event)
    if event_day(event) is None and known is not None:
        return catalogue.text("undated_known", when=instant_to_day_text(known, catalogue))
    return interval_to_text(event.when, catalogue)


def _place(event: Event, index: Index) -> str | None:
    """Return the place that an event's name was found to be, with its name in the text where that differs."""
    said = shorten(event.place, 80) if event.place else None
    found = index.places.get(event.id)
    if found is None or said is None:
        return index.catalogue.text("field_words", words=said) if said else None
    name = party_name(found.state, index.catalogue).bare if found.latitude is None else found.name
    if said.casefold() == name.casefold():
        return name
    words = index.catalogue.word("precision", found.precision)
    return index.catalogue.text("place_words", name=name, words=words, said=said)


def _history_line(change: StatusChange, event: Event, index: Index) -> HistoryLine:
    catalogue = index.catalogue
    text = catalogue.text(
        "history_row",
        when=capitalised(on_day(change.at, catalogue)),
        status=catalogue.word("status", change.status),
        grade=str(change.grade),
        origins=origins_text(change.origins, catalogue),
    )
    claims = (change.claim_id,) if change.claim_id in index.numbers else index.cited[event.id]
    reason = shorten(reason_text(change, catalogue), 400)
    return HistoryLine(sentence=Sentence(text=text, claims=claims), reason=reason, status=change.status)


def reason_text(change: StatusChange, catalogue: Catalogue) -> str:
    """Return why a change came, in the dossier's language where it has the words, and whose letter was learnt."""
    learnt = change.learnt
    words = change.reason if learnt is None else change.reason.removesuffix(f"; {learnt}")
    text = str(catalogue.table["rule"].get(change.rule, words))
    if learnt is None:
        return text
    earned = catalogue.text(
        "learnt_letter",
        letter=learnt.letter.value,
        name=_kind(learnt.state, learnt.kind, catalogue) if learnt.state else shorten(learnt.name, 80),
        right=learnt.right,
        settled=learnt.settled,
        when=day_to_text(date.fromisoformat(f"{learnt.until}-01"), catalogue),
    )
    return f"{text}; {earned}"


def _grade_words(event: Event, catalogue: Catalogue) -> str:
    """Return what a grade says, and where its letter comes from: learnt, as the history says in full, or set."""
    words = grade_text(event.grade, catalogue)
    learnt = event.history[-1].learnt if event.history else None
    if learnt is not None:
        return f"{words}; {catalogue.text('letter_learnt', n=learnt.settled)}"
    return words if event.grade.reliability is Reliability.F else f"{words}; {catalogue.text('letter_set')}"


def _origin_line(origin: Origin, index: Index) -> OriginLine:
    catalogue = index.catalogue
    return OriginLine(
        name=_origin_name(origin, index),
        kind=_kind(origin.state, origin.kind, catalogue),
        stance=catalogue.word("stance", origin.stance),
        counts=origin.counts and origin.standing,
        notes=tuple(_origin_notes(origin, catalogue)),
        claims=tuple(claim_id for claim_id in origin.claims if claim_id in index.numbers),
    )


def _origin_name(origin: Origin, index: Index) -> str:
    """Return an origin's name; of a page of no named outlet the record holds the document's id."""
    document = index.documents.get(origin.name)
    if document is not None:
        return publisher_of(document, index.catalogue)
    return index.catalogue.text("unnamed_sources") if origin.name == _UNNAMED else shorten(origin.name, 120)


_UNNAMED = "unnamed sources"
"""What the record calls an origin of which a text says nothing."""


def _origin_notes(origin: Origin, catalogue: Catalogue) -> Iterator[str]:
    """Yield why an origin counts or not, in the catalogue's words where it has them; else what its marks say."""
    if origin.why:
        yield from (_why(part, catalogue) for part in origin.why.split("; "))
        return
    flags = {
        "presumed_relay": origin.presumed_relay,
        "against_interest": origin.against_interest,
        "physical": origin.physical,
        "withdrawn": not origin.standing,
    }
    yield from (catalogue.text(key) for key, holds in flags.items() if holds)


def _why(part: str, catalogue: Catalogue) -> str:
    """Return a reason in the dossier's language; a key that ends with ``{party}`` takes a state's code in its place."""
    if part.startswith(_IDLE):
        return catalogue.text("idle_denial", reason=_why(part.removeprefix(_IDLE), catalogue))
    for english, words in catalogue.table["why"].items():
        stem = english.removesuffix("{party}")
        if part == english:
            return str(words)
        if stem != english and part.startswith(stem):
            return str(words).format(party=party_name(part.removeprefix(stem), catalogue))
    return shorten(part, 200)


_IDLE = "a denial that adds nothing: "
"""What stands before the reason for which a denial counts for nothing."""


def _kind(state: str | None, kind: str, catalogue: Catalogue) -> str:
    word = catalogue.word("basis", kind)
    return f"{party_name(state, catalogue).bare}, {word}" if state else word


def _evidence(claim: Claim, index: Index) -> EvidenceView:
    document = index.documents[claim.document_id]
    notes = [index.catalogue.text("incomplete")] if claim.incomplete else []
    return EvidenceView(
        number=index.numbers[claim.id],
        claim_id=claim.id,
        pieces=quote_pieces(claim, document.text),
        document=document_line(document, index),
        source=source_chain(claim, document, index.catalogue),
        notes=tuple(notes),
        fields=tuple(_fields(claim, document.text, index.catalogue)),
    )


def source_chain(claim: Claim, document: Document, catalogue: Catalogue) -> str:
    """Return the way of a claim from its root to the page: ``root → agency → outlet``."""
    root = shorten(claim.root.name, 80) if claim.root else None
    hops = [root, *(shorten(name, 60) for name in reversed(claim.via)), publisher_of(document, catalogue)]
    return " → ".join(hop for hop in hops if hop)


def publisher_of(document: Document, catalogue: Catalogue) -> str:
    """Return who published a document: its outlet, else the host of its address, else its title with a word of that."""
    url = safe_url(document.url)
    host = urlsplit(url).hostname if url else None
    if document.publisher or host:
        return publisher_name(document.publisher or host, catalogue)
    title = shorten(document.title, 60) if document.title else None
    return catalogue.text("unknown_file", title=title) if title else publisher_name(None, catalogue)


def publisher_name(publisher: str | None, catalogue: Catalogue) -> str:
    """Return the name of an outlet as it is cited, or the text that says it is not known."""
    return shorten(publisher, 80) if publisher else catalogue.text("unknown_publisher")


def _fields(claim: Claim, text: str, catalogue: Catalogue) -> Iterator[ReadField]:
    for key, value in _field_values(claim, catalogue):
        if value:
            words = (word for name in _EVIDENCE_NAMES.get(key, (key,)) for word in field_words(claim, text, name))
            distinct = dict.fromkeys(shorten(word, 80) for word in words)
            yield ReadField(name=catalogue.text(key), value=value, words=tuple(distinct))


_EVIDENCE_NAMES = {"act": ("type", "mode", "act"), "stance": ("stance", "cue"), "modality": ("modality", "negation")}
"""Names of fields in the evidence where they differ from the catalogue's."""


def _field_values(claim: Claim, catalogue: Catalogue) -> Iterator[tuple[str, str | None]]:
    for key, code in (("actor", claim.actor), ("recipient", claim.recipient), ("opponent", claim.opponent)):
        name = named(code, catalogue)
        yield key, capitalised(name.bare) if name else None
    yield "act", act_noun(claim.type, claim.mode, catalogue)
    yield "when", interval_to_text(claim.when, catalogue) if claim.when else None
    yield "quantity", quantity_to_text(claim.quantity, catalogue)
    yield "place", shorten(claim.place, 80) if claim.place else None
    yield "modality", catalogue.word("modality", claim.modality)
    yield "stance", catalogue.word("stance", claim.stance)
    yield "basis", catalogue.word("basis", claim.basis)
    yield "root", _root(claim, catalogue)
    yield "hedge", shorten(claim.hedge, 80) if claim.hedge else None


def _root(claim: Claim, catalogue: Catalogue) -> str | None:
    if claim.root is None:
        return None
    return f"{shorten(claim.root.name, 80)} ({_kind(claim.root.state, claim.root.kind, catalogue)})"


def document_line(document: Document, index: Index) -> DocumentLine:
    """Return a document as it is cited."""
    catalogue = index.catalogue
    url = safe_url(document.url)
    refused = catalogue.text("address_refused", url=shorten(document.url, 300)) if document.url and not url else None
    return DocumentLine(
        id=document.id,
        publisher=publisher_of(document, catalogue),
        title=shorten(document.title, 200) if document.title else None,
        published=_published(document, catalogue),
        lang=document.lang,
        lang_name=language_name(document.lang, catalogue),
        url=url,
        address=refused,
        access=catalogue.word("access", document.access),
        notes=tuple(document_notes(document, index)),
        claims=index.tally.claims_of.get(document.id, 0),
    )


def _published(document: Document, catalogue: Catalogue) -> str:
    if document.published is None:
        return catalogue.text("undated_document")
    return published_to_text(document.published.value, document.published.interval(), catalogue)


def document_notes(document: Document, index: Index) -> Iterator[str]:
    """Yield what a reader must know of a page: cut, translated by machine, a copy, a later version."""
    catalogue = index.catalogue
    if document.access is not Access.FULL:
        known = bool(document.share_evidence) and document.share < 1
        share = catalogue.number(round(document.share * 100))
        yield catalogue.text("cut_page", share=share) if known else catalogue.text("cut_page_unknown")
    if document.translated == "und":
        yield catalogue.text("translated")
    elif document.translated:
        yield catalogue.text("translated_from", lang=language_name(document.translated, catalogue))
    if document.family and index.tally.firsts[document.family] != document.id:
        yield catalogue.text("near_copy")
    if document.version > 1:
        yield catalogue.text("version", n=catalogue.number(document.version))


def language_name(code: str, catalogue: Catalogue) -> str:
    """Return the name of a language in the dossier's language, the code where CLDR has none."""
    return str(catalogue.locale.languages.get(code, code))

"""Records for the store's tests: whole ones by hand, and strategies for any that the model allows."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from riscontro.model.attribution import Attribution
from riscontro.model.claim import Basis, Claim, EventType, Evidence, Modality, Quantity, Reading, Root, Stance
from riscontro.model.document import Access, Capture, Declared, Document, capture_id, document_id
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.ids import make_id, sha256_hex
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published

NOON = datetime(2024, 10, 17, 12, tzinfo=UTC)


def make_capture(
    text: str = "Norland sent shells to Sudland.", *, origin="reports/a.txt", moment=NOON, **declared
) -> Capture:
    payload = text.encode()
    digest, said = sha256_hex(payload), Declared(**declared)
    return Capture(
        id=capture_id(digest=digest, url=said.url, declared=said),
        digest=digest,
        size=len(payload),
        media_type="text/plain",
        origin=origin,
        moment=moment,
        declared=said,
        context=(("path", origin), ("mtime", "2024-10-16T08:00:00Z")),
        payload=payload,
    )


def make_document(capture: Capture, **changes) -> Document:
    fields = {
        "id": document_id(part_digest=capture.digest, declared=capture.declared),
        "capture_id": capture.id,
        "part": 0,
        "url": capture.declared.url,
        "publisher": "Example Post",
        "author": None,
        "title": "A title",
        "text": (capture.payload or b"").decode(),
        "lang": "en",
        "translated": None,
        "published": Published(value="2024-10-16", found_by="declared"),
        "access": Access.FULL,
        "share": 1.0,
        "share_evidence": (),
        "held_from": capture.moment,
    }
    return Document(**{**fields, **changes})


def make_claim(document: Document, *, start=0, end=7, **changes) -> Claim:
    fields = {
        "id": make_id("clm", [document.id, start, end, changes.get("actor", "PRK")]),
        "document_id": document.id,
        "span": Span(start, end),
        "actor": "PRK",
        "type": EventType.AID,
        "mode": "arms_transfer",
        "recipient": "RUS",
        "reader": "riscontro/1",
    }
    return Claim(**{**fields, **changes})


def make_reading(document: Document, *claims: Claim, reader="riscontro/1", issues=(), unread=None) -> Reading:
    spans = (Span(0, 3),)
    return Reading(
        document_id=document.id,
        lang=document.lang,
        reader=reader,
        attributions=(Attribution(source=spans, cue=spans, content=spans),),
        claims=claims,
        issues=issues,
        unread=unread,
    )


def make_change(status=Status.REPORTED, *, at=NOON, **changes) -> StatusChange:
    fields = {
        "status": status,
        "grade": Grade(reliability=Reliability.F, credibility=status.credibility),
        "at": at,
        "held_at": at,
        "document_id": None,
        "claim_id": None,
        "rule": "one-group",
        "reason": "one independent group asserts it",
        "origins": 1,
    }
    return StatusChange(**{**fields, **changes})


def make_event(name: str, claims=(), history=(), **changes) -> Event:
    history = history or (make_change(),)
    fields = {
        "id": make_id("evt", [name]),
        "actor": "PRK",
        "type": EventType.AID,
        "mode": "arms_transfer",
        "recipient": "RUS",
        "opponent": None,
        "place": None,
        "when": None,
        "quantity": None,
        "claims": tuple(claims),
        "origins": (),
        "status": history[-1].status,
        "grade": history[-1].grade,
        "history": tuple(history),
    }
    return Event(**{**fields, **changes})


@contextmanager
def room_for(size: int):
    """Let no file grow beyond ``size`` bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def keep(case, ledger, *captures: Capture, **changes) -> list[Document]:
    """Collect captures as the pipeline does: archive, then ledger; return their documents."""
    locations = case.archive.append(captures)
    documents = []
    with ledger.transaction():
        for capture, location in zip(captures, locations, strict=True):
            ledger.add_capture(capture, location)
            documents.append(make_document(capture, **changes))
            ledger.add_document(documents[-1])
    return documents


# Strategies: any record that the model allows, with texts that UTF-8 can carry and whole seconds.

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
codes = st.sampled_from(["PRK", "RUS", "UKR", "NATO"])
moments = st.integers(0, 10**9).map(lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
numbers = st.floats(allow_nan=False, allow_infinity=False)
days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def intervals(draw) -> Interval:
    first, last = draw(st.none() | days), draw(st.none() | days)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return Interval(earliest=first, latest=last)


quantities = st.builds(
    Quantity,
    minimum=st.none() | numbers,
    maximum=st.none() | numbers,
    unit=names,
    bound=st.none() | names,
    window=st.none() | intervals(),
    cumulative=st.booleans(),
)
spans = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(lambda pair: Span(min(pair), max(pair)))
roots = st.builds(Root, name=texts, state=st.none() | codes, kind=st.sampled_from(Basis))
claims = st.builds(
    Claim,
    id=st.integers(0, 2**64).map(lambda n: f"clm-{n:016x}"),
    document_id=st.just("doc-0"),
    span=spans,
    actor=st.none() | codes,
    type=st.sampled_from(EventType),
    mode=st.none() | names,
    recipient=st.none() | codes,
    opponent=st.none() | codes,
    place=st.none() | texts,
    when=st.none() | intervals(),
    quantity=st.none() | quantities,
    modality=st.sampled_from(Modality),
    basis=st.sampled_from(Basis),
    root=st.none() | roots,
    via=st.lists(texts, max_size=3).map(tuple),
    stance=st.sampled_from(Stance),
    about=st.none() | names,
    hedge=st.none() | texts,
    incomplete=st.booleans(),
    evidence=st.lists(st.builds(Evidence, field=names, span=spans), max_size=3).map(tuple),
    reader=names,
)
published = st.sampled_from(["2024", "2024-02", "2024-02-29"]).map(
    lambda value: Published(value=value, found_by="meta")
)
documents = st.builds(
    Document,
    id=st.integers(0, 2**64).map(lambda n: f"doc-{n:016x}"),
    capture_id=st.just("cap-0"),
    part=st.integers(0, 9),
    url=st.none() | texts,
    publisher=st.none() | texts,
    author=st.none() | texts,
    title=st.none() | texts,
    text=texts,
    lang=st.sampled_from(["it", "ko", "und"]),
    translated=st.none() | st.just("und"),
    published=st.none() | published,
    access=st.sampled_from(Access),
    share=st.floats(0, 1),
    share_evidence=st.lists(texts, max_size=2).map(tuple),
    held_from=moments,
    family=st.none() | names,
    version=st.integers(1, 9),
    share_low=st.floats(0, 1),
    share_high=st.floats(0, 1),
    modified=st.none() | published,
    agencies=st.lists(names, max_size=2).map(tuple),
    source=st.none() | texts,
    canonical_url=st.none() | texts,
    seen_at=st.none() | moments,
    found_by=st.lists(st.tuples(names, names), max_size=2).map(tuple),
)
captures = st.builds(
    Capture,
    id=st.integers(0, 2**64).map(lambda n: f"cap-{n:016x}"),
    digest=names,
    size=st.integers(0, 10**9),
    media_type=texts,
    origin=texts,
    moment=moments,
    declared=st.builds(Declared, published=st.none() | texts, title=st.none() | texts),
    context=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
    url=st.none() | texts,
    seen_at=st.none() | moments,
    revisit_of=st.none() | names,
)
origins = st.builds(
    Origin,
    id=names,
    name=texts,
    state=st.none() | codes,
    kind=st.sampled_from(Basis),
    group=texts,
    stance=st.sampled_from(Stance),
    claims=st.lists(names, max_size=3).map(tuple),
    public_from=moments,
    presumed_relay=st.booleans(),
    against_interest=st.booleans(),
    physical=st.booleans(),
    standing=st.booleans(),
    counts=st.booleans(),
    why=texts,
)
grades = st.builds(Grade, reliability=st.sampled_from(Reliability), credibility=st.integers(1, 6))
changes = st.builds(
    StatusChange,
    status=st.sampled_from(Status),
    grade=grades,
    at=moments,
    held_at=moments,
    document_id=st.none() | names,
    claim_id=st.none() | names,
    rule=names,
    reason=texts,
    origins=st.integers(0, 99),
)
events = st.builds(
    Event,
    id=st.integers(0, 2**64).map(lambda n: f"evt-{n:016x}"),
    actor=st.none() | codes,
    type=st.sampled_from(EventType),
    mode=st.none() | names,
    recipient=st.none() | codes,
    opponent=st.none() | codes,
    place=st.none() | texts,
    when=st.none() | intervals(),
    quantity=st.none() | quantities,
    claims=st.lists(names, max_size=4, unique=True).map(tuple),
    origins=st.lists(origins, max_size=2).map(tuple),
    status=st.sampled_from(Status),
    grade=grades,
    history=st.lists(changes, max_size=3).map(tuple),
    contested_by=st.lists(codes, max_size=2).map(tuple),
    planned=st.booleans(),
    probability=st.none() | st.floats(0, 1),
)

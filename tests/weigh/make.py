"""Claims and provenances by hand, and hypothesis strategies for whole newsrooms of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from riscontro.model.claim import Basis, Claim, EventType, Evidence, Modality, Quantity, Root, Stance
from riscontro.model.document import Access, Provenance
from riscontro.model.event import Event, Weighing
from riscontro.model.mention import Span
from riscontro.model.time import Interval, end_of_day
from riscontro.weigh import weigh

NIS = Root(name="National Intelligence Service", state="KOR", kind=Basis.INTELLIGENCE)
SEOUL = Root(name="Defence Ministry in Seoul", state="KOR", kind=Basis.OFFICIAL)
PENTAGON = Root(name="Pentagon", state="USA", kind=Basis.OFFICIAL)
TOKYO = Root(name="Chief Cabinet Secretary", state="JPN", kind=Basis.OFFICIAL)
KREMLIN = Root(name="Kremlin", state="RUS", kind=Basis.OFFICIAL)
PYONGYANG = Root(name="Foreign Ministry in Pyongyang", state="PRK", kind=Basis.OFFICIAL)
KYIV = Root(name="General Staff in Kyiv", state="UKR", kind=Basis.OFFICIAL)
SKY = Root(name="Sky Imaging", state=None, kind=Basis.SATELLITE)
WIRE = Root(name="Example Wire", state=None, kind=Basis.MEDIA)
SOURCES = Root(name="sources", state=None, kind=Basis.ANONYMOUS)


ANOTHER = Evidence(field="further", span=Span(0, 7))
"""The words that call an act another one."""


def days(first: str, last: str | None = "") -> Interval:
    """``days("2024-10-01")`` is a day, ``days("2024-10-01", None)`` open."""
    latest = date.fromisoformat(first) if last == "" else date.fromisoformat(last) if last else None
    return Interval(earliest=date.fromisoformat(first), latest=latest)


def shells(low: float | None, high: float | None, unit: str = "shell") -> Quantity:
    return Quantity(minimum=low, maximum=high, unit=unit)


@dataclass
class Desk:
    """Takes reports in and weighs them. A report is a document of its own unless ``document`` says otherwise."""

    claims: list[Claim] = field(default_factory=list)
    provenances: dict[str, Provenance] = field(default_factory=dict)

    def tell(self, day: str, root: Root | None = None, *, document: str | None = None, **fields: Any) -> Claim:
        number = len(self.claims)
        known = {"publisher", "lang", "translated", "share", "family", "access", "held", "url"} & set(fields)
        page = {name: fields.pop(name) for name in known}
        document_id = document or f"doc-{number}"
        if document_id not in self.provenances:
            self.provenances[document_id] = provenance(document_id, day, **page)
        filled: dict[str, Any] = {"actor": "PRK", "type": EventType.AID, "mode": "troops", "recipient": "RUS"} | fields
        filled.setdefault("basis", root.kind if root else Basis.NONE)
        claim = Claim(id=f"clm-{number:03}", document_id=document_id, span=Span(0, 10), root=root, **filled)
        self.claims.append(claim)
        return claim

    def weigh(self, **options: Any) -> Weighing:
        return weigh(self.claims, provenances=self.provenances, **options)

    def event(self, **options: Any) -> Event:
        events = self.weigh(**options).events
        assert len(events) == 1, f"{len(events)} events"
        return events[0]


def provenance(
    document_id: str,
    day: str,
    *,
    publisher: str | None = None,
    lang: str = "en",
    held: str | None = None,
    **fields: Any,
) -> Provenance:
    public = end_of_day(date.fromisoformat(day))
    whole: dict[str, Any] = {
        "url": None,
        "translated": None,
        "access": Access.FULL,
        "share": 1.0,
        "family": None,
        "version": 1,
    }
    return Provenance(
        document_id=document_id,
        publisher=publisher or f"Paper {document_id}",
        lang=lang,
        public_from=public,
        held_from=end_of_day(date.fromisoformat(held)) if held else public,
        **(whole | fields),
    )


def together(weighing: Weighing) -> set[frozenset[str]]:
    """Which claims share an event."""
    return {frozenset(event.claims) for event in weighing.events}


# A small world in which everything is about one act on one day, so that linking has nothing to decide.

roots = st.sampled_from([None, NIS, SEOUL, PENTAGON, TOKYO, KREMLIN, PYONGYANG, KYIV, SKY, WIRE, SOURCES])
stances = st.sampled_from([Stance.ASSERTS] * 5 + [Stance.CONFIRMS, Stance.DENIES, Stance.DECLINES, Stance.RETRACTS])
modalities = st.sampled_from([Modality.ASSERTED] * 5 + [Modality.POSSIBLE, Modality.PLANNED, Modality.DENIED])
report_days = st.integers(0, 40)

FIRST_DAY = date(2024, 10, 20)


@st.composite
def one_act_desks(draw: st.DrawFn, stance: st.SearchStrategy[Stance] = stances) -> Desk:
    """Reports of one dated act by many roots, relays, denials and retractions."""
    desk = Desk()
    for _ in range(draw(st.integers(1, 9))):
        desk.tell(
            (FIRST_DAY + timedelta(days=draw(report_days))).isoformat(),
            draw(roots),
            when=days("2024-10-10"),
            stance=draw(stance),
            modality=draw(modalities),
            share=draw(st.sampled_from([1.0, 1.0, 0.25])),
            publisher=draw(st.sampled_from(["Paper A", "Paper B", "Paper C"])),
        )
    return desk


acts = st.sampled_from(
    [
        (EventType.AID, "troops"),
        (EventType.AID, "ammunition"),
        (EventType.AID, "weapons"),
        (EventType.CONSULT, "visit"),
        (EventType.CONSULT, "meeting"),
        (EventType.ASSAULT, "casualties"),
    ]
)
times = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 700), st.one_of(st.none(), st.integers(0, 60))).map(
        lambda pair: Interval(
            earliest=date(2023, 1, 1) + timedelta(days=pair[0]),
            latest=None if pair[1] is None else date(2023, 1, 1) + timedelta(days=pair[0] + pair[1]),
        )
    ),
)
figures = st.one_of(
    st.none(),
    st.integers(1, 20).map(lambda n: shells(n * 1000.0, n * 1000.0, "soldier")),
    st.tuples(st.sampled_from([(500.0, None), (3000.0, 9000.0), (None, 3000.0), (9000.0, 9000.0)]), st.booleans()).map(
        lambda pair: replace(shells(pair[0][0], pair[0][1], "soldier"), cumulative=pair[1])
    ),
)


@st.composite
def mixed_desks(draw: st.DrawFn) -> Desk:
    """Reports of many acts over two years, with and without times, sides and figures."""
    desk = Desk()
    for _ in range(draw(st.integers(1, 14))):
        kind, mode = draw(acts)
        desk.tell(
            (date(2023, 6, 1) + timedelta(days=draw(st.integers(0, 600)))).isoformat(),
            draw(roots),
            document=draw(st.sampled_from([None, None, "doc-shared"])),
            actor=draw(st.sampled_from(["PRK", "PRK", "RUS", None])),
            recipient=draw(st.sampled_from(["RUS", "RUS", "PRK", None])),
            type=kind,
            mode=mode,
            when=draw(times),
            quantity=draw(figures),
            stance=draw(stances),
            modality=draw(modalities),
            evidence=draw(st.sampled_from([(), (), (ANOTHER,)])),
            place=draw(st.sampled_from([None, None, "Kursk", "Moscow", "Russia"])),
        )
    return desk


def copy_of(
    claim: Claim, page: Provenance, *, number: int, later_days: int, publisher: str
) -> tuple[Claim, Provenance]:
    """The same words in another outlet, later: a near-copy of the same family."""
    document_id = f"copy-{number}"
    later = page.public_from + timedelta(days=later_days)
    copied = replace(page, document_id=document_id, publisher=publisher, public_from=later, held_from=later)
    return replace(claim, id=f"clm-copy-{number}", document_id=document_id), copied


def moments(claims: Iterable[Claim], provenances: dict[str, Provenance]) -> Sequence[datetime]:
    return sorted({provenances[claim.document_id].public_from for claim in claims})

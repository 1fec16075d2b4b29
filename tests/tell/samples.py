"""A dossier made by hand: every status, flows, positions, denials, four languages, hostile and right-to-left text.

The reports are our own wording; the outlets are invented and named as examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from riscontro.model.claim import (
    Basis,
    Claim,
    EventType,
    Evidence,
    Modality,
    Quantity,
    Root,
    Stance,
)
from riscontro.model.document import Access, Document
from riscontro.model.dossier import Dossier
from riscontro.model.dyad import Ceiling, Dyad, Flow, FlowState, Position, Relation, Rung
from riscontro.model.event import Event, Origin, StatusChange
from riscontro.model.grade import Grade, Reliability, Status
from riscontro.model.issue import Issue
from riscontro.model.mention import Span
from riscontro.model.time import Interval, Published, end_of_day

HOSTILE = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"> \u202egnp.exe ]](javascript:alert(3)) **x** {{ 7*7 }}'
)
HELD = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)


def days(first: str | None, last: str | None) -> Interval:
    """Return an interval from ISO dates."""
    return Interval(
        earliest=date.fromisoformat(first) if first else None, latest=date.fromisoformat(last) if last else None
    )


def document(
    id: str,
    text: str,
    *,
    published: str | None,
    lang: str = "it",
    publisher: str | None = "Corriere d’Esempio",
    title: str | None = None,
    url: str | None = "https://example.org/news",
    access: Access = Access.FULL,
    share: float = 1.0,
    translated: str | None = None,
) -> Document:
    """Return a document with the fields that a dossier prints."""
    return Document(
        id=id,
        capture_id=f"cap-{id}",
        part=0,
        url=url,
        publisher=publisher,
        author=None,
        title=title,
        text=text,
        lang=lang,
        translated=translated,
        published=Published(value=published, found_by="declared") if published else None,
        access=access,
        share=share,
        share_evidence=("notice",) if share < 1 else (),
        held_from=HELD,
    )


def claim(
    id: str,
    source: Document,
    words: str,
    *,
    type: EventType = EventType.AID,
    mode: str | None = None,
    actor: str | None = "PRK",
    recipient: str | None = "RUS",
    when: Interval | None = None,
    root: Root | None = None,
    via: tuple[str, ...] = (),
    quantity: Quantity | None = None,
    modality: Modality = Modality.ASSERTED,
    basis: Basis = Basis.NONE,
    stance: Stance = Stance.ASSERTS,
    hedge: str | None = None,
    place: str | None = None,
    incomplete: bool = False,
    evidence: Iterable[tuple[str, str]] = (),
) -> Claim:
    """Return a claim whose span is where ``words`` stand in the document; ``evidence`` pairs a field with its words."""
    start = source.text.index(words)
    spans = [(field, source.text.index(part, start)) for field, part in evidence]
    lengths = [len(part) for _, part in evidence]
    return Claim(
        id=id,
        document_id=source.id,
        span=Span(start, start + len(words)),
        actor=actor,
        type=type,
        mode=mode,
        recipient=recipient,
        place=place,
        when=when,
        quantity=quantity,
        modality=modality,
        basis=root.kind if root and basis is Basis.NONE else basis,
        root=root,
        via=via,
        stance=stance,
        hedge=hedge,
        incomplete=incomplete,
        evidence=tuple(
            Evidence(field=field, span=Span(at, at + length))
            for (field, at), length in zip(spans, lengths, strict=True)
        ),
        reader="sample/1",
    )


DENIAL = "a denial by a party to the act: shown, never counted for or against"
REASONS = {
    Status.RETRACTED: "its origins withdrew it and none stands",
    Status.REFUTED: "an analyst ruled it out",
    Status.DISPUTED: "an independent origin, no party to the act, contradicts it",
    Status.CONFIRMED: "two independent groups assert it, one by physical evidence",
    Status.CORROBORATED: "two independent groups assert it",
    Status.DENIED: "a party to it denies",
    Status.REPORTED: "one independent group asserts it",
    Status.RUMOURED: "no origin that counts stands behind it",
}


def change(
    status: Status, day: str, *, letter: str = "F", origins: int = 1, rule: str = "", cause: Claim
) -> StatusChange:
    """Return a change of standing at the end of a day."""
    at = end_of_day(date.fromisoformat(day))
    return StatusChange(
        status=status,
        grade=Grade(reliability=Reliability(letter), credibility=status.credibility),
        at=at,
        held_at=HELD,
        document_id=cause.document_id,
        claim_id=cause.id,
        rule=rule or status.value,
        reason=REASONS[status],
        origins=origins,
    )


def origin(claims: tuple[Claim, ...], name: str, *, group: str, day: str, **more: object) -> Origin:
    """Return an origin that some claims trace back to."""
    first = claims[0]
    fields: dict[str, object] = {
        "id": f"org-{first.id}-{group}",
        "name": name,
        "state": first.root.state if first.root else None,
        "kind": first.basis,
        "group": group,
        "stance": first.stance,
        "claims": tuple(claim.id for claim in claims),
        "public_from": end_of_day(date.fromisoformat(day)),
        "why": "counts as a source named by the text",
    }
    return Origin(**{**fields, **more})  # type: ignore[arg-type]


def event(
    id: str,
    claims: tuple[Claim, ...],
    history: tuple[StatusChange, ...],
    origins: tuple[Origin, ...],
    *,
    when: Interval | None,
    contested_by: tuple[str, ...] = (),
    quantity: Quantity | None = None,
    planned: bool = False,
    opponent: str | None = None,
) -> Event:
    """Return an event with the sides and act of its first claim."""
    first = claims[0]
    return Event(
        id=id,
        actor=first.actor,
        type=first.type,
        mode=first.mode,
        recipient=first.recipient,
        opponent=opponent,
        place=first.place,
        when=when,
        quantity=quantity,
        claims=tuple(claim.id for claim in claims),
        origins=origins,
        status=history[-1].status,
        grade=history[-1].grade,
        history=history,
        contested_by=contested_by,
        planned=planned,
    )


LADDER = tuple(
    Rung(level=level, key=key, acts=acts)
    for level, (key, acts) in enumerate(
        (
            ("words", ("SUPPORT/-", "SUPPORT/statement")),
            ("votes", ("SUPPORT/vote",)),
            ("contacts", ("CONSULT/-", "CONSULT/visit", "CONSULT/meeting", "CONSULT/negotiation")),
            ("goods", ("AID/-", "AID/oil", "AID/workers")),
            ("pact", ("AGREE/treaty",)),
            ("ammunition", ("AID/ammunition", "AID/weapons")),
            ("heavy-weapons", ("AID/missiles", "AID/technology")),
            ("military-people", ("AID/engineers", "AID/troops")),
            ("combat", ("AID/troops@front",)),
        ),
        start=1,
    )
)

SEOUL = Root(name="servizio di intelligence sudcoreano", state="KOR", kind=Basis.INTELLIGENCE)
MINISTER = Root(name="ministro della Difesa di Kiev", state="UKR", kind=Basis.OFFICIAL)
MOSCOW = Root(name="portavoce del Cremlino", state="RUS", kind=Basis.OFFICIAL)
IMAGES = Root(name="immagini di un operatore satellitare", state=None, kind=Basis.SATELLITE)


def rich_dossier() -> Dossier:
    """Return the whole sample: twelve documents, eleven events, every status."""
    documents, claims, events = _content()
    return Dossier(
        title="Corea del Nord e Russia, dal 2019",
        relation=_relation({one.id: one for one in claims}, events),
        as_of=None,
        held_to=HELD,
        version="0.1.0",
        documents=tuple(sorted(documents, key=lambda one: (one.public_from, one.id))),
        claims=tuple(sorted(claims, key=lambda one: (one.document_id, one.span, one.id))),
        events=events,
        issues=(
            Issue(code="collect.text.damaged", message="2 characters could not be decoded", subject="doc-k"),
            Issue(code="sample.code.unknown", message=HOSTILE, subject="doc-h"),
        ),
        unread=(("doc-u", "no-pack"), ("doc-r", "no-pack"), ("doc-e", "empty")),
    )


def small_dossier() -> Dossier:
    """Return one event with one quote, for the snapshot of the page."""
    source = document("doc-s", "Il governo di Hanoi ha donato riso a Cuba a marzo.", published="2024-03", title="Riso")
    only = claim(
        "clm-s",
        source,
        "Il governo di Hanoi ha donato riso a Cuba a marzo",
        mode="food",
        actor="VNM",
        recipient="CUB",
        when=days("2024-03-01", "2024-03-31"),
        evidence=(("actor", "Hanoi"), ("type", "donato"), ("mode", "riso"), ("recipient", "Cuba"), ("when", "a marzo")),
    )
    history = (change(Status.REPORTED, "2024-03-31", cause=only),)
    origins = (origin((only,), "Corriere d’Esempio", group="outlet:corriere", day="2024-03-31"),)
    act = event("evt-s", (only,), history, origins, when=days("2024-03-01", "2024-03-31"))
    ceiling = Ceiling(
        rung="goods", level=4, status=Status.REPORTED, event_id="evt-s", fact=date(2024, 3, 1), known=history[0].at
    )
    there = Dyad(actor="VNM", recipient="CUB", events=("evt-s",), ceilings=(ceiling,), flows=())
    back = Dyad(actor="CUB", recipient="VNM", events=(), ceilings=(), flows=())
    relation = Relation(
        pair=("CUB", "VNM"), as_of=None, dyads=(there, back), ladder=LADDER, third_parties=(), positions=()
    )
    return Dossier(
        title="",
        relation=relation,
        as_of=datetime(2024, 4, 1, 12, 0, tzinfo=UTC),
        held_to=HELD,
        version="0.1.0",
        documents=(source,),
        claims=(only,),
        events=(act,),
        issues=(),
        unread=(),
    )


def empty_dossier() -> Dossier:
    """Return a dossier of a case in which nothing was read."""
    dyads = (
        Dyad(actor="AZE", recipient="ARM", events=(), ceilings=(), flows=()),
        Dyad(actor="ARM", recipient="AZE", events=(), ceilings=(), flows=()),
    )
    relation = Relation(pair=("ARM", "AZE"), as_of=None, dyads=dyads, ladder=LADDER, third_parties=(), positions=())
    return Dossier(
        title="",
        relation=relation,
        as_of=None,
        held_to=None,
        version="0.1.0",
        documents=(),
        claims=(),
        events=(),
        issues=(),
        unread=(),
    )


def _documents() -> dict[str, Document]:
    made = (
        document(
            "doc-a",
            "Il leader di Pyongyang è arrivato a Vladivostok il 24 aprile e ha incontrato il presidente russo. "
            "La visita è durata due giorni.",
            published="2019-04-26",
            title="Vertice a Vladivostok",
            url="https://corriere.example/2019/vertice",
        ),
        document(
            "doc-b",
            "Satellite images show rail cars crossing the border at Tumangang since October 2022, and analysts say "
            "that they carry artillery shells for Russia. At least 7,000 containers have gone over so far.",
            published="2024-03-20",
            lang="en",
            publisher="The Example Courier",
            title="Trains across the border",
            url="https://courier.example/trains",
        ),
        document(
            "doc-c",
            "국정원은 북한이 2022년 10월부터 러시아에 포탄을 보내 왔다고 밝혔다. 컨테이너는 1만 개가 넘는다.",
            published="2024-07-11",
            lang="ko",
            publisher="예시일보",
            title="포탄 지원",
            url="https://yesi.example/1",
        ),
        document(
            "doc-d",
            "Selon des sources anonymes, des émissaires auraient discuté à l’été 2022 d’une livraison de missiles.",
            published="2023-01-15",
            lang="fr",
            publisher="La Gazette Exemplaire",
            title="Des pourparlers discrets",
            url="https://gazette.example/emissaires",
        ),
        document(
            "doc-e2",
            "Il portavoce del Cremlino ha smentito che la Russia riceva proiettili dalla Corea del Nord. "
            "«Sono invenzioni», ha detto.",
            published="2023-11-02",
            title="Mosca smentisce",
            url="https://corriere.example/2023/smentita",
        ),
        document(
            "doc-f",
            "Secondo l’agenzia Esempio, che cita il servizio di intelligence sudcoreano, la Corea del Nord ha mandato "
            "in Russia circa 10.000 soldati a ottobre. Il ministro della Difesa di Kiev ha confermato che i soldati "
            "combattono nella regione di Kursk. Per continuare a leggere abbonati.",
            published="2024-11-04",
            title="I soldati a Kursk",
            url="https://corriere.example/2024/kursk",
            access=Access.PAYWALLED,
            share=0.25,
        ),
        document(
            "doc-g",
            "Il trattato di partenariato strategico è stato firmato a Pyongyang il 19 giugno. La Russia fornirà "
            "tecnologia per i satelliti alla Corea del Nord nel corso del 2025, secondo un analista. Un giornale aveva "
            "scritto che Mosca ha consegnato tre aerei; il giornale ha poi ritirato la notizia.",
            published="2024-06",
            title="Il patto",
            url="https://corriere.example/2024/patto",
        ),
        document(
            "doc-h",
            f"Rapporto: {HOSTILE} la Corea del Nord ha spedito missili alla Russia. "
            + "Supercalifragilistico" * 20
            + " fine.",
            published="2024-02-10",
            publisher=HOSTILE,
            title=HOSTILE,
            url="javascript:alert(document.domain)",
        ),
        document(
            "doc-i",
            "Three hundred North Korean soldiers were killed in January, Kyiv says; Moscow has not commented. A "
            "research group found no trace of fuel ships after May 2024, which contradicts earlier reports of oil for "
            "Pyongyang.",
            published="2025-02-02",
            lang="en",
            publisher="The Example Courier",
            title="Losses and fuel",
            url="https://courier.example/losses",
            translated="uk",
        ),
        document(
            "doc-r",
            "קוריאה הצפונית שלחה פגזים לרוסיה, כך דווח.",
            published="2024-05-01",
            lang="he",
            publisher="עיתון לדוגמה",
            title="פגזים לרוסיה",
            url="https://iton.example/1",
        ),
        document(
            "doc-u",
            "Північна Корея передала росії снаряди.",
            published="2024-05-02",
            lang="uk",
            publisher="Газета-Приклад",
            title="Снаряди",
            url="https://pryklad.example/1",
        ),
        document("doc-e", "", published=None, publisher=None, url=None, access=Access.PARTIAL),
    )
    return {one.id: one for one in made}


def _content() -> tuple[list[Document], list[Claim], tuple[Event, ...]]:
    docs = _documents()
    claims = {one.id: one for one in _claims(docs)}
    return list(docs.values()), list(claims.values()), tuple(_events(claims))


def _claims(docs: dict[str, Document]) -> Iterable[Claim]:
    flow = days("2022-10-01", None)
    yield claim(
        "clm-a1",
        docs["doc-a"],
        "Il leader di Pyongyang è arrivato a Vladivostok il 24 aprile e ha incontrato il presidente russo",
        type=EventType.CONSULT,
        mode="visit",
        when=days("2019-04-24", "2019-04-25"),
        place="Vladivostok",
        evidence=(("actor", "leader di Pyongyang"), ("when", "il 24 aprile"), ("recipient", "presidente russo")),
    )
    yield claim(
        "clm-b1",
        docs["doc-b"],
        "Satellite images show rail cars crossing the border at Tumangang since October 2022, and analysts say "
        "that they carry artillery shells for Russia",
        mode="ammunition",
        when=flow,
        root=IMAGES,
        quantity=Quantity(minimum=7000, maximum=None, unit="container", bound="at least", cumulative=True, window=flow),
        evidence=(("root", "Satellite images"), ("when", "since October 2022"), ("mode", "artillery shells")),
    )
    yield claim(
        "clm-c1",
        docs["doc-c"],
        "국정원은 북한이 2022년 10월부터 러시아에 포탄을 보내 왔다고 밝혔다",
        mode="ammunition",
        when=flow,
        root=Root(name="국정원", state="KOR", kind=Basis.INTELLIGENCE),
        quantity=Quantity(minimum=10000, maximum=None, unit="container", bound="more than", cumulative=True),
        evidence=(("root", "국정원"), ("actor", "북한"), ("when", "2022년 10월부터"), ("mode", "포탄")),
    )
    yield claim(
        "clm-d1",
        docs["doc-d"],
        "des émissaires auraient discuté à l’été 2022 d’une livraison de missiles",
        type=EventType.CONSULT,
        mode="negotiation",
        when=days("2022-06-01", "2022-08-31"),
        root=Root(name="sources anonymes", state=None, kind=Basis.RUMOUR),
        modality=Modality.POSSIBLE,
        hedge="auraient",
        evidence=(("when", "à l’été 2022"), ("hedge", "auraient")),
    )
    yield claim(
        "clm-e1",
        docs["doc-e2"],
        "Il portavoce del Cremlino ha smentito che la Russia riceva proiettili dalla Corea del Nord",
        mode="ammunition",
        root=MOSCOW,
        modality=Modality.DENIED,
        stance=Stance.DENIES,
        evidence=(("stance", "ha smentito"), ("root", "portavoce del Cremlino")),
    )
    troops = Quantity(minimum=10000, maximum=10000, unit="soldier", bound="about")
    yield claim(
        "clm-f1",
        docs["doc-f"],
        "la Corea del Nord ha mandato in Russia circa 10.000 soldati a ottobre",
        mode="troops",
        when=days("2024-10-01", "2024-10-31"),
        root=SEOUL,
        via=("agenzia Esempio",),
        quantity=troops,
        evidence=(("actor", "la Corea del Nord"), ("quantity", "circa 10.000 soldati"), ("when", "a ottobre")),
    )
    yield claim(
        "clm-f2",
        docs["doc-f"],
        "Il ministro della Difesa di Kiev ha confermato che i soldati combattono nella regione di Kursk",
        mode="troops",
        root=MINISTER,
        stance=Stance.CONFIRMS,
        place="Kursk",
        incomplete=True,
        evidence=(("stance", "ha confermato"), ("place", "Kursk")),
    )
    yield claim(
        "clm-g1",
        docs["doc-g"],
        "Il trattato di partenariato strategico è stato firmato a Pyongyang il 19 giugno",
        type=EventType.AGREE,
        mode="treaty",
        when=days("2024-06-19", "2024-06-19"),
        evidence=(("type", "è stato firmato"), ("when", "il 19 giugno")),
    )
    yield claim(
        "clm-g2",
        docs["doc-g"],
        "La Russia fornirà tecnologia per i satelliti alla Corea del Nord nel corso del 2025",
        mode="technology",
        actor="RUS",
        recipient="PRK",
        when=days("2025-01-01", "2025-12-31"),
        root=Root(name="un analista", state=None, kind=Basis.ANALYSIS),
        modality=Modality.PLANNED,
    )
    yield claim(
        "clm-g3",
        docs["doc-g"],
        "Mosca ha consegnato tre aerei",
        mode="aircraft",
        actor="RUS",
        recipient="PRK",
        root=Root(name="un giornale", state=None, kind=Basis.MEDIA),
        stance=Stance.RETRACTS,
        quantity=Quantity(minimum=3, maximum=3, unit="aircraft"),
    )
    yield claim(
        "clm-h1",
        docs["doc-h"],
        f"{HOSTILE} la Corea del Nord ha spedito missili alla Russia",
        mode="missiles",
        when=days("2024-01-01", None),
        root=Root(name=HOSTILE, state=None, kind=Basis.WITNESS),
        via=(HOSTILE,),
        place=HOSTILE,
        evidence=(("mode", "missili"),),
    )
    yield claim(
        "clm-i1",
        docs["doc-i"],
        "Three hundred North Korean soldiers were killed in January",
        type=EventType.ASSAULT,
        mode="casualties",
        actor=None,
        recipient="PRK",
        when=days("2025-01-01", "2025-01-31"),
        root=Root(name="Kyiv", state="UKR", kind=Basis.OFFICIAL),
        quantity=Quantity(minimum=300, maximum=300, unit="dead"),
        evidence=(("recipient", "North Korean soldiers"), ("quantity", "Three hundred"), ("when", "in January")),
    )
    yield claim(
        "clm-i2",
        docs["doc-i"],
        "A research group found no trace of fuel ships after May 2024, which contradicts earlier reports of oil for "
        "Pyongyang",
        mode="oil",
        actor="RUS",
        recipient="PRK",
        when=days(None, "2024-05-31"),
        root=Root(name="research group", state=None, kind=Basis.ANALYSIS),
        stance=Stance.DENIES,
        modality=Modality.DENIED,
    )


def _events(claims: dict[str, Claim]) -> Iterable[Event]:
    c = claims
    flow = days("2022-10-01", None)
    yield event(
        "evt-visit",
        (c["clm-a1"],),
        (change(Status.CONFIRMED, "2019-04-26", letter="B", rule="confirmed.announced", cause=c["clm-a1"]),),
        (origin((c["clm-a1"],), "Corriere d’Esempio", group="outlet:corriere", day="2019-04-26"),),
        when=days("2019-04-24", "2019-04-25"),
    )
    yield event(
        "evt-talks",
        (c["clm-d1"],),
        (change(Status.RUMOURED, "2023-01-15", origins=0, cause=c["clm-d1"]),),
        (
            origin(
                (c["clm-d1"],),
                "sources anonymes",
                group="bare",
                day="2023-01-15",
                counts=False,
                why="unnamed sources of unnamed standing, or a rumour",
            ),
        ),
        when=days("2022-06-01", "2022-08-31"),
    )
    yield event(
        "evt-shells",
        (c["clm-e1"], c["clm-b1"], c["clm-c1"]),
        (
            change(Status.DENIED, "2023-11-02", origins=0, cause=c["clm-e1"]),
            change(Status.REPORTED, "2024-03-20", letter="C", cause=c["clm-b1"]),
            change(Status.CONFIRMED, "2024-07-11", letter="B", origins=2, rule="confirmed.weighty", cause=c["clm-c1"]),
        ),
        (
            origin((c["clm-b1"],), IMAGES.name, group="images", day="2024-03-20", physical=True),
            origin((c["clm-c1"],), "국정원", group="state:KOR", day="2024-07-11"),
            origin(
                (c["clm-e1"],),
                MOSCOW.name,
                group="state:RUS",
                day="2023-11-02",
                counts=False,
                why=DENIAL,
            ),
        ),
        when=flow,
        contested_by=("RUS",),
        quantity=Quantity(minimum=7000, maximum=None, unit="container", cumulative=True),
    )
    yield event(
        "evt-missiles",
        (c["clm-h1"],),
        (change(Status.DENIED, "2024-02-10", origins=0, cause=c["clm-h1"]),),
        (origin((c["clm-h1"],), HOSTILE, group="hostile", day="2024-02-10", why=HOSTILE, counts=False),),
        when=days("2024-01-01", None),
        contested_by=("RUS", "PRK", HOSTILE),
    )
    yield event(
        "evt-oil",
        (c["clm-i2"],),
        (change(Status.DISPUTED, "2025-02-02", letter="C", rule="judgement.status", cause=c["clm-i2"]),),
        (
            origin(
                (c["clm-i2"],),
                "research group",
                group="research",
                day="2025-02-02",
                counts=False,
                why="contradicts the act, and is no party to it",
            ),
        ),
        when=days(None, "2024-05-31"),
    )
    yield event(
        "evt-treaty",
        (c["clm-g1"],),
        (change(Status.CONFIRMED, "2024-06-30", letter="B", rule="confirmed.announced", cause=c["clm-g1"]),),
        (origin((c["clm-g1"],), "Corriere d’Esempio", group="outlet:corriere", day="2024-06-30"),),
        when=days("2024-06-19", "2024-06-19"),
    )
    yield event(
        "evt-troops",
        (c["clm-f1"], c["clm-f2"]),
        (
            change(Status.REPORTED, "2024-10-18", letter="C", cause=c["clm-f1"]),
            change(Status.CORROBORATED, "2024-11-04", letter="B", origins=2, cause=c["clm-f2"]),
        ),
        (
            origin((c["clm-f1"],), SEOUL.name, group="state:KOR", day="2024-10-18"),
            origin((c["clm-f2"],), MINISTER.name, group="state:UKR", day="2024-11-04"),
        ),
        when=days("2024-10-01", "2024-10-31"),
        contested_by=("RUS",),
        quantity=Quantity(minimum=10000, maximum=10000, unit="soldier", bound="about"),
        opponent="UKR",
    )
    yield event(
        "evt-satellites",
        (c["clm-g2"],),
        (change(Status.REPORTED, "2024-06-30", rule="reported.tentative", cause=c["clm-g2"]),),
        (origin((c["clm-g2"],), "un analista", group="analyst", day="2024-06-30"),),
        when=days("2025-01-01", "2025-12-31"),
        planned=True,
    )
    yield event(
        "evt-dead",
        (c["clm-i1"],),
        (change(Status.REPORTED, "2025-02-02", cause=c["clm-i1"]),),
        (origin((c["clm-i1"],), "Kyiv", group="state:UKR", day="2025-02-02"),),
        when=days("2025-01-01", "2025-01-31"),
        quantity=Quantity(minimum=300, maximum=300, unit="dead"),
    )
    yield event(
        "evt-planes",
        (c["clm-g3"],),
        (
            change(Status.REPORTED, "2024-05-02", cause=c["clm-g3"]),
            change(Status.RETRACTED, "2024-06-30", origins=0, cause=c["clm-g3"]),
        ),
        (origin((c["clm-g3"],), "un giornale", group="paper", day="2024-05-02", standing=False, counts=False),),
        when=None,
        quantity=Quantity(minimum=3, maximum=3, unit="aircraft"),
    )
    yield event(
        "evt-denied",
        (c["clm-e1"],),
        (change(Status.REFUTED, "2023-12-01", rule="judgement.status", origins=0, cause=c["clm-e1"]),),
        (origin((c["clm-e1"],), MOSCOW.name, group="state:RUS", day="2023-11-02", counts=False, why=DENIAL),),
        when=None,
    )


def _relation(claims: dict[str, Claim], events: tuple[Event, ...]) -> Relation:
    history = {one.id: one.history for one in events}
    flow = Quantity(minimum=7000, maximum=None, unit="container", cumulative=True)
    support = Dyad(
        actor="PRK",
        recipient="RUS",
        events=("evt-visit", "evt-talks", "evt-shells", "evt-missiles", "evt-treaty", "evt-troops", "evt-dead"),
        ceilings=(
            _ceiling("contacts", 3, Status.REPORTED, "evt-visit", date(2019, 4, 24), history["evt-visit"][0].at),
            _ceiling("contacts", 3, Status.CONFIRMED, "evt-visit", date(2019, 4, 24), history["evt-visit"][0].at),
            _ceiling("ammunition", 6, Status.REPORTED, "evt-shells", date(2022, 10, 1), history["evt-shells"][1].at),
            _ceiling("ammunition", 6, Status.CONFIRMED, "evt-shells", date(2022, 10, 1), history["evt-shells"][2].at),
            _ceiling("combat", 9, Status.REPORTED, "evt-troops", date(2024, 10, 1), history["evt-troops"][0].at),
            _ceiling("combat", 9, Status.CORROBORATED, "evt-troops", date(2024, 10, 1), history["evt-troops"][1].at),
        ),
        flows=(
            Flow(
                event_id="evt-shells",
                mode="ammunition",
                first=date(2022, 10, 1),
                last=date(2024, 7, 11),
                state=FlowState.RUNNING,
                gap_days=536,
                quantity=flow,
            ),
            Flow(
                event_id="evt-missiles",
                mode="missiles",
                first=date(2024, 1, 1),
                last=None,
                state=FlowState.SILENT,
                gap_days=None,
                quantity=None,
            ),
        ),
    )
    back = Dyad(
        actor="RUS",
        recipient="PRK",
        events=("evt-oil", "evt-treaty", "evt-satellites", "evt-planes"),
        ceilings=(
            _ceiling("pact", 5, Status.REPORTED, "evt-treaty", date(2024, 6, 19), history["evt-treaty"][0].at),
            _ceiling("pact", 5, Status.CONFIRMED, "evt-treaty", date(2024, 6, 19), history["evt-treaty"][0].at),
        ),
        flows=(),
    )
    return Relation(
        pair=("PRK", "RUS"),
        as_of=None,
        dyads=(support, back),
        ladder=LADDER,
        third_parties=(),
        positions=(
            _position("evt-shells", "RUS", "denies", claims["clm-e1"], "2023-11-02"),
            _position("evt-shells", "KOR", "asserts", claims["clm-c1"], "2024-07-11"),
            _position("evt-troops", "UKR", "confirms", claims["clm-f2"], "2024-11-04"),
        ),
    )


def _ceiling(rung: str, level: int, status: Status, event_id: str, fact: date, known: datetime) -> Ceiling:
    return Ceiling(rung=rung, level=level, status=status, event_id=event_id, fact=fact, known=known)


def _position(event_id: str, party: str, stance: str, told: Claim, day: str) -> Position:
    at = end_of_day(date.fromisoformat(day))
    return Position(event_id=event_id, party=party, stance=stance, claim_id=told.id, at=at)

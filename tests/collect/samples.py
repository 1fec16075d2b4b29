"""Small pages in our own wording, and captures made of payloads."""

from __future__ import annotations

from datetime import UTC, datetime

from riscontro.model.document import Capture, Declared, capture_id
from riscontro.model.ids import sha256_hex

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)

PARAGRAPHS = (
    "Secondo il ministero degli Esteri, la delegazione è arrivata lunedì nella capitale e resterà tre giorni.",
    "I colloqui riguardano il commercio di grano e la riapertura di un ponte, ha detto il portavoce ai giornalisti.",
    "Le due parti non hanno reso nota la data del prossimo incontro, atteso comunque entro la fine dell'anno.",
)


def make_page(
    *,
    head: str = "",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    after: str = "",
    lang: str = "it",
    charset: str = "utf-8",
) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="{charset}"><title>Visita nella capitale</title>{head}'
        f"</head><body><nav><a href='/'>Prima pagina</a></nav><article><h1>Visita nella capitale</h1>{body}{after}"
        "</article><footer>Tutti i diritti riservati</footer></body></html>"
    )


NOTHING_DECLARED = Declared()


def capture_of(
    payload: bytes | str,
    media_type: str = "text/html",
    *,
    declared: Declared = NOTHING_DECLARED,
    context: tuple[tuple[str, str], ...] = (),
) -> Capture:
    raw = payload.encode() if isinstance(payload, str) else payload
    digest = sha256_hex(raw)
    return Capture(
        id=capture_id(digest=digest, url=None, declared=declared),
        digest=digest,
        size=len(raw),
        media_type=media_type,
        origin="reports/a",
        moment=MOMENT,
        declared=declared,
        context=context,
        payload=raw,
    )

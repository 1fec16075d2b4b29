"""The stable contract at the door: JSON lines in, JSON lines out (design section 4)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from riscontro.errors import RiscontroError, UsageError
from riscontro.model.claim import Claim, Quantity, Reading, Root
from riscontro.model.document import Access, Declared, Document, document_id
from riscontro.model.ids import sha256_hex
from riscontro.model.time import Interval, Published, partial_date_to_interval
from riscontro.read.language import detect_language
from riscontro.read.reader import read

MOST_CHARACTERS = 4_000_000
"""Longest text of one line; a longer one is a bad line, not a long wait."""


class LineIn(BaseModel):
    """One line of input. Unknown keys are ignored, so that other programs' lines can be read as they are."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str
    text: Annotated[str, Field(max_length=MOST_CHARACTERS)]
    lang: Annotated[str, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None

    @field_validator("published")
    @classmethod
    def _is_date(cls, value: str | None) -> str | None:
        if value is not None:
            partial_date_to_interval(value)
        return value


def contract_to_document(line: Mapping[str, Any], *, held_from: datetime | None = None) -> Document:
    """Return the document of one parsed line; its language is detected where the line does not say it.

    ``held_from`` is the instant from which it counts as held, by default now. Raise :class:`ValueError` (pydantic's)
    where the line breaks the contract.
    """
    given = LineIn.model_validate(dict(line))
    declared = Declared(
        published=given.published, publisher=given.publisher, url=given.url, title=given.title, lang=given.lang
    )
    digest = sha256_hex(given.text.encode("utf-8", "surrogatepass"))
    return Document(
        id=document_id(part_digest=digest, declared=declared),
        capture_id="",
        part=0,
        url=given.url,
        publisher=given.publisher,
        author=None,
        title=given.title,
        text=given.text,
        lang=given.lang or detect_language(given.text),
        translated=None,
        published=Published(value=given.published, found_by="contract") if given.published else None,
        access=Access.FULL,
        share=1.0,
        share_evidence=(),
        held_from=held_from or datetime.now(UTC),
    )


def read_lines(lines: Iterable[str], *, reader: Callable[[Document], Reading] = read) -> Iterator[dict[str, Any]]:
    """Yield one reading for each line that is not blank, in the same order, one at a time.

    A line that cannot be read gives ``{"id", "error", "lang": null, "times": [], "attributions": [], "claims": []}``;
    its ``id`` is null where even that is not legible. Nothing is lost and the run goes on. ``reader`` reads the
    documents, by default by the rules.
    """
    for line in lines:
        if line.strip():
            yield read_line(line, reader=reader)


def read_line(line: str, *, whole: bool = True, reader: Callable[[Document], Reading] | None = None) -> dict[str, Any]:
    """Return the reading of one line in the form of the contract; see :func:`read_lines` for bad lines.

    Where it is not to be ``whole``, times and attributions are left out, and looked for only as far as claims need.
    """
    id: str | None = None
    try:
        parsed = json.loads(line)
        if not isinstance(parsed, dict):
            return _failed(None, f"a JSON object was expected, not {type(parsed).__name__}")
        id = parsed["id"] if isinstance(parsed.get("id"), str) else None
        document = contract_to_document(parsed)
        reading = reader(document) if reader is not None else read(document, whole=whole)
        return reading_to_contract(reading, id or document.id, whole=whole)
    except UsageError:  # the reader itself cannot be had: every line would say so
        raise
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        return _failed(id, f"not a line of the contract: {problems}")
    except ValueError as error:  # also a number of more digits than Python takes
        return _failed(id, f"not JSON: {error}")
    except (RiscontroError, RecursionError) as error:
        return _failed(id, str(error))


def _failed(id: str | None, error: str) -> dict[str, Any]:
    return {"id": id, "error": error, "lang": None, "times": [], "attributions": [], "claims": []}


def reading_to_contract(reading: Reading, id: str, *, whole: bool = True) -> dict[str, Any]:
    """Return a reading in the form of the contract, under the id that the line came with; times and attributions only
    where it is to be ``whole``.
    """
    answer: dict[str, Any] = {"id": id, "lang": reading.lang}
    if whole:
        answer |= _found_beside(reading)
    answer["claims"] = [claim_to_contract(claim) for claim in reading.claims]
    if reading.unread is not None:
        answer["unread"] = reading.unread
    if reading.issues:
        answer["issues"] = [
            {"code": issue.code, "message": issue.message, "span": list(issue.span) if issue.span is not None else None}
            for issue in reading.issues
        ]
    return answer


def _found_beside(reading: Reading) -> dict[str, Any]:
    return {
        "times": [
            {
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.text,
                "timex": mention.timex,
                **_interval(mention.interval),
                "fuzzy": mention.fuzzy,
                "alternatives": [_interval(other) for other in mention.alternatives],
            }
            for mention in reading.times
        ],
        "attributions": [
            {
                "source": [list(span) for span in one.source],
                "cue": [list(span) for span in one.cue],
                "content": [list(span) for span in one.content],
            }
            for one in reading.attributions
        ],
    }


def claim_to_contract(claim: Claim) -> dict[str, Any]:
    """Return a claim in the form of the contract."""
    return {
        "id": claim.id,
        "span": list(claim.span),
        "actor": claim.actor,
        "type": claim.type.value,
        "mode": claim.mode,
        "recipient": claim.recipient,
        "opponent": claim.opponent,
        "place": claim.place,
        "when": _interval(claim.when) if claim.when is not None else None,
        "quantity": _quantity(claim.quantity) if claim.quantity is not None else None,
        "modality": claim.modality.value,
        "basis": claim.basis.value,
        "root": _root(claim.root) if claim.root is not None else None,
        "via": list(claim.via),
        "stance": claim.stance.value,
        "about": claim.about,
        "hedge": claim.hedge,
        "incomplete": claim.incomplete,
        "evidence": [{"field": e.field, "span": list(e.span)} for e in claim.evidence],
    }


def _interval(interval: Interval) -> dict[str, str | None]:
    return {
        "earliest": interval.earliest.isoformat() if interval.earliest else None,
        "latest": interval.latest.isoformat() if interval.latest else None,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "min": quantity.minimum,
        "max": quantity.maximum,
        "unit": quantity.unit,
        "bound": quantity.bound,
        "window": _interval(quantity.window) if quantity.window is not None else None,
        "cumulative": quantity.cumulative,
    }


def _root(root: Root) -> dict[str, Any]:
    return {"name": root.name, "state": root.state, "kind": root.kind.value}

"""JSON lines at the door: outside text becomes values, a bad line becomes a doubt."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from riscontro.collect.dates import partial_date
from riscontro.collect.decode import clean_text
from riscontro.collect.doubt import Doubt
from riscontro.collect.facts import Facts, language_code, safe_url, squeeze
from riscontro.model.time import Published


class Line(BaseModel):
    """One report as a line of JSON; unknown keys are ignored, one of ``text`` and ``html`` is needed."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | int | None = None
    modified: str | int | None = None
    source: str | None = None
    lang: str | None = None
    text: str | None = Field(default=None)
    html: str | None = Field(default=None)

    @field_validator("author", mode="before")
    @classmethod
    def _join_authors(cls, value: Any) -> Any:
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return "; ".join(value)
        return value


class BadLineError(ValueError):
    """A line that holds no report; its text is the cause, fit for an issue."""


def parse_line(payload: bytes | str) -> Line:
    """Return the report of one JSON object; raise :class:`BadLineError` with the cause."""
    try:
        value = json.loads(payload)
    except UnicodeDecodeError as error:
        raise BadLineError("not UTF-8") from error
    except RecursionError as error:
        raise BadLineError("nested too deep") from error
    except ValueError as error:
        raise BadLineError(f"not JSON ({error})"[:200]) from error
    return check_line(value)


def check_line(value: Any) -> Line:
    """Return the report of one decoded JSON value; raise :class:`BadLineError` with the cause."""
    if not isinstance(value, dict):
        raise BadLineError(f"expected a JSON object, found {type(value).__name__}")
    try:
        line = Line.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise BadLineError(f"field {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    if not (line.text or "").strip() and not (line.html or "").strip():
        raise BadLineError("neither text nor html")
    return line


def line_facts(line: Line) -> Facts:
    """Return what the line says, its text cleaned; ``text`` is empty where it gives ``html`` alone."""
    text, text_doubts = clean_text(line.text or "")
    doubts = list(text_doubts)
    given = None if line.published is None else str(line.published)
    published = partial_date(given)
    if given and published is None:
        doubts.append(Doubt("collect.date.malformed", f"published not understood, dropped: {given[:60]!r}"))
    modified = partial_date(None if line.modified is None else str(line.modified))
    url = safe_url(line.url)
    if line.url and url is None:
        doubts.append(Doubt("collect.url.unsafe", f"url ignored: {line.url[:200]!r}"))
    lang = language_code(line.lang)
    if line.lang and lang is None:
        doubts.append(Doubt("collect.lang.malformed", f"lang ignored: {line.lang[:40]!r}"))
    told = {"title": line.title, "author": line.author, "publisher": line.publisher, "url": url}
    ways = tuple((field, "contract") for field, value in sorted(told.items()) if value)
    return Facts(
        text=text,
        title=_field(line.title),
        author=_field(line.author),
        publisher=_field(line.publisher),
        url=url,
        published=Published(value=published, found_by="contract") if published else None,
        modified=Published(value=modified, found_by="contract") if modified else None,
        source=_field(line.source),
        lang=lang,
        found_by=ways,
        doubts=tuple(doubts),
    )


def _field(value: str | None) -> str | None:
    return squeeze(clean_text(value)[0]) if value else None

"""What ``case.toml`` may hold, and where it is wrong. The only module of the store that imports pydantic."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from riscontro.errors import CaseError
from riscontro.model.claim import Basis
from riscontro.model.grade import Reliability

_State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
_Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
_Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _two_states(pair: tuple[str, str]) -> tuple[str, str]:
    if pair[0] == pair[1]:
        raise ValueError("a pair needs two different states")
    return pair


class _Source(_Table):
    name: _Text
    reliability: Reliability
    state: _State | None = None
    topic: str | None = None


def _of_the_web(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError("a feed's address begins with http:// or https://")
    return url


class _Feed(_Table):
    url: Annotated[_Text, AfterValidator(_of_the_web)]
    publisher: _Text | None = None
    lang: _Lang | None = None
    pages: bool = True


class _Web(_Table):
    delay: Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)] | None = None
    budget: Annotated[int, Field(ge=1)] | None = None
    together: Annotated[int, Field(ge=1, le=64)] | None = None
    contact: Annotated[str, StringConstraints(pattern=r"^[!-~]{3,120}$")] | None = None
    allow_private: bool = False


class _Observations(_Table):
    file: _Text
    actor: _State | None = None
    recipient: _State | None = None
    act: _Text | None = None
    acts: dict[str, _Text] = Field(default_factory=dict)
    unit: _Text | None = None
    source: _Text | None = None
    state: _State | None = None
    basis: Basis = Basis.NONE
    published: Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}){0,2}$")] | None = None
    publisher: _Text | None = None
    url: Annotated[_Text, AfterValidator(_of_the_web)] | None = None
    title: _Text | None = None


def _without_secret(url: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError("a model's address begins with http:// or https://")
    if "@" in url.partition("://")[2].partition("/")[0]:
        raise ValueError("a password in an address would be in everybody's copy of the case; it goes without")
    return url


_Share = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=1)]


class _Reader(_Table):
    kind: Literal["rules", "model", "both"] | None = None
    url: Annotated[_Text, AfterValidator(_without_secret)] | None = None
    model: _Text | None = None
    form: Literal["json_schema", "json_object", "none"] | None = None
    timeout: Annotated[float, Field(gt=0, le=86400)] | None = None
    retries: Annotated[int, Field(ge=0, le=20)] | None = None
    patience: Annotated[float, Field(ge=0, le=86400)] | None = None
    concurrency: Annotated[int, Field(ge=1, le=64)] | None = None
    rate: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    calls: _Count | None = None
    tokens: _Count | None = None
    money: _Share | None = None
    price_in: _Share | None = None
    price_out: _Share | None = None
    reply_tokens: _Count | None = None
    examples: Annotated[int, Field(ge=0, le=12)] | None = None
    parameters: dict[str, Any] = Field(default_factory=dict)


class _Case(_Table):
    title: str = ""
    pairs: tuple[Annotated[tuple[_State, _State], AfterValidator(_two_states)], ...] = ()
    languages: tuple[_Lang, ...] = ()
    sources: tuple[_Source, ...] = ()
    ladder: dict[str, Any] = Field(default_factory=dict)
    flows: dict[str, Any] = Field(default_factory=dict)
    weights: dict[str, Any] = Field(default_factory=dict)
    feeds: tuple[_Feed, ...] = ()
    web: _Web = _Web()
    observations: tuple[_Observations, ...] = ()
    reader: _Reader = _Reader()


def check_text(text: str, *, path: Path) -> dict[str, Any]:
    """Return the values of a ``case.toml``, with what it leaves out filled in; raise :class:`CaseError` with the line
    and what is expected there.
    """
    try:
        return _Case.model_validate(tomllib.loads(text)).model_dump()
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path}: not TOML: {error}; mend that line: texts stand in quotes, lists in [ ]") from error
    except ValidationError as error:
        raise CaseError(_first_fault(error, path, text)) from error


def _first_fault(error: ValidationError, path: Path, text: str) -> str:
    faults = error.errors()
    first = faults[0]
    names = [str(part) for part in first["loc"]]
    line = _line_of(text, names)
    where = f"{path}, line {line}" if line else f"{path}"
    model = _MODELS.get(names[0], _Case) if len(names) > 1 else _Case
    if first["type"] == "extra_forbidden":
        what = f"unknown key {names[-1]!r}; known are {', '.join(model.model_fields)}"
        if names[0] == "reader" and "key" in names[-1]:
            what = "a key never stands in a file of the case; give it by RISCONTRO_MODEL_KEY or the system's keyring"
    else:
        what = f"{'.'.join(names)}: {first['msg']}, found {first['input']!r:.80}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where}: {what}{_expected(names)}{more}"


_MODELS: dict[str, type[_Table]] = {
    "sources": _Source,
    "feeds": _Feed,
    "web": _Web,
    "observations": _Observations,
    "reader": _Reader,
}

_FORMS = {
    "pairs": 'pairs = [["PRK", "RUS"]], ISO 3166 alpha-3 codes',
    "languages": 'languages = ["it", "en"], ISO 639-1 codes',
    "reliability": 'reliability = "B", a letter from A to F',
    "title": 'title = "..."',
    "feeds": 'url = "https://...", publisher = "...", lang = "it", pages = true',
    "observations": 'file = "port.csv", actor = "PRK", recipient = "RUS", act = "AID/ammunition", basis = "satellite"',
    "basis": 'basis = "satellite", one of those of docs/concepts.md',
    "delay": "delay = 2.0, seconds between two requests to one host",
    "budget": "budget = 100, requests a host and run",
    "together": "together = 4, hosts that are asked side by side, at most 64",
    "kind": 'kind = "rules", "model" or "both"',
    "model": 'model = "...", the name that the endpoint knows it by',
    "contact": 'contact = "desk@example.org", for those who run the servers',
}


def _expected(names: list[str]) -> str:
    form = next((_FORMS[name] for name in reversed(names) if name in _FORMS), None)
    return f"; expected: {form}" if form else ""


def _line_of(text: str, names: list[str]) -> int | None:
    """Return the line on which a key stands; TOML's parser keeps no positions, so the key is looked for."""
    lines = text.splitlines()
    keys = [name for name in names if not name.isdigit()]
    nth = next((int(name) for name in names if name.isdigit()), 0)
    first = 0
    if keys[0] in ("sources", "feeds", "observations") and len(keys) > 1:
        heads = [n for n, line in enumerate(lines) if re.match(rf"\s*\[\[\s*{keys[0]}\s*\]\]", line)]
        first = heads[nth] if nth < len(heads) else 0
    name = re.escape(keys[-1])
    key = re.compile(rf"\s*[\"']?{name}[\"']?\s*=|\s*\[+\s*{name}\s*\]+")
    found = next((n for n in range(first, len(lines)) if key.match(lines[n])), first)
    return found + 1 if found or key.match(lines[0] if lines else "") else None

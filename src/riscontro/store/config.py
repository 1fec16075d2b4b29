"""``case.toml`` becomes values. Importing this costs pydantic: :class:`riscontro.store.case.Case` waits with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from riscontro.errors import CaseError
from riscontro.model.grade import Reliability

_State = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
_Lang = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]


class _Values(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _two_states(pair: tuple[str, str]) -> tuple[str, str]:
    if pair[0] == pair[1]:
        raise ValueError("a pair needs two different states")
    return pair


class SourceOverride(_Values):
    """What the case says of a source against what was learnt: its letter, and its state where that is not known."""

    name: Annotated[str, StringConstraints(min_length=1)]
    reliability: Reliability
    state: _State | None = None
    topic: str | None = None


class CaseConfig(_Values):
    """What is watched. ``pairs`` are ISO 3166 alpha-3 codes; ``languages`` ISO 639-1, empty for all that are read;
    ``ladder`` is the raw table that ``relate`` reads, empty for the default.
    """

    title: Annotated[str, StringConstraints(min_length=1)]
    pairs: tuple[Annotated[tuple[_State, _State], AfterValidator(_two_states)], ...] = ()
    languages: tuple[_Lang, ...] = ()
    sources: tuple[SourceOverride, ...] = ()
    ladder: dict[str, Any] = Field(default_factory=dict)


def read_config(path: Path) -> CaseConfig:
    """Return the values of a ``case.toml``; raise :class:`CaseError` with the line and what is expected there."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError as error:
        raise CaseError(f"{path}: missing; `riscontro init` makes a case folder") from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    try:
        return CaseConfig.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        raise CaseError(_first_fault(error, path, text)) from error


def _first_fault(error: ValidationError, path: Path, text: str) -> str:
    faults = error.errors()
    first = faults[0]
    names = [str(part) for part in first["loc"]]
    line = _line_of(text, names)
    where = f"{path}, line {line}" if line else f"{path}"
    model = SourceOverride if names[:1] == ["sources"] and len(names) > 1 else CaseConfig
    if first["type"] == "extra_forbidden":
        what = f"unknown key {names[-1]!r}; known are {', '.join(model.model_fields)}"
    else:
        what = f"{'.'.join(names)}: {first['msg']}, found {first['input']!r:.80}"
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{where}: {what}{_expected(names)}{more}"


_FORMS = {
    "pairs": 'pairs = [["PRK", "RUS"]], ISO 3166 alpha-3 codes',
    "languages": 'languages = ["it", "en"], ISO 639-1 codes',
    "reliability": 'reliability = "B", a letter from A to F',
    "title": 'title = "..."',
}


def _expected(names: list[str]) -> str:
    form = next((_FORMS[name] for name in reversed(names) if name in _FORMS), None)
    return f"; expected: {form}" if form else ""


def _line_of(text: str, names: list[str]) -> int | None:
    """Return the line on which a key stands; TOML's parser keeps no positions, so the key is looked for."""
    keys = [name for name in names if not name.isdigit()]
    nth = next((int(name) for name in names if name.isdigit()), 0)
    lines = text.splitlines()
    first = 0
    if keys[0] == "sources" and len(keys) > 1:
        heads = [n for n, line in enumerate(lines) if re.match(r"\s*\[\[\s*sources\s*\]\]", line)]
        first = heads[nth] if nth < len(heads) else 0
    key = re.compile(rf"\s*[\"']?{re.escape(keys[-1])}[\"']?\s*=|\s*\[+\s*{re.escape(keys[-1])}\s*\]+")
    return next((n + 1 for n, line in enumerate(lines) if n >= first and key.match(line)), first + 1 if first else None)

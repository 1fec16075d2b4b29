"""``case.toml`` becomes values. pydantic checks it, and is imported only where the file has changed since."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from riscontro.errors import CaseError
from riscontro.model.claim import Basis
from riscontro.model.grade import Reliability
from riscontro.model.ids import sha256_hex
from riscontro.model.observation import SeriesRule
from riscontro.store.values import CaseConfig, FeedConfig, ReaderConfig, SourceOverride, WebConfig
from riscontro.version import __version__

CHECKED = ".case.json"
"""Beside ``case.toml``: its digest and its values once they were found right. It may be deleted at any time."""


def read_config(path: Path) -> CaseConfig:
    """Return the values of a ``case.toml``; raise :class:`CaseError` with the line and what is expected there."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except FileNotFoundError as error:
        raise CaseError(f"{path}: missing; `riscontro init` makes a case folder") from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    key = sha256_hex(f"{__version__}\n".encode() + raw)
    known = _read_checked(path.with_name(CHECKED), key)
    if known is not None:
        return known
    # Imported late: pydantic takes longer to import than most verbs to run.
    from riscontro.store.config_check import check_text

    config = values_to_config(check_text(text, path=path))
    _write_checked(path.with_name(CHECKED), key, config)
    return config


def values_to_config(values: Mapping[str, Any]) -> CaseConfig:
    """Return the config of values that were found right, as TOML or JSON holds them."""
    return CaseConfig(
        title=values["title"],
        pairs=tuple((first, second) for first, second in values["pairs"]),
        languages=tuple(values["languages"]),
        sources=tuple(
            SourceOverride(**{**source, "reliability": Reliability(source["reliability"])})
            for source in values["sources"]
        ),
        ladder=values["ladder"],
        flows=values["flows"],
        weights=values["weights"],
        feeds=tuple(FeedConfig(**feed) for feed in values["feeds"]),
        web=WebConfig(**values["web"]),
        observations=tuple(_rule(table) for table in values["observations"]),
        reader=ReaderConfig(**values["reader"]),
    )


def _rule(table: Mapping[str, Any]) -> SeriesRule:
    acts = table["acts"]
    pairs = acts.items() if isinstance(acts, Mapping) else acts
    named = tuple(sorted((word.casefold(), act) for word, act in pairs))
    return SeriesRule(**{**table, "acts": named, "basis": Basis(table["basis"])})


def _read_checked(path: Path, key: str) -> CaseConfig | None:
    try:
        held = json.loads(path.read_text("utf-8"))
        return values_to_config(held["values"]) if held["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_checked(path: Path, key: str, config: CaseConfig) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        part.write_text(json.dumps({"key": key, "values": asdict(config)}, ensure_ascii=False), "utf-8")
        part.replace(path)
    except (OSError, TypeError, ValueError):
        # A folder that cannot be written to, or a ladder with dates in it: then it is checked anew each time.
        part.unlink(missing_ok=True)

"""The contract of ``speech.toml``: which keys a pack's words of saying may and must have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

CLASSES = ("decline", "cannot_confirm", "retract", "deny", "confirm", "warn", "show", "assert", "attitude", "relay")
FRAMES = ("say", "tell", "that", "inf", "objinf", "np", "quote")
FORMS = ("finite", "part", "ger", "inf")
KINDS = ("official", "intelligence", "satellite", "witness", "captured", "media", "analysis", "anonymous", "rumour")
REQUIRED = ("verbs", "nouns", "formulas", "kinds", "outlets", "words", "hedges", "rumour", "titles", "bodies")
OPTIONAL = (
    "tokens",
    "paradigm",
    "irregular",
    "negated",
    "carry",
    "labels",
    "reported",
    "echoes",
    "pointers",
    "anaphors",
    "citing",
    "generic",
    "evidence",
    "addressing",
    "refuting",
)


def speech_faults(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what breaks the contract, one line each; empty where the table keeps it."""
    faults = [f"missing: {key}" for key in REQUIRED if not table.get(key)]
    faults += [f"unknown: {key}" for key in table if key not in REQUIRED + OPTIONAL]
    faults += _verb_faults(table)
    faults += _unknown("kinds", table.get("kinds", {}), KINDS)
    faults += _unknown("nouns", table.get("nouns", {}), (*CLASSES, "rumour"))
    faults += _unknown("outlets", table.get("outlets", {}), KINDS)
    for number, formula in enumerate(table.get("formulas", ())):
        if not formula.get("phrases"):
            faults.append(f"formulas {number}: no phrases")
        if formula.get("kind", "media") not in KINDS:
            faults.append(f"formulas {number}: unknown kind {formula['kind']}")
    return tuple(faults)


def _verb_faults(table: Mapping[str, Any]) -> Iterator[str]:
    yield from _unknown("verbs", table.get("verbs", {}), CLASSES)
    for cls, frames in table.get("verbs", {}).items():
        yield from _unknown(f"verbs.{cls}", frames, FRAMES)
        for frame, lemmas in frames.items():
            if not lemmas.split():
                yield f"verbs.{cls}.{frame}: empty"
    for lemma, forms in table.get("irregular", {}).items():
        yield from _unknown(f"irregular.{lemma}", forms, FORMS)
    for paradigm in table.get("paradigm", ()):
        if "lemma" not in paradigm:
            yield f"paradigm without lemma: {paradigm}"
        yield from _unknown("paradigm", paradigm, (*FORMS, "lemma", "prefix"))


def _unknown(where: str, table: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[str]:
    for key in table:
        if key not in known:
            yield f"{where}: unknown {key}"

"""What is put to the model: the rules of annotation, worked examples in the document's language, the passage.

The rules are files with a version (``prompts/``); a test pins their digest, so that they cannot change without a new
one. The examples are cases of the language's own pack, with the answer that the rules give them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from riscontro.model.claim import Claim, Modality
from riscontro.model.document import Document
from riscontro.model.ids import sha256_hex
from riscontro.model.mention import Span
from riscontro.read.contract import claim_to_contract, contract_to_document
from riscontro.read.model.parts import Part
from riscontro.read.model.schema import units
from riscontro.read.reader import can_read
from riscontro.read.study import Study
from riscontro.vocab.events import event_kinds

PROMPT = "2"
"""The version of the prompt that is used: a folder of ``prompts``."""

_MOST_TRIED = 80
"""Cases of a pack that are looked at for examples."""

_SAID = ("actor", "recipient", "opponent", "when", "quantity", "place")


def to_messages(part: Part, document: Document, *, examples: int) -> list[dict[str, str]]:
    """Return the messages that put one part of a document to the model."""
    published = document.published.value if document.published is not None else None
    opening = [_message(role, content) for role, content in _opening(document.lang, examples)]
    return [*opening, _message("user", passage_text(part.text, published=published, lang=document.lang))]


@cache
def _opening(lang: str, examples: int) -> tuple[tuple[str, str], ...]:
    """Return what comes before the passage, alike for all of a language: roles and contents."""
    shown = [("system", system_text())]
    for case, answer in worked_examples(lang)[:examples]:
        shown.append(("user", passage_text(case["text"], published=case.get("published"), lang=lang)))
        shown.append(("assistant", json.dumps(answer, ensure_ascii=False)))
    return tuple(shown)


def _message(role: str, content: str) -> dict[str, str]:
    return {"role": role, "content": content}


@cache
def system_text() -> str:
    """Return the rules of annotation, with the list of types and modes."""
    modes: dict[str, list[str]] = {}
    for kind in event_kinds():
        told = f"{kind.mode} ({kind.gloss})" if kind.mode else f"no mode ({kind.gloss})"
        modes.setdefault(str(kind.type), []).append(told)
    kinds = "\n".join(f"  {type}: {'; '.join(told)}" for type, told in modes.items())
    return _file("system.txt").replace("{kinds}", kinds)


def passage_text(text: str, *, published: str | None, lang: str) -> str:
    """Return a passage with its date and language, between marks that it cannot know beforehand."""
    mark = sha256_hex(text.encode("utf-8", "surrogatepass"))[:16]
    # Turns of a chat's own form are broken up: a server might take them for turns.
    harmless = text.replace("<|", "< |").replace("|>", "| >")
    filled = {"published": published or "unknown", "lang": lang, "mark": mark}
    template = _file("user.txt")
    for name, value in filled.items():
        template = template.replace(f"{{{name}}}", value)
    return template.replace("{text}", harmless).rstrip("\n")


@cache
def _file(name: str) -> str:
    return (files(__package__) / "prompts" / PROMPT / name).read_text("utf-8")


Example = tuple[dict[str, Any], dict[str, Any]]
"""A case and its answer."""


@cache
def worked_examples(lang: str) -> tuple[Example, ...]:
    """Return examples of a language, each telling something that those before it do not; the last one tells nothing.

    Only cases that our own reading answers as the pack expects are taken: their words are known.
    """
    if not can_read(lang):
        return ()
    left = list(_candidates(lang))
    chosen: list[Example] = []
    known: Counter[str] = Counter()
    while left and len(chosen) < 12:
        best = max(left, key=lambda one: (sum(trait not in known for trait in one[1]), -len(one[0][0]["text"])))
        left.remove(best)
        if not any(trait not in known for trait in best[1]):
            break
        known.update(best[1])
        chosen.append(best[0])
    # That a passage may hold nothing is shown early: few examples are sent.
    return tuple(sorted(chosen, key=lambda one: 1 if not one[1]["claims"] else 0 if one is chosen[0] else 2))


def _candidates(lang: str) -> Iterator[tuple[Example, frozenset[str]]]:
    path = files("riscontro.lang") / "packs" / lang / "cases.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    cases = [json.loads(line) for line in lines]
    # Those that tell nothing mostly stand further down, and one is wanted.
    for case in (*cases[:_MOST_TRIED], *(case for case in cases[_MOST_TRIED:] if not case["claims"])):
        document = contract_to_document({**case, "id": "example", "lang": lang})
        claims = Study(document).claims
        if not _as_expected(claims, case["claims"]):
            continue
        answers = [claim_to_answer(claim, document.text) for claim in claims]
        whole = [answer for answer in answers if answer is not None]
        if len(whole) == len(answers):
            yield (case, {"claims": whole}), frozenset(_traits(claims))


def _as_expected(claims: tuple[Claim, ...], expected: list[dict[str, Any]]) -> bool:
    told = [claim_to_contract(claim) for claim in claims]
    return len(told) == len(expected) and all(
        any(all(one.get(name) == value for name, value in wanted.items() if name != "quantity") for one in told)
        for wanted in expected
    )


def _traits(claims: tuple[Claim, ...]) -> Iterator[str]:
    if not claims:
        yield "none"
    for claim in claims:
        yield f"type {claim.type}"
        yield f"modality {claim.modality}"
        yield from (name for name in (*_SAID, "root") if getattr(claim, name) is not None)


def claim_to_answer(claim: Claim, text: str) -> dict[str, Any] | None:
    """Return a claim of ours in the form of an answer; ``None`` where words of a field are not known."""
    words = {one.field: text[one.span.start : one.span.end] for one in claim.evidence}
    contract = claim_to_contract(claim)
    unit = claim.quantity.unit if claim.quantity is not None else ""
    if any(contract[name] is not None and name not in words for name in _SAID) or (unit and unit not in units()):
        return None
    if claim.root is not None and claim.root.name not in text:
        return None
    quantity = contract["quantity"]
    other = claim.modality is not Modality.ASSERTED
    return {
        "act": _clause(claim.span, text),
        "type": str(claim.type),
        "mode": claim.mode,
        **{side: _side(words, contract, side) for side in ("actor", "recipient", "opponent")},
        "place": contract["place"],
        "when": contract["when"] and {"words": words["when"], **contract["when"]},
        "quantity": quantity
        and {"words": words["quantity"], "min": quantity["min"], "max": quantity["max"], "unit": unit or "item"},
        "modality": {
            "value": str(claim.modality),
            "words": words.get("modality", _clause(claim.span, text)) if other else None,
        },
        "root": claim.root and {"words": claim.root.name, "state": claim.root.state, "kind": str(claim.root.kind)},
        "via": [name for name in claim.via if name in text],
    }


def _side(words: dict[str, str], contract: dict[str, Any], side: str) -> dict[str, str] | None:
    return {"words": words[side], "code": contract[side]} if contract[side] is not None else None


def _clause(span: Span, text: str) -> str:
    return text[span.start : span.end].strip(" .,;:")

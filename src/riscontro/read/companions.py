"""Verbs that are only themselves in company: with a particle that may stand apart, or with a reflexive pronoun.

A pack writes the company before a bar: ``an|greifen`` ("griff ... an", "angegriffen"), ``zu Besuch |kommen`` (a blank
before the bar: written apart), ``se|rendre`` ("s'est rendu").
The surface table holds such forms under a tag that ends in ``+an`` or ``+~``; :func:`keep_company` looks into the
sentence and drops the readings whose company is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from riscontro.read.passage import Passage, Sentence
from riscontro.read.surface import COMPANY, Hit, make_hit

REFLEXIVE = "~"
"""Company of a reflexive verb: any word of the function ``reflexive``."""
_MARK = "+"
_JOINED = frozenset({"participle", "infinitive", "base", "gerund"})
"""Form classes in which a particle is always written onto the verb."""
_BEFORE = 4
"""Tokens before a verb within which its pronoun stands ("s'est récemment rendu")."""
_PARTICLE_REACH = 40
_STOPS = frozenset(',;:.!?()—–"»“”')


def accompanied_forms(
    company: str, forms: Iterable[tuple[str, str]], *, reflexive: Sequence[str], links: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb with its company: alone where the company stands apart, and written onto each other.

    ``reflexive`` are the pack's reflexive pronouns, ``links`` what may stand between particle and infinitive ("zu").

    >>> list(accompanied_forms("an", [("greift", "finite")], reflexive=(), links=()))
    [('greift', 'finite+an'), ('angreift', 'finite')]
    """
    for form, tag in forms:
        if company in reflexive:
            yield form, f"{tag}{_MARK}{REFLEXIVE}"
            if tag in ("infinitive", "gerund"):
                yield form + company, tag
            continue
        if tag not in _JOINED:
            yield form, f"{tag}{_MARK}{company.strip().lower()}"
        yield company + form, tag
        if tag in ("infinitive", "base"):
            apart = " " if company.endswith(" ") else ""
            for link in links:
                yield company + link + apart + form, tag
        if tag == "base":
            yield form, f"finite{_MARK}{company.strip().lower()}"  # also a finite plural ("greifen ... an")


def keep_company(passage: Passage, sentence: Sentence, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits of a sentence without the readings whose company it lacks; a reading with its company stands
    before those that need none.
    """
    for hit in hits:
        if hit[3] & COMPANY:
            break
    else:
        return list(hits)
    words = {index: hit for hit in hits for index in range(hit.first, hit.last)}
    kept = []
    for hit in hits:
        if not hit.kinds & COMPANY:
            kept.append(hit)
            continue
        alone, found = [], []
        for entry in hit.entries:
            tag, mark, company = entry.tag.partition(_MARK)
            if not mark or entry.kind not in ("act", "light", "verb"):
                alone.append(entry)
            elif _has(passage, sentence, words, hit, company):
                found.append(entry._replace(tag=tag))
        nouns = [entry for entry in alone if entry.kind not in ("act", "light", "verb") or entry.tag == "noun"]
        entries = (*nouns, *found) if found else tuple(alone)
        if entries:
            kept.append(make_hit(hit.first, hit.last, entries))
    return kept


def _has(passage: Passage, sentence: Sentence, words: dict[int, Hit], hit: Hit, company: str) -> bool:
    if company == REFLEXIVE:
        return _reflexive_near(passage, sentence, words, hit)
    wanted = company.split(" ")
    for index in range(hit.last, min(sentence.last, hit.last + _PARTICLE_REACH)):
        norm = passage.norms[index]
        if norm in _STOPS:
            return False
        after = index + len(wanted)
        if passage.norms[index:after] == wanted and _ends_clause(passage, sentence, words, after):
            return True
    return False


def _reflexive_near(passage: Passage, sentence: Sentence, words: dict[int, Hit], hit: Hit) -> bool:
    """Tell whether a reflexive pronoun stands right before a verb's group, or right after the verb."""
    for index in range(hit.first - 1, max(sentence.first, hit.first - _BEFORE) - 1, -1):
        if _functions(words, index) & {"reflexive"}:
            return True
        if passage.norms[index] in _STOPS:
            break
    return any(_functions(words, index) & {"reflexive"} for index in range(hit.last, min(hit.last + 2, sentence.last)))


def _ends_clause(passage: Passage, sentence: Sentence, words: dict[int, Hit], index: int) -> bool:
    """Tell whether a clause can be over at a token, so that what stands before it is a particle, no preposition."""
    if index >= sentence.last or passage.norms[index] in _STOPS:
        return True
    functions = _functions(words, index)
    return bool(functions & {"and", "but", "sub", "that"}) or any(name.startswith("prep.") for name in functions)


def _functions(words: dict[int, Hit], index: int) -> set[str]:
    hit = words.get(index)
    return {entry.code for entry in hit.entries if entry.kind == "word"} if hit is not None else set()


__all__ = ["REFLEXIVE", "accompanied_forms", "keep_company"]

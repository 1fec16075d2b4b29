"""Names of parties in the dossier's language, with the articles and contracted prepositions that they take.

Which states take an article, and which, is data of the catalogue: classes of codes, ordered rules on how a name begins,
and a table of contractions per preposition. Names come from CLDR unless the catalogue gives a better one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from riscontro.tell.catalogue import Catalogue
from riscontro.vocab.states import state


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyName:
    """A party's name. In a template ``{x}`` prints it with its article, ``{x:bare}`` without, and ``{x:a}`` with the
    preposition ``a``, contracted where the catalogue says so.
    """

    bare: str
    article: str
    plural: bool
    catalogue: Catalogue

    def __str__(self) -> str:
        return self.article + self.bare

    def __format__(self, spec: str) -> str:
        if spec == "bare":
            return self.bare
        return self.with_preposition(spec) if spec else str(self)

    def with_preposition(self, preposition: str) -> str:
        """Return the name after a preposition: ``alla Russia``, ``agli Stati Uniti``, ``a Cuba``."""
        contracted = self.catalogue.table["contractions"].get(preposition, {})
        euphony = self.catalogue.table["euphony"].get(preposition)
        if euphony and not self.article and re.match(euphony["before"], self.bare):
            return f"{euphony['form']}{self.bare}"
        return str(contracted.get(self.article, f"{preposition} {self.article}")) + self.bare


def party_name(code: str, catalogue: Catalogue) -> PartyName:
    """Return the name of a state, organisation or group; a code that nothing knows is its own name."""
    bare = _bare_name(code, catalogue)
    klass = party_class(code, catalogue)
    return PartyName(
        bare=bare,
        article=_article(klass, bare, catalogue),
        plural=klass in catalogue.table["parties"]["plural_classes"],
        catalogue=catalogue,
    )


def party_class(code: str, catalogue: Catalogue) -> str:
    """Return the grammatical class of a party, ``none`` for one that takes no article."""
    for klass, codes in catalogue.table["parties"]["classes"].items():
        if code in codes.split():
            return str(klass)
    return "none"


def _bare_name(code: str, catalogue: Catalogue) -> str:
    given = catalogue.table["parties"]["names"].get(code)
    if given is not None:
        return str(given)
    known = state(code)
    return str(catalogue.locale.territories.get(known.alpha2, known.name)) if known else code


def _article(klass: str, name: str, catalogue: Catalogue) -> str:
    for rule in catalogue.table["parties"]["articles"]:
        if rule["class"] == klass and re.match(rule["before"], name):
            return str(rule["article"])
    return ""

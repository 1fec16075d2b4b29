"""The language of a text, where nobody says it. The one place that imports py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

_CONSIDERED = (
    "ar", "be", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "hy", "id", "it", "ja", "ka", "kk", "ko", "lt", "lv", "mk", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq",
    "sr", "sv", "sw", "th", "tr", "uk", "ur", "vi", "zh",
)  # fmt: skip
"""Languages that a report may be in, read or not: those left out are taken for a neighbour too often."""
_MOST_CHARACTERS = 4000


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(_CONSIDERED))
    return identifier


def detect_language(text: str) -> str:
    """Return the ISO 639-1 code of a text's language, ``und`` for a text without letters."""
    head = text[:_MOST_CHARACTERS]
    if not any(character.isalpha() for character in head):
        return "und"
    return str(_identifier().classify(head)[0])

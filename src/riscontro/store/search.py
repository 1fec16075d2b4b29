"""How texts and queries are put before the full-text index.

The index is FTS5 with ``unicode61``: words, folded, without diacritics. Trigrams would find parts of words in every
language, but index three times the text and no word under three letters, which in Chinese and Korean is most of them.
``unicode61`` takes a run of Chinese, Japanese or Korean characters for one word, so each such character is set apart
here, and a query of several becomes a phrase: "파병" finds "파병했다" and "추가파병".
"""

from __future__ import annotations

import re

# Kana, Han with its extensions, Hangul syllables and jamo: scripts whose words a space does not part, or parts from
# their particles only in reading.
_APART = re.compile(
    "[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_TERM = re.compile(r'"([^"]*)"|([^\s"]+)')
_WORD = re.compile(r"\w")

MAX_TERMS = 32
"""Terms of a query beyond these are left out, so that a pasted page is no query of thousands of terms."""


def search_form(text: str) -> str:
    """Return ``text`` as the index takes it: characters of scripts without spaces set apart.

    >>> search_form("북한군 to 平壌")
    ' 북  한  군  to  平  壌 '
    """
    # SQLite's own functions take NUL for the end of a text.
    return _APART.sub(_set_apart, text.replace("\0", " "))


def _set_apart(run: re.Match[str]) -> str:
    return f" {'  '.join(run[0])} "


def query_to_match(query: str) -> str:
    """Return a user's words as an FTS5 query that can hold no syntax of theirs; empty where nothing can be found.

    Every word must occur; ``"quoted words"`` are a phrase; a final ``*`` finds words that begin so.

    >>> query_to_match('missil* "North Korea" NEAR(')
    '"missil" * "North Korea" "NEAR("'
    """
    terms = []
    # What came over a command line may hold bytes that are no UTF-8, as lone surrogates.
    sound = query.encode("utf-8", "replace").decode()
    for phrase, word in _TERM.findall(sound)[:MAX_TERMS]:
        bare = phrase or word.rstrip("*")
        if not _WORD.search(bare):
            continue
        quoted = '"' + " ".join(search_form(bare).replace('"', " ").split()) + '"'
        terms.append(f"{quoted} *" if not phrase and word.endswith("*") else quoted)
    return " ".join(terms)


def excerpt(text: str, query: str, *, width: int = 160) -> str:
    """Return about ``width`` characters of ``text`` around the first word of ``query`` found there, else its start."""
    folded = text.casefold()
    places = [folded.find((phrase or word.rstrip("*")).casefold()) for phrase, word in _TERM.findall(query)[:MAX_TERMS]]
    first = min((place for place in places if place >= 0), default=0)
    start = max(0, min(first, len(text)) - width // 4)
    piece = " ".join(text[start : start + width].split())
    return ("… " if start else "") + piece + (" …" if start + width < len(text) else "")

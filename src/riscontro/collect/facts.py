"""What one part of a capture says of itself, before the user's word is laid over it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from riscontro.collect.doubt import Doubt
from riscontro.model.document import Declared
from riscontro.model.time import Published

URL_CHARACTERS = 2048
"""A longer address is not kept: no browser or sitemap takes one."""

_URL_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}]")
_LANG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,40})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What a page says beside its text of how much it gives.

    ``free`` is schema.org's ``isAccessibleForFree``; ``words`` and ``characters`` the length that the page states
    for the whole report (``wordCount``, the length of ``articleBody``); ``beside`` the short visible texts of the page,
    a line each, where notices stand, ``after`` those that follow the report's end, ``over`` those in dialogs; ``gated``
    tells that the part marked as not free is on the page, with text; ``feed`` is the text that a feed gave of the
    report, ``summary`` says why such a text stands in the page's place; ``found`` is the length in characters of a text
    of which only the beginning is held, being longer than any report.
    """

    free: bool | None = None
    words: int | None = None
    characters: int | None = None
    beside: str = ""
    gated: bool | None = None
    after: str = ""
    over: str = ""
    feed: str = ""
    summary: str = ""
    found: int | None = None


NO_SIGNALS = Signals()
"""What a plain text has beside it: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Text and facts of one part. ``lang`` was said outright, ``lang_hint`` is a page's markup (a prior only).

    ``canonical`` is what the page links to as its own address, ``source`` whom it says it was taken from (a name or an
    address), ``why_empty`` the cause of a text that is empty, ``found_by`` how the short facts were found, as in
    :class:`riscontro.model.document.Document`.
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    canonical: str | None = None
    published: Published | None = None
    modified: Published | None = None
    source: str | None = None
    lang: str | None = None
    lang_hint: str | None = None
    translated: str | None = None
    signals: Signals = NO_SIGNALS
    found_by: tuple[tuple[str, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    why_empty: Doubt | None = None


def safe_url(url: str | None) -> str | None:
    """Return an address of ``http`` or ``https`` with a host, stripped; ``None`` for anything else.

    >>> safe_url("javascript:alert(1)"), safe_url(" https://example.org/a ")
    (None, 'https://example.org/a')
    """
    url = (url or "").strip()
    if not url or len(url) > URL_CHARACTERS or _URL_FORBIDDEN.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url


def host_of(url: str | None) -> str | None:
    """Return the host of a safe address without ``www.``, ``None`` where there is no address."""
    if url is None:
        return None
    return (urlsplit(url).hostname or "").removeprefix("www.") or None


_SAME_SITE = ("www.", "m.", "amp.", "mobile.")
_SECOND_LEVEL = frozenset("ac co com edu gob go gouv gov ne net nom or org".split())  # noqa: SIM905 (reads better so)


def same_site(first: str, second: str) -> bool:
    """Tell whether two hosts are of one site: the same, one below the other, or both below one name.

    >>> same_site("m.post.example", "www.post.example"), same_site("post.co.example", "times.co.example")
    (True, False)
    """
    one, other = (_bare_host(host) for host in (first, second))
    if one == other or one.endswith(f".{other}") or other.endswith(f".{one}"):
        return True
    above = one.partition(".")[2]
    labels = above.split(".")
    shared = above and above == other.partition(".")[2] and len(labels) > 1
    return bool(shared) and not (len(labels) == 2 and labels[0] in _SECOND_LEVEL)


def _bare_host(host: str) -> str:
    host = host.lower().rstrip(".")
    for prefix in _SAME_SITE:
        host = host.removeprefix(prefix)
    return host


def language_code(value: str | None) -> str | None:
    """Return the primary subtag of a language tag, lower case; ``None`` where it is not one.

    >>> language_code("pt-BR"), language_code("zh_Hans_CN"), language_code("x y")
    ('pt', 'zh', None)
    """
    found = _LANG.fullmatch((value or "").strip())
    return found.group(1).lower() if found else None


def squeeze(value: str | None, *, limit: int = 500) -> str | None:
    """Return a short field (title, author, publisher) on one line, at most ``limit`` characters, ``None`` if blank."""
    return " ".join((value or "")[: limit * 4].split())[:limit] or None


def check_declared(declared: Declared) -> tuple[Doubt, ...]:
    """Return a doubt for each declared fact that cannot be used."""
    doubts = []
    if declared.url and safe_url(declared.url) is None:
        doubts.append(Doubt("collect.url.unsafe", f"declared address ignored: {declared.url[:200]!r}"))
    if declared.lang and language_code(declared.lang) is None:
        doubts.append(Doubt("collect.lang.malformed", f"declared language ignored: {declared.lang[:40]!r}"))
    return tuple(doubts)

"""What the user named, parted: files and folders to gather, addresses and feeds to ask the web for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from riscontro.collect.web.feeds import SITEMAP_BYTES, feed_type
from riscontro.collect.web.values import Plan, Seed, WebOptions

FEED_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".json", ".gz"})
"""Suffixes of files that are looked into for a feed; what they hold decides."""


def is_address(given: str) -> bool:
    """Tell whether an input is an address rather than a path.

    >>> is_address("https://news.example/a"), is_address("reports/a.html")
    (True, False)
    """
    scheme, separator, _ = given.strip().partition("://")
    return bool(separator) and scheme.isascii() and scheme.replace("+", "").isalnum()


def plan(inputs: Sequence[str], *, listed: Iterable[str] = (), feeds: Iterable[Seed] = (), options: WebOptions) -> Plan:
    """Return what is to be done with inputs, the lines of lists, and the feeds of a case, in that order.

    Of a feed in a file the pages are asked for only where it is named itself and ``options.pages`` says so: it may lie
    in a folder for any reason, and an address is asked only where somebody asked for it.
    """
    files: list[str] = []
    seeds: list[Seed] = []
    for given in inputs:
        if is_address(given):
            seeds.append(Seed(url=given.strip(), pages=options.pages is not False))
        elif options.pages is True and (payload := _feed_in(Path(given))) is not None:
            seeds.append(Seed(url=Path(given).as_posix(), payload=payload))
        else:
            files.append(given)
    seeds += [Seed(url=line, pages=options.pages is not False) for line in listed]
    return Plan(files=tuple(files), seeds=(*seeds, *feeds), options=options)


def _feed_in(path: Path) -> bytes | None:
    """Return the bytes of a file that holds a feed, ``None`` for any other path."""
    if path.suffix.lower() not in FEED_SUFFIXES:
        return None
    try:
        if not path.is_file() or path.stat().st_size > SITEMAP_BYTES:
            return None
        payload = path.read_bytes()
    except OSError:
        return None
    return payload if feed_type(payload) else None


def read_list(lines: Iterable[str]) -> list[str]:
    """Return the addresses of a list: one a line, blank lines and those that begin with ``#`` left out.

    >>> read_list(["https://a.example/1\\n", "\\n", "# later\\n"])
    ['https://a.example/1']
    """
    stripped = (line.strip() for line in lines)
    return [line for line in stripped if line and not line.startswith("#")]

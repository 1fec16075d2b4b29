"""The counts that a dossier prints, from whole records or from brief ones: both give the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from riscontro.model.claim import Root
from riscontro.model.document import Access
from riscontro.model.dossier import Dossier, Tally, Way


class _Claim(Protocol):
    @property
    def document_id(self) -> str: ...
    @property
    def root(self) -> Root | None: ...
    @property
    def via(self) -> tuple[str, ...]: ...


class _Page(Protocol):
    @property
    def publisher(self) -> str | None: ...
    @property
    def lang(self) -> str: ...
    @property
    def translated(self) -> str | None: ...
    @property
    def access(self) -> Access: ...
    @property
    def family(self) -> str | None: ...
    @property
    def public_from(self) -> datetime: ...


def tally_of(dossier: Dossier) -> Tally:
    """Return the counts of a dossier: those that it came with, else those of its own records."""
    if dossier.tally is not None:
        return dossier.tally
    pages = {document.id: document for document in dossier.documents}
    return count(dossier.claims, pages, unread={id_ for id_, _ in dossier.unread}, shown=pages.keys())


def count(
    claims: Collection[_Claim], pages: Mapping[str, _Page], *, unread: Collection[str], shown: Collection[str]
) -> Tally:
    """Return the counts of claims and documents (``pages``, in the order of publication); those of each document, of
    the ``shown`` alone.
    """
    held = pages.values()
    of_document = Counter(claim.document_id for claim in claims if claim.document_id in shown)
    roots = {id(claim.root): claim.root for claim in claims if claim.root is not None}
    return Tally(
        documents=len(pages),
        publishers=len({page.publisher for page in held if page.publisher}),
        languages=len({page.lang for page in held}),
        claims=len(claims),
        roots=len({(root.name.casefold(), root.state) for root in roots.values()}),
        unread=sum(id_ in pages for id_ in unread),
        cut=sum(page.access is not Access.FULL for page in held),
        translated=sum(page.translated is not None and page.translated != "" for page in held),
        ways=_ways(claims, pages),
        claims_of={id_: of_document[id_] for id_ in shown if id_ in of_document},
        firsts=_firsts(pages, {pages[id_].family for id_ in shown if id_ in pages}),
        last_public=max((page.public_from for page in held), default=None),
    )


def _ways(claims: Iterable[_Claim], pages: Mapping[str, _Page]) -> tuple[Way, ...]:
    """Return how many claims came from each root by each way to each outlet, in no order."""
    # Roots and ways of a large case are shared objects: they are told apart by identity first, which costs far less.
    times: dict[tuple[int, int, str | None], int] = {}
    meant: dict[tuple[int, int, str | None], tuple[Root | None, tuple[str, ...], str | None]] = {}
    for claim in claims:
        page = pages.get(claim.document_id)
        if page is not None:
            root, via, publisher = claim.root, claim.via, page.publisher
            key = (id(root), id(via), publisher)
            if key in meant:
                times[key] += 1
            else:
                times[key], meant[key] = 1, (root, via, publisher)
    counted: Counter[tuple[Root | None, tuple[str, ...], str | None]] = Counter()
    for key, way in meant.items():
        counted[way] += times[key]
    return tuple(Way(root=root, via=via, publisher=to, claims=n) for (root, via, to), n in counted.items())


def _firsts(pages: Mapping[str, _Page], families: Collection[str | None]) -> dict[str, str]:
    """Return the first document of each of these families."""
    found: dict[str, str] = {}
    for id_, page in pages.items():
        if page.family and page.family in families:
            found.setdefault(page.family, id_)
    return found

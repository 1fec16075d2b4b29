"""Who first said it: from a claim's root and chain to an origin and its group of independence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from riscontro.model.claim import Basis, Claim, Root
from riscontro.model.document import Provenance
from riscontro.weigh.names import fold_name, is_known_outlet, outlet_group, outlet_key

ORGAN_KINDS = frozenset({Basis.OFFICIAL, Basis.INTELLIGENCE, Basis.ANONYMOUS, Basis.CAPTURED})
"""Vantages that only an organ of a state has: its officials, services, unnamed officials, and custody of what was
captured. A satellite operator, an institute, a witness or an outlet of a state's country is not its organ."""

OWN_VANTAGE = frozenset({Basis.SATELLITE, Basis.WITNESS, Basis.CAPTURED, Basis.ANALYSIS})
"""Vantages by which a report without a named root shows that it looked for itself."""

PHYSICAL = frozenset({Basis.SATELLITE, Basis.CAPTURED})
"""Evidence that can be looked at: pictures from orbit; documents, prisoners and debris in hand."""


class Source(NamedTuple):
    """Who first said it. ``key`` is one for all spellings that are known to be one; ``rooted``: the text names it."""

    key: str
    name: str
    state: str | None
    kind: Basis
    group: str
    rooted: bool


BARE = "unnamed"
"""The group of sources of which nothing is said, not even a state: they are one, and it never counts."""


def trace(claim: Claim, provenance: Provenance, *, organs: Mapping[str, str] | None = None) -> Source:
    """Return who first said what a claim reports.

    In this order: the root that the text names; the outlet that the page took it from (the last of ``via``); the
    page's own publisher. ``organs`` maps folded names of outlets and bodies to the state that the case says they are
    organs of.
    """
    cited = trace_cited(claim.root, claim.basis, claim.via, organs=organs or {})
    return cited or trace_page(publisher_name(provenance), claim.basis, organs=organs or {})


def trace_cited(root: Root | None, basis: Basis, via: Sequence[str], *, organs: Mapping[str, str]) -> Source | None:
    """Return whom the words themselves give as the one who first said it; ``None`` where the page vouches."""
    if root is not None and not _is_unplaced(root):
        return _trace_root(_place_root(root, via, organs), organs)
    if basis in (Basis.RUMOUR, Basis.ANONYMOUS):
        return Source(f"{BARE}:{basis}", "unnamed sources", None, basis, BARE, False)
    return _trace_outlet(via[-1], Basis.MEDIA, organs, rooted=True) if via else None


def trace_page(publisher: str, basis: Basis, *, organs: Mapping[str, str]) -> Source:
    """Return a page's own publisher as the one who first said it."""
    return _trace_outlet(publisher, basis, organs, rooted=False)


def publisher_name(provenance: Provenance) -> str:
    """Return the publisher, else the host of the URL, else the document's id."""
    return provenance.publisher or host_of(provenance.url) or provenance.document_id


def host_of(url: str | None) -> str | None:
    """Return the host of a URL; ``None`` where it has none, or is none."""
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


def _is_unplaced(root: Root) -> bool:
    """Tell whether a text names somebody of whom it says neither state nor vantage: then its publisher vouches."""
    return root.kind is Basis.NONE and root.state is None and not is_known_outlet(root.name)


def _place_root(root: Root, via: Sequence[str], organs: Mapping[str, str]) -> Root:
    """Give a root the state that the case declares, or that of the state outlet by which its words came."""
    declared = organs.get(fold_name(root.name))
    if declared is not None:
        return replace(root, state=declared)
    if root.state is None and root.kind in ORGAN_KINDS and via:
        _, state = outlet_group(via[-1])
        return replace(root, state=state or organs.get(fold_name(via[-1])))
    return root


def _trace_root(root: Root, organs: Mapping[str, str]) -> Source:
    if root.kind in (Basis.RUMOUR, Basis.ANONYMOUS) and root.state is None:
        return Source(f"{BARE}:{root.kind}", root.name, None, root.kind, BARE, True)
    if root.kind in (Basis.MEDIA, Basis.NONE) or (root.state is None and is_known_outlet(root.name)):
        return _trace_outlet(root.name, root.kind, organs, rooted=True)
    if root.state is not None and (root.kind in ORGAN_KINDS or fold_name(root.name) in organs):
        group = f"state:{root.state}"
        return Source(f"{group}:{root.kind}:{fold_name(root.name)}", root.name, root.state, root.kind, group, True)
    group = f"source:{fold_name(root.name)}"
    return Source(group, root.name, root.state, root.kind, group, True)


def _trace_outlet(name: str, kind: Basis, organs: Mapping[str, str], *, rooted: bool) -> Source:
    group, state = outlet_group(name)
    declared = organs.get(fold_name(name))
    if declared is not None:
        group, state = f"state:{declared}", declared
    return Source(f"outlet:{outlet_key(name)}", name, state, kind, group, rooted)

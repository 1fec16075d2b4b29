"""Claims in parts that share no event: what lets any number of them be weighed in bounded memory, in several processes.

Linking looks for a claim's event among those of its type that have a side in common with it. So claims of two types
never meet, nor do two pairs of states, unless a claim that leaves a side open could belong to either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from zlib import crc32

from riscontro.model.claim import Claim
from riscontro.weigh.telling import sides_of

Place = tuple[str, str | None, str | None]
"""Type and sides, as linking shelves them."""


def place_of(claim: Claim) -> Place:
    """Return the type and sides under which linking looks for a claim's event."""
    return (str(claim.type), *sides_of(claim))


def bucket_of(place: Place, buckets: int) -> int:
    """Return the bucket of a place, the same in every run."""
    return crc32(repr(place).encode("utf-8", "surrogatepass")) % buckets


def parts(places: Iterable[Place], buckets: int) -> Iterator[tuple[int, ...]]:
    """Yield sets of buckets that share no event, in order of the first; each bucket is in one of them."""
    leader = list(range(buckets))
    used: set[int] = set()
    by_side: defaultdict[tuple[str, str, str], list[Place]] = defaultdict(list)
    opened: list[tuple[str, str, str]] = []
    for place in sorted(set(places), key=repr):
        kind, first, second = place
        used.add(bucket_of(place, buckets))
        keys = [(kind, name, side) for name, side in (("first", first), ("second", second)) if side is not None]
        for key in keys:
            by_side[key].append(place)
        if len(keys) == 1:
            opened += keys
    for key in opened:
        first_bucket, *others = (bucket_of(place, buckets) for place in by_side[key])
        for other in others:
            leader[_root(leader, other)] = _root(leader, first_bucket)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for bucket in sorted(used):
        found[_root(leader, bucket)].append(bucket)
    yield from sorted(tuple(bucket) for bucket in found.values())


def _root(leader: list[int], number: int) -> int:
    while leader[number] != number:
        leader[number] = leader[leader[number]]
        number = leader[number]
    return number

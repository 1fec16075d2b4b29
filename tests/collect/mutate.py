"""Damages payloads the way the world does: for the tests, and for longer runs from a bench."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence

_FRAGMENTS = (
    b"\x00",
    b"\xff\xfe",
    b"\xc3\x28",
    b"\xed\xa0\x80",
    b"<script>",
    b"</p></div></body>",
    b"<div>" * 50,
    b"<!--",
    b"<![CDATA[",
    b'<meta charset="utf-7">',
    b'<meta charset="no-such">',
    b"&#0;&#xFFFFFFFF;&nbsp",
    b'<script type="application/ld+json">{"@type":"NewsArticle","author":{"name":[1]},'
    b'"datePublished":["2024"]}</script>',
    b'<script type="application/ld+json">[[[[{"@graph":"x"',
    b'<link rel="canonical" href="javascript:alert(1)">',
    b'<base href="http://[::1">',
    b'{"text": ',
    b"\n",
    b"\\ud800",
    b"99999999999999999999999999% di questo articolo",
)

Mutation = Callable[[bytes, random.Random], bytes]


def _flip(payload: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(payload))
    return payload[:place] + bytes([dice.randrange(256)]) + payload[place + 1 :]


def _cut(payload: bytes, dice: random.Random) -> bytes:
    return payload[: dice.randrange(len(payload))]


def _drop(payload: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(payload))
    return payload[:start] + payload[start + dice.randrange(1, 200) :]


def _repeat(payload: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(payload))
    piece = payload[start : start + dice.randrange(1, 100)]
    return payload[:start] + piece * dice.randrange(2, 20) + payload[start:]


def _insert(payload: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(payload))
    return payload[:place] + dice.choice(_FRAGMENTS) + payload[place:]


def _swap(payload: bytes, dice: random.Random) -> bytes:
    first, second = sorted(dice.randrange(len(payload)) for _ in range(2))
    return payload[second:] + payload[first:second] + payload[:first]


_MUTATIONS: tuple[Mutation, ...] = (_flip, _flip, _cut, _drop, _repeat, _insert, _insert, _insert, _swap)


def mutations(payloads: Sequence[bytes], *, count: int, seed: int) -> Iterator[bytes]:
    """Yield ``count`` payloads, each one of the given with one to six damages; the same for the same seed."""
    dice = random.Random(seed)
    for number in range(count):
        payload = payloads[number % len(payloads)]
        for _ in range(dice.randrange(1, 7)):
            payload = dice.choice(_MUTATIONS)(payload or b" ", dice)
        yield payload

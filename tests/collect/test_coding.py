from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.coding import CodingError, codings_of, unpack

PACKED = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


@pytest.mark.parametrize(
    ("header", "expected"),
    [(None, ()), ("", ()), ("identity", ()), ("gzip", ("gzip",)), ("X-GZIP , deflate", ("gzip", "deflate"))],
)
def test_codings_named(header, expected):
    assert codings_of(header) == expected


@given(st.binary(max_size=500), st.lists(st.sampled_from(sorted(PACKED)), max_size=3))
def test_what_was_packed_comes_out(body, codings):
    packed = body
    for coding in codings:
        packed = PACKED[coding](packed)
    assert unpack(packed, codings, limit=10_000) == body


def test_bare_deflate_comes_out_too():
    packer = zlib.compressobj(wbits=-15)
    assert unpack(packer.compress(b"abc") + packer.flush(), ("deflate",), limit=10) == b"abc"


def test_members_that_follow_each_other_are_one_body():
    assert unpack(gzip.compress(b"ab", mtime=0) + gzip.compress(b"c", mtime=0) + b"\0\0", ("gzip",), limit=10) == b"abc"


@pytest.mark.parametrize(
    ("payload", "codings", "says"),
    [
        (b"plain", ("gzip",), "not gzip"),
        (b"plain", ("br",), "'br'"),
        (b"", ("gzip",), "no gzip data"),
        (gzip.compress(b"abcdef" * 50, mtime=0)[:-9], ("gzip",), "breaks off"),
        (gzip.compress(b"a", mtime=0), ("gzip",) * 4, "4 times over"),
    ],
)
def test_what_is_not_so_packed_is_told(payload, codings, says):
    with pytest.raises(CodingError, match=says):
        unpack(payload, codings, limit=1000)


@given(st.binary(max_size=300), st.sampled_from(sorted(PACKED)))
def test_any_bytes_end_well_or_are_told(payload, coding):
    try:
        found = unpack(payload, (coding,), limit=1000)
    except CodingError:
        found = b""
    assert len(found) <= 1000


def test_a_bomb_is_told_for_one():
    with pytest.raises(CodingError, match="more than 1,000 bytes") as raised:
        unpack(gzip.compress(bytes(5_000_000), mtime=0), ("gzip",), limit=1000)
    assert raised.value.large
    assert unpack(gzip.compress(bytes(1000), mtime=0), ("gzip",), limit=1000) == bytes(1000)

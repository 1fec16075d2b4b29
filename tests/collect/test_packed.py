from __future__ import annotations

import gzip
import random
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect import Limits, gather
from riscontro.collect.limits import DEFAULT_LIMITS
from riscontro.collect.packed import PackedError, gunzipped, inflate
from riscontro.model.document import Capture
from riscontro.model.issue import Issue
from tests.collect.packs import make_mail, make_pdf, zeros
from tests.collect.samples import MOMENT, make_page


def taken(path: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[list[Capture], list[str]]:
    found = list(gather([path], clock=lambda: MOMENT, limits=limits))
    return [one for one in found if isinstance(one, Capture)], [one.code for one in found if isinstance(one, Issue)]


def put(folder: Path, name: str, content: bytes) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


@given(members=st.lists(st.binary(max_size=5000), min_size=1, max_size=4), step=st.integers(1, 4000))
def test_any_members_come_out_as_they_went_in(members: list[bytes], step: int) -> None:
    packed = b"".join(map(gzip.compress, members)) + bytes(step % 7)
    with gunzipped(BytesIO(packed), DEFAULT_LIMITS) as stream:
        out = b"".join(iter(lambda: stream.read(step), b""))
    assert out == b"".join(members)


@given(content=st.binary(min_size=1, max_size=3000), data=st.data())
def test_a_file_cut_anywhere_is_told(content: bytes, data: st.DataObject) -> None:
    packed = gzip.compress(content)
    cut = packed[: data.draw(st.integers(1, len(packed) - 1))]
    with gunzipped(BytesIO(cut), DEFAULT_LIMITS) as stream, pytest.raises(PackedError) as told:
        stream.read()
    assert told.value.kind == "truncated"


def test_what_follows_a_member_and_is_no_gzip_is_damage() -> None:
    packed = gzip.compress(b"whole") + b"and some noise"
    with gunzipped(BytesIO(packed), DEFAULT_LIMITS) as stream, pytest.raises(PackedError) as told:
        stream.read()
    assert told.value.kind == "damaged"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.html.gz", make_page().encode(), "text/html"),
        ("a.txt.gz", b"A report.", "text/plain"),
        ("a.md.gz", b"# A report", "text/markdown"),
        ("a.jsonl.gz", b'{"text": "A report."}\n', "application/x-ndjson"),
        ("a.eml.gz", make_mail("A report."), "message/rfc822"),
        ("a.pdf.gz", make_pdf(["A report."]), "application/pdf"),
        ("a.gz", make_page().encode(), "text/html"),
        ("a.txt", b"A report.", "text/plain"),
    ],
)
def test_a_packed_file_is_taken_unpacked(tmp_path: Path, name: str, content: bytes, media_type: str) -> None:
    (capture,), issues = taken(put(tmp_path, name, gzip.compress(content)))
    assert (capture.media_type, capture.payload, capture.said("packed"), issues) == (media_type, content, "gzip", [])


NOISE = random.Random(5).randbytes(3000)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt.gz", gzip.compress(NOISE.hex().encode())[:900], "collect.file.truncated"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00rest of it", "collect.file.damaged"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff", "collect.file.damaged"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"twice")), "collect.file.unsupported"),
        ("a.html.gz", gzip.compress(b"\x89PNG\r\n\x1a\n"), "collect.file.binary"),
        ("a.txt.gz", gzip.compress(b""), "collect.file.empty"),
        ("a.xyz.gz", gzip.compress(b"words of no known kind"), "collect.file.unsupported"),
        ("a.txt.gz", b"no gzip at all", "collect.file.unsupported"),
        ("a.txt.gz", gzip.compress(b"word " * 1000), "collect.file.too-large"),
    ],
    ids=range(9),
)
def test_what_cannot_be_unpacked_is_one_issue(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    limits = Limits(file=1000) if code.endswith("too-large") else DEFAULT_LIMITS
    assert taken(put(tmp_path, name, content), limits) == ([], [code])


def test_a_bomb_is_left_where_it_shows(tmp_path: Path) -> None:
    limits = Limits(unpacked=1 << 20, ratio=100)
    assert taken(put(tmp_path, "a.jsonl.gz", zeros(16 << 20)), limits) == ([], ["collect.file.binary"])
    lines = gzip.compress(b"x" * (16 << 20))
    captures, codes = taken(put(tmp_path, "b.jsonl.gz", lines), limits)
    assert (captures, codes) == ([], ["collect.file.bomb"])
    assert taken(put(tmp_path, "c.txt.gz", lines), Limits(file=1 << 20)) == ([], ["collect.file.too-large"])


@pytest.mark.parametrize("coding", [31, 15, -15])
def test_bodies_of_http_are_unpacked_up_to_a_bound(coding: int) -> None:
    import zlib

    packer = zlib.compressobj(wbits=coding)
    packed = packer.compress(b"word " * 1000) + packer.flush()
    assert inflate(packed, limit=10_000) == b"word " * 1000
    assert inflate(packed, limit=10) == b"word word "
    assert inflate(b"\x1f\x8bnoise", limit=10) is None

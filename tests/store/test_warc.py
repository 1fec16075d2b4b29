"""Records and members: what is whole is found whatever lies between, and nothing else is taken for a record."""

from __future__ import annotations

import gzip
import json
import random
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riscontro.errors import ArchiveError
from riscontro.store import warc
from riscontro.store.archive import Archive
from riscontro.store.values import Damage
from riscontro.store.warc import Member, Record, members, parse_record, records_to_capture, target_uri, tombstone_record
from tests.store.samples import NOON, make_capture

CAPTURES = [make_capture(f"report {n}") for n in range(3)]


def walk(tmp_path, raw: bytes):
    path = tmp_path / "2024-10-17.warc.gz"
    path.write_bytes(raw)
    return list(members(path, 0, len(raw)))


def archived(tmp_path, *blocks: bytes) -> Archive:
    (tmp_path / "archive").mkdir(exist_ok=True)
    (tmp_path / "archive" / "2024-10-17.warc.gz").write_bytes(b"".join(blocks))
    return Archive(tmp_path / "archive")


def halves(capture) -> tuple[bytes, bytes]:
    """Return the two records of a capture, each a gzip member."""
    raw = warc.capture_to_records(capture)
    unpacker = zlib.decompressobj(31)
    unpacker.decompress(raw)
    return raw[: len(raw) - len(unpacker.unused_data)], unpacker.unused_data


# Noise may begin a member by chance, but not one that holds a record.
noise = st.binary(max_size=200) | st.just(b"\x1f\x8b\x08") | st.just(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" * 9)


@settings(max_examples=150)
@given(gaps=st.lists(noise, min_size=4, max_size=4))
def test_whole_captures_are_found_between_any_noise(tmp_path_factory, gaps):
    blocks = [warc.capture_to_records(capture) for capture in CAPTURES]
    pieces = [piece for pair in zip(gaps, [*blocks, b""], strict=True) for piece in pair]
    archive = archived(tmp_path_factory.mktemp("a"), *pieces)
    assert [capture.payload for capture, _ in archive.captures()] == [capture.payload for capture in CAPTURES]
    damaged = sum(damage.length for damage in archive.damage())
    assert damaged == sum(len(gap) for gap in gaps)


@pytest.mark.parametrize("size", [65_530, 65_534, 65_535, 65_536, 65_537, 200_000])
def test_a_record_is_found_behind_long_damage(tmp_path, size):
    noise = random.Random(size).randbytes(size).replace(b"\x1f", b"\x20")
    found = walk(tmp_path, noise + warc.capture_to_records(CAPTURES[0]))
    assert [type(item) for item in found] == [Damage, Member, Member]
    assert (found[0].length, found[0].torn) == (size, False)


def test_a_gzip_member_that_holds_no_record_is_damage(tmp_path):
    other = gzip.compress(b"no record of WARC")
    found = walk(tmp_path, other + warc.capture_to_records(CAPTURES[0]))
    assert [type(item) for item in found] == [Damage, Member, Member]
    assert "no WARC record" in found[0].cause


def test_bytes_without_their_context_are_no_capture(tmp_path):
    alone, _ = halves(CAPTURES[0])
    whole = warc.capture_to_records(CAPTURES[1])
    archive = archived(tmp_path, alone, whole, b"noise that is no gzip", alone, b"noise", whole)
    assert [capture.payload for capture, _ in archive.captures()] == [b"report 1", b"report 1"]
    assert [damage.offset for damage in archive.damage()] == [0, len(alone + whole), len(alone + whole) + 21]
    assert not any(damage.torn for damage in archive.damage())


def test_bytes_and_the_context_of_others_make_no_capture(tmp_path):
    (first, _), (_, second) = halves(CAPTURES[0]), halves(CAPTURES[1])
    archive = archived(tmp_path, first, second)
    assert list(archive.captures()) == []
    assert [damage.cause for damage in archive.damage()] == ["the bytes are not what their digest says"]


def test_a_context_that_is_not_a_captures_makes_none(tmp_path):
    alone, _ = halves(CAPTURES[0])
    other = warc._record("metadata", "x", NOON, b"{broken", content_type=warc.CONTEXT_TYPE, headers={})
    archive = archived(tmp_path, alone, other, alone, warc.file_head("x", NOON))
    assert list(archive.captures()) == []
    assert len(list(archive.damage())) == 2


@pytest.mark.parametrize(
    "context", [b"", b"[]", b"{}", b'{"id": 1}', json.dumps({"id": "a", "moment": "yesterday"}).encode()]
)
def test_a_malformed_context_is_no_capture(context):
    resource = Record(type="resource", content_type="text/plain", content=b"text")
    metadata = Record(type="metadata", content_type=warc.CONTEXT_TYPE, content=context)
    assert records_to_capture(resource, metadata) is None


@pytest.mark.parametrize("content", [b"", b"WARC/1.1\r\n", b"WARC/9 nonsense", b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 40])
def test_what_is_no_record_has_no_type_that_counts(content):
    assert parse_record(content).type in ("", "response")


@pytest.mark.parametrize("length", [700, 701, 1000, 66_000, 1_000_000])
def test_a_tombstone_is_as_long_as_what_it_replaces(length):
    raw = tombstone_record("cap-1", "0" * 64, NOON, length=length)
    assert len(raw) == length
    assert warc.tombstone_of(parse_record(gzip.decompress(raw))) == "cap-1"


def test_a_tombstone_that_finds_no_room_is_an_error():
    with pytest.raises(ArchiveError, match="too short"):
        tombstone_record("cap-1", "0" * 64, NOON, length=100)


def test_the_smallest_capture_has_room_for_its_tombstone():
    empty = make_capture("", origin="")
    length = len(warc.capture_to_records(empty))
    assert len(tombstone_record(empty.id, empty.digest, NOON, length=length)) == length


@pytest.mark.parametrize(
    ("origin", "uri"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/a b\r\nWARC-Type: x", "https://example.org/a%20b%0D%0AWARC-Type:%20x"),
        ("reports/è.txt", "file:reports/%C3%A8.txt"),
        ("javascript:alert(1)", "file:javascript:alert(1)"),
        ("", "file:"),
    ],
)
def test_a_target_can_break_no_header(origin, uri):
    assert target_uri(origin) == uri


def test_an_odd_media_type_is_kept_in_the_context_and_breaks_no_header(tmp_path):
    from dataclasses import replace

    odd = replace(CAPTURES[0], media_type="text/html\r\nWARC-Type: response")
    archive = archived(tmp_path, warc.capture_to_records(odd))
    assert [capture.media_type for capture, _ in archive.captures()] == [odd.media_type]


def test_a_revisit_keeps_what_it_came_with_and_no_bytes(tmp_path):
    seen = CAPTURES[0].moment
    again = replace(CAPTURES[0], id="cap-again", url="https://example.org/a", seen_at=seen, revisit_of=CAPTURES[0].id)
    archive = archived(tmp_path, warc.capture_to_records(CAPTURES[0]), warc.capture_to_records(again))
    (first, _), (second, where) = archive.captures()
    assert (first, first.payload) == (CAPTURES[0], b"report 0")
    assert (second, second.payload) == (again, None)
    with pytest.raises(ArchiveError, match=CAPTURES[0].id):
        archive.read(where)


def test_a_revisit_is_written_as_the_standard_has_it():
    head, _ = halves(replace(CAPTURES[0], revisit_of="cap-first"))
    text = gzip.decompress(head).decode()
    assert "WARC-Type: revisit" in text
    assert f"WARC-Payload-Digest: sha256:{CAPTURES[0].digest}" in text
    assert f"WARC-Profile: {warc.REVISIT_PROFILE}" in text
    assert "Content-Length: 0" in text


def test_a_revisit_whose_context_names_no_capture_is_damage(tmp_path):
    head, _ = halves(replace(CAPTURES[0], revisit_of="cap-first"))
    _, context = halves(CAPTURES[0])
    archive = archived(tmp_path, head + context)
    assert list(archive.captures()) == []
    assert len(list(archive.damage())) == 1

"""Originals: appended once, read back with their digest checked, mended after a kill."""

from __future__ import annotations

import gzip
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from riscontro.errors import ArchiveError, DiskFullError
from riscontro.model.ids import sha256_hex
from riscontro.store.archive import Archive
from riscontro.store.case import Case
from riscontro.store.doctor import doctor
from riscontro.store.values import Recovery
from tests.store.samples import NOON, keep, make_capture, room_for


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "archive")


def test_what_is_appended_is_read_back(archive):
    captures = [make_capture(f"report {n}", origin=f"{n}.txt") for n in range(3)]
    places = archive.append(captures)
    assert [archive.read(place) for place in places] == [b"report 0", b"report 1", b"report 2"]
    assert [archive.read_capture(place) for place in places] == captures
    assert archive.read_capture(places[1]).context == captures[1].context


def test_captures_stream_in_order_with_payload_and_place(archive):
    captures = [make_capture(f"report {n}") for n in range(3)]
    places = archive.append(captures)
    assert list(archive.captures()) == list(zip(captures, places, strict=True))
    assert [found.payload for found, _ in archive.captures()] == [capture.payload for capture in captures]


def test_one_file_for_each_utc_day_and_places_in_the_order_given(archive):
    later = make_capture("b", moment=NOON + timedelta(days=1))
    places = archive.append([later, make_capture("a")])
    assert [place.file for place in places] == ["2024-10-18.warc.gz", "2024-10-17.warc.gz"]
    assert [path.name for path in archive.files()] == ["2024-10-17.warc.gz", "2024-10-18.warc.gz"]
    assert archive.read(places[0]) == b"b"


def test_another_reader_of_warc_takes_the_file(archive):
    archive.append(
        [make_capture("text\r\n\r\nWARC/1.0 in the text", origin="odd \n name.txt", url="https://example.org/ä")]
    )
    with archive.files()[0].open("rb") as file:
        records = [
            (record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "resource", "metadata"]
    assert records[1][1:] == ("https://example.org/%C3%A4", b"text\r\n\r\nWARC/1.0 in the text")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payloads=st.lists(st.binary(max_size=300), min_size=1, max_size=3))
def test_any_bytes_come_back(tmp_path_factory, payloads):
    archive = Archive(tmp_path_factory.mktemp("archive"))
    captures = [
        replace(make_capture(payload.hex()), payload=payload, size=len(payload), digest=sha256_hex(payload))
        for payload in payloads
    ]
    assert [archive.read(place) for place in archive.append(captures)] == payloads


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"payload": None}, "no bytes"),
        ({"payload": b"other"}, "digest"),
        ({"size": 1}, "size"),
        ({"origin": "\ud800"}, "surrogate"),
    ],
)
def test_a_capture_that_cannot_be_kept_is_refused_before_anything_is_written(archive, change, says):
    with pytest.raises(ArchiveError, match=says):
        archive.append([make_capture("good"), replace(make_capture("bad"), **change)])
    assert list(archive.captures()) == []
    assert archive.recover({}) == Recovery()


def test_a_torn_tail_is_cut_off_at_any_length(archive):
    (first,) = archive.append([make_capture("first report")])
    (second,) = archive.append([make_capture("second report")])
    path = archive.files()[0]
    whole = path.read_bytes()
    for size in range(first.end + 1, second.end, 5):
        path.write_bytes(whole[:size])
        recovery = Archive(archive.folder).recover({path.name: first.end})
        assert (recovery.adopted, recovery.damaged) == ((), ())
        assert [(cut.offset, cut.length) for cut in recovery.cut] == [(first.end, size - first.end)]
        assert path.stat().st_size == first.end


def test_an_append_after_a_kill_first_cuts_the_torn_tail(archive):
    (first,) = archive.append([make_capture("first report")])
    path = archive.files()[0]
    with path.open("ab") as file:
        file.write(path.read_bytes()[first.offset : first.offset + 40])
    (second,) = Archive(archive.folder).append([make_capture("second report")])
    assert second.offset == first.end
    assert [capture.payload for capture, _ in archive.captures()] == [b"first report", b"second report"]


def test_zeros_after_a_loss_of_power_are_cut(archive):
    (first,) = archive.append([make_capture("first report")])
    with archive.files()[0].open("ab") as file:
        file.write(bytes(5000))
    recovery = Archive(archive.folder).recover({first.file: first.end})
    assert [(cut.offset, cut.length) for cut in recovery.cut] == [(first.end, 5000)]


def test_whole_captures_that_the_ledger_does_not_know_are_adopted(archive):
    captures = [make_capture(f"report {n}") for n in range(3)]
    places = archive.append(captures)
    recovery = Archive(archive.folder).recover({places[0].file: places[0].end})
    assert recovery.adopted == tuple(zip(captures[1:], places[1:], strict=True))
    assert all(capture.payload is None for capture, _ in recovery.adopted)
    assert archive.recover({places[0].file: places[-1].end}) == Recovery()


def test_damage_in_the_middle_loses_one_capture_and_is_left_in_place(archive):
    places = archive.append([make_capture(f"report {n}") for n in range(3)])
    path = archive.files()[0]
    raw = bytearray(path.read_bytes())
    raw[places[1].offset + 30] ^= 0xFF
    path.write_bytes(raw)
    assert [capture.payload for capture, _ in archive.captures()] == [b"report 0", b"report 2"]
    assert [damage.offset for damage in archive.damage()] == [
        places[1].offset,
    ]
    recovery = Archive(archive.folder).recover({})
    assert (len(recovery.adopted), recovery.cut, len(recovery.damaged)) == (2, (), 1)
    assert path.read_bytes() == raw
    with pytest.raises(ArchiveError, match="restore"):
        archive.read(places[1])


def test_a_missing_file_says_how_to_mend(archive):
    (place,) = archive.append([make_capture()])
    archive.files()[0].unlink()
    with pytest.raises(ArchiveError, match=r"missing.*restore"):
        archive.read(place)


def test_a_full_disk_takes_nothing_and_the_next_append_goes_on(archive):
    (first,) = archive.append([make_capture("first report")])
    with room_for(first.end + 500), pytest.raises(DiskFullError, match="make room"):
        archive.append([make_capture("second report"), make_capture("third report")])
    assert archive.files()[0].stat().st_size == first.end
    (second,) = archive.append([make_capture("second report")])
    assert archive.read(second) == b"second report"


def test_erasing_takes_the_bytes_away_and_moves_nothing(archive):
    captures = [make_capture(f"report number {n} of a source at risk") for n in range(3)]
    places = archive.append(captures)
    size = archive.files()[0].stat().st_size
    assert archive.erase(captures[1], places[1], at=NOON)
    assert not archive.erase(captures[1], places[1], at=NOON)
    path = archive.files()[0]
    assert path.stat().st_size == size
    assert b"number 1" not in gzip.decompress(path.read_bytes())
    assert [archive.read(place) for place in (places[0], places[2])] == [captures[0].payload, captures[2].payload]
    assert list(archive.damage()) == []
    with pytest.raises(ArchiveError, match="purged"):
        archive.read(places[1])
    with path.open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo", "resource", "metadata", "metadata", "resource", "metadata"]


def test_erasing_leaves_no_temporary_file(archive):
    capture = make_capture("x" * 100_000)
    (place,) = archive.append([capture])
    archive.erase(capture, place, at=NOON)
    assert sorted(path.name for path in archive.folder.iterdir()) == [".lock", "2024-10-17.warc.gz"]


def test_several_writers_at_once_leave_whole_records(case):
    def collect(writer: int) -> None:
        # An archive and a ledger of its own, as another process has.
        own = Case.open(case.path)
        with own.ledger() as ledger:
            for number in range(12):
                keep(own, ledger, make_capture(f"writer {writer}, report {number} " + "words " * 50))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(collect, range(4)))
    assert doctor(case) == ()
    with case.ledger() as ledger:
        assert ledger.counts().documents == 48
        assert all(case.archive.read(location).startswith(b"writer") for _, location in ledger.captures())

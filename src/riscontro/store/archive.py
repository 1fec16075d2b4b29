"""The archive of originals: WARC files (ISO 28500), one for each UTC day of capture, one gzip member for each record.

A capture is two records: a ``resource`` with the bytes, a ``response`` where they are the answer of a server that was
asked, or a ``revisit`` where an earlier record holds the same bytes; and a ``metadata`` record that refers to it and
holds, as JSON, everything the bytes came with. Files are only ever appended to; a purge alone rewrites one
(store/purge.py).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import RawIOBase
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from riscontro.errors import ArchiveError
from riscontro.model.document import Capture
from riscontro.model.ids import sha256_hex
from riscontro.model.time import instant_to_text
from riscontro.store.connection import translated
from riscontro.store.locks import held
from riscontro.store.values import Damage, Location, Recovery
from riscontro.store.warc import (
    FIRST_OF_CAPTURE,
    Member,
    capture_to_records,
    check_payload,
    file_head,
    members,
    parse_record,
    records_to_capture,
    tombstone_of,
    tombstone_record,
)

SUFFIX = ".warc.gz"
LOCK = ".lock"
TEMPORARY = ".purging"
NOTHING_PACKED: Mapping[str, bytes] = MappingProxyType({})
_REPAIR = "restore the file from a backup (`riscontro restore`), or purge the capture"


class Archive:
    """The WARC files of one folder. Several processes may append: a lock keeps their records apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # The size of each file when this object last saw it end in a whole record.
        self._whole: dict[str, int] = {}

    def files(self) -> tuple[Path, ...]:
        """Return the archive's files by day, the oldest first; those of days without a capture do not exist."""
        return tuple(sorted(self.folder.glob(f"*{SUFFIX}")))

    def append(
        self, captures: Iterable[Capture], *, packed: Mapping[str, bytes] = NOTHING_PACKED
    ) -> tuple[Location, ...]:
        """Append captures, which bring their payloads, and return where each lies, in their order.

        ``packed`` holds the records of those that were packed before, by id (:mod:`riscontro.store.prepared`).

        When it returns, the records are on the disk (one fsync for each file). When it raises
        :class:`DiskFullError`, the file that found no room is as it was; what an earlier day's file took by then is
        adopted by the next :meth:`recover`. Raise :class:`ArchiveError` where a payload is missing or is not
        what its digest says.
        """
        by_day: dict[str, list[Capture]] = {}
        ordered = tuple(captures)
        for capture in ordered:
            if capture.id not in packed:
                check_payload(capture)
            by_day.setdefault(f"{instant_to_text(capture.moment)[:10]}{SUFFIX}", []).append(capture)
        places: dict[int, Location] = {}
        with self._locked():
            for name, group in by_day.items():
                for capture, location in zip(group, self._append_file(name, group, packed), strict=True):
                    places[id(capture)] = location
        return tuple(places[id(capture)] for capture in ordered)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with translated(self.folder), held(self.folder / LOCK):
            yield

    def _append_file(self, name: str, captures: Iterable[Capture], packed: Mapping[str, bytes]) -> list[Location]:
        path = self.folder / name
        if path.exists() and path.stat().st_size != self._whole.get(name):
            self._cut_torn_tail(path, self._whole.get(name, 0))
        is_new = not path.exists()
        with path.open("ab", buffering=0) as file:
            start = file.seek(0, os.SEEK_END)
            try:
                places = list(_write_records(file, name, captures, packed))
                os.fsync(file.fileno())
            except BaseException:
                # A half-written batch would stand between whole records.
                file.truncate(start)
                raise
            self._whole[name] = file.tell()
        if is_new:
            _sync_folder(self.folder)
        return places

    def _cut_torn_tail(self, path: Path, known_end: int) -> tuple[Damage, ...]:
        """Cut off what an append that was killed left at the end of ``path``; return what was cut."""
        known_end = known_end if known_end <= path.stat().st_size else 0
        torn = [item for item in _walk(path, known_end) if isinstance(item, Damage) and item.torn]
        for damage in torn:
            with path.open("r+b") as file:
                file.truncate(damage.offset)
                os.fsync(file.fileno())
        self._whole[path.name] = path.stat().st_size
        return tuple(torn)

    def read(self, location: Location) -> bytes:
        """Return the payload at ``location``; raise :class:`ArchiveError` where it is missing or not what its digest
        says, or where a revisit lies there.
        """
        capture = self.read_capture(location)
        if capture.payload is None:
            raise ArchiveError(f"{capture.id}: a revisit; its bytes lie in the record of {capture.revisit_of}")
        return capture.payload

    def read_capture(self, location: Location) -> Capture:
        """Return the capture at ``location``, a revisit without its payload, any other with it.

        Raise :class:`ArchiveError` where it is missing or not what its digest says.
        """
        path = self.folder / location.file
        where = f"{path} at byte {location.offset}"
        try:
            found = [item for item in members(path, location.offset, location.end) if isinstance(item, Member)]
        except FileNotFoundError as error:
            raise ArchiveError(f"{path}: the archive file is missing; {_REPAIR}") from error
        if len(found) == 1 and tombstone_of(parse_record(found[0].content)) is not None:
            raise ArchiveError(f"{where}: the original was purged; `riscontro doctor` tells whether the purge is whole")
        if len(found) != 2:
            raise ArchiveError(f"{where}: no whole capture lies there; {_REPAIR}")
        capture = records_to_capture(parse_record(found[0].content), parse_record(found[1].content))
        if capture is None or not _is_sound(capture):
            raise ArchiveError(f"{where}: the bytes are not what their digest says; {_REPAIR}")
        return capture

    def erase(self, capture: Capture, location: Location, *, at: datetime) -> bool:
        """Put a tombstone in the place of a capture's records; return whether they were still there.

        The file is written anew beside itself and takes its own place at one stroke, so a kill leaves the old or the
        new. The tombstone is as long as what it replaces: nothing else in the file moves.
        """
        path = self.folder / location.file
        with self._locked():
            found = [item for item in members(path, location.offset, location.end) if isinstance(item, Member)]
            if len(found) == 1 and tombstone_of(parse_record(found[0].content)) == capture.id:
                return False
            stone = tombstone_record(capture.id, capture.digest, at, length=location.length)
            _splice(path, location, stone)
        return True

    def captures(self) -> Iterator[tuple[Capture, Location]]:
        """Yield every capture and where it lies, one at a time, file by file in order; all but revisits with payload.

        Damaged stretches, and bytes that are not what their digest says, are passed over; :meth:`damage` lists them.
        """
        for path in self.files():
            for item in _walk(path, 0):
                if isinstance(item, tuple):
                    yield item

    def damage(self) -> Iterator[Damage]:
        """Yield every stretch of bytes that is no whole record, file by file."""
        for path in self.files():
            yield from (item for item in _walk(path, 0) if isinstance(item, Damage))

    @contextmanager
    def still(self) -> Iterator[dict[str, int]]:
        """Keep appends away and hand out each file's size, at which it ends in a whole record."""
        with self._locked():
            yield {path.name: path.stat().st_size for path in self.files()}

    def recover(self, known_ends: Mapping[str, int]) -> Recovery:
        """Look beyond the known end of each file (``Ledger.archive_ends()``), and mend what a killed run left.

        A torn tail is cut off and reported; whole captures that the ledger may not know are returned for adoption.
        Files that end where the ledger says cost nothing but a look at their size.
        """
        adopted: list[tuple[Capture, Location]] = []
        damaged: list[Damage] = []
        cut: list[Damage] = []
        if not self.folder.is_dir():
            return Recovery()
        with self._locked():
            for path in self.files():
                known_end = known_ends.get(path.name, 0)
                if path.stat().st_size == known_end:
                    self._whole[path.name] = known_end
                    continue
                cut += self._cut_torn_tail(path, known_end)
                for item in _walk(path, min(known_end, path.stat().st_size)):
                    if isinstance(item, Damage):
                        damaged.append(item)
                    else:
                        adopted.append((replace(item[0], payload=None), item[1]))
        return Recovery(adopted=tuple(adopted), cut=tuple(cut), damaged=tuple(damaged))


def _is_sound(capture: Capture) -> bool:
    if capture.revisit_of is not None:
        return True
    return capture.payload is not None and sha256_hex(capture.payload) == capture.digest


def _write_records(
    file: RawIOBase, name: str, captures: Iterable[Capture], packed: Mapping[str, bytes]
) -> Iterator[Location]:
    offset = file.tell()
    for capture in captures:
        if offset == 0:
            offset += _write_all(file, file_head(name, capture.moment))
        length = _write_all(file, packed.get(capture.id) or capture_to_records(capture))
        yield Location(file=name, offset=offset, length=length)
        offset += length


def _write_all(file: RawIOBase, block: bytes) -> int:
    # An unbuffered file may take a part at a time, the last part before the disk is full included.
    view = memoryview(block)
    while view:
        view = view[file.write(view) or 0 :]
    return len(block)


def _splice(path: Path, location: Location, block: bytes) -> None:
    temporary = path.with_name(f".{path.name}{TEMPORARY}")
    try:
        with path.open("rb") as old, temporary.open("wb") as new:
            _copy(old, new, location.offset)
            new.write(block)
            old.seek(location.end)
            _copy(old, new, path.stat().st_size - location.end)
            new.flush()
            os.fsync(new.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size > 0 and (block := source.read(min(size, 1 << 20))):
        target.write(block)
        size -= len(block)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _walk(path: Path, start: int) -> Iterator[tuple[Capture, Location] | Damage]:
    """Yield the captures of one file from ``start``, and what is damaged: an unreadable stretch, bytes whose metadata
    record does not follow, or bytes that are not what their digest says.
    """
    size = path.stat().st_size
    first: Member | None = None
    for item in members(path, start, size):
        if isinstance(item, Damage):
            if first is not None:
                # Bytes without their context are no capture: one stretch with what follows them.
                item = _lonely(path, first, end=item.offset + item.length, torn=item.torn)
                first = None
            yield item
            continue
        record = parse_record(item.content)
        if record.type in FIRST_OF_CAPTURE:
            if first is not None:
                yield _lonely(path, first, end=item.offset, torn=False)
            first = item
        elif first is not None:
            capture = records_to_capture(parse_record(first.content), record)
            length = item.end - first.offset
            if capture is None:
                yield _lonely(path, first, end=item.end, torn=False)
            elif not _is_sound(capture):
                cause = "the bytes are not what their digest says"
                yield Damage(file=path.name, offset=first.offset, length=length, cause=cause, torn=False)
            else:
                yield capture, Location(file=path.name, offset=first.offset, length=length)
            first = None
    if first is not None:
        yield _lonely(path, first, end=size, torn=True)


def _lonely(path: Path, first: Member, *, end: int, torn: bool) -> Damage:
    cause = "bytes without the record of what they came with"
    return Damage(file=path.name, offset=first.offset, length=end - first.offset, cause=cause, torn=torn)

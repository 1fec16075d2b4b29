"""Backup and restore of a whole case while it is in use. A backup is itself a case folder, with a list of digests."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path

from riscontro.errors import ArchiveError, CaseError, UsageError
from riscontro.meter import Meter, no_meter
from riscontro.store.case import CONFIG, LEDGER, Case
from riscontro.store.connection import BULK_LOCK, translated
from riscontro.store.locks import bulk_job
from riscontro.store.replies import REPLIES

MANIFEST = "backup.sha256"
"""Lines of digest and name, as ``sha256sum --check`` reads them."""
_LINE = re.compile(
    r"([0-9a-f]{64})  (case\.toml|ledger\.sqlite|replies\.sqlite|archive/[\w-][\w.-]*\.warc\.gz)", re.ASCII
)
_BLOCK = 1 << 20
_MILLION = 1_000_000


def backup(case: Case, target: Path, *, report: Meter = no_meter) -> Path:
    """Write a case to a folder that is new or empty, and return it.

    The ledger is taken first, then the originals, which are only ever added to: the backup holds every original that
    its ledger knows. Others may go on working meanwhile. Raise :class:`UsageError` where the folder holds anything,
    :class:`DiskFullError` where there is no room; what was half written is removed. ``out/`` is not taken, since it
    can be made again.
    """
    if case.path.resolve() in (target.resolve(), *target.resolve().parents):
        raise UsageError(f"{target}: within the case itself; name a folder outside it")
    if _holds_anything(target):
        raise UsageError(f"{target}: not empty; name a new folder for the backup")
    with _put_in_place(target) as fresh:
        with case.ledger() as ledger:
            ledger.copy_to(fresh / LEDGER)
            ends = ledger.archive_ends()
        with case.archive.still() as sizes:
            pass
        _check_whole(case, ends, sizes)
        shutil.copyfile(case.path / CONFIG, fresh / CONFIG)
        (fresh / "archive").mkdir()
        taken = [CONFIG, LEDGER]
        if case.replies_path.exists():
            with case.replies() as replies:
                replies.copy_to(fresh / REPLIES)
            taken.append(REPLIES)
        digests = {name: _digest(fresh / name) for name in taken}
        tally = _Tally(sum(sizes.values()), report)
        for name, size in sizes.items():
            digests[f"archive/{name}"] = _copy(case.archive_path / name, fresh / "archive" / name, size, tally)
        lines = (f"{digest}  {name}\n" for name, digest in digests.items())
        (fresh / MANIFEST).write_text("".join(lines), "utf-8")
    return target


def _check_whole(case: Case, ends: Mapping[str, int], sizes: Mapping[str, int]) -> None:
    short = sorted(name for name, end in ends.items() if sizes.get(name, 0) < end)
    if short:
        found = (
            f"{case.archive_path}: originals that the ledger knows are missing or cut short ({', '.join(short[:3])})"
        )
        raise ArchiveError(f"{found}; a backup of it would not be whole: `riscontro doctor` lists what is gone")


def restore(source: Path, folder: Path, *, overwrite: bool = False, report: Meter = no_meter) -> Case:
    """Make a case from a backup and return it; every file is checked against the list before it is put in place.

    Raise :class:`CaseError` where the folder holds anything, unless ``overwrite``: then what was there is kept beside
    it as ``FOLDER.replaced``, ``FOLDER.replaced-2`` and so on. Raise it too where the backup is incomplete or damaged.
    """
    occupied = _holds_anything(folder)
    if occupied and not overwrite:
        raise CaseError(f"{folder}: not empty; name another folder, or say that it is to be replaced (--overwrite)")
    digests = _read_manifest(source)
    tally = _Tally(sum((source / name).stat().st_size for name in digests), report)
    with _put_in_place(folder) as fresh:
        (fresh / "archive").mkdir()
        for name, digest in digests.items():
            if _copy(source / name, fresh / name, None, tally) != digest:
                raise CaseError(
                    f"{source / name}: not what {MANIFEST} says; the backup is damaged, nothing was restored"
                )
        (fresh / "out").mkdir()
        if occupied:
            _move_away(folder)
    return Case.open(folder)


def _holds_anything(folder: Path) -> bool:
    return folder.exists() and (not folder.is_dir() or any(folder.iterdir()))


@contextmanager
def _put_in_place(folder: Path) -> Iterator[Path]:
    """Hand out a folder to be filled, which takes the place of ``folder`` once it is whole."""
    fresh = folder.absolute().with_name(f".{folder.absolute().name}.part")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with translated(folder):
            fresh.mkdir(parents=True)
            yield fresh
            if folder.exists():
                folder.rmdir()
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _move_away(folder: Path) -> None:
    names = (folder.with_name(f"{folder.name}.replaced{f'-{n}' if n > 1 else ''}") for n in range(1, 1000))
    alone = bulk_job(folder / BULK_LOCK, "restore") if folder.is_dir() else nullcontext()
    with alone:
        folder.rename(next(name for name in names if not name.exists()))


def _read_manifest(source: Path) -> Mapping[str, str]:
    try:
        lines = (source / MANIFEST).read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise CaseError(f"{source}: no backup ({MANIFEST} is missing); `riscontro backup` writes one") from error
    matches = [_LINE.fullmatch(line) for line in lines]
    digests = {match[2]: match[1] for match in matches if match is not None}
    if len(digests) != len(lines) or not {CONFIG, LEDGER} <= digests.keys():
        raise CaseError(f"{source / MANIFEST}: not a list that a backup writes; the backup is damaged")
    missing = [name for name in digests if not (source / name).is_file()]
    if missing:
        raise CaseError(f"{source}: {missing[0]} is missing; the backup is damaged, nothing was restored")
    return digests


class _Tally:
    """Counts the bytes of several files and reports them in millions."""

    def __init__(self, total: int, report: Meter) -> None:
        self._done, self._total, self._report = 0, total, report

    def add(self, size: int) -> None:
        self._done += size
        self._report(self._done // _MILLION, -(-self._total // _MILLION), of="MB")


def _copy(source: Path, target: Path, size: int | None, tally: _Tally) -> str:
    """Copy the first ``size`` bytes of a file, or all; return the digest of what was copied."""
    digest, left = hashlib.sha256(), size if size is not None else source.stat().st_size
    with source.open("rb") as file, target.open("wb") as out:
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            digest.update(block)
            out.write(block)
            left -= len(block)
            tally.add(len(block))
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

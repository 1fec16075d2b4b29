"""Backup and restore of a whole case while it is in use: one tar file with ledger, originals and a manifest."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO

from riscontro.errors import CaseError, UsageError
from riscontro.model.time import instant_to_text
from riscontro.store.case import CONFIG, LEDGER, Case
from riscontro.store.connection import translated
from riscontro.store.locks import bulk_job
from riscontro.store.rebuild import remove_ledger

MANIFEST = "manifest.json"
_ALLOWED = re.compile(r"case\.toml|ledger\.sqlite|archive/[\w-][\w.-]*\.warc\.gz", re.ASCII)
_BLOCK = 1 << 20


def backup(case: Case, target: Path, *, at: datetime) -> Path:
    """Write a case to a new tar file (compressed where its name ends in ``gz``) and return it.

    The ledger is taken first, then the originals, which are only ever added to: the backup holds every original that
    its ledger knows. Others may go on working. Raise :class:`UsageError` where the file is there already, and
    :class:`DiskFullError` where there is no room; a half-written file is removed.
    """
    if target.exists():
        raise UsageError(f"{target}: there already; name another file")
    snapshot = target.with_name(f".{target.name}.ledger")
    part = target.with_name(f".{target.name}.part")
    try:
        with translated(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with case.ledger() as ledger:
                ledger.copy_to(snapshot)
            _write_tar(case, snapshot, part, at=at)
            part.replace(target)
    finally:
        remove_ledger(snapshot)
        part.unlink(missing_ok=True)
    return target


def _write_tar(case: Case, snapshot: Path, part: Path, *, at: datetime) -> None:
    with case.archive.still() as sizes:
        pass
    digests: dict[str, str] = {}
    # tarfile takes the mode apart, so it must be one of the two words.
    with tarfile.open(part, "w:gz", compresslevel=1) if _is_gzip(part) else tarfile.open(part, "w") as tar:
        files = {CONFIG: (case.path / CONFIG, None), LEDGER: (snapshot, None)}
        originals = {f"archive/{name}": (case.archive_path / name, size) for name, size in sizes.items()}
        for name, (path, size) in {**files, **originals}.items():
            with path.open("rb") as file:
                digests[name] = _add(tar, name, file, path.stat().st_size if size is None else size, at)
        manifest = json.dumps({"made": instant_to_text(at), "sha256": digests}, indent=1).encode()
        _add(tar, MANIFEST, io.BytesIO(manifest), len(manifest), at)


def _is_gzip(part: Path) -> bool:
    return part.name.removesuffix(".part").endswith("gz")


def _add(tar: tarfile.TarFile, name: str, file: BinaryIO, size: int, at: datetime) -> str:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(at.timestamp()), 0o644
    reader = _Hashing(file)
    tar.addfile(info, reader)
    return reader.digest.hexdigest()


class _Hashing(io.RawIOBase):
    """Hands on what it reads and keeps its digest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        self.digest.update(block)
        return block


def restore(source: Path, folder: Path, *, overwrite: bool = False) -> Case:
    """Make a case from a backup and return it; every file is checked against the manifest before it is put in place.

    Raise :class:`CaseError` where the folder holds anything, unless ``overwrite``: then what was there is kept beside
    it as ``FOLDER.replaced``, ``FOLDER.replaced-2`` and so on. Raise it too where the backup is damaged or holds
    files that a backup does not.
    """
    occupied = folder.exists() and any(folder.iterdir())
    if occupied and not overwrite:
        raise CaseError(f"{folder}: not empty; name another folder, or say that it is to be replaced (--overwrite)")
    fresh = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with translated(folder):
            fresh.mkdir(parents=True)
            _unpack(source, fresh)
            if occupied:
                with _still(folder):
                    folder.rename(_free_name(folder))
            elif folder.exists():
                folder.rmdir()
            fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Case.open(folder)


@contextmanager
def _still(folder: Path) -> Iterator[None]:
    with bulk_job(folder / ".bulk.lock", "restore"):
        yield


def _free_name(folder: Path) -> Path:
    names = (folder.with_name(f"{folder.name}.replaced{f'-{n}' if n > 1 else ''}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())


def _unpack(source: Path, fresh: Path) -> None:
    digests: dict[str, str] = {}
    manifest: dict[str, str] | None = None
    try:
        with tarfile.open(source) as tar:
            for info in tar:
                file = tar.extractfile(info) if info.isreg() else None
                if file is not None and info.name == MANIFEST:
                    manifest = json.loads(file.read())["sha256"]
                elif file is not None and _ALLOWED.fullmatch(info.name):
                    digests[info.name] = _write_out(file, fresh / info.name)
                else:
                    raise CaseError(f"{source}: holds {info.name!r}, which no backup does; nothing was restored")
    except FileNotFoundError as error:
        raise CaseError(f"{source}: no such file") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError) as error:
        raise CaseError(f"{source}: damaged, or no backup of a case ({error}); nothing was restored") from error
    if manifest != digests or not {CONFIG, LEDGER} <= digests.keys():
        wrong = sorted(
            name for name in {*(manifest or {}), *digests} if (manifest or {}).get(name) != digests.get(name)
        )
        raise CaseError(f"{source}: not what its manifest says ({', '.join(wrong) or MANIFEST}); nothing was restored")


def _write_out(file: IO[bytes], path: Path) -> str:
    digest = hashlib.sha256()
    path.parent.mkdir(exist_ok=True)
    with path.open("wb") as out:
        while block := file.read(_BLOCK):
            digest.update(block)
            out.write(block)
    return digest.hexdigest()

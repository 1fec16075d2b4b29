"""A backup taken while others write is whole; a restore overwrites nothing unasked."""

from __future__ import annotations

import shutil
import subprocess
import threading

import pytest

from riscontro.errors import BusyError, CaseError, LedgerError, UsageError
from riscontro.store.backup import MANIFEST, backup, restore
from riscontro.store.case import Case
from riscontro.store.doctor import doctor
from riscontro.store.dump import dump
from tests.store.samples import keep, make_capture, room_for


@pytest.fixture
def filled(case):
    with case.ledger() as ledger:
        keep(case, ledger, *(make_capture(f"report {n}") for n in range(20)))
    return case


def lines(case: Case) -> list[str]:
    with case.ledger() as ledger:
        return list(dump(ledger))


def test_a_backup_restores_to_the_same_case(filled, tmp_path):
    backup(filled, tmp_path / "backup")
    again = restore(tmp_path / "backup", tmp_path / "again")
    assert lines(again) == lines(filled)
    assert [capture.payload for capture, _ in again.archive.captures()] == [
        capture.payload for capture, _ in filled.archive.captures()
    ]
    assert again.config == filled.config
    assert doctor(again) == ()
    assert again.out.is_dir()


def test_a_backup_is_a_case_that_the_doctor_can_look_at(filled, tmp_path):
    backup(filled, tmp_path / "backup")
    assert doctor(Case.open(tmp_path / "backup")) == ()


def test_other_tools_can_check_a_backup(filled, tmp_path):
    folder = backup(filled, tmp_path / "backup")
    assert subprocess.run(["sha256sum", "--check", "--quiet", MANIFEST], cwd=folder).returncode == 0


def test_a_backup_while_another_connection_writes_is_whole(filled, tmp_path):
    done = threading.Event()

    def write():
        with filled.ledger() as ledger:
            for n in range(1000, 3000):
                keep(filled, ledger, make_capture(f"report {n} " + "words " * 200))
                if done.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        folders = [backup(filled, tmp_path / f"backup-{n}") for n in range(4)]
    finally:
        done.set()
        writer.join()
    sizes = []
    for n, folder in enumerate(folders):
        again = restore(folder, tmp_path / f"again-{n}")
        with again.ledger() as ledger:
            # What the archive holds beyond the ledger's moment is taken up by the next run; nothing is missing.
            assert {finding.code for finding in doctor(again)} <= {"archive.orphan"}
            sizes.append(ledger.counts().documents)
    assert sizes == sorted(sizes)
    assert sizes[0] >= 20


def test_a_backup_overwrites_nothing(filled, tmp_path):
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "file").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        backup(filled, tmp_path / "backup")
    assert (tmp_path / "backup" / "file").read_text() == "mine"


def test_a_backup_without_room_leaves_nothing_behind(filled, tmp_path):
    with room_for(50_000), pytest.raises(LedgerError, match="room"):
        backup(filled, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case"]


def test_a_backup_into_an_empty_folder(filled, tmp_path):
    (tmp_path / "backup").mkdir()
    assert (backup(filled, tmp_path / "backup") / MANIFEST).is_file()


def test_a_restore_refuses_to_overwrite_unless_asked_and_keeps_what_was_there(filled, tmp_path):
    folder = backup(filled, tmp_path / "backup")
    other = Case.init(tmp_path / "other", title="Another")
    with pytest.raises(CaseError, match="--overwrite"):
        restore(folder, other.path)
    assert Case.open(other.path).config.title == "Another"
    assert restore(folder, other.path, overwrite=True).config.title == "A case"
    assert restore(folder, other.path, overwrite=True).config.title == "A case"
    assert Case.open(tmp_path / "other.replaced").config.title == "Another"
    assert Case.open(tmp_path / "other.replaced-2").config.title == "A case"


def test_a_restore_waits_for_no_job(filled, tmp_path):
    folder = backup(filled, tmp_path / "backup")
    with filled.ledger() as ledger, ledger.bulk("weigh"), pytest.raises(BusyError, match="weigh"):
        restore(folder, filled.path, overwrite=True)
    assert doctor(filled) == ()


def spoil(folder, name):
    path = folder / name
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda folder: spoil(folder, "ledger.sqlite"), "damaged"),
        (lambda folder: spoil(folder, "archive/2024-10-17.warc.gz"), "damaged"),
        (lambda folder: (folder / "ledger.sqlite").unlink(), "missing"),
        (lambda folder: (folder / MANIFEST).unlink(), "no backup"),
        (lambda folder: (folder / MANIFEST).write_text("0" * 64 + "  ../../evil\n"), "not a list"),
        (lambda folder: (folder / MANIFEST).write_text(""), "not a list"),
        (shutil.rmtree, "no backup"),
    ],
)
def test_a_damaged_backup_restores_nothing(filled, tmp_path, harm, says):
    folder = backup(filled, tmp_path / "backup")
    harm(folder)
    with pytest.raises(CaseError, match=says):
        restore(folder, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert not list(tmp_path.glob(".again*"))

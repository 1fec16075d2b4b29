"""Which reader reads: the contract that they share. The rules are the default, and need nothing but this program."""

from __future__ import annotations

from typing import Protocol

from riscontro.model.claim import Reading
from riscontro.model.document import Document
from riscontro.read.assemble import READER
from riscontro.read.reader import read

KINDS = ("rules", "model", "both")
"""The readers to choose from."""


class HaltError(Exception):
    """A reader goes no further in this run, for a reason that lies in no document; the next run goes on from there."""


class DocumentReader(Protocol):
    """What reads documents. ``tag`` names it on its readings, ``workers`` is how many it reads at a time."""

    @property
    def tag(self) -> str:
        """The reader's name and version."""

    @property
    def workers(self) -> int:
        """How many documents may be read at a time, each in a thread of its own."""

    @property
    def halted(self) -> str | None:
        """Why it stopped asking, ``None`` where it did not."""

    def read(self, document: Document) -> Reading:
        """Return what a document says; raise :class:`HaltError` where the run has to end."""


class RulesReader:
    """The rules of the language packs; they find times and attributions at once where a reading is wanted ``whole``."""

    tag = READER
    workers = 1
    halted: str | None = None

    def __init__(self, *, whole: bool = True) -> None:
        self.whole = whole

    def read(self, document: Document) -> Reading:
        """Return what a document says."""
        return read(document, whole=self.whole)

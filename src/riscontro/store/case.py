"""A case: one folder with what is watched, the originals, the ledger, and what was told from them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from riscontro.errors import CaseError, LedgerError
from riscontro.store.config import read_config
from riscontro.store.ledger import Ledger
from riscontro.store.replies import REPLIES, ReplyFile
from riscontro.store.values import CaseConfig

if TYPE_CHECKING:
    from riscontro.store.archive import Archive

CONFIG = "case.toml"
LEDGER = "ledger.sqlite"

_TEMPLATE = """\
# What this case watches. `riscontro doctor` checks this file.

title = {title}

# Pairs of states, by ISO 3166 alpha-3 code. The first one is the dossier's.
pairs = {pairs}

# Languages to read, by ISO 639-1 code; empty means every language that has a pack. Documents in others are kept unread.
languages = {languages}

# The letter of a source, A (completely reliable) to F (cannot be judged), against what was learnt of it.
# `state` says whose organ it is, `topic` limits the letter to one mode of act.
# [[sources]]
# name = "Example Agency"
# reliability = "B"
# state = "ITA"
# topic = "arms_transfer"

# Feeds and news sitemaps that `riscontro collect --feeds` asks, and how the web is asked (docs/web.md).
# [[feeds]]
# url = "https://news.example/rss"
# publisher = "Example Post"
# pages = true
#
# [web]
# contact = "desk@example.org"
# delay = 2.0
# budget = 100
# together = 4

# A language model as a second reader, off unless it is named here or by RISCONTRO_READER (docs/model-reader.md).
# The key, if the endpoint wants one, stays out of this file: RISCONTRO_MODEL_KEY, or the system's keyring.
# [reader]
# kind = "both"
# url = "http://127.0.0.1:11434/v1"
# model = "..."
# calls = 1000

# The ladder of support, from the lowest rung upwards; without it the default holds (docs/relation.md).
# [ladder]
"""


class Case:
    """A case folder. Making one or opening it reads no more than its names; the rest is read when asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def init(
        cls,
        path: Path | str,
        *,
        title: str = "",
        pairs: Sequence[Sequence[str]] = (),
        languages: Sequence[str] = (),
    ) -> Case:
        """Make a case in a folder, which is created, and return it; raise :class:`CaseError` where there is one."""
        folder = Path(path)
        config = folder / CONFIG
        if config.exists():
            raise CaseError(f"{config}: there is a case already; `riscontro show` tells what it holds")
        folder.mkdir(parents=True, exist_ok=True)
        text = _TEMPLATE.format(
            title=_toml(title), pairs=_toml([list(pair) for pair in pairs]), languages=_toml(list(languages))
        )
        # case.toml comes last and whole: a kill before it leaves no case, and the next init makes one.
        part = config.with_name(f".{CONFIG}.part")
        part.write_text(text, "utf-8")
        try:
            read_config(part)
        except CaseError:
            part.unlink()
            raise
        case = cls(folder)
        case.archive_path.mkdir(exist_ok=True)
        case.out.mkdir(exist_ok=True)
        Ledger(case.ledger_path).close()
        part.replace(config)
        return case

    @classmethod
    def open(cls, path: Path | str) -> Case:
        """Return the case in a folder; raise :class:`CaseError` where there is none."""
        folder = Path(path)
        if not (folder / CONFIG).is_file():
            raise CaseError(f"{folder}: no case here ({CONFIG} is missing); `riscontro init {folder}` makes one")
        return cls(folder)

    @cached_property
    def config(self) -> CaseConfig:
        """What ``case.toml`` says; raises :class:`CaseError` where it is wrong."""
        return read_config(self.path / CONFIG)

    @cached_property
    def archive(self) -> Archive:
        """The originals."""
        # Imported late: warcio is needed only where originals are touched.
        from riscontro.store.archive import Archive

        return Archive(self.archive_path)

    @contextmanager
    def ledger(self, *, readonly: bool = False) -> Iterator[Ledger]:
        """Open the ledger and close it again; one of an older version is upgraded.

        In a folder that may not be written to it opens for reading alone, so that a case can be shown from anywhere.
        A ledger that is missing is made anew where the case holds no original yet. Raise :class:`LedgerError` where it
        cannot be opened, or is missing beside originals.
        """
        if not self.ledger_path.exists() and any(self.archive_path.glob("*.warc.gz")):
            hint = "restore a backup, or `riscontro rebuild --anew` derives all but the judgements from the originals"
            raise LedgerError(f"{self.ledger_path}: missing, though the case holds originals; {hint}")
        barred = self.ledger_path.exists() and not os.access(self.path, os.W_OK)
        with Ledger(self.ledger_path, readonly=readonly or barred) as ledger:
            yield ledger

    @property
    def archive_path(self) -> Path:
        """The folder of the originals."""
        return self.path / "archive"

    @property
    def ledger_path(self) -> Path:
        """The file of the ledger."""
        return self.path / LEDGER

    @property
    def replies_path(self) -> Path:
        """The file of the replies of a language model; it is there only where one was asked."""
        return self.path / REPLIES

    @contextmanager
    def replies(self) -> Iterator[ReplyFile]:
        """Open the replies of a language model and close them again; the file is made where there is none."""
        with ReplyFile(self.replies_path) as replies:
            yield replies

    @property
    def out(self) -> Path:
        """The folder of dossiers and exports."""
        return self.path / "out"


def _toml(value: object) -> str:
    # JSON strings and arrays of strings are TOML too, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

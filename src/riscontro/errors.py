"""The exceptions that stop the work; a doubt about data is an issue (:mod:`riscontro.model.issue`) instead.

::

    RiscontroError          anything below; the command line prints its message as one line
    ├── UsageError          what was asked for makes no sense: an unknown state, a malformed date
    ├── CaseError           the case folder is missing, incomplete, or its case.toml is wrong
    ├── PackError           a language pack breaks its contract
    ├── ArchiveError        an original is missing, torn or does not match its digest
    ├── LedgerError         the ledger cannot be opened, or is of a newer version than this program
    │   ├── BusyError       another bulk job holds the case
    │   └── DiskFullError   a write found no room; nothing that was committed is lost
    ├── DriftError          a sentence of a dossier does not follow from the claims that it cites
    │   └── UnprovedError   the same, of a dossier that was written all the same with such sentences marked
    ├── JudgementError      a judgement is malformed, or the chain of judgements is broken
    └── UnknownIdError      no record of that id in this case

A message says what was found, where, what was expected, and what to do next.
"""

from __future__ import annotations


class RiscontroError(Exception):
    """The root of the tree; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class UsageError(RiscontroError):
    """What was asked for makes no sense."""

    exit_code = 2


class CaseError(RiscontroError):
    """The case folder is missing, incomplete, or its ``case.toml`` is wrong."""

    exit_code = 3


class PackError(RiscontroError):
    """A language pack breaks its contract."""

    exit_code = 3


class ArchiveError(RiscontroError):
    """An original is missing, torn, or does not match its digest."""

    exit_code = 4


class LedgerError(RiscontroError):
    """The ledger cannot be opened, or was written by a newer version of this program."""

    exit_code = 4


class BusyError(LedgerError):
    """Another bulk job holds the case."""

    exit_code = 5


class DiskFullError(LedgerError):
    """A write found no room; what was committed before it is safe."""

    exit_code = 6


class DriftError(RiscontroError):
    """A sentence of a dossier does not follow from the claims that it cites."""

    exit_code = 9


class UnprovedError(DriftError):
    """A dossier was written with sentences that do not follow from their claims, each of them marked."""

    exit_code = 10


class JudgementError(RiscontroError):
    """A judgement is malformed, or the chain of judgements is broken."""

    exit_code = 4


class UnknownIdError(RiscontroError):
    """No record of that id in this case."""

    exit_code = 7

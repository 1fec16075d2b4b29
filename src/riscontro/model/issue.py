"""Issues: recorded doubts about data, which do not stop the run."""

from __future__ import annotations

from dataclasses import dataclass

from riscontro.model.ids import make_id
from riscontro.model.mention import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A doubt about data.

    ``code`` is dotted, room first (``collect.file.empty``, ``read.time.ambiguous``); ``subject`` is the id of the
    record it concerns, or the path or URL of an input that never became one; ``span`` lies in the document's text.
    """

    code: str
    message: str
    subject: str | None = None
    span: Span | None = None

    @property
    def id(self) -> str:
        """The id: code, subject, span and message."""
        return make_id("iss", [self.code, self.subject, self.span, self.message])

"""Reads news reports in many languages into a record of who did what to, for or with whom.

The public names; users import from here, not from the rooms. Each is loaded when it is first asked for, so that
``import riscontro`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from riscontro.version import __version__

if TYPE_CHECKING:
    from riscontro.collect import extract, gather
    from riscontro.errors import RiscontroError
    from riscontro.model.claim import Claim, Reading
    from riscontro.model.document import Capture, Declared, Document
    from riscontro.model.event import Event
    from riscontro.read import explain, read
    from riscontro.relate import relate
    from riscontro.store.case import Case
    from riscontro.tell import dossier_to_html, dossier_to_markdown
    from riscontro.weigh import weigh

_HOMES = {
    "Capture": "riscontro.model.document",
    "Case": "riscontro.store.case",
    "Claim": "riscontro.model.claim",
    "Declared": "riscontro.model.document",
    "Document": "riscontro.model.document",
    "Event": "riscontro.model.event",
    "Reading": "riscontro.model.claim",
    "RiscontroError": "riscontro.errors",
    "dossier_to_html": "riscontro.tell",
    "dossier_to_markdown": "riscontro.tell",
    "explain": "riscontro.read",
    "extract": "riscontro.collect",
    "gather": "riscontro.collect",
    "read": "riscontro.read",
    "relate": "riscontro.relate",
    "weigh": "riscontro.weigh",
}

__all__ = [
    "Capture",
    "Case",
    "Claim",
    "Declared",
    "Document",
    "Event",
    "Reading",
    "RiscontroError",
    "__version__",
    "dossier_to_html",
    "dossier_to_markdown",
    "explain",
    "extract",
    "gather",
    "read",
    "relate",
    "weigh",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'riscontro' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)

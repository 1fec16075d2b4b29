"""Events and dyads in, dossiers out.

Every sentence is built from claims and carries their ids. Texts come from a message catalogue per language, so that
another language is another file in ``messages``.
"""

from __future__ import annotations

from riscontro.tell.catalogue import catalogue_codes
from riscontro.tell.figures import can_draw
from riscontro.tell.html import dossier_to_html
from riscontro.tell.lint import unsupported_sentences
from riscontro.tell.markdown import dossier_to_markdown

__all__ = ["can_draw", "catalogue_codes", "dossier_to_html", "dossier_to_markdown", "unsupported_sentences"]

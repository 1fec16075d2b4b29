"""``riscontro explain``: why a sentence gave the claims that it gave."""

from __future__ import annotations

from typing import Annotated

import typer

from riscontro.cli.common import PublishedOption, check_published, print_lines


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("explain")(explain)


def explain(
    text: Annotated[str, typer.Argument(help="The text to read; '-' for standard input.")],
    lang: Annotated[str | None, typer.Option("--lang", help="Its language; without it the text tells.")] = None,
    published: PublishedOption = None,
) -> None:
    """Show what was found in a text, which slots were tried, and why a claim was or was not made."""
    import sys

    from riscontro.read import explain as explain_text

    words = sys.stdin.read() if text == "-" else text
    print_lines(explain_text(words, lang=lang, published=check_published(published)).lines())

"""``riscontro explain``: why a sentence gave the claims that it gave."""

from __future__ import annotations

import click

from riscontro.cli.common import check_lang, check_published, print_lines, standard_input
from riscontro.errors import UsageError


@click.command("explain")
@click.argument("text")
@click.option("--lang", help="The text's language; without it the text tells.")
@click.option("--published", help="When it was published: YYYY, YYYY-MM or YYYY-MM-DD.")
def command(text: str, lang: str | None, published: str | None) -> None:
    """Show what was found in a text, which slots were tried, and why a claim was or was not made.

    TEXT is the text itself, '-' for standard input.
    """
    from riscontro.read import explain as explain_text

    lang = check_lang(lang, option="--lang")
    date = check_published(published)
    words = standard_input().read() if text == "-" else text
    if not words.strip():
        raise UsageError("there is no text to explain; write a sentence, or '-' for standard input")
    print_lines(explain_text(words, lang=lang, published=date).lines())

"""HTML to document against trafilatura alone, on the same pages in one run: ``python -m bench.pages``.

Prints, for three sizes of page, the processor time of :func:`riscontro.collect.extract` (text, facts, language, share,
translation, agencies) over that of ``trafilatura.extract(fast=True, with_metadata=True)``: the best of several
alternating rounds.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import trafilatura

from bench.share_pages import make_pages
from riscontro.collect import extract
from riscontro.model.document import Capture, Declared, capture_id
from riscontro.model.ids import sha256_hex

ROUNDS = 4
SIZES = {"small": (0, 60), "middle": (60, 30), "large": (500, 8)}
"""Name to blocks of navigation added to each page, and pages: about 3, 20 and 140 kB a page."""

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def padded(markup: str, blocks: int) -> str:
    """Return a page with scripts and navigation around its report, as sites have them."""
    slots = '1, 2, {"k": "v"}, ' * (6 * blocks)
    script = f"<script>var slots = [{slots}];</script>"
    menu = "".join(
        f"<div class='nav-item level-{n % 7}'><ul class='menu'><li><a href='/section/{n}' title='Section {n}'>"
        f"Section number {n}</a></li></ul><span class='dot' data-id='{n}'></span></div>"
        for n in range(blocks)
    )
    return markup.replace("</head>", f"{script}</head>").replace("</footer>", f"{menu}</footer>")


def page_capture(markup: str, origin: str = "pages/a.html") -> Capture:
    """Return a page as collecting takes it from a file."""
    payload = markup.encode()
    digest, declared = sha256_hex(payload), Declared()
    return Capture(
        id=capture_id(digest=digest, url=None, declared=declared),
        digest=digest,
        size=len(payload),
        media_type="text/html",
        origin=origin,
        moment=MOMENT,
        payload=payload,
    )


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def best_of(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Return the least processor seconds of two works, each done once before and then in turns."""
    ours()
    theirs()
    spent = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return min(mine for mine, _ in spent), min(other for _, other in spent)


def plain_extraction(pages: Sequence[str]) -> None:
    """Extract pages by trafilatura alone."""
    for page in pages:
        trafilatura.extract(page, fast=True, with_metadata=True)


def ratio(pages: Sequence[str]) -> float:
    """Return our processor time over trafilatura's on the same pages."""
    captures = [page_capture(page) for page in pages]

    def ours() -> None:
        for capture in captures:
            extract(capture)

    mine, other = best_of(ours, lambda: plain_extraction(pages), ROUNDS)
    return mine / other


def main() -> int:
    """Measure and print one line."""
    logging.disable(logging.CRITICAL)
    pages = [page.markup for page in make_pages(1)]
    figures = {
        name: ratio([padded(page, blocks) for page in pages[:: len(pages) // count]])
        for name, (blocks, count) in SIZES.items()
    }
    told = " ".join(f"{name}={figure:.2f}" for name, figure in figures.items())
    print(f"pages: worst={max(figures.values()):.2f} {told}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

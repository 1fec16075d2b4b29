"""How well is the share of a page told? ``python -m bench.share [SEED ...] [--half dev|kept] [--show]``.

Writes pages of known share (:mod:`bench.share_pages`), extracts them as collecting does, and prints one line: the part
of the pages whose share is told within a tenth, of the whole pages called cut, of the cut ones called whole, and of all
pages whose true share lies in the interval told. ``--show`` lists the misses and the figures by kind.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.share_pages import HALVES, Page, make_pages
from riscontro.collect.access import Holding, assess_holding
from riscontro.collect.language import detect_language
from riscontro.collect.page import read_page

MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEAR = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A page, and what was told of it."""

    page: Page
    holding: Holding
    text: str

    @property
    def near(self) -> bool:
        """Tell whether the share told is within a tenth of the truth."""
        return abs(self.holding.share - self.page.share) <= NEAR

    @property
    def inside(self) -> bool:
        """Tell whether the truth lies in the interval told."""
        return self.holding.low - 1e-9 <= self.page.share <= self.holding.high + 1e-9


def tell(page: Page) -> Told:
    """Return what collecting tells of one page."""
    facts = read_page(page.markup, MOMENT)
    lang = detect_language(facts.text, facts.lang_hint)
    return Told(page=page, holding=assess_holding(facts.text, lang, facts.signals), text=facts.text)


def part(told: Sequence[bool]) -> float:
    """Return the part that is true, 0 to 1."""
    return sum(told) / len(told) if told else 0.0


def show(told: Sequence[Told]) -> Iterator[str]:
    """Yield a line for each miss, then one for each kind."""
    kinds: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        kinds[one.page.kind].append(one)
        if not one.near or not one.inside:
            page, holding = one.page, one.holding
            yield (
                f"{page.kind} {page.lang} {page.layout}: true {page.share:.2f}, told {holding.share:.2f}"
                f" [{holding.low:.2f}, {holding.high:.2f}] {holding.evidence[:1]} ... {one.text[-70:]!r}"
            )
    for kind, group in sorted(kinds.items()):
        near, inside = part([one.near for one in group]), part([one.inside for one in group])
        yield f"{kind:30} {len(group):3} near {near:.2f} inside {inside:.2f}"


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.share")
    parser.add_argument("seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--half", choices=(*HALVES, "both"), default="both")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(arguments)
    halves = HALVES if options.half == "both" else (options.half,)
    told = [tell(page) for seed in options.seeds for half in halves for page in make_pages(seed, half)]
    whole = [one for one in told if one.page.share == 1]
    cut = [one for one in told if one.page.share < 1]
    if options.show:
        print("\n".join(show(told)))
    width = sum(one.holding.high - one.holding.low for one in cut) / len(cut)
    print(
        f"share: pages={len(told)} within_tenth={part([one.near for one in told]):.3f}"
        f" full_called_cut={part([one.holding.share < 1 for one in whole]):.3f}"
        f" cut_called_full={part([one.holding.share == 1 for one in cut]):.3f}"
        f" in_interval={part([one.inside for one in told]):.3f} width_cut={width:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

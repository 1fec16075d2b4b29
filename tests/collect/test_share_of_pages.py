"""The share on pages written for it, against the bounds of the issue on collecting."""

from __future__ import annotations

import pytest

from bench.share import main, part, tell
from bench.share_pages import HALVES, make_pages
from riscontro.collect import extract
from tests.collect.pages import make_samples
from tests.collect.samples import capture_of


@pytest.mark.parametrize("seed", [1, 2])
def test_share_is_within_a_tenth_on_nine_of_ten_and_whole_pages_stay_whole(seed: int) -> None:
    samples = list(make_samples(seed))
    pairs = [(sample, extract(capture_of(sample.markup)).documents[0]) for sample in samples]
    assert len(pairs) >= 150
    assert sum(abs(document.share - sample.share) <= 0.1 for sample, document in pairs) >= 0.9 * len(pairs)
    called_cut = [sample.name for sample, document in pairs if sample.share == 1 and document.share < 1]
    assert len(called_cut) <= 0.02 * sum(sample.share == 1 for sample in samples), called_cut
    assert [sample.name for sample, document in pairs if sample.share < 1 and document.share == 1] == []
    assert [sample.name for sample, document in pairs if sample.name.split()[1] != document.lang] == []


@pytest.mark.parametrize("half", HALVES)
def test_share_holds_on_varied_layouts(half: str) -> None:
    told = [tell(page) for page in make_pages(1, half)]
    assert len(told) >= 150
    assert part([one.near for one in told]) >= 0.9
    assert part([one.inside for one in told]) >= 0.9
    assert part([one.holding.share < 1 for one in told if one.page.share == 1]) <= 0.02


def test_pages_are_the_same_for_the_same_seed() -> None:
    assert list(make_pages(3)) == list(make_pages(3))
    assert list(make_pages(3)) != list(make_pages(4))


def test_bench_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["1", "--half", "dev"]) == 0
    assert capsys.readouterr().out.startswith("share: pages=156 within_tenth=0.9")

"""The share on pages written for it, against the bounds of the issue on collecting."""

from __future__ import annotations

import pytest

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

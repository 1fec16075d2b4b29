from __future__ import annotations

import pytest

from riscontro.tell import dossier_to_html, unsupported_sentences
from tests.tell.samples import empty_dossier, rich_dossier, small_dossier

PAGE = '<section data-linted>{}</section><div data-claim="clm-1"></div><div data-claim="clm-2"></div>'


@pytest.mark.parametrize("lang", ["it", "en"])
@pytest.mark.parametrize("dossier", [rich_dossier(), small_dossier(), empty_dossier()], ids=["rich", "small", "empty"])
def test_every_sentence_of_a_dossier_is_supported(dossier: object, lang: str) -> None:
    assert unsupported_sentences(dossier_to_html(dossier, lang=lang)) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "sentence",
    [
        '<p data-sentence data-claims="clm-1 clm-2">Told.</p>',
        '<li><span data-sentence data-claims="clm-2">Told.</span> because</li>',
        "<p data-note>A note of the page.</p>",
        "<div data-note><p>Within a note.</p></div>",
        '<p data-sentence data-claims="clm-1">With <br> a break <img alt=""> inside.</p>',
    ],
)
def test_a_supported_sentence_passes(sentence: str) -> None:
    assert unsupported_sentences(PAGE.format(sentence)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "<p>Untold.</p>",
        "<h3>Untold.</h3>",
        "<li>Untold.</li>",
        "<p data-sentence>Untold.</p>",
        '<p data-sentence data-claims="">Untold.</p>',
        '<p data-sentence data-claims="clm-3">Untold.</p>',
        '<p data-sentence data-claims="clm-1 clm-3">Untold.</p>',
    ],
)
def test_a_sentence_without_its_claims_is_found(sentence: str) -> None:
    assert unsupported_sentences(PAGE.format(sentence)) == ("Untold.",)


def test_a_planted_sentence_is_found_in_a_real_page() -> None:
    page = dossier_to_html(small_dossier())
    planted = page.replace('<article class="entry', '<p>Il Vietnam ha donato armi.</p><article class="entry', 1)
    assert unsupported_sentences(planted) == ("Il Vietnam ha donato armi.",)


def test_a_sentence_that_loses_its_evidence_is_found() -> None:
    page = dossier_to_html(small_dossier()).replace('data-claim="clm-s"', 'data-claim="clm-other"')
    assert "Il Vietnam avrebbe fornito generi alimentari a Cuba nel marzo 2024." in "".join(unsupported_sentences(page))

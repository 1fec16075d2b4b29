from __future__ import annotations

from riscontro.pipeline import gather_dossier, relate_case, view_case, view_pair
from riscontro.pipeline.viewing import TEXTS_AT_ONCE
from riscontro.store.case import Case
from riscontro.tell import dossier_to_html
from riscontro.tell.rank import quoted_documents


def test_outlines_are_the_documents_without_their_texts(case):
    with Case.open(case).ledger() as ledger:
        whole = {document.id: document for document in ledger.documents()}
        outlines = list(ledger.outlines(whole))
        texts = ledger.texts([*whole, "doc-none"])
    assert [one.id for one in outlines] == sorted(whole, key=lambda id: (whole[id].public_from, id))
    assert all(one.text == "" and one.title == whole[one.id].title for one in outlines)
    assert texts == {id: document.text for id, document in whole.items() if document.text}


def test_a_dossier_of_very_many_documents_prints_the_same(case, monkeypatch):
    opened = Case.open(case)
    view = view_case(opened)
    relation = relate_case(opened, view, pair=("PRK", "RUS"), clock=lambda: view_moment(view))
    whole = gather_dossier(opened, view, relation)
    assert len(whole.documents) < TEXTS_AT_ONCE
    monkeypatch.setattr("riscontro.pipeline.viewing.TEXTS_AT_ONCE", 0)
    thin = gather_dossier(opened, view, relation)
    quoted = set(quoted_documents(whole))
    assert {one.id for one in thin.documents if one.text} == {
        one.id for one in whole.documents if one.text and one.id in quoted
    }
    assert dossier_to_html(thin, lang="en") == dossier_to_html(whole, lang="en")


def view_moment(view):
    return max(provenance.held_from for provenance in view.provenances.values())


def test_a_large_case_is_told_of_from_the_pair_s_own_events(case, monkeypatch):
    opened = Case.open(case)
    assert view_pair(opened, ("PRK", "RUS")) is None
    whole = view_case(opened)
    monkeypatch.setattr("riscontro.pipeline.pairs.LARGE_CASE", 0)
    thin = view_pair(opened, ("PRK", "RUS"))
    assert thin is not None
    assert thin.whole == (len(whole.provenances), len(whole.claims))
    assert set(thin.claims) <= set(whole.claims)
    told = [relate_case(opened, view, pair=("PRK", "RUS"), clock=lambda: view_moment(whole)) for view in (whole, thin)]
    assert told[0] == told[1]
    dossier = gather_dossier(opened, thin, told[1])
    assert "the whole case holds" in dossier_to_html(dossier, lang="en")

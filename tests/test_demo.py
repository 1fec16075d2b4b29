"""The demo, whole: from forty-odd files to a dossier, held against what its makers wrote down by hand."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from riscontro import pipeline
from riscontro.cli.tell import build_dossier
from riscontro.model.time import text_to_instant
from riscontro.store.case import Case
from riscontro.store.dump import dump
from riscontro.tell import dossier_to_html, unsupported_sentences

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "examples" / "prk-rus"
NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
EXPECTED = tomllib.loads((DEMO / "expected.toml").read_text("utf-8"))


def clock() -> datetime:
    return NOW


def build(folder: Path, *inputs: str) -> Case:
    case = Case.init(folder, title="demo", pairs=[("PRK", "RUS")])
    for one in inputs or (str(DEMO / "reports"),):
        pipeline.collect_into(case, [one], clock=clock)
    pipeline.read_into(case, clock=clock)
    pipeline.weigh_into(case, clock=clock)
    return case


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Case:
    return build(tmp_path_factory.mktemp("demo") / "case")


@pytest.fixture(scope="module")
def reports(demo) -> dict[str, str]:
    """Return each report's document, as ``expected.toml`` names reports."""
    with demo.ledger() as ledger:
        named = {}
        for document in ledger.documents():
            origin = Path(ledger.capture(document.capture_id)[0].origin).name
            line = f"#{document.part + 1}" if origin.endswith(".jsonl") else ""
            named[f"reports/{origin}{line}"] = document.id
    return named


def lines(case: Case) -> list[str]:
    with case.ledger() as ledger:
        return list(dump(ledger))


def test_every_report_is_held(demo, reports):
    rows = (DEMO / "SOURCES.tsv").read_text("utf-8").splitlines()[1:]
    assert {row.split("\t")[0] for row in rows} == set(reports)


def test_every_report_rests_on_a_public_document():
    for row in (DEMO / "SOURCES.tsv").read_text("utf-8").splitlines()[1:]:
        cells = row.split("\t")
        assert cells[5]
        assert cells[9].startswith("http"), cells[0]


def test_outlets_live_under_reserved_domains():
    for path in (DEMO / "reports").glob("*.html"):
        for address in html.fromstring(path.read_bytes()).xpath("//link[@rel='canonical']/@href"):
            host = address.split("/")[2] if address.startswith("http") else "example.org"
            assert host.endswith(("example.org", "example.net", "example.com")), path.name


def test_reports_without_an_act_give_no_claim(demo, reports):
    with demo.ledger() as ledger:
        for report in EXPECTED["no_claim"]["reports"]:
            assert list(ledger.claims(document=reports[report])) == [], report


def test_cut_pages_say_how_much_is_held(demo, reports):
    with demo.ledger() as ledger:
        for cut in EXPECTED["cut"]:
            document = ledger.document(reports[cut["report"]])
            assert document.access == "paywalled"
            assert document.share_evidence
            if "share" in cut:
                assert document.share == pytest.approx(cut["share"])


def test_a_translation_that_says_so_is_noticed(demo, reports):
    with demo.ledger() as ledger:
        for row in EXPECTED["translated"]:
            assert ledger.document(reports[row["report"]]).translated is not None


def test_copies_of_the_wire_story_are_one_family(demo, reports):
    with demo.ledger() as ledger:
        for family in EXPECTED["family"]:
            whole = [name for name in (family["root"], *family["copies"]) if name not in family["shortened"]]
            assert len({ledger.document(reports[name]).family for name in whole}) == 1
            assert ledger.document(reports[family["root"]]).family is not None


def test_copies_never_count_twice(demo, reports):
    (family,) = EXPECTED["family"]
    copies = {reports[name] for name in (family["root"], *family["copies"])}
    with demo.ledger() as ledger:
        carried = {claim.id: claim.document_id for claim in ledger.claims()}
        for event in ledger.events():
            told_in = {carried[claim] for claim in event.claims}
            if told_in <= copies:
                assert event.independent <= 1, event.id


def test_the_same_reports_in_any_order_give_the_same_case(demo, tmp_path):
    names = sorted(path.name for path in (DEMO / "reports").iterdir())
    again = build(tmp_path / "case", *(str(DEMO / "reports" / name) for name in reversed(names)))
    assert _without_origins(lines(again)) == _without_origins(lines(demo))


def _without_origins(dumped: list[str]) -> list[str]:
    return [line for line in dumped if '"kind":"capture"' not in line.replace(" ", "")]


def test_a_rebuild_gives_the_same_content(demo):
    before = lines(demo)
    pipeline.rebuild(demo, clock=clock)
    assert lines(demo) == before


@pytest.mark.parametrize("day", ["2022-09-30", "2023-10-14", "2024-10-06", "2024-10-20"])
def test_as_known_at_equals_a_case_that_ends_there(demo, tmp_path, day):
    moment = text_to_instant(day)
    with demo.ledger() as ledger:
        held = ledger.provenances(as_of=moment)
        origins = {ledger.capture(ledger.document(id).capture_id)[0].origin for id in held}
    cut = build(tmp_path / "case", *sorted(origins))
    then = pipeline.view_case(demo, as_of=moment)
    replay = pipeline.view_case(cut, as_of=moment)
    assert then.events == replay.events
    assert {change.at for event in then.events for change in event.history if change.at > moment} == set()


@pytest.mark.parametrize("day", [None, "2022-09-30", "2023-10-14", "2024-10-06", "2024-10-20"])
def test_a_pair_read_in_brief_is_related_as_from_records(demo, day):
    moment = text_to_instant(day) if day else None
    whole = pipeline.view_case(demo, as_of=moment)
    brief = pipeline.view_pair(demo, ("PRK", "RUS"), as_of=moment, least=0)
    related = [pipeline.relate_case(demo, view, pair=("PRK", "RUS"), clock=clock) for view in (whole, brief)]
    assert related[0] == related[1]
    told = [dossier_to_html(pipeline.gather_dossier(demo, brief, related[1]), lang=lang) for lang in ("en", "it")]
    assert all(unsupported_sentences(page) == () for page in told)


def test_the_dossier_holds_no_script_and_asks_for_nothing(demo):
    page = html.fromstring(dossier_to_html(build_dossier(demo, None), lang="en"))
    assert page.xpath("//script | //iframe | //object | //link[@rel='stylesheet']") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//img[not(starts-with(@src, 'data:'))]") == []
    assert [href for href in page.xpath("//a/@href") if not href.startswith(("#", "http://", "https://"))] == []


def test_hostile_words_are_shown_as_words(demo):
    text = html.fromstring(dossier_to_html(build_dossier(demo, None), lang="en")).text_content()
    assert "<script>alert(1)</script>" in text
    assert "\u202e" not in text


@pytest.mark.parametrize("lang", ["en", "it"])
def test_every_sentence_leads_to_claims(demo, lang):
    dossier = build_dossier(demo, None)
    assert unsupported_sentences(dossier_to_html(dossier, lang=lang)) == ()


def test_a_case_told_twice_gives_the_same_bytes(demo):
    first, second = (dossier_to_html(build_dossier(demo, None), lang="it") for _ in range(2))
    assert first == second


def test_unread_documents_are_named_in_the_dossier(tmp_path):
    page = tmp_path / "uutinen.md"
    page.write_text(
        "# Presidentti vieraili Tukholmassa\n\nSuomen presidentti vieraili tiistaina Tukholmassa ja tapasi siellä "
        "kuninkaan. Vierailun aikana keskusteltiin maiden välisestä yhteistyöstä ja turvallisuudesta.\n",
        encoding="utf-8",
    )
    dossier = build_dossier(build(tmp_path / "case", str(DEMO / "reports"), str(page)), None)
    assert dossier.unread
    text = html.fromstring(dossier_to_html(dossier, lang="en")).text_content()
    titles = {document.id: document.title for document in dossier.documents}
    for id, _ in dossier.unread:
        assert titles[id] in text

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from riscontro.collect import Limits, extract
from riscontro.errors import ArchiveError
from riscontro.model.document import Access, Capture, Declared, Document
from riscontro.model.ids import sha256_hex
from riscontro.model.time import Published
from tests.collect.mutate import mutations
from tests.collect.samples import MOMENT, PARAGRAPHS, capture_of, make_page

LINES = "application/x-ndjson"


def only(capture: Capture) -> Document:
    (document,) = extract(capture).documents
    return document


def codes(capture: Capture) -> list[str]:
    return [issue.code for issue in extract(capture).issues]


def test_plain_text_is_kept_as_it_is() -> None:
    document = only(capture_of("  Primo  rigo.\r\n\r\nSecondo\trigo,  « così ».\r", "text/plain"))
    assert document.text == "  Primo  rigo.\n\nSecondo\trigo,  « così ».\n"
    assert document.title is None


LIMITS = Limits(report=1000)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("a" * 3000, "a" * 1000),
        ("parola " * 400, ("parola " * 143).rstrip()[:999]),
        ("x" * 700 + "\n" + "parola " * 400, "x" * 700),
        ("y" * 1000, "y" * 1000),
    ],
)
def test_text_beyond_a_report_is_held_to_its_bound(text: str, held: str) -> None:
    (document,) = extract(capture_of(text, "text/plain"), limits=LIMITS).documents
    assert held.startswith(document.text)
    assert len(held) - len(document.text) < len("parola ")


def test_text_beyond_a_report_is_told_and_partial() -> None:
    found = extract(capture_of("parola " * 1000, "text/plain"), limits=LIMITS)
    assert [issue.code for issue in found.issues] == ["collect.text.cut"]
    (document,) = found.documents
    assert document.access is Access.PARTIAL
    assert document.share_low <= len(document.text) / 7000 <= document.share_high


@pytest.mark.parametrize("media_type", ["text/html", "text/markdown", LINES])
def test_text_beyond_a_report_is_told_of_any_kind(media_type: str) -> None:
    text = make_page(paragraphs=PARAGRAPHS * 40)
    payload = json.dumps({"text": text}) if media_type == LINES else text
    assert "collect.text.cut" in [
        issue.code for issue in extract(capture_of(payload, media_type), limits=LIMITS).issues
    ]


def test_declared_facts_win() -> None:
    head = '<meta property="article:published_time" content="2024-10-01"><meta property="og:site_name" content="Page">'
    declared = Declared(
        published="2024-10", publisher="Mine", url="https://example.org/a", title="Titolo mio", lang="fr-FR"
    )
    document = only(capture_of(make_page(head=head), declared=declared))
    assert document.published == Published(value="2024-10", found_by="declared")
    assert (document.publisher, document.url) == ("Mine", "https://example.org/a")
    assert (document.title, document.lang) == ("Titolo mio", "fr")


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        (Declared(url="javascript:alert(1)"), "collect.url.unsafe"),
        (Declared(published="yesterday"), "collect.date.malformed"),
        (Declared(lang="??"), "collect.lang.malformed"),
    ],
)
def test_declared_nonsense_is_told_and_dropped(declared: Declared, code: str) -> None:
    capture = capture_of("\n".join(PARAGRAPHS), "text/plain", declared=declared)
    assert codes(capture) == [code]
    document = only(capture)
    assert (document.url, document.published, document.lang) == (None, None, "it")


def test_ids_are_of_raw_bytes_and_declared_facts() -> None:
    page = capture_of(make_page())
    assert only(page).id == only(replace(page, origin="elsewhere/b")).id
    assert only(page).id != only(capture_of(make_page(), declared=Declared(lang="it"))).id
    assert only(page).capture_id == page.id


def test_host_stands_in_for_a_missing_publisher() -> None:
    head = '<link rel="canonical" href="https://www.giornale.example/a">'
    assert only(capture_of(make_page(head=head))).publisher == "giornale.example"


def test_markdown_takes_front_matter_and_heading() -> None:
    front = "---\ntitle: Il ponte\ndate: 2024-05\nsource: Esempio\nurl: https://example.org/x\n---\n"
    text = f"{front}\n# Altro\n\nUn *testo*."
    document = only(capture_of(text, "text/markdown"))
    assert (document.title, document.publisher, document.url) == ("Il ponte", "Esempio", "https://example.org/x")
    assert document.published == Published(value="2024-05", found_by="meta")
    assert document.text == "# Altro\n\nUn *testo*."


def test_markdown_without_front_matter_takes_the_heading() -> None:
    document = only(capture_of("# Il ponte #\n\n" + PARAGRAPHS[0], "text/markdown"))
    assert document.title == "Il ponte"
    assert document.text.startswith("# Il ponte #\n")


def test_dateline_gives_the_date_of_a_text() -> None:
    document = only(capture_of("ROMA, 9 ottobre 2024 - " + " ".join(PARAGRAPHS), "text/plain"))
    assert document.published == Published(value="2024-10-09", found_by="text")


def json_lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def test_json_lines_give_a_document_each() -> None:
    first = {"id": 7, "url": "https://a.example/1", "title": "T", "author": ["A B", "C D"], "text": PARAGRAPHS[0]}
    first["published"] = "2024-10-09T10:00:00Z"
    second = {"publisher": "P", "lang": "ko-KR", "published": "2024", "text": "짧은 글"}
    documents = extract(capture_of(json_lines(first, second), LINES)).documents
    assert [document.part for document in documents] == [0, 1]
    assert documents[0].published == Published(value="2024-10-09", found_by="contract")
    assert (documents[0].author, documents[0].publisher, documents[0].title) == ("A B; C D", "a.example", "T")
    assert (documents[1].lang, documents[1].publisher) == ("ko", "P")


def test_line_with_html_keeps_what_the_line_says() -> None:
    page = make_page(head='<meta property="og:site_name" content="Page">')
    line = {"html": page, "publisher": "Line", "published": "2023"}
    document = only(capture_of(json_lines(line), LINES))
    assert document.publisher == "Line"
    assert document.published == Published(value="2023", found_by="contract")
    assert document.title == "Visita nella capitale"
    assert PARAGRAPHS[2] in document.text


BAD_LINES = [
    ("not json", "collect.line.bad"),
    ('["a list"]', "collect.line.bad"),
    ('{"text": 5}', "collect.line.bad"),
    ('{"title": "no text"}', "collect.line.bad"),
    ('{"text": "   "}', "collect.line.bad"),
    ("[" * 100_000, "collect.line.bad"),
    ('{"text": "A fine text.", "published": "last week"}', "collect.date.malformed"),
    ('{"text": "A fine text.", "url": "file:///etc/passwd"}', "collect.url.unsafe"),
    ('{"text": "A fine text.", "lang": "not a tag"}', "collect.lang.malformed"),
    ('{"text": "A fine\\u0000 text."}', "collect.text.controls"),
]


@pytest.mark.parametrize(("line", "code"), BAD_LINES, ids=[case[0][:30] for case in BAD_LINES])
def test_bad_line_is_one_issue_with_its_number(line: str, code: str) -> None:
    payload = f'{{"text": "Before."}}\n\n{line}\n{{"text": "After."}}'
    capture = capture_of(payload, LINES, context=(("first-line", "11"),))
    extraction = extract(capture)
    assert [issue.code for issue in extraction.issues] == [code]
    assert "line 13" in extraction.issues[0].message
    texts = [document.text for document in extraction.documents]
    assert (texts[0], texts[-1]) == ("Before.", "After.")


def test_repeated_line_is_told_and_skipped() -> None:
    extraction = extract(capture_of('{"text": "Same."}\n{"text": "Same."}\n', LINES))
    assert len(extraction.documents) == 1
    assert [issue.code for issue in extraction.issues] == ["collect.line.duplicate"]


def test_bytes_of_a_line_that_are_not_utf8_are_an_issue() -> None:
    assert codes(capture_of(b'{"text": "caf\xe9"}\n', LINES)) == ["collect.line.bad"]


def test_json_file_holds_one_object_or_a_list() -> None:
    one, two = {"text": "One."}, {"text": "Two."}
    assert only(capture_of(json.dumps(one), "application/json")).text == "One."
    documents = extract(capture_of(json.dumps([one, two]), "application/json")).documents
    assert [(document.part, document.text) for document in documents] == [(0, "One."), (1, "Two.")]
    assert codes(capture_of("{", "application/json")) == ["collect.json.malformed"]


@pytest.mark.parametrize(("payload", "media_type"), [("[]", "application/json"), ("\n \n", LINES)])
def test_nothing_in_it_is_an_issue(payload: str, media_type: str) -> None:
    assert codes(capture_of(payload, media_type)) == ["collect.text.empty"]


def test_half_of_a_surrogate_pair_never_reaches_the_text() -> None:
    document = only(capture_of('{"text": "a \\ud800 b", "title": "\\udfff"}', "application/json"))
    assert document.text == "a \ufffd b"
    document.text.encode()
    assert document.title == "\ufffd"


def test_page_without_text_is_an_issue() -> None:
    (issue,) = extract(capture_of("<html><body><script>x</script></body></html>")).issues
    assert issue.code == "collect.text.empty"
    assert "the plain text is kept" in issue.message


def test_translation_declared_on_the_page_is_kept() -> None:
    after = "<p>Questo articolo è stato tradotto automaticamente dal coreano.</p>"
    assert only(capture_of(make_page(after=after))).translated == "ko"
    assert only(capture_of(make_page())).translated is None


def test_cut_page_tells_its_share() -> None:
    document = only(capture_of(make_page(after="<p>C'è ancora il 60% di questo articolo da leggere</p>")))
    assert (document.access, document.share) == (Access.PAYWALLED, 0.4)


def test_capture_without_payload_is_an_error() -> None:
    with pytest.raises(ArchiveError, match="no payload"):
        extract(replace(capture_of("text", "text/plain"), payload=None))


def test_moment_of_capture_is_when_the_document_is_held_from() -> None:
    assert only(capture_of(make_page())).held_from == MOMENT


SOUND = [
    make_page(
        head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","datePublished":"2024-05-01"}'
        '</script><link rel="canonical" href="https://a.example/b"><meta property="og:site_name" content="S">',
        after="<p>Abbonati per continuare a leggere</p>",
    ).encode(),
    make_page(charset="windows-1252").encode("cp1252"),
    "Київ, 3 травня 2024 року - Міністерство повідомило про зустріч делегацій у столиці.\n\nЧитати далі".encode(),
    json_lines({"text": PARAGRAPHS[0], "published": "2024-05"}, {"html": make_page()}).encode(),
    "---\ntitle: x\n---\n# Заголовок\n\nТекст сообщения о встрече делегаций.".encode(),
]
TYPES = ["text/html", "text/plain", "text/markdown", LINES, "application/json"]


def check_mutations(*, count: int, seed: int) -> int:
    """Extract from ``count`` damaged payloads; return the number of documents. Whatever is wrong raises."""
    documents = 0
    for number, payload in enumerate(mutations(SOUND, count=count, seed=seed)):
        capture = capture_of(payload, TYPES[number % len(TYPES)])
        extraction = extract(capture)
        assert extraction == extract(capture)
        assert extraction.documents or extraction.issues
        for document in extraction.documents:
            documents += 1
            (document.text + (document.title or "") + (document.author or "") + (document.publisher or "")).encode()
            assert document.text.strip()
            assert 0 <= document.share <= 1
            assert "\x00" not in document.text
            assert document.published is None or document.published.interval()
            assert document.url is None or document.url.lower().startswith("http")
    return documents


def test_no_damage_makes_it_raise_or_waver() -> None:
    assert check_mutations(count=300, seed=20260301) > 150


def test_digest_of_a_line_is_of_its_raw_bytes() -> None:
    raw = b'{"text":   "Spaces count."}'
    spaced = only(capture_of(raw + b"\r\n", LINES))
    assert spaced.id == only(capture_of(raw, LINES)).id
    assert sha256_hex(raw) != sha256_hex(raw.replace(b"   ", b" "))
    assert spaced.id != only(capture_of(raw.replace(b"   ", b" "), LINES)).id


def seen_page(**context: str) -> Capture:
    pairs = tuple((name.replace("__", "-").replace("_", "."), value) for name, value in context.items())
    head = '<link rel="canonical" href="https://origin.example/a"><meta property="og:title" content="Visita">'
    plain = capture_of(make_page(head=head), context=pairs)
    return replace(plain, url="https://copy.example/b", seen_at=datetime(2025, 1, 2, tzinfo=UTC))


def test_a_page_stands_where_it_answered_and_names_its_own_address() -> None:
    document = only(seen_page())
    assert (document.url, document.canonical_url) == ("https://copy.example/b", "https://origin.example/a")
    assert (document.source, document.publisher) == ("origin.example", "copy.example")
    assert document.seen_at == datetime(2025, 1, 2, tzinfo=UTC)
    assert dict(document.found_by) == {
        "lang": "text",
        "publisher": "address",
        "title": "meta",
        "url": "fetched",
    }


def test_the_feed_fills_what_the_page_leaves_open() -> None:
    document = only(
        seen_page(
            feed_title="Other",
            feed_author="A. Writer",
            feed_publisher="Feed Post",
            feed_source="Wire Post",
            feed_published="Wed, 09 Oct 2024 23:30:00 +0200",
            feed_updated="2024-10-11T08:00:00Z",
        )
    )
    assert (document.title, document.author, document.publisher) == ("Visita", "A. Writer", "Feed Post")
    assert (document.source, document.way_of("author")) == ("Wire Post", "feed")
    assert document.published == Published(value="2024-10-09", found_by="feed")
    assert document.modified == Published(value="2024-10-11", found_by="feed")


def test_what_the_user_declares_is_marked() -> None:
    document = only(replace(seen_page(), declared=Declared(publisher="Mine", title="T", lang="it", published="2024")))
    ways = dict(document.found_by)
    assert (ways["publisher"], ways["title"], ways["lang"], ways["url"]) == (
        "declared",
        "declared",
        "declared",
        "fetched",
    )
    assert document.published == Published(value="2024", found_by="declared")


def test_the_charset_of_the_answer_is_believed() -> None:
    raw = make_page(charset="").encode("cp1251", "replace")
    told = capture_of("Встреча делегаций в столице.".encode("koi8-r"), "text/plain")
    assert only(replace(told, context=(("http.header.content-type", "text/plain; charset=KOI8-R"),))).text == (
        "Встреча делегаций в столице."
    )
    assert extract(capture_of(raw, context=(("http.header.content-type", "text/html; charset=utf-7"),))).documents


ARTICLE = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Visita","datePublished":"2024-05-01",'
    '"dateModified":"2024-05-03T10:00:00Z","author":{"@type":"Organization","name":"ANSA"},'
    '"publisher":{"name":"Copia"},%s"x":1}</script>'
)


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ('"isBasedOn":"https://www.origine.example/a",', "origine.example"),
        ('"isBasedOn":{"url":"https://origine.example/a","publisher":{"name":"Origine"}},', "Origine"),
        ('"sourceOrganization":{"name":"Origine"},', "Origine"),
        ('"provider":{"name":"Origine"},', "Origine"),
        ('"provider":{"name":"Copia"},', None),
        ('"isBasedOn":[{"x":1}, 5],', None),
        ("", None),
    ],
)
def test_markup_names_edits_agencies_and_whom_it_was_taken_from(said: str, source: str | None) -> None:
    document = only(capture_of(make_page(head=ARTICLE % said)))
    assert document.modified == Published(value="2024-05-03", found_by="json-ld")
    assert (document.author, document.agencies, document.source) == ("ANSA", ("ANSA",), source)
    assert (document.way_of("title"), document.way_of("publisher")) == ("json-ld", "json-ld")


def test_meta_elements_name_the_edit_and_the_source() -> None:
    head = (
        '<meta property="article:modified_time" content="2024-05-03"><meta name="syndication-source"'
        ' content="https://origine.example/a">'
    )
    document = only(capture_of(make_page(head=head)))
    assert document.modified == Published(value="2024-05-03", found_by="meta")
    assert document.source == "origine.example"


def test_a_licensed_copy_stands_where_it_says_and_was_taken_from_its_canonical_address() -> None:
    head = '<link rel="canonical" href="https://origin.example/a"><meta property="og:url" content="https://copy.example/b">'
    document = only(capture_of(make_page(head=head)))
    assert (document.url, document.source) == ("https://copy.example/b", "origin.example")
    assert document.canonical_url == "https://origin.example/a"


def test_a_line_may_tell_its_edit_and_source() -> None:
    line = {"text": PARAGRAPHS[0], "published": "2024-05-01", "modified": "2024-05-02", "source": "Wire"}
    document = only(capture_of(json_lines(line), LINES))
    assert document.modified == Published(value="2024-05-02", found_by="contract")
    assert document.source == "Wire"


@pytest.mark.parametrize(("told", "lang"), [("ko", "ko"), ("auto", "und"), ("", "und")])
def test_an_address_that_translates_is_a_machine_translation(told: str, lang: str) -> None:
    page = replace(capture_of(make_page()), url=f"https://post-example.translate.goog/a?_x_tr_sl={told}&_x_tr_tl=it")
    assert only(page).translated == lang


@pytest.mark.parametrize(
    ("payload", "media_type"), [("5\n" * 3000, LINES), (json.dumps([5] * 3000), "application/json")]
)
def test_of_many_bad_lines_the_first_are_told_and_the_others_counted(payload: str, media_type: str) -> None:
    issues = extract(capture_of(payload, media_type)).issues
    assert len(issues) == 101
    assert {issue.code for issue in issues} == {"collect.line.bad"}
    assert "2,900 more like these" in issues[-1].message


def test_a_good_line_after_many_bad_ones_is_taken() -> None:
    payload = "5\n" * 300 + '{"text": "Good."}\n' + "5\n" * 300
    extraction = extract(capture_of(payload, LINES))
    assert [(document.text, document.part) for document in extraction.documents] == [("Good.", 300)]
    assert "500 more" in extraction.issues[-1].message

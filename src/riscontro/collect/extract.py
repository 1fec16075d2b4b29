"""A capture to its documents: pure, and the same again in a rebuild."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from riscontro.collect.access import assess_holding
from riscontro.collect.agencies import agencies_of
from riscontro.collect.dates import find_dateline, partial_date
from riscontro.collect.decode import decode_text
from riscontro.collect.doubt import Doubt, doubts_to_issues
from riscontro.collect.facts import Facts, check_declared, host_of, language_code, safe_url, squeeze
from riscontro.collect.fetched import read_entry, unpacked_payload, with_feed_text
from riscontro.collect.language import detect_language
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.markdown import read_markdown
from riscontro.collect.series import extract_series
from riscontro.collect.sniff import CSV, MAIL, PDF
from riscontro.collect.surroundings import charset_told, with_surroundings
from riscontro.collect.syndication import source_of
from riscontro.collect.translation import find_translation, translated_by_address
from riscontro.collect.web.entries import ENTRY_TYPE, FEED_TYPES
from riscontro.errors import ArchiveError
from riscontro.model.document import Capture, Document, document_id
from riscontro.model.ids import sha256_hex
from riscontro.model.issue import Issue
from riscontro.model.observation import SeriesRule
from riscontro.model.time import Published

PART_ISSUES = 100
"""Parts of one capture without a document that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The documents of one capture, in its order, and what was doubtful. Either may be empty."""

    documents: tuple[Document, ...] = ()
    issues: tuple[Issue, ...] = ()


def extract(capture: Capture, *, limits: Limits = DEFAULT_LIMITS, series: Sequence[SeriesRule] = ()) -> Extraction:
    """Return the documents that a capture holds. Depends on nothing but the capture and, for tables of observations,
    on what the case declares of them (``series``), and raises on no payload.

    ``family`` is ``None`` and ``version`` 1: both need the other documents. Raise :class:`ArchiveError` where the
    capture comes without its payload.
    """
    if capture.payload is None:
        raise ArchiveError(f"capture {capture.id} of {capture.origin} has no payload at hand; read it from the archive")
    if capture.media_type in FEED_TYPES:
        return Extraction()
    if capture.media_type == ENTRY_TYPE:
        part = _Part(capture=capture, number=0, digest=capture.digest, where=capture.origin)
        return _one(part, read_entry(capture, capture.payload), limits)
    if capture.media_type == CSV:
        tables = extract_series(capture, unpacked_payload(capture, capture.payload), series)
        return Extraction(documents=tables.documents, issues=tables.issues)
    if capture.media_type == "application/x-ndjson":
        return _extract_lines(capture, capture.payload, limits)
    if capture.media_type == "application/json":
        return _extract_json(capture, capture.payload, limits)
    return _extract_file(capture, capture.payload, limits)


def _extract_file(capture: Capture, payload: bytes, limits: Limits) -> Extraction:
    plain = unpacked_payload(capture, payload)
    # Packed anew the same page is the same document.
    digest = capture.digest if plain is payload else sha256_hex(plain)
    part = _Part(capture=capture, number=0, digest=digest, where=capture.origin)
    if capture.media_type in (MAIL, PDF):
        return _one(part, with_feed_text(_read_packed(capture, plain, limits), capture), limits)
    markup = capture.media_type == "text/html"
    decoded = decode_text(plain, markup=markup, told=charset_told(capture))
    if decoded.charset is None:
        return Extraction(issues=doubts_to_issues(decoded.doubts, capture.id, where=capture.origin))
    if markup:
        facts = _read_html(decoded.text, capture, limits)
    elif capture.media_type == "text/markdown":
        facts = read_markdown(decoded.text)
    else:
        facts = Facts(text=decoded.text)
    facts = replace(facts, doubts=(*decoded.doubts, *facts.doubts))
    return _one(part, with_feed_text(facts, capture), limits)


def _read_packed(capture: Capture, payload: bytes, limits: Limits) -> Facts:
    if capture.media_type == PDF:
        from riscontro.collect.pdf import read_pdf

        return read_pdf(payload, limits=limits)
    from riscontro.collect.mail import read_mail

    return read_mail(payload, capture.moment, limits=limits)


def _read_html(markup: str, capture: Capture, limits: Limits) -> Facts:
    from riscontro.collect.page import read_page

    return read_page(markup, capture.moment, limits=limits)


def _extract_lines(capture: Capture, payload: bytes, limits: Limits) -> Extraction:
    from riscontro.collect.lines import parse_line

    first = int(dict(capture.context).get("first-line", "1"))
    found = _Parts(capture)
    seen: set[str] = set()
    for offset, raw in enumerate(payload.removeprefix(b"\xef\xbb\xbf").split(b"\n")):
        raw = raw.strip()
        if raw:
            digest = sha256_hex(raw)
            part = _Part(
                capture=capture, number=offset, digest=digest, where=f"{capture.origin}, line {first + offset}"
            )
            found.add(_extract_object(part, seen, parse_line, raw, limits))
    return found.joined()


def _extract_json(capture: Capture, payload: bytes, limits: Limits) -> Extraction:
    import json

    from riscontro.collect.lines import check_line

    decoded = decode_text(payload)
    where = capture.origin
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        message = f"not JSON ({error})"[:200]
        return Extraction(issues=doubts_to_issues([Doubt("collect.json.malformed", message)], capture.id, where=where))
    found = _Parts(capture)
    seen: set[str] = set()
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        raw = json.dumps(item, sort_keys=True, separators=(",", ":")).encode("utf-8")
        part = _Part(capture=capture, number=number, digest=sha256_hex(raw), where=f"{where}, item {number + 1}")
        found.add(_extract_object(part, seen, check_line, item, limits))
    return found.joined()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One report's place in its capture: ordinal, digest of its raw bytes, and words for where it stands."""

    capture: Capture
    number: int
    digest: str
    where: str


def _extract_object(part: _Part, seen: set[str], parse: Any, value: Any, limits: Limits) -> Extraction:
    from riscontro.collect.lines import BadLineError, line_facts

    try:
        line = parse(value)
    except BadLineError as error:
        return _issue_alone(part, Doubt("collect.line.bad", str(error)))
    if part.digest in seen:
        return _issue_alone(part, Doubt("collect.line.duplicate", "the same bytes as an earlier line; skipped"))
    seen.add(part.digest)
    facts = line_facts(line)
    if not facts.text.strip() and line.html:
        facts = _over(facts, _read_html(line.html, part.capture, limits))
    return _one(part, facts, limits)


def _over(said: Facts, page: Facts) -> Facts:
    """Lay what the line says over what its page says."""
    ways = {**dict(page.found_by), **dict(said.found_by)}
    return replace(
        page,
        title=said.title or page.title,
        author=said.author or page.author,
        publisher=said.publisher or page.publisher,
        url=said.url or page.url,
        published=said.published or page.published,
        modified=said.modified or page.modified,
        source=said.source or page.source,
        lang=said.lang,
        found_by=tuple(sorted(ways.items())),
        doubts=(*said.doubts, *page.doubts),
    )


def _one(part: _Part, facts: Facts, limits: Limits) -> Extraction:
    """Return the document of one part: the user's word over the page's, language, translation, share."""
    capture, declared = part.capture, part.capture.declared
    if not facts.text.strip():
        return Extraction(issues=doubts_to_issues([_why_empty(facts)], capture.id, where=part.where))
    if capture.media_type != PDF and len(facts.text) > limits.report:
        facts = _beginning(facts, limits.report)
    facts = with_surroundings(facts, capture)
    lang = language_code(declared.lang) or facts.lang or detect_language(facts.text, facts.lang_hint)
    url = safe_url(declared.url) or safe_url(capture.url) or facts.url
    holding = assess_holding(facts.text, lang, facts.signals)
    document = Document(
        id=document_id(part_digest=part.digest, declared=declared),
        capture_id=capture.id,
        part=part.number,
        url=url,
        publisher=squeeze(declared.publisher) or facts.publisher or host_of(url),
        author=facts.author,
        title=squeeze(declared.title) or facts.title,
        text=facts.text,
        lang=lang,
        translated=translated_by_address(url)
        or facts.translated
        or find_translation(facts.text, lang, facts.signals.beside),
        published=_published(declared.published, facts, lang),
        access=holding.access,
        share=holding.share,
        share_low=holding.low,
        share_high=holding.high,
        share_evidence=holding.evidence,
        held_from=capture.moment,
        modified=facts.modified,
        agencies=agencies_of(facts.text, facts.author, lang),
        source=source_of(facts, lang, url),
        canonical_url=facts.canonical,
        seen_at=capture.seen_at,
        found_by=_ways(facts, capture, url),
    )
    doubts = (*facts.doubts, *check_declared(declared), *_declared_date_doubts(declared.published))
    return Extraction(documents=(document,), issues=doubts_to_issues(doubts, document.id, where=part.where))


def _beginning(facts: Facts, length: int) -> Facts:
    """Return facts with the beginning of their text, to the end of a paragraph or word where one is near."""
    text = facts.text
    line = text.rfind("\n", length // 2, length)
    end = line if line > 0 else text.rfind(" ", length // 2, length)
    cut = text[: end if end > 0 else length].rstrip()
    told = f"a text of {len(text):,} characters is longer than a report; its first {len(cut):,} are held as a document"
    return replace(
        facts,
        text=cut,
        signals=replace(facts.signals, found=len(text)),
        doubts=(*facts.doubts, Doubt("collect.text.cut", told)),
    )


def _why_empty(facts: Facts) -> Doubt:
    """Return the one cause for which nothing is taken from a part, with what was doubtful on the way."""
    if facts.why_empty:
        return facts.why_empty
    return Doubt("collect.text.empty", "; ".join(("no text in it", *(doubt.message for doubt in facts.doubts))))


def _ways(facts: Facts, capture: Capture, url: str | None) -> tuple[tuple[str, str], ...]:
    """Return how each short fact was found: the user's word over all, then where the bytes came from, then the page."""
    ways = dict(facts.found_by)
    ways["lang"] = "contract" if facts.lang else "text"
    if capture.url and safe_url(capture.url) == url:
        ways["url"] = "fetched"
    if url and not facts.publisher:
        ways["publisher"] = "address"
    for field in ("publisher", "title"):
        if squeeze(getattr(capture.declared, field)):
            ways[field] = "declared"
    if language_code(capture.declared.lang):
        ways["lang"] = "declared"
    if safe_url(capture.declared.url):
        ways["url"] = "declared"
    return tuple(sorted(ways.items()))


def _published(declared: str | None, facts: Facts, lang: str) -> Published | None:
    value = partial_date(declared)
    if value:
        return Published(value=value, found_by="declared")
    if facts.published:
        return facts.published
    dateline = find_dateline(facts.text, lang)
    return Published(value=dateline, found_by="text") if dateline else None


def _declared_date_doubts(declared: str | None) -> tuple[Doubt, ...]:
    if declared is None or partial_date(declared):
        return ()
    return (Doubt("collect.date.malformed", f"declared date ignored: {declared[:60]!r}"),)


def _issue_alone(part: _Part, doubt: Doubt) -> Extraction:
    return Extraction(issues=doubts_to_issues([doubt], part.capture.id, where=part.where))


def _join(found: list[Extraction], capture: Capture) -> Extraction:
    if not found:
        doubt = Doubt("collect.text.empty", "no report in it")
        return Extraction(issues=doubts_to_issues([doubt], capture.id, where=capture.origin))
    return Extraction(
        documents=tuple(document for one in found for document in one.documents),
        issues=tuple(issue for one in found for issue in one.issues),
    )


class _Parts:
    """What comes of the parts of a capture, its issues bounded: a log taken for reports would have a million."""

    def __init__(self, capture: Capture) -> None:
        self._capture = capture
        self._found: list[Extraction] = []
        self._issues = 0
        self._beyond: Counter[str] = Counter()

    def add(self, one: Extraction) -> None:
        if not one.documents and self._issues >= PART_ISSUES:
            self._beyond.update(issue.code for issue in one.issues)
            return
        self._issues += not one.documents
        self._found.append(one)

    def joined(self) -> Extraction:
        capture = self._capture
        for code, count in sorted(self._beyond.items()):
            doubt = Doubt(code, f"{count:,} more like these")
            self._found.append(Extraction(issues=doubts_to_issues([doubt], capture.id, where=capture.origin)))
        return _join(self._found, capture)

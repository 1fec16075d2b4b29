"""The dossier as Markdown: the same words as the page, each sentence followed by the claims that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from riscontro.model.dossier import Dossier
from riscontro.model.time import instant_to_text
from riscontro.tell.changes import CHANGE_TITLES, Changes
from riscontro.tell.entry import DocumentLine, EntryView, EvidenceView
from riscontro.tell.quote import Piece
from riscontro.tell.relating import Grid
from riscontro.tell.sentence import Sentence
from riscontro.tell.sources import SourceNode
from riscontro.tell.view import DossierView, build_view
from riscontro.tell.visible import one_line, visible

_SPECIAL = re.compile(r"([\\`*_\[\]|~$])")
_BLOCK_START = re.compile(r"^(?:(\d+)([.)])(?=\s|$)|()([-+=#:]))")
_UNSAFE_IN_URL = str.maketrans(
    {"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "[": "%5B", "]": "%5D", '"': "%22", "\\": "%5C"}
)


def dossier_to_markdown(dossier: Dossier, *, lang: str = "it") -> str:
    """Return a dossier as Markdown; every text from a document is escaped, so that it shows and does not act.

    Raise :class:`riscontro.errors.UsageError` where ``lang`` has no catalogue.
    """
    return "\n".join(_lines(build_view(dossier, lang=lang))).rstrip() + "\n"


def header(dossier: Dossier, *, lang: str) -> str:
    """Return the comment that opens a dossier: what it was made of, for whoever checks it after it was edited."""
    moment = f" as-of={instant_to_text(dossier.as_of)}" if dossier.as_of else ""
    moment += f" since={instant_to_text(dossier.since)}" if dossier.since else ""
    moment += f" companion={quote(dossier.companion)}" if dossier.companion else ""
    return f"<!-- riscontro pair={':'.join(dossier.relation.pair)} lang={lang}{moment} -->"


def escape(text: str) -> str:
    """Return ``text`` on one line with everything that Markdown or HTML would act upon written out.

    >>> escape("<b>*x*</b>")
    '&lt;b&gt;\\\\*x\\\\*&lt;/b&gt;'
    """
    line = one_line(visible(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        _BLOCK_START.sub(r"\1\3\\\2\4", _SPECIAL.sub(r"\\\1", line))
        .replace("://", "&#58;//")
        .replace("www.", "www&#46;")
    )


def _lines(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    yield header(view.index.dossier, lang=t.code)
    yield f"# {escape(view.pair)}"
    yield ""
    yield f"{escape(view.title)} · {escape(view.as_of)}" if view.title else escape(view.as_of)
    if view.unproved_note:
        yield from ("", f"> {escape(view.unproved_note)}")
    yield from _part(t.text("summary"), _summary(view))
    if view.changes:
        yield from _part(t.text("changes"), _changes(view.changes, view))
    yield from _part(t.text("figures"), _figures(view))
    yield from _part(t.text("ladder"), _ladder(view))
    yield from _grids(view.relating.stated, view)
    yield from _part(t.text("flows"), _flows(view))
    if view.map.lines:
        yield from _part(t.text("map"), _map(view))
    yield from _grids(view.relating.amounts, view)
    for grids in (view.relating.exchange, view.relating.others, view.relating.months):
        yield from _grids(grids, view, part=True)
    yield from _part(t.text("chronology"), _chronology(view))
    yield from _part(t.text("positions"), _positions(view))
    yield from _grids(view.relating.stands, view)
    yield from _part(t.text("sources"), _sources(view))
    yield from _part(t.text("unread"), _unread(view))
    yield from _part(t.text("method"), _method(view))


def _part(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield from ("", f"## {escape(title)}", "")
    yield from lines


def _cited(sentence: Sentence, view: DossierView) -> str:
    links = [f"[{ref.number}](#{ref.claim_id})" for ref in view.index.references(sentence.claims)]
    mark = f" **({escape(view.index.catalogue.text('unproved'))})**" if view.index.is_unproved(sentence) else ""
    return f"{escape(sentence.text)}{mark} {' '.join(links)}".rstrip()


def _summary(view: DossierView) -> Iterator[str]:
    for sentence in view.summary:
        yield f"- {_cited(sentence, view)}"
    if not view.summary:
        yield escape(view.index.catalogue.text("no_summary"))
    if view.summary_note:
        yield from ("", f"> {escape(view.summary_note)}")


def _changes(changes: Changes, view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    yield escape(changes.since)
    for kind, lines in changes.groups:
        yield from ("", f"### {escape(t.text(CHANGE_TITLES[kind]))} ({t.number(len(lines))})", "")
        for line in lines:
            yield f"- {_cited(line.sentence, view)} {escape(line.reason)}".rstrip()
    if not changes.groups:
        yield from ("", escape(t.text("no_changes")))
    if changes.left_out:
        yield from ("", escape(t.count("changes_left_out", changes.left_out)))


def _figures(view: DossierView) -> Iterator[str]:
    for figure in view.figures:
        yield f"- {escape(figure.number)} {escape(figure.unit)}"
    for status in view.statuses:
        yield f"- {escape(status.word)}: {status.number}"
    if view.scope:
        yield from ("", f"> {escape(view.scope)}")


def _ladder(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    if not view.ladder:
        yield escape(t.text("ladder_none"))
    for side in view.ladder:
        yield from (f"### {escape(side.title)}", "")
        for row in side.rows:
            tops = [t.text("ladder_ceiling", status=t.word("status_short", code)) for code in row.ceiling_at]
            yield f"- {row.level} {escape(row.name)}" + "".join(f" **{escape(top)}**" for top in tops)
            if row.hidden:
                yield f"  - {escape(t.text('ladder_hidden'))}"
            for step in row.steps:
                yield f"  - [{escape(step.label)}](#{step.event_id}): {escape(step.words)}"
        yield ""


def _flows(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    if not view.flows:
        yield escape(t.text("no_flows"))
        return
    keys = ("flow", "state", "first_seen", "last_seen", "gap", "quantity", "status")
    yield from _table_head([t.text(key) for key in keys])
    for flow in view.flows:
        label = f"[{escape(flow.label)}](#{flow.event_id})"
        cells = (flow.state_word, flow.first, flow.last, flow.gap, flow.quantity, flow.status_word)
        yield _row([label, *map(escape, cells)])


def _map(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    for line in view.map.lines:
        events = "; ".join(f"[{escape(label)}](#{event_id})" for label, event_id in line.events)
        yield f"- {escape(line.name)} ({escape(line.words)}): {events}"
    yield ""
    if view.map.states_alone:
        yield escape(t.count("map_states", view.map.states_alone))
    if view.map.unknown:
        yield escape(t.count("map_unknown", view.map.unknown))
    yield escape(t.text("map_sources"))


def _grids(grids: Sequence[Grid], view: DossierView, *, part: bool = False) -> Iterator[str]:
    """Yield tables of the relation; where they are a ``part`` of their own the first one's title is its heading."""
    t = view.index.catalogue
    for place, grid in enumerate(grids):
        mark = "##" if part and not place else "###"
        yield from ("", f"{mark} {escape(grid.title)}", "", escape(grid.note), "")
        yield from _table_head([*grid.columns, t.text("evidence")])
        for row in grid.rows:
            cells = [f"[{escape(c.text)}](#{c.event_id})" if c.event_id else escape(c.text) for c in row.cells]
            yield _row([*cells, " ".join(f"[{ref.number}](#{ref.claim_id})" for ref in row.references)])
        if grid.more:
            yield from ("", escape(t.count("more", grid.more)))


def _table_head(names: list[str]) -> Iterator[str]:
    yield _row([escape(name) for name in names])
    yield _row(["---"] * len(names))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _chronology(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    if view.left_out:
        yield from (escape(view.left_out), "")
    if not view.entries:
        yield escape(t.text("no_events"))
    for entry in view.entries:
        yield from _entry(entry, view)


def _entry(entry: EntryView, view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    yield from (f'<a id="{entry.id}"></a>', "", f"### {escape(entry.when)}", "", _cited(entry.sentence, view), "")
    place = f" · {escape(t.text('place'))}: {escape(entry.place_said)}" if entry.place_said else ""
    yield f"{_cited(entry.standing, view)} **{entry.grade}** ({escape(entry.grade_words)}){place}"
    yield from ("", f"{escape(t.text('history'))}:", "")
    for line in entry.history:
        yield f"- {_cited(line.sentence, view)} {escape(line.reason)}".rstrip()
    yield from ("", f"{escape(t.text('origins'))}:", "")
    for origin in entry.origins:
        notes = f" · {escape('; '.join(origin.notes))}" if origin.notes else ""
        yield f"- {escape(origin.name)} ({escape(origin.kind)}): {escape(origin.stance)}{notes}"
    yield ""
    if entry.evidence_total > entry.evidence_shown:
        shown, total = t.number(entry.evidence_shown), t.number(entry.evidence_total)
        yield from (escape(t.text("evidence_left_out", shown=shown, total=total)), "")
    for item in entry.evidence:
        yield from _evidence(item, view)


def _evidence(item: EvidenceView, view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    parts = [item.source, item.document.published, item.document.lang_name, *item.document.notes, *item.notes]
    head = " · ".join([*map(escape, parts), _address(item.document, view)])
    yield f'<a id="{item.claim_id}"></a>{item.number}. {head}'
    yield ""
    yield f"> {_quote(item.pieces)}"
    fields = [
        f"{field.name}: {field.value}"
        + (f" {t.text('field_words', words=' … '.join(field.words))}" if field.words else "")
        for field in item.fields
    ]
    yield from ("", f"{escape(t.text('read_as'))}: {escape('; '.join(fields))}", "")


def _quote(pieces: tuple[Piece, ...]) -> str:
    """Return the quote with its marked words in bold; blanks stay outside the marks, where Markdown wants them."""
    marked = "".join(piece.text for piece in pieces if piece.marked)
    before = "".join(piece.text for piece in _until_marked(pieces))
    after = "".join(piece.text for piece in pieces if not piece.marked)[len(before) :]
    bold = f"**{escape(marked)}**" if marked.strip() else ""
    return f"{_spaced(before, end=True)}{bold}{_spaced(after, start=True)}"


def _until_marked(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.marked:
            return
        yield piece


def _spaced(text: str, *, start: bool = False, end: bool = False) -> str:
    lead = " " if start and text[:1].isspace() else ""
    tail = " " if end and text[-1:].isspace() else ""
    return lead + escape(text) + tail if text.strip() else lead or tail


def _address(document: DocumentLine, view: DossierView) -> str:
    t = view.index.catalogue
    if document.url:
        return f"[{escape(t.text('open_document'))}]({visible(document.url).translate(_UNSAFE_IN_URL)})"
    return escape(document.address or t.text("no_address"))


def _positions(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    if not view.positions:
        yield escape(t.text("no_positions"))
        return
    yield from _table_head([t.text(key) for key in ("party", "stance", "event", "when", "words")])
    for line in view.positions:
        links = " ".join(f"[{ref.number}](#{ref.claim_id})" for ref in line.references)
        label = f"[{escape(line.label)}](#{line.event_id})"
        words = f"{escape(t.text('field_words', words=line.words))} " if line.words else ""
        yield _row([escape(line.party), escape(line.stance), label, escape(line.when), f"{words}{links}".strip()])


def _sources(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    for node in view.sources:
        yield from _tree(node, 0, view)
    if view.more_sources:
        yield f"- {escape(t.count('more_roots', view.more_sources))}"
    yield from ("", f"### {escape(t.text('documents'))}", "")
    yield from _table_head(
        [t.text(key) for key in ("publisher", "title", "date", "language", "access", "claims_found")]
    )
    for line in view.documents:
        access = "; ".join((line.access, *line.notes))
        cells = (line.publisher, line.title or "–", line.published, line.lang_name, access, t.number(line.claims))
        yield _row([escape(cell) for cell in cells])


def _tree(node: SourceNode, depth: int, view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    detail = f" ({escape(node.detail)})" if node.detail else ""
    yield f"{'  ' * depth}- {escape(node.name)}{detail}: {escape(t.count('claims', node.claims))}"
    for relay in node.relays:
        yield from _tree(relay, depth + 1, view)
    if node.more:
        yield f"{'  ' * (depth + 1)}- {escape(t.count('more', node.more))}"


def _unread(view: DossierView) -> Iterator[str]:
    t, gaps = view.index.catalogue, view.gaps
    yield escape(t.text("unread_intro"))
    yield ""
    for line in gaps.unread:
        yield f"- {_document(line.document)}: {escape(line.reason)}"
    for document in (*gaps.cut, *gaps.translated):
        yield f"- {_document(document)}: {escape('; '.join(document.notes))}"
    for issue in gaps.issues:
        examples = "; ".join(issue.examples)
        yield f"- {escape(issue.name)} ({t.number(issue.count)}): {escape(examples)}"


def _document(line: DocumentLine) -> str:
    title = f", {escape(line.title)}" if line.title else ""
    return f"{escape(line.publisher)}{title} ({escape(line.published)}, {escape(line.lang_name)})"


def _method(view: DossierView) -> Iterator[str]:
    t = view.index.catalogue
    for key in ("method_text", "method_dates", "method_grade"):
        yield from (escape(t.text(key)), "")
    for status in view.legend.statuses:
        yield f"- {escape(status.word)} ({status.digit}): {escape(status.meaning)}"
    for letter, word in (*view.legend.letters, *view.legend.digits):
        yield f"- {letter}: {escape(word)}"
    yield from ("", escape(t.text("produced", version=view.version)))

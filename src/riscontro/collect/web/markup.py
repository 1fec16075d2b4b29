"""XML of strangers: parsed without entities, without a DTD, without the network, within a depth and a size."""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from riscontro.collect.web.values import Failure

DEPTH = 100
"""Elements within each other; a feed with markup in it stays below thirty."""

ELEMENTS = 600_000
"""Elements of one file: a sitemap of 50,000 addresses has half of them."""

_HEAD_BYTES = 64 * 1024


def _parser(*, recover: bool) -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
    )


def root_name(payload: bytes) -> str | None:
    """Return the local name of the root element in lower case, ``None`` where the bytes do not begin as XML does."""
    parser = etree.XMLPullParser(
        events=("start",), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True
    )
    try:
        parser.feed(payload[:_HEAD_BYTES])
        for _, element in parser.read_events():
            return local_name(element.tag).lower()
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None


def local_name(tag: object) -> str:
    """Return a tag without its namespace."""
    return str(tag).rpartition("}")[2]


def parse_xml(payload: bytes) -> tuple[Any, str | None]:
    """Return the root element, and what was wrong with the XML (``None``: nothing; else the parser went on behind it).

    Raise :class:`Failure` (``feed``) for what defines entities, is nested deeper than :data:`DEPTH` or has more
    elements than :data:`ELEMENTS`, and for what gives no element at all.
    """
    fault: str | None = None
    try:
        root = etree.fromstring(payload, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        fault = str(error)[:200]
        root = _recovered(payload, fault)
    except ValueError as error:
        raise Failure("feed", f"not XML: {error}"[:300]) from error
    _check_doctype(root)
    _check_size(root)
    return root, fault


def _recovered(payload: bytes, fault: str) -> Any:
    # A bomb must be known for one even where the parser stumbled over it first.
    if b"<!ENTITY" in payload.replace(b"\x00", b""):
        raise Failure("feed", "it defines entities, which no feed needs; not read")
    try:
        root = etree.fromstring(payload, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Failure("feed", f"not XML: {fault}") from error
    if root is None:
        raise Failure("feed", f"not XML: {fault}")
    return root


def _check_doctype(root: Any) -> None:
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise Failure("feed", "it defines entities, which no feed needs; not read")


def _check_size(root: Any) -> None:
    depth = count = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        if depth > DEPTH:
            raise Failure("feed", f"elements more than {DEPTH} deep; not read")
        if count > ELEMENTS:
            raise Failure("feed", f"more than {ELEMENTS:,} elements; not read")


def to_clean_bytes(root: Any) -> bytes:
    """Return the tree as UTF-8 XML: well-formed, without a document type, without references to entities."""
    for entity in list(root.iter(etree.Entity)):
        _replace_by_text(entity)
    clean: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, with_tail=False)
    return clean


def _replace_by_text(entity: Any) -> None:
    """Put the character in the place of a reference that HTML knows and XML does not (``&nbsp;``)."""
    from html import unescape

    text = unescape(entity.text) + (entity.tail or "")
    parent, before = entity.getparent(), entity.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
    if parent is not None:
        entity.tail = None
        parent.remove(entity)

"""Mails and pages saved as one file (EML, MHTML) to text and facts: the body that says most, attachments told."""

from __future__ import annotations

import email.errors
import email.header
import email.utils
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email import policy
from email.message import Message
from email.parser import BytesParser

from riscontro.collect.dates import partial_date
from riscontro.collect.decode import clean_text, decode_text, known_charset
from riscontro.collect.doubt import Doubt
from riscontro.collect.facts import NO_SIGNALS, Facts, host_of, language_code, safe_url, squeeze
from riscontro.collect.limits import DEFAULT_LIMITS, Limits
from riscontro.collect.wrapping import unwrapped
from riscontro.model.time import Published

_BOUNDARIES = 20
"""Lines that may begin as a boundary does for each part that is read: tables and rules do so too."""

_TOLD = 5
"""Attachments named in the issue that counts them."""

_TEXT_SHARE = 0.5
"""A plain part counts as the whole mail from this part of the page's length on; a shorter one is a stub ("view this
mail in your browser"). An assumption."""


def read_mail(payload: bytes, moment: datetime, *, limits: Limits = DEFAULT_LIMITS) -> Facts:
    """Return the text of a mail and what its headers say: subject, sender, day, address of a saved page.

    The name in ``From`` is the author and, unless ``List-Id`` names a list, the publisher; without a name the host of
    its address is. The plain part is taken where it is no stub, else the page. Attachments are not read, and told.
    """
    if payload.count(b"\n") > limits.lines or payload.count(b"\n--") > _BOUNDARIES * limits.parts:
        # Parsing builds every part and header before any can be counted.
        return Facts(text="", why_empty=Doubt("collect.mail.too-large", "a mail of more lines or parts than are read"))
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(payload)
        parts = list(_parts(message, limits.parts))
    except (RecursionError, email.errors.MessageError, LookupError, ValueError, AssertionError) as error:
        return Facts(text="", why_empty=Doubt("collect.mail.malformed", f"no mail ({type(error).__name__})"))
    bodies = [part for part in parts if _is_body(part)]
    body = _body(bodies, moment, limits)
    if not body.text.strip():
        return Facts(text="", why_empty=Doubt("collect.mail.empty", f"a mail without text; {_listed(parts, bodies)}"))
    return _with_headers(body, message, parts, bodies)


def _with_headers(body: Facts, message: Message, parts: list[Message], bodies: list[Message]) -> Facts:
    name, host = _sender(message)
    named = squeeze(_header(message, "List-Id").partition("<")[0].strip(" \"'")) or name
    url = safe_url(_header(message, "Snapshot-Content-Location")) or safe_url(_header(message, "Content-Location"))
    day = partial_date(_header(message, "Date"))
    saved = url is not None
    told = {"title": squeeze(_header(message, "Subject")), "author": name, "publisher": named or host}
    ways = dict(body.found_by) if saved else {}
    ways.update((field, "header") for field, value in told.items() if value and not (saved and getattr(body, field)))
    others = [part for part in parts if part not in bodies and _is_attachment(part)]
    doubts = [Doubt("collect.mail.attachments", _listed(parts, bodies))] if others and not saved else []
    return Facts(
        text=body.text,
        title=(body.title if saved else None) or told["title"],
        author=(body.author if saved else None) or told["author"],
        publisher=(body.publisher if saved else None) or told["publisher"],
        url=url or (body.url if saved else None),
        canonical=body.canonical if saved else None,
        published=body.published if saved else (Published(value=day, found_by="header") if day else None),
        modified=body.modified if saved else None,
        source=body.source if saved else None,
        lang_hint=language_code(_header(message, "Content-Language").partition(",")[0]) or body.lang_hint,
        translated=body.translated,
        signals=body.signals if saved else NO_SIGNALS,
        found_by=tuple(sorted(ways.items())),
        doubts=(*body.doubts, *doubts),
    )


def _parts(message: Message, most: int) -> Iterator[Message]:
    """Yield the parts that hold no others, in order; those of mails that are attached are left out."""
    pending = [message]
    seen = 0
    while pending and seen < most:
        part = pending.pop()
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            pending.extend(reversed([one for one in inner if isinstance(one, Message)]))
        else:
            yield part


def _is_body(part: Message) -> bool:
    return part.get_content_type() in ("text/plain", "text/html") and not _is_attachment(part)


def _is_attachment(part: Message) -> bool:
    named = part.get_filename() is not None and part.get_content_maintype() != "image"
    return part.get_content_disposition() == "attachment" or named or part.get_content_maintype() == "message"


def _listed(parts: list[Message], bodies: list[Message]) -> str:
    others = [part for part in parts if part not in bodies and _is_attachment(part)]
    names = [f"{squeeze(_decoded(one.get_filename() or '')) or 'unnamed'} ({one.get_content_type()})" for one in others]
    more = f" and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"{len(names)} attachments are not read: {', '.join(names[:_TOLD])}{more}" if names else "no attachments"


def _body(bodies: list[Message], moment: datetime, limits: Limits) -> Facts:
    """Return the plain part, else the page; the first of a kind alone, since others are quoted or forwarded."""
    plain = next((part for part in bodies if part.get_content_type() == "text/plain"), None)
    page = next((part for part in bodies if part.get_content_type() == "text/html"), None)
    said = _plain(plain) if plain is not None else Facts(text="")
    if page is None:
        return said
    from riscontro.collect.page import read_page

    decoded = decode_text(_bytes(page), markup=True, told=page.get_content_charset())
    shown = read_page(decoded.text, moment, limits=limits) if decoded.text else Facts(text="")
    return said if len(said.text) > _TEXT_SHARE * len(shown.text) else shown


def _plain(part: Message) -> Facts:
    charset = known_charset(part.get_content_charset())
    raw = _bytes(part)
    if charset and not charset.startswith("utf"):
        text, doubts = clean_text(raw.decode(charset, "replace"))
    else:
        decoded = decode_text(raw, told=part.get_content_charset())
        text, doubts = decoded.text, decoded.doubts
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text)
    text = unwrapped(text)
    return Facts(text=text.strip("\n") + "\n" if text.strip() else "", doubts=doubts)


def _unflowed(text: str) -> str:
    """Return a text whose soft line ends are undone (RFC 3676, section 4.2)."""
    return re.sub(r"(?<=\S) \n(?=[^\s>])", " ", text)


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _sender(message: Message) -> tuple[str | None, str | None]:
    """Return the sender's name, and the host of the address."""
    name, address = email.utils.parseaddr(_header(message, "From")[:1000])
    host = address.rpartition("@")[2].strip("<> ") if "@" in address else ""
    return squeeze(name) if "@" not in name else None, host_of(safe_url(f"https://{host}/")) if host else None


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return _decoded(str(value)) if value is not None else ""


def _decoded(value: str) -> str:
    """Return a header's value with its encoded words read (RFC 2047), on one line and without control characters."""
    value = value[:4000]
    # A header that breaks the rules is kept as it is written.
    with suppress(email.errors.HeaderParseError, LookupError, ValueError):
        value = str(email.header.make_header(email.header.decode_header(value)))
    return " ".join(clean_text(value)[0].split())

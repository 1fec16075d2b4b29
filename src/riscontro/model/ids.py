"""Ids: a hash of raw fields, the list of fields written down beside each use and never silently changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from json.encoder import encode_basestring

ID_HEX_DIGITS = 16
"""Length of the hash part: 64 bits, so that among ten million records a collision has odds of about 3 in a million."""

type_prefixes = {
    "cap": "capture",
    "doc": "document",
    "clm": "claim",
    "evt": "event",
    "org": "origin",
    "jdg": "judgement",
    "iss": "issue",
    "fam": "family",
}
"""Prefix of an id to the kind of record it names."""

_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
"""Writes canonical JSON; made once, as every record's id is written so."""


def make_id(prefix: str, fields: Sequence[object]) -> str:
    """Return ``prefix-`` and the first hexadecimal digits of the SHA-256 of ``fields`` as canonical JSON.

    The order of the fields counts; ``None`` differs from the empty string.

    >>> make_id("clm", ["doc-1", 0, 10]) == make_id("clm", ["doc-1", 0, 10])
    True
    >>> make_id("clm", ["a", None]) == make_id("clm", ["a", ""])
    False
    """
    return f"{prefix}-{id_digits(_canonical(list(fields)))}"


def make_plain_id(prefix: str, fields: Sequence[str | int | None]) -> str:
    """Return what :func:`make_id` does, sooner: for fields that are texts, whole numbers or nothing."""
    parts = ["null" if one is None else encode_basestring(one) if isinstance(one, str) else str(one) for one in fields]
    return f"{prefix}-{id_digits('[' + ','.join(parts) + ']')}"


def id_digits(canonical: str) -> str:
    """Return the hash part of an id whose fields are given as canonical JSON: bulk code puts those together itself."""
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:ID_HEX_DIGITS]


def id_bytes(canonical: bytes) -> bytes:
    """Return the hash part of an id as bytes, the digits' own order; the fields are given as canonical JSON."""
    return hashlib.sha256(canonical).digest()[: ID_HEX_DIGITS // 2]


def sha256_hex(payload: bytes) -> str:
    """Return the SHA-256 of ``payload``, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()

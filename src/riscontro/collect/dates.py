"""When a document was published: values that keep their precision, and the dateline in its first lines."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache

from riscontro.model.time import partial_date_to_interval

_PARTIAL = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_MAIL_DATE = re.compile(
    r"(?:[A-Za-z]{3,9},?\s{1,3})?(\d{1,2})\s{1,3}([A-Za-z]{3,9})\.?\s{1,3}(\d{4})\s{1,3}\d{1,2}:\d{2}"
)
"""A date as mails and RSS write it (RFC 5322, section 3.3): "Wed, 09 Oct 2024 23:30:00 +0200"."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LEADING_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?![\d-])")

DATELINE_LINES = 4
DATELINE_CHARACTERS = 90
"""Only the first lines, and only their beginning, are searched: later dates are what the text is about."""

_EARLIEST_YEAR = 1900


def partial_date(value: str | None) -> str | None:
    """Return ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` for a value of that form, an ISO 8601 instant or a date of RFC
    5322, whose own day is kept; ``None`` for anything else, impossible days included.

    >>> partial_date("2024-10"), partial_date("2024-10-09T23:30:00+02:00"), partial_date("2024-13-01")
    ('2024-10', '2024-10-09', None)
    """
    value = (value or "").strip()[:64]
    if not _PARTIAL.fullmatch(value):
        value = _instant_day(value) or ""
    try:
        earliest = partial_date_to_interval(value).earliest
    except ValueError:
        return None
    assert earliest is not None
    return value if earliest.year >= _EARLIEST_YEAR else None


def _instant_day(value: str) -> str | None:
    leading = _LEADING_DAY.match(value)
    if leading:
        return leading.group(1)
    mail = _MAIL_DATE.match(value)
    if mail:
        name = mail[2][:3].lower()
        return f"{mail[3]}-{_MONTHS.index(name) + 1:02}-{int(mail[1]):02}" if name in _MONTHS else None
    try:
        return datetime.fromisoformat(value).date().isoformat() if len(value) >= 8 and value[:8].isdigit() else None
    except ValueError:
        return None


def find_dateline(text: str, lang: str) -> str | None:
    """Return the day of a dateline in the first lines ("ROMA, 9 ottobre 2024 -"), ``None`` where there is none.

    Only whole dates count, in the long form that CLDR gives for ``lang``, standing at the start of a line, alone or
    after a place name and followed by a dash, a bar, a bracket or the end of the line.
    """
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()][:DATELINE_LINES]
    for line in lines:
        for pattern, months in _dateline_patterns(lang):
            found = pattern.match(line[:DATELINE_CHARACTERS])
            if found:
                return _to_day(found.groupdict(), months)
    return None


def _to_day(parts: dict[str, str], months: dict[str, int]) -> str | None:
    month = parts["month"].casefold().rstrip(".")
    number = int(month) if month.isdigit() else months.get(month, 0)
    try:
        return date(int(parts["year"]), number, int(parts["day"])).isoformat()
    except ValueError:
        return None


@cache
def _dateline_patterns(lang: str) -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    months, shapes = _cldr_long_dates(lang)
    name = "|".join(re.escape(month) for month in sorted(months, key=len, reverse=True)) or "$."
    place = r"(?:[^\W\d_][^\d\n,،;:]{0,30}[,،]\s{0,3}){0,2}"
    end = r"(?:\s{0,3}[^\W\d_]{1,5}\.?)?\s{0,3}(?:[-–—|:()/]|$)"  # a short word may follow: "года", "г.", "року"
    fields = {"d": r"(?P<day>\d{1,2})(?!\d)", "M": rf"(?P<month>{name})", "y": r"(?P<year>\d{4})(?!\d)"}
    fields["m"] = r"(?P<month>\d{1,2})(?!\d)"
    compiled = []
    for shape in shapes:
        body = "".join(fields.get(part, part) for part in shape)
        compiled.append((re.compile(place + body + end, re.IGNORECASE), months))
    return tuple(compiled)


def _cldr_long_dates(lang: str) -> tuple[dict[str, int], list[list[str]]]:
    """Return month names to numbers, and the long date shapes of a language as lists of fields and literals."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    months: dict[str, int] = {}
    patterns = ["y-M-d", "d.M.y", "d MMMM y"]
    try:
        locale = Locale.parse(lang)
    except (UnknownLocaleError, ValueError):
        return months, [_shape(pattern) for pattern in patterns[:2]]
    for form, width in (("format", "abbreviated"), ("stand-alone", "wide"), ("format", "wide")):
        for number, name in locale.months[form][width].items():
            months[name.casefold().rstrip(".")] = number
    patterns.append(locale.date_formats["long"].pattern)
    return months, [_shape(pattern) for pattern in dict.fromkeys(patterns)]


_CLDR_TOKEN = re.compile(r"'([^']*)'|(y+|M+|L+|d+)|(\s+)|(.)")


def _shape(pattern: str) -> list[str]:
    """Return a CLDR date pattern as fields (``d``, ``M`` in words, ``m`` in figures, ``y``) and literals.

    The signs between figures are needed, those beside words may be left out.
    """
    shape = []
    in_words = "MMM" in pattern or "LLL" in pattern
    for quoted, field, space, other in _CLDR_TOKEN.findall(pattern):
        if field:
            shape.append({"M": "M" if in_words else "m", "L": "M"}.get(field[0], field[0]))
        elif space:
            shape.append(r"\.?\s{0,3}")
        else:
            literal = re.escape(quoted or other)
            shape.append(rf"(?:{literal})?" if in_words else rf"\s?{literal}\s?")
    return shape

"""Which rows of a Parquet file of claims can be taken as they are, said in SQL.

The rules are those of :func:`riscontro.model.exchange.exchange_to_claim`, told for columns by declared type. They
are on the safe side: what they do not call plain (a day in an unusual form, a text that may be too long) is read
row by row by that function, which takes it or says what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from riscontro.model.claim import Basis, EventType, Modality, Stance
from riscontro.model.document import Access
from riscontro.model.exchange import CLAIM_FIELDS, LARGEST_WHOLE, LONGEST_TEXT

DAY_MICROS = 86_400_000_000
FIRST_MOMENT, LAST_MOMENT = -62_135_596_800_000_000, 253_402_300_799_999_999
"""The first and last moment that a calendar of years 1 to 9999 has, in microseconds since 1970-01-01 UTC."""

WHOLES = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
NUMBERS = (*WHOLES, "FLOAT", "DOUBLE")
MOMENTS = ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMP_S", "TIMESTAMP_MS")

CODES: Mapping[str, tuple[tuple[str, ...], str | None]] = {
    "type": (tuple(map(str, EventType)), None),
    "modality": (tuple(map(str, Modality)), str(Modality.ASSERTED)),
    "stance": (tuple(map(str, Stance)), str(Stance.ASSERTS)),
    "access": (tuple(map(str, Access)), str(Access.FULL)),
    "basis": (tuple(map(str, Basis)), None),
    "root_kind": (tuple(map(str, Basis)), None),
}
"""The values that a field may have, and what it is where it is not told."""

_NAMES = ("actor", "mode", "recipient", "opponent", "place", "root", "root_state", "quantity_unit", "quantity_bound")
_PAGE = ("document", "url", "publisher", "lang", "translated", "family")
TEXTS = frozenset((*_NAMES, *_PAGE, "id", "about", "hedge", "reader"))
DAYS = frozenset(["earliest", "latest", "quantity_earliest", "quantity_latest"])
FLAGS = frozenset(["quantity_cumulative", "incomplete", "another"])
COUNTS: Mapping[str, int] = {"version": 1, "start": 0, "end": 0}


class Field(NamedTuple):
    """A field's value, and whether it is plain, as SQL; a value that is not plain says nothing."""

    value: str
    plain: str


class Reading(NamedTuple):
    """Every field of a row of claims as SQL, and whether the row is plain."""

    values: Mapping[str, str]
    plain: str


def read_columns(declared: Mapping[str, str]) -> Reading:
    """Return how rows with columns of these declared types are read."""
    fields = {name: _field(name, declared.get(name)) for name in CLAIM_FIELDS}
    values = {name: field.value for name, field in fields.items()}
    conditions = [field.plain for field in fields.values()] + list(_together(values, declared))
    told = [one for one in conditions if one != "true"]
    plain = " AND ".join(f"coalesce({one}, false)" for one in told) or "true"
    return Reading(_defaults(values), plain)


def _defaults(values: Mapping[str, str]) -> dict[str, str]:
    of_root = f"CASE WHEN {values['root']} IS NOT NULL THEN {values['root_kind']} END"
    canonical = ", ".join(
        quoted(values[name]) if name in TEXTS or name == "type" else f"{values[name]}::VARCHAR"
        for name in ("document", "start", "end", "actor", "type", "mode", "recipient", "root")
    )
    made = f"'clm-' || substr(sha256('[' || concat_ws(',', {canonical}) || ']'), 1, 16)"
    return dict(values) | {
        "id": f"coalesce({values['id']}, {made})",
        "held_from": f"coalesce({values['held_from']}, {values['public_from']})",
        "lang": f"coalesce({values['lang']}, 'und')",
        "share": f"coalesce({values['share']}, 1.0)",
        "basis": f"coalesce({values['basis']}, {of_root}, 'none')",
        "root_kind": f"coalesce({values['root_kind']}, 'none')",
    }


def quoted(text: str) -> str:
    """Return the SQL of a text as the JSON of :func:`riscontro.model.ids.make_id`; of none, ``null``."""
    escaped = f"replace(replace({text}, '\\', '\\\\'), '\"', '\\\"')"
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r"}
    for code in range(32):
        told = short.get(code, f"\\u{code:04x}")
        escaped = f"replace({escaped}, chr({code}), '{told}')"
    odd = f"regexp_matches({text}, '[\"\\\\\\x00-\\x1f]')"
    return f"coalesce('\"' || CASE WHEN {odd} THEN {escaped} ELSE {text} END || '\"', 'null')"


def _field(name: str, declared: str | None) -> Field:
    column = f'"{name}"'
    if declared is None:
        return Field(_absent(name), "false" if name in ("document", "public_from", "type") else "true")
    if name in CODES:
        return _code(name, column, declared)
    if name in TEXTS:
        field = _text(column, declared)
        return field._replace(plain=f"{field.plain} AND {column} <> ''") if name == "document" else field
    if name in DAYS:
        return _day(column, declared)
    if name in FLAGS:
        return _typed(column, declared, ("BOOLEAN",), "coalesce({0}, false)", "true", "false")
    if name in COUNTS:
        least = f"{{0}} BETWEEN 0 AND {LARGEST_WHOLE}"
        return _typed(column, declared, WHOLES, f"coalesce({{0}}, {COUNTS[name]})::BIGINT", least, str(COUNTS[name]))
    if name == "share":
        return _typed(column, declared, NUMBERS, "{0}::DOUBLE", "{0} BETWEEN 0 AND 1", "NULL::DOUBLE")
    if name in ("quantity_min", "quantity_max"):
        return _typed(column, declared, NUMBERS, "{0}::DOUBLE", "{0} > -1e300 AND {0} < 1e300", "NULL::DOUBLE")
    if name == "via":
        return _texts(column, declared)
    field = _moment(column, declared)
    return field._replace(plain=f"{column} IS NOT NULL AND {field.plain}") if name == "public_from" else field


def _absent(name: str) -> str:
    if name in CODES:
        default = CODES[name][1]
        return f"'{default}'" if default else "NULL::VARCHAR"
    if name in FLAGS:
        return "false"
    if name in COUNTS:
        return f"{COUNTS[name]}::BIGINT"
    if name in DAYS:
        return "NULL::DATE"
    if name in ("public_from", "held_from"):
        return "NULL::BIGINT"
    if name in ("share", "quantity_min", "quantity_max"):
        return "NULL::DOUBLE"
    return "NULL::VARCHAR[]" if name == "via" else "NULL::VARCHAR"


def _typed(column: str, declared: str, kinds: tuple[str, ...], value: str, plain: str, absent: str) -> Field:
    """Return a field that is taken where its column has one of some types, and else only where it is empty."""
    if declared not in kinds:
        return Field(absent, f"{column} IS NULL")
    return Field(value.format(column), f"({column} IS NULL OR ({plain.format(column)}))" if plain != "true" else "true")


def _code(name: str, column: str, declared: str) -> Field:
    values, default = CODES[name]
    listed = ", ".join(f"'{value}'" for value in values)
    among = f"{column} IN ({listed})"
    told = f"coalesce({column}, '{default}')" if default else column
    if declared != "VARCHAR":
        return Field(_absent(name), "false" if name == "type" else f"{column} IS NULL")
    return Field(told, among if name == "type" else f"({column} IS NULL OR {among})")


def _text(column: str, declared: str) -> Field:
    if declared != "VARCHAR":
        return Field("NULL::VARCHAR", f"{column} IS NULL")
    return Field(f"nullif({column}, '')", f"({column} IS NULL OR strlen({column}) <= {LONGEST_TEXT})")


def _texts(column: str, declared: str) -> Field:
    if declared != "VARCHAR[]":
        return Field("NULL::VARCHAR[]", f"{column} IS NULL")
    short = f"strlen(array_to_string({column}, '')) <= {LONGEST_TEXT}"
    whole = f"list_count({column}) = len({column}) AND NOT list_contains({column}, '')"
    return Field(column, f"CASE WHEN coalesce(len({column}), 0) = 0 THEN true ELSE {short} AND {whole} END")


def _day(column: str, declared: str) -> Field:
    if declared == "DATE":
        known = f"{column} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
        return Field(column, f"({column} IS NULL OR {known})")
    if declared != "VARCHAR":
        return Field("NULL::DATE", f"{column} IS NULL")
    value = f"try_cast({column} AS DATE)"
    form = f"regexp_full_match({column}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
    return Field(value, f"({column} IS NULL OR ({form} AND {value} >= DATE '0001-01-01'))")


def _moment(column: str, declared: str) -> Field:
    if declared == "VARCHAR":
        return _moment_text(column)
    if declared == "DATE":
        value = f"(epoch_us({column}::TIMESTAMP) + {DAY_MICROS - 1_000_000})"
    elif declared in MOMENTS:
        value = f"epoch_us({column})"
    else:
        return Field("NULL::BIGINT", f"{column} IS NULL")
    finite = f"isfinite({column}) AND {value} BETWEEN {FIRST_MOMENT} AND {LAST_MOMENT}"
    return Field(f"CASE WHEN isfinite({column}) THEN {value} END", f"({column} IS NULL OR ({finite}))")


def _moment_text(column: str) -> Field:
    day = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    clock = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
    micros = f"epoch_us(try_cast(substr({column}, 1, 19) AS TIMESTAMP))"
    value = f"(CASE WHEN strlen({column}) = 10 THEN {micros} + {DAY_MICROS - 1_000_000} ELSE {micros} END)"
    plain = f"regexp_full_match({column}, '{day}(T{clock})?') AND {value} >= {FIRST_MOMENT}"
    return Field(value, f"({column} IS NULL OR ({plain}))")


_ENDS = (("earliest", "latest"), ("quantity_earliest", "quantity_latest"), ("quantity_min", "quantity_max"))


def _together(values: Mapping[str, str], declared: Mapping[str, str]) -> list[str]:
    """Return what must hold between fields."""
    found = []
    for first, last in _ENDS:
        if first in declared and last in declared:
            either = f"{values[first]} IS NULL OR {values[last]} IS NULL"
            found.append(f"({either} OR {values[last]} >= {values[first]})")
    if "start" in declared or "end" in declared:
        found.append(f"{values['end']} >= {values['start']}")
    if "quantity_min" in declared or "quantity_max" in declared:
        none = f"{values['quantity_min']} IS NULL AND {values['quantity_max']} IS NULL"
        found.append(f"(({none}) OR {values['quantity_unit']} IS NOT NULL)")
    if "root_state" in declared or "root_kind" in declared:
        nobody = f"{values['root_state']} IS NULL AND {values['root_kind']} IS NULL"
        found.append(f"({values['root']} IS NOT NULL OR ({nobody}))")
    return found

"""What an expression says before it is resolved: small values that the grammar builds and :mod:`resolve` reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar date with any of its fields; ``weekday`` counts from Monday, 0."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season by its English name."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day kept every year: month and day, or days after Easter."""

    month: int | None
    day: int | None
    easter: int | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """A run of years: a decade, a century."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Relative:
    """A calendar period counted from the one that holds the reference day: last week is ``week``, -1."""

    unit: str
    offset: int
    anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """The last (-1), this (0) or next (1) date, weekday, month or season of a name."""

    node: Node
    direction: int


@dataclass(frozen=True, slots=True)
class Duration:
    """Amounts of units; ``fuzzy`` where the number is only hinted at."""

    parts: tuple[tuple[float, str], ...]
    fuzzy: bool = False
    plural: bool = False
    """No number was given: "years ago"."""
    bound: str | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """A duration counted from an anchor: the reference day where there is none, the mention before if anaphoric."""

    duration: Duration
    sign: int
    anchor: Node | None = None
    anaphoric: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The last or next so many units; without a number, or with "few", a convention says how many."""

    duration: Duration
    sign: int
    including: bool = False
    recent: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """A named part of a period: October of last year, Friday of next week."""

    inner: Node
    outer: Node


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th unit, weekday or run of ``count`` units of a period, the last where ``number`` is -1."""

    number: int
    unit: str
    outer: Node | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class WeekNumber:
    """An ISO week."""

    number: int
    year: Node | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """The week or weekend that holds a day; ``count`` units from it where more than one."""

    unit: str
    node: Node


@dataclass(frozen=True, slots=True)
class Part:
    """``early``, ``mid``, ``late``, ``rest`` (from the reference day on), ``so-far`` of a period."""

    part: str
    node: Node


@dataclass(frozen=True, slots=True)
class Open:
    """A span with one open end: ``since``, ``until``, ``before``, ``after``, ``by``."""

    kind: str
    node: Node


@dataclass(frozen=True, slots=True)
class Range:
    """From one time to another; what the first leaves out it takes from the second."""

    first: Node
    last: Node


@dataclass(frozen=True, slots=True)
class Run:
    """A duration that starts at a time: a week starting tomorrow."""

    node: Node
    duration: Duration


Node = (
    Date
    | Season
    | Holiday
    | Years
    | Relative
    | Nearest
    | Shift
    | Window
    | Inside
    | Nth
    | WeekNumber
    | Around
    | Part
    | Open
    | Range
    | Run
)

_UNIT_SYMBOLS = {
    "day": "D",
    "workday": "D",
    "week": "W",
    "weekend": "W",
    "fortnight": "W",
    "workweek": "W",
    "month": "M",
    "year": "Y",
}


def grain(node: Node) -> str:
    """Return the unit a node is told in: ``day``, ``week``, ``month``, ``year`` and so on; ``span`` for ranges."""
    if isinstance(node, Date):
        if node.day is not None or node.weekday is not None:
            return "day"
        return "month" if node.month is not None else "year"
    if isinstance(node, Holiday):
        return "day"
    if isinstance(node, Season):
        return "season"
    if isinstance(node, (Nearest, Inside)):
        return grain(node.node if isinstance(node, Nearest) else node.inner)
    return _other_grain(node)


def _other_grain(node: Node) -> str:
    if isinstance(node, Years):
        return "decade" if node.count == 10 else "century" if node.count == 100 else "year"
    if isinstance(node, (Relative, Around)):
        return node.unit
    if isinstance(node, Nth):
        if node.count > 1:
            return "span"
        return "day" if node.unit.startswith("weekday") else node.unit
    if isinstance(node, WeekNumber):
        return "week"
    if isinstance(node, Part):
        return f"part-{grain(node.node)}"
    if isinstance(node, Shift):
        return "day"
    return "span"


def symbol(node: Node) -> str:
    """Return a node's grammar symbol: ``D`` day, ``W`` week, ``M`` month, ``Y`` year, ``P`` else, ``X`` span."""
    told = grain(node)
    if told in _UNIT_SYMBOLS:
        return _UNIT_SYMBOLS[told]
    return "X" if told == "span" else "P"

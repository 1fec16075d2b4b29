"""A small chart parser over typed items: finds every way the rules can build from a run of tokens.

Rules are sequences of symbols (active chart parsing: Kay 1980, "Algorithm schemata and data structures in syntactic
processing"). Between two symbols glue (articles, "of", commas, dashes) may stand, as far as the rule allows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

# What may stand between two parts of an expression.
ARTICLE, OF, AT, COMMA, DASH, SLASH, DOT, PAREN = (1 << bit for bit in range(8))
SOFT = ARTICLE | OF | AT | DOT
GAPS = {
    "": SOFT,
    ",": SOFT | COMMA | PAREN,
    "-": SOFT | COMMA | DASH | SLASH | PAREN,
    "!": 0,
    ".": DOT,
    "~": ARTICLE | DOT,
}
"""Marks before a symbol in a rule: nothing, comma too, dash and slash too, nothing at all, a point, an article."""

MAX_EDGES = 1200
"""Most items that one run may give; what hostile text would add beyond is dropped, so that time stays linear."""


class Edge(NamedTuple):
    """A symbol found over tokens ``start`` to ``end``; ``weak`` ones need more than themselves to be a mention."""

    symbol: str
    start: int
    end: int
    value: Any
    weak: int
    score: float


class Rule(NamedTuple):
    """Symbols with the gap allowed before each, and what makes the value; ``None`` from it rejects the match."""

    symbols: tuple[frozenset[str], ...]
    gaps: tuple[int, ...]
    build: Callable[..., Any]
    result: str | None
    score: float


class _Active(NamedTuple):
    rule: Rule
    start: int
    end: int
    edges: tuple[Edge, ...]


def compile_rule(
    pattern: str,
    build: Callable[..., Any],
    *,
    classes: Mapping[str, str],
    result: str | None = None,
    score: float = 0.0,
) -> Rule:
    """Return the rule of a pattern such as ``"LAST N U"``; ``classes`` names sets of symbols."""
    symbols, gaps = [], []
    for word in pattern.split():
        mark = word[0] if word[0] in GAPS else ""
        name = word[len(mark) :]
        gaps.append(GAPS[mark])
        symbols.append(frozenset(part for key in name.split("|") for part in classes.get(key, key).split()))
    return Rule(tuple(symbols), tuple(gaps), build, result, score)


class RuleIndex:
    """Rules by the symbol that they begin with."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.by_first: dict[str, list[Rule]] = defaultdict(list)
        for rule in rules:
            for name in rule.symbols[0]:
                self.by_first[name].append(rule)


def parse(
    items: Sequence[Edge],
    *,
    rules: RuleIndex,
    reach: Callable[[int], Sequence[tuple[int, int]]],
    symbol_of: Callable[[Any], str],
) -> list[Edge]:
    """Return all edges over ``items``, the items included. ``reach(i)`` lists the token positions that glue leads to
    from ``i``, with the glue passed.
    """
    return _Parser(rules, reach, symbol_of).run(items)


class _Parser:
    def __init__(
        self,
        rules: RuleIndex,
        reach: Callable[[int], Sequence[tuple[int, int]]],
        symbol_of: Callable[[Any], str],
    ) -> None:
        self.rules, self.reach, self.symbol_of = rules, reach, symbol_of
        self.at: dict[int, list[Edge]] = defaultdict(list)
        self.waiting: dict[int, list[tuple[_Active, int]]] = defaultdict(list)
        self.seen: set[tuple[str, int, int, Any]] = set()
        self.agenda: list[Edge] = []
        self.found: list[Edge] = []

    def run(self, items: Sequence[Edge]) -> list[Edge]:
        for item in sorted(items, key=lambda edge: -edge.start):
            self.push(item)
            while self.agenda and len(self.found) < MAX_EDGES:
                self.advance(self.agenda.pop())
        return self.found

    def push(self, edge: Edge) -> None:
        key = edge[:4]
        if key not in self.seen:
            self.seen.add(key)
            self.agenda.append(edge)

    def advance(self, edge: Edge) -> None:
        """Take in a finished edge: start rules with it, and feed the rules that wait for it."""
        self.found.append(edge)
        self.at[edge.start].append(edge)
        for rule in self.rules.by_first.get(edge.symbol, ()):
            self.step(_Active(rule, edge.start, edge.end, (edge,)))
        for active, gap in self.waiting.get(edge.start, ()):
            self.feed(active, gap, edge)

    def step(self, active: _Active) -> None:
        """Finish an active edge, or wait for its next symbol."""
        done = len(active.edges)
        if done == len(active.rule.symbols):
            self.finish(active)
            return
        allowed = active.rule.gaps[done]
        for position, gap in self.reach(active.end):
            if gap & ~allowed:
                continue
            self.waiting[position].append((active, gap))
            for edge in tuple(self.at.get(position, ())):
                self.feed(active, gap, edge)

    def feed(self, active: _Active, gap: int, edge: Edge) -> None:
        if edge.symbol in active.rule.symbols[len(active.edges)]:
            self.step(_Active(active.rule, active.start, edge.end, (*active.edges, edge)))

    def finish(self, active: _Active) -> None:
        value = active.rule.build(*(edge.value for edge in active.edges))
        if value is None:
            return
        result = active.rule.result or self.symbol_of(value)
        score = active.rule.score + sum(edge.score for edge in active.edges)
        weak = active.edges[0].weak if len(active.edges) == 1 else 0
        self.push(Edge(result, active.start, active.end, value, weak, score))

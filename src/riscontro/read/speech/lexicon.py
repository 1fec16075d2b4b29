"""One language's words of saying, compiled from ``speech.toml`` into tables of surface forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from riscontro.lang.loader import load_table
from riscontro.read.speech import bits
from riscontro.read.text import Memory
from riscontro.read.tokens import expand


class Frame:
    """What a cue may be followed by. Names are keys of ``[verbs.<class>]``."""

    SAY = 1
    TELL = 2
    THAT = 4
    INF = 8
    OBJINF = 16
    NP = 32
    QUOTE = 64
    """Only with a quotation or as a parenthesis ("continued", "quipped")."""


class Form:
    """What a surface form of a verb can be."""

    FINITE = 1
    PART = 2
    GER = 4
    INF = 8


CLASSES = ("decline", "cannot_confirm", "retract", "deny", "confirm", "warn", "show", "assert", "attitude", "relay")
"""Classes of cues; where a verb is in several, the earlier is tried first."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One reading of a surface form as a word of saying; ``rest`` holds the words that must follow it."""

    lemma: str
    cls: str
    frame: int
    form: int
    rest: tuple[str, ...] = ()
    spoken: bool = True
    """The verb can also report: "promised to" is words, "wanted to" is not."""
    far: str | None = None
    """A separable particle further on in the clause ("teilte ... mit")."""


@dataclass(frozen=True, slots=True)
class Formula:
    """ "according to S": ``words`` in lower case; ``before`` where the source comes first ("... zufolge")."""

    words: tuple[str, ...]
    before: bool = False
    cls: str = "assert"
    kind: str | None = None
    needs: frozenset[str] = frozenset()
    """Words one of which must begin the source ("nach Angaben ...")."""
    back: bool = False
    """Whoever was named last is the source ("по его словам")."""
    parenthesis: bool = False
    """Only after a mark and with nothing but the source up to the next ("..., so S.")."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled table. All keys are lower case; multi-word keys are tuples under their first word."""

    lang: str
    words: Mapping[str, int]
    cues: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, str]
    """Nouns of saying to their class."""
    formulas: Mapping[str, tuple[Formula, ...]]
    kinds: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    """First word to (further words, kind), longest first."""
    outlets: Mapping[str, tuple[tuple[tuple[str, ...], str, str | None], ...]]
    """First word to (further words, kind, state), longest first."""
    hedges: Mapping[str, tuple[tuple[str, ...], ...]]
    carry: frozenset[str]
    abbreviations: frozenset[str]
    calendar: frozenset[str]
    """Names of months, weekdays and spans of time, from ``time.toml``."""
    titles: frozenset[str]
    """Roles of persons: a name that follows one stands alone ("Minister N")."""
    roles: frozenset[str]
    """Titles, and bodies and texts that a definite phrase may refer back to ("the ministry", "the report")."""
    echoes: frozenset[str]
    """Texts that stand for whoever was named last ("the statement")."""
    rumour: Mapping[str, tuple[tuple[str, ...], ...]]
    pointers: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Words that open a clause which stands for what somebody said ("what S had said")."""
    anaphors: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Words that open a sentence whose verb reports the one before it ("c'est ce qu'")."""
    citing: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]] = field(default_factory=dict)
    """First word of what leads from an outlet to its source ("unter Berufung auf") to the further words, and the
    word that closes it, empty where none does ("sich auf ... beruft")."""
    refuting: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """Words that call a report false."""
    marked: frozenset[str] = frozenset()
    """First words of doubt, rumour and refutation."""
    refutable: frozenset[str] = frozenset()
    """Nouns of saying and texts: what may be called false."""
    addressing: frozenset[str] = frozenset()
    """Words between a speaker and the outlet that was told ("à", "агентству")."""
    generic: frozenset[str] = frozenset()
    """Nouns that stand for any body named before ("the agency", "the service")."""
    reported: frozenset[str] = frozenset()
    """Verb forms that mark a sentence as somebody's words by themselves (Konjunktiv I)."""
    free_subject: bool = False
    """A subject may follow its verb without more ado, and an auxiliary stand far from its participle."""
    capital_nouns: bool = False
    adverbs: tuple[str, ...] = ()
    """Endings of adverbs ("-ly"); ``whole`` lists the words that only look like them."""
    particles: tuple[str, ...] = ()
    """Particles written onto the word before them, longest first; they become nodes of their own."""
    whole: frozenset[str] = frozenset()
    """Words that only look as if they ended in a particle."""
    verb_final: bool = False
    compounds: tuple[str, ...] = ()
    """Ends of words written together that tell their kind; empty where blanks part words."""
    infinitive: tuple[str, ...] = ()
    gerund: tuple[str, ...] = ()
    """Endings of gerunds that stand for a clause ("supports sending")."""
    unspaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """First letter to the words at which a text without blanks is cut, longest first; empty where blanks part words."""
    comma_opens: bool = False
    """A comma right after a cue opens what is said ("S shuo, T")."""
    article: tuple[str, ...] = ()
    """Articles written onto their noun, where subject and object follow the verb with nothing between them."""
    elision: bool = False
    labels: frozenset[str] = frozenset()
    """Words before a colon that name no speaker ("Note", "Photo")."""
    plural: tuple[str, ...] = ()
    """Endings of plural nouns, where a verb's bare form agrees with a plural only (English)."""
    interesting: frozenset[str] = frozenset()
    """Every word that may begin a cue: a sentence without one, and without a quotation, is not looked at."""
    seconds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Words that begin formulas of several words and no other cue, to the words that may follow them there."""
    negated: Mapping[str, str] = field(default_factory=dict)
    """Class of a cue to the stance of its negation."""
    seen: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Tokens already looked up (``text.Known``)."""
    pieces: Memory[Any] = field(default_factory=Memory, compare=False, repr=False)
    """Pieces of text already looked at (``text.Known`` or ``text.Parts``)."""


@cache
def load_lexicon(lang: str) -> Lexicon:
    """Return the compiled words of ``lang``; raise :class:`PackError` where there is no such pack."""
    return compile_lexicon(lang, load_table(lang, "speech"), load_table(lang, "time"))


def compile_lexicon(lang: str, table: Mapping[str, Any], time: Mapping[str, Any]) -> Lexicon:
    """Return the table of ``speech.toml`` as lookups by first word; ``time`` is ``time.toml``."""
    if table.get("tokens", {}).get("variants"):
        table = _with_variants(table, str.maketrans(dict(table["tokens"]["variants"].split())))
    tokens = table.get("tokens", {})
    elision = bool(tokens.get("elision", False))
    cues = _compile_cues(table)
    nouns = {noun: cls for cls, nouns in table.get("nouns", {}).items() for noun in nouns.split()}
    formulas = _compile_formulas(table.get("formulas", []), elision)
    return Lexicon(
        lang=lang,
        words=_compile_words(table, elision),
        cues=cues,
        nouns=nouns,
        formulas=formulas,
        kinds=_by_first(
            (_split(name, elision), kind) for kind, names in table.get("kinds", {}).items() for name in names
        ),
        outlets=_compile_outlets(table.get("outlets", {}), elision),
        hedges=_phrases(table.get("hedges", []), elision),
        carry=frozenset(table.get("carry", "").split()),
        calendar=_calendar(time),
        abbreviations=frozenset(tokens.get("abbreviations", "").split()),
        titles=frozenset(table.get("titles", "").split()),
        roles=frozenset((table.get("titles", "") + " " + table.get("bodies", "")).split()),
        echoes=frozenset(table.get("echoes", "").split()),
        rumour=_phrases(table.get("rumour", []), elision),
        marked=frozenset(
            _split(phrase, elision)[0] for key in ("hedges", "rumour", "refuting") for phrase in table.get(key, [])
        ),
        pointers=_phrases(table.get("pointers", []), elision),
        anaphors=_phrases(table.get("anaphors", []), elision),
        citing=_compile_citing(table.get("citing", []), elision),
        refuting=_phrases(table.get("refuting", []), elision),
        refutable=frozenset(table.get("echoes", "").split())
        | {noun for noun, cls in nouns.items() if cls != "attitude"},
        addressing=frozenset(table.get("addressing", "").split()),
        generic=frozenset(table.get("generic", "").split()),
        elision=elision,
        adverbs=tuple(tokens.get("adverbs", "").split()),
        particles=tuple(sorted(tokens.get("particles", "").split(), key=len, reverse=True)),
        whole=frozenset(tokens.get("whole", "").split())
        | (frozenset(cues) if tokens.get("particles") else frozenset()),
        verb_final=bool(tokens.get("verb_final", False)),
        compounds=_compounds(table) if tokens.get("verb_final") or tokens.get("unspaced") else (),
        gerund=tuple(tokens.get("gerund", "").split()),
        infinitive=tuple(tokens.get("infinitive", "").split()),
        unspaced=_cutting_words(table, cues) if tokens.get("unspaced") else {},
        comma_opens=bool(tokens.get("comma_opens", False)),
        article=tuple(tokens.get("article", "").split()),
        labels=frozenset(table.get("labels", "").split()),
        plural=tuple(tokens.get("plural", "").split()),
        reported=frozenset(table.get("reported", "").split()),
        free_subject=bool(tokens.get("free_subject", False)),
        capital_nouns=bool(tokens.get("capital_nouns", False)),
        interesting=frozenset(cues) | frozenset(nouns) | frozenset(formulas),
        seconds=_second_words(formulas, cues, nouns),
        negated=dict(table.get("negated", {})),
    )


def _cutting_words(table: Mapping[str, Any], cues: Iterable[str]) -> dict[str, tuple[str, ...]]:
    listed = [*table.get("words", {}).values(), *table.get("nouns", {}).values(), table.get("titles", "")]
    phrases = [*table.get("hedges", []), *table.get("rumour", []), *table.get("echoes", "").split(), *cues]
    phrases += [phrase for formula in table.get("formulas", []) for phrase in formula["phrases"]]
    phrases += [name for names in table.get("kinds", {}).values() for name in names]
    phrases += [name for states in table.get("outlets", {}).values() for names in states.values() for name in names]
    words = {word.lower() for text in (*listed, *phrases) for word in text.split()}
    grouped: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        grouped.setdefault(word[0], []).append(word)
    return {first: tuple(rest) for first, rest in grouped.items()}


def _split(phrase: str, elision: bool) -> tuple[str, ...]:
    """Return a phrase's words as the text is cut: "dell' Onu" where the language elides, "China 's" elsewhere."""
    return tuple(phrase.lower().replace("’", "'").replace("'", "' " if elision else " '").split())


def _calendar(time: Mapping[str, Any]) -> frozenset[str]:
    """Return the single words among the names of months, weekdays and units."""
    units = time.get("units", {})
    tables = (time.get("months", {}), time.get("weekdays", {}), units.get("one", {}), units.get("many", {}))
    patterns = (pattern for table in tables for listed in table.values() for pattern in listed)
    return frozenset(word.lower() for pattern in patterns for word in expand(pattern) if " " not in word)


def _compounds(table: Mapping[str, Any]) -> tuple[str, ...]:
    kinds = {name.lower() for names in table.get("kinds", {}).values() for name in names if " " not in name}
    return tuple(sorted(kinds | set(table.get("titles", "").split())))


def _with_variants(value: Any, letters: Mapping[int, str]) -> Any:
    """Return a table whose words are also there in the other way to write their letters (long for short characters)."""
    if isinstance(value, Mapping):
        return {key: one if key == "tokens" else _with_variants(one, letters) for key, one in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping):
            return [_with_variants(one, letters) for one in value]
        return list(dict.fromkeys([*value, *(word.translate(letters) for word in value)]))
    if isinstance(value, str):
        words = value.split()
        return " ".join(dict.fromkeys([*words, *(word.translate(letters) for word in words)]))
    return value


def _compile_words(table: Mapping[str, Any], elision: bool) -> dict[str, int]:
    words: dict[str, int] = {}

    def mark(word: str, flag: int) -> None:
        words[word] = words.get(word, 0) | flag

    for name, listed in table.get("words", {}).items():
        for word in listed.split():
            mark(word, getattr(bits, name.upper()))
    for name in (name for names in table.get("kinds", {}).values() for name in names):
        mark(_split(name, elision)[0], bits.KIND)
    evidence = [table.get("echoes", ""), table.get("evidence", ""), table.get("nouns", {}).get("assert", "")]
    evidence += [
        _split(name, elision)[0] for kind in ("satellite", "captured") for name in table.get("kinds", {}).get(kind, [])
    ]
    for word in " ".join(evidence).split():
        mark(word, bits.TEXT)
    for phrase in table.get("pointers", []):
        mark(_split(phrase, elision)[0], bits.WHAT)
    return words


def _by_first(entries: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    grouped: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for words, value in entries:
        grouped.setdefault(words[0], []).append((words[1:], value))
    return {first: tuple(sorted(rest, key=lambda entry: -len(entry[0]))) for first, rest in grouped.items()}


def _phrases(phrases: Iterable[str], elision: bool) -> dict[str, tuple[tuple[str, ...], ...]]:
    grouped = _by_first((_split(phrase, elision), "") for phrase in phrases)
    return {first: tuple(words for words, _ in entries) for first, entries in grouped.items()}


def _compile_citing(phrases: Iterable[str], elision: bool) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    halves = (phrase.partition("*") for phrase in phrases)
    return _by_first((_split(opening, elision), closing.strip().lower()) for opening, _, closing in halves)


def _compile_outlets(
    table: Mapping[str, Mapping[str, list[str]]], elision: bool
) -> dict[str, tuple[tuple[tuple[str, ...], str, str | None], ...]]:
    grouped: dict[str, list[tuple[tuple[str, ...], str, str | None]]] = {}
    for kind, states in table.items():
        for state, names in states.items():
            for name in names:
                words = _split(name, elision)
                grouped.setdefault(words[0], []).append((words[1:], kind, None if state == "none" else state))
    return {first: tuple(sorted(rest, key=lambda entry: -len(entry[0]))) for first, rest in grouped.items()}


def _compile_formulas(entries: Iterable[Mapping[str, Any]], elision: bool) -> dict[str, tuple[Formula, ...]]:
    grouped: dict[str, list[Formula]] = {}
    for entry in entries:
        for phrase in entry["phrases"]:
            formula = Formula(
                words=_split(phrase, elision),
                before=bool(entry.get("before", False)),
                cls=entry.get("class", "assert"),
                kind=entry.get("kind"),
                needs=frozenset(entry.get("needs", "").split()),
                back=bool(entry.get("back", False)),
                parenthesis=bool(entry.get("parenthesis", False)),
            )
            grouped.setdefault(formula.words[0], []).append(formula)
    return {first: tuple(sorted(rest, key=lambda entry: -len(entry.words))) for first, rest in grouped.items()}


def _second_words(
    formulas: Mapping[str, tuple[Formula, ...]], cues: Mapping[str, object], nouns: Mapping[str, str]
) -> dict[str, frozenset[str]]:
    return {
        first: frozenset(formula.words[1] for formula in found)
        for first, found in formulas.items()
        if first not in cues and first not in nouns and all(len(formula.words) > 1 for formula in found)
    }


def _compile_cues(table: Mapping[str, Any]) -> dict[str, tuple[Cue, ...]]:
    irregular = table.get("irregular", {})
    paradigms = sorted(table.get("paradigm", []), key=lambda entry: (-len(entry["lemma"]), "prefix" not in entry))
    frames: dict[tuple[str, str], int] = {}
    for cls, by_frame in table.get("verbs", {}).items():
        for name, lemmas in by_frame.items():
            for lemma in lemmas.split():
                frames[lemma, cls] = frames.get((lemma, cls), 0) | getattr(Frame, name.upper())
    grouped: dict[str, list[Cue]] = {}
    suffixes = table.get("tokens", {}).get("clitics", "").split()
    spoken = {lemma for lemma, cls in frames if cls != "attitude"}
    for (lemma, cls), frame in frames.items():
        particle, _, verb = lemma.rpartition("+")
        head, *rest = verb.split("_")
        for surface, form in _inflect(head, irregular, paradigms).items():
            if particle:
                joined = particle + surface
                grouped.setdefault(joined, []).append(
                    Cue(particle + head, cls, frame, form, tuple(rest), lemma in spoken)
                )
            if not particle or form & Form.FINITE:
                cue = Cue(particle + head, cls, frame, form, tuple(rest), lemma in spoken, particle or None)
                grouped.setdefault(surface, []).append(cue)
            if form & Form.FINITE and frame & (Frame.SAY | Frame.QUOTE):
                for suffix in suffixes:
                    inverted = Cue(head, cls, frame | Frame.QUOTE, Form.FINITE, tuple(rest))
                    grouped.setdefault(surface + suffix, []).append(inverted)
    return {surface: tuple(sorted(cues, key=_cue_order)) for surface, cues in grouped.items()}


def _cue_order(cue: Cue) -> tuple[int, int]:
    return -len(cue.rest) - (cue.far is not None), CLASSES.index(cue.cls)


def _inflect(
    lemma: str, irregular: Mapping[str, Mapping[str, str]], paradigms: Iterable[Mapping[str, str]]
) -> dict[str, int]:
    """Return a verb's surface forms: those listed for it, else its lemma's longest matching paradigm.

    An ending replaces the paradigm's ``lemma``; ``*`` in it stands for the stem ("ge*t"), ``_`` for no ending.
    """
    listed: Mapping[str, str] | None = irregular.get(lemma)
    stem = ""
    if listed is None:
        for paradigm in paradigms:
            if lemma.endswith(paradigm["lemma"]) and lemma.startswith(tuple(paradigm.get("prefix", "").split()) or ""):
                listed, stem = paradigm, lemma.removesuffix(paradigm["lemma"])
                break
    forms: dict[str, int] = {lemma: Form.INF}
    for name, endings in (listed or {}).items():
        if name not in ("lemma", "prefix"):
            for ending in endings.split():
                surface = ending.replace("*", stem) if "*" in ending else stem + ending.removeprefix("_")
                forms[surface] = forms.get(surface, 0) | getattr(Form, name.upper())
    return forms

"""What a closed-class word does for clause borders and noun phrases: bits, whose names are keys of ``[words]``.

Plain integers rather than ``IntFlag``, whose operators cost more than all the rest of the reading; and of a module, as
they are read from a class at twice the cost.
"""

from __future__ import annotations

AUX = 1
NEG = 2
DET = 4
PREP = 8
COORD = 16
THAT = 32
SUB = 64
REL = 128
PRON = 256
ADV = 512
TIME = 1024
TO = 2048
WH = 4096
OF = 8192
"""A preposition that attaches to the noun before it ("of", "for", "di", "von")."""
FINITE = 16384
"""A common finite verb that is no cue: a noun phrase does not run across it."""
OBJ = 32768
"""A pronoun that cannot be a subject, or a clitic before the verb ("him", "lo", "ihm")."""
ITSO = 65536
"""A pronoun that stands for the sentence before ("so", "lo", "dies")."""
POSS = 131072
CITE = 262144
""""citing", "quoting": what follows is closer to the root."""
BY = 524288
ADJ = 1048576
BE = 2097152
"""An auxiliary that makes a passive."""
KIND = 8388608
"""Begins a name of a kind of source ("satellite", "ministry")."""
HAVE = 16777216
"""An auxiliary that needs a participle after it."""
PLURAL = 33554432
"""A noun or pronoun that takes a plural verb though it does not look it ("people")."""
REFL = 67108864
"""A reflexive clitic: with it "to be" makes no passive ("si è rifiutata")."""
AS = 134217728
""""as S wrote", "wie S mitteilte": the clause is a parenthesis."""
EXPL = 268435456
"""A subject that stands for nobody ("es", "it", "il")."""
AT = 536870912
"""A preposition whose phrase may be the one that speaks ("сообщили в министерстве")."""
THING = 1073741824
"""A pronoun that stands for no person ("it")."""
SUBJ = 1 << 31
"""A particle after a subject or topic."""
TOPIC = 1 << 32
QUOT = 1 << 33
"""A particle after reported words."""
TEXT = 1 << 34
"""A text or a piece of news, which can show what it holds ("report")."""
WHAT = 1 << 35
"""Opens a clause that stands for what was said ("lo que", "what")."""
CONTRAST = 4194304
""""but", "while", "whereas": a clause after it stands beside the one before, not under it."""

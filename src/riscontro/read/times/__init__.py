"""Times: expressions of a text to calendar intervals against the day it was published.

``ground`` tells where a text can hold a time; ``scan`` cuts it there into :mod:`riscontro.read.tokens` and looks its
words up in the pack (``lexicon``); ``grammar`` says how they build expressions (``nodes``), which ``chart`` finds;
``resolve`` turns them into days. ``find`` puts them together.
"""

from riscontro.read.times.find import Times, find_times

__all__ = ["Times", "find_times"]

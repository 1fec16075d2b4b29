"""States of places: provinces, regions and cities of the world by name, in the languages of the packs.

The table (``gazetteer.tsv.xz``, made by ``bench/make_gazetteer.py``) holds the subdivisions of ISO 3166-2 with their
names in CLDR (Unicode licence v3) and the cities of GeoNames (CC BY 4.0) that are meant without more ado. It is read
when a place is first asked for, and not before. A name that places of several states bear is not in it.
"""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from riscontro.vocab.places import key_of, region_words, stem_of

SOURCE = "CLDR (Unicode licence v3), GeoNames (CC BY 4.0)"

_CODE = 3
"""Letters of a state's code; a sign before it marks names that are a region's there, but a city's in another state."""
_SHORTEST = 3
"""Letters of a name in the Latin alphabet; shorter ones are abbreviations."""


def state_of_place(name: str, *, region: bool = False) -> str | None:
    """Return the alpha-3 code of the one state that a place of this name can lie in, else ``None``.

    ``region`` says that a region is spoken of, as does a word for one in the name: cities do not count then.

    >>> state_of_place("Kano State"), state_of_place("北海道"), state_of_place("Харьков")
    ('NGA', 'JPN', 'UKR')
    >>> state_of_place("Punjab"), state_of_place("Santa Cruz")
    (None, None)
    >>> state_of_place("Ontario"), state_of_place("Ontario", region=True), state_of_place("Edo State")
    (None, 'CAN', 'NGA')
    """
    words = [key_of(word) for word in name.replace("-", " ").split()]
    bare = [word for word in words if word not in region_words()]
    whole = "".join(words)
    ending = next((word for word in region_words() if not word.isascii() and whole.endswith(word)), "")
    keys = (stem_of(whole), stem_of("".join(bare)), whole.removesuffix(ending))
    region = region or len(bare) < len(words) or bool(ending)
    for key in keys:
        if len(key) >= (_SHORTEST if key.isascii() else 2):
            state = _table().get(key) or (_table().get("+" + key) if region else None)
            if state is not None:
                return state
    return None


@cache
def _table() -> Mapping[str, str]:
    data = lzma.decompress((files("riscontro.vocab") / "gazetteer.tsv.xz").read_bytes()).decode("utf-8")
    held = {}
    for row in data.splitlines():
        state, _, names = row.partition("\t")
        mark = state[:-_CODE]
        held.update(dict.fromkeys((mark + name for name in names.split("|")), state[-_CODE:]))
    return held

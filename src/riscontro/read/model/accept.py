"""From a model's answer to claims: what quotes the document becomes one, what does not becomes a doubt.

A claim is refused where the words of its act or of a side are not in the document, where its sides are nobody or one
and the same, or where any of its words stand in a passage that gives orders to a program. Everything else is a matter
of fields (:mod:`riscontro.read.model.fields`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from riscontro.model.claim import Basis, Claim, Evidence, Modality, Quantity, Stance, with_id
from riscontro.model.mention import Span
from riscontro.model.time import Interval
from riscontro.read.model.authority import Authority, lies_in
from riscontro.read.model.fields import (
    Around,
    Doubts,
    Side,
    shown,
    take_modality,
    take_place,
    take_quantity,
    take_root,
    take_side,
    take_via,
    take_when,
)
from riscontro.read.model.instructions import overlaps
from riscontro.read.model.quotes import Folded, find_quote, fold_text, overlap
from riscontro.read.model.schema import ClaimOut, SideOut, modes
from riscontro.vocab.events import MUTUAL_MODES

_LEAST_ACT = 2
"""Characters that words of an act have at least."""
_MOST_ACT = 1200
"""Characters that they have at most: more than that is a passage, not a clause."""

SIDES = ("actor", "recipient", "opponent")


class Judge:
    """Holds the claims of answers about one document to it. ``barred`` are passages that give orders to a program;
    ``reader`` is the name that claims bear.
    """

    def __init__(self, authority: Authority, *, barred: Sequence[Span], reader: str = "") -> None:
        self._authority = authority
        self._barred, self.reader = barred, reader
        self.doubts = Doubts(document_id=authority.study.document.id)

    @cached_property
    def _folded(self) -> Folded:
        return fold_text(self._authority.text)

    def prepare(self) -> None:
        """Make ready what claims will be held to; otherwise each part is made when it is first needed."""
        self._authority.prepare()
        _ = self._folded

    def accept(self, given: ClaimOut, sent: Sequence[Span]) -> Claim | None:
        """Return the claim that an answer's claim comes to, ``None`` where it is refused; ``sent`` is what was sent."""
        act = find_quote(self._folded, given.act, within=sent)
        if act is None or not _LEAST_ACT <= act.end - act.start <= _MOST_ACT:
            self.refuse(f"the words of its act {shown(given.act)} are not in the document", None)
            return None
        around = Around(
            authority=self._authority,
            folded=self._folded,
            sent=sent,
            act=act,
            sentence=self._authority.sentence_of(act),
            doubts=self.doubts,
        )
        sides = self._sides(given, around)
        if sides is None:
            return None
        claim = self._assemble(given, sides, around)
        if any(overlaps(one.span, self._barred) for one in claim.evidence):
            self.refuse("its words stand in a passage that gives orders to a reading program", act)
            return None
        return claim

    def refuse(self, why: str, span: Span | None) -> None:
        """Keep the doubt that a claim is refused."""
        self.doubts.add("refused", f"a claim of the model is refused: {why}", span)

    def _sides(self, given: ClaimOut, around: Around) -> dict[str, Side] | None:
        """Return the sides that are there; ``None`` where the claim is refused for them."""
        found: dict[str, Side] = {}
        for name in SIDES:
            side: SideOut | None = getattr(given, name)
            if side is None:
                continue
            taken = take_side(side, name, around)
            if taken is not None:
                found[name] = taken
            elif name != "opponent":
                self.refuse(f"its {name} is not in the document", around.act)
                return None
        codes = {found[name].code for name in ("actor", "recipient") if name in found}
        if not codes:
            self.refuse("it names neither an actor nor a recipient", around.act)
            return None
        if "actor" in found and "recipient" in found and len(codes) == 1:
            self.refuse(f"actor and recipient are one ({codes.pop()})", around.act)
            return None
        if "opponent" in found and found["opponent"].code in codes:
            found.pop("opponent")
        return found

    def _assemble(self, given: ClaimOut, sides: dict[str, Side], around: Around) -> Claim:
        mode = given.mode if given.mode in modes() else None
        if given.mode is not None and mode is None:
            around.drop("mode", given.mode, "the list has no such mode")
        sides, own = self._held_to_own(given, sides, around)
        words: dict[str, Span] = {"type": around.act, **{name: side.span for name, side in sides.items()}}
        when = take_when(given.when, given, own, around) if given.when is not None else None
        counted = take_quantity(given.quantity, around) if given.quantity is not None else None
        place = take_place(given.place, around) if given.place is not None else None
        root = take_root(given.root, around) if given.root is not None else None
        modality, mood = take_modality(given, own, root and root[0], when and when[0], around)
        via = take_via(given.via, around)
        if when is not None:
            words["when"] = when[1]
        if counted is not None:
            words["quantity"] = counted[1]
        if place is not None:
            words["place"] = place
        if mood is not None:
            words["modality"] = mood
        if root is not None:
            words["root"] = root[1]
        if own is not None:
            self._compare(own, when, counted and counted[0], around)
        voice = self._authority.voice_of(around.act)
        codes = {name: side.code for name, side in sides.items()}
        claim = Claim(
            id="",
            document_id=self._authority.study.document.id,
            span=around.act,
            actor=codes.get("actor"),
            type=given.type,
            mode=mode,
            recipient=codes.get("recipient"),
            opponent=codes.get("opponent"),
            place=self._words(place) if place is not None else None,
            when=when[0] if when is not None else None,
            quantity=counted[0] if counted is not None else None,
            modality=modality,
            basis=root[0].kind if root is not None else self._bare_basis(around.act),
            root=root[0] if root is not None else None,
            via=tuple(dict.fromkeys(self._words(span) for span in via)),
            stance=_stance(modality, voice.stance if voice is not None else Stance.ASSERTS, rooted=root is not None),
            hedge=voice.hedge if voice is not None else None,
            incomplete=self._is_cut(around.act),
            evidence=_evidence(words, via),
            reader=self.reader,
        )
        return with_id(claim)

    def _held_to_own(
        self, given: ClaimOut, sides: dict[str, Side], around: Around
    ) -> tuple[dict[str, Side], Claim | None]:
        """Return the sides, and our own claim of the same act and sides; turned round where only ours is the other way.

        Where our own reading finds no such act, who acts on whom rests on the model: a doubt that is kept.
        """
        acts = self._authority.acts_at(around.act, given.type)
        actor, recipient = (sides[name].code if name in sides else None for name in ("actor", "recipient"))
        same = next((one for one in acts if (one.actor, one.recipient) == (actor, recipient)), None)
        turned = next((one for one in acts if (one.actor, one.recipient) == (recipient, actor)), None)
        if same is None and turned is not None and given.mode in MUTUAL_MODES:
            return sides, turned
        if same is None and turned is not None and _is_certain(turned, sides, around.act):
            around.differ("sides", f"{actor} to {recipient}", f"{recipient} to {actor}", around.act)
            names = {"actor": "recipient", "recipient": "actor"}
            return {names.get(name, name): side for name, side in sides.items()}, turned
        if same is None and acts:
            others = ", ".join(dict.fromkeys(f"{one.actor} to {one.recipient}" for one in acts))
            message = f"sides: the model says {actor} to {recipient}, our rules read {given.type} by {others} there"
            self.doubts.add("other_sides", message, around.act)
        elif same is None:
            message = (
                f"our rules find no such act ({given.type} by {actor} to {recipient}): it rests on the model alone"
            )
            self.doubts.add("alone", message, around.act)
        return sides, same

    def _compare(
        self, own: Claim, when: tuple[Interval, Span] | None, counted: Quantity | None, around: Around
    ) -> None:
        """Keep a doubt where our own claim of the same act has another time or number: the quoted one stands."""
        days = next((one.span for one in own.evidence if one.field == "when"), None)
        if own.when is not None and when is not None and own.when != when[0] and not overlap(when[1], days or when[1]):
            self.doubts.add("other_time", f"when: the model dates it {when[0]}, our rules {own.when}", around.act)
        ours = own.quantity
        if (
            ours is not None
            and counted is not None
            and (ours.minimum, ours.maximum) != (counted.minimum, counted.maximum)
        ):
            told = f"{counted.minimum} to {counted.maximum}, our rules {ours.minimum} to {ours.maximum}"
            self.doubts.add("other_number", f"quantity: the model counts {told}", around.act)

    def _bare_basis(self, act: Span) -> Basis:
        voice = self._authority.voice_of(act)
        bare = voice is not None and voice.root is None and voice.kind in (Basis.RUMOUR, Basis.ANONYMOUS)
        return voice.kind if voice is not None and bare else Basis.NONE

    def _is_cut(self, act: Span) -> bool:
        cut = self._authority.study.cut
        return cut is not None and act.end >= cut

    def _words(self, span: Span) -> str:
        return self._folded.text[span.start : span.end]


def _is_certain(turned: Claim, sides: dict[str, Side], act: Span) -> bool:
    """Tell whether our own reading may turn a model's sides round: only where it found both within the words of the
    act, and the model quotes one of them for the opposite side. What our rules took from another clause or from the
    topic is not told by these words.
    """
    spans = {one.field: one.span for one in turned.evidence if one.field in ("actor", "recipient")}
    if len(spans) < 2 or not all(lies_in(span, act) for span in spans.values()):
        return False
    opposite = (("actor", "recipient"), ("recipient", "actor"))
    return any(name in sides and overlap(sides[name].span, spans[other]) for name, other in opposite)


def _stance(modality: Modality, heard: Stance, *, rooted: bool) -> Stance:
    if modality is Modality.DENIED:
        return heard if heard in (Stance.DENIES, Stance.RETRACTS) else Stance.DENIES if rooted else Stance.ASSERTS
    return Stance.ASSERTS if heard in (Stance.DENIES, Stance.RETRACTS) else heard


def _evidence(words: dict[str, Span], via: Iterable[Span]) -> tuple[Evidence, ...]:
    found = [Evidence(field=name, span=span) for name, span in words.items()]
    found += [Evidence(field="via", span=span) for span in via]
    return tuple(sorted(found, key=lambda one: (one.span, one.field)))

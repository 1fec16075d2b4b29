from __future__ import annotations

from riscontro.read import explain, resolve


def test_explanation_shows_what_was_tried_and_why() -> None:
    shown = "\n".join(explain("Peru lent tanks to Chile, but Bolivia sent nothing.", lang="en").lines())
    assert "'Peru' PER" in shown
    assert "recipient" in shown
    assert "-> PER AID/vehicles CHL" in shown
    assert "nothing that is handed over" in shown


def test_explanation_of_an_unread_language() -> None:
    assert explain("x", lang="xx").lines() == ["not read (no-pack), language xx"]


def test_resolve() -> None:
    assert resolve("the Iranian foreign minister", lang="en", date="2022-11-01").state == "IRN"
    assert resolve("i servizi segreti sudcoreani", lang="it").role == "SPY"
    assert resolve("Rossi", lang="it").state is None
    assert resolve("whoever", lang="xx").state is None

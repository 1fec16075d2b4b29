"""From a claim's root and chain to who first said it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from riscontro.model.claim import Basis, Root
from riscontro.weigh.names import fold_name, outlet_group
from riscontro.weigh.origins import trace
from tests.weigh.make import Desk

CASES = [
    (Root(name="Pentagon", state="USA", kind=Basis.OFFICIAL), (), Basis.OFFICIAL, "state:USA"),
    (Root(name="NIS", state="KOR", kind=Basis.INTELLIGENCE), ("Yonhap",), Basis.INTELLIGENCE, "state:KOR"),
    (Root(name="a US official", state="USA", kind=Basis.ANONYMOUS), (), Basis.ANONYMOUS, "state:USA"),
    (Root(name="debris in Kyiv", state="UKR", kind=Basis.CAPTURED), (), Basis.CAPTURED, "state:UKR"),
    (Root(name="Sky Imaging", state="USA", kind=Basis.SATELLITE), (), Basis.SATELLITE, "source:sky imaging"),
    (Root(name="Institute", state="GBR", kind=Basis.ANALYSIS), (), Basis.ANALYSIS, "source:institute"),
    (Root(name="a farmer", state="RUS", kind=Basis.WITNESS), (), Basis.WITNESS, "source:a farmer"),
    (Root(name="Reuters", state=None, kind=Basis.MEDIA), (), Basis.MEDIA, "outlet:reuters"),
    (Root(name="Рейтер", state=None, kind=Basis.MEDIA), (), Basis.MEDIA, "outlet:reuters"),
    (Root(name="ЦТАК", state="PRK", kind=Basis.MEDIA), (), Basis.MEDIA, "state:PRK"),
    (Root(name="sources", state=None, kind=Basis.ANONYMOUS), (), Basis.ANONYMOUS, "unnamed"),
    (Root(name="rumours", state=None, kind=Basis.RUMOUR), (), Basis.RUMOUR, "unnamed"),
    (Root(name="UN panel", state=None, kind=Basis.OFFICIAL), (), Basis.OFFICIAL, "source:un panel"),
    (None, ("Paper B", "Reuters"), Basis.MEDIA, "outlet:reuters"),
    (None, (), Basis.NONE, "outlet:paper a"),
    (Root(name="somebody", state=None, kind=Basis.NONE), (), Basis.NONE, "outlet:paper a"),
    (Root(name="somebody", state=None, kind=Basis.NONE), ("Reuters",), Basis.NONE, "outlet:reuters"),
    (Root(name="Reuters", state=None, kind=Basis.NONE), (), Basis.NONE, "outlet:reuters"),
    (Root(name="a senior officer", state=None, kind=Basis.ANONYMOUS), ("KCNA",), Basis.ANONYMOUS, "state:PRK"),
    (Root(name="Party commission", state=None, kind=Basis.OFFICIAL), ("KCNA",), Basis.OFFICIAL, "state:PRK"),
    (
        Root(name="Party commission", state=None, kind=Basis.OFFICIAL),
        ("Reuters",),
        Basis.OFFICIAL,
        "source:party commission",
    ),
    (None, (), Basis.RUMOUR, "unnamed"),
    (None, ("Paper B",), Basis.ANONYMOUS, "unnamed"),
]


@pytest.mark.parametrize(("root", "via", "basis", "group"), CASES)
def test_group(root: Root | None, via: tuple[str, ...], basis: Basis, group: str) -> None:
    desk = Desk()
    claim = desk.tell("2024-10-18", root, via=via, basis=basis, publisher="Paper A")
    assert trace(claim, desk.provenances[claim.document_id]).group == group


ORGANS = [
    (Root(name="Example Wire", state=None, kind=Basis.MEDIA), "state:ITA"),
    (Root(name="Example Institute", state="ITA", kind=Basis.ANALYSIS), "state:ITA"),
    (Root(name="Example Orbit", state=None, kind=Basis.SATELLITE), "source:example orbit"),
]


@pytest.mark.parametrize(("root", "group"), ORGANS)
def test_the_case_may_say_whose_organ_a_source_is(root: Root, group: str) -> None:
    desk = Desk()
    claim = desk.tell("2024-10-18", root)
    organs = {"example wire": "ITA", "example institute": "ITA"}
    source = trace(claim, desk.provenances["doc-0"], organs=organs)
    assert (source.group, source.kind) == (group, root.kind)


@pytest.mark.parametrize(
    ("url", "name"), [("https://news.example/a", "news.example"), (None, "doc-0"), ("not a url", "doc-0")]
)
def test_a_page_without_a_publisher_goes_by_its_host_else_by_its_id(url: str | None, name: str) -> None:
    desk = Desk()
    claim = desk.tell("2024-10-18")
    page = replace(desk.provenances["doc-0"], publisher=None, url=url)
    assert trace(claim, page).name == name


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The  BBC", "the bbc"),
        ("Agence France-Presse", "agence france presse"),
        ("Süd-Zeitung", "sud zeitung"),
        ("", ""),
    ],
)
def test_fold_name(name: str, folded: str) -> None:
    assert fold_name(name) == folded


@pytest.mark.parametrize("name", ["조선중앙통신", "タス通信", "로이터", "Ройтерс", "ТАСС"])
def test_listed_spellings_are_found_in_their_script(name: str) -> None:
    assert outlet_group(name)[0] in {"state:PRK", "state:RUS", "outlet:reuters"}

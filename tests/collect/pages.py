"""Pages written for measuring the share: whole, cut and teaser, in the desk's languages, the truth known."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass

from riscontro.collect.notices import NoticeKind
from tests.collect.test_notices import FOUND

SENTENCES = {
    "it": (
        "La delegazione è arrivata lunedì nella capitale ed è stata accolta dal viceministro.",
        "I colloqui riguardano il commercio di grano e la riapertura di un ponte sul fiume.",
        "Il portavoce non ha voluto indicare una data per il prossimo incontro fra le parti.",
    ),
    "en": (
        "The delegation arrived in the capital on Monday and was met by the deputy minister.",
        "The talks concern trade in grain and the reopening of a bridge across the river.",
        "The spokesman would not name a date for the next meeting between the two sides.",
    ),
    "fr": (
        "La délégation est arrivée lundi dans la capitale, où l'attendait le vice-ministre.",
        "Les entretiens portent sur le commerce des céréales et la réouverture d'un pont.",
        "Le porte-parole n'a pas souhaité donner de date pour la prochaine rencontre.",
    ),
    "es": (
        "La delegación llegó el lunes a la capital y fue recibida por el viceministro.",
        "Las conversaciones tratan del comercio de grano y de la reapertura de un puente.",
        "El portavoz no quiso dar una fecha para la próxima reunión entre las partes.",
    ),
    "de": (
        "Die Delegation traf am Montag in der Hauptstadt ein und wurde vom Vizeminister empfangen.",
        "Die Gespräche betreffen den Handel mit Getreide und die Öffnung einer Brücke.",
        "Der Sprecher wollte kein Datum für das nächste Treffen der beiden Seiten nennen.",
    ),
    "pt": (
        "A delegação chegou na segunda-feira à capital e foi recebida pelo vice-ministro.",
        "As conversas tratam do comércio de cereais e da reabertura de uma ponte.",
        "O porta-voz não quis indicar uma data para o próximo encontro entre as partes.",
    ),
    "pl": (
        "Delegacja przybyła w poniedziałek do stolicy i została przyjęta przez wiceministra.",
        "Rozmowy dotyczą handlu zbożem oraz ponownego otwarcia mostu na rzece.",
        "Rzecznik nie chciał podać daty następnego spotkania obu stron.",
    ),
    "ru": (
        "Делегация прибыла в столицу в понедельник, её встретил заместитель министра.",
        "Переговоры касаются торговли зерном и открытия моста через реку.",
        "Представитель ведомства не назвал дату следующей встречи сторон.",
    ),
    "uk": (
        "Делегація прибула до столиці в понеділок, її зустрів заступник міністра.",
        "Переговори стосуються торгівлі зерном і відкриття мосту через річку.",
        "Речник відомства не назвав дати наступної зустрічі сторін.",
    ),
    "ko": (
        "대표단은 월요일 수도에 도착해 차관의 영접을 받았다고 당국이 밝혔다.",
        "회담에서는 곡물 교역과 강을 건너는 다리의 재개통 문제가 다뤄졌다.",
        "대변인은 다음 만남의 날짜에 대해서는 언급하지 않았다고 전했다.",
    ),
    "zh": (
        "代表团星期一抵达首都，副部长前往机场迎接，双方随后举行了会谈。",
        "会谈涉及粮食贸易以及跨河大桥重新开放的问题，气氛较为友好。",
        "发言人没有透露双方下一次会面的日期，也没有说明会谈的细节。",
    ),
    "ja": (
        "代表団は月曜日に首都に到着し、次官の出迎えを受けたと当局が明らかにした。",
        "会談では穀物の取引と川に架かる橋の再開通の問題が取り上げられた。",
        "報道官は両者の次回の会合の日程について言及を避けたという。",
    ),
    "ar": (
        "وصل الوفد يوم الاثنين إلى العاصمة وكان في استقباله نائب الوزير.",
        "تتناول المحادثات تجارة الحبوب وإعادة فتح جسر على النهر بين الجانبين.",
        "ولم يشأ المتحدث أن يحدد موعدا للقاء المقبل بين الجانبين.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A page, what it is, and the share of the report that it truly holds."""

    name: str
    markup: str
    share: float


def _paragraphs(lang: str, count: int, dice: random.Random) -> list[str]:
    """Return paragraphs that differ by a number at least: repeated ones are taken for furniture."""
    repeat = 2 if lang in ("zh", "ja") else 1
    order = [dice.sample(SENTENCES[lang], 3) * repeat for _ in range(count)]
    return [f"{dice.randrange(100, 999)}. {' '.join(sentences)}" for sentences in order]


def _notice(lang: str, kind: NoticeKind, dice: random.Random) -> str:
    return dice.choice([text for code, text, found, _ in FOUND if (code, found) == (lang, kind)])


def _markup(lang: str, paragraphs: list[str], *, after: str = "", above: str = "", facts: dict[str, object]) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    data = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "x", **facts})
    related = "".join(f"<li><a href='/{number}'>{SENTENCES[lang][number]}</a></li>" for number in range(3))
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>x</title>"
        f"<script type='application/ld+json'>{data}</script></head><body>"
        f"<div class='top'>{above}<a href='/'>Home</a></div><article><h1>x</h1>{body}{after}</article>"
        f"<div class='related'><ul>{related}</ul></div><footer>© Example</footer></body></html>"
    )


def _whole(lang: str, dice: random.Random, number: int) -> Sample:
    paragraphs = _paragraphs(lang, dice.randrange(8, 20), dice)
    wall, more = _notice(lang, NoticeKind.WALL, dice), _notice(lang, NoticeKind.MORE, dice)
    variants: list[tuple[str, dict[str, object]]] = [
        ("plain", {}),
        ("hidden wall", {"after": f"<div style='display:none'>{wall}</div>"}),
        ("not free, all there", {"facts": {"isAccessibleForFree": False}}),
        ("links to more", {"after": "".join(f"<a class='more' href='/{n}'>{more}: x y z</a> " for n in range(4))}),
        ("log-in above", {"above": "<span>Already a subscriber? Log in</span>"}),
        ("meter", {"above": "<span>You have 3 free articles left this month</span>"}),
        ("credit", {"after": "<p>Example Agency</p>"}),
        ("about walls", {}),
    ]
    name, options = variants[number % len(variants)]
    if name == "about walls":
        paragraphs.insert(4, f"{SENTENCES[lang][0]} “{wall}” {SENTENCES[lang][1]}")
    facts = options.pop("facts", {})
    assert isinstance(facts, dict)
    texts = {key: str(value) for key, value in options.items()}
    return Sample(name=f"whole {lang} {name}", markup=_markup(lang, paragraphs, facts=facts, **texts), share=1.0)


def _cut(lang: str, dice: random.Random, number: int) -> Sample:
    whole = dice.randrange(12, 20)
    held = max(2, round(whole * dice.uniform(0.2, 0.6)))
    share = held / whole
    paragraphs = _paragraphs(lang, held, dice)
    wall = f"<div class='wall'>{_notice(lang, NoticeKind.WALL, dice)}</div><p>1 € / month</p>"
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    characters = sum(map(len, paragraphs))
    match number % 5:
        case 0 | 1:
            name, after = "figure", f"<div class='wall'>{_figure(lang, share)}</div>{wall}"
            facts: dict[str, object] = {"isAccessibleForFree": False}
        case 2:
            name, after = "stated length", wall
            facts = {"wordCount": round(words / share)} if lang not in ("zh", "ja") else {}
            facts = facts or {"articleBody": "x" * round(characters / share)}
        case 3:
            name, after, facts = "bare wall", wall, {"isAccessibleForFree": False}
        case _:
            name, facts = "ellipsis", {}
            paragraphs[-1] = paragraphs[-1].rstrip(".。") + "…"
            after = f"<p><a href='/x'>{_notice(lang, NoticeKind.MORE, dice)}</a></p>"
    return Sample(name=f"cut {lang} {name}", markup=_markup(lang, paragraphs, after=after, facts=facts), share=share)


_FIGURES = {
    "it": "Ti resta da leggere il {}% di questo articolo",
    "en": "You have {}% of this article left to read",
    "fr": "Il vous reste {} % de cet article à lire.",
    "es": "Te queda el {} % de este artículo por leer",
    "de": "Lesen Sie die restlichen {} %",
    "pt": "Resta ler {}% deste artigo",
    "pl": "Pozostało Ci {}% tego artykułu",
    "ru": "Вам осталось прочитать {}% статьи",
    "uk": "Вам залишилося прочитати {}% статті",
    "ko": "이 기사의 {}%가 더 남아 있습니다",
    "zh": "阅读剩余{}%的内容",
    "ja": "残り{}%",
    "ar": "يتبقى لك {}% من هذا المقال",
}


def _figure(lang: str, share: float) -> str:
    return _FIGURES[lang].format(round(100 * (1 - share)))


def _teaser(lang: str, dice: random.Random) -> Sample:
    paragraph = " ".join(dice.sample(SENTENCES[lang], 2))
    whole = dice.randrange(10, 20)
    wall = f"<div>{_notice(lang, NoticeKind.WALL, dice)}</div>"
    markup = _markup(lang, [paragraph], after=wall, facts={"isAccessibleForFree": False})
    return Sample(name=f"teaser {lang}", markup=markup, share=2 / (3 * whole))


def make_samples(seed: int) -> Iterator[Sample]:
    """Yield 156 pages, twelve in each of the thirteen languages: five whole, five cut, two teasers."""
    dice = random.Random(seed)
    for place, lang in enumerate(SENTENCES):
        for number in range(5):
            yield _whole(lang, dice, place * 5 + number)
            yield _cut(lang, dice, number)
        for _ in range(2):
            yield _teaser(lang, dice)

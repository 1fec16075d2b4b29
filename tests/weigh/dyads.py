"""Traps of linking about many pairs of states, in our own wording; :mod:`tests.weigh.test_dyads` runs them.

A telling is a day of publication, when the act was (``None``: not told), and what else it says. ``EARLY`` was written
before the rules that it tries (figures at odds, plans and facts, periods, countries as places), ``LATE`` after them,
``LAST`` with the rules of exact times.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from riscontro.model.claim import Modality, Quantity, Stance
from tests.weigh.make import days, shells

Told = tuple[str, Any, dict[str, Any]]


class Traps(NamedTuple):
    """``apart`` and ``one`` by name: what both tellings say, and the tellings. ``choices``: what all say, two acts, a
    telling of one of them, and which it is.
    """

    apart: dict[str, tuple[dict[str, Any], Told, Told]]
    one: dict[str, tuple[dict[str, Any], Told, Told]]
    choices: dict[str, tuple[dict[str, Any], Told, Told, Told, int]]


def told(published: str, when: Any = None, **fields: Any) -> Told:
    return published, when, fields


def act(actor: str | None, kind: str, recipient: str | None) -> dict[str, Any]:
    type_, _, mode = kind.partition("/")
    return {"actor": actor, "type": type_, "mode": mode or None, "recipient": recipient}


def count(number: float, unit: str) -> Quantity:
    return shells(number, number, unit)


def total(number: float, unit: str) -> Quantity:
    return Quantity(minimum=number, maximum=number, unit=unit, cumulative=True)


PLAN: dict[str, Any] = {"modality": Modality.PLANNED}

EARLY = Traps(
    apart={
        "a minister's visit, and the next one announced in one page": (
            act("DEU", "CONSULT/visit", "UKR"),
            told("2024-09-03", days("2024-09-02"), document="d"),
            told("2024-09-03", document="d", **PLAN),
        ),
        "a contract signed, and a larger one to come in one page": (
            act("CZE", "AGREE/deal", "KOR"),
            told("2024-07-18", document="d"),
            told("2024-07-18", document="d", **PLAN),
        ),
        "a summit held, and the day after the return summit announced": (
            act("IND", "CONSULT/meeting", "RUS"),
            told("2024-07-09", days("2024-07-09")),
            told("2024-07-10", **PLAN),
        ),
        "four hundred men in January and two and a half thousand in June, neither dated": (
            act("RUS", "AID/troops", "MLI"),
            told("2024-01-20", quantity=count(400, "soldier")),
            told("2024-06-20", quantity=count(2500, "soldier")),
        ),
        "two contingents of other strength five weeks apart": (
            act("RWA", "AID/troops", "CAF"),
            told("2024-01-08", days("2024-01-05"), quantity=count(500, "soldier")),
            told("2024-02-16", days("2024-02-14"), quantity=count(4000, "soldier")),
        ),
        "two shiploads of grain three weeks apart": (
            act("RUS", "AID/food", "SYR"),
            told("2024-03-03", days("2024-03-02"), quantity=count(5000, "tonne")),
            told("2024-03-25", days("2024-03-24"), quantity=count(25000, "tonne")),
        ),
        "workers who came, and six times as many planned for later": (
            act("BLR", "AID/workers", "RUS"),
            told("2025-06-01", days("2025-03-01", None), quantity=count(2000, "worker")),
            told("2025-06-05", days("2025-06-10", "2025-12-31"), quantity=count(12000, "worker"), **PLAN),
        ),
        "three dead of a skirmish and two hundred of a battle": (
            act("AZE", "ASSAULT/casualties", "ARM"),
            told("2023-01-15", quantity=count(3, "soldier")),
            told("2023-10-02", quantity=count(200, "soldier")),
        ),
        "no envoy in five years, and an envoy last month": (
            act("USA", "CONSULT/visit", "VEN"),
            told("2023-11-15", days("2019-01-01", "2023-11-14"), stance=Stance.DENIES),
            told("2023-11-16", days("2023-10-20")),
        ),
        "a treaty to be signed in winter and one told as ratified in May": (
            act("IRN", "AGREE/treaty", "RUS"),
            told("2025-01-10", **PLAN),
            told("2025-05-21"),
        ),
        "a visit announced in February and a visit told in the middle of April": (
            act("TUR", "CONSULT/visit", "EGY"),
            told("2024-02-01", **PLAN),
            told("2024-04-15"),
        ),
        "two contingents withdrawn, the second five times as large": (
            act("FRA", "RETREAT", "NER"),
            told("2023-10-12", days("2023-10-10"), quantity=count(200, "soldier")),
            told("2023-10-24", days("2023-10-22"), quantity=count(1000, "soldier")),
        ),
        "a brawl with two hurt, and five days later a clash with thirty": (
            act("IND", "ASSAULT/clash", "CHN"),
            told("2020-05-06", days("2020-05-05"), quantity=count(2, "soldier")),
            told("2020-05-11", days("2020-05-10"), quantity=count(30, "soldier")),
        ),
        "sixty technicians in May and six hundred at the end of September": (
            act("IRN", "AID/engineers", "VEN"),
            told("2020-05-20", quantity=count(60, "technician")),
            told("2020-09-30", quantity=count(600, "technician")),
        ),
        "two diplomats sent home, and two days later forty-five": (
            act("POL", "SANCTION/expulsion", "RUS"),
            told("2022-03-21", days("2022-03-21"), quantity=count(2, "diplomat")),
            told("2022-03-23", days("2022-03-23"), quantity=count(45, "diplomat")),
        ),
        "an advance party sent, and a brigade planned six weeks later": (
            act("TUR", "AID/troops", "LBY"),
            told("2020-01-06", days("2020-01-05"), quantity=count(35, "soldier")),
            told("2020-02-20", quantity=count(2000, "soldier"), **PLAN),
        ),
        "calls of two weeks": (
            act("CHN", "CONSULT/call", "UKR"),
            told("2023-04-26", days("2023-04-26")),
            told("2023-05-04", days("2023-05-03")),
        ),
        "a gift of vaccines and a gift in return": (
            act("CUB", "AID/medical", "VEN"),
            told("2021-06-25", days("2021-06-24")),
            told("2021-06-25", days("2021-06-24"), actor="VEN", recipient="CUB"),
        ),
    },
    one={
        "a visit told with its city and with the country": (
            act("RUS", "CONSULT/visit", "IND"),
            told("2021-12-07", days("2021-12-06"), place="New Delhi"),
            told("2021-12-07", days("2021-12-06"), place="India"),
        ),
        "a visit told with its city and with the country, in Italian": (
            act("USA", "CONSULT/visit", "VNM"),
            told("2023-09-11", days("2023-09-10"), place="Hanoi", lang="it"),
            told("2023-09-11", days("2023-09-10"), place="in Vietnam", lang="it"),
        ),
        "a strike told with its city and with the country": (
            act("ISR", "ASSAULT/strike", "SYR"),
            told("2024-04-02", days("2024-04-01"), place="Damascus"),
            told("2024-04-02", days("2024-04-01"), place="Syria"),
        ),
        "a clash told with its district and with the country, in Russian": (
            act("KGZ", "ASSAULT/clash", "TJK"),
            told("2022-09-16", days("2022-09-14"), place="Ворух", lang="ru"),
            told("2022-09-16", days("2022-09-14"), place="в Таджикистане", lang="ru"),
        ),
        "a treaty to be signed the next day, told with its date three months later": (
            act("BLR", "AGREE/treaty", "RUS"),
            told("2024-12-05", **PLAN),
            told("2025-03-03", days("2024-12-06")),
        ),
        "a contingent, and its strength told again somewhat larger": (
            act("UGA", "AID/troops", "COD"),
            told("2021-12-01", days("2021-11-30"), quantity=count(1000, "soldier")),
            told("2022-01-20", quantity=count(1700, "soldier")),
        ),
        "a first contingent, and the total half a year later": (
            act("PRK", "AID/troops", "RUS"),
            told("2024-10-18", days("2024-10-08", "2024-10-13"), quantity=count(1500, "soldier")),
            told("2025-04-30", quantity=total(15000, "soldier")),
        ),
        "a contingent planned, and sent somewhat larger": (
            act("ITA", "AID/troops", "LVA"),
            told("2022-03-01", quantity=count(1000, "soldier"), **PLAN),
            told("2022-04-20", days("2022-04-18"), quantity=count(1200, "soldier")),
        ),
        "a contingent counted in two units": (
            act("KEN", "AID/troops", "HTI"),
            told("2024-06-26", days("2024-06-25"), quantity=count(400, "policeman")),
            told("2024-06-27", days("2024-06-25"), quantity=count(400, "soldier")),
        ),
        "a visit by its year and by its day": (
            act("CHN", "CONSULT/visit", "SAU"),
            told("2022-12-10", days("2022-12-08")),
            told("2023-01-15", days("2022-01-01", "2022-12-31")),
        ),
        "a visit announced on its own day and told by the day": (
            act("GBR", "CONSULT/visit", "POL"),
            told("2024-04-23", **PLAN),
            told("2024-04-24", days("2024-04-23")),
        ),
        "losses that grow within the month": (
            act(None, "ASSAULT/casualties", "ARM"),
            told("2022-09-20", quantity=count(49, "soldier")),
            told("2022-10-05", quantity=count(200, "soldier")),
        ),
        "an expulsion with two counts": (
            act("FRA", "SANCTION/expulsion", "RUS"),
            told("2022-04-05", days("2022-04-04"), quantity=count(33, "diplomat")),
            told("2022-04-06", days("2022-04-05"), quantity=count(35, "diplomat")),
        ),
        "a call told from either end in two languages": (
            act("USA", "CONSULT/call", "CHN"),
            told("2024-04-02", days("2024-04-02")),
            told("2024-04-03", days("2024-04-02"), actor="CHN", recipient="USA", lang="zh"),
        ),
    },
    choices={
        "an undated strength goes to the contingent of that strength": (
            act("RWA", "AID/troops", "CAF"),
            told("2021-01-08", days("2021-01-05"), quantity=count(300, "soldier")),
            told("2021-05-02", days("2021-05-01"), quantity=count(900, "soldier")),
            told("2021-05-20", quantity=count(300, "soldier")),
            0,
        ),
        "a visit without a date is the one just made": (
            act("SRB", "CONSULT/visit", "HUN"),
            told("2023-06-02", days("2023-06-01")),
            told("2023-06-13", days("2023-06-12")),
            told("2023-06-14"),
            1,
        ),
        "soldiers without a date are those who have just come": (
            act("RUS", "AID/troops", "BLR"),
            told("2022-01-20", days("2022-01-18")),
            told("2022-10-16", days("2022-10-15", None)),
            told("2022-10-18"),
            1,
        ),
        "a fact without a date is the fact, not the plan of another": (
            act("GRC", "CONSULT/visit", "TUR"),
            told("2023-12-05", days("2023-12-07"), **PLAN),
            told("2023-12-20", days("2023-12-19")),
            told("2023-12-21"),
            1,
        ),
    },
)

LATE = Traps(
    apart={
        "two visits of one month, the second told without a date": (
            act("FRA", "CONSULT/visit", "ARM"),
            told("2023-10-04", days("2023-10-03")),
            told("2023-11-20"),
        ),
        "a visit of the past year and one of the year before": (
            act("BRA", "CONSULT/visit", "CHN"),
            told("2024-05-12", days("2023-01-01", "2023-12-31")),
            told("2024-05-12", days("2022-01-01", "2022-12-31")),
        ),
        "visits to two cities on one day": (
            act("TUR", "CONSULT/visit", "DEU"),
            told("2023-11-18", days("2023-11-17"), place="Berlin"),
            told("2023-11-18", days("2023-11-17"), place="Hamburg"),
        ),
        "a visit made, and another still to come the week after, told the next day": (
            act("KOR", "CONSULT/visit", "POL"),
            told("2023-07-13", days("2023-07-12", "2023-07-13")),
            told("2023-07-15", days("2023-07-20", "2023-07-21"), **PLAN),
        ),
        "police of a first flight and, in winter, of a second one three times as large": (
            act("KEN", "AID/troops", "HTI"),
            told("2024-06-26", days("2024-06-25"), quantity=count(200, "policeman")),
            told("2025-01-19", days("2025-01-18"), quantity=count(650, "policeman")),
        ),
        "a company sent at once and a brigade sent at the end of the year, both since then": (
            act("DEU", "AID/troops", "LTU"),
            told("2024-04-20", days("2024-04-08", None), quantity=count(20, "soldier")),
            told("2024-07-30", days("2024-07-01", None), quantity=count(4800, "soldier")),
        ),
        "instructors of two winters": (
            act("RUS", "AID/engineers", "CAF"),
            told("2020-12-23", days("2020-12-22"), quantity=count(300, "instructor")),
            told("2021-12-23", days("2021-12-22"), quantity=count(300, "instructor")),
        ),
        "peacekeepers withdrawn in two lots a week apart": (
            act("RUS", "RETREAT", "AZE"),
            told("2024-04-18", days("2024-04-17"), quantity=count(100, "soldier")),
            told("2024-04-26", days("2024-04-25"), quantity=count(1500, "soldier")),
        ),
        "nurses lent and twice as many promised": (
            act("CUB", "AID/workers", "MEX"),
            told("2022-08-01", days("2022-07-24"), quantity=count(84, "doctor")),
            told("2022-08-10", quantity=count(500, "doctor"), **PLAN),
        ),
        "rice of one ship and of a fleet": (
            act("IND", "AID/food", "LKA"),
            told("2022-04-10", days("2022-04-08"), quantity=count(11000, "tonne")),
            told("2022-05-03", days("2022-05-01"), quantity=count(40000, "tonne")),
        ),
        "a dead sentry, and eighty dead half a year on": (
            act("PAK", "ASSAULT/casualties", "AFG"),
            told("2024-03-20", quantity=count(1, "soldier")),
            told("2024-12-26", quantity=count(46, "soldier")),
        ),
        "losses of one week and of a whole war": (
            act("UKR", "ASSAULT/casualties", "RUS"),
            told("2024-08-15", days("2024-08-06", "2024-08-13"), quantity=count(300, "soldier")),
            told("2024-08-16", days("2022-02-24", "2024-08-15"), quantity=total(600000, "soldier")),
        ),
        "a border clash told with its place and one elsewhere that day": (
            act("ARM", "ASSAULT/clash", "AZE"),
            told("2022-09-14", days("2022-09-13"), place="Jermuk"),
            told("2022-09-14", days("2022-09-13"), place="Sotk"),
        ),
        "a gas contract signed, and another that the same page expects": (
            act("QAT", "AGREE/deal", "CHN"),
            told("2023-06-20", days("2023-06-20"), document="d"),
            told("2023-06-20", document="d", **PLAN),
        ),
        "a pact announced in spring and an undated pact of autumn": (
            act("AUS", "AGREE/treaty", "TUV"),
            told("2024-05-09", **PLAN),
            told("2024-10-30"),
        ),
        "talks of two rounds a month apart": (
            act("SRB", "CONSULT/negotiation", "XKX"),
            told("2023-02-28", days("2023-02-27")),
            told("2023-03-19", days("2023-03-18")),
        ),
        "an exercise of the spring and the larger one of the autumn": (
            act("USA", "COOPERATE/exercise", "PHL"),
            told("2023-04-12", days("2023-04-11", "2023-04-28"), quantity=count(17000, "soldier")),
            told("2023-10-03", days("2023-10-02", "2023-10-13"), quantity=count(1800, "soldier")),
        ),
        "no talks in three years, and talks last week": (
            act("IRN", "CONSULT/meeting", "SAU"),
            told("2021-04-20", days("2018-01-01", "2021-04-19"), stance=Stance.DENIES),
            told("2021-04-21", days("2021-04-09")),
        ),
    },
    one={
        "a meeting in a country's capital and in the country, in German": (
            act("USA", "CONSULT/meeting", "RUS"),
            told("2021-06-17", days("2021-06-16"), place="Genf", lang="de"),
            told("2021-06-17", days("2021-06-16"), place="Schweiz", lang="de"),
        ),
        "a visit in Ukrainian and in French": (
            act("POL", "CONSULT/visit", "UKR"),
            told("2024-01-22", days("2024-01-22"), place="Київ", lang="uk"),
            told("2024-01-23", days("2024-01-22"), place="Kyiv", lang="fr"),
        ),
        "a visit told by its day, by its month, and without a date": (
            act("VNM", "CONSULT/visit", "USA"),
            told("2023-09-12", days("2023-09-10", "2023-09-11")),
            told("2023-09-13"),
        ),
        "a deployment told as planned, then as under way in one page": (
            act("ROU", "AID/troops", "MDA"),
            told("2022-05-01", document="d", **PLAN),
            told("2022-05-01", days("2022-04-28"), document="d"),
        ),
        "a deployment of a bound and of a count": (
            act("CHN", "AID/troops", "SLB"),
            told("2022-01-10", days("2022-01-08"), quantity=shells(10, None, "policeman")),
            told("2022-02-20", quantity=count(32, "policeman")),
        ),
        "a deployment that grows in three weeks": (
            act("RUS", "AID/troops", "KAZ"),
            told("2022-01-06", days("2022-01-06"), quantity=count(500, "soldier")),
            told("2022-01-10", days("2022-01-06", "2022-01-09"), quantity=count(2030, "soldier")),
        ),
        "a promised brigade, and the brigade": (
            act("CAN", "AID/troops", "LVA"),
            told("2023-07-10", quantity=count(2200, "soldier"), **PLAN),
            told("2023-09-30", quantity=count(2200, "soldier")),
        ),
        "grain loaded and landed": (
            act("UKR", "AID/food", "SOM"),
            told("2022-11-30", days("2022-11-18"), quantity=count(25000, "tonne")),
            told("2022-12-14", days("2022-12-12"), quantity=count(28000, "tonne")),
        ),
        "the dead of a raid, first and final count": (
            act("ETH", "ASSAULT/casualties", "SDN"),
            told("2022-06-28", days("2022-06-26"), quantity=count(7, "soldier")),
            told("2022-06-28", days("2022-06-26"), quantity=count(8, "person")),
        ),
        "a strike told by day and night": (
            act("IRN", "ASSAULT/strike", "PAK"),
            told("2024-01-17", days("2024-01-16"), place="Panjgur"),
            told("2024-01-17", days("2024-01-16", "2024-01-17"), place="Pakistan"),
        ),
        "a treaty planned, and signed by its date the week after": (
            act("UZB", "AGREE/treaty", "KGZ"),
            told("2023-01-20", **PLAN),
            told("2023-01-28", days("2023-01-27")),
        ),
        "a denial of a visit and the visit told without a date": (
            act("BLR", "CONSULT/visit", "CHN"),
            told("2023-02-27", **PLAN),
            told("2023-02-28", modality=Modality.DENIED),
        ),
        "diplomats expelled, by two pages without a count": (
            act("ITA", "SANCTION/expulsion", "RUS"),
            told("2022-04-05", days("2022-04-05"), quantity=count(30, "diplomat")),
            told("2022-04-06"),
        ),
        "a call announced and made the same day": (
            act("USA", "CONSULT/call", "RUS"),
            told("2022-02-12", days("2022-02-12"), **PLAN),
            told("2022-02-12", days("2022-02-12")),
        ),
    },
    choices={
        "a telling without a date goes to the strike of that night": (
            act("RUS", "ASSAULT/strike", "UKR"),
            told("2024-03-22", days("2024-03-22"), quantity=count(88, "missile")),
            told("2024-03-29", days("2024-03-29"), quantity=count(99, "missile")),
            told("2024-03-29", quantity=count(99, "missile")),
            1,
        ),
        "an earlier count goes to the earlier expulsion": (
            act("GBR", "SANCTION/expulsion", "RUS"),
            told("2018-03-14", days("2018-03-14"), quantity=count(23, "diplomat")),
            told("2018-04-03", days("2018-04-02"), quantity=count(50, "diplomat")),
            told("2018-04-04", quantity=count(23, "diplomat")),
            0,
        ),
        "a plan told after the act is of the next act": (
            act("IND", "CONSULT/visit", "BTN"),
            told("2024-03-23", days("2024-03-22")),
            told("2024-04-02", days("2024-04-20"), **PLAN),
            told("2024-04-05", **PLAN),
            1,
        ),
        "thanks for help without a date go to the help just given": (
            act("TUR", "AID/food", "AFG"),
            told("2022-01-30", days("2022-01-28")),
            told("2022-03-25", days("2022-03-24")),
            told("2022-03-27"),
            1,
        ),
    },
)

LAST = Traps(
    apart={
        "three rounds of talks in eight days": (
            act("UKR", "CONSULT/negotiation", "RUS"),
            told("2022-02-28", days("2022-02-28")),
            told("2022-03-03", days("2022-03-03")),
        ),
        "clashes of one week": (
            act("THA", "ASSAULT/clash", "KHM"),
            told("2011-02-05", days("2011-02-04")),
            told("2011-02-09", days("2011-02-08")),
        ),
        "prisoners taken on two days of one week": (
            act("UKR", "ASSAULT/capture", "PRK"),
            told("2024-12-27", days("2024-12-26")),
            told("2025-01-01", days("2024-12-31")),
        ),
        "contingents of two years": (
            act("UGA", "AID/troops", "SOM"),
            told("2024-01-05", days("2023-01-01", "2023-12-31")),
            told("2024-12-30", days("2024-01-01", "2024-12-31")),
        ),
        "contingents seven weeks apart, each by its day": (
            act("USA", "AID/troops", "POL"),
            told("2022-02-06", days("2022-02-05")),
            told("2022-03-28", days("2022-03-27")),
        ),
        "builders of February and of April, each by its week": (
            act("PRK", "AID/workers", "RUS"),
            told("2025-02-10", days("2025-02-03", "2025-02-09")),
            told("2025-04-10", days("2025-04-01", "2025-04-06")),
        ),
        "a visit of May and a visit of June": (
            act("FRA", "CONSULT/visit", "CHN"),
            told("2024-07-10", days("2024-05-01", "2024-05-31")),
            told("2024-07-10", days("2024-06-01", "2024-06-30")),
        ),
        "two visits in one week": (
            act("HUN", "CONSULT/visit", "RUS"),
            told("2024-07-05", days("2024-07-05")),
            told("2024-07-10", days("2024-07-09")),
        ),
        "a visit and, four weeks later, a visit without a date": (
            act("DEU", "CONSULT/visit", "ISR"),
            told("2023-10-18", days("2023-10-17")),
            told("2023-11-15"),
        ),
        "two deployments of half-years": (
            act("RUS", "AID/troops", "NER"),
            told("2025-01-10", days("2024-01-01", "2024-06-30")),
            told("2025-01-10", days("2024-07-01", "2024-12-31")),
        ),
    },
    one={
        "a deployment by its month and by the month after": (
            act("TUR", "AID/troops", "LBY"),
            told("2020-01-31", days("2020-01-01", "2020-01-31")),
            told("2020-03-01", days("2020-02-01", "2020-02-29")),
        ),
        "talks told by their first day and by their last": (
            act("USA", "CONSULT/negotiation", "CHN"),
            told("2025-05-11", days("2025-05-10")),
            told("2025-05-13", days("2025-05-10", "2025-05-11")),
        ),
        "a contingent three weeks under way": (
            act("IND", "AID/troops", "MDV"),
            told("2024-03-01", days("2024-02-27")),
            told("2024-03-20", days("2024-03-18")),
        ),
        "a clash by its day and by its week": (
            act("IND", "ASSAULT/clash", "CHN"),
            told("2020-06-16", days("2020-06-15")),
            told("2020-06-24", days("2020-06-17", "2020-06-23")),
        ),
    },
    choices={},
)

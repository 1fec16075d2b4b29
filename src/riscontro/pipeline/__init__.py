"""The only room that knows the order of the others: it carries values between them and the store.

Every step is safe to kill: originals reach the archive before what is derived from them reaches the ledger, each batch
is one short transaction, and a step that is started again goes on where it was.

One module per step: ``collecting`` (with ``entering``), ``reading``, ``weighing`` (with ``copies``), ``viewing``,
``letters``, ``sources``, ``records``, ``rebuilding``. A name is loaded when it is first asked for, so that showing a
record costs no step's libraries.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from riscontro.pipeline.collecting import CollectReport, collect_into, rehearse_collect
    from riscontro.pipeline.copies import FAMILY_FILE
    from riscontro.pipeline.holdings import gather_holdings, hold_case
    from riscontro.pipeline.letters import graded_event, grading
    from riscontro.pipeline.pairs import PairView, commonest_pair, view_pair
    from riscontro.pipeline.reading import ReadReport, read_into, worth_sending
    from riscontro.pipeline.rebuilding import purge_from, rebuild
    from riscontro.pipeline.records import (
        case_sources,
        claims_of_event,
        declared_sources,
        entered_claim,
        explain_event,
        standing_claim,
    )
    from riscontro.pipeline.sources import records_of, source_of
    from riscontro.pipeline.viewing import (
        CaseView,
        choose_case_pair,
        gather_dossier,
        relate_case,
        view_case,
    )
    from riscontro.pipeline.weighing import WeighReport, judge, weigh_into

_HOMES = {
    "CaseView": "viewing",
    "CollectReport": "collecting",
    "FAMILY_FILE": "copies",
    "ReadReport": "reading",
    "case_sources": "records",
    "choose_case_pair": "viewing",
    "claims_of_event": "records",
    "collect_into": "collecting",
    "commonest_pair": "pairs",
    "declared_sources": "records",
    "entered_claim": "records",
    "explain_event": "records",
    "gather_dossier": "viewing",
    "gather_holdings": "holdings",
    "graded_event": "letters",
    "grading": "letters",
    "hold_case": "holdings",
    "judge": "weighing",
    "purge_from": "rebuilding",
    "read_into": "reading",
    "rebuild": "rebuilding",
    "records_of": "sources",
    "rehearse_collect": "collecting",
    "relate_case": "viewing",
    "source_of": "sources",
    "standing_claim": "records",
    "view_case": "viewing",
    "PairView": "pairs",
    "view_pair": "pairs",
    "WeighReport": "weighing",
    "weigh_into": "weighing",
    "worth_sending": "reading",
}

__all__ = [
    "FAMILY_FILE",
    "CaseView",
    "CollectReport",
    "PairView",
    "ReadReport",
    "WeighReport",
    "case_sources",
    "choose_case_pair",
    "claims_of_event",
    "collect_into",
    "commonest_pair",
    "declared_sources",
    "entered_claim",
    "explain_event",
    "gather_dossier",
    "gather_holdings",
    "graded_event",
    "grading",
    "hold_case",
    "judge",
    "purge_from",
    "read_into",
    "rebuild",
    "records_of",
    "rehearse_collect",
    "relate_case",
    "source_of",
    "standing_claim",
    "view_case",
    "view_pair",
    "weigh_into",
    "worth_sending",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"riscontro.pipeline.{_HOMES[name]}"), name)

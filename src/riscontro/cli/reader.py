"""Which reader reads, from the environment, ``case.toml`` and the keyring; and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riscontro.cli.common import counted, note
from riscontro.errors import UsageError
from riscontro.store.values import ReaderConfig

if TYPE_CHECKING:
    from riscontro.read.choice import DocumentReader
    from riscontro.read.model.budget import Spent
    from riscontro.read.model.options import ModelOptions
    from riscontro.read.model.reader import ModelReader
    from riscontro.store.case import Case

KIND_VARIABLE = "RISCONTRO_READER"
URL_VARIABLE = "RISCONTRO_MODEL_URL"
MODEL_VARIABLE = "RISCONTRO_MODEL"
KEY_VARIABLE = "RISCONTRO_MODEL_KEY"
REPLIES_VARIABLE = "RISCONTRO_MODEL_REPLIES"
"""A file of replies for ``read -``, which has no case to keep them in."""

KEYRING_SERVICE = "riscontro"
_NO_OPTIONS = frozenset({"kind"})


@contextmanager
def reader_of(case: Case | None, *, offline: bool = False, whole: bool = True) -> Iterator[DocumentReader]:
    """Give the reader that was chosen; ``offline`` for one that replays replies and asks nobody, not ``whole`` for
    rules that find times and attributions only as far as claims need them.

    A rebuild reads as the case was read last where neither the environment nor ``case.toml`` says otherwise.
    """
    from riscontro.read.choice import RulesReader

    config = _chosen(case)
    if offline and config.kind is None and case is not None and case.replies_path.exists():
        with case.replies() as held:
            config = replace(config, **(held.remembered() or {}))  # type: ignore[arg-type]
    kind = _checked_kind(config.kind)
    if kind == "rules":
        if case is not None and not offline and case.replies_path.exists():
            with case.replies() as held:
                held.remember(None)
        yield RulesReader(whole=whole)
        return
    with ExitStack() as stack:
        reader = _model_reader(config, case, offline, stack)
        stack.callback(reader.close)
        if kind == "model":
            yield reader
        else:
            from riscontro.read.model.both import BothReader

            yield BothReader(reader)


def _model_reader(config: ReaderConfig, case: Case | None, offline: bool, stack: ExitStack) -> ModelReader:
    from riscontro.read.model.reader import ModelReader, connect
    from riscontro.read.model.replies import Replies, RepliesInMemory
    from riscontro.store.replies import ReplyFile

    options = _to_options(config, with_key=not offline)
    ask = None if offline else connect
    if case is None:
        named = os.environ.get(REPLIES_VARIABLE)
        replies: Replies = stack.enter_context(ReplyFile(Path(named))) if named else RepliesInMemory()
        return ModelReader(options, replies=replies, ask=ask, notice=tell_sending)
    from riscontro.pipeline import worth_sending

    kept = stack.enter_context(case.replies())
    if not offline:
        kept.remember({"kind": config.kind or "", "url": options.url, "model": options.model})
    return ModelReader(options, replies=kept, ask=ask, worth=worth_sending(case), notice=tell_sending)


def _chosen(case: Case | None) -> ReaderConfig:
    """Return what ``case.toml`` says, the environment outranking it."""
    config = case.config.reader if case is not None else ReaderConfig()
    said = {"kind": KIND_VARIABLE, "url": URL_VARIABLE, "model": MODEL_VARIABLE}
    given = {name: os.environ[variable].strip() for name, variable in said.items() if os.environ.get(variable)}
    return replace(config, **given)  # type: ignore[arg-type]


def _checked_kind(kind: str | None) -> str:
    from riscontro.read.choice import KINDS

    if kind is not None and kind not in KINDS:
        raise UsageError(f"{KIND_VARIABLE} {kind!r} is no reader; write one of {', '.join(KINDS)}")
    return kind or "rules"


def _to_options(config: ReaderConfig, *, with_key: bool) -> ModelOptions:
    from riscontro.read.model.options import ModelOptions

    if not config.url or not config.model:
        missing = f"{URL_VARIABLE} (or `url` under [reader])" if not config.url else f"{MODEL_VARIABLE} (or `model`)"
        raise UsageError(f"reading by a language model needs its address and name; {missing} is not set")
    given: dict[str, Any] = {
        one.name: getattr(config, one.name)
        for one in fields(config)
        if one.name not in _NO_OPTIONS and getattr(config, one.name) is not None
    }
    options = ModelOptions(**given)
    return replace(options, key=_key(options)) if with_key else options


def _key(options: ModelOptions) -> str | None:
    """Return the key of the environment, else the one that the keyring holds for the endpoint's host, else ``None``."""
    given = os.environ.get(KEY_VARIABLE, "").strip()
    if given:
        if not given.isascii() or not given.isprintable() or " " in given:
            raise UsageError(f"{KEY_VARIABLE} holds what no key can: write it without spaces and quotation marks")
        return given
    try:
        import keyring
        import keyring.errors
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING_SERVICE, options.host) or None
    except (keyring.errors.KeyringError, OSError):
        return None


def tell_sending(options: ModelOptions) -> None:
    """Say on standard error, before anything leaves, what will be sent where."""
    key = "; a key goes with them" if options.key else ""
    open_to_all = ", not encrypted" if options.url.startswith("http://") else ""
    note(
        f"paragraphs of the documents that name a state, with language and date of publication, go to {options.host}"
        f"{open_to_all}, to be read by {options.model}{key}"
    )


def spent_of(reader: DocumentReader) -> Spent | None:
    """Return what a reader spent, ``None`` for the rules, which cost nothing."""
    found: Spent | None = getattr(getattr(reader, "model", reader), "spent", None)
    return found


def spent_to_json(spent: Spent) -> dict[str, Any]:
    """Return what was spent, each document's and each accepted claim's share beside it."""
    return {
        "calls": spent.calls,
        "replayed": spent.replayed,
        "tokens_in": spent.tokens_in,
        "tokens_out": spent.tokens_out,
        "seconds": round(spent.seconds, 3),
        "money": spent.money,
        "documents": spent.documents,
        "claims": spent.claims,
        "per_document": spent.each(spent.documents),
        "per_claim": spent.each(spent.claims),
    }


def tell_spent(spent: Spent) -> None:
    """Say on standard error what the model took."""
    tokens = spent.tokens_in + spent.tokens_out
    money = f", {spent.money:.4f} in money" if spent.money is not None else ""
    each = "".join(
        f"; {seconds:.1f} s and {used:,.0f} tokens a {what}"
        for what, shares in (("document", spent.each(spent.documents)), ("claim", spent.each(spent.claims)))
        if (seconds := shares["seconds"]) is not None and (used := shares["tokens"]) is not None
    )
    calls = f"{counted(spent.calls, 'call')}, {spent.replayed} replayed"
    note(f"the model: {calls}, {spent.seconds:.1f} s, {tokens:,} tokens{money}{each}")

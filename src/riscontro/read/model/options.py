"""How a language model is asked: where, how much, how fast, and where to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from riscontro.errors import UsageError

EXTRA = "riscontro[model]"
FORMS = ("json_schema", "json_object", "none")
"""What the endpoint is told of the form of its answer: the whole schema, that it is JSON, or nothing."""

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """The endpoint and its bounds. ``url`` is the base of an OpenAI-compatible API, mostly ending in ``/v1``.

    Times are in seconds; ``rate`` in requests a minute; ``patience`` is the longest ``Retry-After`` that is waited for.
    ``calls``, ``tokens`` and ``money`` are ceilings for one run, ``None`` for none; prices are per million tokens, in
    the currency of ``money``. ``reply_tokens`` bounds one answer. ``parameters`` are further fields of the request; one
    that is ``None`` or false takes a field of ours away. ``key`` is shown by no representation of this value.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    form: str = "json_schema"
    connect: float = 10.0
    timeout: float = 300.0
    retries: int = 3
    backoff: float = 1.0
    patience: float = 120.0
    concurrency: int = 2
    rate: float | None = None
    calls: int | None = None
    tokens: int | None = None
    money: float | None = None
    price_in: float | None = None
    price_out: float | None = None
    reply_tokens: int = 4096
    examples: int = 4
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scheme, _, rest = self.url.partition("://")
        host = rest.partition("/")[0]
        if scheme not in ("http", "https") or not host:
            raise UsageError(f"the model's address {self.url!r} is none; write http://127.0.0.1:11434/v1 or the like")
        if "@" in host:
            raise UsageError("the model's address holds a name or password; give the key by RISCONTRO_MODEL_KEY")
        if not self.model.strip():
            raise UsageError("the model has no name; set RISCONTRO_MODEL, or `model` under [reader] in case.toml")
        if self.form not in FORMS:
            raise UsageError(f"the form {self.form!r} of answers is none of {', '.join(FORMS)}")
        if self.money is not None and (self.price_in is None or self.price_out is None):
            raise UsageError("a ceiling of money needs prices: price_in and price_out, per million tokens")

    @property
    def endpoint(self) -> str:
        """The address that is asked."""
        return f"{self.url.rstrip('/')}/chat/completions"

    @property
    def host(self) -> str:
        """Scheme, host and port of the endpoint: what a key belongs to."""
        scheme, _, rest = self.url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """Return what tokens cost, ``None`` where no prices are known."""
        if self.price_in is None or self.price_out is None:
            return None
        return (tokens_in * self.price_in + tokens_out * self.price_out) / MILLION


def missing_extra(library: str) -> UsageError:
    """Return the error for a library of the extra that is not installed."""
    return UsageError(f"reading by a language model needs {library}, which is not installed: pip install '{EXTRA}'")

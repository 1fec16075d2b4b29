"""Which addresses are asked at all: URLs before a request, numeric addresses at each connection.

A name is resolved here, every address it gives is judged, and the connection goes to exactly the address that was
judged: a name that answers differently the next time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit, urlunsplit

from riscontro.collect.facts import URL_CHARACTERS
from riscontro.collect.web.values import Failure

Resolve = Callable[[str, int], Iterable[str]]
"""Gives the numeric addresses of a host and port; raises :class:`OSError` where there are none."""

PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})
"""Ports asked on public hosts: those of the web and its customary seconds. Others carry mail, databases, shells."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROLS = re.compile(r"[\x00-\x20\x7f-\x9f]")
_SAFE_IN_URL = "/:?#[]@!$&'()*+,;=%-._~"

_PRIVATE_KINDS = {
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "shared (carrier NAT)": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
}
"""Networks of one's own, which ``allow_private`` opens. IANA special-purpose registries, RFC 6890 and its updates."""

_FORBIDDEN_KINDS = {
    "metadata service": (
        "169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "100.100.100.200/32", "168.63.129.16/32",
        "192.0.0.192/32", "fd00:ec2::254/128", "fd00:ec2::23/128", "fd20:ce::254/128",
    ),
    "unspecified": ("0.0.0.0/8", "::/128"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "broadcast": ("255.255.255.255/32",),
    "reserved": ("240.0.0.0/4", "192.0.0.0/24", "192.88.99.0/24", "100::/64", "2001::/23", "5f00::/16"),
    "documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    "benchmarking": ("198.18.0.0/15",),
    "IPv4-mapped": ("::ffff:0:0/96", "::ffff:0:0:0/96"),
    "IPv4-compatible": ("::/96",),
    "NAT64": ("64:ff9b::/96", "64:ff9b:1::/48"),
    "6to4": ("2002::/16",),
}  # fmt: skip
"""Networks that no report is fetched from, allowed or not. Metadata services of clouds hand out keys; the last four
kinds hide an IPv4 address in an IPv6 one."""

_GLOBAL_IPV6 = ip_network("2000::/3")
"""All that IANA has allotted as global unicast; everything else in IPv6 is special."""


def _networks(kinds: dict[str, tuple[str, ...]]) -> list[tuple[str, list[object]]]:
    return [(kind, [ip_network(text) for text in texts]) for kind, texts in kinds.items()]


_FORBIDDEN = _networks(_FORBIDDEN_KINDS)
_PRIVATE = _networks(_PRIVATE_KINDS)


def check_url(url: str) -> str:
    """Return a URL ready to be asked: without fragment, host in lower case, what no URL may hold percent-encoded.

    Raise :class:`Failure` (``scheme``, ``credentials``, ``url``) for any other scheme than ``http`` and ``https``,
    for user names and passwords in it, and for what is no URL.

    >>> check_url("HTTPS://Example.org:443/a b#c")
    'https://example.org/a%20b'
    """
    text = url.strip()
    if not text or len(text) > URL_CHARACTERS:
        raise Failure("url", f"no usable address: it has {len(text)} characters, at most {URL_CHARACTERS} are taken")
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise Failure("url", f"no usable address: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise Failure("scheme", f"{scheme or 'no scheme'}: only http and https are asked")
    if "@" in parts.netloc:
        raise Failure("credentials", "an address with a user name or password in it is not asked")
    if not host or _CONTROLS.search(host) or "%" in host or "\\" in parts.netloc:
        raise Failure("url", "no usable address: it names no host")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port in (None, _DEFAULT_PORTS[scheme]) else f"{shown}:{port}"
    path, query = (quote(part, safe=f"{_SAFE_IN_URL}") for part in (parts.path or "/", parts.query))
    return urlunsplit((scheme, netloc, path, query, ""))


def host_key(url: str) -> str:
    """Return the host of a checked URL: what pace and budget are counted by."""
    return urlsplit(url).hostname or ""


def origin_of(url: str) -> str:
    """Return scheme, host and port of a checked URL: what one robots.txt speaks for."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def refusal(address: str, *, port: int, allow_private: bool) -> str | None:
    """Return why no connection goes to a numeric address and port, ``None`` where one may.

    >>> refusal("127.0.0.1", port=80, allow_private=False)
    '127.0.0.1 is loopback'
    """
    ip = _parse(address)
    if ip is None:
        return f"{address} is no numeric address"
    for kind, networks in _FORBIDDEN:
        if any(ip in network for network in networks):  # type: ignore[operator]
            # ::1 lies in the IPv4-compatible range, and is judged as what it is.
            if kind == "IPv4-compatible" and ip == IPv6Address("::1"):
                continue
            return f"{address} is {kind}"
    for kind, networks in _PRIVATE:
        if any(ip in network for network in networks):  # type: ignore[operator]
            return None if allow_private else f"{address} is {kind}"
    if isinstance(ip, IPv6Address) and ip not in _GLOBAL_IPV6:
        return f"{address} is reserved"
    if port not in PORTS:
        return f"port {port} is none of the web's ({', '.join(map(str, sorted(PORTS)))})"
    return None


def _parse(address: str) -> IPv4Address | IPv6Address | None:
    try:
        # A zone ("%eth0") is part of a link-local address, and of no other.
        return ip_address(address.partition("%")[0])
    except ValueError:
        return None


def resolve_by_system(host: str, port: int) -> list[str]:
    """Return the numeric addresses of a host, in the system's order of preference."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


def addresses_of(host: str, port: int, *, resolve: Resolve, allow_private: bool) -> list[str]:
    """Return the numeric addresses of a host to which a connection may go, in the resolver's order.

    Raise :class:`Failure`: ``dns`` where the name has none, ``address`` where none of them may be asked.
    """
    try:
        found = list(resolve(host, port))
    except (OSError, UnicodeError) as error:
        transient = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise Failure("dns", f"the name {host} has no address: {error}", transient=transient) from error
    refusals = {address: refusal(address, port=port, allow_private=allow_private) for address in found}
    allowed = [address for address, why in refusals.items() if why is None]
    if not allowed:
        reasons = "; ".join(why for why in refusals.values() if why) or "it has no address"
        hint = "" if allow_private else " (--allow-private opens networks of one's own)"
        raise Failure("address", f"{host} is not asked: {reasons}{hint}")
    return allowed

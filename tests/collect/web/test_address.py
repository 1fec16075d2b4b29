from __future__ import annotations

from ipaddress import IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riscontro.collect.web.address import PORTS, addresses_of, check_url, refusal
from riscontro.collect.web.values import Failure

PUBLIC = ["93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2a00:1450:4001:800::200e"]
OWN = ["127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1"]
OWN += ["169.254.1.1", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1"]
NEVER = ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"]
NEVER += ["0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "239.1.1.1", "ff02::1", "255.255.255.255", "240.0.0.1"]
NEVER += ["192.0.2.1", "198.51.100.7", "203.0.113.9", "2001:db8::1", "198.18.0.1", "192.88.99.1"]
NEVER += ["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1"]
NEVER += ["2002:7f00:1::", "2001::1", "100::1", "4000::1", "::ffff:0:127.0.0.1", "not-an-address", "127.1"]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address):
    assert refusal(address, port=443, allow_private=False) is None


@pytest.mark.parametrize("address", OWN)
def test_networks_of_ones_own_are_refused_unless_allowed(address):
    assert refusal(address, port=80, allow_private=False) is not None
    assert refusal(address, port=8123, allow_private=True) is None


@pytest.mark.parametrize("address", NEVER)
@pytest.mark.parametrize("allowed", [False, True])
def test_special_addresses_are_never_asked(address, allowed):
    assert refusal(address, port=80, allow_private=allowed) is not None


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public_here(address):
    if not address.is_global or address.is_multicast:
        assert refusal(str(address), port=80, allow_private=False) is not None


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_hidden_in_ipv6_is_refused(address):
    for prefix in ("::ffff:0:0/96", "::/96", "64:ff9b::/96"):
        hidden = IPv6Address(int(ip_network(prefix).network_address) + int(address))
        assert refusal(str(hidden), port=80, allow_private=False) is not None


@given(st.integers(0, 65535))
def test_public_hosts_are_asked_on_ports_of_the_web(port):
    assert (refusal("8.8.8.8", port=port, allow_private=True) is None) == (port in PORTS)


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("http://Example.ORG", "http://example.org/"),
        ("http://example.org:80/a?b=c#d", "http://example.org/a?b=c"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://[2606:2800::1]/x", "http://[2606:2800::1]/x"),
        ("  https://example.org/città|x ", "https://example.org/citt%C3%A0%7Cx"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
    ],
)
def test_addresses_are_made_ready(given_url, expected):
    assert check_url(given_url) == expected
    assert check_url(expected) == expected


@pytest.mark.parametrize(
    ("given_url", "code"),
    [
        ("", "url"),
        ("http://", "url"),
        ("http:///path", "url"),
        ("http://example.org:99999/", "url"),
        ("http://[::1", "url"),
        ("http://exa mple.org/", "url"),
        ("http://example.org\\@evil.example/", "credentials"),
        ("http://example.org/" + "a" * 3000, "url"),
        ("//example.org/", "scheme"),
        ("example.org/a", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://user@example.org/", "credentials"),
        ("http://user:word@example.org/", "credentials"),
    ],
)
def test_other_addresses_are_refused(given_url, code):
    with pytest.raises(Failure) as raised:
        check_url(given_url)
    assert raised.value.code == code


@given(st.text(max_size=60))
def test_any_text_is_an_address_of_the_web_or_refused(text):
    for given_url in (text, f"http://{text}", f"https://example.org/{text}"):
        try:
            url = check_url(given_url)
        except Failure:
            continue
        assert url.startswith(("http://", "https://"))
        assert url.isascii() or not given_url.isascii()
        assert check_url(url) == url


def test_of_several_addresses_only_those_that_may_be_asked_are():
    found = addresses_of("x.example", 80, resolve=lambda *_: ["10.0.0.1", "8.8.8.8"], allow_private=False)
    assert found == ["8.8.8.8"]

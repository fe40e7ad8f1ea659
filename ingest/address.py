"""Which addresses may be fetched from: the public internet, unless a setting allows more."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Allowed = Callable[[Address], bool]

# RFC 6052: an IPv4 address translated into IPv6 stands in the last 32 bits.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet, and so does the one hidden within it."""
    inner = _inner(address)
    return _global(address) and (inner is None or _global(inner))


def anywhere(address: Address) -> bool:  # noqa: ARG001
    """Every address, this machine's and private networks' too."""
    return True


def resolve(host: str, port: int, allowed: Allowed) -> str:
    """An address of ``host`` to connect to; "" where one of its addresses isn't allowed.

    Raises `OSError` where the name can't be resolved.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    # One bad address among good ones is how a name is bent to this machine.
    if not all(allowed(ipaddress.ip_address(text.partition("%")[0])) for text in addresses):
        return ""
    return addresses[0]


def _global(address: Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _inner(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)

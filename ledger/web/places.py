"""Where a request comes from, as the access log may know it: never by its address, only by a keyed digest."""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from flask import current_app, request


def secret() -> str:
    """Give the ledger's own secret."""
    return str(current_app.config["SECRET_KEY"])


def digest(text: str) -> str:
    """Give a digest that nobody can look up without the ledger's secret."""
    return hmac.new(secret().encode(), text.encode(), sha256).hexdigest()[:32]


def place() -> str:
    """Name the network this comes from; nothing where it is this very machine.

    It is an IPv4 address, or the 64 bits by which IPv6 connections are given out (RFC 6177): within them
    whoever has one takes addresses at will. Behind a proxy that is not declared everybody seems to come from
    here, and nobody may suffer for another.
    """
    try:
        where = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(where, IPv6Address):
        where = where.ipv4_mapped or where
    if where.is_loopback:
        return ""
    if isinstance(where, IPv6Address):
        where = IPv6Address(int(where) >> 64 << 64)
    return digest(f"from {where}")

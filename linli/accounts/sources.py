"""Where a request comes from, and the cookie by which a device shows it has got in before."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from linli.accounts.data import Source
from linli.accounts.services.logins import WrongProof
from linli.kernel.web.standing import standing

DEVICE_SALT = "linli.accounts.device"
DEVICE_LIFE_SECONDS = 365 * 24 * 60 * 60
LOGINS_PER_DEVICE = 8
HASH_LENGTH = 20
# What a provider gives one customer of IPv6; single addresses there cost nothing.
IPV6_CUSTOMER_BITS = 64

# Order matters: most browsers also call themselves by the names further down.
_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def source_of(request: HttpRequest, login: str) -> Source:
    """The network, and the device if this login has got in from it before."""
    device, logins = _device(request)
    return Source(
        network=_hash("network", _network(request)),
        device=device if _hash("login", login) in logins else "",
    )


def remember_device(request: HttpRequest, response: HttpResponse, login: str) -> None:
    """Let the browser show next time that this login has got in from it. Proves nothing else."""
    device, logins = _device(request)
    known = [_hash("login", login), *(item for item in logins if item != _hash("login", login))]
    value = {"device": device or secrets.token_hex(16), "logins": known[:LOGINS_PER_DEVICE]}
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(value, salt=DEVICE_SALT),
        max_age=DEVICE_LIFE_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


@contextmanager
def refusals_recorded(request: HttpRequest) -> Iterator[None]:
    """Around a check that records a wrong proof itself: the journal need not note it once more."""
    try:
        yield
    except WrongProof:
        standing(request).refusal_recorded = True
        raise


def device_name(request: HttpRequest) -> str:
    """What the owner recognises the browser by: ``Firefox, Windows``. Nothing finer is kept."""
    agent = request.headers.get("user-agent", "")
    found = (
        next((name for mark, name in marks if mark in agent), "") for marks in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        value: Any = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""),
            salt=DEVICE_SALT,
            max_age=DEVICE_LIFE_SECONDS,
        )
        return str(value["device"]), [str(item) for item in value["logins"]]
    except (signing.BadSignature, KeyError, TypeError):
        return "", []


def _network(request: HttpRequest) -> str:
    """The visitor's address, of IPv6 the customer's part of it.

    Each of our proxies appends the address it was called from; what stands before those entries
    the visitor may have written, so it is not looked at.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.TRUSTED_PROXIES:
        hops = request.headers.get("x-forwarded-for", "").split(",")
        address = hops[-min(settings.TRUSTED_PROXIES, len(hops))].strip() or address
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(ip_network((parsed, IPV6_CUSTOMER_BITS), strict=False))
    return str(parsed)


def _hash(kind: str, value: str) -> str:
    digest = salted_hmac(f"linli.accounts.source.{kind}", value, algorithm="sha256")
    return digest.hexdigest()[:HASH_LENGTH]

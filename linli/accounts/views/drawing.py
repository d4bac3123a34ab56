"""The QR code an authenticator app scans, drawn into the page: no file, no inline style."""

from __future__ import annotations

from typing import Any

import segno
from django.utils.safestring import SafeString, mark_safe

from linli.accounts.models import User
from linli.accounts.services import factors

GROUP = 4


def enrolment_context(user: User) -> dict[str, Any]:
    """The drawing and the secret to type where no camera is at hand."""
    secret = factors.offered_secret(user=user)
    if not secret:
        return {"qr": "", "secret": ""}
    groups = [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]
    address = factors.enrolment_address(user=user, secret=secret)
    return {"qr": qr_drawing(address), "secret": " ".join(groups)}


def qr_drawing(text: str) -> SafeString:
    """A QR code as an ``<svg>`` element that takes its size from the style sheet."""
    drawing = segno.make(text, error="m").svg_inline(omitsize=True, border=2, svgclass="qr")
    return mark_safe(drawing)  # noqa: S308 - paths drawn by the library; no text of a user in it

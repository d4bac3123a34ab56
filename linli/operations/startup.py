"""Production does not start with settings under which data could be lost or read by strangers."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.operations import selfcheck

logger = logging.getLogger("linli.operations")


def require_safe() -> None:
    """Called by the web server and the worker as they start. A demonstration starts anyhow.

    Raises ImproperlyConfigured naming each setting, what was found and what to do.
    """
    if settings.DEMO:
        return
    faults = selfcheck.before_start()
    if faults:
        lines = [
            f"{check.name}: {check.found}; wanted: {check.wanted}. {check.remedy}"
            for check in faults
        ]
        logger.critical("Production does not start: %s", "; ".join(lines))
        raise ImproperlyConfigured("\n  ".join(["Production does not start.", *lines]))

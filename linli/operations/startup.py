"""Linli does not start with settings under which data could be lost or read by strangers."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.operations import selfcheck

logger = logging.getLogger("linli.operations")


def require_safe() -> None:
    """Called by the web server and the worker as they start. A demonstration is only warned by
    most checks, and its database is not looked at.

    Raises ImproperlyConfigured naming each setting, what was found and what to do.
    """
    faults = selfcheck.before_start(with_database=not settings.DEMO)
    if faults:
        lines = [
            f"{check.name}: {check.found}; wanted: {check.wanted}. {check.remedy}"
            for check in faults
        ]
        logger.critical("Linli does not start: %s", "; ".join(lines))
        raise ImproperlyConfigured("\n  ".join(["Linli does not start.", *lines]))

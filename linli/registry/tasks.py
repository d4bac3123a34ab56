"""Background work of the register: checking and writing rosters. Long, so outside the request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from linli.kernel.jobs import Work, job
from linli.registry import services

Result = Mapping[str, Any]


@job(services.ROSTER_CHECK, label=_("Check of a roster"), tries=3, whole=False)
def check_roster(work: Work) -> Result:
    """Read, check and compare; what was found is on the roster's page."""
    return _done(
        services.check_roster(
            actor=work.actor,
            at=work.at,
            roster=UUID(work.payload["roster"]),
            progress=work.progress,
        ).public_id
    )


@job(services.ROSTER_WRITE, label=_("Taking over a roster"), tries=3, whole=False)
def write_roster(work: Work) -> Result:
    """Write what was confirmed. A second run finds the roster written and does nothing."""
    return _done(
        services.write_roster(
            actor=work.actor,
            at=work.at,
            roster=UUID(work.payload["roster"]),
            progress=work.progress,
        ).public_id
    )


def retention(at: datetime) -> int:
    """Give up rosters nobody has finished, with the personal data in their files."""
    return services.give_up_old_rosters(at=at)


def _done(roster: UUID) -> Result:
    return {"url": reverse("registry:roster", args=[roster])}

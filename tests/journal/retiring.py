"""A journal with something old enough to retire, for the tests of retirement."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.utils import translation

from linli.journal import selectors, services
from linli.journal.models import Retirement
from linli.kernel.integrity import Problem
from tests.journal.acts import AT, DISTRICT, write

YEAR = 365
LATER = AT + timedelta(days=YEAR + 100)


def problems() -> list[str]:
    """What ``linli verify`` finds in the journal."""
    with translation.override("en"):
        found = [*selectors.check_chain(), *selectors.check_triggers()]
    return [f"{item.where}: {item.what}" for item in found if isinstance(item, Problem)]


def write_old_and_young() -> None:
    """Two seals of four acts that a year's keeping lets go, one of four that it keeps, two acts
    that wait.
    """
    for age in (timedelta(), timedelta(hours=2), timedelta(days=YEAR)):
        write(4, at=AT + age)
        services.seal(district=DISTRICT, at=AT + age + timedelta(minutes=1))
    write(2, at=LATER)


def retire(folder: Path) -> list[Retirement]:
    """Retire what is older than a year, 465 days after the first act."""
    return services.retire(district=DISTRICT, at=LATER, days=YEAR, folder=folder)

"""Periodic work: duties written ahead, acts followed, reminders, escalation.

No standing of a duty depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from linli.duties import selectors, services
from linli.kernel.actors import system_actor
from linli.kernel.jobs import Work, job


def generate_all(at: datetime) -> int:
    """Write the duties of every district a year ahead; returns the rows that are new or changed."""
    return sum(_generate(district, at) for district in selectors.districts_to_generate())


@job("duties.generate", tries=5)
def generate(work: Work) -> Mapping[str, int]:
    """The same for one district, at once: its policy or its register has changed."""
    return {"written": _generate(work.district, work.at)}


def follow_all(at: datetime) -> int:
    """Let acts of the journal do and set off duties in every district."""
    districts = selectors.districts_to_generate()
    return sum(services.follow_acts(at=at, district=district) for district in districts)


def remind_all(at: datetime) -> int:
    """Send the reminders of the day in every district; running it again sends nothing twice."""
    sent = 0
    for district in selectors.districts_with_open_duties():
        sent += services.remind(district=district, at=at)
        services.escalate(district=district, at=at)
    return sent


def _generate(district: str, at: datetime) -> int:
    done = services.generate(actor=system_actor(district), at=at, district=district)
    services.report_missing_years(district=district, at=at, years=done.years)
    return done.written

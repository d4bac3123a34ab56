"""Periodic work: reminders. No standing of a duty depends on it."""

from __future__ import annotations

from datetime import datetime

from linli.duties import selectors, services


def remind_all(at: datetime) -> int:
    """Send the reminders of the day in every district; running it again sends nothing twice."""
    districts = selectors.districts_with_open_duties()
    return sum(services.remind(district=district, at=at) for district in districts)

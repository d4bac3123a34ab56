"""What duties do when the policy changes."""

from __future__ import annotations

from linli.duties import selectors, services
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.policy.data import Duty
from linli.policy.events import ReleaseActivated, ValueSet


def value_set(event: ValueSet) -> None:
    """A district answered a question about a duty: its open due days follow."""
    if event.kind == Duty.kind:
        _refresh(event.district)


def release_activated(event: ReleaseActivated) -> None:
    """A layer has a new release: open due days of every district below it follow."""
    for district in selectors.districts_with_open_duties(event.division):
        _refresh(district)


def _refresh(district: str) -> None:
    services.refresh(actor=system_actor(district), at=clock.now(), district=district)

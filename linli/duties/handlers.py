"""What duties do when the policy changes."""

from __future__ import annotations

from linli.duties import selectors, services
from linli.jobs import services as jobs
from linli.journal.data import ActRecorded
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.policy.data import Duty
from linli.policy.events import ReleaseActivated, ValueSet
from linli.registry.data import CompoundEvent


def value_set(event: ValueSet) -> None:
    """A district answered a question about a duty: its open due days follow."""
    if event.kind == Duty.kind:
        _refresh(event.district)
        _regenerate(event.district, f"answer {event.key} {event.field}")


def release_activated(event: ReleaseActivated) -> None:
    """A layer has a new release: open due days of every district below it follow."""
    for district in selectors.districts_with_open_duties(event.division):
        _refresh(district)
    for district in selectors.districts_to_generate():
        if district.startswith(event.division):
            _regenerate(district, event.release)


def act_recorded(event: ActRecorded) -> None:
    """An act was done: if a duty waits for such acts, look at it now; the rest is periodic."""
    at = clock.now()
    if event.district and selectors.watches(event.district, event.verb, clock.local_date(at)):
        services.follow_acts(at=at, district=event.district, look_back=0)


def compound_changed(event: CompoundEvent) -> None:
    """A compound, or its service, is another: what is owed for it follows at once."""
    at = clock.now()
    if selectors.is_generated(event.district):
        services.generate(
            actor=system_actor(event.district),
            at=at,
            district=event.district,
            compounds=[event.compound_id],
        )


def _regenerate(district: str, why: str) -> None:
    at = clock.now()
    key = f"{why} {at.isoformat(timespec='seconds')}"[:120]
    jobs.enqueue(at=at, name="duties.generate", key=key, district=district)


def _refresh(district: str) -> None:
    services.refresh(actor=system_actor(district), at=clock.now(), district=district)

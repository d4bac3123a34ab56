"""What campaigns do when the register announces a change."""

from __future__ import annotations

from linli.campaigns import services
from linli.registry.data import CompoundEvent


def service_changed(event: CompoundEvent) -> None:
    """A provider has entered or left: the compound's coverage task follows."""
    services.follow_register(
        actor=event.actor,
        at=event.at,
        district=event.district,
        compound_id=event.compound_id,
    )

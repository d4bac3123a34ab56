"""Bringing a made-up district into the database: its register, then rosters of a few compounds.

Every step finds out whether it is done, so a first start that was cut off is completed by the next.
"""

from __future__ import annotations

from datetime import datetime, time

from django.db import transaction

from linli.cli.sample import owner, places
from linli.cli.sample.data import Sample
from linli.cli.sample.donghe import DONGHE
from linli.cli.sample.generate import Register, register_of
from linli.cli.sample.haimen import HAIMEN
from linli.cli.sample.jinnan import JINNAN
from linli.cli.sample.roster import Roster, roster_of
from linli.duties import selectors as duty_selectors
from linli.duties import services as duties
from linli.kernel import clock
from linli.kernel.actors import Actor, system_actor
from linli.kernel.errors import Conflict
from linli.registry import selectors as registry_selectors
from linli.registry import services as registry
from linli.registry.data import RosterState
from linli.territory import selectors as territory

SAMPLES = {sample.key: sample for sample in (JINNAN, DONGHE, HAIMEN)}


def adopted(sample: Sample) -> datetime:
    """The moment at which everything of the district was entered."""
    return datetime.combine(sample.adopted_on, time(9, 0), clock.ZONE)


def settle(sample: Sample, *, officer: Actor, community: Actor, password: str) -> None:
    """Enter the register and the rosters of a district whose posts and policy are there; its
    home community gives an owner a login.
    """
    register = register_of(sample)
    made_up = roster(sample, register)
    if not registry_selectors.enterprises_visible_to(officer).exists():
        registry.open_register(
            actor=system_actor(sample.code, frozenset({"registry.edit", "contracts.edit"})),
            at=adopted(sample),
            enterprises=register.enterprises,
            entries=register.entries,
        )
    if not registry_selectors.rosters_visible_to(officer).exists():
        _take_over(officer, adopted(sample), made_up)
    _complete(sample, officer, community, made_up, password)
    if not duty_selectors.is_generated(sample.code):
        duties.generate(actor=system_actor(sample.code), at=adopted(sample), district=sample.code)


def roster(sample: Sample, register: Register) -> Roster:
    """The roster of the district, with its communities as offices call them."""
    codes = {entry.compound.community for entry in register.entries}
    return roster_of(sample, register, territory.names(codes))


def _complete(
    sample: Sample, officer: Actor, community: Actor, made_up: Roster, password: str
) -> None:
    """What the roster does not bring: parking spaces, rooms of the service, an owner's login."""
    at = adopted(sample)
    known = registry_selectors.compounds_visible_to(officer).filter(name__in=made_up.compounds)
    keys = known.order_by("id").values_list("public_id", flat=True)
    places.settle(actor=officer, at=at, compounds=list(keys))
    owner.settle_made_up(sample=sample, actor=community, at=at, password=password)


@transaction.atomic
def _take_over(officer: Actor, at: datetime, made_up: Roster) -> None:
    """Hand the roster in and see it through to the register, as an office would."""
    handed_in = registry.hand_in_roster(
        actor=officer, at=at, name="演示花名册.csv", content=made_up.content
    ).public_id
    checked = registry.check_roster(actor=officer, at=at, roster=handed_in, progress=_unwatched)
    if checked.state != RosterState.READY:
        raise Conflict(f"The demonstration's roster is not as it should be: {checked.findings}")
    registry.confirm_roster(actor=officer, at=at, roster=handed_in)
    registry.write_roster(actor=officer, at=at, roster=handed_in, progress=_unwatched)


def _unwatched(_done: int, _total: int, _message: str) -> None:
    """Nobody waits in front of this progress."""

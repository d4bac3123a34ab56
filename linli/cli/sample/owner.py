"""The demonstration's owners: a flat, two co-owners, and the login of one of them.

Nobody real: the division code of the numbers does not exist, the telephones are given to nobody.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from linli.accounts import services as accounts
from linli.cli.sample import places
from linli.cli.sample.canaries import owner_phone
from linli.cli.sample.data import Sample
from linli.cli.sample.posts import OWNER_LOGIN
from linli.cli.sample.roster import CO_OWNER
from linli.kernel.actors import Actor
from linli.registry import selectors, services
from linli.registry.data import AreaSource, NewOwner, UnitFacts

BOUGHT_ON = date(2019, 5, 1)
FLAT = UnitFacts(
    building="8",
    entrance="2",
    floor=12,
    room="1203",
    area=8_966,
    area_source=AreaSource.REGISTER,
)
OWNERS = (
    NewOwner(
        "金丝雀业主一",
        id_number="999900198504010010",
        phone="10000008123",
        numerator=1,
        denominator=2,
        is_voter=True,
    ),
    NewOwner(
        "金丝雀业主二",
        id_number="999900198611230020",
        phone="10000008124",
        numerator=1,
        denominator=2,
    ),
)


def settle(*, actor: Actor, at: datetime, password: str) -> None:
    """Enter flat and owners in the actor's first compound, once, and give one the login."""
    compound = selectors.compounds_visible_to(actor).order_by("id").first()
    if compound is None or selectors.find_owners(actor, OWNERS[0].phone):
        return
    unit = services.register_unit(actor=actor, at=at, compound=compound.public_id, unit=FLAT)
    rows = services.change_owners(
        actor=actor, at=at, unit=unit.public_id, from_on=BOUGHT_ON, owners=OWNERS
    )
    places.settle(actor=actor, at=at, compounds=[compound.public_id])
    voter = next(row for row in rows if row.is_voter)
    _give_login(actor, at, voter.owner, OWNER_LOGIN, password)


def settle_made_up(*, sample: Sample, actor: Actor, at: datetime, password: str) -> None:
    """Give the login of a made-up district to the first co-owner who votes, once."""
    found = selectors.find_owners(actor, owner_phone(sample, CO_OWNER))
    login = f"{sample.key.lower()}-{OWNER_LOGIN}"
    for owner in found:
        _give_login(actor, at, owner, login, password)


def _give_login(actor: Actor, at: datetime, owner: Any, login: str, password: str) -> None:
    services.give_login(
        actor=actor,
        at=at,
        owner=owner.public_id,
        user=accounts.create_user(login=login, password=password).pk,
    )

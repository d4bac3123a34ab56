"""Units and owners one by one: entered, corrected, sold; who votes, whose login ends."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body

from linli.api.data.homes import (
    CoOwnerGiven,
    OwnerChange,
    OwnersGiven,
    OwnerTold,
    ReasonGiven,
    UnitChange,
    UnitFile,
    UnitGiven,
    VoterGiven,
)
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.homes import owner_told, unit_file
from linli.kernel import clock
from linli.kernel.web.route import ActorRequest
from linli.registry import selectors, services
from linli.registry.data import INVITE, OWNERS, ROSTERS, NewOwner, UnitFacts


@operation(
    "POST", "compounds/{uuid:public_id}/units", right=ROSTERS, tag=Tag.OWNERS, gives=UnitFile,
    status=201, says=_("Enter a unit of a compound, and its building if that is new"),
)  # fmt: skip
def unit_register(request: ActorRequest, public_id: UUID, payload: Body[UnitGiven]) -> UnitFile:
    """Refused with 409 when it is there already."""
    entered = services.register_unit(
        actor=request.actor, at=clock.now(), compound=public_id, unit=_facts(payload)
    )
    return unit_file(request.actor, entered.public_id)


@operation(
    "POST", "units/{uuid:public_id}/edit", right=ROSTERS, tag=Tag.OWNERS, gives=UnitFile,
    says=_("Correct what a unit is"),
)  # fmt: skip
def unit_edit(request: ActorRequest, public_id: UUID, payload: Body[UnitChange]) -> UnitFile:
    """All of it as it is to be. Refused with 409 when its place is taken."""
    services.edit_unit(
        actor=request.actor,
        at=clock.now(),
        unit=public_id,
        facts=_facts(payload),
        replaces=payload.replaces,
    )
    return unit_file(request.actor, public_id)


@operation(
    "POST", "units/{uuid:public_id}/owners", right=ROSTERS, tag=Tag.OWNERS, gives=UnitFile,
    says=_("Say who owns a unit from a day on"),
)  # fmt: skip
def unit_owners(request: ActorRequest, public_id: UUID, payload: Body[OwnersGiven]) -> UnitFile:
    """What others own ends on that day. Needs the right to owners too; answers are masked."""
    request.actor.require(OWNERS)
    services.change_owners(
        actor=request.actor,
        at=clock.now(),
        unit=public_id,
        from_on=payload.from_on,
        owners=_owners(payload.owners),
        replaces=payload.replaces,
    )
    return unit_file(request.actor, public_id)


@operation(
    "POST", "units/{uuid:public_id}/voter", right=ROSTERS, tag=Tag.OWNERS, gives=UnitFile,
    says=_("Designate the co-owner who votes for all of them"),
)  # fmt: skip
def unit_voter(request: ActorRequest, public_id: UUID, payload: Body[VoterGiven]) -> UnitFile:
    """The same again changes nothing. Needs the right to owners too."""
    request.actor.require(OWNERS)
    services.designate_voter(
        actor=request.actor,
        at=clock.now(),
        unit=public_id,
        owner=payload.owner,
        replaces=payload.replaces,
    )
    return unit_file(request.actor, public_id)


@operation(
    "POST", "owners/{uuid:public_id}/edit", right=ROSTERS, tag=Tag.OWNERS, gives=OwnerTold,
    says=_("Correct an owner's entry; numbers left empty stay"),
)  # fmt: skip
def owner_edit(request: ActorRequest, public_id: UUID, payload: Body[OwnerChange]) -> OwnerTold:
    """Refused with 409 when another owner has the number. Needs the right to owners too."""
    request.actor.require(OWNERS)
    edited = services.edit_owner(
        actor=request.actor, at=clock.now(), owner=public_id, **payload.model_dump()
    )
    return owner_told(edited)


@operation(
    "POST", "owners/{uuid:public_id}/end-login", right=INVITE, tag=Tag.OWNERS, gives=OwnerTold,
    says=_("End an owner's login at once, saying why"),
)  # fmt: skip
def owner_end_login(
    request: ActorRequest, public_id: UUID, payload: Body[ReasonGiven]
) -> OwnerTold:
    """Refused with 409 when there is none. A new one is opened on the pages only."""
    services.end_owner_login(
        actor=request.actor, at=clock.now(), owner=public_id, reason=payload.reason
    )
    return owner_told(selectors.owner(request.actor, public_id))


def _facts(given: UnitGiven) -> UnitFacts:
    return UnitFacts(**given.model_dump(exclude={"replaces"}))


def _owners(given: list[CoOwnerGiven]) -> list[NewOwner]:
    """Without a share a single owner has the whole, several own jointly (0/0)."""
    whole = "1/1" if len(given) == 1 else "0/0"
    return [_shared(owner, *map(int, (owner.share or whole).split("/"))) for owner in given]


def _shared(given: CoOwnerGiven, numerator: int, denominator: int) -> NewOwner:
    named = NewOwner(**given.model_dump(exclude={"share"}))
    return replace(named, numerator=numerator, denominator=denominator)

"""Units one by one: entering, correcting, and who owns them from which day on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.registry import rules
from linli.registry.data import ROSTERS, UNIT, NewOwner, OwnerKind, UnitFacts
from linli.registry.labels import SHARE_FAULTS
from linli.registry.models import Building, Compound, Owner, Ownership, Unit
from linli.registry.querysets import OwnershipQuerySet
from linli.registry.selectors.entries import owners_entry, plain_owners, unit_entry
from linli.registry.services import people
from linli.registry.services.acts import locked_compound

PLACE = ("entrance", "floor", "room")
PLAIN = ("area", "area_source", "use", "is_sold", "is_delivered")


@transaction.atomic
def register_unit(*, actor: Actor, at: datetime, compound: UUID, unit: UnitFacts) -> Unit:
    """Enter a unit, and its building if that is new. Raises Conflict when it is there already."""
    found = locked_compound(actor=actor, public_id=compound)
    actor.require(ROSTERS)
    unit = _checked(unit)
    building = _building(found, unit.building)
    _check_free(building, unit)
    created: Unit = Unit.objects.create(
        district=found.district,
        compound=found,
        building=building,
        **{name: getattr(unit, name) for name in (*PLACE, *PLAIN)},
    )
    _record(actor, at, "registry.unit.register", created, facts=_plain(unit))
    return created


@transaction.atomic
def edit_unit(
    *, actor: Actor, at: datetime, unit: UUID, facts: UnitFacts, replaces: str = ANYTHING
) -> Unit:
    """Correct a unit; unchanged values make no act.

    Raises Conflict when its place is taken, BadInput for one said to be unsold that has a buyer,
    ChangedMeanwhile when somebody changed the same since the version ``replaces``.
    """
    found = _locked(actor, unit)
    actor.require(ROSTERS)
    entry = unit_entry(found)
    after = entry.settled(_plain(_checked(facts)), replaces=replaces)
    facts, before = UnitFacts(**after), entry.values
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return found
    if not facts.is_sold and _buyers(found).exists():
        raise BadInput(
            _("Somebody other than the developer owns this unit: it is sold."),
            remedy=_("Record the change of owners first."),
        )
    building = found.building
    if "building" in changed:
        building = _building(found.compound, facts.building)
    if {"building", "entrance", "room"} & changed.keys():
        _check_free(building, facts, but=found)
    found.building = building
    for name in (*PLACE, *PLAIN):
        setattr(found, name, getattr(facts, name))
    found.save(update_fields=["building", *PLACE, *PLAIN])
    _record(
        actor,
        at,
        "registry.unit.edit",
        found,
        facts={name: {"before": before[name], "after": value} for name, value in changed.items()},
    )
    return found


@transaction.atomic
def change_owners(
    *,
    actor: Actor,
    at: datetime,
    unit: UUID,
    from_on: date,
    owners: Sequence[NewOwner],
    replaces: str = ANYTHING,
) -> list[Ownership]:
    """Say who owns a unit from a day on: what others own ends on the day the new begins.

    A co-owner who stays with the same share keeps the day he began. The same day a second time
    corrects the first. The same owners again change nothing and make no act. Raises BadInput for
    shares out of order and days to come, Conflict for a day before the present owners began,
    ChangedMeanwhile when others own the unit than did in the version ``replaces``.
    """
    found = _locked(actor, unit)
    actor.require(ROSTERS)
    _check_owners(owners, from_on, today=clock.local_date(at))
    open_rows = list(
        Ownership.objects.select_for_update()
        .filter(unit=found, to_on__isnull=True)
        .select_related("owner")
        .order_by("id")
    )
    wanted = _wanted(found, owners)
    if _same(open_rows, wanted):
        return open_rows
    _check_seen(found, wanted, replaces)
    _check_order(found, from_on)
    staying = {
        row.owner_id: row
        for row in open_rows
        if row.owner_id in wanted and _share(row) == _share(wanted[row.owner_id])
    }
    _end([row for row in open_rows if row.owner_id not in staying], from_on)
    rows = [
        _settle(found, owner_id, new, staying.get(owner_id), from_on)
        for owner_id, new in sorted(wanted.items(), key=lambda item: item[1].is_voter)
    ]
    if not found.is_sold and any(owner.kind != OwnerKind.DEVELOPER for owner in owners):
        found.is_sold = True
        found.save(update_fields=["is_sold"])
    _record(
        actor,
        at,
        "registry.unit.owners",
        found,
        **{"from": from_on, "ended": len(open_rows) - len(staying), "owners": _ids(rows)},
    )
    return rows


@transaction.atomic
def designate_voter(
    *, actor: Actor, at: datetime, unit: UUID, owner: UUID, replaces: str = ANYTHING
) -> Ownership:
    """Let one co-owner vote for all of them. The same again changes nothing.

    Raises NotFound for somebody who does not own the unit now, ChangedMeanwhile when its owners or
    their voter are others than in the version ``replaces``.
    """
    found = _locked(actor, unit)
    actor.require(ROSTERS)
    rows = Ownership.objects.select_for_update().filter(unit=found, to_on__isnull=True)
    wanted: Ownership | None = rows.filter(owner__public_id=owner).select_related("owner").first()
    if wanted is None:
        raise NotFound(_("Nobody of that name owns this unit now."))
    if wanted.is_voter:
        return wanted
    held = {row.owner_id: (*_share(row), row.pk == wanted.pk) for row in rows}
    owners_entry(found).settled({"owners": plain_owners(held)}, replaces=replaces, anew=True)
    rows.filter(is_voter=True).update(is_voter=False)
    wanted.is_voter = True
    wanted.save(update_fields=["is_voter"])
    _record(actor, at, "registry.unit.voter", found, owner=str(owner))
    return wanted


# --- units ----------------------------------------------------------------------------------------


def _locked(actor: Actor, public_id: UUID) -> Unit:
    """The unit, read again after its compound is locked. Raises NotFound."""
    seen = Unit.objects.visible_to(actor).filter(public_id=public_id)
    compound = seen.values_list("compound__public_id", flat=True).first()
    if compound is None:
        raise NotFound(_("There is no such unit in your scope."))
    held = locked_compound(actor=actor, public_id=compound)
    found: Unit = seen.select_related("building").get()
    found.compound = held
    return found


def _checked(unit: UnitFacts) -> UnitFacts:
    cleaned = replace(
        unit,
        building=_place(unit.building),
        entrance=_place(unit.entrance),
        room=_place(unit.room),
    )
    if not cleaned.building or not cleaned.room:
        raise BadInput(_("A unit has a building and a room number."))
    if cleaned.area is not None and cleaned.area <= 0:
        raise BadInput(_("An area is more than 0 m²; leave it empty while it is not known."))
    return cleaned


def _place(text: str) -> str:
    """A part of an address: half width, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _building(compound: Compound, name: str) -> Building:
    building: Building
    building, _new = Building.objects.get_or_create(
        district=compound.district, compound=compound, name=name
    )
    return building


def _check_free(building: Building, unit: UnitFacts, *, but: Unit | None = None) -> None:
    same = Unit.objects.filter(building=building, entrance=unit.entrance, room=unit.room)
    if same.exclude(pk=but.pk if but else None).exists():
        raise Conflict(
            _("This unit is in the register already."),
            remedy=_("Open it from the page of its building."),
        )


def _buyers(unit: Unit) -> OwnershipQuerySet:
    """Ownerships of those who are not the developer, now."""
    held: OwnershipQuerySet = Ownership.objects.filter(unit=unit, to_on__isnull=True)
    return held.exclude(owner__kind=OwnerKind.DEVELOPER)


def _plain(unit: UnitFacts) -> dict[str, Any]:
    return asdict(unit)


# --- owners ---------------------------------------------------------------------------------------


def _check_owners(owners: Sequence[NewOwner], from_on: date, *, today: date) -> None:
    faults = rules.share_faults(owners)
    if faults:
        raise BadInput(" ".join(str(SHARE_FAULTS[fault]) for fault in faults))
    if from_on > today:
        raise BadInput(
            _("A change of owners is recorded once it has happened."),
            remedy=_("Enter a day that is not in the future."),
        )


def _wanted(unit: Unit, owners: Sequence[NewOwner]) -> dict[int, NewOwner]:
    wanted: dict[int, NewOwner] = {}
    for new in owners:
        owner: Owner = people.find_or_enter(unit=unit, new=new)
        if owner.pk in wanted:
            raise BadInput(_("The same owner is named twice."))
        wanted[owner.pk] = new
    return wanted


def _share(of: Ownership | NewOwner) -> tuple[int, int]:
    return of.numerator, of.denominator


def _same(rows: Sequence[Ownership], wanted: dict[int, NewOwner]) -> bool:
    held = {row.owner_id: (*_share(row), row.is_voter) for row in rows}
    return held == {pk: (*_share(new), new.is_voter) for pk, new in wanted.items()}


def _check_seen(unit: Unit, wanted: dict[int, NewOwner], replaces: str) -> None:
    """Whoever names the owners anew has seen who they are: nobody is taken out unseen."""
    held = {pk: (*_share(new), new.is_voter) for pk, new in wanted.items()}
    owners_entry(unit).settled({"owners": plain_owners(held)}, replaces=replaces, anew=True)


def _check_order(unit: Unit, from_on: date) -> None:
    """Nothing is said of days before the latest change: somebody came then, or left."""
    days = Ownership.objects.filter(unit=unit).aggregate(came=Max("from_on"), left=Max("to_on"))
    latest = max(filter(None, days.values()), default=None)
    if latest is not None and from_on < latest:
        raise Conflict(
            _("The present owners own the unit since %(day)s.") % {"day": latest},
            remedy=_("Choose that day or a later one: what was recorded before stays."),
        )


def _end(rows: Sequence[Ownership], on: date) -> None:
    """What began that very day is corrected: it goes, for it never lasted a day."""
    for row in rows:
        if row.from_on == on:
            row.delete()
            continue
        row.to_on = on
        row.save(update_fields=["to_on"])


def _settle(
    unit: Unit, owner_id: int, new: NewOwner, staying: Ownership | None, from_on: date
) -> Ownership:
    """The ownership from the day on; voters come last, so that a unit never has two."""
    if staying is not None:
        if staying.is_voter != new.is_voter:
            staying.is_voter = new.is_voter
            staying.save(update_fields=["is_voter"])
        return staying
    row: Ownership = Ownership.objects.create(
        district=unit.district,
        unit=unit,
        owner_id=owner_id,
        numerator=new.numerator,
        denominator=new.denominator,
        is_voter=new.is_voter,
        from_on=from_on,
    )
    return row


def _ids(rows: Sequence[Ownership]) -> list[str]:
    """Public ids of the owners: the journal names no person."""
    found = Owner.objects.filter(pk__in=[row.owner_id for row in rows]).order_by("id")
    return [str(public_id) for public_id in found.values_list("public_id", flat=True)]


def _record(actor: Actor, at: datetime, verb: str, unit: Unit, **data: Any) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(UNIT, str(unit.public_id), f"{unit.compound.name} {unit.label}"),
        division=unit.compound.community_id,
        district=unit.district,
        data=data,
    )

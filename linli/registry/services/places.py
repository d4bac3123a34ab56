"""Parking spaces and premises, one by one, with the days they were so.

Both are kept alike: one open row for each number or address in a compound; a change from a later
day closes the row and opens the next, a change from its first day corrects it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.registry.data import ROSTERS, ParkingFacts, PlaceSort, PremisesFacts
from linli.registry.models import Compound, ParkingSpace, ServicePremises, Unit
from linli.registry.selectors.entries import place_entry
from linli.registry.services.acts import locked_compound, record


@dataclass(frozen=True, slots=True)
class _Sort:
    """One sort of place: its table, the field that tells its rows apart, what acts on it are."""

    model: type[ParkingSpace | ServicePremises]
    key: str
    register: str
    change: str
    end: str


PARKING = _Sort(
    ParkingSpace,
    "number",
    "registry.parking.register",
    "registry.parking.change",
    "registry.parking.end",
)
PREMISES = _Sort(
    ServicePremises,
    "address",
    "registry.premises.register",
    "registry.premises.change",
    "registry.premises.end",
)
_SORTS: Mapping[type, _Sort] = {ParkingFacts: PARKING, PremisesFacts: PREMISES}


@transaction.atomic
def register_place(
    *,
    actor: Actor,
    at: datetime,
    compound: UUID,
    facts: ParkingFacts | PremisesFacts,
    from_on: date | None,
) -> ParkingSpace | ServicePremises:
    """Enter a parking space or a room; ``from_on`` None: since before the register.

    Raises Conflict when the compound has one of the number or address now, or had one on a day that
    the entry would cover.
    """
    found = locked_compound(actor=actor, public_id=compound)
    actor.require(ROSTERS)
    sort = _SORTS[type(facts)]
    values = _values(found, facts)
    _check_free(sort, found, values, from_on=from_on)
    row = sort.model.objects.create(
        district=found.district, compound=found, from_on=from_on, **values
    )
    _record(actor, at, sort.register, found, row, facts=asdict(facts), from_on=from_on)
    return row


@transaction.atomic
def change_place(
    *,
    actor: Actor,
    at: datetime,
    place: UUID,
    facts: ParkingFacts | PremisesFacts,
    from_on: date | None,
    replaces: str = ANYTHING,
) -> ParkingSpace | ServicePremises:
    """Say what a place is from a day on; the day its present row began (or None) corrects it.

    Unchanged values make no act. Raises Conflict for one that has ended and for a day before the
    present row began, ChangedMeanwhile when somebody changed the same since the version
    ``replaces``.
    """
    sort = _SORTS[type(facts)]
    row = _locked(sort, actor, place)
    actor.require(ROSTERS)
    settled = place_entry(row).settled(_cleaned(facts), replaces=replaces)
    values = _values(row.compound, replace(facts, **settled))
    before = {name: getattr(row, name) for name in values}
    if values == before:
        return row
    since = row.from_on if from_on is None else from_on
    _check_free(sort, row.compound, values, from_on=since, but=row)
    if from_on is None or from_on == row.from_on:
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    else:
        _close(row, from_on)
        row = sort.model.objects.create(
            district=row.district, compound=row.compound, from_on=from_on, **values
        )
    _record(
        actor,
        at,
        sort.change,
        row.compound,
        row,
        facts=settled,
        before={name: str(before[name]) for name in values if values[name] != before[name]},
        from_on=from_on,
    )
    return row


@transaction.atomic
def end_place(
    *,
    actor: Actor,
    at: datetime,
    place: UUID,
    sort: PlaceSort,
    to_on: date,
    reason: str,
) -> ParkingSpace | ServicePremises:
    """Close a place; ``to_on`` is the first day without it. What was stays on record."""
    kept = PARKING if sort is PlaceSort.PARKING else PREMISES
    row = _locked(kept, actor, place)
    actor.require(ROSTERS)
    if not reason.strip():
        raise BadInput(_("Say why."))
    _close(row, to_on)
    _record(actor, at, kept.end, row.compound, row, to_on=to_on, reason=reason.strip())
    return row


def _locked(sort: _Sort, actor: Actor, public_id: UUID) -> ParkingSpace | ServicePremises:
    """The row, read again after its compound is locked. Raises NotFound, Conflict if ended."""
    seen = sort.model.objects.visible_to(actor).filter(public_id=public_id)
    compound = seen.values_list("compound__public_id", flat=True).first()
    if compound is None:
        raise NotFound(_("There is no such space or room in your scope."))
    held = locked_compound(actor=actor, public_id=compound)
    row: ParkingSpace | ServicePremises = seen.get()
    row.compound = held
    if row.to_on is not None:
        raise Conflict(
            _("This entry ended on %(day)s.") % {"day": row.to_on},
            remedy=_("Open the present entry in the list of the compound."),
        )
    return row


def _cleaned(facts: ParkingFacts | PremisesFacts) -> dict[str, Any]:
    """The facts as they are kept: half width, no stray blanks."""
    values = asdict(facts)
    key = _SORTS[type(facts)].key
    values[key] = " ".join(unicodedata.normalize("NFKC", values[key]).split())
    if isinstance(facts, ParkingFacts):
        values["unit"] = "".join(unicodedata.normalize("NFKC", facts.unit).split())
    return values


def _values(compound: Compound, facts: ParkingFacts | PremisesFacts) -> dict[str, Any]:
    """The columns of the facts, cleaned. Raises BadInput."""
    values = _cleaned(facts)
    if facts.area is not None and facts.area <= 0:
        raise BadInput(_("An area is more than 0 m²."))
    if not values[_SORTS[type(facts)].key]:
        raise BadInput(_("A parking space has a number, a room an address."))
    if isinstance(facts, ParkingFacts):
        values["unit"] = _unit(compound, values["unit"])
    return values


def _unit(compound: Compound, label: str) -> Unit | None:
    """The unit written as building-entrance-room, or building-room where there is no entrance."""
    parts = label.split("-")
    if parts == [""]:
        return None
    building, entrance, room = parts[0], "-".join(parts[1:-1]), parts[-1]
    found: Unit | None = (
        Unit.objects.filter(compound=compound, building__name=building)
        .filter(entrance=entrance, room=room)
        .select_related("building")
        .first()
    )
    if found is None:
        raise BadInput(
            _("The compound has no unit %(unit)s.") % {"unit": label},
            remedy=_("Write it as building-entrance-room, for example 3-1-402."),
        )
    return found


def _check_free(
    sort: _Sort,
    compound: Compound,
    values: Mapping[str, Any],
    *,
    from_on: date | None,
    but: ParkingSpace | ServicePremises | None = None,
) -> None:
    """No two entries of one number or address share a day."""
    same = sort.model.objects.filter(compound=compound, **{sort.key: values[sort.key]})
    others = same.exclude(pk=but.pk if but else None)
    if from_on is not None:
        others = others.filter(Q(to_on__isnull=True) | Q(to_on__gt=from_on))
    if others.exists():
        raise Conflict(
            _("%(key)s is in the register already.") % {"key": values[sort.key]},
            remedy=_("Open it in the list of the compound to change it."),
        )


def _close(row: ParkingSpace | ServicePremises, to_on: date) -> None:
    if row.from_on is not None and to_on <= row.from_on:
        raise Conflict(
            _("The present entry holds from %(day)s.") % {"day": row.from_on},
            remedy=_("Choose a later day: what was recorded before stays."),
        )
    row.to_on = to_on
    row.save(update_fields=["to_on"])


def _record(
    actor: Actor,
    at: datetime,
    verb: str,
    compound: Compound,
    row: ParkingSpace | ServicePremises,
    **data: Any,
) -> None:
    record(
        actor=actor,
        at=at,
        verb=verb,
        compound=compound,
        data={"place": str(row.public_id), "name": str(row), **data},
    )

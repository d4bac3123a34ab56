"""Compounds: entering them, correcting them, saying what they are, and who came served."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, Finding, NotFound, RuleBroken
from linli.kernel.events import announce
from linli.kernel.search import index_text
from linli.registry.data import (
    TRAIT_VOCABULARY,
    Basis,
    NewCompound,
    TraitChanged,
    TraitKind,
)
from linli.registry.models import Compound, CompoundTrait, ServicePeriod
from linli.registry.selectors.coverage import covered_ids
from linli.registry.selectors.entries import BASICS, basics_entry, traits_entry
from linli.registry.selectors.words import blocked_classes, in_language
from linli.registry.services.acts import locked_compound, record, require_terms
from linli.territory import selectors as territory
from linli.territory.data import Level, district_of


@transaction.atomic
def register_compounds(
    *, actor: Actor, at: datetime, compounds: Sequence[NewCompound]
) -> list[Compound]:
    """Enter compounds in the register, all of them or none, in the order given.

    Raises NotFound for a community outside the actor's scope and BadInput, with a finding for
    each, where a name is already taken in its community.
    """
    actor.require("registry.edit")
    _check_communities(actor, {new.community for new in compounds})
    findings = tuple(_taken(actor.district, compounds))
    if findings:
        raise BadInput(_("Some compounds are already in the register."), findings=findings)
    created = Compound.objects.bulk_create(
        [
            Compound(
                district=district_of(new.community),
                name=new.name,
                community_id=new.community,
                buildings=new.buildings,
                households=new.households,
                built_year=new.built_year,
                area=new.area,
                source=new.source,
                **index_text(new.name).as_fields(),
            )
            for new in compounds
        ]
    )
    for compound in created:
        record(
            actor=actor,
            at=at,
            verb="registry.compound.register",
            compound=compound,
            data={"community": compound.community_id, "source": compound.source},
        )
    return created


@transaction.atomic
def edit_compound(
    *,
    actor: Actor,
    at: datetime,
    compound: UUID,
    name: str,
    buildings: int | None,
    households: int | None,
    built_year: int | None,
    area: int | None,
    replaces: str = ANYTHING,
) -> Compound:
    """Correct the basics of a compound; unchanged values make no act. ``area`` in 0.01 m².

    ``replaces`` is the version that was read: what somebody else corrected since then stays.
    Raises ChangedMeanwhile when both changed the same field, Conflict when the community has
    another compound of the name.
    """
    found = locked_compound(actor=actor, public_id=compound)
    actor.require("registry.edit")
    entry = basics_entry(found)
    given = dict(zip(BASICS, (name, buildings, households, built_year, area), strict=True))
    wanted, before = entry.settled(given, replaces=replaces), entry.values
    changed = {field: value for field, value in wanted.items() if value != before[field]}
    if not changed:
        return found
    if "name" in changed and _is_taken(found, wanted["name"]):
        raise Conflict(
            _("%(name)s is already registered in this community.") % {"name": wanted["name"]}
        )
    changed |= index_text(wanted["name"]).as_fields()
    for field, value in changed.items():
        setattr(found, field, value)
    found.save(update_fields=list(changed))
    record(
        actor=actor,
        at=at,
        verb="registry.compound.edit",
        compound=found,
        data={
            field: {"before": before[field], "after": wanted[field]}
            for field in BASICS
            if field in changed
        },
    )
    return found


@transaction.atomic
def set_trait(
    *,
    actor: Actor,
    at: datetime,
    compound: UUID,
    trait: TraitKind,
    value: str,
    from_on: date,
    replaces: str = ANYTHING,
) -> CompoundTrait:
    """Say what a compound is from a day on. The value it already has changes nothing.

    The same day a second time corrects the first. Raises RuleBroken where the policy does not
    allow the class (``ST-A5.2``), BadInput for a value it does not know, Conflict for a day
    before the present value began: the past is not rewritten; ChangedMeanwhile when somebody has
    said otherwise since the version ``replaces``.
    """
    found = locked_compound(actor=actor, public_id=compound)
    actor.require("registry.edit")
    traits_entry(found).settled({str(trait): value}, replaces=replaces, anew=True)
    today = clock.local_date(at)
    release = require_terms(
        key=TRAIT_VOCABULARY[trait], codes=[value], division=found.community_id, on=today
    )
    if trait is TraitKind.CLASS:
        _check_class(found, value, from_on=from_on, today=today)
    present: CompoundTrait | None = CompoundTrait.objects.filter(
        compound=found, trait=trait, valid_to__isnull=True
    ).first()
    if present and present.value == value and present.valid_from <= from_on:
        return present
    row = _place(found, present, trait=trait, value=value, from_on=from_on)
    before = present.value if present and present is not row else ""
    record(
        actor=actor,
        at=at,
        verb="registry.trait.set",
        compound=found,
        data={"trait": trait, "value": value, "from": from_on},
        release=release,
    )
    announce(
        TraitChanged(
            actor=actor,
            at=at,
            district=found.district,
            division=found.community_id,
            compound_id=found.pk,
            compound=str(found.public_id),
            trait=trait,
            value=value,
            before=before,
            from_on=from_on,
        )
    )
    return row


@transaction.atomic
def record_baseline_service(*, actor: Actor, at: datetime, compounds: Sequence[Compound]) -> int:
    """Record compounds as served since before the register, as their task list says.

    Those with a service period are left as they are; returns how many were recorded.
    """
    actor.require("registry.edit")
    seen = Compound.objects.visible_to(actor).filter(pk__in=[item.pk for item in compounds])
    if seen.count() != len({item.pk for item in compounds}):
        raise NotFound(_("There is no such compound in your scope."))
    known = set(
        ServicePeriod.objects.filter(compound__in=compounds).values_list("compound_id", flat=True)
    )
    fresh = [compound for compound in compounds if compound.pk not in known]
    ServicePeriod.objects.bulk_create(
        ServicePeriod(district=compound.district, compound=compound, basis=Basis.TASK_LIST)
        for compound in fresh
    )
    for compound in fresh:
        record(
            actor=actor,
            at=at,
            verb="registry.compound.served",
            compound=compound,
            data={"basis": Basis.TASK_LIST},
        )
    return len(fresh)


def _check_communities(actor: Actor, codes: set[str]) -> None:
    known = {place.code for place in territory.children(actor.scope, Level.COMMUNITY)} | {
        actor.scope
    }
    if not actor.scope or codes - known:
        raise NotFound(_("There is no such community in your scope."))


def _taken(district: str, compounds: Sequence[NewCompound]) -> Iterator[Finding]:
    """A finding for each name that is taken, in the register or further up in the same hand."""
    taken = set(
        Compound.objects.filter(
            district=district, community_id__in={new.community for new in compounds}
        ).values_list("community_id", "name")
    )
    for new in compounds:
        place = (new.community, new.name)
        if place in taken:
            yield Finding(
                level="error",
                code="registry.compound_taken",
                message=_("%(name)s is already registered in this community.") % {"name": new.name},
                value=new.name,
            )
        taken.add(place)


def _is_taken(compound: Compound, name: str) -> bool:
    same = Compound.objects.filter(
        district=compound.district, community_id=compound.community_id, name=name
    )
    return same.exclude(pk=compound.pk).exists()


def _check_class(compound: Compound, value: str, *, from_on: date, today: date) -> None:
    blocked = blocked_classes(
        division=compound.community_id,
        on=today,
        is_covered=bool(covered_ids([compound.pk], on=from_on)),
    )
    if value in blocked:
        rule = blocked[value]
        raise RuleBroken(
            in_language(rule.body.message),
            code=rule.key,
            clause=rule.citation.clause,
            remedy=in_language(rule.body.remedy),
        )


def _place(
    compound: Compound,
    present: CompoundTrait | None,
    *,
    trait: TraitKind,
    value: str,
    from_on: date,
) -> CompoundTrait:
    """Put a value from a day on behind what holds at present."""
    if present is not None:
        if from_on < present.valid_from:
            raise Conflict(
                _("The present value holds from %(day)s.") % {"day": present.valid_from},
                remedy=_("Choose that day or a later one: what was recorded before stays."),
            )
        if from_on == present.valid_from:
            present.value = value
            present.save(update_fields=["value"])
            return present
        present.valid_to = from_on
        present.save(update_fields=["valid_to"])
    row: CompoundTrait = CompoundTrait.objects.create(
        district=compound.district, compound=compound, trait=trait, value=value, valid_from=from_on
    )
    return row

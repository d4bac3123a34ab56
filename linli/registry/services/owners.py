"""An owner's own entry: correcting it, and the login by which the owner sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import services as accounts
from linli.accounts.data import LINK_LIFE
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.kernel.masks import mask_name
from linli.registry import rules
from linli.registry.data import (
    INVITE,
    OWN,
    OWNER,
    ROSTERS,
    OwnerInvitation,
    OwnerKind,
    PersonalField,
)
from linli.registry.labels import own_reading
from linli.registry.models import Owner, OwnerLogin, Ownership
from linli.registry.selectors.entries import owner_entry
from linli.registry.services import people


@transaction.atomic
def edit_owner(
    *,
    actor: Actor,
    at: datetime,
    owner: UUID,
    name: str,
    kind: OwnerKind,
    id_number: str = "",
    phone: str = "",
    replaces: str = ANYTHING,
) -> Owner:
    """Correct an owner's entry. Numbers left empty stay; unchanged values make no act.

    The journal names the fields that changed, never what they hold. Raises Conflict when another
    owner has the number, ChangedMeanwhile when somebody changed the same since the version
    ``replaces``.
    """
    found = _locked(actor, owner)
    actor.require(ROSTERS)
    name = people.clean_name(text=name)
    if not name:
        raise BadInput(_("An owner has a name."))
    entry = owner_entry(found)
    before = entry.values
    given = {
        "name": name,
        "kind": kind,
        "id_number": rules.clean_number(id_number) or before["id_number"],
        "phone": rules.clean_phone(phone) or before["phone"],
    }
    wanted = entry.settled(given, replaces=replaces)
    changed = sorted(field for field, value in wanted.items() if value != before[field])
    if not changed:
        return found
    numbers = {"id_number": wanted["id_number"], "phone": wanted["phone"]}
    told = {"name": wanted["name"], "kind": wanted["kind"]}
    fields = {**wanted, **people.hashes(**numbers), **people.search_fields(**told)}
    fields["identity"] = _identity(found, name=wanted["name"], **numbers)
    for field, value in fields.items():
        setattr(found, field, value)
    found.save(update_fields=list(fields))
    _record(actor, at, "registry.owner.edit", found, changed=changed)
    return found


@transaction.atomic
def invite_owner(*, actor: Actor, at: datetime, owner: UUID) -> OwnerInvitation:
    """A one-time link for an owner: for a login opened now, or anew for the one there is.

    The office hands it over after seeing the owner's card; whoever uses it sees that owner's data.
    """
    found = _locked(actor, owner)
    actor.require(INVITE)
    login = _open_login(found)
    if login is None:
        user = accounts.open_owner(actor=actor, at=at, on=clock.local_date(at))
        login = _bind(found, user.pk, at)
    token = accounts.invite_owner(actor=actor, at=at, user=login.user)
    _record(actor, at, "registry.owner.invite", found)
    return OwnerInvitation(login.user.login, token, at + LINK_LIFE)


@transaction.atomic
def give_login(*, actor: Actor, at: datetime, owner: UUID, user: int) -> OwnerLogin:
    """Let a login with an owner's post, opened elsewhere, be this owner's. Again changes nothing.

    ``user`` is its key. For the demonstration, and for installations that open logins by another
    way. Raises Conflict when the owner has another.
    """
    found = _locked(actor, owner)
    actor.require(INVITE)
    login = _open_login(found)
    if login is not None and login.user_id == user:
        return login
    if login is not None:
        raise Conflict(_("This owner has a login already."))
    _record(actor, at, "registry.owner.invite", found)
    return _bind(found, user, at)


@transaction.atomic
def end_owner_login(*, actor: Actor, at: datetime, owner: UUID, reason: str) -> None:
    """End an owner's login at once. Raises Conflict when there is none."""
    found = _locked(actor, owner)
    actor.require(INVITE)
    if not reason.strip():
        raise BadInput(_("Say why."))
    login = _open_login(found)
    if login is None:
        raise Conflict(_("This owner has no login."))
    login.ended_at = at
    login.save(update_fields=["ended_at"])
    accounts.close_owner(actor=actor, at=at, on=clock.local_date(at), user=login.user)
    _record(actor, at, "registry.owner.end_login", found, reason=reason.strip())


@transaction.atomic
def read_own(*, actor: Actor, at: datetime) -> dict[PersonalField, str]:
    """The owner's own numbers in full: one act, so that a login used by others shows too."""
    actor.require(OWN)
    login: OwnerLogin | None = (
        OwnerLogin.objects.visible_to(actor).select_related("owner").order_by("id").first()
    )
    if login is None:
        raise NotFound(_("This login belongs to no owner."))
    owner = login.owner
    journal.record_read(
        actor=actor,
        at=at,
        subject=_subject(owner),
        division=actor.scope,
        district=owner.district,
        fields=[field.value for field in PersonalField],
        reason=own_reading(),
    )
    return {
        PersonalField.ID_NUMBER: owner.id_number.open(),
        PersonalField.PHONE: owner.phone.open(),
    }


def _open_login(owner: Owner) -> OwnerLogin | None:
    found: OwnerLogin | None = (
        OwnerLogin.objects.filter(owner=owner).open().select_related("user").first()
    )
    return found


def _bind(owner: Owner, user: int, at: datetime) -> OwnerLogin:
    login: OwnerLogin = OwnerLogin.objects.create(
        district=owner.district, owner=owner, user_id=user, opened_at=at
    )
    return login


def _locked(actor: Actor, public_id: UUID) -> Owner:
    found: Owner | None = (
        Owner.objects.visible_to(actor).select_for_update().filter(public_id=public_id).first()
    )
    if found is None:
        raise NotFound(_("There is no such owner in your scope."))
    return found


def _identity(owner: Owner, *, name: str, id_number: str, phone: str) -> str:
    """The hash by what is known now; refused where it is somebody else's."""
    rows = Ownership.objects.filter(owner=owner).select_related("unit__building")
    first = rows.order_by("id").first()
    if first is None:
        return str(owner.identity)
    told = people.identity(unit=first.unit, name=name, id_number=id_number, phone=phone)
    same = Owner.objects.filter(district=owner.district, identity=told).exclude(pk=owner.pk)
    if same.exists():
        raise Conflict(
            _("Another owner in the register has this number, or this name and telephone."),
            remedy=_("Look that owner up; the unit can be given over to that entry."),
        )
    return told


def _subject(owner: Owner) -> Subject:
    return Subject(OWNER, str(owner.public_id), mask_name(owner.name))


def _record(actor: Actor, at: datetime, verb: str, owner: Owner, **data: Any) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=_subject(owner),
        division=actor.scope,
        district=owner.district,
        data=data,
    )

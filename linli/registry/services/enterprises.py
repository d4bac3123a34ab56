"""Enterprises: entering and correcting them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from linli.kernel.search import index_text
from linli.registry import rules
from linli.registry.data import ENTERPRISE, NewEnterprise
from linli.registry.models import Enterprise
from linli.registry.selectors.entries import enterprise_entry
from linli.territory import selectors as territory


@transaction.atomic
def register_enterprise(*, actor: Actor, at: datetime, enterprise: NewEnterprise) -> Enterprise:
    """Enter an enterprise in the district's register. An odd credit code is kept, not refused.

    Raises Conflict when the name or the credit code is registered already.
    """
    _require_right(actor)
    name, uscc = enterprise.name.strip(), rules.clean_uscc(enterprise.uscc)
    _check_free(district=actor.district, name=name, uscc=uscc)
    created: Enterprise = Enterprise.objects.create(
        district=actor.district,
        name=name,
        uscc=uscc,
        body=territory.body_by_code(enterprise.body) if enterprise.body else None,
        **index_text(name).as_fields(),
    )
    _record(actor, at, "registry.enterprise.register", created)
    return created


@transaction.atomic
def edit_enterprise(
    *,
    actor: Actor,
    at: datetime,
    enterprise: UUID,
    name: str,
    uscc: str,
    replaces: str = ANYTHING,
) -> Enterprise:
    """Correct an enterprise's name or credit code; unchanged values make no act.

    Raises Conflict when another enterprise has the name or the code, ChangedMeanwhile when
    somebody changed the same since the version ``replaces``.
    """
    found: Enterprise | None = (
        Enterprise.objects.visible_to(actor).select_for_update().filter(public_id=enterprise)
    ).first()
    if found is None:
        raise NotFound(_("There is no such enterprise in your district."))
    _require_right(actor)
    entry = enterprise_entry(found)
    given = {"name": name.strip(), "uscc": rules.clean_uscc(uscc)}
    wanted, before = entry.settled(given, replaces=replaces), entry.values
    if before == wanted:
        return found
    _check_free(district=found.district, **wanted, but=found)
    fields = {**wanted, **index_text(wanted["name"]).as_fields()}
    for field, value in fields.items():
        setattr(found, field, value)
    found.save(update_fields=list(fields))
    _record(actor, at, "registry.enterprise.edit", found, before=before)
    return found


def _require_right(actor: Actor) -> None:
    """Whoever keeps compounds or contracts keeps enterprises too; an enterprise never itself."""
    if actor.enterprise_id:
        raise Forbidden(_("An enterprise's entry is kept by the authorities."))
    if not actor.may("contracts.edit"):
        actor.require("registry.edit")


def _check_free(*, district: str, name: str, uscc: str, but: Enterprise | None = None) -> None:
    if not name:
        raise BadInput(_("An enterprise has a name."))
    others = Enterprise.objects.filter(district=district).exclude(pk=but.pk if but else None)
    if others.filter(name=name).exists():
        raise Conflict(
            _("%(name)s is already registered.") % {"name": name},
            remedy=_("Choose it from the list of enterprises."),
        )
    same = others.filter(uscc=uscc).first() if uscc else None
    if same is not None:
        raise Conflict(
            _("The credit code %(code)s belongs to %(name)s.") % {"code": uscc, "name": same.name},
            remedy=_("Choose that enterprise, or correct the code."),
        )


def _record(actor: Actor, at: datetime, verb: str, enterprise: Enterprise, **data: object) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(ENTERPRISE, str(enterprise.public_id), enterprise.name),
        division=actor.scope,
        district=enterprise.district,
        data={"name": enterprise.name, "uscc": enterprise.uscc, **data},
    )

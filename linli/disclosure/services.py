"""Making things public and taking them back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.disclosure import rules, selectors
from linli.disclosure.data import Basis, Item, PublicationKind, State
from linli.disclosure.events import Published, Withdrawn
from linli.disclosure.labels import BREACHES, FACTS
from linli.disclosure.models import Publication, PublishedItem, Withdrawal
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock, events, search
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Finding, NotFound
from linli.territory import selectors as territory
from linli.territory.data import district_of, street_of

RIGHT = "disclosure.publish"
MAX_FINDINGS = 100


@transaction.atomic
def publish(
    *,
    actor: Actor,
    at: datetime,
    kind: PublicationKind,
    division: str,
    title: str,
    lead: str,
    as_of: datetime,
    to_on: date | None,
    basis: Basis,
    items: Sequence[Item],
) -> Publication:
    """Make rows public for a place, from the day of ``at`` until before ``to_on`` (or for good).

    Of a kind and place one publication is in force: the new one replaces the former. Raises
    BadInput with a finding for everything that may not become public (``rules.breaches``),
    NotFound for a place outside the actor's scope.
    """
    actor.require(RIGHT)
    if not actor.scope or not division.startswith(actor.scope):
        raise NotFound(_("There is no such place in your scope."))
    district = district_of(division)
    names = territory.names({division, district})
    if division not in names:
        raise NotFound(_("There is no such place in your scope."))
    series = Publication.objects.filter(district=district, division=division, kind=kind)
    former = series.select_for_update().order_by("-number", "-id").first()
    new = Publication(
        district=district,
        division=division,
        kind=kind,
        number=former.number + 1 if former else 1,
        title=title.strip(),
        lead=lead.strip(),
        place=names[division],
        district_name=names[district],
        as_of=as_of,
        published_at=at,
        from_on=clock.local_date(at),
        to_on=to_on,
        publisher=actor.body_name,
        publisher_post=actor.title,
        clause=basis.clause,
        cite=basis.cite,
        document=basis.document,
        release=basis.release,
        supersedes=former,
    )
    _require_allowed(new, items)
    rows = _rows(new, items)
    new.digest = rules.digest(new.content(rows))
    new.save(force_insert=True)
    PublishedItem.objects.bulk_create(rows, batch_size=500)
    facts = {"kind": kind, "number": new.number, "items": len(rows), "digest": new.digest}
    _record(actor, at, "disclosure.publication.publish", new, facts)
    events.announce(Published(district, division, kind, str(new.public_id)))
    return new


@transaction.atomic
def withdraw(*, actor: Actor, at: datetime, public_id: UUID | str, reason: str) -> Publication:
    """Take a publication back: its rows vanish from the public pages, the reason stays there.

    Raises Conflict when it is no longer in force, BadInput for a reason that is empty, too long
    or holds personal data.
    """
    found = selectors.publication(actor, public_id)
    Publication.objects.select_for_update().get(pk=found.pk)
    found = selectors.publication(actor, public_id)
    actor.require(RIGHT)
    state = found.state(clock.local_date(at))
    if state != State.IN_FORCE:
        raise Conflict(
            _("This publication is no longer in force; there is nothing to withdraw."),
            code=f"publication_{state}",
        )
    words = reason.strip()
    if not 0 < len(words) <= rules.REASON_LENGTH or rules.is_personal(words):
        raise BadInput(
            _("The reason is public: 1 to 500 characters, without telephone or other numbers."),
            code="reason",
        )
    Withdrawal.objects.create(
        district=found.district,
        publication=found,
        reason=words,
        withdrawn_at=at,
        by_body=actor.body_name,
        by_post=actor.title,
    )
    _record(actor, at, "disclosure.publication.withdraw", found, {"reason": words})
    events.announce(Withdrawn(found.district, found.division, found.kind, str(found.public_id)))
    return selectors.publication(actor, public_id)


def _require_allowed(new: Publication, items: Sequence[Item]) -> None:
    found = list(
        rules.breaches(
            title=new.title,
            lead=new.lead,
            printed=(new.cite, new.document, new.publisher, new.publisher_post),
            division=new.division,
            items=items,
        )
    )
    if new.to_on is not None and new.to_on <= new.from_on:
        found.append(rules.Breach("period", value=new.to_on.isoformat()))
    if not new.clause:
        found.append(rules.Breach("no_basis"))
    if found:
        raise BadInput(
            _("This may not be published. Nothing became public."),
            code="not_publishable",
            findings=tuple(_finding(breach) for breach in found[:MAX_FINDINGS]),
        )


def _finding(breach: rules.Breach) -> Finding:
    column = str(FACTS.get(breach.key, breach.key))
    words = str(BREACHES[breach.code])
    message = f"{breach.where}: {words}" if breach.where else words
    return Finding("error", breach.code, message, column=column, value=breach.value)


def _rows(of: Publication, items: Sequence[Item]) -> list[PublishedItem]:
    streets = territory.names({street_of(item.division) for item in items})
    return [
        PublishedItem(
            district=of.district,
            publication=of,
            division=item.division,
            kind=item.kind,
            key=item.key,
            name=item.name.strip(),
            street=streets.get(street_of(item.division), ""),
            data=rules.public_data(item),
            position=position,
            **search.index_text(item.name).as_fields(),
        )
        for position, item in enumerate(items, start=1)
    ]


def _record(
    actor: Actor, at: datetime, verb: str, of: Publication, data: dict[str, object]
) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("publication", str(of.public_id), of.title),
        division=of.division,
        district=of.district,
        data=data,
        release=of.release,
    )

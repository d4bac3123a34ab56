"""Reading publications: all of them for offices, those in force for everybody.

The public pages use the functions of the second part only; each takes the day it is asked for
and gives nothing that is not public on that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.disclosure import rules
from linli.disclosure.data import ItemKind, Place, PublicationKind, State
from linli.disclosure.models import Publication, PublishedItem
from linli.disclosure.querysets import PublicationQuerySet, PublishedItemQuerySet
from linli.kernel import search
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.integrity import Problem

# --- for offices ------------------------------------------------------------------------------


def publications_visible_to(actor: Actor) -> PublicationQuerySet:
    """Publications of the actor's reach in any state, unordered. No query until used."""
    return Publication.objects.visible_to(actor).select_related("withdrawal", "successor")


def publication(actor: Actor, public_id: UUID | str) -> Publication:
    """One publication in the actor's reach, in any state. One query. Raises NotFound."""
    return _one(publications_visible_to(actor), public_id)


def in_force(on: date) -> PublicationQuerySet:
    """Publications whose content is public on a day, to narrow a list. No query until used."""
    return Publication.objects.in_force(on)


def items_of(of: Publication) -> list[PublishedItem]:
    """The rows of a publication as they went out. One query."""
    return list(_rows(of).order_by("position", "id"))


def latest(kind: PublicationKind, division: str, on: date) -> Publication | None:
    """What is in force of a kind for a place. One query."""
    found = Publication.objects.filter(district=division[:6], division=division, kind=kind)
    return found.in_force(on).order_by("-number", "id").first()


# --- for everybody ----------------------------------------------------------------------------


def districts() -> list[Place]:
    """Districts that have ever published something. One query, by code."""
    found = Publication.objects.values_list("district", "district_name").distinct()
    names = dict(found.order_by("district", "district_name"))
    return [Place(code, name) for code, name in names.items()]


def current(district: str, on: date) -> list[Publication]:
    """Publications of a district in force, latest first. One query."""
    found = Publication.objects.filter(district=district).in_force(on)
    return list(found.order_by("-published_at", "-id"))


def published(public_id: UUID | str) -> Publication:
    """A publication whatever its state: its page tells when it was withdrawn. One query.

    Raises NotFound. Its rows come from ``public_items``, which gives them in force only.
    """
    return _one(Publication.objects.select_related("withdrawal", "successor"), public_id)


def public_items(of: Publication, on: date) -> list[PublishedItem]:
    """The rows of a publication while it is in force, else none. At most one query."""
    return items_of(of) if of.state(on) == State.IN_FORCE else []


def rows_of_kind(
    district: str, kind: ItemKind, on: date, *, key: str = "", division: str = ""
) -> list[PublishedItem]:
    """Published rows of a kind, perhaps of one thing or one place, oldest publication first.

    With their publication; one query.
    """
    found = PublishedItem.objects.filter(district=district, kind=kind).in_force(on)
    if key:
        found = found.filter(key=key)
    if division:
        found = found.filter(division=division)
    return list(found.select_related("publication").order_by("publication_id", "position", "id"))


def find_compounds(district: str, text: str, on: date, *, limit: int) -> list[PublishedItem]:
    """Published compounds whose name contains the text: characters, pinyin, initials. One query."""
    found = PublishedItem.objects.filter(district=district, kind=ItemKind.COMPOUND).in_force(on)
    return list(search.matches(found, text).order_by("search_pinyin", "id")[:limit])


def compound(public_id: UUID, on: date) -> list[PublishedItem]:
    """What is published about a compound, latest first. One query. Raises NotFound."""
    found = PublishedItem.objects.filter(kind=ItemKind.COMPOUND, key=str(public_id)).in_force(on)
    rows = list(found.select_related("publication").order_by("-publication__published_at", "-id"))
    if not rows:
        raise NotFound(_("Nothing is published about this."))
    return rows


# --- integrity --------------------------------------------------------------------------------


def check_digests() -> Iterator[Problem | int]:
    """Every publication and its rows are what they were when they went out."""
    rows = PublishedItem.objects.order_by("publication_id", "position", "id")
    by_publication = groupby(rows.iterator(chunk_size=2000), key=lambda row: row.publication_id)
    pending = next(by_publication, None)
    for found in Publication.objects.order_by("id").iterator(chunk_size=500):
        items: list[PublishedItem] = []
        if pending is not None and pending[0] == found.pk:
            items = list(pending[1])
            pending = next(by_publication, None)
        if rules.digest(found.content(items)) != found.digest:
            yield Problem(f"publication {found.public_id}", "it was altered after it went out")
        yield 1


def _rows(of: Publication) -> PublishedItemQuerySet:
    return PublishedItem.objects.filter(district=of.district, publication=of)


def _one(rows: PublicationQuerySet, public_id: UUID | str) -> Publication:
    try:
        found = rows.filter(public_id=public_id).order_by("id").first()
    except (ValidationError, ValueError):
        found = None
    if not isinstance(found, Publication):
        raise NotFound(_("There is no such publication."))
    return found

"""Published rows as the public pages need them. Reads ``disclosure.selectors`` and nothing else."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from linli.disclosure import selectors as disclosure
from linli.disclosure.data import ItemKind, Place
from linli.kernel.errors import NotFound
from linli.kernel.ratios import share
from linli.portal import rules
from linli.portal.data import Coverage, PublicRow, Share


def district(code: str) -> Place:
    """A district that has ever published something. One query. Raises NotFound."""
    for place in disclosure.districts():
        if place.code == code:
            return place
    raise NotFound(_("This district publishes nothing here."))


def coverage(place: Place, on: date) -> Coverage | None:
    """Coverage by community; where two publications speak of one, the later. One query."""
    published = disclosure.rows_of_kind(place.code, ItemKind.COVERAGE, on)
    latest = {item.key: share_of(item, item.publication.as_of) for item in published}
    return rules.coverage_of(place.code, place.name, latest.values())


def community(place: Place, key: str, on: date) -> Share:
    """A community's published coverage. One query. Raises NotFound."""
    rows = disclosure.rows_of_kind(place.code, ItemKind.COVERAGE, on, key=key)
    if not rows:
        raise NotFound(_("Nothing is published about this."))
    return share_of(rows[-1], rows[-1].publication.as_of)


def share_of(item: PublicRow, as_of: datetime) -> Share:
    """The coverage a published row states; the share follows from its two numbers."""
    covered, total = item.data["covered"], item.data["total"]
    return Share(item.key, item.name, covered, total, share(covered, total), as_of)

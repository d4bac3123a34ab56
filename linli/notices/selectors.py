"""Reading notices."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.notices.models import Notice
from linli.notices.querysets import NoticeQuerySet


def notices_visible_to(actor: Actor) -> NoticeQuerySet:
    """Notices to the actor's body, unordered. No query until used."""
    return Notice.objects.visible_to(actor)


def notice(actor: Actor, public_id: UUID | str) -> Notice:
    """One notice to the actor's body. One query. Raises NotFound."""
    try:
        found = notices_visible_to(actor).filter(public_id=public_id).order_by("id").first()
    except (ValidationError, ValueError):
        found = None
    if not isinstance(found, Notice):
        raise NotFound(_("There is no such notice."))
    return found


def sent(district: str, keys: Collection[str]) -> set[tuple[str, str]]:
    """Which of these keys bodies of the district have notices under: body (public id) and key.

    One query for each 500 keys.
    """
    asked = sorted(keys)
    found: set[tuple[str, str]] = set()
    for start in range(0, len(asked), 500):
        rows = Notice.objects.filter(district=district, key__in=asked[start : start + 500])
        pairs = rows.order_by("id").values_list("body__public_id", "key")
        found.update((str(body), key) for body, key in pairs)
    return found


def unread_count(actor: Actor) -> int:
    """How many notices nobody of the actor's body has read. At most one query."""
    if not actor.may("notices.view"):
        return 0
    return notices_visible_to(actor).unread().count()

"""Posts follow their division when it becomes part of another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from linli.accounts.data import Outcome
from linli.accounts.models import Change, Post, User
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.territory import selectors as territory
from linli.territory.data import district_of


@transaction.atomic
def move_posts(
    *, actor: Actor, at: datetime, on: date, before: str, after: str, body_code: str
) -> int:
    """Posts that reach as far as one division reach as far as another from a day on; how many.

    What was held until then is kept: the old post ends on the day the new one begins, at the
    other division's body. Logins that belong to the one belong to the other, and changes of posts
    that have been asked for and not decided are asked for there. The caller holds the right for the
    act this belongs to.
    """
    body = territory.body_by_code(body_code)
    User.objects.filter(division=before).update(division=after)
    asked = Change.objects.filter(outcome=Outcome.PENDING)
    asked.filter(division=before).update(division=after)
    asked.filter(scope=before).update(scope=after, body=body)
    held = Post.objects.select_for_update().select_related("body", "user")
    rows = list(held.filter(Q(ends_on=None) | Q(ends_on__gt=on), scope=before).order_by("id"))
    for row in rows:
        begins = max(on, row.starts_on)
        moved, _new = Post.objects.get_or_create(
            user=row.user,
            body=body,
            role=row.role,
            starts_on=begins,
            defaults={"title": row.title, "scope": after, "ends_on": row.ends_on},
        )
        row.ends_on = begins
        row.save(update_fields=["ends_on"])
        asked.filter(post=row).update(post=moved)
        journal.record(
            actor=actor,
            at=at,
            verb="accounts.post.move",
            subject=Subject("post", str(moved.public_id), f"{row.body.name} {row.title}"),
            division=after,
            district=district_of(after),
            data={"post": str(row.public_id), "before": before, "after": after, "on": on},
        )
    return len(rows)

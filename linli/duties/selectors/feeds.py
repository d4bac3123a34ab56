"""A post's duties as a calendar (RFC 5545): labels, places and days, nothing about persons."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event

from linli.accounts import selectors as accounts
from linli.duties import labels
from linli.duties.data import DutyItem, Standing
from linli.duties.models import CalendarFeed
from linli.duties.selectors.items import as_items, instances_visible_to
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import NotFound

BEFORE, AHEAD = timedelta(days=92), timedelta(days=366)


def digest_of(secret: str) -> str:
    """What is kept of a feed's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feeds_of(actor: Actor) -> list[CalendarFeed]:
    """The post's feed, if it has one. One query."""
    return list(CalendarFeed.objects.visible_to(actor).alive().order_by("id"))


def reader_of(secret: str, at: datetime) -> Actor:
    """The post a secret address belongs to. Two queries.

    Raises NotFound for an unknown or revoked address, and once the post has ended or may no longer
    see duties: from outside all of these look the same.
    """
    row = CalendarFeed.objects.alive().filter(digest=digest_of(secret)).select_related("post")
    feed = row.order_by("id").first()
    found = accounts.actor_of_post(str(feed.post.public_id), local_date(at)) if feed else None
    if found is None or not found.may("duties.view"):
        raise NotFound(gettext("There is no such calendar."))
    return found


def calendar_of(actor: Actor, at: datetime) -> bytes:
    """The duties of the post's own body from three months back to a year ahead. One query.

    What a body owes for several compounds by one day is one entry.
    """
    today = local_date(at)
    rows = instances_visible_to(actor).of_body(actor.body_id)
    rows = rows.filter(due_on__gte=today - BEFORE, due_on__lte=today + AHEAD)
    items = as_items(rows.order_by("due_on", "key", "id"), today)
    calendar = Calendar()
    calendar.add("prodid", "-//Linli//Duties//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = gettext("Duties of %(body)s") % {"body": actor.body_name}
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for (due_on, key), group in groupby(items, key=lambda item: (item.due_on, item.key)):
        calendar.add_component(_event(actor, key, due_on, list(group), today))
    return bytes(calendar.to_ical())


def _event(actor: Actor, key: str, due_on: date, items: list[DutyItem], today: date) -> Event:
    label = items[0].label.in_language(get_language() or "zh")
    event = Event()
    event.add("uid", f"{_uid(actor.body_id, key, due_on)}@linli")
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    done = sum(item.fulfilled_on is not None for item in items)
    words = f"{label}（{len(items)}）" if len(items) > 1 else _with_subject(label, items[0])
    event.add("summary", words)
    lines = [
        gettext("%(done)s of %(all)s done") % {"done": done, "all": len(items)},
        labels.standing_words(items[0]) if len(items) == 1 else "",
        gettext("Clause %(clause)s") % {"clause": items[0].clause},
    ]
    event.add("description", "\n".join(filter(None, lines)))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [_worst(items)])
    return event


def _uid(body: str, key: str, due_on: date) -> str:
    """The same entry at every fetch."""
    return hashlib.sha256(f"{body} {key} {due_on}".encode()).hexdigest()[:32]


def _with_subject(label: str, item: DutyItem) -> str:
    return f"{label}（{item.subject}）" if item.subject else label


def _worst(items: list[DutyItem]) -> str:
    order = [Standing.MISSING, Standing.WAITING, Standing.NOT_DUE, Standing.LATE, Standing.ON_TIME]
    worst = min(items, key=lambda item: order.index(item.standing))
    return str(labels.STANDINGS[worst.standing])

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from linli.disclosure import rules
from linli.disclosure.data import ItemKind, PublicationKind, State
from linli.disclosure.querysets import (
    PublicationQuerySet,
    PublishedItemQuerySet,
    WithdrawalQuerySet,
)
from linli.kernel.db import DistrictRecord
from linli.kernel.search import Searchable


class Publication(DistrictRecord):
    """Something an office made public, exactly as it went out; the database refuses changes.

    Who, where and on what basis are plain values: the page says years later what it said then.
    """

    division = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=[(item, item) for item in PublicationKind])
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=rules.TITLE_LENGTH)
    lead = models.TextField(blank=True)
    place = models.CharField(max_length=60)
    district_name = models.CharField(max_length=60)
    as_of = models.DateTimeField()
    published_at = models.DateTimeField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)
    publisher = models.CharField(max_length=100)
    publisher_post = models.CharField(max_length=100)
    clause = models.CharField(max_length=40)
    cite = models.CharField(max_length=80)
    document = models.CharField(max_length=200)
    release = models.CharField(max_length=80, blank=True)
    supersedes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="successor"
    )
    digest = models.CharField(max_length=64)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "published_at", "id"], name="publication_latest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "division", "kind", "number"], name="publication_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(PublicationKind)), name="publication_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gt=models.F("from_on")),
                name="publication_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def state(self, on: date) -> State:
        """Where it stands on a day. Without a query when the selector loaded the relations."""
        return rules.state(
            withdrawn=hasattr(self, "withdrawal"),
            superseded=hasattr(self, "successor"),
            to_on=self.to_on,
            on=on,
        )

    def content(self, items: list[PublishedItem]) -> dict[str, Any]:
        """What the digest covers: every field of the page and its rows, as plain JSON values."""
        skipped = {"id", "digest", "supersedes"}
        plain = {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if field.name not in skipped
        }
        moments = {name: _instant(plain[name]) for name in ("as_of", "published_at")}
        days = {name: plain[name] and plain[name].isoformat() for name in ("from_on", "to_on")}
        rows = [
            [item.kind, item.key, item.name, item.division, item.street, item.data]
            for item in items
        ]
        return {**plain, **moments, **days, "public_id": str(self.public_id), "items": rows}


class PublishedItem(Searchable, DistrictRecord):
    """One row of a publication: the facts about one thing, from a list of allowed ones."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="items")
    division = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=[(item, item) for item in ItemKind])
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=rules.NAME_LENGTH)
    street = models.CharField(max_length=60, blank=True)
    data = models.JSONField()
    position = models.PositiveIntegerField()

    objects = PublishedItemQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "kind", "key"], name="publisheditem_kind"),
            models.Index(fields=["key"], name="publisheditem_thing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "publication", "kind", "key"], name="publisheditem_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(ItemKind)), name="publisheditem_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Withdrawal(DistrictRecord):
    """A publication taken back: its rows vanish from the public pages, this note stays."""

    publication = models.OneToOneField(
        Publication, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.CharField(max_length=rules.REASON_LENGTH)
    withdrawn_at = models.DateTimeField()
    by_body = models.CharField(max_length=100)
    by_post = models.CharField(max_length=100)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["district", "publication"], name="withdrawal_once"),
        ]

    def __str__(self) -> str:
        return self.reason


def _instant(moment: datetime) -> str:
    """The moment in UTC to the microsecond, the same before and after the database."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

from __future__ import annotations

from django.db import models

from linli.kernel.db import DistrictRecord
from linli.notices.data import kind_of
from linli.notices.querysets import NoticeQuerySet
from linli.notices.rules import fill


class Notice(DistrictRecord):
    """A message to a body, about something its posts should know; read once for the body.

    ``first_to`` names the body it was sent to, where that has ended and another took it over.
    """

    body = models.ForeignKey("territory.Body", on_delete=models.PROTECT, related_name="+")
    division = models.CharField(max_length=20)
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    data = models.JSONField()
    url = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()
    unread = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    read_by_post = models.CharField(max_length=100, blank=True)
    first_to = models.CharField(max_length=100, blank=True, default="")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["district", "body", "unread", "id"], name="notice_of_body"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["district", "body", "key"], name="notice_once"),
            models.CheckConstraint(
                condition=models.Q(unread=True, read_at__isnull=True)
                | models.Q(unread=False, read_at__isnull=False),
                name="notice_read_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the reader's language; the kind itself when its app is gone."""
        known = kind_of(self.kind)
        return fill(str(known.title), self.data) if known else self.kind

    @property
    def text(self) -> str:
        """The message in the reader's language."""
        known = kind_of(self.kind)
        return fill(str(known.text), self.data) if known else ""

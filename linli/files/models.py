from __future__ import annotations

from django.db import models

from linli.files.data import FileKind
from linli.files.querysets import StoredFileQuerySet
from linli.files.rules import NAME_LENGTH
from linli.kernel.db import DistrictRecord


class StoredFile(DistrictRecord):
    """A file that was handed in or made: who, when, what it was called; the content by its hash.

    The content lies under ``settings.FILES_ROOT`` in a name derived from ``sha256``.
    """

    division = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, choices=[(item, item) for item in FileKind])
    subject = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=NAME_LENGTH)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField()
    stored_by_post = models.CharField(max_length=100)
    stored_by_body = models.CharField(max_length=100)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "division", "kind", "subject", "sha256", "name"],
                name="storedfile_once",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=list(FileKind)), name="storedfile_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

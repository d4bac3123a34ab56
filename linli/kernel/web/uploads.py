"""Files that come with a form: kept in memory, and never more of them than the product takes."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.utils.translation import gettext as _

from linli.kernel.sizes import size_and_limit


class NotKept(UploadedFile):  # type: ignore[type-arg]  # takes no argument when it runs
    """A file that came, but in a request larger than what is taken: its name and size alone."""


class UploadHandler(MemoryFileUploadHandler):
    """Keeps files in memory: no plain copy of personal data ever lies in a temporary folder.

    Of a request above ``FILE_UPLOAD_MAX_MEMORY_SIZE`` bytes Django's own handler keeps nothing at
    all, so that the form would ask for a file that was chosen. This one says that it came.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep a piece, or let go of it."""
        return super().receive_data_chunk(raw_data, start) if self.activated else None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """The file, or what is known of one that was let go."""
        if self.activated:
            return super().file_complete(file_size)
        return NotKept(BytesIO(), self.file_name, self.content_type, file_size, self.charset)


def small_enough(value: Any) -> None:
    """Refuse a file above ``settings.MAX_UPLOAD_BYTES``; every file field asks this."""
    if not isinstance(value, UploadedFile):
        return
    if isinstance(value, NotKept) or (value.size or 0) > settings.MAX_UPLOAD_BYTES:
        raise ValidationError(
            _(
                "Too large: %(size)s. At most %(limit)s are taken at once; remove pictures from"
                " the file or split it. Nothing was stored."
            )
            % size_and_limit(value.size or 0, settings.MAX_UPLOAD_BYTES),
            code="too_large",
        )

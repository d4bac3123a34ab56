"""Reading stored files."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from linli.files import contents
from linli.files.models import StoredFile
from linli.files.querysets import StoredFileQuerySet
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, NotFound
from linli.kernel.integrity import Problem


def files_visible_to(actor: Actor) -> StoredFileQuerySet:
    """Files in the actor's reach, unordered. No query until used."""
    return StoredFile.objects.visible_to(actor)


def file(actor: Actor, public_id: UUID | str) -> StoredFile:
    """One file in the actor's reach. One query. Raises NotFound."""
    try:
        found = files_visible_to(actor).filter(public_id=public_id).order_by("id").first()
    except (ValidationError, ValueError):
        found = None
    if not isinstance(found, StoredFile):
        raise NotFound(_("There is no such file."))
    return found


def read(stored: StoredFile) -> bytes:
    """The content, exactly as it was stored.

    Raises Conflict (``file_damaged``) when it is gone or altered: nobody gets a wrong document.
    """
    content = contents.get(stored.sha256)
    if content is None:
        raise Conflict(
            _("The stored file is damaged and is not handed out."),
            code="file_damaged",
            remedy=_("The operator can restore it from the backup; its journal entry is intact."),
        )
    return content


def check_contents() -> Iterator[Problem | int]:
    """Every stored file's content is there and has its hash. Reads each content once."""
    hashes = StoredFile.objects.values_list("sha256", flat=True).distinct().order_by("sha256")
    for sha256 in hashes.iterator(chunk_size=2000):
        found = contents.hash_of(contents.path_of(sha256))
        if not found:
            yield Problem(f"file {sha256}", "the content is missing")
        elif found != sha256:
            yield Problem(f"file {sha256}", "the content was altered after it was stored")
        yield 1

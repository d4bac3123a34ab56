"""Keeping files."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from linli.files import contents, rules
from linli.files.data import FileKind
from linli.files.models import StoredFile
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, NotFound
from linli.kernel.sizes import size_and_limit
from linli.territory.data import district_of


def read_upload(*, upload: UploadedFile[bytes]) -> bytes:
    """The content of an upload. Raises BadInput before reading when it is empty or too large."""
    _require_size(upload.size or 0)
    content: bytes = upload.read()
    return content


@transaction.atomic
def store(
    *,
    actor: Actor,
    at: datetime,
    name: str,
    content: bytes,
    kind: FileKind,
    division: str,
    subject: str = "",
) -> StoredFile:
    """Keep a file; the caller holds the right for the act this belongs to.

    The same content under the same name for the same thing is the row already there, and no
    second act. Raises BadInput for an empty or too large file (``settings.MAX_UPLOAD_BYTES``)
    and NotFound for a division outside the actor's scope. If the transaction rolls back, the
    content stays on disk without a row, which harms nothing and is found again by its hash.
    """
    if not actor.scope or not division.startswith(actor.scope):
        raise NotFound(_("There is no such place in your scope."))
    _require_size(len(content))
    clean = rules.clean_name(name)
    stored, created = StoredFile.objects.get_or_create(
        district=district_of(division),
        division=division,
        kind=kind,
        subject=subject,
        sha256=contents.put(content),
        name=clean,
        defaults={
            "size": len(content),
            "content_type": rules.content_type(content, clean),
            "stored_at": at,
            "stored_by_post": actor.title,
            "stored_by_body": actor.body_name,
        },
    )
    if created:
        journal.record(
            actor=actor,
            at=at,
            verb="files.file.store",
            subject=Subject("file", str(stored.public_id), stored.name),
            division=division,
            district=stored.district,
            data={"sha256": stored.sha256, "size": stored.size, "kind": kind, "for": subject},
        )
    return stored


@transaction.atomic
def take_over(
    *,
    actor: Actor,
    at: datetime,
    after: str,
    before: Collection[str] = (),
    named: Collection[int] = (),
) -> int:
    """Files of divisions that have ended, and the files named, lie in ``after`` from now on.

    ``before`` are codes, ``named`` database keys; returns how many moved. A file the other division
    has already, for the same thing and to the byte, stays: it is there. One act for all. The caller
    holds the right for the act this belongs to.
    """
    same = {name: OuterRef(name) for name in ("district", "kind", "subject", "sha256", "name")}
    rows = StoredFile.objects.filter(Q(division__in=list(before)) | Q(pk__in=list(named)))
    rows = rows.exclude(division=after)
    rows = rows.filter(~Exists(StoredFile.objects.filter(division=after, **same)))
    keys = list(rows.select_for_update(of=("self",)).order_by("id").values_list("pk", flat=True))
    if not keys:
        return 0
    StoredFile.objects.filter(pk__in=keys).update(division=after)
    journal.record(
        actor=actor,
        at=at,
        verb="files.files.take_over",
        subject=Subject("division", after, after),
        division=after,
        district=district_of(after),
        data={"count": len(keys), "before": sorted(before)},
    )
    return len(keys)


def require_evidence(*, name: str, content: bytes) -> None:
    """Others open evidence later: it has to be a picture or paper, and what its name says.

    Raises BadInput for a program, a damaged or disguised file, or a format only its sender opens.
    """
    _require_size(len(content))
    if not rules.is_paper_or_picture(content, name):
        raise BadInput(
            _("“%(name)s” is no picture or paper that others can open.")
            % {"name": rules.clean_name(name)},
            code="file_no_evidence",
            remedy=_("Hand in .jpg, .png, .pdf, .docx or .xlsx; save it anew as one of these."),
        )


def _require_size(size: int) -> None:
    if size == 0:
        raise BadInput(_("The file is empty."), code="file_empty")
    limit = settings.MAX_UPLOAD_BYTES
    if size > limit:
        raise BadInput(
            _("The file is too large: %(size)s. At most %(limit)s are accepted.")
            % size_and_limit(size, limit),
            code="file_too_large",
            remedy=_("Remove pictures from it or split it, then hand it in again."),
        )

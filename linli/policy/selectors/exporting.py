"""A release and the layers it stands on, as folders that another installation can load."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from linli.kernel.errors import NotFound
from linli.policy.data import ReleaseState
from linli.policy.models import Release
from linli.policy.selectors.verifying import folder_of


@dataclass(frozen=True, slots=True)
class ExportedLayer:
    """One layer of an export: its code, the hash of its release, file names and texts."""

    code: str
    number: int
    digest: str
    files: dict[str, str]


def exported(layer: str, *, number: int | None = None) -> tuple[ExportedLayer, ...]:
    """A release of a layer (the one in force, or by ``number``), then the layers above it.

    Those above are the releases in force: a layer is only read where they stand beside it. Four
    queries a layer. Raises NotFound when there is no such release.
    """
    found = [_release(layer, number)]
    while found[-1].parent:
        found.append(_release(found[-1].parent, None))
    return tuple(
        ExportedLayer(row.layer.code, row.number, row.digest, folder_of(row)) for row in found
    )


def _release(layer: str, number: int | None) -> Release:
    rows = Release.objects.filter(layer__code=layer).select_related("layer")
    wanted = (
        rows.filter(state=ReleaseState.ACTIVE) if number is None else rows.filter(number=number)
    )
    release: Release | None = wanted.first()
    if release is None:
        raise NotFound(
            _("There is no such release here."),
            remedy=_("Loaded releases stand on the page “Releases”, each with layer and number."),
        )
    return release

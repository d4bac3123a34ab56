"""Working on the text of a layer: start from what is in force, save, check, load as a release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal.data import Subject
from linli.journal.services import record
from linli.kernel.actors import Actor
from linli.kernel.errors import Conflict, Finding, NotFound
from linli.policy import selectors
from linli.policy.data import Preview
from linli.policy.models import Draft, Release
from linli.policy.services.releases import (
    check_folder,
    load_layer,
    read_folder,
    require_reach,
    signature,
)

LARGEST = 400_000
"""Characters of one file; a chapter of a real document has a tenth of it."""


@transaction.atomic
def start_draft(*, actor: Actor, at: datetime, layer: str) -> Draft:
    """A draft with the text in force of the actor's own layer; the open one, if there is one.

    Raises Forbidden, NotFound, Conflict (the layer has nothing in force yet).
    """
    actor.require("policy.activate")
    base = selectors.active_release(layer)
    if base is None:
        raise Conflict(
            _("This layer has no text in force to start from."),
            remedy=_("Load its folder first: linli policy load FOLDER."),
        )
    require_reach(actor=actor, layer=base.layer)
    known: Draft | None = Draft.objects.still_open().filter(layer=base.layer).first()
    if known:
        return known
    draft: Draft = Draft.objects.create(
        layer=base.layer,
        base=base,
        parent=base.parent,
        files=selectors.folder_of(base),
        changed_at=at,
        changed_by=signature(actor=actor),
    )
    _note(actor, at, "policy.draft.start", draft)
    return draft


@transaction.atomic
def save_draft(
    *, actor: Actor, at: datetime, draft: Draft, name: str, text: str, version: int | None = None
) -> Draft:
    """Keep a changed file of a draft, right or wrong: checking comes after.

    ``version`` is the one the actor had before them: where somebody else has saved since, nothing
    is kept. Raises Forbidden, NotFound (no such file), Conflict (that; loaded already; too long).
    """
    found = _locked(actor, draft)
    if version is not None and version != found.version:
        raise Conflict(
            _("%(who)s has saved this draft since you opened it; nothing of yours was kept.")
            % {"who": found.changed_by},
            code="policy.draft_changed",
            remedy=_("Copy your text, open the draft anew and put it in again."),
        )
    if name not in found.files:
        raise NotFound(_("The draft has no such file."))
    if len(text) > LARGEST:
        raise Conflict(_("The file is too long."), remedy=_("Divide it into chapters."))
    found.files = found.files | {name: text.replace("\r\n", "\n")}
    found.version += 1
    found.changed_at = at
    found.changed_by = signature(actor=actor)
    found.save(update_fields=["files", "version", "changed_at", "changed_by"])
    _note(actor, at, "policy.draft.save", found, file=name)
    return found


def check_draft(*, draft: Draft) -> tuple[Finding, ...]:
    """What is wrong with a draft, by file, line and key; empty if nothing is."""
    with _as_folder(draft) as folder:
        return check_folder(folder=folder)


def try_draft(*, draft: Draft, district: str, on: date) -> Preview:
    """The policy of a district with a draft governing from ``on``, for a dry run.

    Raises PolicyInvalid with every finding; nothing is stored.
    """
    with _as_folder(draft) as folder:
        return selectors.with_source(read_folder(folder=folder), district, on)


@transaction.atomic
def load_draft(*, actor: Actor, at: datetime, draft: Draft) -> Release:
    """Turn a draft into an inactive release; what is in force stays until it is activated.

    Raises Forbidden, NotFound, PolicyInvalid with every finding, Conflict where nothing changed.
    """
    found = _locked(actor, draft)
    with _as_folder(found) as folder:
        release = load_layer(actor=actor, at=at, folder=folder)
    if release.pk == found.base_id:
        raise Conflict(
            _("The draft says what is in force already."), remedy=_("Change it, then load it.")
        )
    found.loaded = release
    found.save(update_fields=["loaded"])
    return release


def _locked(actor: Actor, draft: Draft) -> Draft:
    found: Draft | None = (
        Draft.objects.select_for_update(of=("self",))
        .select_related("layer", "base")
        .visible_to(actor)
        .filter(pk=draft.pk)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such draft here."))
    actor.require("policy.activate")
    if found.loaded_id:
        raise Conflict(_("The draft has been loaded; start a new one."))
    return found


@contextmanager
def _as_folder(draft: Draft) -> Iterator[Path]:
    """The draft as a folder, the layers above it beside it as they are in force."""
    with TemporaryDirectory(prefix="linli-draft-") as root:
        folder = _write(Path(root), draft.layer.code, draft.files)
        parent = draft.parent
        while parent:
            above = selectors.active_release(parent)
            if above is None:
                break
            _write(Path(root), parent, selectors.folder_of(above))
            parent = above.parent
        yield folder


def _write(root: Path, code: str, files: dict[str, str]) -> Path:
    folder = root / code.replace("/", "-")
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _note(actor: Actor, at: datetime, verb: str, draft: Draft, **data: str) -> None:
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("policy.draft", str(draft.public_id), draft.layer.code),
        division=draft.layer.division,
        district=actor.district,
        data={"layer": draft.layer.code, **data},
    )

"""Changing policy: load a layer, activate a release, answer what the policy leaves open."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from linli.journal.data import Subject
from linli.journal.services import record
from linli.kernel import clock, events
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Finding, Forbidden, NotFound
from linli.policy import rules, selectors
from linli.policy.data import (
    KINDS,
    Body,
    Office,
    PolicyInvalid,
    ReleaseState,
    Resolved,
    Row,
    Vocabulary,
)
from linli.policy.data.offices import OFFICES
from linli.policy.events import ReleaseActivated, ValueSet
from linli.policy.labels.faults import findings_of
from linli.policy.models import (
    Clause,
    DistrictValue,
    Document,
    Edition,
    Layer,
    Provision,
    Release,
)
from linli.policy.querysets import stack_codes
from linli.policy.reader import (
    FolderFaults,
    LayerSource,
    LoadedDocument,
    clause_row,
    digest_of,
    document_row,
    layer_row,
    provision_row,
    read_layer,
    rows_of,
)
from linli.policy.selectors.memory import release_label

SYSTEM = "system"


def check_folder(*, folder: Path) -> tuple[Finding, ...]:
    """What is wrong with a layer folder; empty if nothing is. Touches no database."""
    try:
        read_layer(folder)
    except FolderFaults as error:
        return findings_of(error.faults)
    return ()


@transaction.atomic
def load_layer(*, actor: Actor, at: datetime, folder: Path) -> Release:
    """Store a layer folder as an inactive release; the same content gives the same release.

    Raises PolicyInvalid with every finding; nothing is stored then and the release in force stays.
    """
    actor.require("policy.activate")
    source = read_folder(folder=folder)
    row = layer_row(source.entry)
    layer, _created = Layer.objects.select_for_update().get_or_create(
        code=row.pop("code"), defaults={"division": row["division"]}
    )
    if layer.division != row.pop("division"):
        raise Conflict(
            _("The layer %(layer)s already stands at division %(division)s.")
            % {"layer": layer.code, "division": layer.division or "—"},
            remedy=_("Give the new layer a code of its own."),
        )
    require_reach(actor=actor, layer=layer)
    digest = digest_of(rows_of(source))
    known: Release | None = Release.objects.filter(layer=layer, digest=digest).first()
    if known:
        return known
    release: Release = Release.objects.create(
        layer=layer,
        number=Release.objects.filter(layer=layer).count() + 1,
        digest=digest,
        loaded_at=at,
        loaded_by=signature(actor=actor),
        **row,
    )
    clauses = sum(_store_document(release, n, doc) for n, doc in enumerate(source.documents))
    _record(
        actor,
        at,
        "policy.layer.load",
        release,
        clauses=clauses,
        provisions=len(source.provisions()),
    )
    return release


@transaction.atomic
def activate_release(*, actor: Actor, at: datetime, release: Release, on: date) -> Release:
    """Let a loaded release govern from ``on``; the one before it is superseded.

    What was decided earlier stays explained by the release of its day: a release can begin in the
    past only where the layer had none. Raises Conflict, Forbidden, NotFound.
    """
    found: Release | None = (
        Release.objects.select_for_update(of=("self",))
        .select_related("layer")
        .filter(pk=release.pk)
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such release here."))
    actor.require("policy.activate")
    require_reach(actor=actor, layer=found.layer)
    before = Release.objects.filter(layer=found.layer, state=ReleaseState.ACTIVE).first()
    _require_can_govern(found, before, on, clock.local_date(at))
    if before:
        before.state = ReleaseState.SUPERSEDED
        before.save(update_fields=["state"])
    found.state = ReleaseState.ACTIVE
    found.governs_from = on
    found.activated_at = at
    found.activated_by = signature(actor=actor)
    found.save(update_fields=["state", "governs_from", "activated_at", "activated_by"])
    renew_edition()
    _record(actor, at, "policy.release.activate", found, on=on)
    layer = found.layer
    label = release_label(layer.code, found.digest)
    events.announce(ReleaseActivated(layer.code, layer.division, label, on))
    return found


@transaction.atomic
def set_value(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    key: str,
    field: str,
    value: str,
    since: date,
    reason: str,
    reference: str,
) -> DistrictValue:
    """Answer, for the actor's district, a field that the policy leaves ``unset``.

    ``since`` is the first day the answer holds; ``reason`` and ``reference`` (the decision it
    rests on) are kept with it. Raises Forbidden, NotFound, Conflict (the policy says it itself)
    and BadInput (the value is not allowed, a text is empty).
    """
    general = KINDS.get(kind)
    if general is None:
        raise NotFound(_("The policy has no such open field."))
    actor.require("policy.set")
    resolved = selectors.provision(general, key, division=actor.district, on=since)
    _require_answerable(resolved, field)
    if field not in rules.settable_fields(resolved):
        raise Conflict(
            _("The policy itself settles this; a district cannot answer it."),
            clause=resolved.citation.clause,
            remedy=_("To depart from it, load and activate a release of your own layer."),
        )
    findings = tuple(_answer_findings(resolved, field, value, reason, reference))
    if findings:
        raise BadInput(_("The answer cannot be kept as it is."), findings=findings)
    row = DistrictValue.objects.create(
        district=actor.district,
        kind=kind,
        key=key,
        field=field,
        value=value,
        since=since,
        reason=reason.strip(),
        reference=reference.strip(),
        release=resolved.release,
        set_at=at,
        set_by=signature(actor=actor),
    )
    renew_edition()
    record(
        actor=actor,
        at=at,
        verb="policy.value.set",
        subject=_value_subject(resolved, kind, field),
        division=actor.district,
        district=actor.district,
        data={"value": value, "since": since, "reason": row.reason, "reference": row.reference},
        release=resolved.release,
    )
    events.announce(ValueSet(actor.district, kind, key, field, since))
    return row


# --- loading -------------------------------------------------------------------------------------


def read_folder(*, folder: Path) -> LayerSource:
    """A layer's folder, checked. Raises PolicyInvalid with every finding."""
    try:
        return read_layer(folder)
    except FolderFaults as error:
        raise PolicyInvalid(
            _("The policy folder has errors; nothing was loaded."),
            findings=findings_of(error.faults),
            remedy=_("Correct the lines named and load again; the release in force stays."),
        ) from error


def _store_document(release: Release, number: int, loaded: LoadedDocument) -> int:
    """Store a document with its clauses; returns how many clauses."""
    document = Document.objects.create(release=release, **document_row(loaded.entry, number))
    clauses = Clause.objects.bulk_create(
        Clause(release=release, document=document, **clause_row(clause, place))
        for place, clause in enumerate(loaded.clauses)
    )
    Provision.objects.bulk_create(
        Provision(release=release, clause=clause, **provision_row(row, place))
        for clause, source in zip(clauses, loaded.clauses, strict=True)
        for place, row in enumerate(source.provisions)
    )
    return len(clauses)


# --- activating ----------------------------------------------------------------------------------


def require_reach(*, actor: Actor, layer: Layer) -> None:
    """A district changes its own layer; what stands above it is the operator's to load."""
    if actor.role == SYSTEM or (actor.scope and layer.division.startswith(actor.scope)):
        return
    if layer.division in stack_codes(actor.district):
        raise Forbidden(
            _("This layer stands above your district."),
            code="policy.layer_above",
            remedy=_("Ask the operator to load or activate it (linli policy activate)."),
        )
    raise NotFound(_("There is no such release here."))


def _require_can_govern(release: Release, before: Release | None, on: date, today: date) -> None:
    if release.state != ReleaseState.INACTIVE:
        raise Conflict(
            _("This release has been activated before; a release governs once."),
            remedy=_("Load the folder again with the change, then activate the new release."),
        )
    if before and before.governs_from and on < max(before.governs_from, today):
        earliest = max(before.governs_from, today)
        raise Conflict(
            _("A new release can govern from %(day)s at the earliest.") % {"day": earliest},
            remedy=_("Days that have passed stay under the release that governed them."),
        )
    parent = release.parent
    used = Release.objects.filter(layer__code=parent, state=ReleaseState.ACTIVE)
    if parent and not used.exists():
        raise Conflict(
            _("The layer above, %(layer)s, has no active release.") % {"layer": parent},
            remedy=_("Activate the layer above first."),
        )


def renew_edition() -> None:
    """Tell every process that policy has changed; writers queue on this row until they commit."""
    Edition.objects.update_or_create(pk=1, defaults={"token": uuid4()})
    selectors.forget()


# --- answering -----------------------------------------------------------------------------------


def _require_answerable(resolved: Resolved[Body], field: str) -> None:
    if not rules.is_answerable(type(resolved.body), field):
        raise NotFound(_("The policy has no such open field."))


def _answer_findings(
    resolved: Resolved[Body], field: str, value: str, reason: str, reference: str
) -> list[Finding]:
    findings = []
    allowed = _allowed_instead(resolved, field, value)
    if allowed:
        findings.append(
            Finding(
                level="error",
                code="policy.value_not_allowed",
                message=_("This value is not allowed here."),
                column=field,
                value=value,
                allowed=allowed,
                remedy=_("Correct the value."),
            )
        )
    for column, text in (("reason", reason), ("reference", reference)):
        if not text.strip():
            findings.append(
                Finding(
                    level="error",
                    code="policy.text_missing",
                    message=_("This must be filled in."),
                    column=column,
                    remedy=_("Say why, and which decision it rests on."),
                )
            )
    return findings


def _allowed_instead(resolved: Resolved[Body], field: str, value: str) -> str:
    """What the field takes, if the value is not of it; empty for a value that may stand."""
    body = resolved.body
    try:
        parsed = rules.parse_answer(type(body), field, value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        choices = ", ".join(rules.choices_of(type(body), field))
        return choices or str(first.get("ctx", {}).get("allowed") or first["msg"])
    if not isinstance(body, Row):
        return ""
    named = {
        part
        for kind, key, part in body.model_copy(update={field: parsed}).references()
        if (kind, key) == ("vocabulary", OFFICES)
    }
    known = {f"term {office}" for office in _offices(resolved)}
    return "" if named <= known else ", ".join(sorted(_offices(resolved)))


def _offices(resolved: Resolved[Body]) -> frozenset[str]:
    """Codes of the offices everybody knows, and of those this district's layers name."""
    local = selectors.find(Vocabulary, OFFICES, division=resolved.division, on=resolved.on)
    terms = local.body.terms if local else ()
    return frozenset({*Office, *(term.code for term in terms)})


# --- journal -------------------------------------------------------------------------------------


def _record(actor: Actor, at: datetime, verb: str, release: Release, **data: Any) -> None:
    layer = release.layer
    label = f"{release.name_zh} ({layer.code}) #{release.number}"
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("policy.release", str(release.public_id), label),
        division=layer.division,
        district=actor.district,
        data={"layer": layer.code, "number": release.number, "digest": release.digest, **data},
        release=release_label(layer.code, release.digest),
    )


def _value_subject(resolved: Resolved[Body], kind: str, field: str) -> Subject:
    label = f"{resolved.citation.clause} {kind} {resolved.key}.{field}"
    return Subject("policy.provision", f"{kind}:{resolved.key}", label)


def signature(*, actor: Actor) -> str:
    """Who, as a release or answer shows it: body and post, never a person's name."""
    return f"{actor.body_name} {actor.title}"[:100]

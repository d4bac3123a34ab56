"""What the reader's pages show: layers in force, a layer clause by clause, releases, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.policy.data import ReleaseState
from linli.policy.models import Clause, DistrictValue, Document, Draft, Paper, Provision, Release
from linli.policy.querysets import DraftQuerySet, PaperQuerySet, ReleaseQuerySet


@dataclass(frozen=True, slots=True)
class LayerInForce:
    """A layer of the stack with the release that governs and its documents."""

    release: Release
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document with its clauses in order, each with its provisions loaded."""

    document: Document
    clauses: tuple[Clause, ...]


def layers_in_force(division: str, on: date) -> list[LayerInForce]:
    """The stack of a division from the district up. Two queries."""
    used = Release.objects.of_stack(division).in_use().select_related("layer")
    by_position = Prefetch("documents", queryset=Document.objects.order_by("position", "id"))
    releases = used.prefetch_related(by_position).order_by("governs_from", "activated_at", "id")
    governing: dict[str, Release] = {}
    for release in releases:
        code = release.layer.code
        if code not in governing or (release.governs_from and release.governs_from <= on):
            governing[code] = release
    stack = sorted(governing.values(), key=lambda r: (-len(r.layer.division), r.layer.code))
    return [LayerInForce(release, tuple(release.documents.all())) for release in stack]


def districts_in_force() -> list[str]:
    """Districts that have a layer of their own in use, by code. One query."""
    used = Release.objects.in_use().filter(layer__division__regex=r"^\d{6}$")
    codes = used.order_by("layer__division").values_list("layer__division", flat=True)
    return [code for code in codes.distinct() if not code.endswith("00")]


def layer_in_force(layer: str, division: str, on: date) -> LayerInForce:
    """One layer of the stack. Two queries. Raises NotFound."""
    for found in layers_in_force(division, on):
        if found.release.layer.code == layer:
            return found
    raise NotFound(f"No policy layer {layer} is in force here.")


def document_pages(layer: LayerInForce) -> list[DocumentPage]:
    """Every document of a layer, clause by clause. Two queries."""
    rows = Provision.objects.select_related("release__layer").order_by("position", "id")
    clauses = (
        Clause.objects.filter(release=layer.release)
        .select_related("document")
        .prefetch_related(Prefetch("provisions", queryset=rows))
        .order_by("document__position", "position", "id")
    )
    return [
        DocumentPage(document, tuple(c for c in clauses if c.document_id == document.pk))
        for document in layer.documents
    ]


def clause_home(clause: str, division: str, on: date) -> str:
    """The layer whose document has the clause. Two queries. Raises NotFound."""
    governing = [layer.release.pk for layer in layers_in_force(division, on)]
    found = Clause.objects.filter(code=clause, release__in=governing).select_related(
        "release__layer"
    )
    row = found.order_by("id").first()
    if row is None:
        raise NotFound(f"No policy in force here has a clause {clause}.")
    return row.release.layer.code


def releases_visible(actor: Actor) -> ReleaseQuerySet:
    """Releases of the actor's stack, the newest of each layer first. One query."""
    found = Release.objects.visible_to(actor).select_related("layer")
    return found.order_by("-layer__division", "layer__code", "-number", "-id")


def release_visible(actor: Actor, public_id: str) -> Release:
    """One release of the actor's stack. One query. Raises NotFound."""
    found: Release | None = releases_visible(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound("There is no such release here.")
    return found


def active_release(layer: str) -> Release | None:
    """The release of a layer that is in force or will be next. One query."""
    found: Release | None = (
        Release.objects.filter(layer__code=layer, state=ReleaseState.ACTIVE)
        .select_related("layer")
        .first()
    )
    return found


def count_active_releases() -> int:
    """How many layers have a release in force, or one that will be next. One query."""
    return Release.objects.filter(state=ReleaseState.ACTIVE).count()


def drafts_visible(actor: Actor) -> DraftQuerySet:
    """Open drafts of the actor's own layers, the latest first. One query."""
    found = Draft.objects.visible_to(actor).still_open().select_related("layer", "base")
    return found.order_by("-changed_at", "-id")


def draft_visible(actor: Actor, public_id: str) -> Draft:
    """One draft of the actor's own layers, loaded or not. One query. Raises NotFound."""
    found: Draft | None = (
        Draft.objects.visible_to(actor)
        .select_related("layer", "base", "loaded")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such draft here.")
    return found


def papers_visible(actor: Actor) -> PaperQuerySet:
    """Documents handed in that no draft has been made of, the latest first. One query."""
    found = Paper.objects.visible_to(actor).filter(draft__isnull=True)
    return found.order_by("-received_at", "-id")


def paper_visible(actor: Actor, public_id: str) -> Paper:
    """One document handed in, with its draft if there is one. One query. Raises NotFound."""
    found: Paper | None = (
        Paper.objects.visible_to(actor)
        .select_related("draft", "file")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise NotFound("There is no such document here.")
    return found


def answers_of(actor: Actor, kind: str, key: str) -> list[DistrictValue]:
    """Every answer the district ever gave for a provision, the latest first. One query."""
    found = DistrictValue.objects.visible_to(actor).filter(kind=kind, key=key)
    return list(found.order_by("-since", "-id"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a release would change against the one in force: clause ids."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    is_first: bool


def difference(release: Release) -> Difference:
    """Compare a release with the active one of its layer, clause by clause. Five queries."""
    active = Release.objects.filter(layer=release.layer, state=ReleaseState.ACTIVE).first()
    new, old = _content(release), _content(active) if active else {}
    return Difference(
        added=tuple(code for code in new if code not in old),
        removed=tuple(code for code in old if code not in new),
        changed=tuple(code for code in new if code in old and new[code] != old[code]),
        is_first=active is None,
    )


def _content(release: Release) -> dict[str, tuple[object, ...]]:
    """What each clause says and sets, in document order."""
    rows = Provision.objects.order_by("position", "id")
    clauses = Clause.objects.filter(release=release).prefetch_related(
        Prefetch("provisions", queryset=rows)
    )
    said = ("cite", "says_zh", "says_en", "confidence", "note_zh", "built_in_zh", "not_yet")
    return {
        clause.code: (
            *(getattr(clause, name) for name in (*said, "reason_zh")),
            [
                (row.kind, row.key, row.valid_from, row.valid_to, row.content)
                for row in clause.provisions.all()
            ],
        )
        for clause in clauses.order_by("document__position", "position", "id")
    }

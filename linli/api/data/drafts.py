"""Shapes of policy drafts, and of what a changed policy would do."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import Day, FindingTold, Given, Told


class ReleaseTold(Told):
    """A loaded release of a layer and how it stands."""

    id: UUID
    layer: str
    number: int
    digest: str
    state: str
    governs_from: Day | None


class Releases(Told):
    """Releases of the layers that hold here, the newest of each first."""

    items: list[ReleaseTold]


class DraftTold(Told):
    """A draft in a list. ``version`` counts the times it was saved."""

    id: UUID
    layer: str
    version: int
    changed_at: datetime
    changed_by: str


class Drafts(Told):
    """Open drafts, the latest first."""

    items: list[DraftTold]


class DraftFile(Told):
    """A draft with the texts of its files, and what is wrong with them."""

    draft: DraftTold
    files: dict[str, str]
    findings: list[FindingTold]


class DraftStarted(Given):
    """Of which layer."""

    layer: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]


class DraftGiven(Given):
    """A changed file; ``version`` is the one it was changed from."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    text: Annotated[str, StringConstraints(max_length=400_000)]
    version: Annotated[int, Field(strict=True, ge=1, le=1_000_000)]


class TrialGiven(Given):
    """From which day on it would govern."""

    on: Day


class ChangeTold(Told):
    """Something that would change; one line may stand for ``count`` things of a sort."""

    subject: str
    before: str
    after: str
    state: str
    count: int


class SectionTold(Told):
    """What one part of the product says would change."""

    name: str
    label: str
    total: int
    changes: list[ChangeTold]


class TrialTold(Told):
    """What would change in the district's data (``effects``) and in words (``wording``)."""

    on: Day
    effects: list[SectionTold]
    wording: list[SectionTold]

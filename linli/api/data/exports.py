"""Shapes of requests for owners' data as a file."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import Given, Place, Told, Words
from linli.registry.data import ExportState


class ExportGiven(Given):
    """What the owners of a compound are needed for, and how many rows at most."""

    reason: Annotated[Words, StringConstraints(min_length=1)]
    row_limit: Annotated[int, Field(strict=True, ge=1, le=5000)]


class ExportTold(Told):
    """A request and how it stands; an approval holds until ``expires_at``, for one handing out."""

    id: UUID
    compound: Place
    state: ExportState
    reason: str
    row_limit: int
    asked_by: str
    asked_at: datetime
    decided_by: str
    remark: str
    expires_at: datetime | None
    rows: int


class FileTold(Told):
    """A file: its name, its type, and its content in Base64."""

    name: str
    type: str
    content: str

"""What this app announces once it is committed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Published:
    """Event: something became public."""

    district: str
    division: str
    kind: str
    publication_id: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Event: a publication was taken back."""

    district: str
    division: str
    kind: str
    publication_id: str

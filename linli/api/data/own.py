"""Shapes about the caller, divisions and bodies."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import Field

from linli.api.data.shapes import Day, DivisionCode, Given, Number, Place, Told


class WhoTold(Told):
    """The post a token stands for: where it reaches and what it may do."""

    post: UUID
    role: str
    title: str
    body: Place
    district: Place
    scope: str
    rights: list[str]
    reach: str
    today: Day


class DivisionQuery(Given):
    """Which divisions: those directly below one; below the post's own when none is named."""

    below: DivisionCode | None = None


class DivisionTold(Told):
    """A division of GB/T 2260, or a local one (its code carries an X)."""

    code: str
    name: str
    level: str


class Divisions(Told):
    """Divisions, by code."""

    items: list[DivisionTold]


class BodyTold(Told):
    """A body that acts, seated at a division."""

    id: UUID
    name: str
    kind: str
    division: str


class BodyQuery(Given):
    """How many bodies at most."""

    size: Annotated[int, Field(ge=1, le=1000), Number] = 500


class Bodies(Told):
    """Bodies seated in the post's reach, by division."""

    items: list[BodyTold]

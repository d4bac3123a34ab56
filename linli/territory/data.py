"""Words of the territory: levels of divisions, kinds of bodies, this app's errors."""

from __future__ import annotations

from enum import StrEnum

DISTRICT_DIGITS = 6
STREET_DIGITS = 9


class Level(StrEnum):
    """Levels of the administrative tree; the length of the code goes with the level."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


class Origin(StrEnum):
    """Where a division's code comes from."""

    NATIONAL = "national"
    LOCAL = "local"


class PlaceChange(StrEnum):
    """How something came to lie in another community."""

    TRANSFER = "transfer"
    MERGE = "merge"
    SPLIT = "split"


class BodyKind(StrEnum):
    """Kinds of bodies that act (docs/glossary.md, actors)."""

    DISTRICT_GOVERNMENT = "district_government"
    LEADING_GROUP_OFFICE = "leading_group_office"
    HOUSING_AUTHORITY = "housing_authority"
    LINE_DEPARTMENT = "line_department"
    AUDIT = "audit"
    STREET_TOWN = "street_town"
    COMMUNITY = "community"
    PROPERTY_ENTERPRISE = "property_enterprise"


def district_of(code: str) -> str:
    """The six-digit district a code lies in; empty above district level."""
    return code[:DISTRICT_DIGITS] if len(code) >= DISTRICT_DIGITS else ""


def street_of(code: str) -> str:
    """The nine-digit street or town a code lies in; empty above that level."""
    return code[:STREET_DIGITS] if len(code) >= STREET_DIGITS else ""

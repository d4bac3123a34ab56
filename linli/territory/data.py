"""Words of the territory: levels of divisions, kinds of bodies, this app's errors."""

from __future__ import annotations

from enum import StrEnum


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

"""Roles a post can carry."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a post is for. Rights follow from the role (rules.RIGHTS)."""

    DISTRICT_OFFICER = "district_officer"
    DISTRICT_LEADER = "district_leader"
    STREET_OFFICER = "street_officer"
    COMMUNITY_OFFICER = "community_officer"
    ENTERPRISE_MANAGER = "enterprise_manager"
    AUDITOR = "auditor"

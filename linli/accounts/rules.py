"""Which rights each role carries. Deny by default: a right not listed here is nobody's."""

from __future__ import annotations

from collections.abc import Mapping

from linli.accounts.data import Role

_READ = frozenset(
    {
        "registry.view",
        "campaigns.view",
        "policy.view",
        "duties.view",
        "cockpit.view",
        "files.view",
        "notices.view",
    }
)

RIGHTS: Mapping[Role, frozenset[str]] = {
    Role.DISTRICT_OFFICER: _READ
    | {
        "campaigns.import",
        "campaigns.review",
        "policy.set",
        "policy.activate",
        "disclosure.publish",
        "journal.view",
        "registry.edit",
        "registry.contacts",
    },
    Role.DISTRICT_LEADER: _READ,
    Role.STREET_OFFICER: _READ
    | {
        "registry.edit",
        "registry.contacts",
        "contracts.edit",
        "campaigns.work",
        "campaigns.report",
    },
    Role.COMMUNITY_OFFICER: _READ - {"cockpit.view"},
    Role.ENTERPRISE_MANAGER: frozenset(
        {"registry.view", "registry.contacts", "policy.view", "notices.view"}
    ),
    Role.AUDITOR: _READ | {"journal.view"},
}


def rights_of(role: Role) -> frozenset[str]:
    """All rights a post of this role carries."""
    return RIGHTS[role]

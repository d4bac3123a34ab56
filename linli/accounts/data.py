"""Words of accounts: roles, spheres, password profiles, the steps of a login."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from linli.kernel.errors import Conflict

LINK_LIFE = timedelta(days=3)
"""How long a one-time link holds that sets a password."""


class Role(StrEnum):
    """What a post is for. Rights follow from the role (rules.RIGHTS)."""

    DISTRICT_OFFICER = "district_officer"
    DISTRICT_LEADER = "district_leader"
    STREET_OFFICER = "street_officer"
    COMMUNITY_OFFICER = "community_officer"
    ENTERPRISE_MANAGER = "enterprise_manager"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    OWNER = "owner"


class Sphere(StrEnum):
    """What a login is for, once and for good: business, one of the three administrations, or an
    owner's own data.

    They exclude each other (GB/T 22239: separate administrators). An officer who owns a flat has
    two logins, so that no right of the office reaches into what the owner looks at, nor back.
    """

    NONE = ""
    BUSINESS = "business"
    SYSTEM = "system_admin"
    SECURITY = "security_admin"
    AUDIT = "audit_admin"
    OWNER = "owner"


class LinkKind(StrEnum):
    """Why somebody got a one-time link to set a password."""

    INVITATION = "invitation"
    RESET = "reset"


class ChangeKind(StrEnum):
    """What of a login's rights can be changed, always by two persons."""

    APPOINT = "appoint"
    END = "end"
    ENABLE = "enable"


class Outcome(StrEnum):
    """Where a requested change stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"


class TokenReach(StrEnum):
    """What an access token may be used for, at most; never more than its post may."""

    READ = "read"
    WRITE = "write"
    PERSONAL = "personal"


class Step(StrEnum):
    """What is still missing before a login whose password was right is complete."""

    NEW_PASSWORD = "new_password"  # noqa: S105 - the name of a step
    CODE = "code"
    ENROL = "enrol"
    DONE = "done"


class Paused(Conflict):
    """Too many failures: the next attempt counts after a pause."""

    default_code = "paused"


@dataclass(frozen=True, slots=True)
class PasswordProfile:
    """What a password must be like. ``max_age_days`` 0: it need not be changed in time."""

    name: str
    min_length: int
    min_classes: int
    max_age_days: int
    history: int


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures, each within ``minutes`` of the one before; then a pause of as long."""

    failures: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where an attempt to log in comes from, as keyed hashes: no address is stored.

    ``device`` is filled when the browser proves that this login has got in from it before.
    """

    network: str
    device: str = ""


@dataclass(frozen=True, slots=True)
class NewPost:
    """An appointment as it is asked for."""

    role: Role
    title: str
    body_id: str
    scope: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a submission: HTTP status and body."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class DemoPost:
    """A login of a demonstration and the post it leads to."""

    login: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class DemoDistrict:
    """A district of a demonstration with everybody who can log in there."""

    name: str
    posts: tuple[DemoPost, ...]

"""Who may do what, and what passwords, sessions and repeated failures are measured by.

Deny by default: a right not listed here is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from linli.accounts.data import Limit, PasswordProfile, Role, Sphere, TokenReach

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
        "duties.record",
        "duties.workdays",
        "registry.edit",
        "registry.contacts",
        "registry.roster",
        "registry.owners",
        "registry.unmask",
        "registry.accesses",
        "registry.export_ask",
        "registry.export_decide",
        "registry.reorganise",
    },
    Role.DISTRICT_LEADER: _READ,
    Role.STREET_OFFICER: _READ
    | {
        "registry.edit",
        "registry.contacts",
        "registry.roster",
        "registry.owners",
        "registry.unmask",
        "registry.accesses",
        "registry.export_ask",
        "registry.invite",
        "contracts.edit",
        "campaigns.work",
        "campaigns.report",
        "duties.record",
    },
    Role.COMMUNITY_OFFICER: (_READ - {"cockpit.view"})
    | {
        "duties.record",
        "registry.roster",
        "registry.owners",
        "registry.accesses",
        "registry.invite",
    },
    Role.ENTERPRISE_MANAGER: frozenset(
        {"registry.view", "registry.contacts", "policy.view", "notices.view"}
    ),
    Role.AUDITOR: _READ | {"journal.view", "registry.accesses"},
    # The three administrators hold no right of an app with business data. The system administrator
    # also sees how the machine runs, and has work tried again that was set aside.
    Role.SYSTEM_ADMIN: frozenset(
        {"accounts.view", "accounts.manage", "accounts.protect", "operations.view", "jobs.retry"}
    ),
    Role.SECURITY_ADMIN: frozenset({"accounts.view", "accounts.approve", "accounts.protect"}),
    Role.AUDIT_ADMIN: frozenset({"accounts.audit"}),
    Role.OWNER: frozenset({"registry.own"}),
}

_SPHERES: Mapping[Role, Sphere] = {
    Role.SYSTEM_ADMIN: Sphere.SYSTEM,
    Role.SECURITY_ADMIN: Sphere.SECURITY,
    Role.AUDIT_ADMIN: Sphere.AUDIT,
    Role.OWNER: Sphere.OWNER,
}
# Neither enterprises nor owners are issued authenticators by the offices.
_WITHOUT_SECOND_FACTOR = (Role.ENTERPRISE_MANAGER, Role.OWNER)

# --- passwords ----------------------------------------------------------------------------------
# "mlps" follows what assessors of GB/T 22239 level 3 ask for; "nist" follows SP 800-63B: longer,
# never forced to change. Both refuse common words and the login itself.
PROFILES: Mapping[str, PasswordProfile] = {
    "mlps": PasswordProfile("mlps", min_length=8, min_classes=3, max_age_days=90, history=5),
    "nist": PasswordProfile("nist", min_length=12, min_classes=1, max_age_days=0, history=1),
}

# --- failures -----------------------------------------------------------------------------------
# One login from one source; one source over all logins; one login over all unknown devices.
PAIR_LIMIT = Limit(failures=5, minutes=30)
NETWORK_LIMIT = Limit(failures=50, minutes=30)
STRANGERS_LIMIT = Limit(failures=100, minutes=24 * 60)
CODE_LIMIT = Limit(failures=10, minutes=15)
PROOF_LIMIT = Limit(failures=5, minutes=30)

# --- sessions -----------------------------------------------------------------------------------
SESSION_LIFE = timedelta(hours=12)
# How exactly the last use is known: a session is written to at most this often.
SEEN_EVERY = timedelta(minutes=1)
# A clock that stands further behind what the session has seen has been put back.
CLOCK_TOLERANCE = timedelta(minutes=2)
PENDING_LIFE = timedelta(minutes=10)

# A link that no longer holds is kept a while, so that one can see why somebody got no further.
DEAD_LINK_LIFE = timedelta(days=30)

# --- access tokens --------------------------------------------------------------------------------
TOKEN_DAYS = 90
TOKEN_MAX_DAYS = 365
TOKENS_AT_ONCE = 20
# Wrong tokens from one network; a right one is never shut out by them.
TOKEN_LIMIT = Limit(failures=50, minutes=30)
# How long the answer to a submission is kept for a repetition; that it was made is kept for good.
ANSWER_LIFE = timedelta(days=30)

_REACHES = (TokenReach.READ, TokenReach.WRITE, TokenReach.PERSONAL)


def rights_of(role: Role) -> frozenset[str]:
    """All rights a post of this role carries."""
    return RIGHTS[role]


def may_have_tokens(sphere: Sphere) -> bool:
    """Whether logins of the sphere are given access tokens. A program acts as a post of an office
    or an enterprise; what an owner has to see is on one page and in no operation.
    """
    return sphere is not Sphere.OWNER


def sphere_of(role: Role) -> Sphere:
    """The sphere a login must belong to in order to hold a post of this role."""
    return _SPHERES.get(role, Sphere.BUSINESS)


def may_hold(sphere: Sphere, role: Role) -> bool:
    """Whether a login of this sphere may hold the role; a login without posts may hold any."""
    return sphere in (Sphere.NONE, sphere_of(role))


def needs_second_factor(roles: Iterable[Role]) -> bool:
    """Whether one of the posts is staff: everybody but managers of enterprises and owners."""
    return any(role not in _WITHOUT_SECOND_FACTOR for role in roles)


def character_classes(password: str) -> int:
    """How many of the four classes occur: small letters, capitals, digits, anything else."""
    return len({_class_of(character) for character in password})


def _class_of(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isupper():
        return "capital"
    return "small" if character.islower() else "other"


def password_is_due(profile: PasswordProfile, set_at: datetime | None, at: datetime) -> bool:
    """Whether the password is older than the profile allows. Unknown age counts as young."""
    if not profile.max_age_days or set_at is None:
        return False
    return at - set_at >= timedelta(days=profile.max_age_days)


def failures_in_force(failures: int, last_at: datetime, at: datetime, limit: Limit) -> int:
    """The failures that still count: none once the pause since the last of them is over.

    Counting from the last failure, not the first, no span of ``limit.minutes`` ever holds more
    than ``limit.failures``. A clock put back keeps the pause.
    """
    return 0 if at - last_at >= timedelta(minutes=limit.minutes) else failures


def session_is_over(
    *, started_at: datetime, seen_at: datetime, at: datetime, idle: timedelta
) -> bool:
    """Whether a session is too old, unused for too long, or the clock stands behind it."""
    return at - started_at >= SESSION_LIFE or at - seen_at >= idle or at < seen_at - CLOCK_TOLERANCE


def token_is_over(*, expires_at: datetime, used_at: datetime | None, at: datetime) -> bool:
    """Whether a token has expired, or the clock stands behind its last use."""
    return at >= expires_at or (used_at is not None and at < used_at - CLOCK_TOLERANCE)


def reaches(token: TokenReach, needed: TokenReach) -> bool:
    """Whether a token may be used for what needs this reach; each reach holds those before it."""
    return _REACHES.index(token) >= _REACHES.index(needed)


def proof_is_fresh(proved_at: datetime, at: datetime, window: timedelta) -> bool:
    """Whether it was shown recently enough that the user is the one at the keyboard."""
    return -CLOCK_TOLERANCE <= at - proved_at < window

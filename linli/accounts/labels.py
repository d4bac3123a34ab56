"""Texts for roles, states and acts of accounts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.accounts.data import ChangeKind, LinkKind, Outcome, Role, TokenReach

VERBS = {
    "accounts.login": _("logged in"),
    "accounts.login.refused": _("login refused"),
    "accounts.login.pause": _("login paused after repeated failures"),
    "accounts.logout": _("logged out"),
    "accounts.proof": _("confirmed who they are"),
    "accounts.session.end": _("ended sessions"),
    "accounts.password.change": _("changed the password"),
    "accounts.factor.confirm": _("set up a second factor"),
    "accounts.factor.codes": _("made fresh recovery codes"),
    "accounts.factor.remove": _("removed the second factor"),
    "accounts.factor.reset": _("reset somebody's second factor"),
    "accounts.link.issue": _("issued a link to set a password"),
    "accounts.link.use": _("set a password by a link"),
    "accounts.user.open": _("opened a login"),
    "accounts.user.disable": _("disabled a login"),
    "accounts.user.enable": _("enabled a login"),
    "accounts.token.make": _("made an access token"),
    "accounts.token.revoke": _("revoked an access token"),
    "accounts.post.appoint": _("appointed to a post"),
    "accounts.post.end": _("ended a post"),
    "accounts.post.move": _("moved a post to the division its own became part of"),
    "accounts.change.request": _("asked for a change of rights"),
    "accounts.change.decide": _("decided on a change of rights"),
}

ROLES: Mapping[Role, Any] = {
    Role.DISTRICT_OFFICER: _("District officer"),
    Role.DISTRICT_LEADER: _("District leader (reads)"),
    Role.STREET_OFFICER: _("Street officer"),
    Role.COMMUNITY_OFFICER: _("Community officer"),
    Role.ENTERPRISE_MANAGER: _("Manager of an enterprise"),
    Role.AUDITOR: _("Auditor of the district"),
    Role.SYSTEM_ADMIN: _("System administrator"),
    Role.SECURITY_ADMIN: _("Security administrator"),
    Role.AUDIT_ADMIN: _("Audit administrator"),
    Role.OWNER: _("Owner (own data only)"),
}

CHANGES: Mapping[ChangeKind, Any] = {
    ChangeKind.APPOINT: _("Appointment"),
    ChangeKind.END: _("End of a post"),
    ChangeKind.ENABLE: _("Enabling of a login"),
}

OUTCOMES: Mapping[Outcome, Any] = {
    Outcome.PENDING: _("Waits for a decision"),
    Outcome.APPROVED: _("Approved"),
    Outcome.REFUSED: _("Refused"),
}

LINKS: Mapping[LinkKind, Any] = {
    LinkKind.INVITATION: _("Invitation"),
    LinkKind.RESET: _("Reset of the password"),
}

TOKEN_REACHES: Mapping[TokenReach, Any] = {
    TokenReach.READ: _("Read only"),
    TokenReach.WRITE: _("Read and write"),
    TokenReach.PERSONAL: _("Read and write, personal data in full with a reason"),
}
# What the worker does by itself, as the operator reads it.
PERIODIC = {
    "accounts.sweep": _("clearing of sessions and links that are over"),
}

"""Setting passwords: by the profile of the installation, never one used before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.accounts import rules
from linli.accounts.data import PasswordProfile
from linli.accounts.models import PasswordUse, Session, User
from linli.accounts.services import sessions, tokens
from linli.accounts.services.acts import record
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput


def requirements() -> list[str]:
    """What a password must be like here, in words for the page."""
    profile = _profile()
    lines = [_at_least(profile)]
    if profile.min_classes > 1:
        lines.append(_classes(profile))
    lines.append(_("No common password, and the login is not part of it."))
    if profile.history > 1:
        text = ngettext(
            "None of the last %(n)s password.", "None of the last %(n)s passwords.", profile.history
        )
        lines.append(text % {"n": profile.history})
    if profile.max_age_days:
        text = ngettext(
            "Changed every %(n)s day.", "Changed every %(n)s days.", profile.max_age_days
        )
        lines.append(text % {"n": profile.max_age_days})
    return lines


@transaction.atomic
def change(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    new: str,
    keep: Session | None = None,
) -> None:
    """Change one's own password; every session but the one kept ends.

    Callers have had the present password checked (``logins.check_own_password``). Raises BadInput
    when the new one is not allowed.
    """
    locked: User = User.objects.select_for_update().get(pk=user.pk)
    set_new(at=at, user=locked, new=new, keep=keep)
    record(actor=actor, at=at, verb="accounts.password.change", user=locked)
    user.password, user.password_set_at = locked.password, locked.password_set_at


def set_new(*, at: datetime, user: User, new: str, keep: Session | None = None) -> None:
    """Give a user a password that passes the profile, and end their sessions. Callers record.

    Raises BadInput naming everything that is wrong with it.
    """
    faults = list(_faults(user, new))
    if faults:
        raise BadInput(" ".join(faults), code="weak_password")
    user.set_password(new)
    user.password_set_at = at
    user.save(update_fields=["password", "password_set_at"])
    PasswordUse.objects.create(user=user, encoded=user.password, at=at)
    kept = _history(user)[: _profile().history]
    PasswordUse.objects.filter(user=user).exclude(pk__in=[use.pk for use in kept]).delete()
    sessions.end_all(user=user, keep=keep)
    tokens.end_all(user=user, at=at)


def _faults(user: User, password: str) -> Iterator[str]:
    profile = _profile()
    if len(password) < profile.min_length:
        yield _at_least(profile)
    if rules.character_classes(password) < profile.min_classes:
        yield _classes(profile)
    if user.login.lower() in password.lower() or _is_common(password):
        yield _("No common password, and the login is not part of it.")
    if _was_used(user, password):
        yield _("This password was used before; choose another.")


def _was_used(user: User, password: str) -> bool:
    earlier = [use.encoded for use in _history(user)[: _profile().history]]
    return any(check_password(password, encoded) for encoded in {*earlier, user.password})


def _is_common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


def _history(user: User) -> list[PasswordUse]:
    return list(PasswordUse.objects.filter(user=user).order_by("-at", "-id"))


def _profile() -> PasswordProfile:
    return rules.PROFILES[settings.PASSWORD_PROFILE]


def _at_least(profile: PasswordProfile) -> str:
    text = ngettext("At least %(n)s character.", "At least %(n)s characters.", profile.min_length)
    return text % {"n": profile.min_length}


def _classes(profile: PasswordProfile) -> str:
    return _(
        "At least %(n)s of these kinds: small letters, capitals, digits, other characters."
    ) % {"n": profile.min_classes}

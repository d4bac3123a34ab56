"""The second factor: an authenticator app (RFC 6238) and recovery codes for the day it is lost."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32decode, b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts.models import Factor, RecoveryCode, Session, User
from linli.accounts.selectors import has_second_factor
from linli.accounts.services import sessions, tokens
from linli.accounts.services.acts import record
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict
from linli.kernel.keys import keyring

ISSUER = "Linli"
SECRET_BYTES = 20
DIGITS = 6
STEP_SECONDS = 30
# A telephone's clock may be off by one step either way.
DRIFT = (0, -1, 1)
SECRET_COLUMN = "accounts.factor.secret"  # noqa: S105 - the name of a column, bound into the seal
CODE_COLUMN = "accounts.recoverycode.digest"
RECOVERY_CODES = 10
# Without letters and digits that are mistaken for each other; 12 of 30 are 58 bits.
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz2345679"
RECOVERY_LENGTH = 12


@transaction.atomic
def offer(*, user: User) -> None:
    """Make a secret for the user to scan. It counts only once a code from it has been entered."""
    secret = secrets.token_bytes(SECRET_BYTES)
    sealed = keyring().seal(b32encode(secret).decode(), SECRET_COLUMN)
    Factor.objects.update_or_create(user=user, defaults={"offered": sealed})


def offered_secret(*, user: User) -> str:
    """The secret being set up, in base 32; empty when none is. One query."""
    factor = Factor.objects.filter(user=user).first()
    return keyring().open(factor.offered, SECRET_COLUMN) if factor else ""


def enrolment_address(*, user: User, secret: str) -> str:
    """What the QR code says: the ``otpauth://`` address of the secret."""
    return _totp(secret).get_provisioning_uri(user.login, ISSUER)


@transaction.atomic
def confirm(
    *, actor: Actor, at: datetime, user: User, code: str, keep: Session | None = None
) -> list[str]:
    """Put the offered secret in force; returns fresh recovery codes, to be shown once.

    Every session but the one kept ends, and every access token: they were had without it. Raises
    Conflict when nothing was offered, BadInput when the code is not one of the secret's.
    """
    factor = Factor.objects.select_for_update().filter(user=user).exclude(offered="").first()
    if factor is None:
        raise Conflict(_("Begin setting up the second factor once more."))
    step = _matching_step(keyring().open(factor.offered, SECRET_COLUMN), code, at)
    if step is None:
        raise BadInput(
            _("This code does not belong to the secret shown."),
            remedy=_("Check the clock of your telephone and enter the code it shows now."),
        )
    factor.secret, factor.offered = factor.offered, ""
    factor.last_step, factor.confirmed_at = step, at
    factor.save(update_fields=["secret", "offered", "last_step", "confirmed_at"])
    codes = _fresh_codes(user)
    _end_access(user, at, keep)
    record(actor=actor, at=at, verb="accounts.factor.confirm", user=user)
    return codes


@transaction.atomic
def renew_codes(*, actor: Actor, at: datetime, user: User) -> list[str]:
    """Fresh recovery codes; the old ones are void. Raises Conflict without a second factor."""
    if not has_second_factor(user):
        raise Conflict(_("Set up the second factor first."))
    codes = _fresh_codes(user)
    record(actor=actor, at=at, verb="accounts.factor.codes", user=user)
    return codes


def accept(*, at: datetime, user: User, code: str) -> bool:
    """Whether the code is right; it is used up by this. Callers count the failures."""
    typed = code.replace(" ", "").replace("-", "").lower()
    if len(typed) == DIGITS and typed.isascii() and typed.isdigit():
        return _accept_totp(at=at, user=user, code=typed)
    digest = keyring().index(typed, CODE_COLUMN)
    deleted, _rows = RecoveryCode.objects.filter(user=user, digest=digest).delete()
    return bool(typed and deleted)


@transaction.atomic
def reset(*, actor: Actor, at: datetime, user: User) -> None:
    """Take a lost second factor off somebody's login, by the security administrator.

    All sessions end. Raises Conflict when there is none.
    """
    actor.require("accounts.approve")
    if not _drop(user):
        raise Conflict(_("This login has no second factor."))
    _end_access(user, at, None)
    record(actor=actor, at=at, verb="accounts.factor.reset", user=user)


@transaction.atomic
def remove(*, actor: Actor, at: datetime, user: User, keep: Session | None = None) -> None:
    """Take one's own second factor off, where none is required; all but the session kept ends.

    Raises Conflict without one.
    """
    if not _drop(user):
        raise Conflict(_("This login has no second factor."))
    _end_access(user, at, keep)
    record(actor=actor, at=at, verb="accounts.factor.remove", user=user)


def _end_access(user: User, at: datetime, keep: Session | None) -> None:
    """What was begun with other proofs than are asked for now does not go on."""
    sessions.end_all(user=user, keep=keep)
    tokens.end_all(user=user, at=at)


def _drop(user: User) -> bool:
    RecoveryCode.objects.filter(user=user).delete()
    return bool(Factor.objects.filter(user=user).delete()[0])


def _accept_totp(*, at: datetime, user: User, code: str) -> bool:
    factor = Factor.objects.filter(user=user).exclude(secret="").first()
    if factor is None:
        return False
    step = _matching_step(keyring().open(factor.secret, SECRET_COLUMN), code, at)
    if step is None:
        return False
    # Of two requests with the same code one moves the step on; the other finds it moved.
    unused = Factor.objects.filter(pk=factor.pk, last_step__lt=step)
    return bool(unused.update(last_step=step))


def _matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, within the drift allowed; every step is compared."""
    now = int(clock.real(at).timestamp()) // STEP_SECONDS  # the telephone knows no other day
    totp = _totp(secret)
    found = [
        now + drift
        for drift in DRIFT
        if hmac.compare_digest(totp.generate((now + drift) * STEP_SECONDS), code.strip().encode())
    ]
    return found[0] if found else None


def _totp(secret: str) -> TOTP:
    return TOTP(b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 - RFC 6238, as apps have it; sound within HMAC


def _fresh_codes(user: User) -> list[str]:
    codes = [
        "".join(secrets.choice(RECOVERY_ALPHABET) for _place in range(RECOVERY_LENGTH))
        for _number in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=keyring().index(code, CODE_COLUMN)) for code in codes
    )
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]

"""Checking who logs in. The same answer, the same work and the same time for a login nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.db import transaction
from django.utils.translation import gettext as _

from linli.accounts import rules
from linli.accounts.data import Limit, Role, Source, Step
from linli.accounts.models import Post, Session, User
from linli.accounts.selectors import has_second_factor
from linli.accounts.services import factors, sessions, throttling
from linli.accounts.services.acts import record
from linli.accounts.services.refusals import note_refusal
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput


class WrongProof(BadInput):
    """Login, password or code is not right; which of them is not said."""

    default_code = "wrong_proof"


def check_login(*, at: datetime, login: str, password: str, source: Source) -> User:
    """The user of this login and password. Raises WrongProof or Paused.

    Failures are counted for the login from this source. From a device the login has never used,
    they also count for the network over all logins and for the login over all such devices; so
    strangers can shut out strangers, never the person on the machine they always use.
    """
    guards = _guards(login, source)
    used_up = throttling.take(at=at, guards=guards)
    user: User | None = User.objects.filter(login=login).first()
    encoded = user.password if user else UNUSABLE_PASSWORD_PREFIX
    right = check_password(password, encoded)  # hashes once, even when there is nobody
    if user is None or not right or not user.is_active:
        note_refusal(at=at, user=user, source=source, used_up=used_up)
        raise WrongProof(_("Login or password is wrong. Capital letters matter in the password."))
    throttling.give_back(guards=guards)
    return user


def missing_step(*, user: User, posts: Sequence[Post], at: datetime, code_given: bool) -> Step:
    """What a user whose password was right must still do. One query.

    The second factor comes before a due new password: the password alone proves too little.
    """
    enrolled = has_second_factor(user)
    if enrolled and not code_given:
        return Step.CODE
    profile = rules.PROFILES[settings.PASSWORD_PROFILE]
    if rules.password_is_due(profile, user.password_set_at, at):
        return Step.NEW_PASSWORD
    roles = [Role(post.role) for post in posts]
    if settings.REQUIRE_SECOND_FACTOR and not enrolled and rules.needs_second_factor(roles):
        return Step.ENROL
    return Step.DONE


def check_code(*, at: datetime, user: User, code: str, source: Source) -> None:
    """Check a code of the second factor, or a recovery code. Raises WrongProof or Paused."""
    from_where = source.device or "unknown devices"
    guards = [
        throttling.guard(parts=("code", str(user.public_id), from_where), limit=rules.CODE_LIMIT)
    ]
    used_up = throttling.take(at=at, guards=guards)
    if not factors.accept(at=at, user=user, code=code):
        note_refusal(at=at, user=user, source=source, used_up=used_up, what="code")
        raise WrongProof(_("This code is not right, or was used before. Wait for the next one."))
    throttling.give_back(guards=guards)


@transaction.atomic
def logged_in(*, actor: Actor, at: datetime, user: User, source: Source) -> None:
    """Record that a login is complete; sessions that are over by now are swept."""
    sessions.sweep(at=at)
    record(
        actor=actor,
        at=at,
        verb="accounts.login",
        user=user,
        data={"network": source.network, "known_device": bool(source.device)},
    )


@transaction.atomic
def logged_out(*, actor: Actor, at: datetime, user: User) -> None:
    """Record that somebody logged out."""
    record(actor=actor, at=at, verb="accounts.logout", user=user)


def prove_again(
    *, actor: Actor, at: datetime, user: User, session: Session, proof: str, source: Source
) -> None:
    """Check who sits at the keyboard: by a code if there is a second factor, else the password.

    Raises WrongProof or Paused.
    """
    if has_second_factor(user):
        check_code(at=at, user=user, code=proof, source=source)
    else:
        check_own_password(at=at, user=user, session=session, password=proof, source=source)
    _proved(actor=actor, at=at, user=user, session=session)


def check_own_password(
    *, at: datetime, user: User, session: Session, password: str, source: Source
) -> None:
    """Check one's own password again. Raises WrongProof or Paused."""
    parts = ("proof", str(user.public_id), str(session.public_id))
    guards = [throttling.guard(parts=parts, limit=rules.PROOF_LIMIT)]
    used_up = throttling.take(at=at, guards=guards)
    if not check_password(password, user.password):
        note_refusal(at=at, user=user, source=source, used_up=used_up, what="proof")
        raise WrongProof(_("This password is not right. Capital letters matter."))
    throttling.give_back(guards=guards)


def _guards(login: str, source: Source) -> list[throttling.Guard]:
    if source.device:
        return [_guard("device", login, source.device, limit=rules.PAIR_LIMIT)]
    return [
        _guard("pair", login, source.network, limit=rules.PAIR_LIMIT),
        _guard("network", source.network, limit=rules.NETWORK_LIMIT, own=False),
        _guard("strangers", login, limit=rules.STRANGERS_LIMIT, own=False),
    ]


def _guard(*parts: str, limit: Limit, own: bool = True) -> throttling.Guard:
    return throttling.guard(parts=parts, limit=limit, own=own)


@transaction.atomic
def _proved(*, actor: Actor, at: datetime, user: User, session: Session) -> None:
    sessions.prove(session=session, at=at)
    record(actor=actor, at=at, verb="accounts.proof", user=user)

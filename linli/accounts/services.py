"""Users and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.accounts.data import Role
from linli.accounts.models import Post, User
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.territory.models import Body
from linli.territory.rules import district_of


@transaction.atomic
def create_user(*, login: str, password: str) -> User:
    """Create a user, or give the existing one of this login a new password. Operator's act."""
    user = User.objects.filter(login=login).first() or User(login=login)
    user.set_password(password)
    user.save()
    return user


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    role: Role,
    title: str,
    body: Body,
    scope: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Post:
    """Give a user a post. Doing it twice changes nothing. Operator's act, journalled."""
    post, created = Post.objects.get_or_create(
        user=user,
        body=body,
        role=role,
        starts_on=starts_on,
        defaults={"title": title, "scope": scope, "ends_on": ends_on},
    )
    if created:
        journal.record(
            actor=actor,
            at=at,
            verb="accounts.post.appoint",
            subject=Subject("post", str(post.public_id), f"{body.name} {title}"),
            division=scope,
            district=district_of(scope),
            data={"role": role, "login": user.login, "from": starts_on.isoformat()},
        )
    return post

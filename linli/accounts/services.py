"""Users and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from linli.accounts.data import Role
from linli.accounts.models import Post, User
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.territory import selectors as territory
from linli.territory.data import district_of


@transaction.atomic
def create_user(*, login: str, password: str) -> User:
    """Create a user, or return the one who has this login with the password left as it is."""
    found = User.objects.filter(login=login).first()
    if found:
        return found
    user = User(login=login)
    user.set_password(password)
    user.save(force_insert=True)
    return user


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    at: datetime,
    user: User,
    role: Role,
    title: str,
    body_code: str,
    scope: str,
    starts_on: date,
    ends_on: date | None = None,
) -> Post:
    """Give a user a post. Doing it twice changes nothing. Operator's act, journalled."""
    body = territory.body_by_code(body_code)
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

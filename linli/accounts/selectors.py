"""Who somebody is today: from the logged-in user to the actor that services receive."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from linli.accounts.data import Role
from linli.accounts.models import Post, User
from linli.accounts.rules import rights_of
from linli.kernel.actors import Actor
from linli.territory.data import BodyKind, district_of


def posts_in_office(user: User, on: date) -> list[Post]:
    """The posts a user holds on a day, oldest first. One query."""
    return list(_in_office(on).filter(user=user))


def actor_for(user: User, on: date, post_id: str = "") -> Actor | None:
    """The actor for a user: the chosen post, else the first in office. One query.

    None when the user holds no post today: without a post there is nothing to see.
    """
    return actor_among(posts_in_office(user, on), post_id)


def actor_among(posts: list[Post], post_id: str = "") -> Actor | None:
    """The actor for one of the posts somebody holds: the chosen one, else the first."""
    chosen = next((post for post in posts if str(post.public_id) == post_id), None)
    post = chosen or next(iter(posts), None)
    return _actor(post) if post else None


def actor_by_login(login: str, on: date) -> Actor | None:
    """The actor for a login, for operators' commands and tests. Two queries."""
    user = User.objects.filter(login=login).first()
    return actor_for(user, on) if user else None


def _in_office(on: date) -> QuerySet[Post]:
    held = Post.objects.in_office(on)
    return held.select_related("body", "user").order_by("starts_on", "id")


def _actor(post: Post) -> Actor:
    body = post.body
    is_enterprise = body.kind == BodyKind.PROPERTY_ENTERPRISE
    return Actor(
        user_id=str(post.user.public_id),
        post_id=str(post.public_id),
        role=post.role,
        title=post.title,
        body_id=str(body.public_id),
        body_name=body.name,
        body_kind=body.kind,
        district=district_of(post.scope),
        scope=post.scope,
        enterprise_id=str(body.public_id) if is_enterprise else "",
        rights=rights_of(Role(post.role)),
    )


def label_of(user: User) -> str:
    """What the journal calls a login: the body and title of its latest post. One query."""
    post = Post.objects.filter(user=user).select_related("body").order_by("-starts_on", "-id")
    return " ".join((latest.body.name, latest.title)) if (latest := post.first()) else ""

"""Who somebody is today: from the logged-in user to the actor that services receive."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.accounts.data import DemoDistrict, DemoPost, Role, TokenReach
from linli.accounts.models import AccessToken, Change, Factor, Post, RecoveryCode, Session, User
from linli.accounts.querysets import ChangeQuerySet, UserQuerySet
from linli.accounts.rules import reaches, rights_of
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import NotFound
from linli.kernel.keys import keyring
from linli.territory import selectors as territory
from linli.territory.data import BodyKind, district_of

TOKEN_COLUMN = "accounts.accesstoken.digest"  # noqa: S105 - the name of a column
MOST_DEMO_POSTS = 200


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


def actor_of_post(post_id: str, on: date) -> Actor | None:
    """The actor of one post, if it is held on that day by a login not disabled. One query.

    For work that was asked for earlier: a queued job builds its actor when it runs.
    """
    try:
        post = _in_office(on).filter(public_id=post_id).first()
    except ValidationError:
        return None
    return _actor(post) if post else None


def post_key(actor: Actor) -> int:
    """The database key of the actor's post, for rows of higher apps. One query."""
    return int(Post.objects.values_list("pk", flat=True).get(public_id=actor.post_id))


def actor_of_job(user_id: str, post_id: str, at: datetime) -> Actor | None:
    """The actor a queued job runs as, at the moment it runs; None when the post has ended since."""
    actor = actor_of_post(post_id, local_date(at))
    return actor if actor and actor.user_id == user_id else None


def token_of(text: str) -> str:
    """The keyed hash by which a token is found."""
    return keyring().index(text, TOKEN_COLUMN)


def access_token(text: str) -> AccessToken | None:
    """The token of this text, dead or alive, with its user. One query."""
    found = AccessToken.objects.select_related("user", "post").filter(digest=token_of(text))
    return found.first()


def actor_of_token(token: AccessToken, on: date) -> Actor | None:
    """The actor a token stands for; None when its post is not held that day. One query."""
    post = _in_office(on).filter(pk=token.post_id, user=token.user_id).first()
    return _actor(post) if post else None


def token_reaches(token: TokenReach, needed: TokenReach) -> bool:
    """Whether a token may be used for what needs this reach. No query."""
    return reaches(token, needed)


def live_tokens(user: User, at: datetime) -> QuerySet[AccessToken]:
    """A user's tokens that are neither revoked nor expired. No query until used."""
    found = AccessToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=at)
    return found.select_related("post__body").order_by("-made_at", "-id")


def actor_still_may(post_id: str, right: str, on: date) -> bool:
    """Whether the post is still held on that day and still carries the right. One query."""
    actor = actor_of_post(post_id, on)
    return actor is not None and actor.may(right)


def demonstration(on: date) -> list[DemoDistrict]:
    """Every login with a post, by district, in the order they were opened. Two queries.

    For the login page of a demonstration only: nowhere else may a visitor learn who has a login.
    """
    held = Post.objects.in_office(on).select_related("user", "body").order_by("user_id", "id")
    by_district: dict[str, list[DemoPost]] = {}
    for post in held[:MOST_DEMO_POSTS]:
        found = by_district.setdefault(district_of(post.scope), [])
        found.append(DemoPost(post.user.login, post.title, post.body.name))
    names = territory.names(set(by_district))
    return [
        DemoDistrict(names.get(code, code), tuple(posts)) for code, posts in by_district.items()
    ]


def label_of(user: User) -> str:
    """What the journal calls a login: the body and title of its latest post. One query.

    Asks the database for a login that is none, too: refusals must cost the same for both.
    """
    posts = Post.objects.filter(user_id=user.pk or 0).select_related("body")
    latest = posts.order_by("-starts_on", "-id").first()
    return f"{latest.body.name} {latest.title}" if latest else ""


def users_visible_to(actor: Actor) -> UserQuerySet:
    """Logins the administrator looks after, unordered. No query until used."""
    return User.objects.visible_to(actor)


def login_names(actor: Actor) -> dict[str, str]:
    """Logins in the actor's scope by public id. One query."""
    rows = User.objects.visible_to(actor).values_list("public_id", "login")
    return {str(public_id): login for public_id, login in rows}


def user_visible_to(actor: Actor, public_id: UUID) -> User:
    """One login. Raises NotFound for one outside the actor's scope, as for none."""
    found = User.objects.visible_to(actor).filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such login in your scope."))
    return cast(User, found)


def posts_of(user: User) -> list[Post]:
    """Every post a user holds, held or will hold, latest first. One query."""
    posts = Post.objects.filter(user=user).select_related("body")
    return list(posts.order_by("-starts_on", "-id"))


def posts_reaching(scope: str, on: date) -> list[Post]:
    """Posts held on a day or later that reach exactly as far as a division. One query."""
    held = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), scope=scope)
    return list(held.select_related("body").order_by("id"))


def post_visible_to(actor: Actor, public_id: UUID) -> Post:
    """One post. Raises NotFound outside the actor's scope."""
    posts = Post.objects.visible_to(actor).select_related("user", "body")
    found = posts.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such post in your scope."))
    return cast(Post, found)


def changes_visible_to(actor: Actor) -> ChangeQuerySet:
    """Requested changes in the actor's scope, unordered. No query until used."""
    return Change.objects.visible_to(actor).select_related("user", "body")


def change_visible_to(actor: Actor, public_id: UUID) -> Change:
    """One requested change. Raises NotFound outside the actor's scope."""
    rows = changes_visible_to(actor).select_related("requested_by", "decided_by", "post")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such request in your scope."))
    return cast(Change, found)


def changes_of(user: User) -> list[Change]:
    """What was asked for a login, latest first. One query."""
    rows = Change.objects.filter(user=user).select_related("body")
    return list(rows.order_by("-requested_at", "-id"))


def sessions_of(user: User) -> list[Session]:
    """A user's sessions, the one used last first. One query."""
    return list(Session.objects.filter(user=user).order_by("-seen_at", "-id"))


def recovery_codes_left(user: User) -> int:
    """How many recovery codes are unused. One query."""
    return RecoveryCode.objects.filter(user=user).count()


def has_second_factor(user: User) -> bool:
    """Whether a second factor is in force. One query."""
    return Factor.objects.filter(user=user).exclude(secret="").exists()


def logins_with_given_passwords() -> list[str]:
    """Open logins whose password nobody ever chose for themselves: a demonstration's. One query.

    Whoever sets a password through a link leaves the moment of it.
    """
    given = User.objects.filter(is_active=True, password_set_at__isnull=True)
    chosen = given.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(chosen.order_by("login").values_list("login", flat=True))


def administrators_in_office(on: date) -> dict[Role, int]:
    """How many hold each of the three administrations on a day. One query."""
    roles = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    held = Post.objects.in_office(on).filter(role__in=roles).values_list("role", flat=True)
    counted = Counter(held)
    return {role: counted[role] for role in roles}

"""Puts the actor on the request: who this is today, or None."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from linli.accounts import rules, selectors
from linli.accounts.data import Paused
from linli.accounts.models import Session, User
from linli.accounts.services import sessions, tokens
from linli.accounts.sessions import SessionStore
from linli.accounts.sources import source_of
from linli.kernel import clock
from linli.kernel.web.standing import standing

POST_SESSION_KEY = "post"


class ActorMiddleware:
    """Ends sessions that are over, then finds the actor anew for every request.

    So a lost post, a disabled login, an ended session or a revoked token is lost with the next
    request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(settings.API_PREFIX):
            _act_by_token(request)
        else:
            _act_by_session(request)
        return self.get_response(request)


def _act_by_session(request: HttpRequest) -> None:
    """Who clicks: the login of the browser's session, in the post last chosen there."""
    session = session_in_use(request)
    posts, chosen = [], ""
    if isinstance(request.user, User):
        posts = selectors.posts_in_office(request.user, clock.today())
        chosen = request.session.get(POST_SESSION_KEY, "")
    known = standing(request)
    known.posts, known.actor = posts, selectors.actor_among(posts, chosen)
    known.proved = session is not None and _is_proved(session)


def _act_by_token(request: HttpRequest) -> None:
    """Who calls the interface for programs: the post of an access token, never a session's.

    So no page of another site can make a browser call it, and it needs no guard against that.
    """
    at = clock.now()
    known = standing(request)
    scheme, _space, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not text:
        return
    token = selectors.access_token(text.strip())
    if token is None:
        try:
            tokens.refuse_wrong(at=at, source=source_of(request, ""))
        except Paused as refused:
            known.token_refused = refused
    elif tokens.use(token=token, at=at):
        known.actor = selectors.actor_of_token(token, clock.local_date(at))
        known.reach = token.reach


def session_in_use(request: HttpRequest) -> Session | None:
    """The session of the request, if there is one and it is not over. One query at most."""
    store = request.session
    if not isinstance(store, SessionStore) or (row := store.row) is None:
        return None
    if sessions.use(session=row, at=clock.now()):
        return row
    store.flush()
    return None


def _is_proved(session: Session) -> bool:
    window = timedelta(minutes=settings.STEP_UP_MINUTES)
    return rules.proof_is_fresh(session.proved_at, clock.now(), window)

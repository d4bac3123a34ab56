"""Puts the actor on the request: who this is today, or None."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from linli.accounts import selectors
from linli.accounts.models import User
from linli.kernel import clock

POST_SESSION_KEY = "post"


class ActorMiddleware:
    """Builds ``request.actor`` anew for every request, so a lost post is lost at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        posts, chosen = [], ""
        if isinstance(request.user, User):
            posts = selectors.posts_in_office(request.user, clock.today())
            chosen = request.session.get(POST_SESSION_KEY, "")
        request.posts = posts  # type: ignore[attr-defined]  # read by the page frame
        request.actor = selectors.actor_among(posts, chosen)  # type: ignore[attr-defined]  # ActorRequest
        return self.get_response(request)

"""Declaring who may call a view. A view without a declaration fails a test and is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect

from linli.kernel.actors import Actor

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """A request as the views see it: the middleware has put the actor on it."""

    actor: Actor


def route(*, right: str, methods: tuple[str, ...] = ("GET",)) -> Callable[[View], View]:
    """Declare a view: the right it needs (or PUBLIC, SIGNED_IN) and the methods it answers.

    Anonymous callers of a non-public view go to the login page and come back after it; a post
    without the right gets 403.
    """

    def declare(view: View) -> View:
        allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return HttpResponseNotAllowed(sorted(allowed))
            if right != PUBLIC:
                actor: Actor | None = getattr(request, "actor", None)
                if actor is None:
                    return redirect_to_login(request)
                if right != SIGNED_IN:
                    actor.require(right)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # read by the route test and matrix
        guarded.methods = methods  # type: ignore[attr-defined]  # read by the permission matrix
        return guarded

    return declare


def redirect_to_login(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the login page, keeping where a GET wanted to go."""
    target = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': target})}")

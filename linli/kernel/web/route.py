"""Declaring who may call a view. A view without a declaration fails a test and is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel.actors import Actor
from linli.kernel.web.standing import standing

PUBLIC = "public"
SIGNED_IN = "signed_in"

View = Callable[..., HttpResponse]


class ActorRequest(HttpRequest):
    """A request as the views see it: ``route`` has put the actor on it."""

    actor: Actor


def route(
    *, right: str, methods: tuple[str, ...] = ("GET",), step_up: bool = False
) -> Callable[[View], View]:
    """Declare a view: the right it needs (or PUBLIC, SIGNED_IN) and the methods it answers.

    Anonymous callers of a non-public view go to the login page and come back after it; a post
    without the right gets 403. With ``step_up`` the user must have shown who they are within the
    last minutes (``LINLI_STEP_UP_MINUTES``), or is asked to and then comes back.
    """

    def declare(view: View) -> View:
        allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in allowed:
                return wrong_method(request, allowed)
            if right != PUBLIC:
                known = standing(request)
                if known.actor is None:
                    return redirect_to_login(request)
                cast(ActorRequest, request).actor = known.actor
                if right != SIGNED_IN:
                    known.actor.require(right)
                if step_up and not known.proved:
                    return ask_for_proof(request)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # read by the route test and matrix
        guarded.step_up = step_up  # type: ignore[attr-defined]  # read by the step-up test
        guarded.methods = methods  # type: ignore[attr-defined]  # read by the permission matrix
        return guarded

    return declare


def wrong_method(request: HttpRequest, allowed: Iterable[str]) -> HttpResponse:
    """Say that the address is opened in a way it does not answer; browsers show no empty 405."""
    response = render(request, "405.html", status=405)
    response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def redirect_to_login(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the login page, keeping where they wanted to go.

    What was sent when the login had ended is not carried out and not kept: the login page says so,
    and after it the visitor is on the form again.
    """
    if request.method == "GET":
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': came_from(request), 'again': '1'})}")


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """Ask who is at the keyboard, then come back to the page.

    What was sent is not carried out and not kept: the page asking says so, and after it the
    visitor is on the form again. A form whose page asks for the proof too seldom gets here.
    """
    if request.method == "GET":
        return redirect(f"{settings.STEP_UP_URL}?{urlencode({'next': request.get_full_path()})}")
    target = {"next": came_from(request), "again": "1"}
    return HttpResponse(
        status=303, headers={"Location": f"{settings.STEP_UP_URL}?{urlencode(target)}"}
    )


def came_from(request: HttpRequest) -> str:
    """The page a form was sent from, as the browser says; the start page when it says nothing."""
    referer = urlsplit(request.headers.get("referer", ""))
    return urlunsplit(("", "", referer.path, referer.query, "")) or "/"


def way_back(request: HttpRequest) -> str:
    """The page of ours a refused form was sent from; empty when there is none to lead back to."""
    page = came_from(request) if request.method == "POST" else "/"
    ours = url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours and page != "/" else ""

"""Pages that belong to no app: health, language, type size."""

from __future__ import annotations

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language

from linli.jobs import selectors as jobs
from linli.kernel import clock
from linli.kernel.web import PUBLIC, route
from linli.operations import durability

ONE_YEAR = 365 * 24 * 60 * 60


@route(right=PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """200 when the process answers and its database does; for supervisors.

    ``jobs`` is ``attention`` when background work was set aside or nobody takes it up: an alarm
    for people, no reason to restart anything. ``durability`` is read from this very process.
    """
    background = jobs.health(clock.real(clock.now()))
    return JsonResponse(
        {
            "status": "ok",
            "database": connection.vendor,
            "durability": "attention" if durability.deviations() else "ok",
            "jobs": "ok" if background.sound else "attention",
            "jobs_parked": background.parked,
            "jobs_overdue": background.overdue,
        }
    )


@route(right=PUBLIC, methods=("POST",))
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back."""
    response = _back(request)
    language = request.POST.get("language", "")
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=settings.HTTPS,
            httponly=True,
        )
    return response


@route(right=PUBLIC, methods=("POST",))
def set_type_size(request: HttpRequest) -> HttpResponse:
    """Switch the large type on or off, keep it in a cookie, and go back."""
    response = _back(request)
    value = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(
        settings.LARGE_TYPE_COOKIE_NAME,
        value,
        max_age=ONE_YEAR,
        samesite="Lax",
        secure=settings.HTTPS,
        httponly=True,
    )
    return response


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return redirect(target if ours else "/")

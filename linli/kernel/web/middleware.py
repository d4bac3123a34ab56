"""One translation of domain errors into pages, and response headers every page carries."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from linli.kernel.errors import BadInput, DomainError
from linli.kernel.web.route import way_back
from linli.kernel.web.standing import standing

logger = logging.getLogger("linli.web")


class DomainErrorMiddleware:
    """Turns a DomainError that a view let through into its page: 403, 404, 409 or 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Render the refusal; anything that is no DomainError stays a server error."""
        if not isinstance(error, DomainError):
            return None
        logger.info("refused %s %s", error.status, error.code)
        standing(request).refusal_code = error.code
        findings = error.findings if isinstance(error, BadInput) else ()
        context = {"error": error, "findings": findings, "back": way_back(request)}
        return render(request, f"{error.status}.html", context, status=error.status)


class PrivatePagesMiddleware:
    """Pages behind the login are never kept by a shared or a browser cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if standing(request).actor is not None:
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class LanguageMiddleware:
    """Chinese unless the visitor switched: the browser's own preference is not asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        language = chosen if chosen in known else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

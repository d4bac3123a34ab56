"""What is asked of every request before it reaches its operation, and said of it after.

The token holds, its post carries the right, the token reaches that far; size, type and names of
what was sent are in order; a request that changes something names itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import URLPattern, path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from linli.accounts.data import TokenReach
from linli.accounts.selectors import token_reaches
from linli.api import problems, rules
from linli.api.operations import JSON, KEY_HEADER, OPERATIONS, Operation, api
from linli.kernel.errors import DomainError, Forbidden, NotFound
from linli.kernel.tables.data import LIMITS
from linli.kernel.web import PUBLIC, SIGNED_IN
from linli.kernel.web.route import ActorRequest
from linli.kernel.web.standing import standing

logger = logging.getLogger("linli.api")

FORM = "multipart/form-data"
MOST_BODY = 1024 * 1024
MOST_UPLOAD = LIMITS.bytes + 64 * 1024


def url_patterns() -> list[URLPattern]:
    """The addresses of all operations: one view for each address, under each operation's name."""
    by_path: dict[str, dict[str, Operation]] = {}
    for declared in OPERATIONS.values():
        by_path.setdefault(declared.path, {})[declared.method] = declared
    patterns = []
    for pattern in api.urls[0]:
        if not isinstance(pattern, URLPattern) or pattern.callback is None:
            continue
        found = OPERATIONS.get(str(pattern.name))
        if found is not None:
            view = Guarded(pattern.callback, by_path[found.path])
            patterns.append(path(str(pattern.pattern), view, name=found.name))
    return patterns


@dataclass(frozen=True, eq=False)
class Guarded:
    """What is asked of every request before it reaches its operation, and said of it after."""

    view: Callable[..., HttpResponse]
    operations: Mapping[str, Operation]
    csrf_exempt: bool = field(default=True)

    def __call__(self, request: ActorRequest, **values: Any) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            response = self._answer(request, values)
        response.headers["Content-Language"] = language
        response.headers["Vary"] = "Accept-Language, Authorization"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _answer(self, request: ActorRequest, values: dict[str, Any]) -> HttpResponse:
        if request.method != "HEAD":
            return self._answered(request, values)
        request.method = "GET"
        response = self._answered(request, values)
        request.method = "HEAD"
        return bodiless(response)

    def _answered(self, request: ActorRequest, values: dict[str, Any]) -> HttpResponse:
        try:
            declared = self.operations.get(request.method or "")
            if declared is None:
                raise problems.NotTaken(405, "method", _("This address does not take this method."))
            standing(request).operation = f"api:{declared.name}"
            _admit(request, declared)
            _inspect(request, declared)
            if any(rules.unprintable([str(value) for value in values.values()])):
                raise NotFound(_("There is nothing at this address."))
            return self.view(request, **values)
        except DomainError as refused:
            response = problems.answer_to(request, refused)
            if problems.status_of(refused) == 405:
                response.headers["Allow"] = ", ".join(self._methods())
            return response
        except Exception:
            logger.exception("an operation failed")
            return problems.server_error()

    def _methods(self) -> list[str]:
        return sorted({*self.operations, *(["HEAD"] if "GET" in self.operations else [])})


def bodiless(response: HttpResponse) -> HttpResponse:
    """What HEAD gets: everything GET gets but the body, whose length is still said."""
    response.headers["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def language_of(request: HttpRequest) -> str:
    """Chinese unless English is asked for first (``Accept-Language``)."""
    for code, _weight in parse_accept_lang_header(request.headers.get("accept-language", "")):
        if code.startswith(("zh", "en")):
            return "en" if code.startswith("en") else "zh-hans"
    return "zh-hans"


# --- before -----------------------------------------------------------------------------------


def _admit(request: ActorRequest, declared: Operation) -> None:
    """The token holds, its post carries the right, and the token reaches that far."""
    known = standing(request)
    if known.token_refused is not None:
        raise known.token_refused
    if declared.right == PUBLIC:
        return
    if known.actor is None:
        raise problems.NotTaken(
            401,
            "token_needed",
            _("This needs an access token that holds."),
            remedy=_("Make one on your page “Login and security” and send it as Bearer token."),
        )
    request.actor = known.actor
    if declared.right != SIGNED_IN:
        known.actor.require(declared.right)
    if not token_reaches(TokenReach(known.reach), declared.reach):
        raise Forbidden(
            _("This token is not good for that."),
            code="token_reach",
            remedy=_("Make a token that reaches further, or use the pages."),
        )


def _inspect(request: HttpRequest, declared: Operation) -> None:
    """Size, type and names of what was sent; everything wrong at once."""
    sends = declared.method != "GET"
    if sends:
        _measure(request, declared)
    found = [*_query_faults(request, declared)]
    if declared.writes and not rules.is_key(request.headers.get(KEY_HEADER, "")):
        allowed = _("8 to 64 visible ASCII characters, new for every request")
        found.append(problems.fault("idempotency_key", KEY_HEADER, allowed=allowed))
    if sends:
        found += (
            _upload_faults(request, declared)
            if declared.upload
            else _body_faults(request, declared)
        )
    if found:
        raise problems.wrong(found)


def _measure(request: HttpRequest, declared: Operation) -> None:
    most = MOST_UPLOAD if declared.upload else MOST_BODY
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        said = _("The request is larger than %(most)d KB.") % {"most": most // 1024}
        raise problems.NotTaken(413, "too_large", said)
    wanted = FORM if declared.upload else JSON
    takes = declared.upload or declared.body is not None
    if takes and request.content_type != wanted:
        said = _("Send this as %(type)s.") % {"type": wanted}
        raise problems.NotTaken(415, "content_type", said)


def _query_faults(request: HttpRequest, declared: Operation) -> Iterator[Any]:
    allowed = ", ".join(sorted(declared.queries))
    for name, values in request.GET.lists():
        if name not in declared.queries:
            yield problems.fault("extra_forbidden", name[:60], allowed=allowed)
        elif len(values) > 1:
            yield problems.fault("repeated", name)
        elif any(rules.unprintable(values)):
            yield problems.fault("control_characters", name)


def _body_faults(request: HttpRequest, declared: Operation) -> Iterator[Any]:
    body = request.body.strip()
    if declared.body is None:
        if body not in (b"", b"{}"):
            yield problems.fault("no_body", "body")
        return
    try:
        value = rules.read_json(body)
    except rules.NotJson:
        allowed = _("UTF-8, each name of an object once, no NaN, %(n)s levels deep at most")
        yield problems.fault("not_json", "body", allowed=allowed % {"n": rules.MOST_DEPTH})
        return
    for place in rules.unprintable(value):
        yield problems.fault("control_characters", place[:100])


def _upload_faults(request: HttpRequest, declared: Operation) -> Iterator[Any]:
    try:
        fields, files = dict(request.POST.lists()), request.FILES
    except (MultiPartParserError, SuspiciousOperation, ValueError):
        yield problems.fault("not_multipart", "body")
        return
    known = set(declared.form.model_fields if declared.form else ())
    allowed = ", ".join([*sorted(known), *declared.files])
    for name in [*(fields.keys() - known), *(name for name in files if name not in declared.files)]:
        yield problems.fault("extra_forbidden", name[:60], allowed=allowed)
    for name in sorted(known & fields.keys()):
        if len(fields[name]) > 1:
            yield problems.fault("repeated", name)
        elif any(rules.unprintable(fields[name])):
            yield problems.fault("control_characters", name)
    for name, is_needed in declared.files.items():
        count = len(files.getlist(name))
        if count > 1:
            yield problems.fault("repeated", name)
        elif is_needed and not count:
            yield problems.fault("missing", name)

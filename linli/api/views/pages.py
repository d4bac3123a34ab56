"""What is said about the interface: its description, a page to read, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from linli.api import problems
from linli.api.guarding import language_of
from linli.api.labels import RIGHTS, TAGS, Tag
from linli.api.openapi import description
from linli.api.operations import KEY_HEADER, OPERATIONS, Operation
from linli.kernel.errors import NotFound
from linli.kernel.web import PUBLIC, SIGNED_IN, route

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True, slots=True)
class Subject:
    """The operations about one subject, each with what its right lets a post do."""

    tag: Tag
    label: object
    operations: list[tuple[Operation, object]]


@route(right=PUBLIC)
def index(request: HttpRequest) -> HttpResponse:
    """Every operation by subject, for people."""
    context = {
        "subjects": list(_subjects()),
        "key_header": KEY_HEADER,
        "public": PUBLIC,
        "signed_in": SIGNED_IN,
    }
    return render(request, "api/index.html", context)


@route(right=PUBLIC)
def openapi(request: HttpRequest) -> HttpResponse:
    """The description for programs."""
    with translation.override(language_of(request)):
        return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@csrf_exempt
@route(right=PUBLIC, methods=METHODS)
def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that is none, answered as every operation answers."""
    with translation.override(language_of(request)):
        return problems.answer_to(request, NotFound(_("There is nothing at this address.")))


def _subjects() -> Iterator[Subject]:
    for tag, label in TAGS.items():
        found = [declared for declared in OPERATIONS.values() if declared.tag == tag]
        if found:
            found.sort(key=lambda one: (one.path, one.method))
            yield Subject(tag, label, [(one, RIGHTS[one.right]) for one in found])

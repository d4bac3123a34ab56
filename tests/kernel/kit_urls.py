"""A reader of clauses, for the kit's tests."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def clause(request: HttpRequest, clause: str) -> HttpResponse:
    return HttpResponse(clause)


urlpatterns = [path("clause/<str:clause>/", clause, name="clause")]

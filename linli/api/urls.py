from django.urls import path

from linli.api.guarding import url_patterns
from linli.api.operations import OPERATIONS
from linli.api.views import (
    campaigns,
    compounds,
    contracts,
    homes,
    oversight,
    own,
    pages,
    policy,
    reports,
    rosters,
)

__all__ = ["OPERATIONS", "SUBJECTS", "app_name", "urlpatterns"]

app_name = "api"
SUBJECTS = (own, compounds, contracts, homes, rosters, campaigns, reports, policy, oversight)
"""The modules that declare operations: all are declared once this one is imported."""

urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.openapi, name="openapi"),
    *url_patterns(),
    path("<path:rest>", pages.missing, name="missing"),
]

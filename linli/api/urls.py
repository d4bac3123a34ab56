from django.urls import path, re_path

from linli.api.guarding import url_patterns
from linli.api.operations import OPERATIONS
from linli.api.views import (
    campaigns,
    communities,
    compounds,
    contracts,
    drafts,
    duties,
    exports,
    homes,
    lists,
    notices,
    oversight,
    own,
    pages,
    places,
    policy,
    reports,
    rosters,
    units,
)

__all__ = ["OPERATIONS", "SUBJECTS", "app_name", "urlpatterns"]

app_name = "api"
SUBJECTS = (
    own, communities, compounds, places, contracts, homes, units, rosters, exports, campaigns,
    lists, reports, duties, notices, policy, drafts, oversight,
)  # fmt: skip
"""The modules that declare operations: all are declared once this one is imported."""

urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.openapi, name="openapi"),
    *url_patterns(),
    # Every other address, those too that no converter takes: a line break among them.
    re_path(r"^(?P<rest>[\s\S]+)$", pages.missing, name="missing"),
]

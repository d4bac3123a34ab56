from django.urls import path

from linli.api.guarding import url_patterns
from linli.api.views import compounds, contracts, own, pages

app_name = "api"
SUBJECTS = (own, compounds, contracts)
"""The modules that declare operations."""

urlpatterns = [
    path("", pages.index, name="index"),
    path("openapi.json", pages.openapi, name="openapi"),
    *url_patterns(),
    path("<path:rest>", pages.missing, name="missing"),
]

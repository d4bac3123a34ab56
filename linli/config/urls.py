"""The composition root of the pages: every app mounts its own urls here."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from linli.config import site

MOUNTS = {
    "accounts": "",
    "policy": "policy/",
    "registry": "registry/",
    "files": "files/",
    "notices": "notices/",
    "duties": "duties/",
    "disclosure": "disclosure/",
    "campaigns": "campaigns/",
    "cockpit": "",
    "portal": "public/",
    "api": "api/",
    "journal": "journal/",
    "jobs": "jobs/",
    "operations": "operations/",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", site.health, name="health"),
    path("language/", site.set_language, name="set_language"),
    path("large-type/", site.set_type_size, name="set_type_size"),
    *(
        path(prefix, include(f"linli.{app}.urls"))
        for app, prefix in MOUNTS.items()
        if find_spec(f"linli.{app}") and find_spec(f"linli.{app}.urls")
    ),
]

handler400 = "linli.config.errors.bad_request"
handler403 = "linli.config.errors.forbidden"
handler404 = "linli.config.errors.not_found"
handler500 = "linli.config.errors.server_error"

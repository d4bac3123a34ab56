"""P35: every answer carries its headers, every cookie its attributes, every form its token."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.accounts.conftest import PASSWORD, Turn, logged_in
from tests.architecture.project import ROOT, assert_none, templates
from tests.architecture.routes import routes

ADDRESSES = (
    "GET /login/",
    "GET /missing/",
    "GET /account/",
    "POST /language/",
    "POST /large-type/",
)
# What stands in the place of an address's arguments; anything else is a word.
ARGUMENTS = {
    "uuid": "01970000-0000-7000-8000-000000000000",
    "uuidstr": "01970000-0000-7000-8000-000000000000",
    "int": "1",
    "district_code": "370406",
    "division_code": "370406001",
}
EVERY_ADDRESS = tuple(
    "GET /"
    + re.sub(r"<(?:(\w+):)?\w+>", lambda found: ARGUMENTS.get(found[1] or "", "x"), route.pattern)
    for route in routes()
    if "GET" in route.methods
)
POSTING = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>(.*?)</form>", re.S | re.I)


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a production installation answers, by address."""
    return {answer["address"]: answer for answer in _ask(tmp_path_factory.mktemp("var"))}


def _ask(
    var: Path,
    *,
    addresses: tuple[str, ...] = ADDRESSES,
    changes: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "linli.config.settings",
        "LINLI_MODE": "production",
        "LINLI_VAR": str(var),
        "LINLI_KEYS": str(var / "keys.json"),
        "LINLI_SECRET_KEY": "for this test only",
        "LINLI_HOSTS": "linli.example",
        "DATABASE_URL": f"sqlite:///{var / 'none.sqlite3'}",
        **(changes or {}),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.production", *addresses],
        cwd=ROOT,
        env={name: value for name, value in environment.items() if value},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What a production installation answers at every address the URL resolver knows."""
    return _ask(tmp_path_factory.mktemp("var"), addresses=EVERY_ADDRESS)


def test_every_address_of_the_resolver_carries_the_headers(
    everywhere: list[dict[str, Any]],
) -> None:
    assert len(everywhere) == len(EVERY_ADDRESS) > 60
    bare = [
        f"{answer['address']} ({answer['status']}): {name}"
        for answer in everywhere
        for name, wanted in (
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "same-origin"),
            ("Strict-Transport-Security", "max-age="),
            ("Content-Security-Policy", "frame-ancestors 'none'"),
        )
        if wanted not in answer["headers"].get(name, "")
    ]
    assert_none(bare, "headers are set by middleware: look what answers around it")


def test_no_address_loosens_the_content_policy(everywhere: list[dict[str, Any]]) -> None:
    loose = [
        answer["address"]
        for answer in everywhere
        if "unsafe" in answer["headers"].get("Content-Security-Policy", "unsafe")
    ]
    assert_none(loose, "no inline script, no inline style: use a file and a class")


def test_no_address_sets_a_loose_cookie(everywhere: list[dict[str, Any]]) -> None:
    loose = [
        f"{answer['address']}: {cookie}"
        for answer in everywhere
        for cookie in answer["cookies"]
        if not cookie.startswith("__Host-")
        or not all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"))
        or "Domain" in cookie
    ]
    assert_none(loose, "name it in the settings beside the other __Host- cookies")


def test_the_addresses_answer_as_meant(production: dict[str, Any]) -> None:
    assert [production[address]["status"] for address in ADDRESSES] == [200, 404, 302, 302, 302]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_its_headers(production: dict[str, Any], address: str) -> None:
    headers = production[address]["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert int(headers["Strict-Transport-Security"].split("=")[1].split(";")[0]) >= 31536000
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_cookie_is_bound_to_the_host(production: dict[str, Any], address: str) -> None:
    for cookie in production[address]["cookies"]:
        assert cookie.startswith("__Host-"), cookie
        for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert attribute in cookie, cookie
        assert "Domain" not in cookie


def test_there_are_cookies_to_look_at(production: dict[str, Any]) -> None:
    names = {cookie.split("=")[0] for answer in production.values() for cookie in answer["cookies"]}
    assert names == {"__Host-csrf", "__Host-language", "__Host-large-type"}


@pytest.mark.parametrize("missing", ["LINLI_SECRET_KEY", "LINLI_KEYS"])
def test_production_does_not_start_without_its_secrets(tmp_path: Path, missing: str) -> None:
    with pytest.raises(AssertionError, match=missing):
        _ask(tmp_path, changes={missing: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LINLI_SESSION_IDLE_MINUTES", "45"),
        ("LINLI_PASSWORDS", "none"),
        ("LINLI_TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_setting_out_of_bounds_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(AssertionError, match=name):
        _ask(tmp_path, changes={name: value})


def test_the_cookies_of_a_login_are_closed_to_scripts(turn: Turn) -> None:
    client = logged_in()
    for name in ("sessionid", "device"):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name


def test_every_form_that_posts_carries_the_token() -> None:
    bare = [
        f"{path.relative_to(ROOT)}: {form[:60].strip()}"
        for path in templates()
        if path.suffix == ".html"
        for form in POSTING.findall(path.read_text(encoding="utf-8"))
        if "{% csrf_token %}" not in form
    ]
    assert_none(bare, "put {% csrf_token %} into the form")


def test_a_post_without_the_token_is_refused(turn: Turn) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"login": "shancheng", "password": PASSWORD})
    assert answer.status_code == 403

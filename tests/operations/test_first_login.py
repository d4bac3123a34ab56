"""From an empty machine to the first login: by the manual alone, in production, over gunicorn."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.operations.installation import ROOT, empty
from tests.operations.manual import follow

pytestmark = pytest.mark.django_db  # a database of its own, on the server this run is about

START_SECONDS = 60
PASSWORD = "Zq7-" + secrets.token_urlsafe(12)
JOIN = """
import json, re
from django.test import Client, override_settings
from linli.accounts.models import Post, User
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
client = Client(SERVER_NAME="linli.example.gov.cn")
with override_settings(STORAGES=PLAIN):
    opened = client.get(link, secure=True)
    joined = client.post(link, {"new": password, "again": password}, secure=True)
    once = client.get(link, secure=True)
    entered = client.post("/login/", {"login": "xitong", "password": password}, secure=True)
    wrong = client.post("/login/", {"login": "qu-zhujian", "password": "linli-demo-2020"},
                        secure=True)
print(json.dumps({
    "statuses": [opened.status_code, joined.status_code, once.status_code, entered.status_code],
    "next": entered.headers.get("Location", ""),
    "wrong": wrong.status_code,
    "fields": re.findall(r'name="(\\w+)"', opened.text),
    "logins": sorted(User.objects.values_list("login", flat=True)),
    "passwords": [user.login for user in User.objects.all() if user.has_usable_password()],
    "roles": sorted(Post.objects.values_list("role", flat=True)),
}))
"""


@contextmanager
def _web(environment: dict[str, str]) -> Iterator[int]:
    """gunicorn as the unit starts it; yields its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    unit = (ROOT / "deploy" / "systemd" / "linli-web.service").read_text(encoding="utf-8")
    started = re.search(r"^ExecStart=\S+/gunicorn (.*)$", unit, re.M)
    assert started is not None
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *started[1].split()],
        cwd=ROOT,
        env={**environment, "LINLI_BIND": f"127.0.0.1:{port}", "LINLI_WEB_WORKERS": "1"},
    ) as process:
        try:
            deadline = time.monotonic() + START_SECONDS
            while process.poll() is None and time.monotonic() < deadline:
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            assert process.poll() is None, "gunicorn ended at its start"
            yield port
        finally:
            process.terminate()


def _get(port: int, path: str) -> tuple[int, dict[str, str]]:
    """As the proxy asks: over HTTPS on the outside."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    headers = {"Host": "linli.example.gov.cn", "X-Forwarded-Proto": "https"}
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response.status, json.loads(response.read())


def test_an_empty_machine_has_no_login_but_those_invited(tmp_path: Path) -> None:
    with empty(tmp_path / "var") as fresh:
        etc = tmp_path / "etc"
        etc.mkdir()
        example = (ROOT / "deploy" / "linli.env.example").read_text(encoding="utf-8")
        settings = example.replace("/var/lib/linli", str(fresh.folder)).replace(
            "/etc/linli", str(etc)
        )
        if not fresh.url.startswith("sqlite"):
            settings += f"DATABASE_URL={fresh.url}\n"
        (etc / "linli.env").write_text(settings, encoding="utf-8")
        fresh.folder.mkdir()
        said = follow("operations.md", "install", tmp_path, {"/etc/linli": etc, "/opt/linli": ROOT})
        links = re.findall(r"^https://linli\.example\.gov\.cn(/join/\S+)$", said, re.M)
        assert len(links) == 3
        environment = _environment(etc / "linli.env")
        live = fresh.changed(**environment)
        told = live.ask(JOIN, link=links[0], password=PASSWORD)
        assert told["statuses"] == [200, 302, 404, 302], told
        assert told["next"] == "/login/enrol/"
        assert told["wrong"] != 302
        assert told["logins"] == ["anquan", "shenji", "xitong"]
        assert told["passwords"] == ["xitong"]
        assert told["roles"] == ["audit_admin", "security_admin", "system_admin"]
        if fresh.url.startswith("sqlite"):  # the throwaway server of the tests is not durable
            with _web(live.environment) as port:
                status, health = _get(port, "/healthz")
            assert (status, health["status"], health["durability"]) == (200, "ok", "ok")


def _environment(file: Path) -> dict[str, str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _sign, value in pairs} | {"HOME": os.environ.get("HOME", "/")}

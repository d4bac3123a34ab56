"""What the files for operators name exists: settings, commands, services; and units are fenced."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings
from gunicorn.config import KNOWN_SETTINGS

from linli.api.data.shapes import Problem
from linli.cli import commands
from linli.config import gunicorn
from tests.architecture.project import ROOT, assert_none
from tests.architecture.test_settings import _read_from_the_environment

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MANUALS = ("operations.md", "backup.md", "journal.md")
SHELL = re.compile(r"```sh\n(.*?)```", re.S)
PLACEHOLDER = re.compile(r"[A-Z]{2,}|…")


def test_every_setting_named_exists() -> None:
    known = _read_from_the_environment()
    unknown = [
        f"{path.name}: {name}"
        for path in DEPLOY.rglob("*")
        if path.is_file()
        for name in re.findall(r"\b(?:LINLI_[A-Z_]+|DATABASE_URL)\b", path.read_text("utf-8"))
        if name not in known
    ]
    assert_none(unknown, "no setting has this name")


def _commands() -> list[tuple[str, str]]:
    """Every command of ``linli`` in a unit, in compose and in the manual's blocks."""
    texts = {path.name: path.read_text("utf-8") for path in UNITS}
    texts |= {
        name: "\n".join(SHELL.findall((ROOT / "docs" / name).read_text("utf-8")))
        for name in MANUALS
    }
    found = [
        (name, line.removesuffix(')" >> /etc/linli/linli.env'))
        for name, text in texts.items()
        for line in re.findall(r"(?:^|/bin/|\$\()(linli .*)$", text, re.M)
    ]
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    given = [service.get("command") for service in compose["services"].values()]
    return found + [("compose.yaml", shlex.join(command)) for command in given if command]


def test_there_are_commands_to_look_at() -> None:
    assert {name for name, _line in _commands()} >= {
        "linli-worker.service",
        "linli-backup.service",
        "compose.yaml",
        "operations.md",
        "backup.md",
    }


@pytest.mark.parametrize(("name", "line"), _commands())
def test_every_command_named_exists(name: str, line: str) -> None:
    words = shlex.split(line)[1:]
    assert hasattr(commands.parser().parse_args(words), "run"), f"{name}: {line}"


def test_every_command_in_the_table_exists() -> None:
    """The first words of each; options stand in for what is chosen."""
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    table = text[text.index("## Commands") : text.index("## Settings")]
    named = {match.split()[0] for match in re.findall(r"`linli ([^`]+)`", table)}
    offered = set(commands.parser()._subparsers._group_actions[0].choices)  # type: ignore[union-attr,arg-type]  # argparse keeps them nowhere else
    assert named <= offered
    assert offered - named == set(), "add it to the table of commands"


def test_gunicorn_knows_every_setting_of_its_file() -> None:
    known = {setting.name for setting in KNOWN_SETTINGS}
    ours = {name for name in vars(gunicorn) if not name.startswith("_")}
    assert ours - {"annotations", "Env", "env"} <= known


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_run_fenced_in(unit: Path) -> None:
    parsed = configparser.ConfigParser(strict=True, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment,method-assign]  # names as systemd has them
    parsed.read(unit, encoding="utf-8")
    service = parsed["Service"]
    assert service["User"] == "linli"
    assert service["EnvironmentFile"] == "/etc/linli/linli.env"
    assert service["ExecStart"].startswith("/opt/linli/.venv/bin/")
    for name in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "RestrictSUIDSGID"):
        assert service[name] == "yes"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"]) == ("strict", "")


def test_the_compose_file_holds_together() -> None:
    compose: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services = compose["services"]
    assert set(services) == {"web", "worker", "database", "proxy"}
    for service in services.values():
        assert "image" in service
        assert set(service.get("depends_on", ())) <= set(services)
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source.startswith("./") or source in compose["volumes"]
    assert "ports" not in services["database"]
    assert "ports" not in services["web"]
    assert (DEPLOY / services["web"]["build"]["dockerfile"].removeprefix("deploy/")).is_file()


def test_the_proxys_own_pages_are_there_and_say_the_limits_that_hold(
    settings: LazySettings,
) -> None:
    """What nginx answers without the product: every page named exists, in both languages, and
    leans on nothing but its own folder."""
    conf = (DEPLOY / "nginx.conf").read_text("utf-8")
    pages = DEPLOY / "pages"
    named = set(re.findall(r"error_page .* /_pages/(\S+);", conf))
    assert named | {"page.css"} == {path.name for path in pages.iterdir()}
    proxy = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]["proxy"]
    assert "./pages:/etc/nginx/linli/_pages:ro" in proxy["volumes"]
    assert "root /etc/nginx/linli;" in conf
    for name in sorted(named):
        text = (pages / name).read_text("utf-8")
        assert re.search(r"[\u4e00-\u9fff]{4}", text), name
        if name.endswith(".json"):
            Problem(**json.loads(text))
        else:
            assert 'lang="en"' in text
            assert set(re.findall(r'(?:href|src)="([^"]*)"', text)) == {"/_pages/page.css", "/"}
    let_through = re.findall(r"client_max_body_size (\d+)m;", conf)
    taken = str(settings.MAX_UPLOAD_BYTES // 2**20)
    said = re.findall(r"(\d+) MB", (pages / "too-large.html").read_text("utf-8"))
    assert said == [*let_through, taken] * 2

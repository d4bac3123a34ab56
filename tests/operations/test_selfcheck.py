"""P2: production starts with safe settings only, and says of each unsafe one what to do."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.utils import translation

from linli.cli.personas import PERSONAS
from linli.kernel import clock, crypto
from linli.operations import durability, selfcheck, startup
from linli.operations.backups import keyfile
from linli.operations.checks import configured, stored, surroundings
from linli.operations.data import Check, Level
from tests.operations.conftest import Filled
from tests.operations.installation import Installation


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Any:
    """Settings as production should have them, and the machine's own time."""
    clock.set_offset(0)  # a demonstration of this module may stand at its own day
    settings.DEMO = False
    settings.SECRET_KEY = secrets.token_urlsafe(64)
    settings.ALLOWED_HOSTS = ["linli.example"]
    settings.BASE_URL = "https://linli.example"
    settings.HTTPS = settings.REQUIRE_SECOND_FACTOR = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.KEYS_FILE, settings.BACKUP_KEY_FILE = tmp_path / "keys.json", tmp_path / "backup.key"
    crypto.write_keyring(settings.KEYS_FILE, crypto.new_keyring())
    keyfile.write_new(settings.BACKUP_KEY_FILE)
    return settings


def _settings() -> dict[str, Check]:
    with translation.override("en"):
        found = [look() for look in selfcheck.SETTINGS]
    return {check.name: check for check in found if isinstance(check, Check)}


def test_safe_settings_are_found_safe(production: Any) -> None:
    assert {check.level for check in _settings().values()} == {Level.OK}


@pytest.mark.parametrize(
    ("setting", "value", "name"),
    [
        ("DEBUG", True, "settings.debug"),
        ("SECRET_KEY", "short", "settings.secret_key"),
        ("SECRET_KEY", "a" * 80, "settings.secret_key"),
        ("ALLOWED_HOSTS", ["*"], "settings.hosts"),
        ("ALLOWED_HOSTS", [".example"], "settings.hosts"),
        ("ALLOWED_HOSTS", [], "settings.hosts"),
        ("HTTPS", False, "settings.https"),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"],
         "settings.password_hashing"),
        ("KEYS_FILE", Path("absent.json"), "keys.sealing"),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_each_unsafe_setting_forbids_a_start(
    production: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    value: Any,
    name: str,
) -> None:
    value = tmp_path / value if isinstance(value, Path) else value
    monkeypatch.setattr(selfcheck, "DATABASE", ())
    startup.require_safe()
    setattr(production, setting, value)
    check = _settings()[name]
    assert check.forbids_start
    with pytest.raises(ImproperlyConfigured) as refusal:
        startup.require_safe()
    assert name in str(refusal.value)
    assert check.remedy in str(refusal.value)
    production.DEMO = True
    startup.require_safe()


@pytest.mark.parametrize("demo", [False, True])
def test_acts_kept_too_short_forbid_any_start(
    production: Any, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    """P37: below 180 days a demonstration does not start either."""
    monkeypatch.setattr(selfcheck, "DATABASE", ())
    production.DEMO = demo
    production.JOURNAL_DAYS = 180
    startup.require_safe()
    production.JOURNAL_DAYS = 179
    assert _settings()["settings.journal_days"].level is Level.FAULT
    with pytest.raises(ImproperlyConfigured, match="LINLI_JOURNAL_DAYS"):
        startup.require_safe()


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o604])
def test_a_key_file_others_can_touch_forbids_a_start(production: Any, mode: int) -> None:
    Path(production.KEYS_FILE).chmod(mode)
    assert _settings()["keys.sealing"].forbids_start


def test_keys_beside_the_data_are_warned_of(production: Any, tmp_path: Path) -> None:
    production.VAR_DIR = tmp_path
    assert _settings()["keys.apart"].level is Level.WARNING


@pytest.mark.parametrize("name", ["synchronous", "journal_mode", "fsync", "synchronous_commit"])
def test_a_setting_that_loses_commits_forbids_a_start(
    production: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    vendor = "sqlite" if name in durability.SQLITE else "postgresql"
    wanted = durability.SQLITE if vendor == "sqlite" else durability.POSTGRESQL
    monkeypatch.setattr(connection, "vendor", vendor)
    monkeypatch.setattr(durability, "found", lambda: dict(wanted) | {name: "off"})
    faults = [check.name for check in stored.durable() if check.forbids_start]
    assert faults == [f"database.{name}"]


@pytest.mark.django_db
def test_a_demonstrations_login_forbids_a_start(district: None, production: Any) -> None:
    check = stored.seeded_logins()
    assert check.forbids_start
    assert check.found == str(len(PERSONAS))


@pytest.mark.django_db
def test_a_missing_trigger_forbids_a_start(db: None, production: Any) -> None:
    assert stored.append_only().level is Level.OK
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON journal_act"
        cursor.execute(f"DROP TRIGGER journal_act_no_update{on}")
    assert stored.append_only().forbids_start


def test_little_room_is_said(production: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surroundings, "LITTLE_SPACE", 2**60)
    assert surroundings.disk().level is Level.WARNING
    monkeypatch.setattr(surroundings, "NO_SPACE", 2**60)
    assert surroundings.disk().level is Level.FAULT
    assert not configured.private_fault(Path(production.KEYS_FILE))


def _environment(folder: Path) -> dict[str, str]:
    return {
        "LINLI_MODE": "production",
        "LINLI_SECRET_KEY": secrets.token_urlsafe(64),
        "LINLI_HOSTS": "linli.example",
        "LINLI_KEYS": str(folder / "keys.json"),
        "LINLI_BACKUP_KEY": str(folder / "backup.key"),
    }


LIVE = """
import json
from linli.operations import durability
print(json.dumps([durability.found(), dict(durability.wanted())]))
"""


@pytest.mark.django_db  # a database of its own, on the server this run is about
def test_a_live_process_runs_with_what_durability_rests_on(filled: Filled) -> None:
    found, wanted = filled.installation.ask(LIVE)
    if "fsync" in found:  # the throwaway server of the tests does without
        found |= {"fsync": "on"}
    assert found == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("program", ["worker", "web"])
def test_web_server_and_worker_refuse_alike(filled: Filled, program: str) -> None:
    """The filled database is a demonstration's, and its worker must not run in production."""
    unsafe = Installation(
        filled.installation.folder,
        filled.installation.url,
        _environment(filled.installation.folder),
    )
    command = ("linli.cli", "worker") if program == "worker" else ("linli.config.wsgi",)
    done = unsafe.run(*command)
    assert done.returncode != 0
    assert "logins.seeded" in done.stderr

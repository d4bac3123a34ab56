"""The checks speak the reader's language on the page, and one English to programs and logs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import translation

from linli.accounts import selectors as accounts
from linli.accounts.data import Role
from linli.cli.main import main
from linli.jobs import services as jobs
from linli.jobs.data import State
from linli.jobs.models import Job
from linli.journal import selectors as journal
from linli.kernel import clock, crypto
from linli.kernel.documents import fonts
from linli.operations import durability, selfcheck, startup
from linli.operations.checks import configured, stored, surroundings
from linli.operations.data import Check, Level
from linli.policy.selectors import verifying
from tests import personas

CJK = re.compile(r"[\u3400-\u9fff]")
# Two words of small letters in a row are a sentence; settings, files and commands are none.
SENTENCE = re.compile(r"\b[a-z']{2,} [a-z]{2,}\b")
COMMAND = re.compile(r"`[^`]*`|chmod o= \S+")
# Only a server can be too old: SQLite comes with the program.
ALWAYS_FINE = {"database.version"} if connection.vendor == "sqlite" else set()


def _unreadable() -> Check:
    raise DatabaseError


@pytest.fixture
def worst(district: None, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """An installation in which nothing is as it should be."""
    settings.DEMO, settings.DEBUG, settings.HTTPS = False, True, False
    settings.SECRET_KEY, settings.BASE_URL = "short", "ftp://linli.example"
    settings.ALLOWED_HOSTS, settings.REQUIRE_SECOND_FACTOR = [".example"], False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.JOURNAL_DAYS, settings.VAR_DIR = 100, tmp_path
    settings.KEYS_FILE, settings.BACKUP_KEY_FILE = tmp_path / "keys.json", tmp_path / "backup.key"
    tmp_path.chmod(0o755)
    (tmp_path / "sha256.txt").write_text("00  a.ttf\n00  b.ttf\n")
    (tmp_path / "a.ttf").write_bytes(b"x")
    job = jobs.enqueue(at=clock.now(), name="registry.roster_check", key="one")
    Job.objects.filter(pk=job.pk).update(state=State.PARKED, finished_at=clock.real(clock.now()))
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON journal_act"
        cursor.execute(f"DROP TRIGGER journal_act_no_update{on}")
    late = clock.now() - timedelta(days=1)
    nobody = dict.fromkeys((Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN), 0)
    for place, name, value in (
        (clock, "offset_days", lambda: 3),
        (durability, "found", lambda: dict.fromkeys(durability.wanted(), "off")),
        (stored, "pending_migrations", lambda: ["registry.9999_from_the_future"]),
        (stored, "POSTGRESQL_AT_LEAST", 99_00_00),
        (journal, "oldest_unsealed", lambda _at: late),
        (accounts, "administrators_in_office", lambda _on: nobody),
        (verifying, "digest_of", lambda _rows: ""),
        (surroundings, "LITTLE_SPACE", 2**60),
        (fonts, "FOLDER", tmp_path),
        (selfcheck, "STATE", (*selfcheck.STATE, _unreadable)),
    ):
        monkeypatch.setattr(place, name, value)
    return settings


def _texts(checks: Iterable[Check]) -> list[str]:
    return [text for check in checks for text in (check.found, check.wanted, check.remedy)]


def _english_in(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if SENTENCE.search(COMMAND.sub("", text))]


def _run(language: str) -> list[Check]:
    with translation.override(language):
        return selfcheck.run()


def test_every_fault_is_told_in_chinese_and_in_english(worst: Any) -> None:
    chinese, english = _run("zh-hans"), _run("en")
    assert {check.name for check in chinese if check.level is Level.OK} <= ALWAYS_FINE
    assert _english_in(_texts(chinese)) == []
    assert [text for text in _texts(english) if CJK.search(text)] == []
    assert len(_english_in(_texts(english))) > len(english), "the search finds English"


@pytest.mark.parametrize("content", ["{}", "no json"])
def test_a_damaged_key_file_is_told_in_both(worst: Any, content: str) -> None:
    worst.KEYS_FILE.write_text(content)
    worst.KEYS_FILE.chmod(0o600)
    _assert_keys_told()


def test_a_key_of_a_wrong_length_is_told_in_both(worst: Any) -> None:
    crypto.write_keyring(worst.KEYS_FILE, crypto.new_keyring())
    content = json.loads(worst.KEYS_FILE.read_text())
    content["keys"]["1"]["secret"], content["current"], content["index"] = "AA==", 7, "AA=="
    worst.KEYS_FILE.write_text(json.dumps(content))
    _assert_keys_told()


def _assert_keys_told() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            check = configured.sealing_keys()
        assert check.level is Level.FAULT
        assert bool(CJK.search(check.found)) == (language == "zh-hans")
        assert not (language == "zh-hans" and _english_in([check.found]))


def test_a_sound_installation_is_told_in_chinese_too(district: None) -> None:
    assert _english_in(_texts(_run("zh-hans"))) == []


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_programs_read_one_english_whatever_the_language(
    worst: Any, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    worst.LANGUAGE_CODE = language
    with translation.override(language):
        assert main(["selfcheck", "--json"]) == 1
        answer = json.loads(capsys.readouterr().out)
        assert main(["selfcheck"]) == 1
        printed = capsys.readouterr().out
        with pytest.raises(ImproperlyConfigured) as refusal:
            startup.require_safe()
    for text in (json.dumps(answer, ensure_ascii=False), printed, str(refusal.value)):
        assert not CJK.search(text)
    told = {check["name"]: check for check in answer["checks"]}
    assert told["backup.latest"]["found"] == "none was ever made"
    assert told["settings.https"]["wanted"] == "on"
    assert told["logins.administrators"]["found"] == (
        "system_admin: 0, security_admin: 0, audit_admin: 0"
    )
    assert "Set LINLI_HTTPS=on" in printed
    assert "Set LINLI_HTTPS=on" in str(refusal.value)


def test_the_page_speaks_its_readers_language(
    district: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surroundings, "LITTLE_SPACE", 2**60)
    browser = personas.client("xitong")
    page = browser.get(reverse("operations:state")).content.decode()
    assert "从未备份" in page
    assert "清理磁盘" in page
    shown = page[page.index("<main") : page.index("</main>")]
    assert _english_in(re.split(r"<code>[^<]*</code>|<[^>]*>", shown)) == []
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = browser.get(reverse("operations:state")).content.decode()
    assert "none was ever made" in page
    assert "Make room: old archives" in page

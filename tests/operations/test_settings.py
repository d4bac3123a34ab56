"""A setting that cannot be used stops the start, is named, and says what is taken."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from environs import EnvError

from linli.cli.main import main
from linli.config import settings

SETTINGS = Path(settings.__file__)


@pytest.mark.parametrize(
    ("name", "value", "taken"),
    [
        ("LINLI_MODE", "prod", "demo, production"),
        ("LINLI_MODE", "production", "not set"),  # its own secret key has to be given
        ("LINLI_PASSWORDS", "weak", "mlps, nist"),
        ("LINLI_HTTPS", "perhaps", "boolean"),
        ("LINLI_SESSION_IDLE_MINUTES", "31", "between 15 and 30"),
        ("LINLI_STEP_UP_MINUTES", "0", "between 1 and 60"),
        ("LINLI_BACKUP_MAX_AGE_HOURS", "daily", "integer"),
        ("LINLI_JOB_LEASE_SECONDS", "-1", "between 5 and 3600"),
        ("LINLI_TRUSTED_PROXIES", "6", "between 0 and 5"),
        ("LINLI_JOURNAL_HASH", "md5", "sha256, sm3"),
        ("LINLI_LOG_LEVEL", "LOUD", "INFO, WARNING"),
        ("LINLI_LOG_FORMAT", "yaml", "text, json"),
        ("DATABASE_URL", "mysql://a:b@host/name", "postgresql://"),
        ("DATABASE_URL", "postgresql://", "postgresql://"),
        ("DATABASE_URL", "", "database URL"),
    ],
)
def test_what_cannot_be_used_is_named_with_what_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, taken: str
) -> None:
    monkeypatch.delenv("LINLI_SECRET_KEY", raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(EnvError, match=taken) as refused:
        runpy.run_path(str(SETTINGS))
    assert ("LINLI_SECRET_KEY" if taken == "not set" else name) in str(refused.value)


def test_the_command_says_so_instead_of_where_it_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINLI_MODE", "prod")
    monkeypatch.setattr("django.setup", lambda: runpy.run_path(str(SETTINGS)))
    assert main(["verify"]) == 1
    assert capsys.readouterr().err == (
        'Environment variable "LINLI_MODE" invalid: must be one of: demo, production\n'
        "See docs/operations.md, Settings.\n"
    )

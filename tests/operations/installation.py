"""A small installation of its own: a folder, keys, a database; every command a real process."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Installation:
    """What an operator has: ``LINLI_VAR``, an environment, commands."""

    folder: Path
    url: str
    changes: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the test's own settings, only what is said here."""
        outside = ("LINLI_", "DJANGO_", "DATABASE_URL", "PYTEST_")
        inherited = {key: os.environ[key] for key in os.environ if not key.startswith(outside)}
        return {
            **inherited,
            "PYTHONPATH": str(ROOT),
            "LINLI_VAR": str(self.folder),
            "DATABASE_URL": self.url,
            **self.changes,
        }

    def run(
        self, *command: str, given: str | None = None, within: float = PATIENCE_SECONDS
    ) -> subprocess.CompletedProcess[str]:
        """Run a Python module, ``linli`` as ``linli.cli``."""
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=within,
        )

    def linli(self, *arguments: str) -> tuple[int, dict[str, Any]]:
        """Exit code and the JSON document a command answers with."""
        done = self.run("linli.cli", *arguments, "--json")
        assert done.stdout, f"linli {' '.join(arguments)} printed nothing: {done.stderr}"
        answer = json.loads(done.stdout)
        assert isinstance(answer, dict)
        return done.returncode, answer

    def ask(self, code: str, within: float = PATIENCE_SECONDS, **values: Any) -> Any:
        """Run Python inside (see ``inside``), ``values`` as globals; the JSON it prints, read."""
        known = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        done = self.run("tests.operations.inside", given=known + code, within=within)
        (self.folder / "said-on-standard-error").write_text(done.stderr, encoding="utf-8")
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout or "null")

    def with_keys_of(self, other: Installation) -> Installation:
        """This installation with the key files of another, as an operator brings them along."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("keys.json", "backup.key", "secret_key"):
            if (other.folder / name).exists():
                shutil.copy(other.folder / name, self.folder / name)
        return self

    def changed(self, **changes: str) -> Installation:
        """The same with other settings."""
        return replace(self, changes={**self.changes, **changes})


@contextmanager
def empty(folder: Path) -> Iterator[Installation]:
    """An empty one, on the kind of database this test run is about."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Installation(folder, f"sqlite:///{folder}/linli.sqlite3")
        return
    name = f"operations_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield Installation(folder, f"{server.rpartition('/')[0]}/{name}")
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

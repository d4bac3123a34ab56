"""Installations for the tests of operations: one that holds something, and empty ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.operations.installation import Installation, empty

COUNTS = """
import json
from linli.accounts.models import User
from linli.files.models import StoredFile
from linli.files import selectors
from linli.journal.models import Act, Seal
def counts():
    ours = Act.objects.exclude(verb__startswith="operations.").order_by("id")
    users = User.objects.order_by("login").values_list("login", "password")
    return {
        "users": [list(row) for row in users],
        "files": sorted(selectors.read(stored).decode() for stored in StoredFile.objects.all()),
        "acts": [list(row) for row in ours.values_list("id", "digest")],
        "seals": [list(row) for row in Seal.objects.order_by("id").values_list("number", "hash")],
    }
"""
FILL = """
from django.core.management import call_command
from django.db import connection
from linli.cli.personas import seed_personas
from linli.files.data import FileKind
from linli.files.services import store
from linli.journal import services as journal
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.territory import services as territory

call_command("migrate", verbosity=0)
territory.load_divisions()
seed_personas(at=clock.now(), password="long enough 2020")
for number in range(3):
    store(actor=system_actor("370406"), at=clock.now(), name=f"{number}.txt",
          content=b"stored %d" % number, kind=list(FileKind)[0], division="370406")
journal.seal_all(at=clock.now())
made = linli("backup", "--to", folder)
checked = linli("selfcheck")
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO django_migrations (app, name, applied) "
                   "VALUES ('registry', '9999_from_the_future', CURRENT_TIMESTAMP)")
newer = linli("backup", "--to", folder + "/newer")
with connection.cursor() as cursor:
    cursor.execute("DELETE FROM django_migrations WHERE name = '9999_from_the_future'")
print(json.dumps({"made": made, "checked": checked, "newer": newer, "counts": counts()}))
"""

Emptying = Callable[[str], Installation]


@dataclass(frozen=True)
class Filled:
    """An installation that holds something, a backup of it, and what was said meanwhile."""

    installation: Installation
    archive: Path
    newer: Path
    checked: dict[str, Any]
    counts: dict[str, Any]


@pytest.fixture(scope="session")
def emptying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emptying]:
    """Make an empty installation of a name."""
    with ExitStack() as stack:

        def make(name: str) -> Installation:
            return stack.enter_context(empty(tmp_path_factory.mktemp(name) / "var"))

        yield make


@pytest.fixture(scope="session")
def filled(emptying: Emptying, tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Divisions, posts, stored files, acts, their seals; backed up, once as by a newer version."""
    installation = emptying("filled")
    installation.folder.mkdir(parents=True)
    said = installation.ask(COUNTS + FILL, folder=str(tmp_path_factory.mktemp("backups")))
    assert said["made"][0] == said["newer"][0] == 0, said
    return Filled(
        installation,
        Path(said["made"][1]["archive"]),
        Path(said["newer"][1]["archive"]),
        said["checked"][1],
        said["counts"],
    )

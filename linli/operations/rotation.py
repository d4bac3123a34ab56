"""The steps of a key rotation: add a key, use it, seal anew, retire the old one."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from linli.journal import services as journal
from linli.journal.data import SETTLED, Subject
from linli.kernel import keys
from linli.kernel.actors import system_actor
from linli.kernel.crypto import Algorithm, Keyring, read_keyring, rotated, write_keyring
from linli.kernel.errors import Conflict
from linli.operations import resealing


def add(*, at: datetime, algorithm: Algorithm | None = None) -> int:
    """Add a fresh key that is not used yet; returns its version.

    Every process and machine must know a key before the first value is sealed with it.
    """
    path, ring = _file()
    bigger = replace(rotated(ring, algorithm), current=ring.current)
    version = max(bigger.keys)
    _write(path, bigger, at, "add", {"key": version, "algorithm": bigger.keys[version].algorithm})
    return version


def use(*, at: datetime, version: int) -> None:
    """Seal with this key from now on. Running processes follow within a second.

    Raises Conflict for an unknown key, and for one added a moment ago.
    """
    path, ring = _file()
    _require_known(ring, version)
    if time.time() - path.stat().st_mtime < 2 * keys.RELOAD_SECONDS:
        raise Conflict(
            "The key file has just been changed; running processes may not know the key yet.",
            code="key_too_young",
            remedy="Copy the file to every machine of the installation, then try again.",
        )
    _write(path, replace(ring, current=version), at, "use", {"key": version})


def retire(*, at: datetime, version: int) -> Path:
    """Take a key out of the file; returns the copy that still holds it.

    Raises Conflict while it is in use, while a value names it, or within an hour of the last
    change: a transaction that began before may still write with it.
    """
    path, ring = _file()
    _require_known(ring, version)
    if version == ring.current:
        raise Conflict(f"Key {version} is in use.", remedy="First `linli keys use` another one.")
    if time.time() - path.stat().st_mtime < SETTLED.total_seconds():
        raise Conflict(
            "The key file was changed within the last hour.",
            code="key_too_young",
            remedy="What began before the change may still write with the old key: wait an hour.",
        )
    if count := resealing.usage().get(version, 0):
        raise Conflict(
            f"{count} values are sealed with key {version}.",
            code="key_in_use",
            remedy="Run `linli keys reseal`, then try again.",
        )
    kept = path.with_name(f"{path.name}.before-retiring-{version}")
    write_keyring(kept, ring)
    left = {number: key for number, key in ring.keys.items() if number != version}
    _write(path, replace(ring, keys=left), at, "retire", {"key": version})
    return kept


def _file() -> tuple[Path, Keyring]:
    path = Path(settings.KEYS_FILE)
    keys.keyring()  # a demonstration makes its own; anybody else is told what is wrong
    return path, read_keyring(path)


def _require_known(ring: Keyring, version: int) -> None:
    if version not in ring.keys:
        raise Conflict(
            f"There is no key {version}; there are {sorted(ring.keys)}.", code="key_unknown"
        )


@transaction.atomic
def _write(path: Path, ring: Keyring, at: datetime, step: str, data: dict[str, Any]) -> None:
    """Record the step, then replace the file, both or neither."""
    journal.record(
        actor=system_actor(""),
        at=at,
        verb="operations.keys.change",
        subject=Subject("keys", str(data["key"]), step),
        division="",
        district="",
        data=data,
    )
    write_keyring(path, ring)
    keys.forget()

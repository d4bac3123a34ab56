"""What an archive says of itself, and whether this installation can take it in."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from linli.kernel.crypto import Keyring
from linli.kernel.errors import Conflict
from linli.operations.backups.archive import Damaged

FORMAT = 1
PROBE, PROBE_CONTEXT = "linli", "operations.backup.probe"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first part of every archive. ``keys``: a known text sealed by each sealing key, so that
    a wrong key file is found before anything is written.
    """

    made_at: str
    vendor: str
    migrations: list[list[str]]
    heads: list[dict[str, Any]]
    acts: int
    keys: dict[str, str]
    index: str
    format: int = FORMAT

    def as_json(self) -> bytes:
        """The text kept in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    def summary(self) -> dict[str, Any]:
        """What an operator is told of it."""
        return {
            "made_at": self.made_at,
            "database": self.vendor,
            "journal_heads": self.heads,
            "acts": self.acts,
        }


def read_manifest(content: bytes) -> Manifest:
    """The manifest of an archive. Raises Damaged, also for a format this version does not know."""
    try:
        raw = json.loads(content)
        newer = int(raw["format"]) > FORMAT
        found = None if newer else Manifest(**raw)
    except (ValueError, TypeError, KeyError):
        raise Damaged("The archive's manifest cannot be read.") from None
    if found is None:
        raise _newer(f"its format is {raw['format']}, this version knows {FORMAT}")
    return found


def probes(ring: Keyring) -> dict[str, str]:
    """The known text sealed by every key."""
    return {
        str(version): b64encode(key.seal(PROBE.encode(), PROBE_CONTEXT.encode())).decode()
        for version, key in ring.keys.items()
    }


def require_fitting(manifest: Manifest) -> None:
    """Refuse an archive of a newer version, or of the other kind of database."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    known = {tuple(name) for name in loader.disk_migrations} | set(loader.replacements)
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise _newer(f"it has the migration {unknown[-1]}, which this version does not know")
    if manifest.vendor != connection.vendor:
        raise Conflict(
            f"The archive is of {manifest.vendor}, DATABASE_URL names {connection.vendor}.",
            code="backup_other_database",
            remedy="Restore it into the same kind of database.",
        )


def require_keys(manifest: Manifest, ring: Keyring) -> None:
    """Refuse when the key file does not open what the archive holds."""
    missing = [
        version for version, sealed in manifest.keys.items() if not _opens(ring, version, sealed)
    ]
    if missing or ring.index(PROBE, PROBE_CONTEXT) != manifest.index:
        which = ", ".join(missing) or "the index secret"
        raise Conflict(
            f"LINLI_KEYS is not the key file of this archive: it lacks key {which}.",
            code="backup_other_keys",
            remedy="Put the key file kept for this archive where LINLI_KEYS points.",
        )


def _opens(ring: Keyring, version: str, sealed: str) -> bool:
    key = ring.keys.get(int(version))
    try:
        return key is not None and (
            key.open(b64decode(sealed), PROBE_CONTEXT.encode()) == PROBE.encode()
        )
    except InvalidTag:
        return False


def _newer(why: str) -> Damaged:
    return Damaged(
        f"The archive was made by a newer version of Linli: {why}.",
        code="backup_newer",
        remedy="Install the version it was made with, or a newer one, then restore.",
    )

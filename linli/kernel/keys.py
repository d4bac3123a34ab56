"""The installation's keyring: the one place that knows where the key file is.

``LINLI_KEYS`` names it. A demonstration makes its own on first use; production must be given one,
kept apart from the database and its backups, because whoever holds both reads everything.
"""

from __future__ import annotations

import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

from linli.kernel.crypto import Keyring, new_keyring, read_keyring, write_keyring

RELOAD_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class _Read:
    """A key file as it was read, and when it was last looked at."""

    path: Path
    ring: Keyring
    signature: tuple[int, int, int]
    looked_at: float


_read: _Read | None = None


def keyring() -> Keyring:
    """All keys of this installation. A changed file is taken up within a second, so that keys can
    be rotated beside running processes.

    Raises ImproperlyConfigured when there is no key file or it cannot be used.
    """
    global _read
    now, path = time.monotonic(), Path(settings.KEYS_FILE)
    known = _read if _read and _read.path == path else None
    if known and now - known.looked_at < RELOAD_SECONDS:
        return known.ring
    if settings.DEMO and not path.exists():
        _make(path)
    try:
        signature = _signature(path)
        fresh = known is None or known.signature != signature
        with translation.override("en"):  # goes into logs
            ring = read_keyring(path) if fresh or known is None else known.ring
    except (ValueError, OSError) as error:
        raise ImproperlyConfigured(f"LINLI_KEYS: {error}") from None
    _read = _Read(path, ring, signature, now)
    return ring


def forget() -> None:
    """Read the file anew at the next use, whatever it looks like."""
    global _read
    _read = None


def _signature(path: Path) -> tuple[int, int, int]:
    """What changes when the file is replaced."""
    status = path.stat()
    return status.st_mtime_ns, status.st_ino, status.st_size


def _make(path: Path) -> None:
    """Put a fresh key file in place, unless another process was quicker: then its file counts.

    Linking refuses an existing name, so a key that already sealed something is never replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        fresh = Path(folder) / "keys.json"
        write_keyring(fresh, new_keyring())
        try:
            os.link(fresh, path)
        except FileExistsError:
            return

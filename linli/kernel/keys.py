"""The installation's keyring: the one place that knows where the key file is.

``LINLI_KEYS`` names it. A demonstration makes its own on first use; production must be given one,
kept apart from the database and its backups, because whoever holds both reads everything.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from linli.kernel.crypto import Keyring, new_keyring, read_keyring, write_keyring


@cache
def keyring() -> Keyring:
    """All keys of this installation, read once per process; restart to take a rotated file.

    Raises ImproperlyConfigured when there is no key file or it cannot be used.
    """
    path = Path(settings.KEYS_FILE)
    if settings.DEMO and not path.exists():
        _make(path)
    try:
        return read_keyring(path)
    except ValueError as error:
        raise ImproperlyConfigured(f"LINLI_KEYS: {error}") from None


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

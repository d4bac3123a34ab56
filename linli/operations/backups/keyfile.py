"""The key backups are sealed with: a file of its own, 32 bytes in base64 on one line."""

from __future__ import annotations

import binascii
import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from django.conf import settings

from linli.kernel.errors import BadInput, Conflict

KEY_BYTES = 32


def backup_key(*, make: bool = False) -> bytes:
    """The key ``LINLI_BACKUP_KEY`` names; a demonstration may ``make`` its own.

    Raises BadInput, which never quotes the file.
    """
    path = Path(settings.BACKUP_KEY_FILE)
    if make and settings.DEMO and not path.exists():
        write_new(path)
    try:
        key = b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError, binascii.Error) as error:
        raise BadInput(
            f"{path} is no readable backup key ({type(error).__name__}).",
            code="backup_key_unreadable",
            remedy="Set LINLI_BACKUP_KEY to the file made by `linli keys backup --out FILE`.",
        ) from None
    if len(key) != KEY_BYTES:
        raise BadInput(
            f"{path} holds {len(key)} bytes; a backup key has {KEY_BYTES}.",
            code="backup_key_unreadable",
            remedy="Use the file exactly as `linli keys backup` made it.",
        )
    return key


def write_new(path: Path) -> None:
    """Put a fresh key into a file only its owner can read. Raises Conflict when the file exists."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(
            f"{path} exists already; a key that sealed a backup is never replaced.",
            code="backup_key_exists",
            remedy="Choose another file name, and keep the old file as long as its archives.",
        ) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(b64encode(secrets.token_bytes(KEY_BYTES)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())

"""A sealed stream: written and read in chunks, so that an archive of any size needs little memory.

``LINLI-BACKUP-1``, the header as one line of JSON, then chunks: length (4 bytes), AES-256-GCM of
the compressed plain text. The nonce counts the chunks and marks the last one, and every chunk is
bound to the header, so nothing can be cut off, swapped, repeated or moved between archives. Each
archive has a key of its own, derived from the backup key and a random salt.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from base64 import b64decode, b64encode
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from linli.kernel.errors import BadInput

MAGIC = b"LINLI-BACKUP-1\n"
CHUNK = 1024 * 1024
LENGTH_BYTES, SALT_BYTES, MAX_HEADER = 4, 32, 4096
# What a chunk can be at most when nothing in it can be compressed.
MAX_SEALED = CHUNK + CHUNK // 1000 + 1024


class Damaged(BadInput):
    """The archive is not what was written: nothing of it may be used."""

    default_code = "backup_damaged"

    def __init__(self, what: str, *, code: str = "", remedy: str = "") -> None:
        super().__init__(
            what, code=code, remedy=remedy or "Copy the archive anew, or use another one."
        )


class SealedWriter:
    """A file to write plain bytes to; what arrives in ``target`` is sealed. Close it to end it."""

    def __init__(self, target: IO[bytes], key: bytes) -> None:
        salt = os.urandom(SALT_BYTES)
        header = {
            "cipher": "aes-256-gcm",
            "chunk": CHUNK,
            "key": fingerprint(key),
            "salt": b64encode(salt).decode(),
        }
        line = MAGIC + json.dumps(header, sort_keys=True).encode() + b"\n"
        target.write(line)
        self._target = target
        self._cipher = AESGCM(_derived(key, salt, b"archive"))
        self._header = hashlib.sha256(line).digest()
        self._buffer = bytearray()
        self._number = 0

    def write(self, plain: bytes) -> int:
        """Take plain bytes; whole chunks go out at once."""
        self._buffer += plain
        while len(self._buffer) > CHUNK:
            self._put(bytes(self._buffer[:CHUNK]), last=False)
            del self._buffer[:CHUNK]
        return len(plain)

    def close(self) -> None:
        """Write the last chunk, without which the archive counts as cut off."""
        self._put(bytes(self._buffer), last=True)
        self._buffer.clear()

    def _put(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        sealed = self._cipher.encrypt(nonce, zlib.compress(plain, 1), self._header)
        self._target.write(len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed)
        self._number += 1


class SealedReader:
    """The plain bytes again, each chunk checked before anything of it is handed out.

    Raises Damaged for an archive that is cut off, altered, longer than it was or sealed with
    another key.
    """

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        self._source = source
        line, header = _read_header(source)
        if header["key"] != fingerprint(key):
            raise Damaged(
                f"The archive was sealed with the backup key {header['key']}, "
                f"LINLI_BACKUP_KEY is {fingerprint(key)}.",
                code="backup_wrong_key",
                remedy="Set LINLI_BACKUP_KEY to the key file this archive was made with.",
            )
        self._cipher = AESGCM(_derived(key, b64decode(header["salt"]), b"archive"))
        self._header = hashlib.sha256(line).digest()
        self._buffer = bytearray()
        self._number, self._ended = 0, False

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` plain bytes; fewer only at the end."""
        while not self._ended and (size < 0 or len(self._buffer) < size):
            self._next()
        end = len(self._buffer) if size < 0 else size
        taken = bytes(self._buffer[:end])
        del self._buffer[:end]
        return taken

    def drain(self) -> None:
        """Check what is left, to the end: an archive counts as read only then."""
        while self.read(CHUNK):
            pass

    def _next(self) -> None:
        length = int.from_bytes(self._exactly(LENGTH_BYTES), "big")
        if length > MAX_SEALED:
            raise Damaged(f"The archive is damaged at chunk {self._number}.")
        sealed = self._exactly(length)
        for last in (False, True):
            try:
                packed = self._cipher.decrypt(_nonce(self._number, last=last), sealed, self._header)
            except InvalidTag:
                continue
            self._buffer += zlib.decompressobj().decompress(packed, CHUNK)
            self._number += 1
            self._ended = last
            break
        else:
            raise Damaged(f"The archive is damaged at chunk {self._number}.")
        if self._ended and self._source.read(1):
            raise Damaged("Something stands behind the end of the archive.")

    def _exactly(self, size: int) -> bytes:
        content = self._source.read(size)
        if len(content) != size:
            raise Damaged("The archive ends too early: it was cut off.")
        return content


def fingerprint(key: bytes) -> str:
    """What a backup key is called, so that one can tell two apart without showing them."""
    return _derived(key, b"", b"name")[:6].hex()


def _read_header(source: IO[bytes]) -> tuple[bytes, dict[str, str]]:
    magic = source.read(len(MAGIC))
    if magic != MAGIC:
        if magic.startswith(b"LINLI-BACKUP-"):
            raise Damaged(
                "The archive has the format of a newer version.",
                code="backup_newer",
                remedy="Install the version of Linli it was made with, or a newer one.",
            )
        raise Damaged("This is no backup of Linli.", remedy="Give a file made by `linli backup`.")
    line = source.readline(MAX_HEADER)
    try:
        header = json.loads(line)
        if not all(isinstance(header[name], str) for name in ("key", "salt")):
            raise ValueError(line)
        b64decode(header["salt"], validate=True)
    except (ValueError, KeyError, TypeError):
        raise Damaged("The archive's header is damaged.") from None
    return magic + line, header


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    info = b"linli-backup-1 " + purpose
    return HKDF(hashes.SHA256(), length=32, salt=salt or None, info=info).derive(key)

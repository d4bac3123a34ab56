"""Personal data at rest: sealed values, key versions, and a keyed hash to find them by.

Keys live in a file outside the database (``LINLI_KEYS``), so that a stolen disk image, dump or
backup of the database alone yields nothing. A sealed value names the key that sealed it; rotation
adds a key, seals anew what is read or swept, and keeps old keys until nothing names them.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from binascii import b2a_base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext as _

Algorithm = Literal["aes", "sm4"]
ALGORITHMS: tuple[Algorithm, ...] = ("aes", "sm4")
KEY_BYTES: Mapping[Algorithm, int] = {"aes": 32, "sm4": 16}
NONCE_BYTES = 12
TAG_BYTES = 16
INDEX_BYTES = 32
INDEXED_BYTES = 20
BLOCK_BYTES = 64
# What HMAC lays over the secret before its inner and its outer hash.
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class SealBroken(Exception):
    """A sealed value cannot be opened: altered, moved from another column, or its key is gone."""


@dataclass(frozen=True)
class Key:
    """One key: its version, algorithm and secret."""

    version: int
    algorithm: Algorithm
    secret: bytes

    @cached_property
    def _aes(self) -> AESGCM:
        return AESGCM(self.secret)

    @cached_property
    def _sm4(self) -> algorithms.SM4:
        return algorithms.SM4(self.secret)

    def seal(self, plain: bytes, context: bytes) -> bytes:
        """Nonce, ciphertext and tag."""
        return self._sealed(os.urandom(NONCE_BYTES), plain, context)

    def seal_each(self, plains: list[bytes], context: bytes) -> list[bytes]:
        """Each value sealed by itself; their nonces are drawn from the system at once."""
        noise, size, sealed = os.urandom(NONCE_BYTES * len(plains)), NONCE_BYTES, self._sealed
        return [
            sealed(noise[at * size : (at + 1) * size], plain, context)
            for at, plain in enumerate(plains)
        ]

    def _sealed(self, nonce: bytes, plain: bytes, context: bytes) -> bytes:
        if self.algorithm == "aes":
            return nonce + self._aes.encrypt(nonce, plain, context)
        encryptor = Cipher(self._sm4, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(context)
        return nonce + encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The plain bytes. Raises InvalidTag when anything differs."""
        nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        if self.algorithm == "aes":
            return self._aes.decrypt(nonce, body, context)
        text, tag = body[:-TAG_BYTES], body[-TAG_BYTES:]
        decryptor = Cipher(algorithms.SM4(self.secret), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(context)
        return decryptor.update(text) + decryptor.finalize()


@dataclass(frozen=True)
class Keyring:
    """All keys of an installation; new values are sealed with the current one."""

    current: int
    keys: Mapping[int, Key]
    index_secret: bytes

    def seal(self, plain: str, context: str) -> str:
        """Seal a value for one column (``app.model.field``); empty stays empty.

        The result names the key version: ``2:base64``. The same value sealed twice differs.
        """
        if not plain:
            return ""
        sealed = self.keys[self.current].seal(plain.encode(), context.encode())
        return f"{self.current}:{b64encode(sealed).decode()}"

    def seal_each(self, plains: Iterable[str], context: str) -> list[str]:
        """Many values of one column, as ``seal`` does them one by one; for rosters."""
        given = [plain.encode() for plain in plains]
        sealed = iter(
            self.keys[self.current].seal_each([plain for plain in given if plain], context.encode())
        )
        head = f"{self.current}:"
        return [
            head + b2a_base64(next(sealed), newline=False).decode() if plain else ""
            for plain in given
        ]

    def open(self, sealed: str, context: str) -> str:
        """The plain value. Raises SealBroken, which says nothing about the content."""
        if not sealed:
            return ""
        version, _colon, body = sealed.partition(":")
        try:
            key = self.keys[int(version)]
            return key.open(b64decode(body, validate=True), context.encode()).decode()
        except (KeyError, ValueError, InvalidTag):
            raise SealBroken(f"a value of {context} cannot be opened") from None

    def version_of(self, sealed: str) -> int:
        """The key version a sealed value names, 0 for an empty value."""
        return int(sealed.partition(":")[0]) if sealed else 0

    def index(self, plain: str, context: str) -> str:
        """A keyed hash to look a value up by: equal values, equal hash; empty stays empty.

        Bound to the column, so the same number in two columns cannot be matched by hash.
        """
        if not plain:
            return ""
        message = f"{context}\0{plain}".encode()
        return hmac.digest(self.index_secret, message, "sha256")[:INDEXED_BYTES].hex()

    def index_each(self, plains: Iterable[str], context: str) -> list[str]:
        """Many values of one column, as ``index`` does them one by one; for rosters."""
        inner, outer = self._begun(f"{context}\0".encode())
        return [_finished(inner, outer, plain) if plain else "" for plain in plains]

    def _begun(self, head: bytes) -> tuple[Any, Any]:
        """The two hashes HMAC consists of (RFC 2104), begun with the secret and the head.

        Copying what was begun costs a third of beginning anew for each value.
        """
        secret = self.index_secret
        if len(secret) > BLOCK_BYTES:
            secret = sha256(secret).digest()
        padded = secret.ljust(BLOCK_BYTES, b"\0")
        inner = sha256(padded.translate(_INNER) + head)
        return inner, sha256(padded.translate(_OUTER))


def _finished(inner: Any, outer: Any, plain: str) -> str:
    """The keyed hash of one value, as ``Keyring.index`` gives it."""
    first, second = inner.copy(), outer.copy()
    first.update(plain.encode())
    second.update(first.digest())
    found: str = second.digest()[:INDEXED_BYTES].hex()
    return found


def new_keyring(algorithm: Algorithm = "sm4") -> Keyring:
    """A keyring with one fresh key."""
    return Keyring(1, {1: _fresh_key(1, algorithm)}, secrets.token_bytes(INDEX_BYTES))


def rotated(keyring: Keyring, algorithm: Algorithm | None = None) -> Keyring:
    """The keyring with a fresh current key; older keys still open what they sealed."""
    version = max(keyring.keys) + 1
    kind = algorithm or keyring.keys[keyring.current].algorithm
    return Keyring(
        version, {**keyring.keys, version: _fresh_key(version, kind)}, keyring.index_secret
    )


def read_keyring(path: Path) -> Keyring:
    """Read the key file. Raises ValueError naming what is wrong, never a secret."""
    try:
        raw = json.loads(path.read_text(encoding="ascii"))
        keys = {
            int(version): Key(int(version), item["algorithm"], b64decode(item["secret"]))
            for version, item in raw["keys"].items()
        }
        keyring = Keyring(int(raw["current"]), keys, b64decode(raw["index"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(
            _("%(path)s is no readable key file (%(kind)s)")
            % {"path": path, "kind": type(error).__name__}
        ) from None
    _require_sound(keyring, path)
    return keyring


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write the key file, readable by its owner only; it appears in one step."""
    content = {
        "current": keyring.current,
        "keys": {
            str(key.version): {
                "algorithm": key.algorithm,
                "secret": b64encode(key.secret).decode(),
            }
            for key in keyring.keys.values()
        },
        "index": b64encode(keyring.index_secret).decode(),
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _fresh_key(version: int, algorithm: Algorithm) -> Key:
    return Key(version, algorithm, secrets.token_bytes(KEY_BYTES[algorithm]))


def _require_sound(keyring: Keyring, path: Path) -> None:
    faults = [
        _("key %(version)s has an unknown algorithm or a wrong length") % {"version": key.version}
        for key in keyring.keys.values()
        if key.algorithm not in ALGORITHMS or len(key.secret) != KEY_BYTES[key.algorithm]
    ]
    if keyring.current not in keyring.keys:
        faults.append(
            _("the current key %(version)s is not among the keys") % {"version": keyring.current}
        )
    if len(keyring.index_secret) < INDEX_BYTES:
        faults.append(_("the index secret is too short"))
    if faults:
        raise ValueError(f"{path}: {'; '.join(faults)}")

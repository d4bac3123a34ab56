"""SM3 and SM4 as this machine's libraries compute them, against their published answers."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = bytes.fromhex("0123456789abcdeffedcba9876543210")


def test_known_answers() -> None:
    """T58: what the journal's seals (SM3) and sealed values (SM4) rest on."""
    digest = hashlib.new("sm3", b"abc").hexdigest()
    assert digest == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    cipher = Cipher(algorithms.SM4(BLOCK), modes.ECB()).encryptor()  # noqa: S305  # one known block
    assert cipher.update(BLOCK).hex() == "681edf34d206965e86b3e94f536e4246"

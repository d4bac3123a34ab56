"""Sealed values: opened by their key in their column, and by nothing else."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import crypto, keys

COLUMN = "registry.owner.phone"
TEXTS = st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable())


@pytest.fixture(params=crypto.ALGORITHMS)
def keyring(request: pytest.FixtureRequest) -> crypto.Keyring:
    return crypto.new_keyring(request.param)


@pytest.mark.parametrize("algorithm", crypto.ALGORITHMS)
@given(plain=TEXTS)
def test_a_value_comes_back_and_never_stands_in_its_seal(
    algorithm: crypto.Algorithm, plain: str
) -> None:
    keyring = crypto.new_keyring(algorithm)
    sealed = keyring.seal(plain, COLUMN)
    assert keyring.open(sealed, COLUMN) == plain
    assert sealed != keyring.seal(plain, COLUMN)
    assert len(plain) < 4 or plain not in sealed


@given(plains=st.lists(TEXTS | st.just(""), max_size=6))
def test_many_values_are_sealed_and_hashed_as_single_ones(plains: list[str]) -> None:
    keyring = crypto.new_keyring()
    sealed = keyring.seal_each(plains, COLUMN)
    assert [keyring.open(text, COLUMN) for text in sealed] == plains
    nonces = [b64decode(text.partition(":")[2])[: crypto.NONCE_BYTES] for text in sealed if text]
    assert len(set(nonces)) == len(nonces)
    assert keyring.index_each(plains, COLUMN) == [keyring.index(text, COLUMN) for text in plains]


@given(secret=st.binary(min_size=crypto.INDEX_BYTES, max_size=200), plain=TEXTS)
def test_the_keyed_hash_is_the_same_by_both_ways_for_every_secret(
    secret: bytes, plain: str
) -> None:
    keyring = crypto.Keyring(1, crypto.new_keyring().keys, secret)
    assert keyring.index_each([plain, plain], COLUMN) == [keyring.index(plain, COLUMN)] * 2


def test_an_altered_seal_does_not_open(keyring: crypto.Keyring) -> None:
    sealed = keyring.seal("13800000001", COLUMN)
    version, _colon, body = sealed.partition(":")
    for position in range(len(b64decode(body))):
        altered = bytearray(b64decode(body))
        altered[position] ^= 1
        with pytest.raises(crypto.SealBroken):
            keyring.open(f"{version}:{b64encode(bytes(altered)).decode()}", COLUMN)


def test_a_value_moved_to_another_column_does_not_open(keyring: crypto.Keyring) -> None:
    with pytest.raises(crypto.SealBroken):
        keyring.open(keyring.seal("13800000001", COLUMN), "registry.owner.id_number")


def test_rotation_keeps_old_values_readable_and_seals_new_ones_anew(
    keyring: crypto.Keyring,
) -> None:
    old = keyring.seal("13800000001", COLUMN)
    newer = crypto.rotated(keyring)
    assert newer.open(old, COLUMN) == "13800000001"
    assert (newer.version_of(old), newer.version_of(newer.seal("x", COLUMN))) == (1, 2)
    assert newer.index("13800000001", COLUMN) == keyring.index("13800000001", COLUMN)
    without_old = crypto.Keyring(2, {2: newer.keys[2]}, newer.index_secret)
    with pytest.raises(crypto.SealBroken):
        without_old.open(old, COLUMN)


def test_the_index_finds_equal_values_in_one_column_only(keyring: crypto.Keyring) -> None:
    one = keyring.index("13800000001", COLUMN)
    assert one == keyring.index("13800000001", COLUMN)
    assert one != keyring.index("13800000002", COLUMN)
    assert one != keyring.index("13800000001", "registry.owner.id_number")
    assert one != crypto.new_keyring().index("13800000001", COLUMN)


def test_empty_stays_empty(keyring: crypto.Keyring) -> None:
    assert keyring.seal("", COLUMN) == keyring.open("", COLUMN) == keyring.index("", COLUMN) == ""


def test_the_key_file_comes_back_and_is_private(tmp_path: Path, keyring: crypto.Keyring) -> None:
    path = tmp_path / "keys.json"
    crypto.write_keyring(path, crypto.rotated(keyring))
    again = crypto.read_keyring(path)
    assert again.open(keyring.seal("x", COLUMN), COLUMN) == "x"
    assert again.current == 2
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        {"current": 7},
        {"index": "c2hvcnQ="},
        {"keys": {"1": {"algorithm": "rot13", "secret": "AAAA"}}},
        {"keys": {"1": {"algorithm": "aes", "secret": "AAAA"}}},
        {"keys": {}},
        {"keys": None},
    ],
)
def test_a_damaged_key_file_is_refused_without_showing_it(
    tmp_path: Path, change: dict[str, object]
) -> None:
    path = tmp_path / "keys.json"
    crypto.write_keyring(path, crypto.new_keyring())
    content = json.loads(path.read_text())
    secret = content["keys"]["1"]["secret"]
    path.write_text(json.dumps({**content, **change}))
    with pytest.raises(ValueError, match=r"keys\.json") as refusal:
        crypto.read_keyring(path)
    assert secret not in str(refusal.value)


def test_another_key_file_counts_at_once(settings: LazySettings, tmp_path: Path) -> None:
    """A file that changes is looked at once a second; another one is another installation's."""
    rings = []
    for name in ("one", "two"):
        settings.KEYS_FILE = tmp_path / name
        crypto.write_keyring(settings.KEYS_FILE, crypto.new_keyring())
        rings.append(keys.keyring())
    assert rings[0] != rings[1]

"""The sealed stream: comes back as it was, and shows every change, cut and wrong key."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.operations.backups import archive
from linli.operations.backups.archive import CHUNK, Damaged, SealedReader, SealedWriter, fingerprint

KEY, OTHER = b"k" * 32, b"o" * 32
PIECES = st.lists(st.binary(max_size=300), max_size=20)


def sealed(*pieces: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    writer = SealedWriter(target, key)
    for piece in pieces:
        writer.write(piece)
    writer.close()
    return target.getvalue()


def opened(content: bytes, key: bytes = KEY) -> bytes:
    return SealedReader(io.BytesIO(content), key).read()


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several chunks without megabytes."""
    monkeypatch.setattr(archive, "CHUNK", 64)


@given(pieces=PIECES, sizes=st.lists(st.integers(1, 500), max_size=10))
def test_what_was_written_comes_back_in_any_pieces(pieces: list[bytes], sizes: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "CHUNK", 64)
        reader = SealedReader(io.BytesIO(sealed(*pieces)), KEY)
        read = b"".join(reader.read(size) for size in sizes) + reader.read()
    assert read == b"".join(pieces)


def test_megabytes_come_back() -> None:
    content = os.urandom(CHUNK) + b"\0" * (2 * CHUNK) + b"end"
    assert opened(sealed(content)) == content


@pytest.mark.usefixtures("small_chunks")
def test_every_cut_is_seen() -> None:
    whole = sealed(b"x" * 400)
    for end in range(len(whole)):
        with pytest.raises(Damaged):
            opened(whole[:end])


@pytest.mark.usefixtures("small_chunks")
def test_every_flipped_byte_is_seen() -> None:
    whole = sealed(b"y" * 200)
    for place in range(len(whole)):
        altered = bytearray(whole)
        altered[place] ^= 1
        with pytest.raises(Damaged):
            opened(bytes(altered))


def _chunks(whole: bytes) -> tuple[bytes, list[bytes]]:
    start = whole.index(b"\n", len(archive.MAGIC)) + 1
    head, rest, found = whole[:start], whole[start:], []
    while rest:
        size = 4 + int.from_bytes(rest[:4], "big")
        found.append(rest[:size])
        rest = rest[size:]
    return head, found


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    "change",
    [
        lambda chunks: chunks[:-1],
        lambda chunks: [chunks[1], chunks[0], *chunks[2:]],
        lambda chunks: [chunks[0], *chunks],
        lambda chunks: [*chunks, chunks[-1]],
        lambda chunks: [chunks[0], *chunks[2:]],
    ],
    ids=["last gone", "swapped", "repeated", "one too many", "one left out"],
)
def test_chunks_keep_their_place(change: Callable[[list[bytes]], list[bytes]]) -> None:
    head, chunks = _chunks(sealed(bytes(range(250))))
    assert opened(head + b"".join(chunks)) == bytes(range(250))
    with pytest.raises(Damaged):
        opened(head + b"".join(change(chunks)))


@pytest.mark.usefixtures("small_chunks")
def test_chunks_of_another_archive_do_not_fit() -> None:
    head, _chunks_of_one = _chunks(sealed(b"a" * 100))
    _other_head, chunks = _chunks(sealed(b"a" * 100))
    with pytest.raises(Damaged):
        opened(head + b"".join(chunks))


def test_another_key_is_named_and_no_key_is_shown() -> None:
    with pytest.raises(Damaged) as refusal:
        opened(sealed(b"content"), OTHER)
    assert refusal.value.code == "backup_wrong_key"
    assert fingerprint(KEY) in str(refusal.value)
    assert fingerprint(KEY) != fingerprint(OTHER)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "backup_damaged"),
        (b"PK\x03\x04 something else", "backup_damaged"),
        (b"LINLI-BACKUP-2\n{}\n", "backup_newer"),
        (b"LINLI-BACKUP-1\n{}\n", "backup_damaged"),
        (b"LINLI-BACKUP-1\n" + b"9" * 9000, "backup_damaged"),
    ],
)
def test_what_is_no_archive_is_refused_clearly(content: bytes, code: str) -> None:
    with pytest.raises(Damaged) as refusal:
        opened(content)
    assert refusal.value.code == code
    assert refusal.value.remedy


def test_nothing_of_the_plain_text_stands_in_the_archive() -> None:
    canary = b"canary 13800001111 "
    assert canary not in sealed(canary * 1000)

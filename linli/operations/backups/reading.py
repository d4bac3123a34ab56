"""Reading an archive to its end: every part is there and is what was packed."""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from linli.kernel.errors import NotFound
from linli.operations.backups.archive import CHUNK, Damaged, SealedReader
from linli.operations.backups.manifest import Manifest, read_manifest

MANIFEST, DATABASE, CONTENTS = "manifest.json", "database", "contents.json"
STORED = re.compile(r"files/([0-9a-f]{64})")
SMALL = 64 * CHUNK

Place = Callable[[str], Path | None]
Look = Callable[[Manifest], None]


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds, after all of it was checked."""

    manifest: Manifest
    files: tuple[str, ...]
    damaged: tuple[str, ...]


def check(path: Path, key: bytes) -> Contents:
    """Read an archive to its end and write nothing. Raises Damaged."""
    return unpack(path, key, place=lambda _name: None, look=lambda _manifest: None)


def unpack(path: Path, key: bytes, *, place: Place, look: Look) -> Contents:
    """Read an archive to its end, its parts into the files that ``place`` names for them.

    ``look`` sees the manifest before anything is written and may refuse. Raises Damaged when any
    part is missing or altered: what was written by then must be thrown away.
    """
    manifest: Manifest | None = None
    told: dict[str, Any] | None = None
    hashes: dict[str, str] = {}
    with _entries(path, key) as entries:
        for name, content in entries:
            if name == MANIFEST and manifest is None:
                manifest = read_manifest(content.read(SMALL))
                look(manifest)
            elif name == CONTENTS:
                told = json.loads(content.read(SMALL))
            elif manifest is not None and (name == DATABASE or STORED.fullmatch(name)):
                hashes[name] = _take(content, place(name))
            else:
                raise Damaged(f"The archive holds something unknown: {name[:80]}.")
    if manifest is None or told is None:
        raise Damaged("The archive holds no list of its parts.")
    _compare(hashes, told)
    return Contents(manifest, tuple(told["files"]), tuple(told["damaged"]))


@contextmanager
def _entries(path: Path, key: bytes) -> Iterator[Iterator[tuple[str, IO[bytes]]]]:
    """Name and content of each part in order; at the end the archive was read to its last byte."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise NotFound(
            f"{path} cannot be read: {error.strerror}.", remedy="Give the path of an archive."
        ) from None
    with source:
        reader = SealedReader(source, key)
        try:
            with tarfile.open(mode="r|", fileobj=reader, bufsize=CHUNK) as tar:  # type: ignore[call-overload]  # a stream needs read() only
                yield ((entry.name, _content(tar, entry)) for entry in tar)
            reader.drain()
        except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
            raise Damaged(f"The archive's parts cannot be read ({type(error).__name__}).") from None


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(entry) if entry.isfile() else None
    if content is None:
        raise Damaged(f"The archive holds something that is no file: {entry.name[:80]}.")
    return content


def _take(content: IO[bytes], target: Path | None) -> str:
    """Read a part to its end, into the file if one is named; returns its hash."""
    digest = hashlib.sha256()
    if target is None:
        while piece := content.read(CHUNK):
            digest.update(piece)
        return digest.hexdigest()
    with target.open("xb") as file:
        while piece := content.read(CHUNK):
            digest.update(piece)
            file.write(piece)
        file.flush()
    return digest.hexdigest()


def _compare(hashes: dict[str, str], told: dict[str, Any]) -> None:
    wanted = {DATABASE: told["database"]} | {f"files/{name}": name for name in told["files"]}
    for name in sorted(wanted.keys() | hashes.keys()):
        if hashes.get(name) != wanted.get(name):
            raise Damaged(f"A part of the archive is not what was packed: {name}.")

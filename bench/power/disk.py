"""A disk that remembers what was made durable, fed with the system calls of a traced program.

A write counts as on the disk only once its file was synchronised; before that a power cut may leave
all of it, none of it, or any part of it in any order, down to single sectors.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
SYSCALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat"
_CALL = re.compile(r"^\d+\s+(?P<name>\w+)\((?P<arguments>.*)\)\s+=\s+(?P<result>-?\d+)")
_FILE = re.compile(r"^\d+<(?P<path>[^>]*)>")
_TEXT = re.compile(r'"(?P<hex>(?:\\x[0-9a-f]{2})*)"(?P<cut>\.\.\.)?')


@dataclass(frozen=True, slots=True)
class Event:
    """One call that mattered: a write (``data``), a cut to ``size``, a sync, a removal, a word."""

    kind: str
    path: str = ""
    offset: int = 0
    data: bytes = b""


@dataclass
class File:
    """The durable bytes of one file and the writes that are only on their way."""

    durable: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)
    there: bool = True

    def synchronise(self) -> None:
        """Everything on its way arrives."""
        for event in self.waiting:
            apply(self.durable, event)
        self.waiting.clear()

    def after_cut(self, chance: random.Random, mode: str) -> bytes:
        """What a power cut now leaves: ``none``, ``all`` or ``some`` of what was on its way."""
        left = bytearray(self.durable)
        for event in self.waiting:
            if mode == "all":
                apply(left, event)
            elif mode == "some":
                for part in sectors(event):
                    if chance.random() < 0.5:
                        apply(left, part)
        return bytes(left)


def apply(content: bytearray, event: Event) -> None:
    """Carry out one write or one cut on the bytes of a file."""
    if event.kind == "cut":
        del content[event.offset :]
        content.extend(b"\0" * (event.offset - len(content)))
        return
    if len(content) < event.offset:
        content.extend(b"\0" * (event.offset - len(content)))
    content[event.offset : event.offset + len(event.data)] = event.data


def sectors(event: Event) -> Iterator[Event]:
    """A write as the disk sees it: sector by sector. A cut is one piece."""
    if event.kind == "cut":
        yield event
        return
    start = 0
    while start < len(event.data):
        end = start + SECTOR - (event.offset + start) % SECTOR
        yield Event("write", event.path, event.offset + start, event.data[start:end])
        start = end


def events(lines: Iterable[str], words: str) -> Iterator[Event]:
    """The events of an ``strace -f -y -xx`` record; a write to the file ``words`` is a word said.

    Raises ValueError for a write whose bytes the record cut short.
    """
    for line in lines:
        call = _CALL.match(line)
        if call is None or int(call["result"]) < 0:
            continue
        target = _FILE.match(call["arguments"])
        path = _unhex(target["path"]) if target else ""
        if call["name"] in ("fsync", "fdatasync"):
            yield Event("sync", path)
        elif call["name"] == "ftruncate":
            yield Event("cut", path, int(call["arguments"].rpartition(",")[2]))
        elif call["name"] in ("unlink", "unlinkat"):
            yield Event("remove", _unhex(_quoted(line)))
        elif path == words:
            yield Event("word", path, data=_bytes(line))
        elif call["name"] == "pwrite64":
            yield Event("write", path, int(call["arguments"].rpartition(",")[2]), _bytes(line))


def _quoted(line: str) -> str:
    text = _TEXT.search(line)
    return text["hex"] if text else ""


def _bytes(line: str) -> bytes:
    text = _TEXT.search(line)
    if text is None or text["cut"]:
        raise ValueError(f"the record holds no whole write: {line[:80]}")
    return bytes.fromhex(text["hex"].replace("\\x", ""))


def _unhex(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if "\\x" in text else text


class Disk:
    """The files below one folder, as they stand on the disk and on their way to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files = {
            str(path): File(bytearray(path.read_bytes()))
            for path in folder.iterdir()
            if path.is_file() and not path.name.endswith("-shm")
        }

    def take(self, event: Event) -> None:
        """Let one event happen. A removal counts at once: the harder case for what is kept."""
        if not event.path.startswith(str(self.folder)) or event.path.endswith("-shm"):
            return
        file = self.files.setdefault(event.path, File(there=False))
        if event.kind == "sync":
            file.synchronise()
            file.there = True
        elif event.kind == "remove":
            self.files.pop(event.path)
        else:
            file.waiting.append(event)

    def leave(self, target: Path, chance: random.Random, mode: str) -> None:
        """Write what a power cut now leaves into another folder."""
        for path, file in self.files.items():
            if file.there or mode != "none":
                (target / Path(path).name).write_bytes(file.after_cut(chance, mode))

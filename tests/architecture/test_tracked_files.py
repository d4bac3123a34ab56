"""What must never be in the repository: persons, secrets, one machine's paths, registry hosts."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.project import ROOT, assert_none, own_files

# Persons, telephone numbers and mailboxes printed in the sources the policies were read from: the
# product knows posts only. Kept as digests, so that the list does not say what it forbids.
PRINTED_IN_THE_SOURCES = Path(__file__).parent / "printed_in_the_sources.txt"
NAME_LENGTHS = (2, 3)
HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
SPACED_NAME = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff])")
ADDRESS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.@-]{5,39}")
# Numbers made up for demo and tests show it: four zeros, or four digits twice, or 1111 2222.
MADE_UP = r"(?!0000)(?!(\d{4})\1)(?!(\d)\2{3}(\d)\3{3})"
MOBILE = re.compile(rf"(?<![\w.])1[3-9]\d{MADE_UP}\d{{8}}(?![\w.])")
IDENTITY = re.compile(r"(?<!\w)[1-9]\d{5}(?:19|20)\d{2}[01]\d[0-3]\d\d{3}[\dXx](?!\w)")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bghp_\w{20,}|\bAKIA[A-Z0-9]{16}\b|"
    r"(?i:secret_key|api_key|access_token)\s*=\s*[\"'][\w-]{20,}[\"']"
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|Users/\w+)/")
REGISTRY = re.compile(r"https?://[\w.-]*(?:pypi|pythonhosted|npmjs|registry)[\w.-]*", re.I)
# Long lists of digests and national codes, in which any pattern of digits turns up.
LISTS = {".lock", ".csv", ".svg"}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def _texts() -> tuple[tuple[Path, str], ...]:
    return tuple((path, text) for path in own_files() for text in _read(path))


def _read(path: Path) -> Iterator[str]:
    """A file's text; for office files that of their parts; nothing for pictures and fonts."""
    if path.suffix in (".xlsx", ".docx") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels")):
                    yield archive.read(name).decode("utf-8", errors="ignore")
        return
    content = path.read_bytes()
    if b"\0" not in content[:4096]:
        yield content.decode("utf-8", errors="ignore")


def _tokens(text: str) -> set[str]:
    """Everything in a text that could be a name, a number or a mailbox of the list."""
    tokens = {token.strip(".@-") for token in ADDRESS.findall(text)}
    for run in set(HAN_RUN.findall(text)) | set(HAN_RUN.findall(SPACED_NAME.sub("", text))):
        for length in NAME_LENGTHS:
            tokens.update(run[start : start + length] for start in range(len(run) - length + 1))
    return tokens


def _found(pattern: re.Pattern[str], *, in_lists: bool = True) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group()[:60]}"
        for path, text in _texts()
        if in_lists or path.suffix not in LISTS
        for match in pattern.finditer(text)
    ]


def test_no_person_of_the_sources_is_named() -> None:
    files: dict[str, list[Path]] = {}
    for path, text in _texts():
        for token in _tokens(text):
            files.setdefault(token, []).append(path)
    forbidden = set(PRINTED_IN_THE_SOURCES.read_text(encoding="ascii").split())
    named = [
        f"{path.relative_to(ROOT)}: {token}"
        for token, paths in files.items()
        if _digest(token) in forbidden
        for path in paths
    ]
    assert_none(named, "name the post, never the person; leave out number and mailbox")


def test_the_search_for_persons_sees_names_however_they_are_spaced() -> None:
    assert {"张三", "李四五"} <= _tokens("组长：张 三，副组长：李四五同志 王\u3000六")
    assert "someone@office.example" in _tokens("邮箱:someone@office.example，")


def test_no_real_looking_telephone_numbers() -> None:
    found = _found(MOBILE, in_lists=False)
    assert_none(found, "make up numbers one can see are made up: 138 0000 1234")


def test_no_identity_numbers() -> None:
    found = [text for text in _found(IDENTITY, in_lists=False) if _could_be_somebodys(text[-18:])]
    assert_none(found, "make up numbers with a wrong check digit: they are nobody's")


def _could_be_somebodys(number: str) -> bool:
    """Whether the check digit is right (GB 11643)."""
    weighted = (int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[sum(weighted) % 11] == number[17].upper()


def test_the_check_digit() -> None:
    right = "11010519491231002" + "X"  # the example of the standard itself
    assert _could_be_somebodys(right)
    assert not _could_be_somebodys(right[:-1] + "1")


def test_no_secrets() -> None:
    assert_none(_found(SECRET), "a secret comes from the environment; change the one that leaked")


def test_no_paths_of_one_machine() -> None:
    assert_none(_found(MACHINE_PATH), "write paths relative to the repository")


def test_no_registry_hosts() -> None:
    assert_none(_found(REGISTRY), "lock files hold names, versions and hashes only: make lock")

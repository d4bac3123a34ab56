"""Names and types of files, decided by us: nothing an uploader says is believed."""

from __future__ import annotations

import re
import unicodedata

UNKNOWN = "application/octet-stream"
NAME_LENGTH = 150

# What a file must begin with to be served under the type its name claims.
_TYPES = {
    ".xlsx": (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": (
        b"PK\x03\x04",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".pdf": (b"%PDF-", "application/pdf"),
    ".png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


def content_type(content: bytes, name: str) -> str:
    """The type a file is served under: one we know and whose mark it bears, else plain bytes.

    A page or a script in disguise therefore never gets a type that a browser would run.
    """
    dot = name.rfind(".")
    mark, known = _TYPES.get(name[dot:].lower() if dot >= 0 else "", (b"", UNKNOWN))
    return known if content.startswith(mark) else UNKNOWN


def is_paper_or_picture(content: bytes, name: str) -> bool:
    """Whether a file is what its name says and opens in an office: evidence has to be looked at."""
    return content_type(content, name) != UNKNOWN


def clean_name(name: str) -> str:
    """The original name as harmless text: no folders, no control or direction characters.

    It is shown and offered for saving; files on disk never bear it.
    """
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs"))
    plain = visible.strip(" .") or "file"
    if len(plain) <= NAME_LENGTH:
        return plain
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending) > 10:
        return plain[:NAME_LENGTH]
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"

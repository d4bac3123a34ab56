"""What a file that was handed out says, to look for texts that must not be in it."""

from __future__ import annotations

import io
import re
import zipfile

# A workbook keeps a moment as days and a fraction, whose digits may look like any number.
MOMENT = re.compile(r"(<v>\d+)\.\d{6,}")


def text_of(content: bytes) -> str:
    """The text of a file, of a workbook or archive all its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return MOMENT.sub(r"\1", "\n".join(parts))

"""What a stored file is for."""

from __future__ import annotations

from enum import StrEnum


class FileKind(StrEnum):
    """Why a file was kept."""

    IMPORT = "import"
    DOCUMENT = "document"

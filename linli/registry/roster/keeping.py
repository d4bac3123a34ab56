"""What is kept of a roster between its steps: sealed as a whole, gone when nobody needs it.

The checked frame is kept beside the file, so that taking a roster over does not read, check and
hash a hundred thousand lines a second time.
"""

from __future__ import annotations

import io

import polars as pl

from linli.kernel.sealed import open_bytes, seal_bytes
from linli.registry.data import Kept
from linli.registry.data import RosterField as F
from linli.registry.models import RosterFile, RosterImport
from linli.registry.roster.checks import COMPOUND_ID
from linli.registry.roster.people import HASHES

_COLUMNS = (
    "row", COMPOUND_ID, F.BUILDING, F.ENTRANCE, F.FLOOR, F.ROOM, F.AREA, F.AREA_SOURCE, F.USE,
    F.SOLD, F.DELIVERED, F.OWNER, F.OWNER_KIND, F.ID_NUMBER, F.PHONE, F.SHARE, F.VOTER, F.FROM_ON,
    *HASHES,
)  # fmt: skip


def keep(roster: RosterImport, kept: Kept, content: bytes) -> None:
    """Keep a file of a roster; one that was kept in its place goes."""
    sealed = seal_bytes(content, context_of(roster, kept))
    RosterFile.objects.update_or_create(
        district=roster.district, roster=roster, kept=kept, defaults={"content": sealed}
    )


def content(roster: RosterImport, kept: Kept) -> bytes:
    """A file of a roster. Raises RosterFile.DoesNotExist, kernel.crypto.SealBroken."""
    sealed = roster.files.get(kept=kept)
    return open_bytes(bytes(sealed.content), context_of(roster, kept))


def keep_frame(roster: RosterImport, frame: pl.DataFrame) -> None:
    """Keep what was checked and hashed, without the texts it was read from."""
    target = io.BytesIO()
    # Half of it are hashes in hexadecimal digits: packing them saves more sealing than it costs.
    frame.select(_COLUMNS).write_ipc(target, compression="zstd")
    keep(roster, Kept.CHECKED, target.getvalue())


def frame_of(roster: RosterImport) -> pl.DataFrame | None:
    """What was checked and hashed; nothing where it is kept no more."""
    if not roster.files.filter(kept=Kept.CHECKED).exists():
        return None
    return pl.read_ipc(io.BytesIO(content(roster, Kept.CHECKED)))


def context_of(roster: RosterImport, kept: str) -> str:
    """What a kept file is sealed for: exactly this file of exactly this roster."""
    return f"registry.rosterfile.{roster.public_id}.{kept}"

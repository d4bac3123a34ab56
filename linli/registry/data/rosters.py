"""Words of taking over rosters, and of handing personal data out."""

from __future__ import annotations

from enum import StrEnum

ROSTER = "roster"
"""Subject kind of acts on a roster that was handed in."""

EXPORT = "personal_export"
"""Subject kind of acts on a request for personal data."""

ROSTERS = "registry.roster"
"""The right to hand in rosters and to take them over."""

EXPORTS_ASK = "registry.export_ask"
"""The right to ask for personal data of a compound as a file."""

EXPORTS_DECIDE = "registry.export_decide"
"""The right to decide on such a request of somebody else."""


class RosterState(StrEnum):
    """Where a roster stands between being handed in and being in the register."""

    RECEIVED = "received"
    REFUSED = "refused"
    FAULTY = "faulty"
    READY = "ready"
    SAME = "same"
    CONFIRMED = "confirmed"
    WRITTEN = "written"
    DROPPED = "dropped"


OPEN_ROSTERS = (RosterState.RECEIVED, RosterState.READY, RosterState.CONFIRMED)
"""Rosters that something will still happen to."""


class RosterField(StrEnum):
    """What a column of a roster can hold."""

    COMMUNITY = "community"
    COMPOUND = "compound"
    BUILDING = "building"
    ENTRANCE = "entrance"
    FLOOR = "floor"
    ROOM = "room"
    AREA = "area"
    AREA_SOURCE = "area_source"
    USE = "use"
    SOLD = "sold"
    DELIVERED = "delivered"
    OWNER = "owner"
    OWNER_KIND = "owner_kind"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    SHARE = "share"
    VOTER = "voter"
    FROM_ON = "from_on"


REQUIRED = (RosterField.COMPOUND, RosterField.BUILDING, RosterField.ROOM)
"""Without these columns no row says which unit it is about."""

PERSONAL = frozenset({RosterField.OWNER, RosterField.ID_NUMBER, RosterField.PHONE})
"""Columns whose content is never repeated outside the sender's own file."""


class Kept(StrEnum):
    """What is kept, sealed, of a roster that was handed in."""

    UPLOAD = "upload"
    CHECKED = "checked"
    MARKED = "marked"


class ExportState(StrEnum):
    """Where a request for personal data stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    HANDED_OUT = "handed_out"

"""What the faults of a roster say to whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.kernel.errors import Finding
from linli.kernel.tables.data import LIMITS
from linli.kernel.tables.labels import WORDINGS as TABLE_WORDINGS
from linli.kernel.workbooks.labels import Wording
from linli.registry.data import RosterField as F
from linli.registry.roster import words
from linli.registry.roster.cleaning import LENGTHS
from linli.registry.roster.faults import LEVELS, Fault
from linli.registry.roster.headers import RosterHeader

FIELDS: Mapping[F, Any] = {
    F.COMMUNITY: gettext_lazy("Community"),
    F.COMPOUND: gettext_lazy("Compound"),
    F.BUILDING: gettext_lazy("Building"),
    F.ENTRANCE: gettext_lazy("Entrance"),
    F.FLOOR: gettext_lazy("Floor"),
    F.ROOM: gettext_lazy("Room"),
    F.AREA: gettext_lazy("Exclusive area"),
    F.AREA_SOURCE: gettext_lazy("Source of the area"),
    F.USE: gettext_lazy("Use"),
    F.SOLD: gettext_lazy("Sold"),
    F.DELIVERED: gettext_lazy("Handed over"),
    F.OWNER: gettext_lazy("Owner"),
    F.OWNER_KIND: gettext_lazy("Kind of owner"),
    F.ID_NUMBER: gettext_lazy("ID number"),
    F.PHONE: gettext_lazy("Telephone"),
    F.SHARE: gettext_lazy("Share owned"),
    F.VOTER: gettext_lazy("Votes for the co-owners"),
    F.FROM_ON: gettext_lazy("Owned since"),
}

_MEND_CELL = gettext_lazy("Mend the cell.")
_AS_TEXT = gettext_lazy("Set the column to text and enter the number again.")

WORDINGS: Mapping[str, Wording] = {
    "no_column": Wording(
        gettext_lazy("The roster has no such column."),
        gettext_lazy("Columns for compound, building and room are needed."),
        gettext_lazy("Add the column, or give it the name it has in the empty form."),
    ),
    "column_twice": Wording(
        gettext_lazy("Two columns bear this name."), "", gettext_lazy("Delete or rename one.")
    ),
    "no_rows": Wording(gettext_lazy("There is no line below the header.")),
    "cells_beyond": Wording(
        gettext_lazy("The line has more cells than the header: one of them holds a comma."),
        "",
        gettext_lazy("Put the cell in quotation marks, or save the list as .xlsx."),
    ),
    "sheet_unread": Wording(
        gettext_lazy("Only the first sheet is read. Further sheets: {proposal}."),
        "",
        gettext_lazy("If units are listed there too, hand these sheets in as files of their own."),
    ),
    "column_unread": Wording(
        gettext_lazy("The column “{proposal}” is not understood and was not read."),
        "",
        gettext_lazy("If it is needed, give it the name it has in the empty form."),
    ),
    "blank": Wording(
        gettext_lazy("The cell is empty."),
        gettext_lazy("Compound, building and room on every line."),
        gettext_lazy("Fill in the cell, also where it is the same as above."),
    ),
    "control": Wording(gettext_lazy("The text holds signs that cannot be printed.")),
    "too_long": Wording(
        gettext_lazy("The text is too long."),
        gettext_lazy("At most {limit} characters."),
        _MEND_CELL,
    ),
    "no_number": Wording(gettext_lazy("This is no number."), "", _MEND_CELL),
    "day_instead": Wording(
        gettext_lazy("The spreadsheet program has made a day of this number."),
        gettext_lazy("For example 3-1 or 0301, as text."),
        gettext_lazy("Set the column to text and enter the number again."),
    ),
    "area_negative": Wording(
        gettext_lazy("The area is negative."), gettext_lazy("More than 0 m²."), _MEND_CELL
    ),
    "area_zero": Wording(
        gettext_lazy("The area is 0."),
        gettext_lazy("More than 0 m²."),
        gettext_lazy("Enter the area, or leave the cell empty while it is not known."),
    ),
    "area_places": Wording(
        gettext_lazy("The area has more than two decimal places."),
        gettext_lazy("Whole hundredths of a square metre."),
        _MEND_CELL,
    ),
    "area_huge": Wording(
        gettext_lazy("The area is too large for one unit."),
        gettext_lazy("At most 100,000 m²."),
        _MEND_CELL,
    ),
    "area_missing": Wording(
        gettext_lazy("Without an area the unit cannot be counted in a vote."),
    ),
    "unknown_word": Wording(
        gettext_lazy("This word is not known here."), gettext_lazy("One of: {words}."), _MEND_CELL
    ),
    "parking": Wording(
        gettext_lazy("A parking space is no unit: it is kept with its days and its right."),
        "",
        gettext_lazy(
            "Take the line out; enter the space on the page of the compound, under parking spaces."
        ),
    ),
    "no_day": Wording(
        gettext_lazy("This is no day."), gettext_lazy("For example 2020-05-01."), _MEND_CELL
    ),
    "day_number": Wording(
        gettext_lazy("This is a number, not a day."),
        gettext_lazy("For example 2020-05-01."),
        gettext_lazy("Set the column to date."),
    ),
    "id_digits_lost": Wording(
        gettext_lazy("The number was stored as a number; its last digits are lost."), "", _AS_TEXT
    ),
    "id_odd_signs": Wording(
        gettext_lazy("This cannot be an ID number."),
        gettext_lazy("6 to 30 digits and letters."),
        _MEND_CELL,
    ),
    "id_check": Wording(
        gettext_lazy("The check digit of the ID number does not fit; it is kept as it is.")
    ),
    "id_birthday": Wording(
        gettext_lazy("The birthday in the ID number is no day; it is kept as it is.")
    ),
    "id_length": Wording(
        gettext_lazy("The ID number has neither 15 nor 18 digits; it is kept as it is.")
    ),
    "phone_odd": Wording(
        gettext_lazy("The telephone number looks odd; it is kept as it is."),
        gettext_lazy("7 to 12 digits; several numbers with a comma between."),
    ),
    "share_odd": Wording(
        gettext_lazy("The share cannot be read."),
        gettext_lazy("For example 1/2 or 50%."),
        _MEND_CELL,
    ),
    "share_sum": Wording(gettext_lazy("The shares of this unit do not make up the whole.")),
    "two_voters": Wording(
        gettext_lazy("The unit has another voter already (line {other})."),
        gettext_lazy("One co-owner votes for all."),
        _MEND_CELL,
    ),
    "twice": Wording(
        gettext_lazy("The same unit and owner as on line {other}."),
        "",
        gettext_lazy("Delete one of the lines."),
    ),
    "unit_differs": Wording(
        gettext_lazy("Line {other} says otherwise about the same unit."), "", _MEND_CELL
    ),
    "compound_unknown": Wording(
        gettext_lazy("There is no such compound in your scope."),
        gettext_lazy("The name as it stands in the register."),
        gettext_lazy("Correct the name, or let the compound be registered first."),
    ),
    "compound_several": Wording(
        gettext_lazy("Several communities have a compound of this name."),
        "",
        gettext_lazy("Add a column with the community."),
    ),
    "identity_differs": Wording(
        gettext_lazy("The same ID number stands under another name on line {other}.")
    ),
    "owner_missing": Wording(
        gettext_lazy("The line has a number or share but no owner."),
        "",
        gettext_lazy("Enter the owner's name."),
    ),
    "owners_in_one": Wording(
        gettext_lazy("The cell names several owners."),
        gettext_lazy("One line for each owner, with the same building and room."),
        gettext_lazy("Write a line for each, with the owner's own numbers."),
    ),
    "read_as": Wording(gettext_lazy("Read as {proposal}.")),
}


# Wordings that say the proposal themselves.
_SAID = ("read_as", "sheet_unread", "column_unread")

# The limit each refusal of a file speaks of, in the unit of its wording.
_FILE_LIMITS: Mapping[str, int] = {
    "workbook.too_big": LIMITS.bytes // 2**20,
    "workbook.bomb": LIMITS.unpacked // 2**20,
    "workbook.too_many_parts": LIMITS.parts,
    "workbook.too_many_sheets": LIMITS.sheets,
    "workbook.long_cell": LIMITS.cell_characters,
}

_VOCABULARIES: Mapping[str, Mapping[str, object]] = {
    F.USE: words.USES,
    F.AREA_SOURCE: words.SOURCES,
    F.OWNER_KIND: words.OWNER_KINDS,
    F.SOLD: words.TRUTHS,
    F.DELIVERED: words.TRUTHS,
    F.VOTER: words.TRUTHS,
}


def finding(kept: Mapping[str, Any]) -> Finding:
    """A kept fault in words, in the language in force."""
    code = str(kept["code"])
    if code not in WORDINGS:
        return _of_the_file(kept)
    name = str(kept.get("field") or "")
    wording = WORDINGS[code]
    facts = {
        "other": kept.get("other") or "",
        "proposal": kept.get("proposal") or "",
        "words": _words(name),
        "limit": LENGTHS.get(F(name), "") if name else "",
    }
    proposal = "" if code in _SAID else str(facts["proposal"])
    meant = _("Probably meant: %(text)s.") % {"text": proposal} if proposal else ""
    return Finding(
        level=LEVELS[code],
        code=code,
        message=str(wording.message).format(**facts),
        row=kept.get("row"),
        column=_column(str(kept.get("column") or ""), name),
        allowed=str(wording.allowed).format(**facts),
        remedy=" ".join(part for part in (meant, str(wording.remedy)) if part),
    )


def sentence(fault: Fault, header: RosterHeader) -> str:
    """A fault in one line, for the marked copy."""
    said = finding(fault.plain(header.letters(fault.field) if fault.field else ""))
    parts = (f"{said.column}：{said.message}" if said.column else said.message, said.remedy)
    return " ".join(part for part in parts if part)


def _column(letters: str, name: str) -> str:
    """A column as the sender sees it: letters and what is in it."""
    label = str(FIELDS[F(name)]) if name else ""
    return " ".join(part for part in (letters, label) if part)


def _of_the_file(kept: Mapping[str, Any]) -> Finding:
    """What the reader of files has found."""
    code = str(kept["code"])
    wording = TABLE_WORDINGS.get(code, TABLE_WORDINGS["workbook.damaged"])
    return Finding(
        level="error",
        code=code,
        message=_bare(wording.message, code),
        row=kept.get("row"),
        column=str(kept.get("field") or ""),
        allowed=_bare(wording.allowed, code),
        remedy=_bare(wording.remedy, code),
    )


def _bare(text: object, code: str) -> str:
    """A wording with the limits of rosters in it. What stood in the file is not kept with a fault,
    so nothing comes after the colon before it.
    """
    facts = {
        "limit": _FILE_LIMITS.get(code, ""), "rows": LIMITS.rows, "columns": LIMITS.columns,
        "cells": LIMITS.cells, "value": "",
    }  # fmt: skip
    return str(text).format(**facts).replace("：。", "。").replace(": .", ".")


def _words(name: str) -> str:
    """The words a column may hold, those the empty form explains."""
    return "、".join(words.first_words(_VOCABULARIES[name])) if name in _VOCABULARIES else ""

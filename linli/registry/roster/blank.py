"""The empty roster: every column with the name it is best known by, one line of explanation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook
from linli.registry.roster.headers import NAMES


def blank_roster() -> bytes:
    """An .xlsx file to fill in."""
    columns = [Column(names[0], 14) for names in NAMES.values()]
    line = _("One line for each owner of a unit. Compound, building and room on every line.")
    return write_workbook(SheetLayout(name=_("Roster"), columns=columns, rows=[], line=line))

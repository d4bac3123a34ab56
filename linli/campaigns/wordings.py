"""What the doubts about task lists and progress reports say to the officer who sent the file."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.kernel.workbooks.labels import Wording

_DATES = _("{examples}, or a date cell.")
_BALANCE = _("Correct the count or the list, so that both agree.")

TASKLIST: Mapping[str, Wording] = {
    "tasklist.no_table": Wording(
        _("No task list was found in the workbook."),
        _("A table with the headers of annex 3 or annex 4."),
        _("Use the annex as the district issued it; keep its header row."),
    ),
    "tasklist.missing_column": Wording(
        _("The column “{name}” is missing."),
        _("Found headers: {found}"),
        _("Add the column with exactly this header."),
    ),
    "tasklist.unknown_kind": Wording(
        _("The headers do not tell whether compounds are to be improved or to be covered."),
        "{allowed}",
        _("Use the header of annex 3 or annex 4 for the column of compounds."),
    ),
    "tasklist.other_sheet": Wording(
        _("This sheet holds a further task list, which was not read."),
        _("One task list per file."),
        _("Send the sheet as a file of its own."),
    ),
    "tasklist.empty": Wording(
        _("The table has no rows."), "", _("Enter the compounds below the header.")
    ),
    "tasklist.no_street": Wording(
        _("The row belongs to no street or town."), "", _("Enter the street in this column.")
    ),
    "tasklist.unknown_street": Wording(
        _("“{value}” is no street or town of this district."),
        _("A street or town of the district, in its official name."),
        _("Correct the name, or import the list under the right district."),
    ),
    "tasklist.no_community": Wording(
        _("The row belongs to no community."), "", _("Enter the community in this column.")
    ),
    "tasklist.community_without_code": Wording(
        _("“{value}” has no national division code."),
        _("A community of the street from the national list."),
        _("Check the name. If it is right, it is kept as a local community of the street."),
    ),
    "tasklist.one_community": Wording(
        _("“{value}” is read as one community."), "", _("Check that it is not two communities.")
    ),
    "tasklist.one_compound": Wording(
        _("“{value}” is read as the name of one compound."),
        "",
        _("Check that the brackets do not hold several compounds."),
    ),
    "tasklist.no_compound": Wording(
        _("No compound is listed for “{community}”."), "", _("Enter the compounds, separated by 、")
    ),
    "tasklist.brackets": Wording(
        _("A bracket is not closed or not opened, so the names cannot be told apart."),
        _("Brackets in pairs."),
        _("Correct the brackets in this cell."),
    ),
    "tasklist.long_name": Wording(
        _("“{value}” is too long for the name of one compound."),
        _("At most {limit} characters; names separated by 、"),
        _("Separate the names by 、"),
    ),
    "tasklist.duplicate": Wording(
        _("“{value}” is listed twice in this community (first in row {first}); it is taken once."),
        "",
        _("Delete one of the two, or tell the two compounds apart by a suffix."),
    ),
    "tasklist.name_in_two_communities": Wording(
        _("“{value}” is also listed in {community} (row {first}); two compounds are created."),
        "",
        _("Check that they really are two compounds."),
    ),
    "tasklist.named_like_community": Wording(
        _("The compound “{value}” carries the name of a community."),
        "",
        _("Check that a compound is meant."),
    ),
    "tasklist.street_count": Wording(
        _("{street}: the list states {stated} compounds and names {counted}."), "", _BALANCE
    ),
    "tasklist.community_count": Wording(
        _("{community}: the list states {stated} compounds and names {counted}."), "", _BALANCE
    ),
    "tasklist.no_responsible": Wording(
        _("No responsible post is given."), "", _("Enter the responsible post.")
    ),
    "tasklist.no_content": Wording(_("No task is given."), "", _("Enter what is to be done.")),
    "tasklist.no_due_date": Wording(
        _("No completion date is given."),
        _DATES,
        _("Enter the completion date."),
    ),
    "tasklist.bad_date": Wording(
        _("“{value}” is no date."),
        _DATES,
        _("Correct the completion date."),
    ),
    "tasklist.other_year": Wording(
        _("“{value}” is not in the campaign's year {year}."),
        "",
        _("Check the year: spreadsheet programs add the current year to dates without one."),
    ),
    "tasklist.year_added": Wording(
        _("“{value}” has no year and is read as {day}; the original wording is kept."),
        "",
        _("Check the year: it is that of the policy document."),
    ),
    "tasklist.total_row": Wording(_("The row with totals was not read as a task."), "", ""),
}

ANNEX_5: Mapping[str, Wording] = {
    "annex5.no_form": Wording(
        _("No progress report was found in the workbook."),
        _("The form of annex 5 with its header row."),
        _("Export the report, fill in the file and send that file."),
    ),
    "annex5.missing_column": Wording(
        _("The column “{name}” is missing."),
        _("Found headers: {found}"),
        _("Add the column with exactly this header."),
    ),
    "annex5.no_community": Wording(
        _("No community is given."), "", _("Enter the community of the compound.")
    ),
    "annex5.no_compound": Wording(_("No compound is given."), "", _("Enter the compound.")),
    "annex5.duplicate": Wording(
        _("“{value}” stands in the report twice (first in row {first})."),
        _("One row for each compound."),
        _("Delete one of the two rows."),
    ),
    "annex5.bad_number": Wording(
        _("“{value}” is no row number."),
        _("A whole number from 1."),
        _("Correct the number, or leave the cell empty."),
    ),
    "annex5.bad_term": Wording(
        _("“{value}” is not one of the allowed words."),
        _("One of: {terms}"),
        _("Enter one of the allowed words."),
    ),
    "annex5.bad_date": Wording(
        _("“{value}” is no date with a year."),
        _DATES,
        _("Enter the date with its year."),
    ),
    "annex5.phone_as_number": Wording(
        _("The telephone is stored as a number; a leading zero may be lost."),
        _("Text."),
        _("Check the telephone, and format the column as text."),
    ),
}

"""What the doubts about a text table say, beside those about workbooks."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from linli.kernel.workbooks import labels
from linli.kernel.workbooks.labels import Wording

_ENCODINGS = _("One encoding for the whole file: UTF-8, GBK / GB18030 or UTF-16.")

WORDINGS: Mapping[str, Wording] = {
    **labels.WORDINGS,
    "table.other_kind": Wording(
        _("The file is neither an Excel workbook nor a text table."),
        _("An Excel workbook (.xlsx) or a text table (.csv)."),
        _("Save the list as one of these and send it again."),
    ),
    "table.mixed_encoding": Wording(
        _("This line is written in another encoding than the rest of the file."),
        _ENCODINGS,
        _("Open the list in your spreadsheet program and save it as .xlsx."),
    ),
    "table.unknown_encoding": Wording(
        _("The file is written in no encoding that can be read without guessing."),
        _ENCODINGS,
        _("Open the list in your spreadsheet program and save it as .xlsx."),
    ),
}

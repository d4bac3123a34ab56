"""Words about documents handed in: why one is refused, what a clause becomes, what is left over."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.policy.intake.adopting import BUILT_IN, LATER, NOT_FOR_SYSTEM
from linli.policy.intake.data import Rest
from linli.policy.labels import KINDS

PAPER_FAULTS: Mapping[str, tuple[object, object]] = {
    "intake.kind": (
        _("Files of this kind are not read."),
        _("Hand in a .txt, .md, .docx or .pdf file."),
    ),
    "intake.too_large": (
        _("The document is too large to be read."),
        _("Take the pictures out, or hand in the text alone."),
    ),
    "intake.too_heavy": (
        _("The document could not be read within the time and memory allowed."),
        _("Save its text as .txt and hand that in."),
    ),
    "intake.empty": (
        _("The document has no text in it."),
        _("Check that it is the right file."),
    ),
    "intake.binary": (
        _("This is not a text file, whatever its name says."),
        _("Save it as UTF-8 text, .docx or .pdf."),
    ),
    "intake.encoding": (
        _("The text is neither UTF-8 nor GB 18030."),
        _("Save it as UTF-8."),
    ),
    "intake.locked": (
        _("The document is protected by a password, or is an old .doc."),
        _("Open it and save it as .docx without a password."),
    ),
    "intake.damaged": (
        _("The document is damaged or is not what its name says."),
        _("Open it and save it anew."),
    ),
    "intake.macros": (
        _("The document has macros in it."),
        _("Save it as .docx without macros."),
    ),
    "intake.scanned": (
        _("The document holds pictures of pages, not text."),
        _("Ask the sender for the text, or run character recognition first."),
    ),
    "intake.words": (
        _("These words do not stand inside the clause exactly once."),
        _("Copy the first words of the second part out of the text."),
    ),
    "intake.cite": (
        _("Every clause needs a citation of its own."),
        _("Write where the second part is printed, as offices cite it."),
    ),
}

DECISIONS: Mapping[str, object] = {
    **KINDS,
    BUILT_IN: _("Works without a value"),
    NOT_FOR_SYSTEM: _("Not for the system"),
    LATER: _("Decide later, in the draft"),
}

RESTS: Mapping[str, object] = {
    Rest.TITLE: _("Title"),
    Rest.NUMBER: _("Number of the document"),
    Rest.ADDRESSEES: _("Addressees"),
    Rest.SIGNATURE: _("Signature"),
    Rest.DATE: pgettext_lazy("document", "Date"),
    Rest.RELEASE: _("Note on publication"),
    Rest.ANNEX_LIST: _("List of annexes"),
    Rest.CONTENTS: _("Table of contents"),
    Rest.PAGE: _("Page number"),
    Rest.WEB: _("Of a web page"),
    Rest.ARTEFACT: _("Mark of a program"),
}

DOUBTS: Mapping[str, object] = {
    "out_of_order": _("The number is out of order: look again"),
    "repeated": _("The number comes twice: look again"),
}

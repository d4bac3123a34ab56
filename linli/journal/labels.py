"""Texts of the journal: its own acts, the states of a seal, the names of the hashes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.journal.data import READ, REFUSED, RETIRE
from linli.kernel.web.cells import Chip

VERBS = {
    REFUSED: _("was refused an act"),
    READ: _("looked at personal data"),
    RETIRE: _("put old acts into an archive"),
}
SEALED = Chip(_("sealed"), "ok", "shield-check")
UNSEALED = Chip(_("waits for its seal"), "quiet", "hourglass-split")
ALGORITHMS = {"sha256": "SHA-256", "sm3": "SM3"}
SIDES = {"left": _("before it"), "right": _("after it")}

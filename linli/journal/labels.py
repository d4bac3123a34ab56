"""Texts of the journal's own acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.journal.data import READ, REFUSED

VERBS = {
    REFUSED: _("was refused an act"),
    READ: _("looked at personal data"),
}

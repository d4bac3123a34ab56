"""Texts of the operator's acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "operations.backup.make": _("made a backup"),
    "operations.backup.restore": _("restored a backup"),
    "operations.keys.change": _("changed the keys that seal personal data"),
}

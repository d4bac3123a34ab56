"""Texts of the operator's acts and of the page that says how the installation runs."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from linli.kernel.jobs import Daily, Schedule
from linli.kernel.web.cells import Chip
from linli.operations.data import Level

VERBS = {
    "operations.backup.make": _("made a backup"),
    "operations.backup.restore": _("restored a backup"),
    "operations.keys.change": _("changed the keys that seal personal data"),
}
LEVELS = {
    Level.OK: Chip(_("in order"), "ok", "check-circle"),
    Level.WARNING: Chip(_("to be looked at"), "warn", "exclamation-circle"),
    Level.FAULT: Chip(_("a fault"), "bad", "exclamation-triangle"),
}
FAILING = Chip(_("failing"), "bad", "exclamation-triangle")
RUNNING_WELL = Chip(_("running well"), "ok", "check-circle")
DURABILITY = _("Durability of the database")
CHECKS = {
    "settings.debug": _("No inside of the program on pages"),
    "settings.secret_key": _("Key of sessions and forms"),
    "settings.hosts": _("Names of the server"),
    "settings.https": _("Encrypted transport"),
    "settings.base_url": _("Address people use"),
    "settings.clock": _("Clock"),
    "settings.journal_days": _("How long acts are kept"),
    "settings.password_hashing": _("Storage of passwords"),
    "settings.second_factor": _("Second factor for staff"),
    "keys.sealing": _("Keys of personal data"),
    "keys.apart": _("Keys kept apart from the data"),
    "keys.backup": _("Key of backups"),
    "database.version": _("Version of the database"),
    "database.migrations": _("Tables of this version"),
    "journal.append_only": _("Guard of the journal"),
    "journal.seals": _("Sealing of the journal"),
    "logins.seeded": _("Logins of the demonstration"),
    "logins.administrators": _("The three administrators"),
    "jobs.health": _("Background work"),
    "policy.in_force": _("Policy in force"),
    "backup.latest": _("Latest backup"),
    "disk.free": _("Room on the disk"),
    "disk.private": _("Who can read the data's folder"),
    "documents.fonts": _("Fonts of documents"),
}


def check_label(name: str) -> object:
    """What a check looks at; the database's own settings go under one name."""
    return CHECKS.get(name, DURABILITY)


def schedule_text(schedule: Schedule) -> str:
    """When periodic work comes due."""
    if isinstance(schedule, Daily):
        return gettext("daily at %(time)s") % {"time": f"{schedule.at:%H:%M}"}
    minutes = int(schedule.span.total_seconds() // 60)
    text = ngettext("every %(n)s minute", "every %(n)s minutes", minutes)
    return text % {"n": minutes}

"""The database and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.accounts import selectors as accounts
from linli.accounts.data import Role
from linli.jobs import selectors as jobs
from linli.journal import selectors as journal
from linli.kernel import clock, integrity
from linli.operations import durability
from linli.operations.backups.databases import pending_migrations
from linli.operations.checks.making import graded, production
from linli.operations.data import Check, Level
from linli.policy import selectors as policy

POSTGRESQL_AT_LEAST = 15_00_00


def durable() -> Iterator[Check]:
    """Whether what was acknowledged survives a power cut."""
    wrong, found = durability.deviations(), durability.found()
    for name, wanted in durability.wanted().items():
        yield production(
            f"database.{name}",
            ok=name not in wrong,
            found=found[name],
            wanted=wanted,
            remedy=_durability_remedy(name, wanted),
        )


def _durability_remedy(name: str, wanted: str) -> str:
    if connection.vendor == "sqlite":
        return _("Keep the file on a local disk and run with linli.config.settings as it is.")
    return _("Set %(setting)s in postgresql.conf, and in no ALTER ROLE or ALTER DATABASE.") % {
        "setting": f"{name} = {wanted}"
    }


def database_version() -> Check:
    """PostgreSQL is one this program was tested with."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT sqlite_version()")
            version = str(cursor.fetchone()[0])
        return graded("database.version", ok=True, found=f"SQLite {version}", wanted="", remedy="")
    connection.ensure_connection()
    number = int(getattr(connection, "pg_version", 0))
    return production(
        "database.version",
        ok=number >= POSTGRESQL_AT_LEAST,
        found=f"PostgreSQL {number // 10_000}.{number % 10_000}",
        wanted=_("PostgreSQL 15 or newer"),
        remedy=_("Upgrade the server, or name another in DATABASE_URL."),
    )


def migrations() -> Check:
    """The tables are those of this version."""
    names = pending_migrations()
    return production(
        "database.migrations",
        ok=not names,
        found=_("%(n)s pending, first %(name)s") % {"n": len(names), "name": names[0]}
        if names
        else _("none pending"),
        wanted=_("none pending"),
        remedy=_("Make a backup, then run `linli migrate`."),
    )


def append_only() -> Check:
    """The database itself refuses to change the journal."""
    result = integrity.run("", journal.check_triggers())
    return production(
        "journal.append_only",
        ok=not result.problems,
        found="; ".join(problem.what for problem in result.problems) or _("triggers in place"),
        wanted=_("triggers in place"),
        remedy=_("Find out who removed them; restore from the backup and compare `linli verify`."),
    )


def sealing() -> Check:
    """The journal is being sealed, so that tampering would show."""
    heads = journal.heads()
    waiting = journal.oldest_unsealed(clock.now())
    patience = jobs.PATIENCE
    late = waiting is not None and clock.now() - waiting > patience
    return graded(
        "journal.seals",
        ok=settings.DEMO or not late,
        found=_("%(n)s heads; oldest act without a seal: %(moment)s")
        % {"n": len(heads), "moment": _moment(waiting)},
        wanted=_("no act waits longer than %(n)s minutes") % {"n": patience.seconds // 60},
        remedy=_("Start `linli worker`: it seals every minute."),
    )


def background_work() -> Check:
    """Somebody does the background work, and none of it was given up."""
    state = jobs.health(clock.real(clock.now()))
    found = _("%(waiting)s waiting, %(overdue)s overdue, %(parked)s set aside") % {
        "waiting": state.waiting,
        "overdue": state.overdue,
        "parked": state.parked,
    }
    return graded(
        "jobs.health",
        ok=state.sound,
        found=found,
        wanted=_("none overdue, none set aside"),
        remedy=_(
            "Overdue: start `linli worker`. Set aside: `linli jobs list`, mend, `jobs retry`."
        ),
        otherwise=Level.FAULT if state.overdue and not settings.DEMO else Level.WARNING,
    )


def policy_in_force() -> Check:
    """A policy is in force, and each loaded release is what was loaded."""
    count = policy.count_active_releases()
    result = integrity.run("", policy.check_releases())
    problems = "; ".join(problem.what for problem in result.problems)
    return graded(
        "policy.in_force",
        ok=bool(count) and not problems,
        found=problems or _("%(n)s releases in force") % {"n": count},
        wanted=_("at least one release, unaltered"),
        remedy=_("Run `linli policy load FOLDER --activate` for each layer, national law first."),
        otherwise=Level.FAULT if problems else Level.WARNING,
    )


def seeded_logins() -> Check:
    """No login has a password that its holder did not choose."""
    seeded = accounts.logins_with_given_passwords()
    return production(
        "logins.seeded",
        ok=settings.DEMO or not seeded,
        found=str(len(seeded)),
        wanted=_("no login whose password nobody chose"),
        remedy=_("This is a demonstration's database. Start production with an empty one."),
    )


def administrators() -> Check:
    """Somebody can open logins."""
    counts = accounts.administrators_in_office(clock.today())
    return graded(
        "logins.administrators",
        ok=all(counts.values()),
        found=_("system_admin: %(system)s, security_admin: %(security)s, audit_admin: %(audit)s")
        % {
            "system": counts[Role.SYSTEM_ADMIN],
            "security": counts[Role.SECURITY_ADMIN],
            "audit": counts[Role.AUDIT_ADMIN],
        },
        wanted=_("at least one of each of the three"),
        remedy=_("Run `linli admin invite` once for each of the three (docs/operations.md)."),
        otherwise=Level.WARNING,
    )


def _moment(at: datetime | None) -> str:
    return clock.local(at).isoformat(timespec="seconds") if at else pgettext("moment", "none")

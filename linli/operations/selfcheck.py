"""All checks in one go, and those that forbid a production start."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError
from django.utils import translation
from django.utils.translation import gettext as _

from linli.operations.checks import configured, stored, surroundings
from linli.operations.data import Check, Level

# What command line, JSON and logs speak: no setting and no reader changes it.
ENGLISH = "en"
Look = Callable[[], Check | Iterable[Check]]

SETTINGS: tuple[Look, ...] = (
    configured.debug,
    configured.secret_key,
    configured.hosts,
    configured.https,
    configured.base_url,
    configured.one_clock,
    configured.journal_days,
    configured.password_hashing,
    configured.second_factor,
    configured.sealing_keys,
    configured.keys_apart,
    surroundings.backup_key,
)
DATABASE: tuple[Look, ...] = (
    stored.durable,
    stored.database_version,
    stored.migrations,
    stored.append_only,
    stored.seeded_logins,
)
STATE: tuple[Look, ...] = (
    stored.administrators,
    stored.sealing,
    stored.background_work,
    stored.policy_in_force,
    surroundings.latest_backup,
    surroundings.disk,
    surroundings.data_folder,
    surroundings.fonts,
)


def run() -> list[Check]:
    """Every check, in the language of whoever reads it. Reads the live installation, changes
    nothing.
    """
    return list(_run(SETTINGS + DATABASE + STATE))


def run_for_programs() -> list[Check]:
    """Every check in the English that scripts and manuals rely on, whatever language is set."""
    with translation.override(ENGLISH):
        return run()


def before_start(*, with_database: bool = True) -> list[Check]:
    """The checks that forbid a start as things are: settings first, then what only the database
    knows. In English, as they go into logs.
    """
    looks = SETTINGS + DATABASE if with_database else SETTINGS
    with translation.override(ENGLISH):
        return [check for check in _run(looks) if check.forbids_start]


def _run(looks: Iterable[Look]) -> Iterator[Check]:
    """The checks one by one; what the database refuses to tell is a fault of its own."""
    for look in looks:
        try:
            result = look()
            found = [result] if isinstance(result, Check) else list(result)
        except DatabaseError as error:
            found = [_unreadable(look, error)]
        yield from found


def _unreadable(look: Look, error: DatabaseError) -> Check:
    return Check(
        name=f"database.readable ({look.__name__})",
        level=Level.FAULT,
        found=type(error).__name__,
        wanted=_("a database that answers, with this version's tables"),
        remedy=_("Start the database and check DATABASE_URL; then `linli migrate`."),
        blocks=True,
    )

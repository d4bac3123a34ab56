"""Settings that security rests on, as this process runs with them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from linli.journal.data import LEAST_DAYS
from linli.kernel import clock, keys
from linli.kernel.crypto import read_keyring
from linli.operations.checks.making import graded, production
from linli.operations.data import Check, Level

SECRET_LENGTH, SECRET_VARIETY = 50, 10
# Nobody but the owner, and a group for a service that shares the file.
OTHERS, GROUP_WRITES = 0o007, 0o020


def debug() -> Check:
    """No page may show the program's inside."""
    return production(
        "settings.debug",
        ok=not settings.DEBUG,
        found=_switched(on=settings.DEBUG),
        wanted=_switched(on=False),
        remedy=_("Run with linli.config.settings as it is: DEBUG is never on."),
    )


def secret_key() -> Check:
    """A key that can be guessed lets anybody make themselves a session."""
    secret = settings.SECRET_KEY
    length, variety = len(secret), len(set(secret))
    return production(
        "settings.secret_key",
        ok=length >= SECRET_LENGTH and variety >= SECRET_VARIETY,
        found=_("%(length)s characters, %(variety)s different ones")
        % {"length": length, "variety": variety},
        wanted=_("at least %(length)s characters, %(variety)s different ones, by chance")
        % {"length": SECRET_LENGTH, "variety": SECRET_VARIETY},
        remedy=_("Set LINLI_SECRET_KEY to what `linli keys secret` prints."),
    )


def hosts() -> Check:
    """Answering to any name lets a link to a false address carry a reset of a password."""
    names = settings.ALLOWED_HOSTS
    return production(
        "settings.hosts",
        ok=bool(names) and not any("*" in name or name.startswith(".") for name in names),
        found=", ".join(names) or pgettext("names", "none"),
        wanted=_("the names by which people reach this server, each in full"),
        remedy=_("Set LINLI_HOSTS to those names, separated by commas."),
    )


def https() -> Check:
    """Passwords and personal data travel encrypted."""
    return production(
        "settings.https",
        ok=bool(settings.HTTPS),
        found=_switched(on=bool(settings.HTTPS)),
        wanted=_switched(on=True),
        remedy=_("Set LINLI_HTTPS=on and let the proxy in front terminate TLS."),
    )


def base_url() -> Check:
    """Links that are handed out must lead here, encrypted."""
    scheme = "https://" if settings.HTTPS else "http"
    return graded(
        "settings.base_url",
        ok=settings.DEMO or settings.BASE_URL.startswith(scheme),
        found=settings.BASE_URL,
        wanted=_("an address beginning with %(scheme)s") % {"scheme": scheme},
        remedy=_("Set LINLI_BASE_URL to the address people use."),
        otherwise=Level.WARNING,
    )


def one_clock() -> Check:
    """Deadlines and the journal run by the real time."""
    return production(
        "settings.clock",
        ok=settings.DEMO or clock.offset_days() == 0,
        found=_("shifted by %(days)s days") % {"days": clock.offset_days()},
        wanted=_("the machine's own time"),
        remedy=_("Take LINLI_CLOCK_OFFSET_DAYS out of the environment."),
    )


def journal_days() -> Check:
    """Acts are kept as long as the law asks; a demonstration is no exception."""
    return graded(
        "settings.journal_days",
        ok=settings.JOURNAL_DAYS >= LEAST_DAYS,
        found=pgettext("span", "%(days)s days") % {"days": settings.JOURNAL_DAYS},
        wanted=_("at least %(days)s days") % {"days": LEAST_DAYS},
        remedy=_("Set LINLI_JOURNAL_DAYS to %(days)s or more, or take it out: 1095 then.")
        % {"days": LEAST_DAYS},
        blocks=True,
    )


def password_hashing() -> Check:
    """A stolen table of passwords must cost years to guess."""
    first = settings.PASSWORD_HASHERS[0].rpartition(".")[2]
    return production(
        "settings.password_hashing",
        ok=first == "Argon2PasswordHasher",
        found=first,
        wanted="Argon2PasswordHasher",
        remedy=_("Run with linli.config.settings as it is."),
    )


def second_factor() -> Check:
    """Staff log in with more than a password."""
    return graded(
        "settings.second_factor",
        ok=settings.DEMO or settings.REQUIRE_SECOND_FACTOR,
        found=_required(settings.REQUIRE_SECOND_FACTOR),
        wanted=_required(True),
        remedy=_("Take LINLI_REQUIRE_SECOND_FACTOR=off out of the environment."),
        otherwise=Level.WARNING,
    )


def sealing_keys() -> Check:
    """The keys that seal personal data can be read, by the service only."""
    path = Path(settings.KEYS_FILE)
    if settings.DEMO:
        keys.keyring()  # a demonstration makes its own
    fault = private_fault(path)
    versions = ""
    if not fault:
        try:
            ring = read_keyring(path)
            versions = _("%(path)s: keys %(versions)s, %(current)s in use") % {
                "path": path,
                "versions": sorted(ring.keys),
                "current": ring.current,
            }
        except ValueError as error:
            fault = str(error)
    return production(
        "keys.sealing",
        ok=not fault,
        found=fault or versions,
        wanted=_("a key file that only its owner can write and no stranger can read"),
        remedy=_("Set LINLI_KEYS to the file made by `linli keys new`; chmod 600 it."),
    )


def keys_apart() -> Check:
    """Who copies the data must not get the keys with it."""
    var = Path(settings.VAR_DIR).resolve()
    inside = [
        str(path)
        for path in (Path(settings.KEYS_FILE), Path(settings.BACKUP_KEY_FILE))
        if path.resolve().is_relative_to(var)
    ]
    return graded(
        "keys.apart",
        ok=settings.DEMO or not inside,
        found=", ".join(inside) or _("outside the data's folder"),
        wanted=_("outside %(folder)s") % {"folder": var},
        remedy=_("Move the files and set LINLI_KEYS and LINLI_BACKUP_KEY to where they are."),
        otherwise=Level.WARNING,
    )


def private_fault(path: Path) -> str:
    """What is wrong with a file that must be private; empty when nothing is."""
    try:
        mode = path.stat().st_mode & 0o777
        with path.open("rb"):
            pass
    except OSError as error:
        return _("%(path)s cannot be read (%(kind)s)") % {
            "path": path,
            "kind": type(error).__name__,
        }
    return mode_text(path, mode) if mode & (OTHERS | GROUP_WRITES) else ""


def mode_text(path: Path, mode: int) -> str:
    """Who may do what with a file or folder, as `chmod` writes it."""
    return _("%(path)s has mode %(mode)s") % {"path": path, "mode": f"{mode:o}"}


def _switched(*, on: bool) -> str:
    return pgettext("setting", "on") if on else pgettext("setting", "off")


def _required(required: bool) -> str:
    return pgettext("setting", "required") if required else pgettext("setting", "not required")

"""Settings that security rests on, as this process runs with them."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

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
        found="on" if settings.DEBUG else "off",
        wanted="off",
        remedy="Run with linli.config.settings as it is: DEBUG is never on.",
    )


def secret_key() -> Check:
    """A key that can be guessed lets anybody make themselves a session."""
    secret = settings.SECRET_KEY
    length, variety = len(secret), len(set(secret))
    return production(
        "settings.secret_key",
        ok=length >= SECRET_LENGTH and variety >= SECRET_VARIETY,
        found=f"{length} characters, {variety} different ones",
        wanted=f"at least {SECRET_LENGTH} characters, {SECRET_VARIETY} different ones, by chance",
        remedy="Set LINLI_SECRET_KEY to what `linli keys secret` prints.",
    )


def hosts() -> Check:
    """Answering to any name lets a link to a false address carry a reset of a password."""
    names = settings.ALLOWED_HOSTS
    return production(
        "settings.hosts",
        ok=bool(names) and not any("*" in name or name.startswith(".") for name in names),
        found=", ".join(names) or "none",
        wanted="the names by which people reach this server, each in full",
        remedy="Set LINLI_HOSTS to those names, separated by commas.",
    )


def https() -> Check:
    """Passwords and personal data travel encrypted."""
    return production(
        "settings.https",
        ok=bool(settings.HTTPS),
        found="on" if settings.HTTPS else "off",
        wanted="on",
        remedy="Set LINLI_HTTPS=on and let the proxy in front terminate TLS.",
    )


def base_url() -> Check:
    """Links that are handed out must lead here, encrypted."""
    scheme = "https://" if settings.HTTPS else "http"
    return graded(
        "settings.base_url",
        ok=settings.DEMO or settings.BASE_URL.startswith(scheme),
        found=settings.BASE_URL,
        wanted=f"an address beginning with {scheme}",
        remedy="Set LINLI_BASE_URL to the address people use.",
        otherwise=Level.WARNING,
    )


def one_clock() -> Check:
    """Deadlines and the journal run by the real time."""
    return production(
        "settings.clock",
        ok=settings.DEMO or clock.offset_days() == 0,
        found=f"shifted by {clock.offset_days()} days",
        wanted="the machine's own time",
        remedy="Take LINLI_CLOCK_OFFSET_DAYS out of the environment.",
    )


def journal_days() -> Check:
    """Acts are kept as long as the law asks; a demonstration is no exception."""
    return graded(
        "settings.journal_days",
        ok=settings.JOURNAL_DAYS >= LEAST_DAYS,
        found=f"{settings.JOURNAL_DAYS} days",
        wanted=f"at least {LEAST_DAYS} days",
        remedy=f"Set LINLI_JOURNAL_DAYS to {LEAST_DAYS} or more, or take it out: 1095 then.",
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
        remedy="Run with linli.config.settings as it is.",
    )


def second_factor() -> Check:
    """Staff log in with more than a password."""
    return graded(
        "settings.second_factor",
        ok=settings.DEMO or settings.REQUIRE_SECOND_FACTOR,
        found="required" if settings.REQUIRE_SECOND_FACTOR else "not required",
        wanted="required",
        remedy="Take LINLI_REQUIRE_SECOND_FACTOR=off out of the environment.",
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
            versions = f"{path}: keys {sorted(ring.keys)}, {ring.current} in use"
        except ValueError as error:
            fault = str(error)
    return production(
        "keys.sealing",
        ok=not fault,
        found=fault or versions,
        wanted="a key file that only its owner can write and no stranger can read",
        remedy="Set LINLI_KEYS to the file made by `linli keys new`; chmod 600 it.",
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
        found=", ".join(inside) or "outside the data's folder",
        wanted=f"outside {var}",
        remedy="Move the files and set LINLI_KEYS and LINLI_BACKUP_KEY to where they are.",
        otherwise=Level.WARNING,
    )


def private_fault(path: Path) -> str:
    """What is wrong with a file that must be private; empty when nothing is."""
    try:
        mode = path.stat().st_mode & 0o777
        with path.open("rb"):
            pass
    except OSError as error:
        return f"{path} cannot be read ({type(error).__name__})"
    return f"{path} has mode {mode:o}" if mode & (OTHERS | GROUP_WRITES) else ""

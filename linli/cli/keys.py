"""``linli keys``: making key files, rotating the keys that seal personal data."""

from __future__ import annotations

import secrets
from argparse import Namespace

from linli.cli import demo
from linli.cli.output import answer, say
from linli.kernel import clock
from linli.kernel.crypto import new_keyring, write_keyring
from linli.kernel.errors import Conflict
from linli.kernel.keys import keyring
from linli.operations import resealing, rotation
from linli.operations.backups import keyfile


def new(options: Namespace) -> int:
    """Make the first key file; one that exists is never replaced."""
    if options.out.exists():
        raise Conflict(
            f"{options.out} exists already; a key that sealed something is never replaced.",
            code="key_file_exists",
            remedy="To change keys: `linli keys add`, `use`, `reseal`, `retire`.",
        )
    write_keyring(options.out, new_keyring(options.algorithm))
    say(f"{options.out} made. Keep a copy apart from the database and from every backup.")
    return 0


def backup(options: Namespace) -> int:
    """Make a key file for backups."""
    keyfile.write_new(options.out)
    say(f"{options.out} made. Keep a copy apart from the archives: without it nobody opens them.")
    return 0


def secret(options: Namespace) -> int:
    """Print a fresh value for LINLI_SECRET_KEY."""
    say(secrets.token_urlsafe(64))
    return 0


def status(options: Namespace) -> int:
    """The keys, and how many values each has sealed."""
    ring, counts = keyring(), resealing.usage()
    rows = [
        {
            "key": version,
            "algorithm": ring.keys[version].algorithm if version in ring.keys else "missing",
            "in_use": version == ring.current,
            "values": counts.get(version, 0),
        }
        for version in sorted({*ring.keys, *counts})
    ]
    if options.json:
        answer({"keys": rows})
        return 0
    for row in rows:
        mark = "in use" if row["in_use"] else ""
        say(f"key {row['key']:>3} {row['algorithm']:<8} {row['values']:>9} values {mark}".rstrip())
    return 0


def add(options: Namespace) -> int:
    """Add a key that is not used yet."""
    demo.keep_its_date()
    version = rotation.add(at=clock.now(), algorithm=options.algorithm)
    say(f"Key {version} added. Copy the file to every machine, then: linli keys use {version}")
    return 0


def use(options: Namespace) -> int:
    """Seal with another key from now on."""
    demo.keep_its_date()
    rotation.use(at=clock.now(), version=options.version)
    say(f"Key {options.version} is in use. Now: linli keys reseal")
    return 0


def reseal(options: Namespace) -> int:
    """Bring every value to the key in use; to be run again when it was cut off."""
    done = resealing.reseal()
    told = {"key": done.key, "values": done.values, "overtaken": done.overtaken}
    if options.json:
        answer({"ok": True, **told})
    else:
        say(f"{done.values} values sealed anew with key {done.key}.")
    return 0


def retire(options: Namespace) -> int:
    """Take an old key out of the file."""
    demo.keep_its_date()
    kept = rotation.retire(at=clock.now(), version=options.version)
    say(f"Key {options.version} retired. {kept} still holds it: keep that file as long as archives")
    say("from before exist, in another place, and remove it here.")
    return 0

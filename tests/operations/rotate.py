"""Keys are rotated while others write: every value opens afterwards, and says what was said last.

    python -m tests.operations.rotate [--owners 100000]

Owners with three sealed values each, on a fresh SQLite file or on a fresh database of the server
DATABASE_URL names. Prints what happened as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.operations.installation import Installation, empty

LONGEST_SECONDS = 3_600
SEEDED = """
from django.core.management import call_command
from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.territory import services as territory
call_command("migrate", verbosity=0)
territory.load_divisions()
seed_personas(at=clock.now(), password="long enough 2020")
"""
ROTATE = """
import json, os, random, threading, time
from django.conf import settings
from django.db import connection
from linli.accounts.models import Factor, User
from linli.accounts.services.factors import SECRET_COLUMN
from linli.kernel import keys
from linli.kernel.crypto import SealBroken
from linli.kernel.sealed import open_bytes, seal_bytes
from linli.operations import resealing
from linli.registry.data import Kept, OwnerKind
from linli.registry.models import Owner, RosterFile, RosterImport
from linli.registry.roster.keeping import context_of
from linli.kernel import clock

exec(prepare)
expected = {}

def owner(number):
    return Owner(district="370406", kind=list(OwnerKind)[0], name="x", identity=f"i{number}",
                 phone=f"p{number}", id_number=f"n{number}")

Owner.objects.bulk_create([owner(number) for number in range(rows)])
expected = {row.pk: row.phone.open() for row in Owner.objects.all()}
factor = Factor.objects.create(user=User.objects.first(),
                               secret=keys.keyring().seal("totp", SECRET_COLUMN))
roster = RosterImport.objects.create(district="370406", division="370406", name="r", size=1,
                                     user_id="u", post_title="t", body_name="b", at=clock.now())
context = context_of(roster, list(Kept)[0])
file = RosterFile.objects.create(district="370406", roster=roster, kept=list(Kept)[0],
                                 content=seal_bytes(b"workbook", context))

stop, written, faults = threading.Event(), [0], []

def write():
    chance, number = random.Random(1), rows
    try:
        while not stop.wait(0.001):
            pk = chance.choice(list(expected))
            phone = f"w{written[0]}"
            Owner.objects.filter(pk=pk).update(phone=phone)
            expected[pk] = phone
            number += 1
            fresh = owner(number)
            fresh.save(force_insert=True)
            expected[fresh.pk] = f"p{number}"
            written[0] += 1
    except Exception as error:
        faults.append(repr(error))
    finally:
        connection.close()

writer = threading.Thread(target=write)
writer.start()

def run(*arguments):
    from linli.cli.main import main
    import contextlib, io
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return main(list(arguments))

def older(seconds):
    status = os.stat(settings.KEYS_FILE)
    os.utime(settings.KEYS_FILE, (status.st_atime - seconds, status.st_mtime - seconds))

codes = {"add": run("keys", "add")}
codes["too young"] = run("keys", "use", "2")
older(5)
codes["use"] = run("keys", "use", "2")
begin = time.monotonic()
during = linli("keys", "reseal")[1]
seconds = time.monotonic() - begin
while written[0] < 20 and not faults:
    stop.wait(0.01)
stop.set()
writer.join()
older(3601)
old = resealing._version
codes["retire in use"] = run("keys", "retire", "2")
Owner.objects.filter(pk=min(expected)).update(name="still")
again = resealing.reseal()
codes["retire"] = run("keys", "retire", "1")
keys.forget()
opened = {row.pk: row.phone.open() for row in Owner.objects.all()}
print(json.dumps({
    "codes": codes,
    "resealed": during["values"],
    "seconds": seconds,
    "written": written[0],
    "faults": faults,
    "wrong": [pk for pk in expected if opened.get(pk) != expected[pk]],
    "usage": resealing.usage(),
    "keys": sorted(keys.keyring().keys),
    "factor": keys.keyring().open(Factor.objects.get(pk=factor.pk).secret, SECRET_COLUMN),
    "file": open_bytes(bytes(RosterFile.objects.get(pk=file.pk).content), context).decode(),
    "status": linli("keys", "status")[1],
}))
"""


def rotate(target: Installation, owners: int, prepare: str) -> dict[str, Any]:
    """Make the owners, rotate the keys beside a writer, open everything; what was found."""
    said = target.ask(ROTATE, within=LONGEST_SECONDS, rows=owners, prepare=prepare)
    assert isinstance(said, dict)
    return said


def main() -> int:
    """Rotate in an installation of its own."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.rotate", description=__doc__)
    parser.add_argument("--owners", type=int, default=100_000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="linli-rotate-") as folder,
        empty(Path(folder) / "var") as target,
    ):
        target.folder.mkdir()
        begin = time.monotonic()
        said = rotate(target, options.owners, SEEDED)
        seconds = time.monotonic() - begin
    outcome = {
        "database": "postgresql" if target.url.startswith("postgres") else "sqlite",
        "owners": options.owners,
        "resealed": said["resealed"],
        "written_meanwhile": said["written"],
        "faults": said["faults"],
        "wrong": len(said["wrong"]),
        "keys": said["keys"],
        "seconds_resealing": round(said["seconds"], 1),
        "seconds": round(seconds, 1),
    }
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if not said["faults"] and not said["wrong"] and said["keys"] == [2] else 1


if __name__ == "__main__":
    sys.exit(main())

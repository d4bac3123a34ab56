"""P38: personal data is sealed wherever it lies, and keys are rotated beside running writers."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import BinaryField

from linli.kernel.sealed import places
from tests.operations.conftest import Emptying, Filled
from tests.operations.rotate import rotate

pytestmark = pytest.mark.django_db  # databases of their own, on the server this run is about


def test_keys_are_rotated_beside_a_writer(filled: Filled, emptying: Emptying) -> None:
    target = emptying("rotated").with_keys_of(filled.installation)
    said = rotate(target, 2_000, f'assert linli("restore", {str(filled.archive)!r})[0] == 0')
    assert said["codes"] == {"add": 0, "too young": 1, "use": 0, "retire in use": 1, "retire": 0}
    assert said["faults"] == []
    assert said["written"] >= 20, "nobody wrote meanwhile: it shows nothing"
    assert said["resealed"] > 3000
    assert said["wrong"] == []
    assert set(said["usage"]) == {"2"}
    assert said["keys"] == [2]
    assert (said["factor"], said["file"]) == ("totp", "workbook")
    assert [row["in_use"] for row in said["status"]["keys"]] == [True]
    assert list(target.folder.glob("keys.json.before-retiring-1"))


OVERTAKEN = """
import json
from linli.operations import resealing, rotation
from linli.kernel import clock, keys
from linli.kernel.crypto import read_keyring, rotated, write_keyring
from linli.registry.data import OwnerKind
from linli.registry.models import Owner
from django.conf import settings
from pathlib import Path

assert linli("restore", archive)[0] == 0
row = Owner.objects.create(district="370406", kind=list(OwnerKind)[0], name="x", identity="i",
                           phone="before")
write_keyring(Path(settings.KEYS_FILE), rotated(read_keyring(Path(settings.KEYS_FILE))))
keys.forget()
replace = resealing._replace

def overtaken(place, changes):
    if place.column == "phone":
        Owner.objects.filter(pk=row.pk).update(phone="meanwhile")
    return replace(place, changes)

resealing._replace = overtaken
done = resealing.reseal()
print(json.dumps([Owner.objects.get(pk=row.pk).phone.open(), done.overtaken]))
"""


def test_what_was_written_meanwhile_has_the_last_word(filled: Filled, emptying: Emptying) -> None:
    target = emptying("overtaken").with_keys_of(filled.installation)
    assert target.ask(OVERTAKEN, archive=str(filled.archive)) == ["meanwhile", 1]


def test_every_column_of_bytes_is_known_to_the_rotation() -> None:
    """Bytes in our tables are sealed files; one the rotation does not know would be lost with its
    key."""
    known = {(place.model, place.column) for place in places()}
    unknown = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("linli.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, BinaryField) and (model, field.name) not in known
    ]
    assert unknown == []


PLANT = """
import json, logging
from pathlib import Path
from django.conf import settings
from django.db import connection
from linli.kernel import clock
from linli.jobs import services as jobs
from linli.jobs.models import Job
from linli.operations.backups.databases import snapshot
from linli.registry.data import OwnerKind
from linli.registry.models import Owner
from linli.kernel.sealed import lookup_hash

assert linli("restore", archive)[0] == 0
for number, canary in enumerate(canaries):
    Owner.objects.create(district="370406", kind=list(OwnerKind)[0], name="某业主",
                         identity=f"i{number}", phone=canary,
                         phone_hash=lookup_hash(Owner, "phone", canary), id_number=canary)
refused = 0
for canary in canaries[:10]:
    try:
        jobs.enqueue(at=clock.now(), name="jobs.prune", key=canary, payload={"who": canary})
    except ValueError:
        refused += 1
    try:
        Owner.objects.create(district="370406", kind="none", name=canary, identity="i0",
                             phone=canary)
    except Exception:
        logging.getLogger("linli.web").exception("it failed")
Path(folder, "snapshot").mkdir()
snapshot(Path(folder, "snapshot"))
log = Path(settings.VAR_DIR, "linli.sqlite3-wal")
if log.exists():
    Path(folder, "write-ahead-log").write_bytes(log.read_bytes())
made = linli("backup", "--to", folder)
print(json.dumps({"made": made, "refused": refused, "phone": Owner.objects.first().phone.open()}))
"""


def test_planted_numbers_lie_nowhere_in_the_open(
    filled: Filled, emptying: Emptying, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """200 telephone numbers: database, write-ahead log, dump, backup, log, jobs, temp files."""
    canaries = [f"1990000{number:04}" for number in range(200)]
    target = emptying("planted").with_keys_of(filled.installation)
    folder = tmp_path_factory.mktemp("planted-out")
    target = target.changed(TMPDIR=str(folder), LINLI_LOG_FORMAT="json")
    said = target.ask(
        PLANT, archive=str(filled.archive), canaries=canaries, folder=str(folder), errors=True
    )
    assert said["refused"] == 10
    assert said["phone"] == canaries[0], "nothing was planted: it shows nothing"
    places = [path for root in (target.folder, folder) for path in root.rglob("*")]
    looked_at = {path: path.read_bytes() for path in places if path.is_file()}
    assert {path.suffix for path in looked_at} >= {".backup", ".json"}
    assert b"it failed" in (target.folder / "said-on-standard-error").read_bytes()
    found = [
        f"{path.name}: {canary}"
        for path, content in looked_at.items()
        for canary in canaries
        if canary.encode() in content
    ]
    assert found == []

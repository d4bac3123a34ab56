"""Seals: what is written is covered, in order and for good; what a DBA does to it is seen."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from linli.journal import rules, selectors, services
from linli.journal.data import Published
from linli.journal.models import Act, Seal
from linli.journal.services import sealing
from linli.kernel.integrity import Problem
from tests.journal.acts import AT, DISTRICT, write
from tests.journal.tampering import HIDDEN, SEEN, drop_triggers

VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_journal.py"


def _problems() -> list[Problem]:
    return [item for item in selectors.check_chain() if isinstance(item, Problem)]


def _write_three_seals() -> None:
    """Three seals two hours apart, four rows each, and two rows that wait."""
    for number in range(3):
        write(4)
        services.seal(district=DISTRICT, at=AT + timedelta(hours=2 * number))
    write(2)


# --- the arithmetic -----------------------------------------------------------------------------


@given(st.lists(st.text(max_size=8), min_size=1, max_size=40), st.data())
def test_every_proof_leads_to_the_root_and_no_other_leaf_does(
    leaves: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(leaves) - 1))
    steps = rules.proof(leaves, place)
    assert rules.follow(leaves[place], steps) == rules.root(leaves)
    assert rules.follow(leaves[place] + "x", steps) != rules.root(leaves)


@given(st.lists(st.integers(0, 5000), unique=True).map(sorted))
def test_spans_hold_what_was_put_in(ids: list[int]) -> None:
    assert rules.ids_in(rules.spans_of(ids)) == ids


@pytest.mark.parametrize("text", ["3-1", "1,1", "5,2", "x", "1-3,2"])
def test_spans_out_of_order_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"spans|invalid"):
        rules.ids_in(text)


def test_the_formats_never_change() -> None:
    """Golden values: what was sealed once must be re-computable for ever."""
    assert rules.digest({"a": "区", "b": 1}) == GOLDEN["digest"]
    assert rules.digest({"a": "区", "b": 1}, "sm3") == GOLDEN["sm3"]
    assert rules.root(["a", "b", "c"]) == GOLDEN["root"]
    assert (
        rules.seal_hash(
            district=DISTRICT,
            number=1,
            sealed_at=AT,
            spans="1-3",
            count=3,
            total=3,
            root=GOLDEN["root"],
            previous="",
            algorithm="sha256",
        )
        == GOLDEN["seal"]
    )


GOLDEN = {
    "digest": "242361938e1553ce3c88e066def602cfecc8d0e1af0588739b411ee9cadd6e18",
    "sm3": "sm3:0a9545216eb28d7c79402f1ef88149b142fb145ff6668fb4f4f63eaa8bad4164",
    "root": "36642e73c2540ab121e3a6bf9545b0a24982cd830eb13d3cd19de3ce6c021ec1",
    "seal": "be12816d79dbfc813e4d103842157497d2e2c62e6c2d1b2cc5542eaf04d7c494",
}


# --- sealing ------------------------------------------------------------------------------------


def test_seals_cover_each_row_once_and_follow_each_other(db: None) -> None:
    _write_three_seals()
    seals = list(Seal.objects.order_by("number"))
    assert [(seal.number, seal.count, seal.total) for seal in seals] == [
        (1, 4, 4),
        (2, 4, 8),
        (3, 4, 12),
    ]
    assert [seal.previous for seal in seals] == ["", seals[0].hash, seals[1].hash]
    covered = [number for seal in seals for number in rules.ids_in(seal.spans)]
    assert covered == list(Act.objects.order_by("id").values_list("id", flat=True))[:12]
    assert _problems() == []
    head = selectors.head(DISTRICT)
    assert head is not None
    assert (head.number, head.total, head.hash) == (3, 12, seals[2].hash)


def test_nothing_to_seal_makes_no_seal(db: None) -> None:
    write(1)
    assert services.seal(district=DISTRICT, at=AT) is not None
    assert services.seal(district=DISTRICT, at=AT) is None


def test_each_district_has_its_chain(db: None) -> None:
    write(2)
    write(3, district="120112", division="120112001")
    write(1, district="", division="")
    assert services.seal_all(at=AT) == 3
    assert [(head.district, head.number, head.total) for head in selectors.heads()] == [
        ("", 1, 1),
        ("120112", 1, 3),
        (DISTRICT, 1, 2),
    ]
    assert _problems() == []


def test_a_row_that_becomes_visible_late_is_sealed_with_the_next(db: None) -> None:
    """On PostgreSQL a transaction may commit after one that took a later row number."""
    write(4)
    late = Act.objects.order_by("id")[1]
    row = {field.attname: getattr(late, field.attname) for field in Act._meta.concrete_fields}
    drop_triggers()
    late.delete()
    services.seal(district=DISTRICT, at=AT)
    Act(**row).save(force_insert=True)
    sealed = services.seal(district=DISTRICT, at=AT + timedelta(minutes=1))
    assert sealed is not None
    assert rules.ids_in(sealed.spans) == [row["id"]]
    assert _problems() == []


def test_two_sealers_cannot_make_the_same_seal(db: None) -> None:
    write(1)
    first = services.seal(district=DISTRICT, at=AT)
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(
            **{
                field.attname: getattr(first, field.attname)
                for field in Seal._meta.concrete_fields
                if field.attname not in ("id", "public_id")
            }
        )


def test_large_backlogs_become_several_seals(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "ROWS_PER_SEAL", 3)
    write(7)
    assert services.seal_all(at=AT) == 3
    assert _problems() == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE journal_seal SET root = 'x'", "DELETE FROM journal_seal"],
)
def test_the_database_refuses_to_change_or_remove_seals(db: None, statement: str) -> None:
    write(1)
    services.seal(district=DISTRICT, at=AT)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_sm3_by_choice_beside_what_was_hashed_before(db: None, settings: object) -> None:
    write(2)
    services.seal(district=DISTRICT, at=AT)
    settings.JOURNAL_HASH = "sm3"  # type: ignore[attr-defined]  # pytest-django's own object
    write(2)
    sealed = services.seal(district=DISTRICT, at=AT)
    assert sealed is not None
    assert sealed.algorithm == "sm3"
    assert Act.objects.latest("id").digest.startswith("sm3:")
    assert _problems() == []


def test_a_proof_leads_from_an_act_to_its_seal(db: None) -> None:
    _write_three_seals()
    acts = list(Act.objects.order_by("id"))
    for act in acts[:12]:
        proof = selectors.proof_of(act)
        assert proof is not None
        assert proof.holds
    assert selectors.proof_of(acts[12]) is None
    drop_triggers()
    Act.objects.filter(pk=acts[5].pk).update(actor_title="别人")
    altered = selectors.proof_of(Act.objects.get(pk=acts[5].pk))
    assert altered is not None
    assert not altered.holds


# --- tampering ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SEEN)
def test_tampering_is_seen(db: None, kind: str) -> None:
    _write_three_seals()
    assert _problems() == []
    drop_triggers()
    SEEN[kind]()
    assert _problems(), f"{kind}: not seen"


@pytest.mark.parametrize("kind", HIDDEN)
def test_tampering_that_hides_its_traces_is_seen_against_a_kept_head(db: None, kind: str) -> None:
    _write_three_seals()
    head = selectors.head(DISTRICT)
    assert head is not None
    kept = [Published(head.hash, head.district, head.number)]
    assert list(selectors.check_published(kept)) == [1]
    drop_triggers()
    HIDDEN[kind]()
    assert _problems() == []
    found = [item for item in selectors.check_published(kept) if isinstance(item, Problem)]
    assert found, f"{kind}: not seen"


def test_an_older_head_is_still_a_seal_of_the_journal(db: None) -> None:
    _write_three_seals()
    first = Seal.objects.get(number=1)
    assert list(selectors.check_published([Published(first.hash)])) == [1]
    assert len(list(selectors.check_published([Published("0" * 64)]))) == 2


# --- offline ------------------------------------------------------------------------------------


def _verify(file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(file), *options],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("algorithm", rules.ALGORITHMS)
def test_an_export_is_verified_without_this_program(
    db: None, tmp_path: Path, settings: object, algorithm: str
) -> None:
    settings.JOURNAL_HASH = algorithm  # type: ignore[attr-defined]  # pytest-django's own object
    _write_three_seals()
    head = selectors.head(DISTRICT)
    assert head is not None
    lines = list(selectors.exported(DISTRICT))
    file = tmp_path / "journal.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = _verify(file, "--head", head.hash)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 seals, 12 acts" in done.stdout
    assert _verify(file, "--head", "0" * 64).returncode == 1
    for number, line in enumerate(lines):
        rest = lines[:number] + lines[number + 1 :]
        file.write_text("\n".join(rest), encoding="utf-8")
        assert _verify(file, "--head", head.hash).returncode == 1, f"line {number} cut unseen"
        if number in (3, 5):
            altered = json.loads(line)
            part = altered.get("act") or altered["seal"]
            part["district"] = "120112"
            changed = [
                *lines[:number],
                json.dumps(altered, ensure_ascii=False),
                *lines[number + 1 :],
            ]
            file.write_text("\n".join(changed), encoding="utf-8")
            assert _verify(file).returncode == 1


def test_a_part_of_the_journal_is_verified_by_itself(db: None, tmp_path: Path) -> None:
    _write_three_seals()
    file = tmp_path / "part.jsonl"
    file.write_text("\n".join(selectors.exported(DISTRICT, first=2, last=2)), encoding="utf-8")
    second = Seal.objects.get(number=2)
    done = _verify(file, "--head", second.hash)
    assert done.returncode == 0, done.stdout

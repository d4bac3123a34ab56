"""What somebody with the database in hand, its triggers dropped, could do to the journal.

Each entry alters a journal of three seals and a few waiting rows; ``linli verify`` must see it.
``HIDDEN`` re-computes everything after the alteration: only a head kept outside shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection

from linli.journal import rules
from linli.journal.models import Act, Seal
from linli.journal.selectors.seals import digests
from linli.kernel.ids import uuid7

Tampering = Callable[[], None]


def drop_triggers() -> None:
    """What a DBA would do first."""
    names = [
        (f"{table}_no_{verb}", table)
        for table in ("journal_act", "journal_seal", "journal_retirement")
        for verb in ("update", "delete")
    ]
    with connection.cursor() as cursor:
        for name, table in names:
            on_table = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {name}{on_table}")


def _act(place: int) -> Act:
    """The act at a place of the journal, from 0; negative from the end."""
    ids = list(Act.objects.order_by("id").values_list("id", flat=True))
    return Act.objects.get(pk=ids[place])


def _change(place: int, **values: object) -> None:
    Act.objects.filter(pk=_act(place).pk).update(**values)


def _redigest(act: Act) -> None:
    act = Act.objects.get(pk=act.pk)
    Act.objects.filter(pk=act.pk).update(digest=rules.digest(act.digested()))


def _edited_with_its_digest() -> None:
    _change(2, subject_label="别的小区")
    _redigest(_act(2))


def _inserted(pk: int) -> None:
    forged = _act(0)
    forged.pk, forged.public_id, forged.subject_label = pk, uuid7(), "伪造"
    forged.digest = rules.digest(forged.digested())
    forged.save(force_insert=True)


def _inserted_in_a_gap() -> None:
    _delete(Act.objects.filter(pk=_act(3).pk))
    _inserted(_act(3).pk - 1)


def _swapped() -> None:
    one, two = _act(1), _act(2)
    Act.objects.filter(pk=one.pk).update(id=10_001)
    Act.objects.filter(pk=two.pk).update(id=one.pk)
    Act.objects.filter(pk=10_001).update(id=two.pk)


def _contents_exchanged() -> None:
    one, two = _act(1), _act(2)
    for act, other in ((one, two), (two, one)):
        values = {name: getattr(other, name) for name in ("data", "subject_label", "at", "verb")}
        Act.objects.filter(pk=act.pk).update(**values)
        _redigest(act)


def _moved_to_another_district() -> None:
    _change(1, district="120112", division="120112001")
    _redigest(_act(1))


def _reset(seal: int, **values: object) -> None:
    Seal.objects.filter(number=seal).update(**values)


def _seal(number: int) -> Seal:
    return Seal.objects.get(number=number)


def _rehash(seal: Seal) -> None:
    Seal.objects.filter(pk=seal.pk).update(
        root=rules.root(digests(seal, rules.ids_in(seal.spans))), hash=_hash(seal)
    )
    fresh = Seal.objects.get(pk=seal.pk)
    Seal.objects.filter(pk=seal.pk).update(hash=_hash(fresh))


def _hash(seal: Seal) -> str:
    return seal.computed_hash()


def _edited_and_its_seal_rehashed() -> None:
    _edited_with_its_digest()
    _rehash(_seal(1))


def _row_and_its_place_removed() -> None:
    """The row goes, its seal's list, counts and hash are made to fit."""
    seal = _seal(1)
    gone = _act(2).pk
    ids = [number for number in rules.ids_in(seal.spans) if number != gone]
    _delete(Act.objects.filter(pk=gone))
    _reset(1, spans=rules.spans_of(ids), count=len(ids), total=len(ids))
    _rehash(_seal(1))


def _seals_exchanged() -> None:
    one, two = _seal(1).pk, _seal(2).pk
    Seal.objects.filter(pk=one).update(number=99)
    Seal.objects.filter(pk=two).update(number=1)
    Seal.objects.filter(pk=one).update(number=2)


def _delete(rows: object) -> None:
    rows._raw_delete("default")  # type: ignore[attr-defined]  # a plain DELETE, as by hand


def _recompute(start: int = 1) -> None:
    """Make the whole chain fit again from a seal on."""
    before = Seal.objects.filter(number__lt=start).order_by("-number").first()
    for seal in Seal.objects.filter(number__gte=start).order_by("number"):
        present = set(Act.objects.filter(district=seal.district).values_list("id", flat=True))
        ids = [number for number in rules.ids_in(seal.spans) if number in present]
        Seal.objects.filter(pk=seal.pk).update(
            spans=rules.spans_of(ids),
            count=len(ids),
            total=(before.total if before else 0) + len(ids),
            previous=before.hash if before else "",
        )
        _rehash(Seal.objects.get(pk=seal.pk))
        before = Seal.objects.get(pk=seal.pk)


def _edited_and_all_recomputed() -> None:
    _edited_with_its_digest()
    _recompute()


def _removed_and_all_recomputed() -> None:
    _delete(Act.objects.filter(pk=_act(1).pk))
    _recompute()


def _tail_cut() -> None:
    """The last seal and everything after the one before it."""
    last = Seal.objects.order_by("-number").first()
    assert last is not None
    _delete(Act.objects.filter(id__gte=last.first_id))
    _delete(Seal.objects.filter(pk=last.pk))


def _all_seals_removed() -> None:
    _delete(Seal.objects.all())


def _everything_removed() -> None:
    _delete(Seal.objects.all())
    _delete(Act.objects.all())


SEEN: dict[str, Tampering] = {
    "a field edited": lambda: _change(2, subject_label="别的小区"),
    "data edited": lambda: _change(2, data={"from": "2020-09-02"}),
    "the time edited": lambda: _change(2, at=_act(2).at - timedelta(days=1)),
    "the actor edited": lambda: _change(2, actor_title="别人"),
    "a digest edited": lambda: _change(2, digest="0" * 64),
    "a waiting row edited": lambda: _change(-1, body_name="别的单位"),
    "a row edited with its digest": _edited_with_its_digest,
    "the first row removed": lambda: _delete(Act.objects.filter(pk=_act(0).pk)),
    "a middle row removed": lambda: _delete(Act.objects.filter(pk=_act(4).pk)),
    "a row put in among sealed ones": _inserted_in_a_gap,
    "a row put in before all": lambda: _inserted(-1),
    "two rows exchanged": _swapped,
    "the contents of two rows exchanged": _contents_exchanged,
    "a row moved to another district": _moved_to_another_district,
    "a seal's root edited": lambda: _reset(2, root="0" * 64),
    "a seal's time edited": lambda: _reset(2, sealed_at=_seal(2).sealed_at - timedelta(days=1)),
    "a seal's list of rows edited": lambda: _reset(2, spans=_seal(1).spans),
    "a seal's hash edited": lambda: _reset(3, hash="0" * 64),
    "a row edited, its seal re-hashed": _edited_and_its_seal_rehashed,
    "a row removed, its seal re-hashed": _row_and_its_place_removed,
    "the first seal removed": lambda: _delete(Seal.objects.filter(number=1)),
    "a middle seal removed": lambda: _delete(Seal.objects.filter(number=2)),
    "two seals exchanged": _seals_exchanged,
    "a seal renumbered": lambda: _reset(3, number=4),
}
HIDDEN: dict[str, Tampering] = {
    "a row edited, everything recomputed": _edited_and_all_recomputed,
    "a row removed, everything recomputed": _removed_and_all_recomputed,
    "the tail cut": _tail_cut,
    "the last seal removed": lambda: _delete(Seal.objects.filter(number=3)),
    "all seals removed": _all_seals_removed,
    "everything removed": _everything_removed,
}

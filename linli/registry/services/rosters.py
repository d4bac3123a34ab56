"""Taking over rosters: handed in, checked and compared in the background, confirmed, written.

All or nothing: a roster with an error changes nothing. What is confirmed is what was shown; a
register that has moved on in between is compared anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.jobs import services as jobs
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, Finding, NotFound
from linli.kernel.keys import keyring
from linli.kernel.tables.data import LIMITS
from linli.kernel.tables.reader import require_kind
from linli.registry.data import PERSONAL, ROSTER, ROSTERS, Kept, RosterState
from linli.registry.models import Compound, RosterImport
from linli.registry.roster import (
    checks,
    cleaning,
    keeping,
    marking,
    people,
    preview,
    reading,
    writing,
)
from linli.registry.roster.difference import Difference, compare, strangers
from linli.registry.roster.faults import Fault
from linli.registry.roster.phrases import finding

Progress = Callable[[int, int, str], None]

ROSTER_CHECK = "registry.roster_check"
ROSTER_WRITE = "registry.roster_write"
MOST_KEPT_FINDINGS = 500
STEPS = 4
_READING = gettext_noop("Reading the file")
_CHECKING = gettext_noop("Checking every cell")
_COMPARING = gettext_noop("Comparing with the register")
_WRITING = gettext_noop("Writing into the register")


@transaction.atomic
def hand_in_roster(*, actor: Actor, at: datetime, name: str, content: bytes) -> RosterImport:
    """Keep a roster, sealed, and ask for its check.

    Raises BadInput when it is empty, too large, or plainly no table. Nothing of it is opened here:
    that is the worker's, which has the memory and the time.
    """
    actor.require(ROSTERS)
    if not 0 < len(content) <= LIMITS.bytes:
        raise BadInput(
            _("The file is empty or larger than %(limit)d MB.") % {"limit": LIMITS.bytes // 2**20},
            remedy=_("Send the roster in parts: one compound or community at a time."),
        )
    require_kind(content, name=name)
    roster = RosterImport.objects.create(
        district=actor.district,
        division=actor.scope,
        name=name[-200:],
        size=len(content),
        user_id=actor.user_id,
        post_title=actor.title,
        body_name=actor.body_name,
        at=at,
    )
    keeping.keep(roster, Kept.UPLOAD, content)
    _ask(actor, at, roster, ROSTER_CHECK)
    _record(actor, at, "registry.roster.hand_in", roster, size=len(content))
    return roster


def check_roster(*, actor: Actor, at: datetime, roster: UUID, progress: Progress) -> RosterImport:
    """Read, check and compare a roster; runs in the background. Writes only what it found.

    A second run of the same roster finds it checked and changes nothing.
    """
    actor.require(ROSTERS)
    found = _roster(actor, roster)
    if found.state != RosterState.RECEIVED:
        return found
    return _check(actor, at, found, progress)


@transaction.atomic
def confirm_roster(*, actor: Actor, at: datetime, roster: UUID) -> RosterImport:
    """Let the difference that was shown be written. Raises Conflict unless it waits for that."""
    found = _locked(actor, roster)
    actor.require(ROSTERS)
    _require_state(found, RosterState.READY)
    found.state = RosterState.CONFIRMED
    _ask(actor, at, found, ROSTER_WRITE)
    found.save(update_fields=["state"])
    _record(actor, at, "registry.roster.confirm", found, **found.counts)
    return found


def write_roster(*, actor: Actor, at: datetime, roster: UUID, progress: Progress) -> RosterImport:
    """Write a confirmed roster, all or nothing; runs in the background, its effect once.

    When the register has changed since the difference was shown, nothing is written and the new
    difference waits for confirmation.
    """
    actor.require(ROSTERS)
    found = _roster(actor, roster)
    if found.state != RosterState.CONFIRMED:
        return found
    progress(0, STEPS, _READING)
    frame = _checked_frame(actor, found)
    if frame is None:
        return _check(actor, at, found, progress)
    progress(2, STEPS, _COMPARING)
    # Sealed before the lock: on SQLite everybody who writes waits from there on.
    ready = writing.owner_rows(strangers(frame, district=found.district), keyring())
    with transaction.atomic():
        found, is_waiting = _if_still(actor, found)
        if not is_waiting:
            return found
        _lock_compounds(frame[checks.COMPOUND_ID].unique().to_list())
        difference = compare(frame, district=found.district)
        if difference.digest() != found.base:
            _show(found, at, difference)
            return found
        progress(3, STEPS, _WRITING)
        writing.write(
            difference, ready, district=found.district, on=clock.local_date(at), keyring=keyring()
        )
        _end(found, at, RosterState.WRITTEN)
        _record(actor, at, "registry.roster.take_over", found, **found.counts)
    return found


@transaction.atomic
def drop_roster(*, actor: Actor, at: datetime, roster: UUID) -> RosterImport:
    """Give a roster up that has not been written; its files go at once."""
    found = _locked(actor, roster)
    actor.require(ROSTERS)
    if found.state in (RosterState.WRITTEN, RosterState.DROPPED):
        raise Conflict(_("This roster has been dealt with already."))
    _end(found, at, RosterState.DROPPED)
    _record(actor, at, "registry.roster.drop", found)
    return found


# --- fetching -------------------------------------------------------------------------------------


def _roster(actor: Actor, public_id: UUID) -> RosterImport:
    found: RosterImport | None = (
        RosterImport.objects.visible_to(actor).filter(public_id=public_id).first()
    )
    if found is None:
        raise NotFound(_("There is no such roster in your scope."))
    return found


def _locked(actor: Actor, public_id: UUID) -> RosterImport:
    rows = RosterImport.objects.visible_to(actor).select_for_update()
    found: RosterImport | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise NotFound(_("There is no such roster in your scope."))
    return found


def _if_still(actor: Actor, roster: RosterImport) -> tuple[RosterImport, bool]:
    """The roster locked, and whether it still stands as it did: a second worker may have ended it.

    What a worker found that was frozen and overtaken is dropped.
    """
    locked = _locked(actor, roster.public_id)
    return locked, locked.state == roster.state


def _require_state(roster: RosterImport, state: RosterState) -> None:
    if roster.state != state:
        raise Conflict(
            _("This roster has been dealt with already."),
            remedy=_("Open its page to see how it stands."),
        )


def _lock_compounds(ids: list[int]) -> None:
    """In order of id, so that two rosters over the same compounds wait for each other."""
    list(Compound.objects.select_for_update().filter(pk__in=ids).order_by("id").values_list("id"))


# --- checking -------------------------------------------------------------------------------------


def _checked(actor: Actor, read: reading.Reading) -> tuple[pl.DataFrame, list[Fault]]:
    if read.faults:
        return read.frame, [*read.faults, *read.remarks]
    frame, faults = cleaning.clean(read)
    compounds = Compound.objects.visible_to(actor).order_by("id")
    known = [
        checks.KnownCompound(*row) for row in compounds.values_list("id", "name", "community__name")
    ]
    frame, more = checks.check(frame, known)
    return frame, [*faults, *more, *read.remarks]


def _check(actor: Actor, at: datetime, roster: RosterImport, progress: Progress) -> RosterImport:
    """Read, check and compare what was handed in; hand it back or show the difference."""
    progress(0, STEPS, _READING)
    try:
        read = reading.read(keeping.content(roster, Kept.UPLOAD), name=roster.name)
    except BadInput as refused:
        return _refuse(actor, at, roster, refused)
    progress(1, STEPS, _CHECKING)
    frame, faults = _checked(actor, read)
    if _has_errors(faults):
        progress(3, STEPS, _CHECKING)
        return _hand_back(actor, at, roster, read, faults)
    progress(2, STEPS, _COMPARING)
    frame = people.with_hashes(frame, keyring())
    difference = compare(frame, district=roster.district)
    with transaction.atomic():
        found, is_waiting = _if_still(actor, roster)
        if is_waiting:
            found.findings = _plain(read, faults)
            found.counts = {**checks.counts(faults), "rows": frame.height}
            keeping.keep_frame(found, frame)
            _show(found, at, difference)
    return found


def _has_errors(faults: Iterable[Fault]) -> bool:
    return any(fault.level == "error" for fault in faults)


def _checked_frame(actor: Actor, roster: RosterImport) -> pl.DataFrame | None:
    """What was checked before; nothing where it is gone or speaks of compounds that have left."""
    frame = keeping.frame_of(roster)
    if frame is None:
        return None
    mine = set(Compound.objects.visible_to(actor).values_list("id", flat=True))
    return frame if mine.issuperset(frame[checks.COMPOUND_ID].unique().to_list()) else None


@transaction.atomic
def _refuse(actor: Actor, at: datetime, roster: RosterImport, refused: BadInput) -> RosterImport:
    """The file cannot be read at all; what the reader found is kept as it is."""
    found, is_waiting = _if_still(actor, roster)
    if is_waiting:
        findings = [
            {"code": finding.code, "row": finding.row, "field": finding.column}
            for finding in refused.findings
        ]
        _end(found, at, RosterState.REFUSED, findings=findings or [{"code": refused.code}])
    return found


def _hand_back(
    actor: Actor, at: datetime, roster: RosterImport, read: reading.Reading, faults: list[Fault]
) -> RosterImport:
    """Keep what was found and the marked copy."""
    marked = marking.marked_copy(read, faults)
    with transaction.atomic():
        found, is_waiting = _if_still(actor, roster)
        if is_waiting:
            keeping.keep(found, Kept.MARKED, marked)
            found.files.exclude(kept=Kept.MARKED).delete()
            _end(
                found, at, RosterState.FAULTY, findings=_plain(read, faults),
                counts={**checks.counts(faults), "rows": read.frame.height},
            )  # fmt: skip
    return found


def _show(roster: RosterImport, at: datetime, difference: Difference) -> None:
    """Keep the difference for confirmation; without one the roster is dealt with."""
    roster.counts = {**roster.counts, **preview.counts(difference)}
    roster.difference = preview.samples(difference)
    roster.base, roster.state = difference.digest(), RosterState.READY
    roster.save(update_fields=["findings", "counts", "difference", "base", "state"])
    if difference.is_empty:
        _end(roster, at, RosterState.SAME)


def _plain(read: reading.Reading, faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """The gravest first, then by row; of personal columns nothing but the place."""
    order = {"error": 0, "warning": 1, "note": 2}
    worst = sorted(faults, key=lambda fault: (order[fault.level], fault.row or 0))
    kept = []
    for fault in worst[:MOST_KEPT_FINDINGS]:
        plain = fault.plain(read.header.letters(fault.field) if fault.field else "")
        kept.append(plain | ({"proposal": ""} if fault.field in PERSONAL else {}))
    return kept


# --- keeping --------------------------------------------------------------------------------------


def marked_copy_of(*, roster: RosterImport) -> bytes:
    """The marked copy of a faulty roster. Raises NotFound when it has none any more."""
    if not roster.files.filter(kept=Kept.MARKED).exists():
        raise NotFound(_("There is no marked copy of this roster."))
    return keeping.content(roster, Kept.MARKED)


def findings_of_roster(*, roster: RosterImport) -> list[Finding]:
    """What was found in a roster, in words, the gravest first. No query."""
    return [finding(kept) for kept in roster.findings]


def _end(roster: RosterImport, at: datetime, state: RosterState, **values: Any) -> None:
    """Close a roster; files with personal data stay only where somebody still needs them."""
    for field, value in {**values, "state": state, "ended_at": at}.items():
        setattr(roster, field, value)
    roster.save(update_fields=[*values, "state", "ended_at"])
    if state is not RosterState.FAULTY:
        roster.files.all().delete()


def _ask(actor: Actor, at: datetime, roster: RosterImport, job: str) -> None:
    """Ask for the work on a roster; a difference shown anew is another piece of work."""
    asked = jobs.enqueue(
        at=at,
        name=job,
        key=f"{roster.public_id}:{roster.base[:16]}:{at.isoformat()}",
        payload={"roster": str(roster.public_id)},
        actor=actor,
        right=ROSTERS,
    )
    roster.job = asked.public_id
    roster.save(update_fields=["job"])


def _record(actor: Actor, at: datetime, verb: str, roster: RosterImport, **data: object) -> None:
    journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(ROSTER, str(roster.public_id), roster.name),
        division=roster.division,
        district=roster.district,
        data=data,
    )

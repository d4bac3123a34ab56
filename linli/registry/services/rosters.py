"""Taking over rosters: handed in, checked and compared in the background, confirmed, written.

All or nothing: a roster with an error changes nothing. What is confirmed is what was shown; a
register that has moved on in between is compared anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.jobs import services as jobs
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.kernel.keys import keyring
from linli.kernel.sealed import open_bytes, seal_bytes
from linli.kernel.tables.data import LIMITS
from linli.registry.data import PERSONAL, ROSTER, ROSTERS, Kept, RosterState
from linli.registry.models import Compound, RosterFile, RosterImport
from linli.registry.roster import checks, cleaning, marking, preview, reading, writing
from linli.registry.roster.difference import Difference, compare
from linli.registry.roster.faults import Fault

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
    """Keep a roster, sealed, and ask for its check. Raises BadInput when it is empty or too large.

    Nothing of it is looked at here: that is the worker's, which has the memory and the time.
    """
    actor.require(ROSTERS)
    if not 0 < len(content) <= LIMITS.bytes:
        raise BadInput(
            _("The file is empty or larger than %(limit)d MB.") % {"limit": LIMITS.bytes // 2**20},
            remedy=_("Send the roster in parts: one compound or community at a time."),
        )
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
    _keep(roster, Kept.UPLOAD, content)
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
    progress(0, STEPS, _READING)
    try:
        read = reading.read(_content(found, Kept.UPLOAD), name=found.name)
    except BadInput as refused:
        return _refuse(found, at, refused)
    progress(1, STEPS, _CHECKING)
    frame, faults = _checked(actor, read)
    if any(fault.level == "error" for fault in faults):
        progress(3, STEPS, _CHECKING)
        return _hand_back(found, at, read, faults)
    progress(2, STEPS, _COMPARING)
    difference = compare(frame, district=found.district, keyring=keyring())
    return _show(found, at, read, faults, difference)


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
    read = reading.read(_content(found, Kept.UPLOAD), name=found.name)
    progress(1, STEPS, _CHECKING)
    frame, faults = _checked(actor, read)
    if any(fault.level == "error" for fault in faults):
        return _hand_back(found, at, read, faults)
    progress(2, STEPS, _WRITING)
    with transaction.atomic():
        found = _locked(actor, roster)
        _lock_compounds(frame[checks.COMPOUND_ID].unique().to_list())
        difference = compare(frame, district=found.district, keyring=keyring())
        if difference.digest() != found.base:
            return _show(found, at, read, faults, difference)
        writing.write(
            difference, district=found.district, on=clock.local_date(at), keyring=keyring()
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


def _checked(actor: Actor, read: reading.Reading) -> tuple[Any, list[Fault]]:
    if read.faults:
        return read.frame, list(read.faults)
    frame, faults = cleaning.clean(read)
    compounds = Compound.objects.visible_to(actor).order_by("id")
    known = [
        checks.KnownCompound(*row) for row in compounds.values_list("id", "name", "community__name")
    ]
    frame, more = checks.check(frame, known)
    return frame, faults + more


def _refuse(roster: RosterImport, at: datetime, refused: BadInput) -> RosterImport:
    """The file cannot be read at all; what the reader found is kept as it is."""
    findings = [
        {"code": finding.code, "row": finding.row, "field": finding.column}
        for finding in refused.findings
    ]
    _end(roster, at, RosterState.REFUSED, findings=findings or [{"code": refused.code}])
    return roster


def _hand_back(
    roster: RosterImport, at: datetime, read: reading.Reading, faults: list[Fault]
) -> RosterImport:
    """Keep what was found and the marked copy."""
    with transaction.atomic():
        _keep(roster, Kept.MARKED, marking.marked_copy(read, faults))
        roster.files.filter(kept=Kept.UPLOAD).delete()
        _end(
            roster, at, RosterState.FAULTY, findings=_plain(read, faults),
            counts={**checks.counts(faults), "rows": read.frame.height},
        )  # fmt: skip
    return roster


def _show(
    roster: RosterImport,
    at: datetime,
    read: reading.Reading,
    faults: list[Fault],
    difference: Difference,
) -> RosterImport:
    """Keep the difference for confirmation; without one the roster is dealt with."""
    state = RosterState.SAME if difference.is_empty else RosterState.READY
    counts = {
        **checks.counts(faults), **preview.counts(difference), "rows": read.frame.height,
    }  # fmt: skip
    roster.findings, roster.counts = _plain(read, faults), counts
    roster.difference = preview.samples(difference)
    roster.base, roster.state = difference.digest(), state
    with transaction.atomic():
        roster.save(update_fields=["findings", "counts", "difference", "base", "state"])
        if state == RosterState.SAME:
            _end(roster, at, RosterState.SAME)
    return roster


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


def _context(roster: RosterImport, kept: str) -> str:
    return f"registry.rosterfile.{roster.public_id}.{kept}"


def _keep(roster: RosterImport, kept: Kept, content: bytes) -> None:
    sealed = seal_bytes(content, _context(roster, kept))
    RosterFile.objects.update_or_create(
        district=roster.district, roster=roster, kept=kept, defaults={"content": sealed}
    )


def _content(roster: RosterImport, kept: Kept) -> bytes:
    sealed = roster.files.get(kept=kept)
    return open_bytes(bytes(sealed.content), _context(roster, kept))


def marked_copy_of(*, roster: RosterImport) -> bytes:
    """The marked copy of a faulty roster. Raises NotFound when it has none any more."""
    if not roster.files.filter(kept=Kept.MARKED).exists():
        raise NotFound(_("There is no marked copy of this roster."))
    return _content(roster, Kept.MARKED)


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
        key=f"{roster.public_id}:{roster.base[:16]}",
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

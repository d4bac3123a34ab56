"""What acts of the journal do to duties: they prove them done, and they set off new ones.

The acts themselves are read, not their announcements, so none is lost when a process dies between
the two. Reading an act again changes nothing.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.duties import rules
from linli.duties.data import RECORD, Owed, Standing
from linli.duties.models import DutyInstance, DutyRun
from linli.duties.selectors.items import may_record
from linli.duties.selectors.owing import Ground
from linli.duties.services.writing import upsert
from linli.journal import selectors as acts
from linli.journal import services as journal
from linli.journal.data import Subject, WrittenAct
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.errors import NotFound, RuleBroken
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy import selectors as policy
from linli.policy.data import Duration, Duty, Each, Resolved
from linli.registry import selectors as registry
from linli.registry.data import COMPOUND

logger = logging.getLogger("linli.duties")
BATCH = 1_000
LOOK_BACK = 2_000
"""Rows of the journal that the periodic look goes back: some become visible late."""


@transaction.atomic
def follow_acts(*, at: datetime, district: str, look_back: int = LOOK_BACK) -> int:
    """Let the acts since the last look do their work; how many duties were done or set off.

    Nothing happens in a district whose duties are not generated. A duty that an event sets off
    falls due at the end of the policy's period; where the policy leaves the period open, or the
    working days are not known, it is not written.
    """
    run = DutyRun.objects.select_for_update().filter(district=district).first()
    if run is None:
        return 0
    following = _Following(district, at)
    seen, newest, done = max(run.act_seen - look_back, 0), acts.last_act_id(district), 0
    while found := acts.acts_after(district, seen, following.verbs, limit=BATCH):
        done += following.take(found)
        seen = found[-1].row
    run.act_seen = max(run.act_seen, seen, newest)
    run.save(update_fields=["act_seen"])
    return done


@transaction.atomic
def record_done(*, actor: Actor, at: datetime, public_id: UUID, note: str) -> DutyInstance:
    """Note by hand that the actor's body has done a duty whose act Linli has no page for yet.

    The day of recording counts. Raises NotFound for a duty out of reach, Forbidden without the
    right, RuleBroken where it is another body's, is done, its turn has not come, or its own act
    proves it.
    """
    owed: DutyInstance | None = (
        DutyInstance.objects.select_for_update(of=("self",))
        .visible_to(actor)
        .select_related("body")
        .filter(public_id=public_id)
        .first()
    )
    if owed is None:
        raise NotFound(_("There is no such duty in your reach."))
    actor.require("duties.record")
    today = local_date(at)
    judged = rules.standing(
        opens_on=owed.opens_on, due_on=owed.due_on, fulfilled_on=owed.fulfilled_on, today=today
    )
    is_open = judged.standing in (Standing.WAITING, Standing.MISSING)
    if not is_open or not may_record(actor, owed):
        raise RuleBroken(
            _("This duty cannot be recorded as done here."),
            code="duties.not_to_record",
            clause=owed.clause,
            remedy=_("Only the body that owes it records it, once its turn has come, and only "
                     "where no page of its own proves it."),
        )  # fmt: skip
    act = journal.record(
        actor=actor,
        at=at,
        verb=RECORD,
        subject=Subject("duty", str(owed.public_id), f"{owed.key} {owed.subject}".strip()),
        division=owed.division,
        district=owed.district,
        data={"duty": owed.key, "printed": owed.printed_on, "for": owed.subject, "note": note},
        release=owed.release,
    )
    _fulfil(owed, at, act.public_id)
    return owed


def _fulfil(owed: DutyInstance, at: datetime, act_id: UUID) -> None:
    owed.fulfilled_at, owed.fulfilled_on, owed.act_id = at, local_date(at), act_id
    owed.save(update_fields=["fulfilled_at", "fulfilled_on", "act_id"])


@dataclass
class _Following:
    """The acts of one district, the duties they touch, and the ground, read when first needed."""

    district: str
    at: datetime
    proofs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    causes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for duty in policy.provisions(Duty, division=self.district, on=local_date(self.at)):
            self.proofs[duty.body.fulfilled_by].append(duty.key)
            if duty.body.after:
                self.causes[duty.body.after].append(duty.key)

    @cached_property
    def verbs(self) -> set[str]:
        """Verbs of the policy in force, and of open duties written under an older one."""
        rows = DutyInstance.objects.filter(district=self.district).generated()
        open_rows = rows.open_on(local_date(self.at)).order_by("verb")
        older = open_rows.values_list("verb", flat=True).distinct()
        return {*self.proofs, *self.causes, *older}

    @cached_property
    def ground(self) -> Ground:
        """The whole district."""
        return Ground(self.district)

    def take(self, found: list[WrittenAct]) -> int:
        """Let a batch of acts do its work, oldest first."""
        named = {act.subject_id for act in found if act.subject_kind == COMPOUND}
        compounds = registry.compound_keys(self.district, named)
        ids = [act.public_id for act in found]
        rows = DutyInstance.objects.filter(district=self.district, act_id__in=ids).order_by("id")
        used = set(rows.values_list("key", "act_id"))
        done = 0
        for act in found:
            is_about = act.subject_kind == COMPOUND
            compound = compounds.get(act.subject_id) if is_about else None
            for key in self.causes.get(act.verb, ()):
                done += self._set_off(key, act, compound)
            done += self._prove(act, compound, used)
        return done

    def _set_off(self, key: str, act: WrittenAct, compound: int | None) -> int:
        happened_on = rules.event_day(act.verb, act.data, local_date(act.at))
        duty = policy.find(Duty, key, division=self.district, on=happened_on)
        within = duty.body.due_within if duty else None
        if duty is None or duty.body.after != act.verb or not isinstance(within, Duration):
            return 0
        owed = [
            replace(row, occasion=rules.caused(row.occasion, act.public_id))
            for row in self._concerned(duty, act, compound)
            if rules.runs_on(row, happened_on)
        ]
        try:
            day = rules.day_after_event(duty, happened_on, default_calendar())
        except CalendarMissing as error:
            logger.warning("%s %s is not written: %s", self.district, key, error)
            return 0
        once = [replace(row, from_on=None, to_on=None) for row in owed]
        return upsert(district=self.district, key=key, owed=once, days=[day])

    def _concerned(self, duty: Resolved[Duty], act: WrittenAct, compound: int | None) -> list[Owed]:
        """Who owes the duty because of this act: by compound and contract, or by place."""
        if duty.body.each in (Each.COMPOUND, Each.PROJECT):
            contract = act.data.get("contract")
            rows = Ground(self.district, [compound]).owed(duty.body) if compound else []
            named = f"project {contract}"
            exact = [row for row in rows if row.occasion == named]
            return exact or (rows if contract is None else [])
        rows = self.ground.owed(duty.body)
        return [row for row in rows if act.division.startswith(row.division)]

    def _prove(
        self, act: WrittenAct, compound: int | None, used: set[tuple[str, UUID | None]]
    ) -> int:
        """Each duty the act proves: the earliest still in time, else the earliest overdue."""
        day = local_date(act.at)
        rows = DutyInstance.objects.select_for_update(of=("self",)).filter(
            district=self.district, verb=act.verb
        )
        rows = rows.generated().open_on(day)
        rows = rows.filter(compound=compound) if compound else rows.of_act(act)
        best: dict[str, DutyInstance] = {}
        contract = str(act.data.get("contract") or "")
        for row in rows.order_by("due_on", "id"):
            if contract and row.occasion.startswith("project") and contract not in row.occasion:
                continue
            before = best.get(row.key)
            if before is None or (before.due_on < day <= row.due_on):
                best[row.key] = row
        done = 0
        for key, row in best.items():
            if (key, act.public_id) not in used:
                _fulfil(row, act.at, act.public_id)
                used.add((key, act.public_id))
                done += 1
        return done

"""Kinds that say who handles what and who is asked first: route and gate."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from linli.policy.data.bodies import Reference, Single
from linli.policy.data.offices import office_references
from linli.policy.data.plain import Effect
from linli.policy.data.quantities import Period
from linli.policy.data.values import Code, Item, Maybe, MaybeNone, Text

# --- route ---------------------------------------------------------------------------------------


class Channel(StrEnum):
    """How a matter comes in."""

    REQUEST = "request"
    WHISTLE = "whistle"
    REPORT = "report"
    HOTLINE = "hotline"
    MEDIATION = "mediation"
    PETITION = "petition"
    FUND = "fund"
    APPROVAL = "approval"


class Route(Single):
    """Which body leads and which assist for a category of matters. The key is the category.

    ``lead: unset`` means that the document names nobody, or two without a lead: the matter goes to
    the street's desk with a warning until the district settles it.
    """

    kind: ClassVar[str] = "route"

    label: Text
    lead: Maybe[Code]
    assist: tuple[Code, ...] = ()
    channel: Channel | None = None
    steps: tuple[Code, ...] = ()
    accept_within: MaybeNone[Period] = None
    arrive_within: MaybeNone[Period] = None
    reply_within: MaybeNone[Period] = None
    resolve_within: MaybeNone[Period] = None
    skip_level: bool = False
    penalty_by: Code | None = None
    limits: Text | None = None

    def references(self) -> Iterator[Reference]:
        """The offices it names."""
        yield from office_references(self.lead, self.assist, self.penalty_by)


# --- gate ----------------------------------------------------------------------------------------


class GateForm(StrEnum):
    """How somebody is asked."""

    CONSENT = "consent"
    DISCUSSION = "discussion"
    HEARING = "hearing"
    CONSULTATION = "consultation"
    NOTICE = "notice"
    VOTE = "vote"
    JOINT_MEETING = "joint_meeting"
    SURVEY = "survey"


class Silence(StrEnum):
    """What no answer within the time means."""

    WAITS = "waits"
    CONSENTS = "consents"
    REFUSES = "refuses"


class Gate(Single):
    """Who must consent, or be heard, before a decision takes effect."""

    kind: ClassVar[str] = "gate"

    label: Text
    operations: tuple[Code, ...] = ()
    matters: tuple[Item, ...] = ()
    by: Code
    form: GateForm
    effect: Maybe[Effect]
    decided_by: Code | None = None
    reply_within: MaybeNone[Period] = None
    silence: MaybeNone[Silence] = None
    conditions_bind: bool = False
    open_list: bool = False
    report_to: Code | None = None
    report_within: MaybeNone[Period] = None
    evidence: Code | None = None

    def references(self) -> Iterator[Reference]:
        """The offices it names, and the formula of a vote."""
        if self.decided_by:
            yield ("formula", self.decided_by, "")
        yield from office_references(self.by, self.report_to)

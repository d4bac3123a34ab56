"""Shapes of policy, the journal, publications and background work."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.shapes import (
    MOST_TEXT,
    Code,
    Day,
    DivisionCode,
    Given,
    PageQuery,
    Place,
    Told,
)

# --- policy ---------------------------------------------------------------------------------------


class CitationTold(Told):
    """Where a value is written."""

    clause: str
    cite: str
    document: str
    number: str
    layer: str
    release: str
    says: str


class LayerTold(Told):
    """A layer of the policy in force with its documents."""

    layer: str
    release: str
    documents: list[str]


class Layers(Told):
    """The layers in force, from the district up."""

    items: list[LayerTold]


class ClauseTold(Told):
    """A clause as the product restates it, with the provisions it sets (``kind:key``)."""

    code: str
    cite: str
    document: str
    chapter: str
    says: str
    confidence: str
    provisions: list[str]


class Clauses(Told):
    """The clauses of a layer, in the order of its documents."""

    layer: str
    items: list[ClauseTold]


class ProvisionQuery(Given):
    """Where and when; the post's district, today, when not said."""

    division: DivisionCode | None = None
    on: Day | None = None


class AnswerTold(Told):
    """What the district has answered to something the policy leaves open."""

    field: str
    value: str
    since: Day
    reason: str


class ProvisionTold(Told):
    """A provision as it holds in a division on a day. ``open``: what the policy leaves open."""

    kind: str
    key: str
    division: str
    on: Day
    release: str
    content: dict[str, Any]
    citations: list[CitationTold]
    answers: list[AnswerTold]
    open: list[str]


class ExplainGiven(Given):
    """A question to the policy: its key (``kind:key``) and the facts of the case, as typed."""

    key: Annotated[str, StringConstraints(pattern=r"^([a-z_]{1,30}:)?[A-Za-z0-9_.-]{1,60}$")]
    division: DivisionCode | None = None
    on: Day | None = None
    inputs: Annotated[
        dict[
            Annotated[str, StringConstraints(max_length=60)],
            Annotated[str, StringConstraints(max_length=100)],
        ],
        Field(max_length=40),
    ] = {}


class InputTold(Told):
    """One value that went into an answer."""

    label: str
    value: str
    unit: str
    clause: str


class ExplainTold(Told):
    """The answer with all it rests on; ``value`` is none where ``open`` names what is missing."""

    title: str
    value: str | None
    unit: str
    outcome: str
    inputs: list[InputTold]
    steps: list[str]
    citations: list[CitationTold]
    open: list[str]
    release: str
    note: str


# --- journal --------------------------------------------------------------------------------------


class ActQuery(PageQuery):
    """Which acts: of one verb, about one thing, on or after one day, before another."""

    verb: Code | None = None
    subject: Annotated[str, StringConstraints(max_length=MOST_TEXT)] | None = None
    since: Day | None = None
    before: Day | None = None


class ActTold(Told):
    """One act: who by office, when, where, what. ``digest`` covers the row."""

    id: UUID
    at: datetime
    verb: str
    verb_text: str
    title: str
    body: Place
    division: str
    subject_kind: str
    subject_id: str
    subject: str
    sealed: bool
    digest: str


class StepOfProof(Told):
    """One hash on the way from an act to the root of its seal, and its side."""

    side: str
    hash: str


class ProofTold(Told):
    """Why a seal covers an act."""

    seal_number: int
    sealed_at: datetime
    algorithm: str
    steps: list[StepOfProof]
    root: str
    seal: str
    holds: bool


class ActFile(Told):
    """One act with what was recorded, and its proof once it is sealed."""

    act: ActTold
    data: dict[str, Any]
    proof: ProofTold | None


class HeadTold(Told):
    """The latest seal of a district's journal."""

    district: str
    number: int
    total: int
    hash: str
    algorithm: str
    sealed_at: datetime


class Heads(Told):
    """The heads in the post's reach."""

    items: list[HeadTold]


# --- publications ---------------------------------------------------------------------------------


class PublicationTold(Told):
    """Something an office made public."""

    id: UUID
    district: str
    division: str
    kind: str
    number: int
    title: str
    place: str
    state: Literal["in_force", "ended", "superseded", "withdrawn"]
    from_on: Day
    to_on: Day | None
    published_at: datetime
    publisher: str
    clause: str
    digest: str


class Publications(Told):
    """Publications in force, the latest first."""

    items: list[PublicationTold]


class ItemTold(Told):
    """One published row: exactly the facts that are public."""

    kind: str
    key: str
    name: str
    division: str
    data: dict[str, Any]


class PublicationFile(Told):
    """A publication; its rows while it is in force."""

    publication: PublicationTold
    items: list[ItemTold]


class DraftOfPublication(Told):
    """What would be made public: the Chinese title and lead, and every row."""

    title: str
    lead: str
    items: list[ItemTold]


class PublicQuery(Given):
    """Publications of which district."""

    district: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class WithdrawGiven(Given):
    """Why a publication is taken back. The reason is public."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


# --- background work ------------------------------------------------------------------------------


class JobTold(Told):
    """Background work of one's own; ``total`` 0: not known."""

    id: UUID
    name: str
    label: str
    state: str
    done: int
    total: int
    message: str
    error: str
    tries: int
    enqueued_at: datetime
    finished_at: datetime | None

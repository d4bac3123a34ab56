"""The shape of a policy folder: ``layer.yaml`` and the chapter files it lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from linli.kernel.periods import DatePeriod
from linli.policy.data.bodies import Row
from linli.policy.data.values import (
    Code,
    Confidence,
    DateConfidence,
    DocumentStatus,
    Frozen,
    LawWarning,
    Text,
    Words,
)

LayerCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^([0-9]{2}|[0-9]{4}|[0-9]{6})?$")]
ClauseCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[A-Za-z0-9.]+$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*\.yaml$")]


class ReaderApp(StrEnum):
    """The apps a clause can wait for."""

    ACCOUNTS = "accounts"
    POLICY = "policy"
    REGISTRY = "registry"
    DUTIES = "duties"
    DISCLOSURE = "disclosure"
    NOTICES = "notices"
    PARTY = "party"
    CASES = "cases"
    AUTONOMY = "autonomy"
    MEETINGS = "meetings"
    SURVEYS = "surveys"
    OVERSIGHT = "oversight"
    BILLING = "billing"
    FUNDS = "funds"
    INCENTIVES = "incentives"
    MARKET = "market"
    CAMPAIGNS = "campaigns"
    COCKPIT = "cockpit"


class ChapterEntry(Frozen):
    """One chapter of a document and the file that holds its clauses."""

    file: FileName
    title: Text


class DocumentEntry(Frozen):
    """A policy document: what is printed on its head, and how we came to know it."""

    document: Code
    title: Text
    publisher: Text
    number: str = ""
    issued: date
    effective: date
    status: DocumentStatus
    confidence: Confidence
    date_confidence: DateConfidence = DateConfidence.PRINTED
    note: Text | None = None
    chapters: Annotated[tuple[ChapterEntry, ...], Field(min_length=1)]


class LayerEntry(Frozen):
    """``layer.yaml``: where the layer stands and the documents in it."""

    code: LayerCode
    name: Text
    parent: LayerCode | None = None
    division: DivisionCode
    documents: Annotated[tuple[DocumentEntry, ...], Field(min_length=1)]


class ClauseEntry(Frozen):
    """One clause: where it is printed, what it says in our words, what becomes of it here."""

    clause: ClauseCode
    cite: Words
    says: Text
    confidence: Confidence
    note: Text | None = None
    provisions: tuple[dict[str, Any], ...] = ()
    built_in: Text | None = None
    not_yet: ReaderApp | None = None
    not_for_system: Text | None = None
    warning: LawWarning | None = None


@dataclass(frozen=True, slots=True)
class LoadedProvision:
    """A validated row: typed, and as written (``raw``, text only) for storing and hashing."""

    clause: str
    kind: str
    key: str
    period: DatePeriod
    row: Row
    raw: dict[str, Any]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LoadedClause:
    """A clause with its chapter and its validated rows."""

    entry: ClauseEntry
    chapter: Text
    provisions: tuple[LoadedProvision, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """A document with its clauses in order."""

    entry: DocumentEntry
    clauses: tuple[LoadedClause, ...]


@dataclass(frozen=True, slots=True)
class LayerSource:
    """A layer read from its folder without an error."""

    entry: LayerEntry
    documents: tuple[LoadedDocument, ...]

    def provisions(self) -> tuple[LoadedProvision, ...]:
        """All rows, in document order."""
        return tuple(
            provision
            for document in self.documents
            for clause in document.clauses
            for provision in clause.provisions
        )

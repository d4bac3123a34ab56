"""What is found in an official document."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Rest(StrEnum):
    """Why a line of a document belongs to no clause."""

    TITLE = "title"
    NUMBER = "document_number"
    ADDRESSEES = "addressees"
    SIGNATURE = "signature"
    DATE = "date"
    RELEASE = "release_note"
    ANNEX_LIST = "list_of_annexes"
    CONTENTS = "table_of_contents"
    PAGE = "page_number"
    WEB = "web_page"
    ARTEFACT = "artefact"


class PartKind(StrEnum):
    """Where in the file a clause stands."""

    COVER = "cover"
    BODY = "body"
    ANNEX = "annex"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; ``row`` marks a row of a table, which is never run together."""

    number: int
    text: str
    row: bool = False


@dataclass(frozen=True, slots=True)
class Leftover:
    """A line that belongs to no clause, and why."""

    line: int
    text: str
    reason: Rest


@dataclass(frozen=True, slots=True)
class Part:
    """Cover, body or one annex: its name in citations ("" for the body), its lines."""

    kind: PartKind
    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind a clause may become: ``confidence`` from 0 to 0.95, and the words that led to it."""

    kind: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, or a deadline, as printed; ``what`` names the sort."""

    what: str
    text: str


@dataclass(slots=True)
class Node:
    """A numbered place while a part is split; ``rank`` orders the ways of numbering."""

    rank: int
    number: int
    label: str
    line: int
    cite: str
    chapter: str = ""
    paragraphs: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered line that only announces what follows."""

    cite: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """A clause: its citation as printed, the numbers on the way to it, its text."""

    cite: str
    part: PartKind
    chapter: str
    heading: str
    text: str
    line: int
    path: tuple[str, ...]
    proposals: tuple[Proposal, ...] = ()
    figures: tuple[Figure, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole document: every line is in a clause, in a heading or in the rest."""

    title: str
    number: str
    issued: str
    clauses: tuple[Found, ...]
    headings: tuple[Heading, ...]
    rest: tuple[Leftover, ...]
    notes: tuple[str, ...] = ()

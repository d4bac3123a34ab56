"""Kinds that several clauses write together: vocabulary and campaign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Self, TypeVar

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.kernel.periods import DatePeriod
from linli.policy.data.bodies import Body, Reference, Row
from linli.policy.data.values import Code, Frozen, MaybeNone, Text, Words

P = TypeVar("P")

# --- vocabulary ----------------------------------------------------------------------------------


class Term(Frozen):
    """One word of a vocabulary: its code, its name here, when it applies, what it implies."""

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")]
    label: Text
    criteria: Text | None = None
    implies: dict[Code, Code] = Field(default_factory=dict)
    clause: str = ""


class VocabularyRow(Row):
    """The words one clause contributes to a vocabulary."""

    label: Text | None = None
    terms: tuple[Term, ...] = ()
    sets: dict[Code, tuple[Words, ...]] = Field(default_factory=dict)

    def part_names(self) -> tuple[str, ...]:
        """The name, each term and each set."""
        return (
            *(("label",) if self.label else ()),
            *(f"term {term.code}" for term in self.terms),
            *(f"set {name}" for name in self.sets),
        )

    def references(self) -> Iterator[Reference]:
        """Terms of other vocabularies that a term implies."""
        for term in self.terms:
            for vocabulary, code in term.implies.items():
                yield ("vocabulary", vocabulary, f"term {code}")


class Vocabulary(Body):
    """Categories, modes, grades or natures as this district uses them, in its order."""

    kind: ClassVar[str] = "vocabulary"
    row: ClassVar[type[Row]] = VocabularyRow

    label: Text
    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
    sets: dict[str, tuple[str, ...]]

    @classmethod
    def compose(cls, rows: Sequence[tuple[str, Row]]) -> Self:
        found = [(clause, row) for clause, row in rows if isinstance(row, VocabularyRow)]
        terms = [
            term if term.clause else term.model_copy(update={"clause": clause})
            for clause, row in found
            for term in row.terms
        ]
        sets = {name: codes for _, row in found for name, codes in row.sets.items()}
        known = {term.code for term in terms}
        unknown = {code for codes in sets.values() for code in codes} - known
        if unknown:
            raise PydanticCustomError(
                "set_terms",
                "{codes}",
                {"codes": ", ".join(sorted(unknown)), "allowed": ", ".join(sorted(known))},
            )
        return cls(label=_label(found), terms=tuple(terms), sets=sets)

    def term(self, code: str) -> Term | None:
        """The term of a code, or None."""
        return next((term for term in self.terms if term.code == code), None)

    def subset(self, name: str) -> tuple[Term, ...]:
        """The terms of a named set, in the set's order; KeyError if the set is not there."""
        by_code = {term.code: term for term in self.terms}
        return tuple(by_code[code] for code in self.sets[name])


# --- campaign ------------------------------------------------------------------------------------


class Phase(Frozen):
    """A stretch of days, both ends counted as the document prints them."""

    number: PositiveInt
    label: Text
    first: date | None = None
    last: date
    clause: str = ""

    @property
    def period(self) -> DatePeriod:
        """The same days half open."""
        return DatePeriod(self.first, self.last + timedelta(days=1))


class Task(Frozen):
    """A kind of task every compound on a list gets."""

    task: Code
    label: Text
    due: date
    due_text: Words
    form: Code
    clause: str = ""


class TaskItem(Frozen):
    """One of the things a task consists of."""

    task: Code
    code: Code
    label: Text
    clause: str = ""


class ColumnType(StrEnum):
    """What the cells of a form column hold."""

    INTEGER = "integer"
    TEXT = "text"
    LIST = "list"
    DATE = "date"
    TERM = "term"


class Column(Frozen):
    """One column of an office's form, its header exactly as printed."""

    code: Code
    header: Annotated[str, Field(min_length=1)]
    type: ColumnType
    vocabulary: Code | None = None
    width: PositiveInt


class Form(Frozen):
    """A printed form: title, street line, headers and notes exactly as the office prints them."""

    form: Code
    title: Words
    line: str = ""
    """The line under the title with its blank, e.g. four ideographic spaces and an office."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    blank_rows: Annotated[int, Field(ge=0)] = 0
    notes: tuple[Words, ...] = ()
    clause: str = ""


class CampaignRow(Row):
    """The part of a campaign that one clause writes."""

    label: Text | None = None
    phases: tuple[Phase, ...] = ()
    tasks: tuple[Task, ...] = ()
    items: tuple[TaskItem, ...] = ()
    forms: tuple[Form, ...] = ()
    starts: MaybeNone[date] = None
    ends: MaybeNone[date] = None
    years: PositiveInt | None = None

    def part_names(self) -> tuple[str, ...]:
        """The name, each phase, task, item and form."""
        return (
            *(("label",) if self.label else ()),
            *(f"phase {phase.number}" for phase in self.phases),
            *(f"task {task.task}" for task in self.tasks),
            *(f"item {item.task}.{item.code}" for item in self.items),
            *(f"form {form.form}" for form in self.forms),
            *(name for name in HORIZON if getattr(self, name) is not None),
        )

    def references(self) -> Iterator[Reference]:
        """Vocabularies of form columns."""
        for form in self.forms:
            for column in form.columns:
                if column.vocabulary:
                    yield ("vocabulary", column.vocabulary, "")


HORIZON = ("starts", "ends", "years")
"""What of a campaign stands for itself, without phases."""


class Campaign(Body):
    """A time-boxed drive: phases, kinds of task, the forms it is run on."""

    kind: ClassVar[str] = "campaign"
    row: ClassVar[type[Row]] = CampaignRow

    label: Text
    phases: tuple[Phase, ...]
    tasks: tuple[Task, ...]
    items: tuple[TaskItem, ...]
    forms: tuple[Form, ...]
    starts: MaybeNone[date] = None
    ends: MaybeNone[date] = None
    years: PositiveInt | None = None

    @classmethod
    def compose(cls, rows: Sequence[tuple[str, Row]]) -> Self:
        found = [(clause, row) for clause, row in rows if isinstance(row, CampaignRow)]

        def all_of(name: str) -> tuple[Any, ...]:
            return tuple(
                part if part.clause else part.model_copy(update={"clause": clause})
                for clause, row in found
                for part in getattr(row, name)
            )

        phases = sorted(all_of("phases"), key=lambda phase: phase.number)
        return cls(
            label=_label(found),
            phases=tuple(phases),
            tasks=all_of("tasks"),
            items=all_of("items"),
            forms=all_of("forms"),
            **{name: _said_once(found, name) for name in HORIZON},
        )

    @model_validator(mode="after")
    def _parts_fit(self) -> Self:
        for before, after in pairwise(self.phases):
            if after.first is None or (after.first - before.last).days != 1:
                raise PydanticCustomError(
                    "phase_gap",
                    "phase {after} must begin on the day after phase {before} ends",
                    {"before": before.number, "after": after.number},
                )
        tasks, forms = {t.task for t in self.tasks}, {f.form for f in self.forms}
        for missing in sorted({i.task for i in self.items} - tasks):
            raise _unknown_part("task", missing, tasks)
        for missing in sorted({t.form for t in self.tasks} - forms):
            raise _unknown_part("form", missing, forms)
        return self

    def phase(self, number: int) -> Phase:
        """The phase of a number; LookupError if there is none."""
        return _only((p for p in self.phases if p.number == number), f"phase {number}")

    def phase_on(self, day: date) -> Phase | None:
        """The phase a day falls into, or None outside the campaign."""
        return next((p for p in self.phases if p.period.contains(day)), None)

    def task(self, task: str) -> Task:
        """The kind of task of this code; LookupError if there is none."""
        return _only((t for t in self.tasks if t.task == task), f"task {task}")

    def items_of(self, task: str) -> tuple[TaskItem, ...]:
        """What a task of this kind consists of; empty if it has no parts."""
        return tuple(item for item in self.items if item.task == task)

    def form(self, form: str) -> Form:
        """The form of this code; LookupError if there is none."""
        return _only((f for f in self.forms if f.form == form), f"form {form}")


def _said_once(rows: Sequence[tuple[str, CampaignRow]], name: str) -> Any:
    return next((getattr(row, name) for _, row in rows if getattr(row, name) is not None), None)


def _unknown_part(what: str, code: str, allowed: set[str]) -> PydanticCustomError:
    return PydanticCustomError(
        "unknown_part",
        "{what} {code}",
        {"what": what, "code": code, "allowed": ", ".join(sorted(allowed))},
    )


def _label(rows: Sequence[tuple[str, VocabularyRow | CampaignRow]]) -> Text:
    labels = [row.label for _, row in rows if row.label]
    if not labels:
        raise PydanticCustomError("no_label", "no clause gives it a label")
    return labels[0]


def _only(found: Iterator[P], what: str) -> P:
    for item in found:
        return item
    raise LookupError(what)

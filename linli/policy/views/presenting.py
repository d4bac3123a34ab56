"""What the reader's templates print: clauses, settings and gaps in the language in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.apps import apps
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _

from linli.kernel.actors import Actor
from linli.kernel.explain import Citation
from linli.kernel.web import PUBLIC, SIGNED_IN
from linli.policy import rules
from linli.policy.data import (
    KINDS,
    Answer,
    Body,
    DocumentStatus,
    Duty,
    Gate,
    Resolved,
    Route,
    Row,
    Rule,
    Scheme,
    Use,
    uses_of,
)
from linli.policy.labels import APPS, CONFIDENCE, FIELDS, STATUS
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import Line, lines_of, said, title_of, value_words
from linli.policy.models import Clause, Document, Provision
from linli.policy.rules import Policy
from linli.policy.selectors.memory import entry_of


@dataclass(frozen=True, slots=True)
class State:
    """What becomes of a clause here, as a chip; ``code`` counts and filters."""

    code: str
    text: object
    tone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class OpenField:
    """A field the policy leaves open, with the district's answer if it gave one."""

    kind: str
    key: str
    field: str
    label: object
    title: str
    citation: Citation
    answer: Answer | None
    answer_words: str
    url: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One provision of a clause: its kind, name, lines, days, open fields."""

    kind: object
    title: str
    url: str
    lines: tuple[Line, ...]
    valid_from: date
    valid_to: date | None
    open_fields: tuple[OpenField, ...]
    overridden_by: Citation | None
    waits_for: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A clause as the page prints it."""

    code: str
    cite: str
    says: str
    confidence: object
    note: str
    warning: str
    states: tuple[State, ...]
    settings: tuple[Setting, ...]
    uses: tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter heading and its clauses, in the document's order."""

    anchor: str
    title: str
    clauses: tuple[Shown, ...]


def status_words(document: Document, on: date) -> object:
    """Whether a document binds on a day: a draft never does, a law only from its day."""
    is_waiting = document.status == DocumentStatus.IN_FORCE and on < document.effective
    return _("Not yet in force") if is_waiting else STATUS[document.status]


def chapters_of(clauses: Iterable[Clause], policy: Policy, actor: Actor, on: date) -> list[Chapter]:
    """A document laid out by its own chapters."""
    grouped = groupby(clauses, key=lambda clause: said(clause, "chapter"))
    return [
        Chapter(
            anchor=f"chapter-{number}",
            title=title,
            clauses=tuple(shown_clause(clause, policy, actor, on) for clause in members),
        )
        for number, (title, members) in enumerate(grouped, start=1)
    ]


def state_counts(chapters: Iterable[Chapter]) -> list[tuple[State, int]]:
    """How many clauses are in each state, in the order the legend prints them."""
    states = {
        state.code: state
        for chapter in chapters
        for shown in chapter.clauses
        for state in shown.states
    }
    counts = Counter(
        state.code for chapter in chapters for shown in chapter.clauses for state in shown.states
    )
    order = ("works", "open", "waits", "out")
    return [(_general(states[code]), counts[code]) for code in order if code in states]


def shown_clause(clause: Clause, policy: Policy, actor: Actor, on: date) -> Shown:
    """One clause with what it configures; no query if its provisions are loaded."""
    rows = list(clause.provisions.all())
    settings = tuple(_setting(clause, row, policy, actor, on) for row in rows)
    return Shown(
        code=clause.code,
        cite=clause.cite,
        says=said(clause, "says"),
        confidence=CONFIDENCE[clause.confidence],
        note=said(clause, "note"),
        warning=said(clause, "warning"),
        states=tuple(_states(clause, settings)),
        settings=settings,
        uses=tuple(_use_links(rows, actor)),
    )


def open_fields_of(resolved: Resolved[Body], actor: Actor) -> tuple[OpenField, ...]:
    """The fields of a provision that the policy leaves open, answered or not."""
    answered = {answer.field for answer in resolved.answers}
    return tuple(
        _field_of(resolved, field, actor)
        for field in type(resolved.body).unset_fields()
        if field in resolved.unset or field in answered
    )


def silent_fields_of(resolved: Resolved[Body], actor: Actor) -> tuple[OpenField, ...]:
    """What no document speaks of and the district may settle: reminders, the level above."""
    if not actor.may("policy.set"):
        return ()
    return tuple(_field_of(resolved, field, actor) for field in rules.silent_fields(resolved.body))


def _field_of(resolved: Resolved[Body], field: str, actor: Actor) -> OpenField:
    kind = type(resolved.body)
    return OpenField(
        kind=kind.kind,
        key=resolved.key,
        field=field,
        label=FIELDS.get(field, field),
        title=title_of(resolved.body),
        citation=resolved.citation,
        answer=next((answer for answer in resolved.answers if answer.field == field), None),
        answer_words=value_words(kind, field, getattr(resolved.body, field)),
        url=reverse("policy:set", args=[kind.kind, resolved.key, field])
        if actor.may("policy.set")
        else "",
    )


def all_open_fields(policy: Policy, actor: Actor, on: date) -> list[OpenField]:
    """Everything the policy in force leaves to the district."""
    return [
        field
        for kind in KINDS.values()
        for resolved in policy.provisions(kind, on=on)
        for field in open_fields_of(resolved, actor)
    ]


def by_kind(fields: Iterable[OpenField]) -> list[tuple[object, list[OpenField]]]:
    """Fields under the name of their kind, in the order of the kinds."""
    grouped: dict[str, list[OpenField]] = {}
    for field in fields:
        grouped.setdefault(field.kind, []).append(field)
    return [(KIND_LABELS[kind], members) for kind, members in grouped.items()]


def links_of(uses: Iterable[Use], actor: Actor) -> Iterator[tuple[object, str]]:
    """Label and address of the pages a provision acts on, as far as the actor may open them."""
    for use in uses:
        try:
            url = reverse(use.url_name)
        except NoReverseMatch:
            continue
        right = getattr(resolve(url).func, "right", "")
        if right in (PUBLIC, SIGNED_IN) or actor.may(right):
            yield use.label, url


def _setting(clause: Clause, row: Provision, policy: Policy, actor: Actor, on: date) -> Setting:
    entry = entry_of(row)
    resolved = policy.find(KINDS[row.kind], row.key, on=on)
    is_read = resolved is not None and clause.code in {c.clause for c in resolved.citations}
    return Setting(
        kind=KIND_LABELS[row.kind],
        title=title_of(entry.row) or (title_of(resolved.body) if resolved else row.key),
        url=reverse("policy:provision", args=[row.kind, row.key]),
        lines=tuple(line for line in lines_of(entry.row) if not line.is_open),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        open_fields=open_fields_of(resolved, actor) if resolved and is_read else (),
        overridden_by=resolved.citation if resolved and not is_read else None,
        waits_for=waits_for(entry.row),
    )


def waits_for(row: Row) -> str:
    """The part of the system a setting acts through, if that is not built yet; else empty.

    What calculates, names or counts works by itself; a duty, a rule and a gate act where their
    act is done, a route where matters come in, a score sheet where it is filled in.
    """
    if isinstance(row, Duty):
        part = row.fulfilled_by
    elif isinstance(row, Rule):
        part = row.operation
    elif isinstance(row, Gate):
        part = next(iter(row.operations), "")
    elif isinstance(row, Route):
        part = "cases"
    elif isinstance(row, Scheme):
        part = "oversight"
    else:
        return ""
    app = part.partition(".")[0]
    return app if app in APPS and not apps.is_installed(f"linli.{app}") else ""


def _states(clause: Clause, settings: tuple[Setting, ...]) -> Iterator[State]:
    left_open = [f for setting in settings for f in setting.open_fields if f.answer is None]
    missing = clause.not_yet or _missing_part(settings)
    if clause.built_in_zh or (settings and not missing):
        yield State("works", _("Works"), "ok", said(clause, "built_in"))
    if left_open:
        yield State("open", _("Left to the district"), "warn")
    if missing:
        words = _("Set; waits for: %(app)s") if settings else _("Waits for: %(app)s")
        yield State("waits", words % {"app": APPS[missing]}, "quiet")
    if clause.reason_zh:
        yield State("out", _("Not for the system"), "quiet", said(clause, "reason"))


def _missing_part(settings: tuple[Setting, ...]) -> str:
    """The part not built yet that every setting of a clause acts through; else empty."""
    waiting = [setting.waits_for for setting in settings]
    return waiting[0] if waiting and all(waiting) else ""


def _general(state: State) -> State:
    """The state without what is particular to one clause, for the legend."""
    return (
        State("waits", _("Waits for a part not built yet"), "quiet")
        if state.code == "waits"
        else state
    )


def _use_links(rows: Iterable[Provision], actor: Actor) -> Iterator[tuple[object, str]]:
    seen: set[str] = set()
    for row in rows:
        for label, url in links_of(uses_of(row.kind, row.key), actor):
            if url not in seen:
                seen.add(url)
                yield label, url

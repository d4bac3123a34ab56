"""Tianjin and Jinnan as their papers have them: who, what, how often, and what stays open.

Every row names the clause it looks at; the last test holds that no clause is left out.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.policy.data import UNSET, Confidence, Duty, Resolved, Route, Vocabulary
from linli.policy.data.kinds import KINDS
from linli.policy.reader import LayerSource
from linli.policy.reader.schema import LoadedClause
from tests.harness.papers import stated, table
from tests.policy.books import book, source

TODAY = date(2024, 6, 28)
JINNAN, TIANJIN = "120112", "12"
MONTH_END = "FREQ=MONTHLY;BYMONTHDAY=-1"

CHAPTERS = {
    "jn": {"0": 1, "2": 2, "3": 2, "4": 10, "5": 52, "6": 13},
    "tj": {"0": 1, "2": 29, "3": 4},
}

TABLES = ("routes", "duties", "open", "words", "gates", "published", "sheets", "rules")
PAPERS = Path(__file__).parent / "papers" / "tj_jn.yaml"
ELSEWHERE = frozenset({"JN-0.1", "JN-6.1a", "JN-6.4", "TJ-0.1"})
"""Clauses that a test of their own looks at."""


def found(clause: str, kind: str, key: str) -> Resolved[Any]:
    """A provision as the clause's own layer gives it, said by that clause."""
    place = JINNAN if clause.startswith("JN") else TIANJIN
    resolved = book(place).provision(KINDS[kind], key, on=TODAY)
    assert clause in {citation.clause for citation in resolved.citations}
    return resolved


@pytest.mark.parametrize(("clause", "category", "lead", "assist"), stated(PAPERS, "routes"))
def test_matters_go_where_the_paper_sends_them(
    clause: str, category: str, lead: Any, assist: str
) -> None:
    route = found(clause, "route", category).body
    assert (route.lead, route.assist) == (lead, tuple(assist.split()))


@pytest.mark.parametrize(("clause", "key", "by", "each", "when"), stated(PAPERS, "duties"))
def test_duties_are_owed_by_whom_and_when(
    clause: str, key: str, by: str, each: str, when: Any
) -> None:
    duty = found(clause, "duty", key).body
    assert (duty.by, duty.each) == (by, each)
    if when in ("after", "before"):
        assert getattr(duty, when)
        assert duty.due_within is UNSET
    elif when == "standing":
        assert duty.continuous
    else:
        assert duty.recurrence == when
        assert duty.holiday_shift is UNSET


@pytest.mark.parametrize(("clause", "kind", "key", "fields"), stated(PAPERS, "open"))
def test_what_the_paper_does_not_say_stays_open(
    clause: str, kind: str, key: str, fields: str
) -> None:
    assert set(fields.split()) == set(found(clause, kind, key).unset) - {"interval", "where"}


@pytest.mark.parametrize(("clause", "key", "subset", "codes"), stated(PAPERS, "words"))
def test_words_are_those_of_the_paper(clause: str, key: str, subset: str, codes: str) -> None:
    words = found(clause, "vocabulary", key).body
    terms = words.subset(subset) if subset else words.terms
    assert [term.code for term in terms] == codes.split()


@pytest.mark.parametrize(("clause", "key", "by", "form"), stated(PAPERS, "gates"))
def test_decisions_wait_for_those_who_must_agree(clause: str, key: str, by: str, form: str) -> None:
    gate = found(clause, "gate", key).body
    assert (gate.by, gate.form, gate.effect) == (by, form, "block")
    assert gate.operations


@pytest.mark.parametrize(("clause", "key", "items", "by"), stated(PAPERS, "published"))
def test_publications_name_their_items(clause: str, key: str, items: str, by: str) -> None:
    published = found(clause, "disclosure", key).body
    assert ([item.code for item in published.items], published.by) == (items.split(), by)
    assert published.keep_days is UNSET


@pytest.mark.parametrize(("clause", "key", "assessors", "cycle"), stated(PAPERS, "sheets"))
def test_score_sheets_name_who_scores_and_how_often(
    clause: str, key: str, assessors: str, cycle: Any
) -> None:
    sheet = found(clause, "scheme", key).body
    assert (sheet.assessors, sheet.cycle) == (tuple(assessors.split()), cycle)


@pytest.mark.parametrize(("clause", "key", "effect"), stated(PAPERS, "rules"))
def test_rules_are_as_hard_as_the_paper(clause: str, key: str, effect: str) -> None:
    assert found(clause, "rule", key).body.effect == effect


# --- across the layers ----------------------------------------------------------------------------


@pytest.mark.clause("JN-0.1", "TJ-2.1.2a")
def test_before_its_day_jinnan_is_read_from_the_layers_above() -> None:
    days = (date(2023, 5, 19), date(2023, 5, 20))
    said = [book(JINNAN).provision(Route, "committee_affairs", on=day) for day in days]
    assert [row.citation.clause for row in said] == ["TJ-2.1.2a", "JN-5.1.2b"]
    assert book(JINNAN).find(Duty, "patrol.renovated_old", on=days[0]) is None


@pytest.mark.clause("JN-5.3.5", "TJ-2.2.1a")
def test_the_community_meets_monthly_because_the_city_says_so() -> None:
    book_of_jinnan = book(JINNAN)
    meeting = book_of_jinnan.provision(Duty, "joint_meeting.community", on=TODAY)
    assert (meeting.body.recurrence, meeting.citation.clause) == (MONTH_END, "TJ-2.2.1a")
    levels = book_of_jinnan.provision(Vocabulary, "meeting.levels", on=TODAY)
    assert levels.citation.clause == "JN-5.3.5"
    street = book_of_jinnan.provision(Duty, "joint_meeting.street", on=TODAY)
    assert [citation.clause for citation in street.overrides] == ["TJ-2.4.4a"]


@pytest.mark.clause("JN-6.4", "JN-6.1a")
def test_staff_and_offices_have_their_local_names() -> None:
    for key in ("staffing.street", "staffing.community"):
        assert found("JN-6.4", "formula", key).body.minimum == 1
    offices = found("JN-6.1a", "vocabulary", "office").body
    assert offices.term("housing_authority").label.zh == "区住房建设委"
    group = found("JN-6.1a", "vocabulary", "leading_group").body
    assert len(group.terms) == 14 + 1  # and all streets


# --- the papers -----------------------------------------------------------------------------------


def clauses_of(layer: LayerSource, prefix: str) -> list[LoadedClause]:
    return [
        clause
        for document in layer.documents
        for clause in document.clauses
        if clause.entry.clause.startswith(f"{prefix}-")
    ]


@pytest.mark.parametrize("code", CHAPTERS)
def test_each_clause_stands_once_and_says_what_becomes_of_it(code: str) -> None:
    prefix = code.upper()
    entries = [clause.entry for clause in clauses_of(source(code), prefix)]
    chapters: dict[str, int] = {}
    for entry in entries:
        number = re.fullmatch(rf"{prefix}-(\d)\S*", entry.clause)
        assert number
        chapters[number[1]] = chapters.get(number[1], 0) + 1
        assert entry.provisions or entry.built_in, entry.clause
        assert entry.not_for_system is None, entry.clause
    assert chapters == CHAPTERS[code]
    assert len({entry.clause for entry in entries}) == len(entries) == sum(chapters.values())


@pytest.mark.clause("TJ-0.1")
def test_the_reworded_copy_is_called_one_and_not_quoted() -> None:
    document = source("tj").documents[0]
    assert document.entry.confidence is Confidence.REWORDED
    assert document.entry.date_confidence == "doubtful"
    spun = re.compile("效劳|物业治理|社区治理|监视|催促|准时|商定|满足度|穿插|修理|鼓舞|延长")
    for clause in clauses_of(source("tj"), "TJ"):
        assert clause.entry.confidence is Confidence.REWORDED
        assert clause.entry.note, clause.entry.clause
        assert not spun.search(str(clause.entry.model_dump())), clause.entry.clause


@pytest.mark.clause("JN-5.2.1b", "JN-5.2.1c", "JN-5.2.3a", "JN-6.2c", "JN-6.6", "TJ-0.1")
def test_where_law_stands_against_it_the_clause_says_so() -> None:
    warned = {
        clause.entry.clause: clause.entry.warning.rule
        for code in CHAPTERS
        for clause in clauses_of(source(code), code.upper())
        if clause.entry.warning
    }
    assert warned == {
        "JN-5.2.1b": "10.5", "JN-5.2.1c": "10.5", "JN-5.2.3a": "10.5", "JN-5.2.3b": "10.5",
        "JN-5.2.3c": "10.5", "JN-5.2.3d": "10.5", "JN-5.2.3e": "10.5",
        "JN-6.2c": "10.6", "JN-6.6": "10.6", "TJ-0.1": "10.4",
    }  # fmt: skip


def test_no_clause_is_left_out_here() -> None:
    looked_at = {row[0] for name in TABLES for row in table(PAPERS, name)} | ELSEWHERE
    for code in CHAPTERS:
        entries = {clause.entry.clause for clause in clauses_of(source(code), code.upper())}
        assert entries - looked_at == set()

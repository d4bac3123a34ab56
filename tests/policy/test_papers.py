"""An official document handed in: read, mended, confirmed, adopted as a draft, loaded, in force."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
import yaml
from docx import Document
from pypdf import PdfWriter

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.policy import selectors, services
from linli.policy.intake.adopting import NewLayer
from linli.policy.intake.adopting import Paper as Head
from linli.policy.models import Draft, Paper, Release
from tests.policy.conftest import AT, SHANTING
from tests.policy.intake.documents import PLAN

HEAD = Head(
    title_zh="社区物业服务提升方案",
    publisher_zh="试点区人民政府",
    issued=date(2020, 9, 1),
    effective=date(2020, 10, 1),
)


@pytest.fixture
def paper(shanting: Release, officer: Actor) -> Paper:
    return services.receive_paper(
        actor=officer, at=AT, name="plan.txt", content=PLAN.encode("utf-8")
    )


def later(paper: Paper, officer: Actor) -> Paper:
    """Every clause decided, none as a provision that lacks values."""
    for place in range(len(paper.clauses)):
        paper = services.decide_clause(
            actor=officer,
            at=AT,
            paper=paper,
            place=place,
            version=paper.version,
            decision="not_yet",
            says_zh=paper.clauses[place]["says_zh"],
            says_en="",
            reason_zh="",
        )
    return paper


def test_the_same_document_is_taken_in_once(paper: Paper, officer: Actor) -> None:
    again = services.receive_paper(actor=officer, at=AT, name="plan.txt", content=PLAN.encode())
    assert again == paper
    assert [row["cite"] for row in paper.clauses][:3] == ["印发通知", "序言", "一（一）1"]


def test_clauses_are_joined_and_cut(paper: Paper, officer: Actor) -> None:
    first, second = paper.clauses[2], paper.clauses[3]
    joined = services.join_clause(actor=officer, at=AT, paper=paper, place=3, version=paper.version)
    assert joined.clauses[2]["text"] == f"{first['text']}\n{second['text']}"
    cut = services.divide_clause(
        actor=officer,
        at=AT,
        paper=joined,
        place=2,
        version=joined.version,
        begins=second["text"],
        cite=second["cite"],
    )
    assert [row["text"] for row in cut.clauses] == [row["text"] for row in paper.clauses]
    assert cut.clauses[3]["proposals"] == second["proposals"]


def test_a_cut_needs_words_of_the_clause_and_a_place_of_its_own(
    paper: Paper, officer: Actor
) -> None:
    for begins, cite in (("没有的话", "一（一）9"), (paper.clauses[2]["text"][5:], "一（一）2")):
        with pytest.raises(BadInput):
            services.divide_clause(
                actor=officer,
                at=AT,
                paper=paper,
                place=2,
                version=paper.version,
                begins=begins,
                cite=cite,
            )


def test_who_looks_at_an_old_page_changes_nothing(paper: Paper, officer: Actor) -> None:
    """Two people at once: the second is told, and nothing of the first is lost."""
    services.join_clause(actor=officer, at=AT, paper=paper, place=3, version=1)
    with pytest.raises(Conflict):
        services.join_clause(actor=officer, at=AT, paper=paper, place=3, version=1)
    assert Paper.objects.get().version == 2


def test_a_reason_is_asked_for_what_is_no_provision(paper: Paper, officer: Actor) -> None:
    with pytest.raises(BadInput):
        services.decide_clause(
            actor=officer,
            at=AT,
            paper=paper,
            place=0,
            version=1,
            decision="not_for_system",
            says_zh="印发",
            says_en="",
            reason_zh=" ",
        )


def test_undecided_clauses_are_not_adopted(paper: Paper, officer: Actor) -> None:
    with pytest.raises(Conflict, match="印发通知"):
        services.adopt_paper(actor=officer, at=AT, paper=paper, version=1, head=HEAD, into="st")
    assert not Draft.objects.exists()


def test_a_document_joins_the_layer_of_its_district(paper: Paper, officer: Actor) -> None:
    """Nothing of the layer is lost, the new clauses stand behind, the draft loads."""
    decided = later(paper, officer)
    draft = services.adopt_paper(
        actor=officer, at=AT, paper=decided, version=decided.version, head=HEAD, into="st"
    )
    assert services.check_draft(draft=draft) == ()
    head = yaml.safe_load(draft.files["layer.yaml"])
    assert [d["title"]["zh"] for d in head["documents"]][-1] == HEAD.title_zh
    release = services.load_draft(actor=officer, at=AT, draft=draft)
    before = selectors.active_release("st")
    assert before
    assert release.clauses.count() == before.clauses.count() + len(decided.clauses)


def test_a_confirmed_kind_becomes_a_provision_with_gaps_that_the_check_names(
    paper: Paper, officer: Actor
) -> None:
    confirmed = services.confirm_proposals(actor=officer, at=AT, paper=paper, version=1)
    assert {row["decision"] for row in confirmed.clauses} > {"duty", "not_yet"}
    new = NewLayer(code="sq", parent="sd", division=SHANTING, name_zh="试点区")
    draft = services.adopt_paper(
        actor=officer, at=AT, paper=confirmed, version=2, head=HEAD, layer=new
    )
    found = services.check_draft(draft=draft)
    assert found
    assert {finding.code for finding in found} == {"bad_value", "unknown_calculation"}
    assert {"by", "each", "receiver", "fulfilled_by"} <= {finding.column for finding in found}
    assert "recurrence: unset" in draft.files["1-3.yaml"]
    with pytest.raises(Conflict):
        services.adopt_paper(actor=officer, at=AT, paper=confirmed, version=2, head=HEAD, layer=new)


def test_a_taken_code_is_refused(paper: Paper, officer: Actor) -> None:
    decided = later(paper, officer)
    new = NewLayer(code="st", parent="sd", division=SHANTING, name_zh="试点区")
    with pytest.raises(Conflict):
        services.adopt_paper(
            actor=officer, at=AT, paper=decided, version=decided.version, head=HEAD, layer=new
        )


def test_another_district_has_no_such_document(paper: Paper, officer: Actor) -> None:
    stranger = replace(officer, district="120112", scope="120112")
    with pytest.raises(NotFound):
        services.join_clause(actor=stranger, at=AT, paper=paper, place=1, version=1)


def word(*, macros: bool = False) -> bytes:
    document = Document()
    document.add_paragraph("第一条 街道每月巡查一次。")
    stored = io.BytesIO()
    document.save(stored)
    if macros:
        with zipfile.ZipFile(stored, "a") as package:
            package.writestr("word/vbaProject.bin", b"x")
    return stored.getvalue()


def scan() -> bytes:
    """A page without a letter on it."""
    writer, stored = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stored)
    return stored.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("plan.xlsx", b"PK", "intake.kind"),
        ("plan.txt", b"\x00\x01", "intake.binary"),
        ("plan.txt", "\ue000".encode() * 50, "intake.encoding"),
        ("plan.txt", b"\n\n", "intake.empty"),
        ("plan.docx", b"PK\x03\x04 no zip", "intake.damaged"),
        ("plan.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "intake.locked"),
        ("plan.docx", word(macros=True), "intake.macros"),
        ("plan.pdf", scan(), "intake.scanned"),
        ("plan.pdf", b"%PDF-1.4 nothing", "intake.damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    officer: Actor, db: None, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        services.receive_paper(actor=officer, at=clock.now(), name=name, content=content)
    assert refused.value.code == code
    assert str(refused.value)
    assert refused.value.remedy
    assert not Paper.objects.exists()

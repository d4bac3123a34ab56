"""Files as offices hand them over, and files that cannot be read: each is told apart."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from docx import Document

from linli.cli.main import main
from linli.kernel.errors import BadInput
from linli.policy.intake import files, read_document, split_text
from tests.policy.intake.documents import CITES, PLAN

Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """A file of any content."""

    def write(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def docx_of(text: str, *, style: str | None = None) -> bytes:
    document = Document()
    for line in text.splitlines():
        if line.startswith("\t"):
            cells = line.strip().split("\t")
            table = document.add_table(1, len(cells))
            for cell, words in zip(table.rows[0].cells, cells, strict=True):
                cell.text = words
        else:
            document.add_paragraph(line, style)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pdf_of(text: str, *, password: str = "") -> bytes:
    """A page of plain Latin text, or an empty page."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(600, 800)
    if text:
        font = pypdf.generic.DictionaryObject(
            {
                pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
                pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
                pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Helvetica"),
            }
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        resources = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Font"): fonts})
        page[pypdf.generic.NameObject("/Resources")] = resources
        stream = pypdf.generic.DecodedStreamObject()
        lines = "".join(f"({line}) Tj 0 -20 Td " for line in text.splitlines())
        stream.set_data(f"BT /F1 12 Tf 50 700 Td {lines} ET".encode("ascii"))
        page[pypdf.generic.NameObject("/Contents")] = stream
    if password:
        writer.encrypt(password)
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.txt", PLAN.encode()),
        ("plan.md", PLAN.encode("utf-8-sig")),
        ("plan.TXT", PLAN.replace("\n", "\r\n").encode("gb18030")),
        ("plan.docx", docx_of(PLAN)),
    ],
)
def test_one_document_in_every_form(write: Write, name: str, content: bytes) -> None:
    reading = read_document(write(name, content))
    assert tuple(clause.cite for clause in reading.clauses) == CITES


def test_another_encoding_is_said(write: Write) -> None:
    assert read_document(write("plan.txt", PLAN.encode("gb18030"))).notes
    assert not read_document(write("plan.txt", PLAN.encode())).notes


def test_a_pdf_with_text(write: Write) -> None:
    text = "Rules of the district\n1. Streets report monthly.\n2. Offices answer within 5 days."
    reading = read_document(write("plan.pdf", pdf_of(text)))
    assert [clause.cite for clause in reading.clauses] == ["1", "2"]


def test_numbers_that_word_keeps_to_itself_are_pointed_out(write: Write) -> None:
    numbered = docx_of("做好工作。\n及时报告。", style="List Number")
    (note,) = read_document(write("plan.docx", numbered)).notes
    assert "2 paragraphs are numbered by Word" in note


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.txt", b"", "intake.empty"),
        ("blank.docx", docx_of(""), "intake.empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "intake.binary"),
        ("odd.txt", b"\xff\xd8\xff\xe0 \xe4\xb8", "intake.encoding"),
        ("wide.txt", PLAN.encode("utf-16"), "intake.binary"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "intake.locked"),
        ("torn.docx", docx_of(PLAN)[:400], "intake.damaged"),
        ("text.docx", PLAN.encode(), "intake.damaged"),
        ("locked.pdf", pdf_of("1. Streets report.", password="x1"), "intake.locked"),
        ("scanned.pdf", pdf_of(""), "intake.scanned"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj", "intake.damaged"),
        ("sheet.xlsx", b"PK", "intake.kind"),
    ],
)
def test_what_cannot_be_read_is_refused(write: Write, name: str, content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_document(write(name, content))
    assert refused.value.code == code
    assert name in str(refused.value)
    assert refused.value.remedy


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.txt"):
        read_document(tmp_path / "none.txt")


def test_sizes_are_limited(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED", 1_000)
    with pytest.raises(BadInput) as refused:
        read_document(write("bomb.docx", docx_of(PLAN)))
    assert refused.value.code == "intake.too_large"
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(BadInput) as refused:
        read_document(write("long.txt", PLAN.encode()))
    assert refused.value.code == "intake.too_large"


def test_the_command_answers_people_and_programs(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(write("plan.txt", PLAN.encode()))
    assert main(["policy", "read", path]) == 0
    shown = capsys.readouterr().out
    assert "二（末段）" in shown
    assert "list_of_annexes" in shown
    assert main(["policy", "read", path, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [clause["cite"] for clause in answer["clauses"]] == list(CITES)
    assert answer["clauses"][2]["proposals"][0]["kind"] == "duty"
    assert len(answer["clauses"]) == len(split_text(PLAN).clauses)


def test_the_command_refuses_in_json(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "read", str(write("a.doc", b"x")), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "intake.kind"

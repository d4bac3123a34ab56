"""Documents in the official layout: complete, in fonts of our own, and deaf to markup in data."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
import typst
from django.utils import translation
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from linli.kernel.documents import fonts
from linli.kernel.documents.data import OfficialDocument, TableColumn
from linli.kernel.documents.pdf import DocumentWarning, official_pdf, render_pdf
from linli.kernel.documents.word import official_docx

AT = datetime(2020, 10, 10, 1, 30, tzinfo=UTC)
MARKUP = '#read("/etc/passwd") *x* $y$ <b> =1+1 @z \\ " //'


@pytest.fixture(autouse=True)
def _warnings_are_errors() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", DocumentWarning)
        yield


def document(rows: int = 3, **changed: object) -> OfficialDocument:
    options: dict[str, object] = {
        "title": "住宅小区物业管理全覆盖进展情况调度表",
        "columns": [
            TableColumn("小区名称", 20),
            TableColumn("物业管理性质\n（自主或外聘）", 10, "center"),
        ],
        "rows": [[f"梅园（西{number}号楼）", "外聘"] for number in range(rows)],
        "line": "山城街道办事处",
        "notes": ["注：类别分为1、2、3三个等次。"],
        "footer": "数据截至2020-10-10 ST-A5.1",
    }
    return OfficialDocument(**{**options, **changed})  # type: ignore[arg-type]  # as named above


def text_of(content: bytes) -> list[str]:
    return [page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(content)).pages]


def test_pdf_shows_title_line_table_notes_and_footer() -> None:
    (page,) = text_of(official_pdf(document(), at=AT))

    for text in (
        "调度表",
        "山城街道办事处",
        "小区名称",
        "梅园（西2号楼）",
        "注：类别",
        "ST-A5.1",
        "1 / 1",
    ):
        assert text in page


def test_pdf_repeats_header_and_counts_pages() -> None:
    pages = text_of(official_pdf(document(rows=60)))

    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        assert "小区名称" in page
        assert f"— {number} / {len(pages)} —" in page


def test_pdf_is_a4_in_the_asked_direction() -> None:
    for landscape, wider in ((True, True), (False, False)):
        box = PdfReader(io.BytesIO(official_pdf(document(landscape=landscape)))).pages[0].mediabox
        assert (box.width > box.height) is wider
        assert {round(float(box.width)), round(float(box.height))} == {595, 842}


def test_markup_in_data_stays_text() -> None:
    content = official_pdf(document(title=MARKUP))

    assert '#read("/etc/passwd")*x*' in text_of(content)[0].replace(" ", "")


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]), max_size=60))
def test_any_text_gives_a_document(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DocumentWarning)  # rare letters may lack a glyph
        assert official_pdf(document(line=text)).startswith(b"%PDF")
    assert official_docx(document(line=text)).startswith(b"PK")


def test_same_document_gives_the_same_bytes() -> None:
    assert official_pdf(document(), at=AT) == official_pdf(document(), at=AT)


def test_pdf_embeds_the_shipped_fonts() -> None:
    content = official_pdf(document())

    assert b"NotoSerifSC" in content
    assert b"CJK" not in content


def test_template_cannot_read_outside_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nosy.typ").write_text('#read("../../../../../etc/hostname")')
    monkeypatch.setattr("linli.kernel.documents.pdf.TEMPLATES", tmp_path)

    with pytest.raises(typst.TypstError):
        render_pdf("nosy", {})


def test_typst_warning_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.typ").write_text('#text(font: "No Such Face")[山]')
    monkeypatch.setattr("linli.kernel.documents.pdf.TEMPLATES", tmp_path)

    with pytest.raises(DocumentWarning, match="no such face"):
        render_pdf("odd", {})


def test_character_without_glyph_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linli.kernel.documents.fonts.families", lambda: (fonts.FAMILY,))

    with pytest.raises(DocumentWarning, match="𠀀"):
        official_pdf(document(line="𠀀"))


def test_shipped_fonts_are_whole() -> None:
    assert fonts.check_fonts() == []


def test_damaged_and_missing_fonts_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.ttf").write_bytes(b"x")
    (tmp_path / "sha256.txt").write_text("00  a.ttf\n00  b.ttf\n")
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)

    with translation.override("en"):
        problems = fonts.check_fonts()
    assert [problem.split(":")[0] for problem in problems] == [
        "font file is damaged",
        "font file is missing",
    ]


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_coverage_list_is_that_of_the_fonts(weight: str) -> None:
    cmap = TTFont(fonts.FOLDER / f"NotoSerifSC-{weight}.ttf").getBestCmap()

    held = "".join(map(chr, cmap))
    assert fonts.beyond_shipped(held) == frozenset()
    assert fonts.beyond_shipped(chr(0x9FFF)) == {chr(0x9FFF)}


def test_fonts_hold_what_offices_write() -> None:
    common = bytes(
        byte for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for byte in (high, low)
    ).decode("gb2312", errors="ignore")

    signs = "㎡²№①⑳㈠％＝＋－＠「」《》〔〕—…·×÷≥≤℃±→✓堃淼喆昇祎珺垚䶮㛃"
    assert fonts.beyond_shipped(common + signs) == frozenset()


def test_word_file_holds_the_same_document() -> None:
    word = docx.Document(io.BytesIO(official_docx(document(), at=AT)))

    (table,) = word.tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "小区名称",
        "物业管理性质\n（自主或外聘）",
    ]
    assert [row.cells[0].text for row in table.rows[1:]] == [f"梅园（西{n}号楼）" for n in range(3)]
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[:2] == ["住宅小区物业管理全覆盖进展情况调度表", "山城街道办事处"]
    assert texts[-1].startswith("注：")
    assert word.core_properties.author == ""
    assert word.sections[0].orientation == WD_ORIENT.LANDSCAPE


def test_word_file_names_chinese_fonts_and_repeats_its_header() -> None:
    word = docx.Document(io.BytesIO(official_docx(document())))

    title, line = (paragraph.runs[0]._element.xml for paragraph in word.paragraphs[:2])
    assert 'w:eastAsia="方正小标宋简体"' in title
    assert 'w:eastAsia="仿宋"' in line
    first, second = word.tables[0].rows[:2]
    assert first._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert second._tr.find(f".//{qn('w:tblHeader')}") is None
    footer = word.sections[0].footer._element.xml
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_word_file_drops_only_what_xml_cannot_carry() -> None:
    word = docx.Document(io.BytesIO(official_docx(document(line="山\x00城\x1f=1"))))

    assert word.paragraphs[1].text == "山城=1"

"""Documents in the forms offices use come out clause by clause, at the citations as printed."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.policy.intake import split_text
from linli.policy.intake.data import PartKind, Reading, Rest
from linli.policy.intake.numbering import value_of
from tests.policy.intake.documents import (
    CITES,
    LAW,
    LAW_CITES,
    NOTICE_OF_A_DRAFT,
    PLAN,
    SCREEN_CITES,
    SCREENS,
)

HAN = "〇一二三四五六七八九"
STYLES = ("{han}、", "（{han}）", "{digit}．", "（{digit}）", "{circle}")
CITED = ("{han}", "（{han}）", "{digit}", "（{digit}）", "{circle}")
Shape = list["Shape"]


def signs(texts: list[str]) -> Counter[str]:
    """How often every visible sign stands in some texts."""
    return Counter(sign for text in texts for sign in text if not sign.isspace())


def everything(reading: Reading) -> list[str]:
    """All text a reading holds."""
    return [
        *(clause.text for clause in reading.clauses),
        *(heading.text for heading in reading.headings),
        *(left.text for left in reading.rest),
    ]


def cites(reading: Reading) -> tuple[str, ...]:
    return tuple(clause.cite for clause in reading.clauses)


@pytest.mark.parametrize(
    ("text", "expected"), [(PLAN, CITES), (LAW, LAW_CITES), (SCREENS, SCREEN_CITES)]
)
def test_citations_in_the_order_of_the_text(text: str, expected: tuple[str, ...]) -> None:
    reading = split_text(text)
    assert cites(reading) == expected
    assert not [clause for clause in reading.clauses if clause.doubts and text != LAW]


@pytest.mark.parametrize("text", [PLAN, LAW, SCREENS, NOTICE_OF_A_DRAFT])
def test_nothing_is_lost_and_nothing_said_twice(text: str) -> None:
    assert signs(everything(split_text(text))) == signs([text])


def test_what_is_no_clause_is_listed_with_its_reason() -> None:
    reading = split_text(PLAN)
    reasons = {left.text: left.reason for left in reading.rest}
    assert reasons["试点区人民政府办公室"] is Rest.SIGNATURE
    assert reasons["2.进展表"] is Rest.ANNEX_LIST
    assert reasons["- 3 -"] is Rest.PAGE
    assert reasons["各镇人民政府、街道办事处："] is Rest.ADDRESSEES
    assert (reading.title, reading.number, reading.issued) == (
        "社区物业服务提升方案",
        "试点政办发〔2031〕7号",
        "2031年3月1日",
    )
    assert "一、职责分工" in {heading.text for heading in reading.headings}


def test_an_announcement_has_numbers_of_its_own() -> None:
    reading = split_text(NOTICE_OF_A_DRAFT)
    assert cites(reading) == ("公告", "公告一", "公告二", "序言", "一1", "一2", "二")
    assert [c.part for c in reading.clauses][:4] == [PartKind.COVER] * 3 + [PartKind.BODY]


def test_a_sentence_cut_by_a_page_is_whole_again() -> None:
    clause = next(c for c in split_text(NOTICE_OF_A_DRAFT).clauses if c.cite == "一1")
    assert "检查物业服务企业的收费" in clause.text
    assert clause.heading == "住建局"


def test_a_reference_to_an_article_is_not_its_beginning() -> None:
    clause = next(c for c in split_text(LAW).clauses if c.cite == "第十二条之一")
    assert clause.text.endswith("第（二）项办理。")


def test_numbers_that_repeat_or_skip_are_kept_and_marked() -> None:
    reading = split_text("一、甲。\n二、乙。\n二、丙。\n五、丁。\n")
    assert cites(reading) == ("一", "二", "二［2］", "五")
    assert reading.clauses[2].doubts
    assert reading.clauses[3].doubts == ("out_of_order",)


def test_a_text_without_numbers_is_one_clause() -> None:
    assert cites(split_text("各单位要做好工作。\n")) == ("全文",)


@pytest.mark.parametrize(
    ("written", "value"),
    [("十", 10), ("二十一", 21), ("一百零二", 102), ("12", 12), ("③", 3), ("一二", None)],
)
def test_written_numbers(written: str, value: int | None) -> None:
    assert value_of(written) == value


def han(number: int) -> str:
    """1 to 19 as documents write it."""
    return HAN[number] if number < 10 else "十" + (HAN[number - 10] if number > 10 else "")


def shapes(deepest: int) -> st.SearchStrategy[Shape]:
    """Lists of clauses, each with its list of clauses; lists have two at least."""
    if not deepest:
        return st.just([])
    inner: st.SearchStrategy[Shape] = st.one_of(shapes(0), shapes(deepest - 1))
    return st.lists(inner, min_size=2, max_size=12 if deepest < 3 else 4)


def printed(
    shape: Shape, styles: tuple[int, ...], above: str, glue: str
) -> tuple[list[str], list[str]]:
    """The lines of a document of this shape, and the citations of its leaves."""
    lines: list[str] = []
    leaves: list[str] = []
    for number, inside in enumerate(shape, 1):
        names = {"han": han(number), "digit": number, "circle": chr(0x245F + number)}
        cite = above + CITED[styles[0]].format(**names)
        start = STYLES[styles[0]].format(**names)
        if inside:
            below, found = printed(inside, styles[1:], cite, glue)
            lines += [f"{start}职责分工{glue}", *below]
            leaves += found
        else:
            lines.append(f"{start}做好这一项工作，保证达到要求。{glue}")
            leaves.append(cite)
    return lines, leaves


@given(
    shape=shapes(3),
    styles=st.sampled_from([(0, 1, 2), (0, 2, 3), (1, 2, 3), (0, 1, 4), (2, 3, 4), (0, 3, 4)]),
    opening=st.booleans(),
    glue=st.sampled_from(["\n", "\n\n", "\r\n", " ", "　"]),
)
def test_any_nesting_is_split_at_its_own_citations(
    shape: Shape, styles: tuple[int, ...], opening: bool, glue: str
) -> None:
    lines, leaves = printed(shape, styles, "", glue)
    text = ("为做好工作，制定本方案。" + glue if opening else "") + "".join(lines)
    reading = split_text(text)
    assert cites(reading) == (("序言",) if opening else ()) + tuple(leaves)
    assert signs(everything(reading)) == signs([text])
    assert not list(chain.from_iterable(clause.doubts for clause in reading.clauses))


PIECES = (
    *("一、", "二、", "（一）", "(二)", "1．", "2.", "（1）", "①", "第一条　", "第二章 ", "注："),
    *("附件1", "附件：", "目录", "2031年3月1日", "现印发给你们", "甲", "负责。", "；", "：", " "),
    *("\n", "\t", "3、", "12"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_whatever_is_handed_over_nothing_is_lost(text: str) -> None:
    reading = split_text(text)
    assert signs(everything(reading)) == signs([text])
    assert len(set(cites(reading))) == len(cites(reading))

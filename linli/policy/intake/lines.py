"""Lines that carry no clause, and lines that a page break or a margin has cut in two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linli.policy.intake.data import Leftover, Line, Rest
from linli.policy.intake.numbering import mark_at_start

DATE = re.compile(
    r"^(\d{4}|[〇○零一二三四五六七八九]{4})年\s*[\d一二三四五六七八九十]{1,3}月\s*[\d一二三四五六七八九十]{1,3}日$"
)
ENDS = re.compile(r"[。；;：:！？!?…][”’』」》）)]*$")
HEADING_LENGTH = 45
FULL_LINE = 15
_ARTEFACT = re.compile(r"\[bookmark:[^\]]*\]")
_FRAGMENT = re.compile(r"^(\d{1,3})、")
_REASONS = (
    (
        Rest.PAGE,
        re.compile(r"^[-—－–(（\s]*\d{1,3}[-—－–)）\s]*$|^第\s*\d+\s*页(.{0,3}共\s*\d+\s*页)?$"),
    ),
    (Rest.ARTEFACT, re.compile(r"^[()（）|·_=*\s-]+$")),
    (
        Rest.WEB,
        re.compile(r"会员分享|在线阅读|上搜索。?$|^(责任编辑|来源|浏览次数|打印本页|扫一扫)"),
    ),
    (Rest.RELEASE, re.compile(r"^[（(]此件.*[）)]$")),
    (Rest.NUMBER, re.compile(r"^[\u4e00-\u9fff]{2,14}[〔\[［(（]\d{4}[〕\]］)）]\s*\d+\s*号$")),
    (Rest.DATE, DATE),
    (Rest.ADDRESSEES, re.compile(r"^各[^。]{1,120}[：:]$")),
)
_CONTENTS = re.compile(r"^目[\s　]*录$")


def reason_of(line: Line) -> Rest | None:
    """Why a line of text belongs to no clause, when its form alone says so."""
    if line.row:
        return None
    return next((reason for reason, form in _REASONS if form.search(line.text)), None)


def without_artefacts(lines: Sequence[Line]) -> tuple[list[Line], list[Leftover]]:
    """Take out marks of word processors, running numbers of text libraries, contents pages."""
    kept: list[Line] = []
    rest: list[Leftover] = []
    fragments = _fragment_numbers(lines)
    for line in lines:
        text = line.text
        for mark in _ARTEFACT.findall(text):
            rest.append(Leftover(line.number, mark, Rest.ARTEFACT))
        text = _ARTEFACT.sub("", text)
        if line.number in fragments:
            number = fragments[line.number]
            rest.append(Leftover(line.number, number, Rest.PAGE))
            text = text.removeprefix(number)
        if text.strip():
            kept.append(Line(line.number, text.strip(), line.row))
    return _without_contents(kept, rest), rest


def _fragment_numbers(lines: Sequence[Line]) -> dict[int, str]:
    """Numbers that libraries of scanned texts put before every screen of a document.

    They run 1, 2, 3 … from line to line while the sentence goes on, which clauses never do.
    """
    run: list[tuple[int, str, bool]] = []
    before = ""
    for line in lines:
        found = _FRAGMENT.match(line.text)
        if found and int(found[1]) == len(run) + 1:
            run.append((line.number, found[0], not ENDS.search(before)))
        before = line.text
    broken = sum(cut for _, _, cut in run[1:])
    if len(run) < 4 or broken * 3 < len(run) * 2:
        return {}
    return {number: text for number, text, _ in run}


def _without_contents(lines: list[Line], rest: list[Leftover]) -> list[Line]:
    """Leave out a contents page: from 目录 to where its first entry comes again."""
    start = next((i for i, line in enumerate(lines) if _CONTENTS.match(line.text)), None)
    if start is None or start + 1 >= len(lines):
        return lines
    first = lines[start + 1].text.split("…")[0].split("...")[0].strip()
    end = next((i for i in range(start + 2, len(lines)) if lines[i].text.startswith(first)), None)
    if end is None:
        return lines
    rest += [Leftover(line.number, line.text, Rest.CONTENTS) for line in lines[start:end]]
    return lines[:start] + lines[end:]


def paragraphs_of(lines: Sequence[Line], *, joined: bool = True) -> list[Line]:
    """Lines run together where a page or a margin has cut a sentence in two."""
    whole: list[Line] = []
    last = Line(0, "")
    for line in lines:
        if whole and joined and _goes_on(whole[-1], last, line):
            whole[-1] = Line(whole[-1].number, whole[-1].text + line.text)
        else:
            whole.append(line)
        last = line
    return whole


def _goes_on(paragraph: Line, last: Line, line: Line) -> bool:
    """Whether ``line`` is the rest of the sentence that ``last`` broke off."""
    if paragraph.row or line.row or ENDS.search(last.text):
        return False
    if mark_at_start(line.text) or line.text.startswith(("——", "附件", "附表")):
        return False
    if mark_at_start(paragraph.text) and is_heading(paragraph.text):
        return False
    return len(last.text) >= FULL_LINE


def is_heading(text: str) -> bool:
    """Whether a numbered line announces rather than says: short, and no sentence in it."""
    return len(text) <= HEADING_LENGTH and not re.search(r"[。；;：:]", text)

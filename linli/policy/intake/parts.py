"""Cover, body and annexes of a document, and the lines of each that are no clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from linli.policy.intake.data import Leftover, Line, Part, PartKind, Rest
from linli.policy.intake.lines import DATE, ENDS, reason_of
from linli.policy.intake.numbering import mark_at_start

TITLE_LENGTH = 60
SIGNATURE_LENGTH = 30
ANNEX_TITLE_LINES = 3
_ANNEX = re.compile(
    r"^(附件|附表|附录)[\s　]*([0-9一二三四五六七八九十]{0,3})[\s　]*"
    r"(?:[:：]|[.．、]|$|[\s　])(.*)$"
)
_LIST = re.compile(r"^附件?[\s　]*[:：][\s　]*(\S.*)$")
_LIST_ENTRY = re.compile(r"^\s*(?:附件)?\d{1,2}[.．、]")
_OFFICE = re.compile(r"(政府|局|委员会|办公室|办事处|厅|中心)(文件)?$")
_TRANSMITS = re.compile(r"现(印发|转发|予印发|予公布|将)")
_COVERS = (
    ("公告", re.compile(r"公告$")),
    ("印发通知", re.compile(r"(印发|转发|公布).*通知$")),
    ("通知", re.compile(r"通知$")),
)


@dataclass
class Divided:
    """The parts of a document in order, and the lines set aside on the way."""

    parts: list[Part] = field(default_factory=list)
    rest: list[Leftover] = field(default_factory=list)


def divide(lines: Sequence[Line]) -> Divided:
    """Cut a document into cover, body and annexes.

    A cover ends with its date; it is one only when a numbered text follows that is no annex.
    """
    found = Divided()
    starts = _annex_starts(lines)
    main = lines[: starts[0]] if starts else lines
    body_at = _body_start(main)
    if body_at:
        _cover(main[:body_at], found)
    _body(main[body_at:], found)
    for start, end in pairwise([*starts, len(lines)]):
        _annex(lines[start:end], found)
    return found


def _annex_starts(lines: Sequence[Line]) -> list[int]:
    """Where annexes begin: of several lines naming one annex, only the last is its beginning."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _ANNEX.match(line.text)
        if match and not line.row and not _LIST.match(line.text) and len(line.text) < TITLE_LENGTH:
            last[match[1] + match[2]] = index
    starts = sorted(last.values())
    # Two annexes on neighbouring lines are a list of annexes: an annex has something in it.
    return [at for at in starts if at + 1 < len(lines) and at + 1 not in starts]


def _body_start(lines: Sequence[Line]) -> int:
    """The line after the cover's date and release note; 0 without a cover."""
    for index, line in enumerate(lines):
        if not DATE.match(line.text):
            continue
        after = index + 1
        while after < len(lines) and reason_of(lines[after]) in (
            Rest.RELEASE,
            Rest.DATE,
            Rest.PAGE,
        ):
            after += 1
        if any(_begins_a_text(later) for later in lines[after:]):
            return after
    return 0


def _begins_a_text(line: Line) -> bool:
    mark = mark_at_start(line.text)
    return bool(mark and mark.number == 1 and mark.rank <= 5)


def _cover(lines: Sequence[Line], found: Divided) -> None:
    kept, titles = _sift(lines, found)
    title = "".join(titles)
    name = next((name for name, form in _COVERS if form.search(title)), "印发语")
    found.parts.append(Part(PartKind.COVER, name, title, tuple(kept)))


def _body(lines: Sequence[Line], found: Divided) -> None:
    kept, titles = _sift(lines, found)
    title = _without_office(titles)
    found.parts.append(Part(PartKind.BODY, "", title, tuple(kept)))


def _without_office(titles: Sequence[str]) -> str:
    """A title without the office printed above it, which is no part of it unless 关于 follows."""
    lines = list(titles)
    while len(lines) > 1 and _OFFICE.search(lines[0]) and not lines[1].startswith("关于"):
        lines.pop(0)
    return "".join(lines)


def opening_name(text: str) -> str:
    """What stands before the first number of the body: 题头 when the cover runs into it."""
    return "题头" if _TRANSMITS.search(text) else "序言"


def _annex(lines: Sequence[Line], found: Divided) -> None:
    match = _ANNEX.match(lines[0].text)
    name = match[1] + match[2] if match else lines[0].text
    titles = [match[3]] if match and match[3].strip() else []
    found.rest.append(Leftover(lines[0].number, lines[0].text, Rest.TITLE))
    inside = list(lines[1:])
    while inside and len(titles) < ANNEX_TITLE_LINES and _is_title(inside[0]):
        line = inside.pop(0)
        titles.append(line.text)
        found.rest.append(Leftover(line.number, line.text, Rest.TITLE))
    kept = [line for line in inside if not _set_aside(line, found)]
    found.parts.append(Part(PartKind.ANNEX, name, "".join(titles), tuple(kept)))


def _sift(lines: Sequence[Line], found: Divided) -> tuple[list[Line], list[str]]:
    """Lines that say something, and the titles before them; the rest is noted in ``found``."""
    kept: list[Line] = []
    titles: list[str] = []
    in_list = False
    for index, line in enumerate(lines):
        in_list = bool(_LIST.match(line.text)) or (in_list and bool(_LIST_ENTRY.match(line.text)))
        if in_list or (_ANNEX.match(line.text) and len(line.text) < TITLE_LENGTH):
            found.rest.append(Leftover(line.number, line.text, Rest.ANNEX_LIST))
        elif _set_aside(line, found):
            continue
        elif not kept and _is_title(line):
            titles.append(line.text)
            found.rest.append(Leftover(line.number, line.text, Rest.TITLE))
        elif _is_signature(lines, index):
            found.rest.append(Leftover(line.number, line.text, Rest.SIGNATURE))
        else:
            kept.append(line)
    return kept, titles


def _set_aside(line: Line, found: Divided) -> bool:
    reason = reason_of(line)
    if reason:
        found.rest.append(Leftover(line.number, line.text, reason))
    return reason is not None


def _is_title(line: Line) -> bool:
    text = line.text
    plain = not line.row and not ENDS.search(text.rstrip("）)")) and not mark_at_start(text)
    return plain and len(text) <= TITLE_LENGTH and not re.search(r"[。；;：:]", text)


def _is_signature(lines: Sequence[Line], index: int) -> bool:
    """Whether the line names who signed: short, and only signatures between it and a date."""
    line = lines[index]
    if len(line.text) > SIGNATURE_LENGTH or not _is_title(line):
        return False
    after = next((other for other in lines[index + 1 :] if not _is_title(other)), None)
    dates = [other for other in lines[index + 1 :] if DATE.match(other.text)]
    first = lines[index + 1].text if index + 1 < len(lines) else ""
    return bool(dates) and (DATE.match(first) is not None or after is None)

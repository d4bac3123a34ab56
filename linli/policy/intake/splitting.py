"""A part of a document split by its own numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from linli.policy.intake.data import Line, Node, Part, PartKind
from linli.policy.intake.lines import is_heading, paragraphs_of
from linli.policy.intake.numbering import ARTICLE, BOOK_RANKS, NOTE, Mark, mark_at_start, marks_in
from linli.policy.intake.parts import opening_name

OUT_OF_ORDER = "out_of_order"
REPEATED = "repeated"
MOST_SKIPPED = 3
FEWEST_SIBLINGS = 3
WHOLE = "全文"
LAST_PARAGRAPH = "（末段）"
END_OF_TEXT = "文末"
_EFFECT = re.compile(r"^本.{0,24}自.{1,24}(起|日)[^。]{0,6}(施行|执行|实施)")


def split_part(part: Part) -> Node:
    """The tree of a part: the root holds what stands before the first number."""
    splitter = _Splitter(part)
    for paragraph in paragraphs_of(part.lines, joined=part.kind is not PartKind.ANNEX):
        splitter.take(paragraph)
    root = splitter.root
    _name_root(root, part)
    _set_last_paragraphs_apart(root, part)
    return root


class _Splitter:
    """Paragraphs in, a tree out. The stack is the way from the root to the place being filled."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.root = Node(-1, 0, "", part.lines[0].number if part.lines else 0, part.name)
        self.stack = [self.root]
        self.cites: set[str] = set()
        self.article = 0
        self.ahead = [
            (line.number, mark)
            for line in part.lines
            if not line.row
            for mark in marks_in(line.text)
        ]

    def take(self, line: Line) -> None:
        """Add a paragraph: to the place being filled, or to the places its numbers open."""
        if line.row:
            self.stack[-1].paragraphs.append(line.text)
            return
        at = 0
        for mark in marks_in(line.text):
            if mark.start < at or not self._opens(mark, line):
                continue
            self._fill(line.text[at : mark.start])
            self._open(mark, line.number)
            at = mark.start
        self._fill(line.text[at:])

    def _fill(self, text: str) -> None:
        if text.strip():
            self.stack[-1].paragraphs.append(text.strip())

    def _opens(self, mark: Mark, line: Line) -> bool:
        """Whether a number opens a place, or is only a number in a sentence."""
        if mark.rank == NOTE:
            return self.part.kind is PartKind.ANNEX and mark.start == 0
        siblings = [node for node in self.stack if node.rank == mark.rank]
        expected = siblings[-1].number + 1 if siblings else 1
        if mark.number == expected:
            return mark.start == 0 or bool(siblings) or self._goes_on_later(mark, line.number)
        if mark.start:
            return False
        near = expected < mark.number <= expected + MOST_SKIPPED
        again = bool(siblings) and mark.number in (1, siblings[-1].number)
        return near or again or mark.rank <= ARTICLE

    def _goes_on_later(self, mark: Mark, line: int) -> bool:
        """Inside a line a first number counts only when the second one follows."""
        if mark.rank <= self.stack[-1].rank:
            return False
        return any(
            later.rank == mark.rank and later.number == mark.number + 1
            for number, later in self.ahead
            if number >= line
        )

    def _open(self, mark: Mark, line: int) -> None:
        doubts = self._doubts(mark)
        while self.stack[-1].rank >= mark.rank:
            self.stack.pop()
        parent = self.stack[-1]
        cite, repeated = self._cite(parent, mark)
        if repeated:
            doubts = [*doubts, REPEATED]
        node = Node(mark.rank, mark.number, mark.label, line, cite, doubts=doubts)
        parent.children.append(node)
        self.stack.append(node)

    def _doubts(self, mark: Mark) -> list[str]:
        siblings = [node for node in self.stack if node.rank == mark.rank]
        expected = siblings[-1].number + 1 if siblings else 1
        if mark.rank == ARTICLE:  # articles count through, whatever chapter they stand in
            expected, self.article = self.article + 1, mark.number
        fresh = mark.rank == NOTE or "之" in mark.label
        return [] if fresh or mark.number == expected else [OUT_OF_ORDER]

    def _cite(self, parent: Node, mark: Mark) -> tuple[str, bool]:
        """The citation as documents print it: articles count through, chapters are left out."""
        above = "" if mark.rank in (*BOOK_RANKS, ARTICLE) and parent.rank >= 0 else parent.cite
        if mark.rank in BOOK_RANKS and parent.rank >= 0:
            above = parent.cite
        if above and self.part.kind is PartKind.ANNEX and parent is self.root:
            above += " "
        cite, copy = above + mark.label, 2
        while cite in self.cites:
            cite, copy = f"{above}{mark.label}［{copy}］", copy + 1
        self.cites.add(cite)
        return cite, copy > 2


def _name_root(root: Node, part: Part) -> None:
    if root.cite or not root.paragraphs:
        return
    root.cite = opening_name("".join(root.paragraphs)) if root.children else WHOLE


def nodes_of(root: Node) -> Iterator[Node]:
    """A tree in the order of the document."""
    yield root
    for child in root.children:
        yield from nodes_of(child)


def _set_last_paragraphs_apart(root: Node, part: Part) -> None:
    """Paragraphs after a list of one-paragraph items belong to what holds the list, not to its end.

    At the end of the text, words on when it takes effect are the text's own (文末).
    """
    if part.kind is PartKind.ANNEX:
        return
    parents = [node for node in nodes_of(root) if len(node.children) >= FEWEST_SIBLINGS]
    for parent in parents:
        last = parent.children[-1]
        if last.children or not _one_paragraph_each(parent.children):
            continue
        extra, last.paragraphs[1:] = last.paragraphs[1:], []
        if not extra:
            continue
        effect = parent is not root and _EFFECT.match(extra[0])
        owner = root if effect or parent is root else parent
        cite = END_OF_TEXT if owner is root else f"{parent.cite}{LAST_PARAGRAPH}"
        label = cite if owner is root else LAST_PARAGRAPH
        owner.children.append(Node(last.rank, 0, label, last.line, cite, paragraphs=extra))


def _one_paragraph_each(siblings: Sequence[Node]) -> bool:
    last = siblings[-1].paragraphs
    runs_in = bool(last) and not is_heading(last[0])
    return runs_in and all(
        len(node.paragraphs) == 1 and not (node.children and is_heading(node.paragraphs[0]))
        for node in siblings[:-1]
    )


def number_and_text(text: str) -> tuple[str, str]:
    """A clause's text without its number, and the number as printed."""
    mark = mark_at_start(text)
    return (text[: mark.end], text[mark.end :].strip()) if mark else ("", text)

"""The whole way from the lines of a document to its clauses with proposals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from linli.policy.intake.data import (
    Found,
    Heading,
    Leftover,
    Line,
    Node,
    Part,
    PartKind,
    Reading,
    Rest,
)
from linli.policy.intake.figures import figures_in
from linli.policy.intake.files import Source, lines_of, read_lines, text_of
from linli.policy.intake.lines import is_heading, without_artefacts
from linli.policy.intake.numbering import BOOK_RANKS, TOP
from linli.policy.intake.parts import divide
from linli.policy.intake.splitting import number_and_text, split_part
from linli.policy.intake.wordings import proposals_for

LEAD_LENGTH = 24
_LEAD = re.compile(rf"^([^。；;：:，,]{{1,{LEAD_LENGTH}}})[。：:]")
_GLUED = re.compile(r"^(\S{2,30})[\s　]+\S")


def read_document(source: Source) -> Reading:
    """Read a file and split it; raises BadInput when it cannot be read as text."""
    text = read_lines(source)
    return split_lines(text.lines, text.notes)


def read_content(name: str, content: bytes) -> Reading:
    """Read a file's content and split it; raises BadInput when it cannot be read as text."""
    text = text_of(name, content)
    return split_lines(text.lines, text.notes)


def split_text(text: str) -> Reading:
    """Split plain text into clauses."""
    return split_lines(lines_of(text))


def split_lines(lines: Sequence[Line], notes: tuple[str, ...] = ()) -> Reading:
    """Split lines into clauses, headings and the rest: nothing is lost, nothing said twice."""
    kept, rest = without_artefacts(lines)
    divided = divide(kept)
    clauses: list[Found] = []
    headings: list[Heading] = []
    for part in divided.parts:
        root = split_part(part)
        _collect(part, root, (), "", clauses, headings)
    rest = sorted([*rest, *divided.rest], key=lambda left: left.line)
    return Reading(
        title=_title(divided.parts),
        number=_first(rest, Rest.NUMBER),
        issued=_first(rest, Rest.DATE),
        clauses=tuple(clauses),
        headings=tuple(headings),
        rest=tuple(rest),
        notes=notes,
    )


def _collect(
    part: Part,
    node: Node,
    above: tuple[str, ...],
    chapter: str,
    clauses: list[Found],
    headings: list[Heading],
) -> None:
    """Walk a tree in order: a place with words of its own is a clause, the others are headings."""
    path = (*above, node.label) if node.label else above
    heading, paragraphs = _heading_and_text(node, part)
    if node.rank in (*BOOK_RANKS, TOP) and len(path) == 1:
        chapter = f"{number_and_text(_printed(node))[0]}{heading}" or node.cite
    if heading and not paragraphs:
        headings.append(Heading(node.cite, _printed(node), node.line))
    elif paragraphs:
        text = "\n".join(paragraphs)
        clauses.append(
            Found(
                cite=node.cite,
                part=part.kind,
                chapter=chapter or node.cite,
                heading=heading,
                text=text,
                line=node.line,
                path=path,
                proposals=() if part.kind is PartKind.COVER else proposals_for(text),
                figures=figures_in(text),
                doubts=tuple(node.doubts),
            )
        )
    for child in node.children:
        _collect(part, child, path, chapter, clauses, headings)


def _printed(node: Node) -> str:
    return node.paragraphs[0] if node.paragraphs else ""


def _heading_and_text(node: Node, part: Part) -> tuple[str, list[str]]:
    """A place's heading, and its paragraphs with words of their own.

    A line that only announces is left out of the text when something follows; a heading that runs
    into its sentence stays part of the text.
    """
    if not node.label:
        return part.title if part.kind is PartKind.ANNEX else "", list(node.paragraphs)
    first = number_and_text(_printed(node))[1]
    if not first and node.children and len(node.paragraphs) == 1:
        return _printed(node), []
    if is_heading(_printed(node)) and (len(node.paragraphs) > 1 or node.children):
        return first, list(node.paragraphs) if len(node.paragraphs) > 1 else []
    lead = _LEAD.match(first) or _GLUED.match(first)
    return (lead[1] if lead else ""), list(node.paragraphs)


def _title(parts: Sequence[Part]) -> str:
    bodies = [part.title for part in parts if part.kind is PartKind.BODY and part.title]
    return bodies[0] if bodies else next((part.title for part in parts if part.title), "")


def _first(rest: Sequence[Leftover], reason: Rest) -> str:
    return next((left.text for left in rest if left.reason is reason), "")

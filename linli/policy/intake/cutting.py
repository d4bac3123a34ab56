"""Mending a cut: clauses that belong together, a clause that is two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from linli.kernel.errors import BadInput
from linli.policy.intake.data import Found
from linli.policy.intake.figures import figures_in
from linli.policy.intake.wordings import proposals_for


def joined(first: Found, second: Found) -> Found:
    """Two clauses as one, at the place of the first."""
    return _read_again(replace(first, text=f"{first.text}\n{second.text}"))


def divided(clause: Found, begins: str, cite: str, taken: Sequence[str]) -> tuple[Found, Found]:
    """A clause cut in two where the words ``begins`` stand; ``cite`` names the second part.

    Raises BadInput where the words do not stand inside the clause exactly once, or the citation
    is empty or another clause's.
    """
    words, name = begins.strip(), cite.strip()
    place = clause.text.find(words) if words else -1
    if place <= 0 or clause.text.find(words, place + 1) >= 0:
        raise BadInput(
            "The words do not stand inside the clause exactly once.", code="intake.words"
        )
    if not name or name in taken:
        raise BadInput("Every clause needs a citation of its own.", code="intake.cite")
    before, after = clause.text[:place].strip(), clause.text[place:].strip()
    if not before:
        raise BadInput(
            "The words do not stand inside the clause exactly once.", code="intake.words"
        )
    second = replace(clause, cite=name, heading="", text=after, doubts=())
    return _read_again(replace(clause, text=before)), _read_again(second)


def _read_again(clause: Found) -> Found:
    return replace(clause, proposals=proposals_for(clause.text), figures=figures_in(clause.text))

"""Commands that bring an official document in: split it, write the folder of a new layer."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from linli.cli.output import answer, say
from linli.policy.intake import draft_layer, read_document
from linli.policy.intake.data import Found, Reading

PROFILES = Path(__file__).resolve().parent.parent / "profiles"
_SHOWN = 40


def read(options: Namespace) -> int:
    """Split a document into clauses and propose what each may become."""
    reading = read_document(options.file)
    if options.json:
        answer({"ok": True, **asdict(reading)})
    else:
        _print(reading)
    return 0


def new(options: Namespace) -> int:
    """Write the folder of a new layer, from a document when one is given."""
    reading = read_document(options.source) if options.source else None
    draft = draft_layer(
        code=options.code,
        parent=options.parent,
        into=options.into,
        reading=reading,
        division=options.division,
        name=options.name,
    )
    if options.json:
        answer({"ok": True, **asdict(draft)})
        return 0
    say(f"{draft.folder}: {draft.clauses} clauses in {len(draft.files) - 1} files")
    for file in draft.files:
        say(f"  {file}")
    say(f"Complete the empty values: linli policy check {draft.folder}")
    return 0


def _print(reading: Reading) -> None:
    say(" ".join(part for part in (reading.title, reading.number, reading.issued) if part))
    for clause in reading.clauses:
        _print_clause(clause)
    say(f"{len(reading.clauses)} clauses. Headings:")
    for heading in reading.headings:
        say(f"  {heading.line:>5}  {heading.cite}  {heading.text}")
    say("Lines that belong to no clause:")
    for left in reading.rest:
        say(f"  {left.line:>5}  {left.reason}  {left.text[:_SHOWN]}")
    for note in reading.notes:
        say(f"Note: {note}")


def _print_clause(clause: Found) -> None:
    words = " ".join(clause.text.split())
    say(f"{clause.line:>5}  {clause.cite}  {words[:_SHOWN]}{'…' if len(words) > _SHOWN else ''}")
    for proposal in clause.proposals:
        say(f"           {proposal.kind} {proposal.confidence:.2f}: {'、'.join(proposal.words)}")
    if clause.figures:
        say(f"           {'、'.join(figure.text for figure in clause.figures)}")
    for doubt in clause.doubts:
        say(f"           number {doubt.replace('_', ' ')}")

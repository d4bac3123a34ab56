"""Taking an official document in: read it, let an official confirm the cut, make a draft of it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.files import services as files
from linli.files.data import FileKind
from linli.journal.data import Subject
from linli.journal.services import record
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.policy import selectors
from linli.policy.intake import adopting, cutting
from linli.policy.intake.data import Found, Reading
from linli.policy.intake.guarded import found_of, read_guarded
from linli.policy.labels.papers import PAPER_FAULTS
from linli.policy.models import Draft, Layer, Paper
from linli.policy.services.releases import require_reach, signature

_DAY = re.compile(r"^(\d{4})年\s*(\d{1,2})月\s*(\d{1,2})日$")


@transaction.atomic
def receive_paper(*, actor: Actor, at: datetime, name: str, content: bytes) -> Paper:
    """Read a document, split it into clauses, keep the original. The same file is the same paper.

    Raises Forbidden, BadInput (``intake.…``: a kind not read, locked, damaged, only pictures,
    macros, too large, empty).
    """
    actor.require("policy.activate")
    reading = _read(name, content)
    stored = files.store(
        actor=actor,
        at=at,
        name=name,
        content=content,
        kind=FileKind.DOCUMENT,
        division=actor.scope,
        subject="policy.paper",
    )
    known: Paper | None = (
        Paper.objects.filter(district=stored.district, file=stored, draft=None)
        .order_by("id")
        .first()
    )
    if known:
        return known
    paper: Paper = Paper.objects.create(
        district=stored.district,
        file=stored,
        title=(reading.title or stored.name)[:200],
        number=reading.number[:60],
        issued=_day(reading.issued),
        clauses=[_row(found) for found in reading.clauses],
        headings=[asdict(heading) for heading in reading.headings],
        rest=[asdict(left) for left in reading.rest],
        notes=list(reading.notes),
        received_at=at,
        received_by=signature(actor=actor),
    )
    _note(actor, at, "policy.paper.receive", paper, clauses=len(paper.clauses))
    return paper


@transaction.atomic
def decide_clause(
    *,
    actor: Actor,
    at: datetime,
    paper: Paper,
    place: int,
    version: int,
    decision: str,
    says_zh: str,
    says_en: str,
    reason_zh: str,
) -> Paper:
    """Say what becomes of one clause and what it says in our words.

    Raises Forbidden, NotFound, Conflict (somebody else saved since), BadInput (unknown decision,
    no summary, no reason where one is needed).
    """
    found = _locked(actor, paper, version)
    row = _at(found, place)
    if decision not in adopting.decisions():
        raise BadInput(_("The policy knows no such kind of provision."), code="intake.decision")
    row |= {
        "decision": decision,
        "says_zh": says_zh.strip(),
        "says_en": says_en.strip(),
        "reason_zh": reason_zh.strip(),
    }
    if adopting.undecided([_confirmed(row)]):
        raise BadInput(
            _("Say in a few words what the clause says, and why it is no provision if it is none."),
            code="intake.undecided",
        )
    return _saved(actor, at, found, "policy.paper.decide", clause=row["cite"], decision=decision)


@transaction.atomic
def confirm_proposals(*, actor: Actor, at: datetime, paper: Paper, version: int) -> Paper:
    """Take the likeliest kind and the proposed summary for every clause nobody has decided yet.

    A clause whose wording proposes nothing waits for a decision in the draft. Raises Forbidden,
    NotFound, Conflict.
    """
    found = _locked(actor, paper, version)
    taken = [row for row in found.clauses if not row["decision"]]
    for row in taken:
        proposals = row["proposals"]
        row["decision"] = proposals[0]["kind"] if proposals else adopting.LATER
    return _saved(actor, at, found, "policy.paper.confirm", clauses=len(taken))


@transaction.atomic
def join_clause(*, actor: Actor, at: datetime, paper: Paper, place: int, version: int) -> Paper:
    """Put a clause together with the one before it. Raises Forbidden, NotFound, Conflict."""
    found = _locked(actor, paper, version)
    second = _at(found, place)
    first = _at(found, place - 1)
    whole = _row(cutting.joined(found_of(first), found_of(second)))
    found.clauses[place - 1 : place + 1] = [whole]
    joined = f"{first['cite']} + {second['cite']}"
    return _saved(actor, at, found, "policy.paper.cut", clause=joined)


@transaction.atomic
def divide_clause(
    *,
    actor: Actor,
    at: datetime,
    paper: Paper,
    place: int,
    version: int,
    begins: str,
    cite: str,
) -> Paper:
    """Cut a clause in two where ``begins`` stands; ``cite`` is the place of the second part.

    Raises Forbidden, NotFound, Conflict, BadInput.
    """
    found = _locked(actor, paper, version)
    row = _at(found, place)
    taken = [other["cite"] for other in found.clauses]
    try:
        parts = cutting.divided(found_of(row), begins, cite, taken)
    except BadInput as refused:
        raise _refusal(refused.code) from refused
    found.clauses[place : place + 1] = [_row(part) for part in parts]
    return _saved(actor, at, found, "policy.paper.cut", clause=f"{row['cite']} / {cite.strip()}")


@transaction.atomic
def adopt_paper(
    *,
    actor: Actor,
    at: datetime,
    paper: Paper,
    version: int,
    head: adopting.Paper,
    layer: adopting.NewLayer | None = None,
    into: str = "",
) -> Draft:
    """Make a draft of a confirmed document: of a new ``layer``, or added to the layer ``into``.

    The draft binds nobody; what it still lacks the check names. Raises Forbidden, NotFound,
    Conflict (undecided clauses, a draft of the layer is open, the layer's code is taken).
    """
    found = _locked(actor, paper, version)
    confirmed = [_confirmed(row) for row in found.clauses]
    if missing := adopting.undecided(confirmed):
        raise Conflict(
            _("Not every clause is decided yet: %s.") % ", ".join(missing[:5]),
            code="intake.undecided",
            remedy=_("Confirm the kind and the summary of each clause first."),
        )
    draft = (
        _draft_of_new(actor, at, layer, head, confirmed)
        if layer
        else _draft_of_own(actor, at, into, head, confirmed)
    )
    found.draft = draft
    found.save(update_fields=["draft"])
    _note(actor, at, "policy.paper.adopt", found, layer=draft.layer.code)
    return draft


def _read(name: str, content: bytes) -> Reading:
    """The document in the guarded child; what is refused is said in the language in force."""
    try:
        reading = read_guarded(name, content)
    except BadInput as refused:
        raise _refusal(refused.code) from refused
    if not reading.clauses:
        raise _refusal("intake.empty")
    return reading


def _refusal(code: str) -> BadInput:
    message, remedy = PAPER_FAULTS[code]
    return BadInput(message, code=code, remedy=remedy)


def _draft_of_new(
    actor: Actor,
    at: datetime,
    new: adopting.NewLayer,
    head: adopting.Paper,
    confirmed: list[adopting.Confirmed],
) -> Draft:
    if selectors.active_release(new.parent) is None:
        raise NotFound(_("There is no such layer in force above."))
    layer, created = Layer.objects.get_or_create(code=new.code, defaults={"division": new.division})
    if not created:
        raise Conflict(
            _("A layer of this code is there already."),
            code="policy.layer_taken",
            remedy=_("Choose another code, or add the document to that layer."),
        )
    require_reach(actor=actor, layer=layer)
    return _new_draft(actor, at, layer, adopting.new_layer_files(new, head, confirmed), new.parent)


def _draft_of_own(
    actor: Actor,
    at: datetime,
    code: str,
    head: adopting.Paper,
    confirmed: list[adopting.Confirmed],
) -> Draft:
    base = selectors.active_release(code)
    if base is None:
        raise NotFound(_("There is no such layer in force here."))
    require_reach(actor=actor, layer=base.layer)
    if Draft.objects.still_open().filter(layer=base.layer).exists():
        raise Conflict(
            _("Somebody is already working on a draft of this layer."),
            code="policy.draft_open",
            remedy=_("Load that draft as a release first, then adopt the document."),
        )
    files_then = adopting.with_document(selectors.folder_of(base), head, confirmed)
    draft = _new_draft(actor, at, base.layer, files_then, base.parent)
    draft.base = base
    draft.save(update_fields=["base"])
    return draft


def _new_draft(
    actor: Actor, at: datetime, layer: Layer, texts: dict[str, str], parent: str
) -> Draft:
    draft: Draft = Draft.objects.create(
        layer=layer,
        parent=parent,
        files=texts,
        changed_at=at,
        changed_by=signature(actor=actor),
    )
    return draft


def _locked(actor: Actor, paper: Paper, version: int) -> Paper:
    found: Paper | None = (
        Paper.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk=paper.pk).first()
    )
    if found is None:
        raise NotFound(_("There is no such document here."))
    actor.require("policy.activate")
    if found.draft_id:
        raise Conflict(_("The document has been adopted; go on in its draft."))
    if found.version != version:
        raise Conflict(
            _("Somebody else has changed the clauses since you opened the page."),
            code="policy.paper_changed",
            remedy=_("Look at the document again, then repeat what you wanted to do."),
        )
    return found


def _saved(actor: Actor, at: datetime, paper: Paper, verb: str, **data: Any) -> Paper:
    paper.version += 1
    paper.save(update_fields=["clauses", "version"])
    _note(actor, at, verb, paper, **data)
    return paper


def _at(paper: Paper, place: int) -> dict[str, Any]:
    if not 0 <= place < len(paper.clauses):
        raise NotFound(_("The document has no such clause."))
    row: dict[str, Any] = paper.clauses[place]
    return row


def _row(found: Found) -> dict[str, Any]:
    """A clause as it is stored: as it was found, and nothing decided yet."""
    return {
        **asdict(found),
        "decision": "",
        "says_zh": adopting.summary_of(found),
        "says_en": "",
        "reason_zh": "",
    }


def _confirmed(row: dict[str, Any]) -> adopting.Confirmed:
    return adopting.Confirmed(
        found=found_of(row),
        decision=row["decision"],
        says_zh=row["says_zh"],
        says_en=row["says_en"],
        reason_zh=row["reason_zh"],
    )


def _day(printed: str) -> date | None:
    found = _DAY.match(printed)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _note(actor: Actor, at: datetime, verb: str, paper: Paper, **data: Any) -> None:
    record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject("policy.paper", str(paper.public_id), paper.title),
        division=actor.district,
        district=actor.district,
        data={"file": paper.file.sha256, **data},
    )

"""What has been done to a compound, in words: its line of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel.actors import Actor
from linli.registry.data import COMPOUND, TRAIT_VOCABULARY, TraitKind
from linli.registry.labels import TRAITS
from linli.registry.models import Compound, ServiceContract
from linli.registry.selectors import words

TRAIT_SET = "registry.trait.set"


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act: what, when, by which office (never by whom), and its particulars."""

    title: str
    at: datetime
    by: str
    detail: str


def history(compound: Compound, *, actor: Actor, on: date) -> list[HistoryEntry]:
    """The latest acts done to a compound, newest first. Two queries.

    Acts on contracts that the actor may not see (another enterprise's) are left out.
    """
    seen = {
        str(public_id)
        for public_id in ServiceContract.objects.visible_to(actor)
        .filter(compound=compound)
        .values_list("public_id", flat=True)
    }
    return [
        HistoryEntry(
            title=_title(act.verb, act.data, compound, on),
            at=act.at,
            by=act.body_name,
            detail=_detail(act.verb, act.data, compound, on),
        )
        for act in journal.acts_of(compound.district, COMPOUND, str(compound.public_id))
        if act.data.get("contract", "") in {"", *seen}
    ]


def _title(verb: str, data: Mapping[str, Any], compound: Compound, on: date) -> str:
    """What was done: the verb; of a trait, which one and what it became."""
    if verb != TRAIT_SET:
        return capfirst(str(verb_label(verb)))
    trait = TraitKind(data["trait"])
    value = words.term_label(
        TRAIT_VOCABULARY[trait], data["value"], division=compound.community_id, on=on
    )
    return _("%(trait)s set: %(value)s") % {"trait": TRAITS[trait], "value": value}


def _detail(verb: str, data: Mapping[str, Any], compound: Compound, on: date) -> str:
    """The particulars of the register's own acts; other apps' acts speak by their verb."""
    if verb == TRAIT_SET:
        return _("since %(day)s") % {"day": data["from"]}
    if verb == "registry.contract.end":
        return _("%(name)s, out of service from %(day)s: %(reason)s") % {
            "name": data["enterprise"],
            "day": data["ended_on"],
            "reason": data["reason"],
        }
    if verb.startswith("registry.contract."):
        name, day = str(data["enterprise"]), data["entry_on"]
        return _("%(name)s, entry on %(day)s") % {"name": name, "day": day} if day else name
    return str(data.get("source", ""))

"""What has been done to a compound, in words: its line of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel.actors import Actor
from linli.registry.data import COMPOUND, TRAIT_VOCABULARY, TraitKind
from linli.registry.models import Compound, ServiceContract
from linli.registry.selectors import words


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One act: what, when, by which office (never by whom), and its particulars."""

    title: object
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
            title=verb_label(act.verb),
            at=act.at,
            by=act.body_name,
            detail=_detail(act.verb, act.data, compound, on),
        )
        for act in journal.acts_of(compound.district, COMPOUND, str(compound.public_id))
        if act.data.get("contract", "") in {"", *seen}
    ]


def _detail(verb: str, data: Mapping[str, Any], compound: Compound, on: date) -> str:
    """The particulars of the register's own acts; other apps' acts speak by their verb."""
    if verb == "registry.trait.set":
        key = TRAIT_VOCABULARY[TraitKind(data["trait"])]
        value = words.term_label(key, data["value"], division=compound.community_id, on=on)
        return _("%(value)s from %(day)s") % {"value": value, "day": data["from"]}
    if verb == "registry.contract.end":
        return _("%(name)s, out of service from %(day)s: %(reason)s") % {
            "name": data["enterprise"],
            "day": data["ended_on"],
            "reason": data["reason"],
        }
    if verb.startswith("registry.contract."):
        entered = _("entry on %(day)s") % {"day": data["entry_on"]} if data["entry_on"] else ""
        return _(", ").join(part for part in (data["enterprise"], entered) if part)
    return str(data.get("source", ""))

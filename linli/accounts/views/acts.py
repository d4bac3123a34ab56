"""Who logged in, who was refused, and what administrators did: for the audit administrator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.accounts import selectors
from linli.accounts.data import ChangeKind, Outcome, Role
from linli.accounts.labels import CHANGES, OUTCOMES, ROLES, VERBS
from linli.journal import selectors as journal
from linli.journal.data import verb_label
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.route import ActorRequest

APP = "accounts"
# What the system administrator does besides.
BESIDES = ("jobs.retry",)


def _by_act(rows: QuerySet[Any], verb: str) -> QuerySet[Any]:
    return rows.filter(verb=verb)


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(subject_label__icontains=text)


def _spec(logins: Mapping[str, str]) -> lists.ListSpec[Any]:
    """``logins`` are shown, not stored: the journal knows public ids only."""
    verbs = [*VERBS.items(), *((verb, verb_label(verb)) for verb in BESIDES)]
    return lists.ListSpec[Any](
        key="account_acts",
        columns=[
            lists.Column(
                "at", _("When"), lambda act: clock.local(act.at), sort="at", kind="datetime"
            ),
            lists.Column("verb", _("Act"), lambda act: verb_label(act.verb), main=True),
            lists.Column("login", _("Login"), lambda act: logins.get(act.subject_id, "")),
            lists.Column("post", _("Post"), lambda act: act.subject_label, wide=True),
            lists.Column("by", _("By"), lambda act: f"{act.body_name} {act.actor_title}"),
            lists.Column(
                "network", _("Mark of the network"), lambda act: act.data.get("network", "")[:8]
            ),
            lists.Column("note", _("Remark"), _note, wide=True),
        ],
        filters=[lists.Filter("act", _("Act"), verbs, _by_act)],
        search=_search,
        default_sort="-at",
    )


def _note(act: Any) -> str:
    """What was asked for or decided, and the reason, as far as the act has them."""
    said: dict[str, str] = act.data
    words = (
        CHANGES.get(ChangeKind(said["kind"])) if "change" in said else "",
        ROLES.get(Role(said["role"])) if said.get("role") else "",
        OUTCOMES.get(Outcome(said["outcome"])) if "outcome" in said else "",
        said.get("reason", ""),
    )
    return " ".join(str(word) for word in words if word)


@route(right="accounts.audit")
def act_list(request: ActorRequest) -> HttpResponse:
    """Acts on logins in the reader's scope, newest first; nothing of offices."""
    acts = journal.acts_of_app(request.actor, APP, and_verbs=BESIDES)
    spec = _spec(selectors.login_names(request.actor))
    if request.GET.get("format") == "xlsx":
        return export.respond(request, spec, acts, title=_("Logins and administrators"))
    return render(request, "accounts/act_list.html", {"page": lists.build(request, spec, acts)})

"""Who logged in, who was refused, and what administrators did: for the audit administrator."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.accounts.labels import VERBS
from linli.journal import selectors as journal
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.route import ActorRequest

APP = "accounts"


def _by_act(rows: QuerySet[Any], verb: str) -> QuerySet[Any]:
    return rows.filter(verb=verb)


def _search(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    return rows.filter(subject_label__icontains=text)


ACTS = lists.ListSpec[Any](
    key="account_acts",
    columns=[
        lists.Column(
            "at",
            gettext_lazy("When"),
            lambda act: clock.local(act.at),
            sort="at",
            kind="datetime",
        ),
        lists.Column(
            "verb", gettext_lazy("Act"), lambda act: VERBS.get(act.verb, act.verb), main=True
        ),
        lists.Column(
            "whose", gettext_lazy("Whose login"), lambda act: act.subject_label, wide=True
        ),
        lists.Column("by", gettext_lazy("By"), lambda act: f"{act.body_name} {act.actor_title}"),
        lists.Column(
            "source",
            gettext_lazy("From (mark of the network)"),
            lambda act: act.data.get("from", ""),
        ),
        lists.Column(
            "note", gettext_lazy("Remark"), lambda act: act.data.get("reason", ""), wide=True
        ),
    ],
    filters=[lists.Filter("act", gettext_lazy("Act"), list(VERBS.items()), _by_act)],
    search=_search,
    default_sort="-at",
)


@route(right="accounts.audit")
def act_list(request: ActorRequest) -> HttpResponse:
    """Acts on logins in the reader's scope, newest first; nothing of any other app."""
    acts = journal.acts_of_app(request.actor, APP)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, ACTS, acts, title=_("Logins and administrators"))
    return render(request, "accounts/act_list.html", {"page": lists.build(request, ACTS, acts)})

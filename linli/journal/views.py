"""The journal of acts, for those who check."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from linli.journal import selectors
from linli.journal.data import verb_label
from linli.journal.models import Act
from linli.kernel import clock
from linli.kernel.web import export, lists, route
from linli.kernel.web.route import ActorRequest


def _search(rows: QuerySet[Act], text: str) -> QuerySet[Act]:
    return rows.filter(subject_label__icontains=text)


ACTS = lists.ListSpec[Act](
    key="acts",
    columns=[
        lists.Column("at", _("When"), lambda act: clock.local(act.at), sort="at", kind="datetime"),
        lists.Column("verb", _("Act"), lambda act: verb_label(act.verb), main=True),
        lists.Column("subject", _("Subject"), lambda act: act.subject_label, wide=True),
        lists.Column("body", _("Body"), lambda act: act.body_name),
        lists.Column("post", _("Post"), lambda act: act.actor_title),
    ],
    search=_search,
    default_sort="-at",
)


@route(right="journal.view")
def act_list(request: ActorRequest) -> HttpResponse:
    """Acts in the reader's scope, newest first."""
    acts = selectors.acts_visible_to(request.actor)
    if request.GET.get("format") == "xlsx":
        return export.respond(request, ACTS, acts, title=_("Journal of acts"))
    return render(request, "journal/act_list.html", {"page": lists.build(request, ACTS, acts)})

"""Reading the policy in force: the stack, a document clause by clause, one provision."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel import clock
from linli.kernel.errors import NotFound
from linli.kernel.web import route
from linli.kernel.web.formats import day
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors
from linli.policy.data import KINDS, DateConfidence, uses_of
from linli.policy.forms import CompareForm, PlaceForm
from linli.policy.labels import CONFIDENCE, DATE_CONFIDENCE, STATES
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import lines_of, said, title_of
from linli.policy.models import Document, Release
from linli.policy.views import presenting
from linli.policy.views.asked_place import asked_place


@route(right="policy.view")
def index(request: ActorRequest) -> HttpResponse:
    """The documents in force here, from the district up, and what they leave to the district."""
    on = clock.today()
    policy = selectors.policy_for(request.actor.district)
    documents = [
        {
            "layer": said(layer.release, "name"),
            "title": said(document, "title"),
            "publisher": said(document, "publisher"),
            "document": document,
            "status": presenting.status_words(document, on),
            "confidence": CONFIDENCE[document.confidence],
            "dates": _doubtful_dates(document),
            "url": reverse("policy:layer", args=[layer.release.layer.code]),
        }
        for layer in selectors.layers_in_force(request.actor.district, on)
        for document in layer.documents
    ]
    fields = presenting.all_open_fields(policy, request.actor, on)
    context = {
        "documents": documents,
        "unanswered": (unanswered := [field for field in fields if field.answer is None]),
        "groups": presenting.by_kind(unanswered),
        "answered": [field for field in fields if field.answer],
        "on": on,
    }
    return render(request, "policy/index.html", context)


@route(right="policy.view")
def layer(request: ActorRequest, layer: str) -> HttpResponse:
    """The documents of one layer, laid out like the paper, each clause with what it configures."""
    on = clock.today()
    policy = selectors.policy_for(request.actor.district)
    found = selectors.layer_in_force(layer, request.actor.district, on)
    documents = []
    for page in selectors.document_pages(found):
        chapters = presenting.chapters_of(page.clauses, policy, request.actor, on)
        documents.append(
            {
                "title": said(page.document, "title"),
                "publisher": said(page.document, "publisher"),
                "note": said(page.document, "note"),
                "document": page.document,
                "status": presenting.status_words(page.document, on),
                "confidence": CONFIDENCE[page.document.confidence],
                "dates": _doubtful_dates(page.document),
                "chapters": chapters,
                "counts": presenting.state_counts(chapters),
            }
        )
    context = {
        "name": said(found.release, "name"),
        "release": found.release,
        "documents": documents,
        "on": on,
        "trail": [(_("Policy"), reverse("policy:index")), (said(found.release, "name"), "")],
    }
    return render(request, "policy/layer.html", context)


@route(right="policy.view")
def clause(request: ActorRequest, clause: str) -> HttpResponse:
    """Where a citation leads: the clause in its document."""
    home = selectors.clause_home(clause, request.actor.district, clock.today())
    return redirect(f"{reverse('policy:layer', args=[home])}#{clause}")


@route(right="policy.view")
def provision(request: ActorRequest, kind: str, key: str) -> HttpResponse:
    """One provision: its value today, who says it, what it overrides, every place looked at."""
    body = KINDS.get(kind)
    if body is None:
        raise NotFound(_("The policy knows no such kind of provision."))
    division, on = asked_place(request)
    resolved = selectors.find(body, key, division=division, on=on)
    if resolved is None:
        raise NotFound(_("No policy in force here says this."))
    title = title_of(resolved.body)
    context = {
        "title": title,
        "kind": KIND_LABELS[kind],
        "key": key,
        "on": on,
        "division": division,
        "place_form": PlaceForm(initial={"on": on, "division": division}),
        "resolved": resolved,
        "lines": [line for line in lines_of(resolved.body) if not line.is_open],
        "open_fields": presenting.open_fields_of(resolved, request.actor),
        "silent_fields": presenting.silent_fields_of(resolved, request.actor),
        "uses": list(presenting.links_of(uses_of(kind, key), request.actor)),
        "history": selectors.answers_of(request.actor, kind, key),
        "layer_names": {
            layer.release.layer.code: said(layer.release, "name")
            for layer in selectors.layers_in_force(request.actor.district, on)
        },
        "trail": [(_("Policy"), reverse("policy:index")), (title, "")],
    }
    return render(request, "policy/provision.html", context)


def _doubtful_dates(document: Document) -> object:
    """That the printed dates are doubtful; empty where they are not."""
    is_doubtful = document.date_confidence == DateConfidence.DOUBTFUL
    return DATE_CONFIDENCE[document.date_confidence] if is_doubtful else ""


@route(right="policy.view")
def compare(request: ActorRequest) -> HttpResponse:
    """Two releases of a layer side by side in words, clause by clause."""
    found = list(selectors.releases_visible(request.actor))
    by_id = {str(release.public_id): release for release in found}
    names = [(number, _release_words(release)) for number, release in by_id.items()]
    form = CompareForm(request.GET if "old" in request.GET else None, releases=names)
    changes: tuple[selectors.ClauseChange, ...] | None = None
    if form.is_bound and form.is_valid():
        old, new = by_id[form.cleaned_data["old"]], by_id[form.cleaned_data["new"]]
        if old.layer_id == new.layer_id:
            changes = selectors.compare(old, new)
        else:
            form.add_error("new", _("Only releases of one layer can be compared."))
    context = {
        "form": form,
        "comparison": changes,
        "trail": [(_("Policy"), reverse("policy:index")), (_("Compare releases"), "")],
    }
    return render(request, "policy/compare.html", context, status=422 if form.errors else 200)


def _release_words(release: Release) -> str:
    """A release as one chooses it: layer, number, the day it governs from or came in, state."""
    since = release.governs_from or clock.local_date(release.loaded_at)
    return _("%(layer)s, release %(number)s · %(day)s · %(state)s") % {
        "layer": said(release, "name"),
        "number": release.number,
        "day": day(since),
        "state": STATES[release.state],
    }

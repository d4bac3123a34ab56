"""Taking an official document in: hand it in, look at its clauses, mend the cut, adopt it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.files import services as files
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web import route
from linli.kernel.web.forms import form_page, sent, submit
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors, services
from linli.policy.forms import NEW, AdoptForm, DecideForm, DivideForm, PaperForm
from linli.policy.intake.adopting import NewLayer
from linli.policy.intake.adopting import Paper as Head
from linli.policy.labels.describe import said
from linli.policy.labels.papers import DECISIONS, DOUBTS, RESTS
from linli.policy.models import Draft, Paper


@route(right="policy.activate", methods=("GET", "POST"))
def papers(request: ActorRequest) -> HttpResponse:
    """Documents handed in and not adopted yet; hand in another."""
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()

    def receive() -> Paper:
        upload = form.cleaned_data["document"]
        content = files.read_upload(upload=upload)
        return services.receive_paper(
            actor=request.actor, at=clock.now(), name=upload.name, content=content
        )

    received = submit(request, form, receive)
    if received:
        return redirect("policy:paper", received.public_id)
    context = {
        "papers": selectors.papers_visible(request.actor),
        "submit_label": _("Read the document"),
        "cancel_url": reverse("policy:releases"),
        "trail": _trail((_("Documents handed in"), "")),
    }
    return form_page(request, "policy/papers.html", form, context)


@route(right="policy.activate")
def paper(request: ActorRequest, public_id: str) -> HttpResponse:
    """A document in its own numbering: each clause with what it may become, and what is left."""
    found = selectors.paper_visible(request.actor, public_id)
    context = {
        "paper": found,
        "clauses": [_shown(place, row) for place, row in enumerate(found.clauses)],
        "decided": sum(bool(row["decision"]) for row in found.clauses),
        "rest": [{**left, "reason": RESTS[left["reason"]]} for left in found.rest],
        "trail": _trail((_("Documents handed in"), reverse("policy:papers")), (found.title, "")),
    }
    return render(request, "policy/paper.html", context)


@route(right="policy.activate", methods=("POST",))
def paper_confirm(request: ActorRequest, public_id: str) -> HttpResponse:
    """Take what is proposed for every clause that nobody has decided yet."""
    found = selectors.paper_visible(request.actor, public_id)
    services.confirm_proposals(
        actor=request.actor, at=clock.now(), paper=found, version=_version(request)
    )
    messages.success(request, _("Every clause has a decision now; change single ones as needed."))
    return redirect("policy:paper", public_id)


@route(right="policy.activate", methods=("GET", "POST"))
def paper_clause(request: ActorRequest, public_id: str, place: int) -> HttpResponse:
    """One clause: decide what becomes of it, put it together with the one before, cut it in two."""
    found = selectors.paper_visible(request.actor, public_id)
    row = found.clauses[place] if place < len(found.clauses) else {}
    proposed = [proposal["kind"] for proposal in row.get("proposals", ())]
    do = request.POST.get("do", "")
    forms = {
        "decide": DecideForm(
            request.POST if do == "decide" else None,
            proposed=proposed,
            initial={**row, "decision": row.get("decision") or next(iter(proposed), "not_yet")},
        ),
        "divide": DivideForm(
            request.POST if do == "divide" else None, initial={"cite": f"{row.get('cite')}［2］"}
        ),
    }
    acts: dict[str, Any] = {"decide": services.decide_clause, "divide": services.divide_clause}
    form = forms.get(do, forms["decide"])
    asked: dict[str, Any] = {
        "actor": request.actor,
        "at": clock.now(),
        "paper": found,
        "place": place,
        "version": _version(request),
    }
    if do == "join":
        services.join_clause(**asked)
        return redirect("policy:paper", public_id)
    done = submit(request, form, lambda: acts[do](**asked, **form.cleaned_data)) if do else None
    if done:
        return redirect(f"{reverse('policy:paper', args=[public_id])}#c-{place}")
    return _clause_page(request, found, place, forms, is_wrong=request.method == "POST")


def _clause_page(
    request: ActorRequest, found: Paper, place: int, forms: dict[str, Any], *, is_wrong: bool
) -> HttpResponse:
    if place >= len(found.clauses):
        return redirect("policy:paper", found.public_id)
    shown = _shown(place, found.clauses[place])
    context = {
        "paper": found,
        "clause": shown,
        "forms": forms,
        "version": _read(request, found),
        "before": found.clauses[place - 1]["cite"] if place else "",
        "trail": _trail(
            (_("Documents handed in"), reverse("policy:papers")),
            (found.title, reverse("policy:paper", args=[found.public_id])),
            (shown["cite"], ""),
        ),
    }
    return render(request, "policy/paper_clause.html", context, status=422 if is_wrong else 200)


@route(right="policy.activate", methods=("GET", "POST"))
def paper_adopt(request: ActorRequest, public_id: str) -> HttpResponse:
    """Give the head of the document and make a draft of it."""
    found = selectors.paper_visible(request.actor, public_id)
    form = AdoptForm(
        sent(request),
        targets=_targets(request.actor),
        initial={
            "title_zh": found.title,
            "number": found.number,
            "issued": found.issued,
            "publisher_zh": request.actor.body_name,
        },
    )
    draft = submit(request, form, lambda: _adopted(request, found, form.cleaned_data))
    if draft:
        messages.success(request, _("The document is a draft now; the check names what it lacks."))
        return redirect("policy:draft", draft.public_id)
    context = {
        "paper": found,
        "version": _read(request, found),
        "submit_label": _("Make a draft of it"),
        "cancel_url": reverse("policy:paper", args=[public_id]),
        "trail": _trail(
            (_("Documents handed in"), reverse("policy:papers")),
            (found.title, reverse("policy:paper", args=[public_id])),
            (_("Adopt"), ""),
        ),
    }
    return form_page(request, "policy/paper_adopt.html", form, context)


def _adopted(request: ActorRequest, found: Paper, given: dict[str, Any]) -> Draft:
    into = given["into"]
    is_new = into.startswith(NEW)
    names = ("title_zh", "publisher_zh", "issued", "effective", "number")
    layer = NewLayer(
        code=given["code"],
        parent=into.removeprefix(NEW),
        division=request.actor.scope,
        name_zh=given["name_zh"],
    )
    return services.adopt_paper(
        actor=request.actor,
        at=clock.now(),
        paper=found,
        version=_version(request),
        head=Head(**{name: given[name] for name in names}),
        layer=layer if is_new else None,
        into="" if is_new else into,
    )


def _targets(actor: Actor) -> list[tuple[str, object]]:
    """The layers of the actor's own place, then a new layer below each that stands above."""
    stack = selectors.layers_in_force(actor.district, clock.today())
    own, above = [], []
    for layer in stack:
        code, name = layer.release.layer.code, said(layer.release, "name")
        if layer.release.layer.division.startswith(actor.scope):
            own.append((code, _("the layer in force: %(name)s") % {"name": name}))
        else:
            above.append((f"{NEW}{code}", _("a new layer below: %(name)s") % {"name": name}))
    return [*own, *above]


def _shown(place: int, row: dict[str, Any]) -> dict[str, Any]:
    """A clause as the pages print it."""
    return {
        **row,
        "place": place,
        "decided": DECISIONS.get(row["decision"], ""),
        "may_be": [
            {
                "kind": DECISIONS[proposal["kind"]],
                "sure": round(proposal["confidence"] * 100),
                "words": proposal["words"],
            }
            for proposal in row["proposals"]
        ],
        "look_again": [DOUBTS[doubt] for doubt in row["doubts"]],
    }


def _read(request: ActorRequest, found: Paper) -> int:
    """The version a page is about: one that was refused keeps the one it was filled in on."""
    return _version(request) if request.method == "POST" else found.version


def _version(request: ActorRequest) -> int:
    """The version the person had before them; 0 where none was sent."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _trail(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        (_("Policy"), reverse("policy:index")),
        (_("Releases"), reverse("policy:releases")),
        *steps,
    ]

"""Asking the policy: a form with the inputs of a provision, and the answer with all it rests on."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.kernel.errors import BadInput, DomainError, NotFound
from linli.kernel.web import route
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors
from linli.policy.data import KINDS
from linli.policy.forms import AskForm
from linli.policy.labels import KINDS as KIND_LABELS
from linli.policy.labels.describe import title_of
from linli.policy.selectors import PolicyExplanation
from linli.policy.views.asked_place import asked_place


@route(right="policy.view")
def explain(request: ActorRequest, kind: str, key: str) -> HttpResponse:
    """Work an answer out from the inputs given in the address; nothing is kept."""
    body = KINDS.get(kind)
    division, on = asked_place(request)
    resolved = selectors.find(body, key, division=division, on=on) if body else None
    if resolved is None:
        raise NotFound(_("No policy in force here says this."))
    fields = selectors.fields_of(resolved, selectors.policy_for(division))
    asked = "on" in request.GET and "prefill" not in request.GET
    form = AskForm(request.GET if asked else None, fields=fields, on=on, division=division)
    found, error = None, None
    if asked and form.is_valid():
        found, error = _answer(f"{kind}:{key}", division, on, form)
    title = title_of(resolved.body) or key
    context = {
        "title": title,
        "kind": KIND_LABELS[kind],
        "key": key,
        "form": form,
        "found": found,
        "error": error,
        "trail": [
            (_("Policy"), reverse("policy:index")),
            (title, reverse("policy:provision", args=[kind, key])),
            (_("Work it out"), ""),
        ],
    }
    return render(request, "policy/explain.html", context, status=422 if error else 200)


def _answer(
    key: str, division: str, on: date, form: AskForm
) -> tuple[PolicyExplanation | None, DomainError | None]:
    """The answer, or why there is none; what is wrong with an input goes beside its field."""
    try:
        return selectors.explain(key, division=division, on=on, inputs=form.given()), None
    except BadInput as error:
        for finding in error.findings:
            column = finding.column if finding.column in form.fields else None
            form.add_error(column, f"{finding.message} {finding.allowed}".strip())
        return None, error
    except DomainError as error:
        return None, error

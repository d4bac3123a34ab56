"""The policy in force: layers, clauses, one provision, answers to questions."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from ninja import Body, Query

from linli.accounts.data import TokenReach
from linli.api.data.oversight import (
    AnswerTold,
    CitationTold,
    Clauses,
    ClauseTold,
    ExplainGiven,
    ExplainTold,
    InputTold,
    Layers,
    LayerTold,
    ProvisionQuery,
    ProvisionTold,
)
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.kernel.explain import Citation
from linli.kernel.web.route import ActorRequest
from linli.policy import selectors
from linli.policy.data import KINDS
from linli.territory.data import district_of


@operation(
    "GET", "policy/layers", right="policy.view", tag=Tag.POLICY, gives=Layers,
    says=_("The layers in force here, from the district up"),
)  # fmt: skip
def policy_layers(request: ActorRequest) -> Layers:
    """With the release that governs and the titles of its documents."""
    found = selectors.layers_in_force(request.actor.district, clock.today())
    return Layers(
        items=[
            LayerTold(
                layer=layer.release.layer.code,
                release=str(layer.release),
                documents=[_text(document, "title") for document in layer.documents],
            )
            for layer in found
        ]
    )


@operation(
    "GET", "policy/layers/{layer}/clauses", right="policy.view", tag=Tag.POLICY, gives=Clauses,
    says=_("The clauses of a layer, restated, with what they set"),
)  # fmt: skip
def policy_clauses(request: ActorRequest, layer: str) -> Clauses:
    """In the order of its documents."""
    found = selectors.layer_in_force(layer, request.actor.district, clock.today())
    return Clauses(
        layer=layer,
        items=[
            ClauseTold(
                code=clause.code,
                cite=clause.cite,
                document=_text(page.document, "title"),
                chapter=_text(clause, "chapter"),
                says=_text(clause, "says"),
                confidence=clause.confidence,
                provisions=[f"{row.kind}:{row.key}" for row in clause.provisions.all()],
            )
            for page in selectors.document_pages(found)
            for clause in page.clauses
        ],
    )


@operation(
    "GET", "policy/provisions/{kind}/{key}", right="policy.view", tag=Tag.POLICY,
    gives=ProvisionTold, says=_("One provision as it holds in a division on a day"),
)  # fmt: skip
def policy_provision(
    request: ActorRequest, kind: str, key: str, query: Query[ProvisionQuery]
) -> ProvisionTold:
    """With its clauses, the district's answers, and what is left open."""
    division, on = _where(request.actor, query.division), query.on or clock.today()
    body = KINDS.get(kind)
    found = selectors.find(body, key, division=division, on=on) if body else None
    if found is None:
        raise NotFound(_now("No policy in force here says this."))
    return ProvisionTold(
        kind=kind,
        key=key,
        division=division,
        on=on,
        release=found.release,
        content=json.loads(found.body.model_dump_json(fallback=str)),
        citations=[_citation(item) for item in found.citations],
        answers=[
            AnswerTold(
                field=answer.field, value=answer.value, since=answer.since, reason=answer.reason
            )
            for answer in found.answers
        ],
        open=list(found.unset),
    )


@operation(
    "POST", "policy/explain", right="policy.view", tag=Tag.POLICY, gives=ExplainTold,
    reach=TokenReach.READ, says=_("Work an answer out, with everything it rests on"),
)  # fmt: skip
def policy_explain(request: ActorRequest, payload: Body[ExplainGiven]) -> ExplainTold:
    """Nothing is kept. ``inputs`` are the facts of the case, as typed into a form."""
    on: date = payload.on or clock.today()
    found = selectors.explain(
        payload.key, division=_where(request.actor, payload.division), on=on, inputs=payload.inputs
    )
    return ExplainTold(
        title=str(found.title),
        value=None if found.value is None else str(found.value),
        unit=str(found.unit),
        outcome=found.outcome,
        inputs=[
            InputTold(
                label=str(item.label),
                value=str(item.value),
                unit=str(item.unit),
                clause=item.citation.clause if item.citation else "",
            )
            for item in found.inputs
        ],
        steps=[str(step) for step in found.steps],
        citations=[_citation(item) for item in found.citations],
        open=list(found.open),
        release=found.release,
        note=str(found.note),
    )


def _where(actor: Actor, division: str | None) -> str:
    """The division asked about; policy is answered for places of the post's district only."""
    if division is None:
        return actor.district
    if not actor.district or district_of(division) != actor.district:
        raise NotFound(_now("There is no such place in your district."))
    return division


def _text(row: Any, name: str) -> str:
    """A text of a document or clause in the language asked for; Chinese where there is no other."""
    english = str(getattr(row, f"{name}_en", ""))
    if english and (get_language() or "").startswith("en"):
        return english
    return str(getattr(row, f"{name}_zh", ""))


def _citation(citation: Citation) -> CitationTold:
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return CitationTold(
        clause=citation.clause,
        cite=citation.cite,
        document=citation.document,
        number=citation.number,
        layer=citation.layer,
        release=citation.release,
        says=citation.says.get(language, ""),
    )

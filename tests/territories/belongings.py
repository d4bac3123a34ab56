"""One object of every kind in each district, so that a stranger has something to try."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from linli.accounts.data import ChangeKind
from linli.accounts.models import Change, Post, Session, User
from linli.cli import demo
from linli.cli.sample.data import People
from linli.jobs.services import enqueue
from linli.kernel import clock
from linli.notices.models import Notice
from linli.policy import services as policy
from linli.registry import services as registry
from linli.registry.models import Compound
from tests import personas

# Whose a row without a district column is: the path to the division it stands at.
BY_DIVISION: Mapping[str, str] = {
    "accounts.User": "division",
    "accounts.Post": "scope",
    "accounts.Session": "user__division",
    "accounts.AccessToken": "user__division",
    "policy.Release": "layer__division",
    "policy.Draft": "layer__division",
}


def fill(people: People, layer: str) -> None:
    """What a seeded district lacks: an export asked for, a draft, a change, a session, a job."""
    officer, street, administrator = (people.personas[place].login for place in (0, 2, 7))
    at = clock.now()
    first = Compound.objects.visible_to(personas.actor(street)).earliest("id")
    registry.ask_for_export(
        actor=personas.actor(street),
        at=at,
        compound=first.public_id,
        reason="通知召开业主大会",
        row_limit=5,
    )
    policy.start_draft(actor=personas.actor(officer), at=at, layer=layer)
    enqueue(at=at, name="jobs.prune", key=people.district, actor=personas.actor(officer))
    maker = Post.objects.get(user__login=administrator)
    Change.objects.create(
        district=people.district,
        division=people.district,
        kind=ChangeKind.ENABLE,
        user=User.objects.get(login=street),
        reason="回岗",
        requested_at=at,
        requested_by=maker.user,
        requested_post=str(maker.public_id),
    )
    Notice.objects.create(
        district=people.district,
        division=maker.scope,
        body=maker.body,
        key="filled",
        kind="duty_due",
        data={},
        sent_at=at,
    )
    Session.objects.create(
        key_digest=people.district.ljust(64, "0"),
        user=User.objects.get(login=street),
        started_at=at,
        seen_at=at,
        proved_at=at,
    )


def fill_all() -> None:
    """Every district of the demonstration."""
    for key in demo.DISTRICTS:
        fill(demo.people_of(key), key.lower())


def belonging_to(district: str) -> dict[str, UUID]:
    """The latest object of each kind that is the district's own, by the label of its model."""
    return {
        model._meta.label: found.public_id
        for model in _with_public_id()
        if (found := _latest(model, district)) is not None
    }


def _with_public_id() -> Iterator[type[Model]]:
    for model in apps.get_models():
        if "public_id" in {field.name for field in model._meta.get_fields()}:
            yield model


def _latest(model: type[Model], district: str) -> Any:
    label = model._meta.label
    names = {field.name for field in model._meta.get_fields()}
    if label in BY_DIVISION:
        wanted = {f"{BY_DIVISION[label]}__startswith": district}
    elif "district" in names:
        wanted = {"district": district}
    else:
        return None
    return model._default_manager.filter(**wanted).order_by("-id").first()

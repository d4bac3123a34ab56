"""What operations share: a part of a list by cursor, names with ids, moments of the district."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from django.utils.translation import get_language
from pydantic import BaseModel

from linli.api import problems
from linli.api.data.shapes import Page, PageQuery, Place, Term
from linli.kernel import clock
from linli.kernel.web import lists
from linli.policy.data import Text

M = TypeVar("M", bound=Model)
T = TypeVar("T", bound=BaseModel)


def page(
    kind: type[T],
    rows: QuerySet[M],
    query: PageQuery,
    *,
    sort: str,
    told: Callable[[M], T],
) -> Page[T]:
    """One part of a list, in the order of a field. One query, and what ``told`` needs."""
    found = lists.window(rows, sort=sort, cursor=query.cursor, size=query.size)
    if found is None:
        raise problems.wrong([problems.fault("cursor", "cursor")])
    items, following = found
    part = cast("type[Page[T]]", Page.__class_getitem__(kind))
    return part(items=[told(item) for item in items], next=following)


def place(row: Any) -> Place:
    """A row with a public id and a name."""
    return Place(id=str(row.public_id), name=str(row.name))


def division(code: str, name: str) -> Place:
    """A division."""
    return Place(id=code, name=name)


def term(code: str, name: str) -> Term:
    """A word of the policy."""
    return Term(code=code, name=name)


def moment(at: datetime) -> datetime:
    """A moment on the wall clock of the district, with its offset."""
    return clock.local(at)


def maybe_moment(at: datetime | None) -> datetime | None:
    """The same of a moment that may not have come."""
    return clock.local(at) if at else None


def said(text: Text) -> str:
    """A text of the policy in the language asked for."""
    return text.in_language(get_language() or "zh")

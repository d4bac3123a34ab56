"""Reading divisions and bodies. Divisions are public reference data; no scope applies."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from linli.kernel.actors import Actor
from linli.kernel.errors import NotFound
from linli.territory import rules
from linli.territory.data import BodyKind, Level, district_of
from linli.territory.models import Body, Division, Succession


def division(code: str) -> Division:
    """One division. One query. Raises NotFound."""
    try:
        return Division.objects.get(pk=code)
    except Division.DoesNotExist:
        raise NotFound(f"No division has the code {code}.") from None


def children(code: str, level: Level | None = None) -> list[Division]:
    """Divisions below ``code`` that go on: direct ones, or all of one level. One query, by code."""
    found = _going_on().filter(code__startswith=code).exclude(code=code)
    found = found.filter(level=level) if level else found.filter(parent_id=code)
    return list(found.order_by("code"))


def ancestors(code: str) -> list[Division]:
    """From the province down to the division itself. One query."""
    codes = [code[:length] for length in range(2, len(code) + 1)]
    return list(Division.objects.filter(pk__in=codes).order_by("code"))


def names(codes: set[str]) -> dict[str, str]:
    """Names of several divisions. One query."""
    return dict(Division.objects.filter(pk__in=codes).values_list("code", "name"))


def streets_named(district: str, name: str) -> list[Division]:
    """Streets and towns of the district that a written name can mean. One query."""
    return _named(district, name, Level.STREET, prefix=district)


def communities_named(street: str, name: str) -> list[Division]:
    """Communities of the street that a written name can mean. One query."""
    return _named(district_of(street), name, Level.COMMUNITY, prefix=street)


def successions(actor: Actor) -> list[Succession]:
    """What has become of the communities of the actor's district, latest first. One query."""
    found = Succession.objects.visible_to(actor).select_related("before", "after")
    return list(found.order_by("-on_day", "-id"))


def _going_on() -> QuerySet[Division]:
    """Divisions that have not been merged into another. A change is never recorded ahead."""
    return Division.objects.filter(valid_to__isnull=True)


def _named(district: str, name: str, level: Level, *, prefix: str) -> list[Division]:
    found = _going_on().filter(
        district=district, level=level, stem=rules.stem(name), code__startswith=prefix
    )
    return list(found.order_by("code"))


def body(public_id: str) -> Body:
    """One body by its public id. One query. Raises NotFound."""
    try:
        return Body.objects.select_related("division").get(public_id=public_id)
    except (Body.DoesNotExist, ValueError):
        raise NotFound("There is no such body.") from None


def body_by_key(key: int) -> Body:
    """One body by its database key. One query. Raises NotFound."""
    found = Body.objects.select_related("division").filter(pk=key).first()
    if found is None:
        raise NotFound("There is no such body.")
    return found


def body_by_code(code: str) -> Body:
    """One body by its code. One query. Raises NotFound."""
    found = Body.objects.select_related("division").filter(code=code).first()
    if found is None:
        raise NotFound(f"No body has the code {code}.")
    return found


def bodies_coded(codes: set[str]) -> dict[str, Body]:
    """Those of the codes that are recorded, with their bodies. One query."""
    return {body.code: body for body in Body.objects.filter(code__in=codes)}


def bodies_at(codes: Collection[str]) -> list[Body]:
    """Bodies seated exactly at these divisions, ended or not. One query, by seat."""
    found = Body.objects.filter(division__in=list(codes)).select_related("division")
    return list(found.order_by("division_id", "id"))


def body_of(kind: BodyKind, division_code: str) -> Body:
    """The body of a kind seated at a division. One query. Raises NotFound."""
    found = Body.objects.filter(kind=kind, division_id=division_code).order_by("id").first()
    if found is None:
        raise NotFound(f"No {kind} is recorded for division {division_code}.")
    return found


def bodies(kind: BodyKind, scope: str) -> list[Body]:
    """Bodies of a kind at or below a division that goes on. One query, by division code."""
    found = Body.objects.filter(kind=kind, division__valid_to=None)
    found = found.filter(division__code__startswith=scope)
    return list(found.select_related("division").order_by("division_id", "id"))


def bodies_within(scope: str) -> list[Body]:
    """Every body seated at or below a division that goes on. One query, by division code."""
    found = Body.objects.filter(division__code__startswith=scope, division__valid_to=None)
    return list(found.select_related("division").order_by("division_id", "name", "id"))

"""Lists: every row is reached once by paging, whatever the order; odd requests do no harm."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

import pytest
from django.db.models import QuerySet
from django.test import RequestFactory

from linli.kernel.web import lists
from linli.territory.data import BodyKind, Level
from linli.territory.models import Body, Division

SPEC = lists.ListSpec[Body](
    key="bodies",
    columns=[
        lists.Column("name", "Name", lambda row: row.name, sort="name", main=True),
        lists.Column("code", "Code", lambda row: row.code, sort="code"),
        lists.Column("place", "Place", lambda row: row.division_id, sort="division__name"),
        lists.Column("kind", "Kind", lambda row: row.kind),
    ],
    filters=[
        lists.Filter(
            "kind",
            "Kind",
            [(BodyKind.COMMUNITY, "Community"), (BodyKind.AUDIT, "Audit")],
            lambda rows, value: rows.filter(kind=value),
        )
    ],
    search=lambda rows, text: rows.filter(name__contains=text),
    row_url=lambda row: f"/{row.code}",
    default_sort="name",
    page_size=3,
)

# Names repeat on purpose: only the id tells rows of one name apart.
NAMES = ["b", "a", "b", "c", "b", "a", "d", "b", "b", "e", "a"]


@pytest.fixture
def rows(db: None) -> QuerySet[Body]:
    place = Division.objects.create(code="37", name="P", level=Level.PROVINCE, stem="P")
    for number, name in enumerate(NAMES):
        kind = BodyKind.AUDIT if number % 2 else BodyKind.COMMUNITY
        Body.objects.create(code=f"c{number:02d}", name=name, kind=kind, division=place)
    return Body.objects.select_related("division")


def _page(rows: QuerySet[Body], query: dict[str, str]) -> lists.ListPage:
    return lists.build(RequestFactory().get("/list/", query), SPEC, rows)


def _codes(page: lists.ListPage) -> list[str]:
    return [str(row.cells[1].value) for row in page.rows]


def _query(url: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(urlparse(url).query).items()}


def _walk(rows: QuerySet[Body], query: dict[str, str], step: str) -> list[list[str]]:
    pages: list[list[str]] = []
    while len(pages) < 20:
        page = _page(rows, query)
        pages.append(_codes(page))
        target = page.next_url if step == "next" else page.previous_url
        if not target:
            return pages
        query = _query(target)
    pytest.fail("paging did not come to an end")


@pytest.mark.parametrize("sort", ["name", "-name", "code", "-code", "place", "-place"])
def test_paging_forward_and_back_reaches_every_row_once(rows: QuerySet[Body], sort: str) -> None:
    forward = _walk(rows, {"sort": sort}, "next")
    flat = [code for page in forward for code in page]
    assert sorted(flat) == [f"c{number:02d}" for number in range(len(NAMES))]
    field = {"name": "name", "code": "code", "place": "division__name"}[sort.lstrip("-")]
    sign = "-" if sort.startswith("-") else ""
    assert flat == list(rows.order_by(f"{sign}{field}", f"{sign}id").values_list("code", flat=True))

    last = _page(rows, {"sort": sort})
    while last.next_url:
        last = _page(rows, _query(last.next_url))
    back = [_codes(last), *_walk(rows, _query(last.previous_url), "previous")]
    assert sorted(code for page in back for code in page) == sorted(flat)


def test_filter_and_search_narrow_the_rows_and_the_total(rows: QuerySet[Body]) -> None:
    page = _page(rows, {"kind": "community", "q": "b"})
    assert page.total == rows.filter(kind="community", name="b").count() > 0
    assert page.narrowed
    assert "kind=community" in page.export_url
    assert "q=b" in page.export_url


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "kind"},
        {"sort": "id; DROP TABLE x"},
        {"kind": "unheard-of"},
        {"after": "not base64"},
        {"after": "W10"},
        {"after": "WyJhIiwgM2UyMF0"},
        {"before": "WyJhIiwgOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTldCg"},
        {"q": "x" * 10_000},
        {"q": "%'\"\x00"},
    ],
)
def test_odd_requests_give_a_page_not_an_error(rows: QuerySet[Body], query: dict[str, str]) -> None:
    assert _page(rows, query).spec is SPEC


def test_an_export_holds_every_matching_row_in_the_order_shown(rows: QuerySet[Body]) -> None:
    request = RequestFactory().get("/list/", {"sort": "-code", "kind": "audit"})
    exported = [line[1] for line in lists.everything(request, SPEC, rows)]
    assert exported == ["c09", "c07", "c05", "c03", "c01"]


def test_a_page_costs_two_queries(rows: QuerySet[Body], django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django's fixture
        _page(rows, {"sort": "name"})

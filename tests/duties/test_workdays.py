"""Years of working days: what a handed-in table must be, and what loading one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from linli.duties import selectors, services
from linli.duties.data import YearTable
from linli.duties.intake import read_year
from linli.kernel import clock, workdays
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Forbidden
from linli.kernel.workdays import CalendarMissing, default_calendar
from linli.policy import selectors as policy
from tests import personas

SOURCE = "国办发明电〔2026〕9号"
AT = datetime(2020, 10, 10, 9, 0, tzinfo=clock.ZONE)
OFF = {
    "元旦": [date(2027, 1, 1)],
    "春节": [date(2027, 2, 6) + timedelta(days=n) for n in range(7)],
    "劳动节": [date(2027, 5, 1) + timedelta(days=n) for n in range(3)],
    "国庆节": [date(2027, 10, 1) + timedelta(days=n) for n in range(7)],
}
LINES = ["date,kind,name"] + [
    f"{day},off,{name}" for name, days in OFF.items() for day in days
] + ["2027-02-14,work,春节", "2027-10-09,班,国庆节"]  # fmt: skip


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    """Whatever a test loads is gone after it."""
    yield
    workdays._loaded.calendar = None


def csv(*lines: str) -> bytes:
    return "\n".join(lines or LINES).encode()


def read(content: bytes = csv()) -> YearTable:
    return read_year(content, year=2027, source=SOURCE)


def codes(content: bytes, **said: object) -> list[str]:
    given: dict[str, object] = {"year": 2027, "source": SOURCE, **said}
    with pytest.raises(BadInput) as refused:
        read_year(content, **given)  # type: ignore[arg-type]  # keywords as the test gives them
    return [finding.code for finding in refused.value.findings]


def test_a_good_table_is_read_from_csv_and_json() -> None:
    table = read()
    rows = [
        {"date": day, "kind": kind, "name": name}
        for day, kind, name in (line.split(",") for line in LINES[1:])
    ]
    said = json.dumps({"year": 2027, "source": SOURCE, "days": rows}).encode()
    assert read_year(said) == table
    assert (table.year, len(table.off), len(table.moved)) == (2027, 18, 2)


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("2026-12-31,off,元旦", "year"),
        ("2027-01-01,off,元旦", "twice"),
        ("2027-13-01,off,元旦", "date"),
        ("2027-04-05,free,清明节", "kind"),
        ("2027-04-05,off,", "name"),
        ("2027-04-05,work,清明节", "work"),  # a Monday
    ],
)
def test_a_bad_line_is_named_with_its_place(extra: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(csv(*LINES, extra))
    (finding,) = refused.value.findings
    assert (finding.code, finding.row) == (code, len(LINES) + 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "columns"),
        (b"\xff\xfe", "encoding"),
        (b"%PDF-1.4", "encoding"),
        (b"day,what\n", "columns"),
        (b"date,kind,name,kind\n2027-01-01,off,a,work\n", "columns"),
        (b"{not json", "shape"),
        (b'{"days": 3}', "shape"),
        (b"x" * 200_000, "too_large"),
        (csv("date,kind,name", "2027-01-01,off,元旦"), "incomplete"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, code: str) -> None:
    assert code in codes(content)


def test_a_table_without_year_or_source_is_refused() -> None:
    assert "no_year" in codes(csv(), year=None)
    assert codes(csv(), source="") == ["source"]


# --- loading --------------------------------------------------------------------------------------


def officer() -> Actor:
    return personas.actor("qu-zhujian")


def test_a_loaded_year_is_known_everywhere_and_is_kept_with_its_source(assigned: None) -> None:
    day = date(2027, 10, 3)
    with pytest.raises(CalendarMissing):
        default_calendar().is_workday(day)
    services.load_workdays(actor=officer(), at=AT, table=read())
    policy.policy_for("370406")  # the next lookup notices it
    assert not default_calendar().is_workday(day)
    assert default_calendar().is_workday(date(2027, 10, 9))  # a Saturday that is made up
    known = selectors.known_years()[0]
    assert (known.year, known.source, known.moved) == (2027, SOURCE, 2)


def test_the_latest_table_of_a_year_counts_and_the_same_one_changes_nothing(
    assigned: None,
) -> None:
    first = services.load_workdays(actor=officer(), at=AT, table=read())
    assert services.load_workdays(actor=officer(), at=AT, table=read()).pk == first.pk
    mended = read(csv(*LINES, "2027-06-09,off,端午节"))
    services.load_workdays(actor=officer(), at=AT, table=mended)
    policy.policy_for("370406")
    assert default_calendar().holiday_name(date(2027, 6, 9)) == "端午节"


def test_a_loaded_year_replaces_that_of_the_product(assigned: None) -> None:
    lines = [line.replace("2027-", "2026-") for line in LINES[:-2]]
    table = read_year(csv(*lines), year=2026, source=SOURCE)
    services.load_workdays(actor=officer(), at=AT, table=table)
    policy.policy_for("370406")
    assert default_calendar().is_workday(date(2026, 4, 6))  # off in the product's own table


def test_only_the_district_loads_a_year(assigned: None) -> None:
    with pytest.raises(Forbidden):
        services.load_workdays(actor=personas.actor("shancheng"), at=AT, table=read())


def test_the_page_previews_and_then_takes_over(assigned: None) -> None:
    browser: Client = personas.client("qu-zhujian")
    given = {"year": "2027", "source": SOURCE, "text": "\n".join(LINES)}
    page = browser.post("/duties/workdays/load/", given)
    assert page.status_code == 200
    assert "2027 年工作日历预览" in page.content.decode()
    assert selectors.loaded_years() == {}
    assert browser.post("/duties/workdays/load/", {**given, "adopt": "1"}).status_code == 302
    assert "国办发明电" in browser.get("/duties/workdays/?year=2027").content.decode()


def test_a_bad_table_is_refused_on_the_page_with_every_fault(assigned: None) -> None:
    browser = personas.client("qu-zhujian")
    text = "\n".join([*LINES, "2027-04-05,work,清明节", "2026-04-05,off,清明节"])
    page = browser.post("/duties/workdays/load/", {"year": "2027", "source": SOURCE, "text": text})
    assert page.status_code == 422
    words = page.content.decode()
    assert "调休上班日应为周六或周日" in words
    assert "该日不在所填年份内" in words

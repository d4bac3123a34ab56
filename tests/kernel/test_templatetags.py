"""The UI kit's tags: what they print for ready values, in both languages, escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django import forms
from django.db.models import Model
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

from linli.kernel.errors import Finding, RuleBroken
from linli.kernel.explain import Citation, Explanation, Input
from linli.kernel.templatetags import linli as kit
from linli.kernel.web.cells import Bar, Chip
from linli.kernel.web.lists import Cell, Column, Heading, Kind, ListPage, ListSpec, Row

CITATION = Citation(
    "ST-A5.1",
    "附件5 注1",
    "Plan",
    "No. 9",
    "st",
    "r1",
    {"zh": "覆盖的含义", "en": "What covered means"},
)
EXPLANATION = Explanation(
    "Coverage",
    Decimal("48.78"),
    "%",
    (Input("Covered", 20), Input("All", 41, citation=CITATION)),
    ("20 ÷ 41 × 100 = 48.78",),
    (CITATION,),
    datetime(2020, 10, 10, 1, 30, tzinfo=UTC),
    "st-3f9a",
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def show(source: str, **context: object) -> str:
    """The template with the kit loaded, on one line."""
    html = Template("{% load i18n linli %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


def text(html: str) -> str:
    """What a reader sees: no tags, single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


# --- figures ----------------------------------------------------------------------------------


def test_a_bar_is_drawn_without_inline_style() -> None:
    html = show("{% bar 20 41 target=41 %}")
    assert 'width="48.78%"' in html
    assert 'x1="100.00%"' in html
    assert "style=" not in html
    assert 'aria-hidden="true"' in html
    assert 'aria-label="&lt;b&gt;"' in show("{% bar 1 2 label=label %}", label="<b>")


def test_a_figure_cell() -> None:
    html = show('{% figure "Coverage" "48.78" unit="%" part=20 whole=41 note="20 / 41" %}')
    assert text(html) == "Coverage 48.78 % 20 / 41"
    assert "bar-fill" in html
    assert text(show('{% figure "Satisfaction" None unit="%" %}')) == "Satisfaction —"
    with pytest.raises(TemplateSyntaxError, match="colour"):
        show('{% figure "x" 1 colour="red" %}')


# --- icons, chips, deadlines ------------------------------------------------------------------


def test_an_unknown_icon_is_a_programming_error() -> None:
    assert "icons.svg#clock" in show('{% icon "clock" %}')
    with pytest.raises(TemplateSyntaxError, match="unicorn"):
        show('{% icon "unicorn" %}')


def test_every_icon_the_kit_names_is_in_the_sprite() -> None:
    named = {
        *kit.TONE_ICONS.values(),
        *kit.NOTICE_ICONS.values(),
        *kit.STRIP_ICONS.values(),
    } - {""}
    assert named <= kit.icon_names()


def test_a_chip_has_word_and_icon_beside_its_colour() -> None:
    html = show('{% chip word "bad" %}', word="<Overdue>")
    assert "chip-bad" in html
    assert "#exclamation-circle" in html
    assert "&lt;Overdue&gt;" in html
    assert "<svg" not in show('{% chip "Open" "bad" icon="" %}')


@pytest.mark.parametrize(
    ("left", "english", "chinese", "tone"),
    [
        (24, "24 working days left", "剩 24 个工作日", "info"),
        (3, "3 working days left", "剩 3 个工作日", "warn"),
        (1, "1 working day left", "剩 1 个工作日", "warn"),
        (0, "Due today", "今日到期", "warn"),
        (-2, "Overdue 2 working days", "超期 2 个工作日", "bad"),
    ],
)
def test_time_left(left: int, english: str, chinese: str, tone: str) -> None:
    html = show("{% due left %}", left=left)
    assert text(html) == english
    assert f"chip-{tone}" in html
    with translation.override("zh-hans"):
        assert text(show("{% due left %}", left=left)) == chinese


def test_time_left_in_calendar_days_at_risk_or_unknown() -> None:
    assert text(show('{% due 9 unit="day" %}')) == "9 days left"
    assert "chip-warn" in show("{% due 9 risk=True %}")
    assert show("{% due None %}") == ""


# --- explanations and citations ---------------------------------------------------------------


def test_an_explanation_shows_inputs_arithmetic_basis_and_release() -> None:
    html = show("{% explain e %}", e=EXPLANATION)
    for part in ("48.78", "20 ÷ 41", "附件5 注1", "2020-10-10 09:30", "st-3f9a"):
        assert part in html
    assert "What covered means" in html
    assert "How Coverage came about" in text(html)


def test_a_figure_can_be_the_button_of_its_explanation() -> None:
    assert "explain-text" in show('{% explain e text="48.78 %" %}', e=EXPLANATION)
    assert show("{% explain None %}") == ""


@override_settings(CLAUSE_ROUTE="no:route")
def test_a_citation_without_a_reader_is_text() -> None:
    html = show("{% cite c %}", c=CITATION)
    assert "<a" not in html
    assert text(html) == "附件5 注1"


@override_settings(ROOT_URLCONF="tests.kernel.kit_urls", CLAUSE_ROUTE="clause")
def test_a_citation_leads_to_its_clause() -> None:
    assert 'href="/clause/ST-A5.1/"' in show("{% cite c %}", c=CITATION)
    assert text(show('{% cite "ST-A5.1" "Note 1" %}')) == "Note 1"
    assert text(show('{% cite "ST-A5.1" %}')) == "ST-A5.1"


def test_a_clause_speaks_the_readers_language_or_the_one_it_has() -> None:
    assert kit.summary(CITATION) == "What covered means"
    with translation.override("zh-hans"):
        assert kit.summary(CITATION) == "覆盖的含义"
    assert kit.summary(Citation("X", "1", "Plan", says={"zh": "只有中文"})) == "只有中文"
    assert kit.summary(Citation("X", "1", "Plan")) == ""


# --- pieces of a page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "wide"), [("社" * 20, False), ("社" * 21, True), ("a" * 40, False), (10**60, False)]
)
def test_a_long_text_takes_the_whole_width(value: object, wide: bool) -> None:
    rows = [("Source", value)]
    assert ("facts-wide" in show("{% facts rows %}", rows=rows)) == wide
    assert "facts-wide" not in show('{% facts rows layout="rows" %}', rows=rows)


def test_facts_print_a_dash_for_nothing() -> None:
    html = show("{% facts rows %}", rows=[("Kind", "<old>"), ("Area", None)])
    assert text(html) == "Kind &lt;old&gt; Area —"


def test_tabs_mark_the_current_one_and_show_counts() -> None:
    items = [
        {"label": "Mine", "url": "?mine", "count": 0, "current": True},
        {"label": "All", "url": "?all", "count": None, "current": False},
    ]
    html = show("{% tabs items %}", items=items)
    assert text(html) == "Mine 0 All"
    assert html.count('aria-current="page"') == 1


def test_crumbs_are_links_menus_and_the_page_itself() -> None:
    trail = [("District", "/d"), ("Street", "", [("Other", "/o")]), ("Compound", "")]
    html = show("{% crumbs trail %}", trail=trail)
    assert text(html) == "District Street Other Compound"
    assert "<details" in html
    assert html.count('aria-current="page"') == 1


def test_a_timeline_entry_names_time_and_office() -> None:
    entry = {"title": "Filed", "at": EXPLANATION.as_of, "by": "Street", "detail": "form"}
    assert text(show("{% timeline e %}", e=[entry])) == "Filed 2020-10-10 09:30 · Street · form"


def test_a_reporting_strip_says_its_states_in_words() -> None:
    cells = [
        {"state": "late", "label": "1 Oct"},
        {"state": "on_time", "label": "15 Oct", "url": "/"},
    ]
    html = show("{% strip cells %}", cells=cells)
    assert text(html) == "1 Oct Late 15 Oct On time"
    assert text(show("{% strip_legend %}")) == "On time Late Missing Due now Not due yet"
    done = show("{% strip cells filed=False %}", cells=cells)
    assert text(done) == "1 Oct Done late 15 Oct Done on time"
    legend = text(show("{% strip_legend filed=False %}"))
    assert legend == "Done on time Done late Not done To be done Not due yet"


def test_findings_show_place_value_allowed_and_remedy() -> None:
    found = [
        Finding("error", "x", "No name", "Annex 3", 7, "Name", "", "a name", "Write it"),
        Finding("warning", "y", "Doubt", value="11月底"),
    ]
    shown = text(show("{% findings found %}", found=found))
    for part in (
        "Error 1",
        "Warning 1",
        "Annex 3 row 7 Name",
        "Allowed: a name",
        "Write it",
        "11月底",
    ):
        assert part in shown
    assert text(show("{% findings found %}", found=[])) == "Nothing to report."


def test_notices_confirmations_and_progress() -> None:
    assert "notice-warn" in show('{% notice "Careful" "warn" %}')
    shown = text(show('{% confirm "Submit" "" changes %}', changes=["The report is locked"]))
    assert shown == "Submit This will change: The report is locked"
    assert 'max="41" value="3"' in show('{% progress 3 41 "Importing" %}')
    assert "max=" not in show('{% progress 0 0 "Importing" %}')
    assert [kit.message_tone(tags) for tags in ("success", "error x", "debug")] == [
        "ok",
        "bad",
        "info",
    ]


def test_the_frame_prints_a_block_again_and_knows_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text(
        '{% load linli %}{% block title %}none{% endblock %}|{% slot "title" %}'
        '|{% slot "aside" as a %}{% if a %}aside{% endif %}'
    )
    (tmp_path / "page.html").write_text(
        '{% extends "frame.html" %}{% block title %}<b>{{ name }}</b>{% endblock %}'
    )
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [tmp_path],
        "APP_DIRS": True,
    }
    with override_settings(TEMPLATES=[engine]):
        assert (
            render_to_string("page.html", {"name": "<x>"}) == "<b>&lt;x&gt;</b>|<b>&lt;x&gt;</b>|"
        )


# --- forms and lists --------------------------------------------------------------------------


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the licence")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_carries_label_help_error_and_required_mark() -> None:
    html = show("{% field form.name %}", form=Sample({"name": ""}))
    assert text(html).startswith("Name * (required) As on the licence")
    assert 'id="id_name_helptext"' in html
    assert 'aria-invalid="true"' in html
    described = re.search(r'aria-describedby="([^"]+)"', html)
    assert described is not None
    assert all(f'id="{target}"' in html for target in described.group(1).split())


def test_choices_are_a_fieldset_and_a_box_stands_before_its_label() -> None:
    assert "<legend>Kind" in show("{% field form.kind %}", form=Sample())
    html = show("{% field form.agreed %}", form=Sample())
    assert html.index("<input") < html.index("<label")


def test_a_whole_form_prints_every_field_once() -> None:
    html = show("{{ form }}", form=Sample())
    assert [html.count(f'name="{name}"') for name in ("name", "kind", "agreed", "key")] == [1] * 4


def test_the_summary_of_a_wrong_form_links_to_its_fields() -> None:
    form = Sample({"kind": "a"})
    form.add_error(None, "Both cannot be")
    html = show("{% form_errors form %}", form=form)
    assert 'href="#id_name"' in html
    assert "Both cannot be" in html
    assert show("{% form_errors form %}", form=Sample()) == ""


def _page(rows: list[Row], columns: list[Column[Model]]) -> ListPage:
    return ListPage(
        spec=ListSpec(key="c", columns=columns),
        headings=[Heading(column, "?sort=name", "asc") for column in columns],
        rows=rows,
        total=41,
        filters=[],
        query="",
        previous_url="",
        next_url="?after=x",
        export_url="?format=xlsx",
        sort="name",
    )


def test_a_list_shows_cells_by_kind_and_pages() -> None:
    kinds: tuple[Kind, ...] = ("text", "number", "date", "chip", "bar")
    columns: list[Column[Model]] = [
        Column(kind, kind.title(), str, kind=kind, main=kind == "text") for kind in kinds
    ]
    values = ["Fuyuan", 12480, date(2020, 10, 8), Chip("Late", "warn"), Bar(Decimal("48.78"))]
    row = Row([Cell(c, v) for c, v in zip(columns, values, strict=True)], "/fuyuan")
    html = render_to_string("kernel/parts/list.html", {"page": _page([row], columns)})
    for part in ("12,480", "2020-10-08", "chip-warn", "48.78 %", 'href="/fuyuan"', "?after=x"):
        assert part in html
    assert 'aria-sort="ascending"' in html
    assert "1 of 41 entries shown" in text(html)


def test_an_empty_list_says_so() -> None:
    assert "No entries yet" in render_to_string("kernel/parts/list.html", {"page": _page([], [])})


# --- error pages ------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_error_page_renders_without_a_request(status: int, language: str) -> None:
    with translation.override(language):
        html = render_to_string(f"{status}.html")
    assert html.count("<h1>") == 1
    assert str(status) in html


def test_a_refusal_names_rule_and_remedy() -> None:
    error = RuleBroken("No plan yet.", clause="ST-3.1", remedy="Upload the plan.")
    shown = text(render_to_string("422.html", {"error": error}))
    for part in ("No plan yet.", "ST-3.1", "Upload the plan.", "Nothing was changed."):
        assert part in shown

"""A district that nobody has heard of joins with data alone: document, tables, no program.

Everything goes through the ``linli`` command as ``docs/new-district.md`` walks an official through
it. The place, its document and its bodies are made up.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import linli
from linli.cli.main import main
from linli.duties import services as duties
from linli.duties.models import DutyInstance
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.policy import selectors as policy
from linli.policy.data import Duty
from linli.territory import selectors as territory
from linli.territory.data import BodyKind

pytestmark = pytest.mark.django_db
PRODUCT = Path(linli.__path__[0])
PLACE, LAYER, NAME = "379901", "qy", "清源区"
TODAY = date(2026, 3, 2)

DOCUMENT = """\
清源区人民政府文件
清政发〔2026〕3号

清源区人民政府
关于印发清源区住宅小区物业管理若干规定的通知

各街道办事处，区政府各部门：
现将《清源区住宅小区物业管理若干规定》印发给你们，请认真贯彻执行。

清源区人民政府
2026年2月10日

清源区住宅小区物业管理若干规定

第一章 总则
第一条 为规范住宅小区物业管理，制定本规定。
第二章 职责
第二条 街道办事处每月5日前向区住房和城乡建设局报送物业管理情况。
第三条 噪声扰民的投诉由街道办事处受理，会同区公安分局处理，应当在5个工作日内办结。
第三章 费用
第四条 老旧小区物业服务补贴按建筑面积每月每平方米0.12元计算。
第五条 物业服务企业应当每季度在小区显著位置公示收支情况。
第四章 附则
第六条 本规定自2026年3月1日起施行。
"""
DIVISIONS = f"""\
code,name,level,parent
37,山东省,province,
3799,清河市,city,37
{PLACE},清源区,district,3799
{PLACE}001,东门街道,street,{PLACE}
{PLACE}002,西关街道,street,{PLACE}
{PLACE}001001,槐荫社区居委会,community,{PLACE}001
{PLACE}002001,柳林社区居委会,community,{PLACE}002
"""
BODIES = f"""\
code,name,kind,division
qy-housing,区住房和城乡建设局,housing_authority,{PLACE}
qy-east,东门街道办事处,street_town,{PLACE}001
qy-west,西关街道办事处,street_town,{PLACE}002
"""

# What an official writes for each clause, by its citation: the summary, and what becomes of it.
NOTHING = "  not_for_system: {zh: 说明性条款, en: Explains only}"
ANSWERS: dict[str, tuple[str, str, str]] = {
    "印发通知": ("印发本规定", "Issues the rules", NOTHING),
    "第一条": ("制定目的", "Purpose", NOTHING),
    "第二条": (
        "街道每月5日前报送物业管理情况",
        "Streets report by the 5th of each month",
        """\
  provisions:
    - duty: monthly_report
      label: {zh: 报送物业管理情况, en: Monthly report}
      by: street_town
      each: street
      receiver: {zh: 区住建局, en: Housing bureau}
      recurrence: FREQ=MONTHLY;BYMONTHDAY=5
      fulfilled_by: oversight.patrol.record
      holiday_shift: unset""",
    ),
    "第三条": (
        "噪声扰民由街道受理、公安配合，5个工作日办结",
        "Noise goes to the street and the police for 5 working days",
        """\
  provisions:
    - route: noise
      label: {zh: 噪声扰民, en: Noise}
      lead: street_town
      assist: [police]
      channel: request
      resolve_within: 5 workdays""",
    ),
    "第四条": (
        "老旧小区补贴每月每平方米0.12元",
        "Old compounds are paid 0.12 yuan per m² and month",
        """\
  provisions:
    - formula: subsidy.old
      name: area_rate
      label: {zh: 老旧小区补贴, en: Subsidy of old compounds}
      rate: 0.12 元/m2/月""",
    ),
    "第五条": (
        "企业每季度公示收支",
        "Enterprises publish income and spending quarterly",
        """\
  provisions:
    - disclosure: own_income
      label: {zh: 收支公示, en: Income and spending}
      by: property_enterprise
      each: compound
      items: [{code: income, label: {zh: 收支, en: Income and spending}}]
      interval: quarterly
      where: notice_board
      keep_days: unset""",
    ),
    "第六条": ("施行日期", "Takes effect", NOTHING),
}

Command = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Run ``linli …`` and read what it answers to a program."""

    def run(*words: object) -> tuple[int, dict[str, Any]]:
        code = main([*map(str, words), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def today() -> None:
    """Shortly after the document has come into force."""
    clock.set_offset((TODAY - clock.today()).days)


def fill_in(folder: Path) -> None:
    """Complete the folder as its official does: the head, then each clause."""
    head = folder / "layer.yaml"
    text = head.read_text(encoding="utf-8")
    text = text.replace(
        "publisher: {zh: , en: }", "publisher: {zh: 清源区人民政府, en: Government}"
    )
    text = text.replace("effective:", "effective: 2026-03-01")
    text = re.sub(r"en: \}", "en: Text}", text)
    head.write_text(text, encoding="utf-8")
    for file in folder.glob("*-*.yaml"):
        clauses = re.split(r"(?m)^(?=- clause: )", file.read_text(encoding="utf-8"))
        written = [clauses[0], *(answered(clause) for clause in clauses[1:])]
        file.write_text("".join(written), encoding="utf-8")


def answered(clause: str) -> str:
    """A clause of the draft with its summary and what becomes of it; comments are dropped."""
    found = re.search(r'cite: "(.*)"', clause)
    assert found
    zh, en, becomes = ANSWERS[found[1]]
    lines = [line for line in clause.splitlines() if not line.lstrip().startswith("#")]
    text = "\n".join(lines).replace("says: {zh: , en: }", f"says: {{zh: {zh}, en: {en}}}")
    return text.replace("  not_yet: policy", becomes).rstrip() + "\n\n"


def test_a_district_joins_from_data_alone(command: Command, today: None, tmp_path: Path) -> None:
    plan, layers = tmp_path / "plan.txt", tmp_path / "profiles"
    plan.write_text(DOCUMENT, encoding="utf-8")
    for above in ("cn", "sd"):
        shutil.copytree(PRODUCT / "profiles" / above, layers / above)

    _code, reading = command("policy", "read", plan)
    assert [clause["cite"] for clause in reading["clauses"]] == list(ANSWERS)
    assert not any(clause["doubts"] for clause in reading["clauses"])
    kinds = {
        clause["cite"]: [p["kind"] for p in clause["proposals"]] for clause in reading["clauses"]
    }
    assert (kinds["第二条"][0], kinds["第四条"][0]) == ("duty", "formula")
    assert "route" in kinds["第三条"]
    assert "disclosure" in kinds["第五条"]

    new = ("policy", "new", LAYER, "--parent", "sd", "--from", plan, "--into", layers)
    code, _answer = command(*new, "--division", PLACE, "--name", NAME)
    assert code == 0
    code, faults = command("policy", "check", layers / LAYER)
    assert code == 1  # what only the official can say is still empty, and is named
    assert {"effective", "zh", "en"} <= {error["column"] for error in faults["errors"]}
    fill_in(layers / LAYER)
    assert command("policy", "check", layers / LAYER) == (0, {"ok": True, "errors": []})
    for layer in ("cn", "sd", LAYER):
        assert command("policy", "load", layers / layer, "--activate")[0] == 0

    (tmp_path / "places.csv").write_text(DIVISIONS, encoding="utf-8")
    (tmp_path / "bodies.csv").write_text(BODIES, encoding="utf-8")
    assert command("divisions", "load", tmp_path / "places.csv") == (0, {"ok": True, "new": 7})
    assert command("bodies", "load", tmp_path / "bodies.csv") == (0, {"ok": True, "bodies": 3})

    assert_duties_run()
    assert_answers(command)


def assert_duties_run() -> None:
    """Every street owes what the document asks of streets, by the days it names."""
    (owed,) = [
        found
        for found in policy.provisions(Duty, division=PLACE, on=TODAY)
        if found.citation.layer == LAYER
    ]
    for street in territory.bodies(BodyKind.STREET_TOWN, PLACE):
        duties.assign(
            actor=system_actor(PLACE),
            at=clock.now(),
            key=owed.key,
            body_id=str(street.public_id),
            from_on=TODAY,
            to_on=date(2026, 7, 1),
        )
    days = DutyInstance.objects.filter(district=PLACE).values_list("body__name", "printed_on")
    assert sorted(days) == [
        (street, date(2026, month, 5))
        for street in ("东门街道办事处", "西关街道办事处")
        for month in (3, 4, 5, 6)
    ]


def assert_answers(command: Command) -> None:
    """The district's own amounts and routes are in force, each with its clause."""
    asked = ("--division", f"{PLACE}001", "--on", TODAY)
    _code, amount = command(
        "policy", "explain", "subsidy.old", *asked, "--input", "area=50000", "--input", "months=12"
    )
    assert (amount["value"], amount["citations"][0]["cite"]) == ("72000.00", "第四条")
    _code, route = command("policy", "explain", "route:noise", *asked)
    assert "街" in " ".join(route["steps"])
    assert route["citations"][0]["layer"] == LAYER


def test_no_program_knows_the_district() -> None:
    words = (NAME, f'"{PLACE}"', "清政发")
    texts = (path.read_text(encoding="utf-8") for path in PRODUCT.rglob("*.py"))
    assert not [word for text in texts for word in words if word in text]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("3799012,长街道,street,379901", "level"),
        ("379901003,南街街道,street,3706", "parent"),
        ("379901003,,street,379901", "name"),
        ("37990a003,南街街道,street,379901", "code"),
        ("379901001,东门街道,street,379901", "code"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_loaded(
    command: Command, tmp_path: Path, row: str, column: str
) -> None:
    (tmp_path / "places.csv").write_text(f"{DIVISIONS}{row}\n", encoding="utf-8")
    code, refused = command("divisions", "load", tmp_path / "places.csv")
    assert code == 1
    (error,) = refused["errors"]
    assert (error["row"], error["column"]) == (9, column)
    assert command("bodies", "load", tmp_path / "places.csv")[0] == 1
    assert not territory.children("37")

"""Write the two task lists of the demonstration as a street office lays them out.

``python -m tools.demo_annexes`` writes linli/cli/seed/*.xlsx: merged cells, stated counts in
brackets, several compounds in one cell, dates without a year. Posts stand where names stood.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

TARGET = Path(__file__).parent.parent / "linli" / "cli" / "seed"
WIDTHS = (6, 14, 20, 46, 46, 14, 12)
MERGED_DOWN = "ABEFG"
EDGE = Side(style="thin")
STREET, POST = "山城街道", "山城街道党工委副书记"


@dataclass(frozen=True)
class Annex:
    """One printed list: title, the two headings that differ, the work, and the compounds."""

    file: str
    title: str
    compounds_head: str
    work_head: str
    work: str
    due: str
    compounds: dict[str, str]


ANNEXES = (
    Annex(
        "shanting-annex3.xlsx",
        "山亭区实施物业企业管理的住宅小区提升任务一览表",
        "实施物业企业管理的住宅小区",
        "提升任务",
        "环境卫生、道路设施、车辆停放、服务质量4项攻坚",
        "11月底",
        {
            "梅园社区": "梅花园、龙珠百合",
            "紫薇社区": "锦绣花园、御景公馆、紫锦庄园、宝徕花苑、樱花园、龙珠丽都、民生国际、"
            "裕升山亭花园、太清湖润景家园、银光上城",
            "丰泽社区": "欧亚城、欧情豪庭、欧情南苑、桂花园、御峰园、苹果花苑、枣花园",
            "东、西鲁社区": "丰泽嘉苑",
        },
    ),
    Annex(
        "shanting-annex4.xlsx",
        "山亭区实施住宅小区物业管理全覆盖任务一览表",
        "未实施物业管理的住宅小区",
        "工作任务",
        "因区制宜、一区一策，实现物业管理全覆盖",
        "11月15日",
        {
            "梅园社区": "四十中宿舍、建行宿舍、福源公寓、梅园（西24.25号楼）、安居小区、医院宿舍、"
            "书香花苑、福临公寓、山城街道教育宿舍、华润纸厂宿舍",
            "紫薇社区": "鑫盛公寓（药材宿舍）、银山小区、紫薇社区、翼云公寓",
            "丰泽社区": "欧情东苑、柴林小区、财富广场、联通佳苑、海洋公寓、福地公寓、牡丹花园",
        },
    ),
)


def build(annex: Annex) -> Workbook:
    """The list as a workbook of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([annex.title])
    sheet.merge_cells("A1:G1")
    sheet.append(
        [
            "序号",
            "镇（街）",
            "社区名称",
            annex.compounds_head,
            annex.work_head,
            "责任人",
            "完成时间",
        ]
    )
    total = sum(len(names.split("、")) for names in annex.compounds.values())
    block = [1, f"{STREET}\n（{total}个）", annex.work, POST, annex.due]
    for community, names in annex.compounds.items():
        number, street, work, post, due = block
        head = f"{community}（{len(names.split('、'))}）"
        sheet.append([number, street, head, names, work, post, due])
        block = [None] * 5
    for column in MERGED_DOWN:
        sheet.merge_cells(f"{column}3:{column}{sheet.max_row}")
    for column, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for number, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            cell.font = Font(bold=number <= 2, size=16 if number == 1 else 11)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            if number > 1:
                cell.border = Border(EDGE, EDGE, EDGE, EDGE)
    return book


def main() -> None:
    """Write both lists."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for annex in ANNEXES:
        build(annex).save(TARGET / annex.file)


if __name__ == "__main__":
    main()

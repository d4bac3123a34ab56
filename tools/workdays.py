"""Write linli/kernel/data/workdays.csv: the State Council notices as chinesecalendar holds them.

Run once a year when the next notice is out: ``python -m tools.workdays``.
Only days that differ from an ordinary week are listed, plus one line per year that is complete.
"""

from __future__ import annotations

import csv
from pathlib import Path

from chinese_calendar.constants import holidays, workdays

TARGET = Path(__file__).parent.parent / "linli" / "kernel" / "data" / "workdays.csv"
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def main() -> None:
    rows = [(day, "off", NAMES[name]) for day, name in holidays.items()]
    rows += [(day, "work", NAMES[name]) for day, name in workdays.items()]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["date", "kind", "name"])
        writer.writerows((day.isoformat(), kind, name) for day, kind, name in sorted(rows))


if __name__ == "__main__":
    main()

"""Grids for tests: eight criteria as in the pictures, a choice, a remark."""

from decimal import Decimal

from ui.parts.grid import Grid, GridColumn, Line, ScoreSheet
from ui.preferences import Preferences

MAXIMA = (10, 10, 15, 15, 15, 10, 10, 15)
KEYS = tuple(f"c{n}" for n in range(8))
NOTE, STATE = 13, 12


def total(sheet: ScoreSheet, row: int) -> str:
    found = sheet.total(row, KEYS)
    return "—" if found is None else str(found)


def columns() -> list[GridColumn]:
    half = Decimal("0.5")
    return [
        GridColumn("no", "序", "fixed", 36, align="center"),
        GridColumn("id", "考生号", "fixed", 72),
        GridColumn("name", "姓名", "fixed", 84, widest=200),
        *(GridColumn(key, f"准则{n}", top=Decimal(m), step=half, note=f"满分 {m}", absent={"/": "缺考"}) for n, (key, m) in enumerate(zip(KEYS, MAXIMA, strict=True))),
        GridColumn("total", "总分", "computed", compute=total, look="strong"),
        GridColumn("state", "状态", "choice", 90, choices=("有效", "缺席", "回避")),
        GridColumn("note", "备注", "text", 140),
    ]  # fmt: skip


def lines(rows: int) -> list[Line]:
    return [
        Line(f"u{n}", {"no": str(n + 1), "id": f"W{n:05}", "name": f"阿拉坦{n}"}, f"{n + 1} 号 阿拉坦{n}")
        for n in range(rows)
    ]


def new_grid(rows: int = 60, preferences: Preferences | None = None) -> Grid:
    made = Grid(columns(), name="面试评分", frozen=3, preferences=preferences, view="test-grid" if preferences else "")
    made.show_lines(lines(rows))
    return made

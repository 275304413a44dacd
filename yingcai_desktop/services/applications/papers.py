"""What goes out of the register besides the official lists: the empty workbook schools fill in."""

from pathlib import Path

from yingcai_desktop.sheets.flat import FlatColumn, FlatTable
from yingcai_desktop.sheets.kinds.applicants_columns import COLUMNS
from yingcai_desktop.sheets.writer import save
from yingcai_desktop.sheets.xlsx import workbook

TEMPLATE = "报名信息模板.xlsx"
_EXAMPLE = {
    "项目": "示例：国家（或试点）；这一行不会导入",
    "姓名": "巴图·孟和",
    "性别": "男",
    "身份证号": "18 位，设为文本格式",
    "出生日期": "2009-03-05",
    "年级": "高一",
    "报名学科": "数学",
    "前置培养表现优秀": "是（或否）",
    "学校意见": "推荐（或不推荐）",
}


def write_template(out: Path) -> None:
    """Write the empty workbook for schools: every column that can be loaded, `*` nowhere, one example that is never loaded."""
    columns = [FlatColumn(c.title) for c in COLUMNS]
    rows = [[_EXAMPLE.get(c.title, "必填" if c.required else "") for c in COLUMNS]]
    save(out, workbook(FlatTable(columns, rows), "报名"))

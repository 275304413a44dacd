"""Blank workbooks for schools and universities to fill: one sheet per table, drop-downs, an example row, and how to fill it."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from yingcai_desktop.scheme import Schemes
from yingcai_desktop.sheets import words
from yingcai_desktop.sheets.examples import EXAMPLES
from yingcai_desktop.sheets.kinds import KINDS
from yingcai_desktop.sheets.kinds.applicants_columns import CHOICES
from yingcai_desktop.sheets.layouts import Column, Layout
from yingcai_desktop.sheets.xlsx import width

EMPTY_ROWS = 500
"""Rows below the example that are text cells with drop-downs."""
_LONGEST_LIST = 255
"""Excel takes no more characters in the list of a drop-down."""

RULES = (
    "1. 不要改动表头的列名；可以调整列的顺序，可以加自己的列。带 * 的列必须填写。",
    "2. 身份证号、手机号请保持文本格式，末位 X 大写；不要用数字格式，否则末几位会丢失。",
    "3. 日期按 2009-03-05 的样子填写；时间按 09:00 的样子填写。",
    "4. 姓名用汉字，间隔号用“·”；少数民族姓名写全，不拆分。",
    "5. 名次填名次本身（如 12），不要填百分比。",
    "6. 以“示例”开头的行不会被读入；可以保留，也可以删去。",
    "7. 存为 .xlsx，不要设打开密码。",
)

_CHOICES: dict[str, Sequence[str]] = {
    "性别": ("男", "女"),
    "学位": ("博士", "硕士", "学士", "其他"),
    "职称": ("正高", "副高", "中级", "其他"),
    "高校推荐": ("推荐", "不推荐"),
    "学校意见": ("推荐", "不推荐"),
    "盟市初审": ("通过", "不通过"),
    "形式": tuple(dict.fromkeys(words.MODES.values())),
    "审核": tuple(dict.fromkeys(words.REVIEWS.values())),
    "导师团队评价": tuple(dict.fromkeys(words.TEAM_GRADES.values())),
    "培养状态": tuple(dict.fromkeys(words.CONDITIONS.values())),
    "选题情况": tuple(dict.fromkeys(words.TOPIC_STATES.values())),
    "总体意见": tuple(dict.fromkeys(words.OVERALL.values())),
    "中期结论": tuple(dict.fromkeys(words.CONCLUSIONS.values())),
    "导师评价等级": tuple(dict.fromkeys(words.GRADES.values())),
    "等级": tuple(dict.fromkeys(words.GRADES.values())),
    "阶段": tuple(dict.fromkeys(words.STAGES.values())),
    **dict.fromkeys(
        [
            "前置培养表现优秀",
            "上届学员",
            "服从调剂",
            "学生承诺",
            "监护人同意",
            "是否面授",
            "课题报告",
            "培养报告",
            "盟市推荐",
            "拔尖计划",
            "跟踪同意",
        ],
        ("是", "否"),
    ),
}
_STATES = {
    "测试成绩": tuple(dict.fromkeys(words.TEST_STATES.values())),
    "面试评分": tuple(dict.fromkeys(words.INTERVIEW_STATES.values())),
    "专家评分": tuple(dict.fromkeys(words.EXPERT_STATES.values())),
}


def template(kind: str, schemes: Schemes, schools: Sequence[str] = ()) -> bytes:
    """A blank workbook of one kind. Drop-downs take their words from the schemes; `schools` are the names that take part."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    lists = {
        "项目": [s.label for s in schemes.programmes.values()],
        "盟市": list(schemes.city_names.values()),
        "年级": [g.name for g in schemes.common.grades],
        "学校": schools,
        **dict.fromkeys(("学科", "报名学科"), schemes.subject_names),
        **dict.fromkeys(("培养高校", *(university for university, _ in CHOICES)), tuple(schemes.university_order)),
    }
    for layout in KINDS[kind]:
        _sheet(book, layout, {**_CHOICES, **lists, "状态": _STATES.get(layout.name, ())})
    _rules(book)
    book.close()
    return buffer.getvalue()


def follow_up(schemes: Schemes, rows: Sequence[Mapping[str, str]]) -> bytes:
    """The workbook 往届跟踪 for one unit: who is asked after stands in it, what has become of them is blank (附件1 七, 附件2 八)."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    lists = {"项目": [s.label for s in schemes.programmes.values()], "学科": schemes.subject_names}
    for layout in KINDS["alumni"]:
        _sheet(book, layout, {**_CHOICES, **lists}, rows)
    _rules(book)
    book.close()
    return buffer.getvalue()


def _sheet(book: Any, layout: Layout, lists: dict[str, Sequence[str]], rows: Sequence[Mapping[str, str]] = ()) -> None:
    sheet = book.add_worksheet(layout.name)
    text = book.add_format({"num_format": "@"})
    example = book.add_format({"num_format": "@", "font_color": "#808080", "italic": True})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF7", "border": 1, "text_wrap": True, "num_format": "@"})
    for place, column in enumerate(layout.columns):
        title = column.title + ("*" if column.required else "")
        value = _example(column, first=place == 0)
        sheet.set_column(place, place, max(width(title), width(value)) + 2, text)
        sheet.write_string(0, place, title, head)
        if not rows:
            sheet.write_string(1, place, value, example)
        for number, row in enumerate(rows, 1):
            if given := row.get(column.title):
                sheet.write_string(number, place, given, text)
        choices = lists.get(column.title, ())
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            rule = {
                "validate": "list",
                "source": list(choices),
                "error_type": "warning",
                "error_message": "请从列表中选择",
            }
            sheet.data_validation(1 if rows else 2, place, EMPTY_ROWS + 1, place, rule)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()


def _example(column: Column, *, first: bool) -> str:
    value = EXAMPLES.get(column.title, "")
    return f"示例：{value}" if first else value


def _rules(book: Any) -> None:
    sheet = book.add_worksheet("填写说明")
    sheet.set_column(0, 0, 90)
    for row, rule in enumerate(("填写说明", *RULES)):
        sheet.write_string(row, 0, rule)

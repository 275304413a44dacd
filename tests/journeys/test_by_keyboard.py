"""A small season typed by keyboard only, from first run on (issue 3, point 10): a real window, a real data file, five people.

Nothing is clicked and no method of a page is called. One city with one subject has a handful of people; the other parts are empty and
are settled as empty. It reads as the days of one year.
"""

from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtWidgets import QApplication
from stdnum.cn import ric

from tests.journeys.hands import Hands
from ui.opening import Opening
from ui.preferences import Preferences
from yingcai_desktop.services import attempts

PASSWORDS = {"高娃": "gaowa-password-1", "陈静": "chenjing-password-2", "李慧": "lihui-password-3", "王芳": "wangfang-password-4",
             "赵敏": "zhaomin-password-5"}  # fmt: skip
PAPER = "主任办公会纪要〔2025〕3号"
SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")
STUDENTS = ("娜仁托娅", "乌云其其格", "苏日娜", "白天佑", "李明", "张嘉懿")
JUDGES = ("额尔敦", "斯琴")
TRAINEES = ("白天佑", "李明")
EXPERTS = ("乌恩", "哈斯")
PART = "后备人才·包头市·数学"
DECIDED = (
    ("报名截止日", ("报名截止日（计算年龄）", "2025-03-31")),
    ("面试学生与入选学生比例", "3"),
    ("两个项目都入选时谁优先", "英才"),
    ("前置培养可否放宽排名", "可以放宽"),
    ("各学科名额 · 英才计划", *zip(SUBJECTS, ("5", "5", "5", "10", "5"), strict=True)),
    ("各学科名额 · 后备人才 · 呼和浩特市", *((one, "10") for one in SUBJECTS)),
    ("各学科名额 · 后备人才 · 包头市", *zip(SUBJECTS, ("2", "8", "5", "5", "5"), strict=True)),
    ("各学科名额 · 后备人才 · 通辽市", *((one, "5") for one in SUBJECTS)),
    ("测试占比", ("测试占比", "40"), ("面试占比", "60")),
    ("测试分数线 · 英才计划", *((one, "60") for one in SUBJECTS)),
    ("测试分数线 · 后备人才", *((one, "50") for one in SUBJECTS)),
    ("评委分数怎样合成", "平均"),
    ("各组之间怎样修正", "不"),
    ("有效评委最少人数", "2"),
    ("打分的最小间隔", "0.5"),
    ("面试合格线", "60"),
    ("排名比较的数", "精确"),
    ("同分依次比较", "interview"),
    ("破格推荐导师的理由", "经专家组审议，同意推荐"),
    ("导师批准文号", "内科协协字〔2025〕8号"),
    ("导师聘期起 · 英才计划", "2025-03-25"),
    ("导师聘期 · 英才计划", "3"),
    ("导师聘期起 · 后备人才", "2025-03-25"),
    ("导师聘期 · 后备人才", "1"),
    ("录取日期 · 英才计划", "2025-04-20"),
    ("录取日期 · 后备人才", "2025-04-25"),
    ("到校培养最少次数", "1"),
    ("每月面授最少次数", "0"),
    ("不计面授的月份", ""),
    ("中期评价日期", "2025-07-15"),
    ("优秀线", "85"),
    ("合格线", "60"),
    ("优秀的比例上限", "50"),
    ("有效专家最少人数", "2"),
    ("到校次数不足的", "不影响"),
    ("盟市未推荐的", "未参评"),
    ("证书颁发日期", "2025-12-26"),
    ("证书编号式样", "内后备证〔{year}〕第{seq}号"),
)
MARKS = (
    ("9", "9", "14", "18", "14", "9", "5", "14"), ("8", "8", "13", "17", "13", "8", "4", "13"), ("9", "9", "13", "17", "13", "8", "4", "13"),
    ("8", "8", "12", "16", "12", "8", "4", "12"), ("7", "7", "11", "15", "11", "7", "4", "11"),
)  # fmt: skip


@pytest.fixture
def hands(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    attempts._failed.clear()
    opening = Opening(Preferences(tmp_path / "window.ini"), tmp_path / "文档", 2025)
    yield Hands(opening)
    if opening.gate is not None:
        opening.gate.close()
    opening.close()
    if opening.window is not None:
        opening.window.jobs.close()
        opening.window.deleteLater()


def identity(number: int) -> str:
    """An identity number of the unassigned county 150299."""
    body = f"150299200903{10 + number:02d}{100 + number:03d}"
    return body + str(ric.calc_check_digit(f"{body}0"))


# What a clerk does again and again


def sit_down(hands: Hands, name: str) -> None:
    """换人."""
    hands.key("Ctrl+L")
    hands.press("换人")
    hands.to("换成")
    hands.pick(name)
    hands.key("Return")
    hands.type(PASSWORDS[name])
    hands.key("Return")
    hands.until(lambda: hands.window.desk.actor == name, f"{name} at the desk")
    hands.settle()


def witness(hands: Hands, name: str) -> None:
    """The second person signs in on the spot."""
    hands.until(lambda: hands.window.second is not None and hands.window.second.panel is not None, "the second person is asked")
    hands.to("见证人")
    hands.pick(name)
    hands.key("Return")
    hands.type(PASSWORDS[name])
    hands.key("Return")
    hands.until(lambda: hands.window.second.panel is None, f"{name} witnessed")
    hands.settle()


def open_place(hands: Hands, keys: str, tab: str = "") -> None:
    """A page, and a tab of it."""
    hands.key(keys)
    hands.settle()
    if tab:
        hands.key(tab)
        hands.settle()


def task(hands: Hands, text: str) -> None:
    """The button of a task on the workbench."""
    open_place(hands, "Ctrl+1")
    hands.press(next(name for name in hands.names() if name.startswith(text)))


# The year


def first_run(hands: Hands) -> None:
    hands.begin()
    hands.fill("管理员姓名", "高娃")
    hands.press("兼任审核")
    hands.press("兼任经办")
    for name in ("管理员口令", "再输入一次管理员口令"):
        hands.fill(name, PASSWORDS["高娃"])
    hands.key("Return")
    hands.until(lambda: hands.window.sheet is not None, "the recovery sheet")
    hands.press("恢复单已经打印或抄好，将装信封封存")
    hands.press("进入工作台")
    assert hands.window.key == "home"


def colleagues(hands: Hands) -> None:
    hands.key("Ctrl+K")
    hands.type("xtsz")
    hands.key("Return")
    hands.settle()
    for name, roles in (("陈静", ()), ("李慧", ()), ("王芳", ()), ("赵敏", ("经办", "审核"))):  # a new user is 经办 unless told otherwise
        hands.key("Ctrl+N")
        hands.fill("姓名", name)
        for role in roles:
            hands.press(f"角色 {role}")
        hands.fill("口令", PASSWORDS[name])
        hands.fill("再输入一次口令", PASSWORDS[name])
        hands.key("Return")
        hands.settle()
        assert hands.said() == f"已增加用户 {name}。"


def decisions(hands: Hands) -> None:
    hands.key("Alt+2")
    hands.settle()
    for name, *values in DECIDED:
        hands.row(name)
        hands.key("Return")
        for field, text in ((name, value) if isinstance(value, str) else value for value in values):
            hands.fill(field, text)
        hands.fill("依据（会议纪要或文件的名称、文号）", PAPER)
        hands.key("Ctrl+Return")
        hands.settle()
        assert "已登记" in hands.said(), (name, hands.said())
    hands.key("Alt+5")
    hands.settle()
    hands.key("Ctrl+N")
    hands.form([("学校全称", "包头市第九中学"), ("盟市", "包头"), ("简称", "包头九中"), ("参与后备人才", "✓")])
    hands.key("Ctrl+Return")
    assert hands.said() == "已存入包头市第九中学。"


def mentors(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+3")
    for name, places in (("图雅", "1"), ("冯瑞", "5")):
        hands.key("Ctrl+N")
        hands.form([("项目", "后备"), ("姓名", name), ("培养高校", "内蒙古科技大学"), ("学科", "数学"), ("学位", "博士"), ("职称", "正高"),
                    ("可带学生数", places), ("研究方向", "数论"), ("高校推荐", "推荐"), ("盟市初审", "通过")])  # fmt: skip
        hands.key("Ctrl+Return")
        hands.settle()
    sit_down(hands, "高娃")
    for _step in ("初审", "复审", "审定", "公示", "聘任"):
        for name in ("图雅", "冯瑞"):
            hands.row(name, "导师库")
            hands.key("Ctrl+Return")
            hands.settle()
    assert [row.state_name for row in hands.window.page.all_rows()] == ["已聘任"] * 2


def applicants(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+2")
    for number, name in enumerate(STUDENTS, 1):
        hands.key("Ctrl+N")
        hands.form([("项目", "后备"), ("盟市", "包头"), ("姓名", name), ("身份证号", identity(number)), ("学校", "包头市第九"), ("年级", "高一"),
                    ("年级人数", "400"), ("学科名次", str(number)), ("综合名次", str(number)), ("报名学科", "数学"), ("第一志愿导师", "图雅"),
                    ("第二志愿导师", "冯瑞"), ("学校意见", "推荐"), ("监护人姓名", "巴特尔"), ("监护人手机", "13900000000"), ("学生承诺", "✓"),
                    ("监护人同意", "✓")])  # fmt: skip
        hands.key("Ctrl+Return")
        hands.settle()
    onward(hands)  # 学校推荐
    sit_down(hands, "高娃")
    onward(hands)  # 复审
    assert [row.state_name for row in hands.window.page.all_rows()] == ["复审通过"] * len(STUDENTS)
    task(hands, "资格审查")
    assert hands.said() == "已办理“资格审查”：符合 6，放宽 0，不符合 0。"


def onward(hands: Hands) -> None:
    """Everybody one step on."""
    for name in STUDENTS:
        hands.row(name, "报名登记")
        hands.key("Ctrl+Return")
        hands.settle()


def day_of_tests(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+4", "Alt+1")
    hands.fill("考点", "包头九中")
    hands.fill("考试时间", "3月29日 9:00")
    hands.press("自动编排 6 人")
    assert "已为 6 名考生编排座位" in hands.said()
    hands.key("Alt+2")
    hands.settle()
    hands.press("预览打印准考证")
    assert hands.window.front is not hands.window.page, "the tickets are in the preview"
    hands.key("Esc")




def marks_of_tests(hands: Hands) -> None:
    open_place(hands, "Ctrl+4", "Alt+3")
    one_pass(hands, [("90",), ("85",), ("80",), ("80",), ("75",), ("40",)], "450")
    sit_down(hands, "李慧")
    hands.turn_to("第二遍")
    one_pass(hands, [("90",), ("85",), ("81",), ("80",), ("75",), ("40",)], "451")
    sit_down(hands, "王芳")
    hands.turn_to("核对差异 1")
    hands.list(f"{PART} · 第01考场 差异")
    hands.key("1")  # what stood first is right
    hands.press("核定成绩单")
    assert "登记 6 份成绩" in hands.said()
    seal(hands, "450")




def one_pass(hands: Hands, rows: list[tuple[str, ...]], total: str) -> None:
    """A sheet once: row by row with Tab and Enter, then the total of the paper."""
    hands.grid()
    hands.key("Ctrl+Home", "Right", "Right", "Right")
    for row in rows:
        for value in row[:-1]:
            hands.type(value)
            hands.key("Tab")
        hands.type(row[-1])
        hands.key("Return")
    hands.to_total()
    hands.type(total)
    hands.key("Return")
    hands.settle()
    assert "已提交" in hands.said() or "都已提交" in hands.said(), hands.said()


def seal(hands: Hands, total: str) -> None:
    """两人封存."""
    hands.turn_to("封存")
    hands.fill("纸面总分", total)
    hands.key("Return")
    witness(hands, "赵敏")  # 审核: 经办 does not witness a seal
    assert "已封存" in hands.said()


def shortlist(hands: Hands, part: str) -> None:
    open_place(hands, "Ctrl+6")
    hands.turn_to("面试人选")
    hands.turn_to(part)
    hands.press("确定面试人选")
    assert "面试人选已确定" in hands.said()


def interviews(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+5", "Alt+1")
    hands.fill("组别", PART)
    hands.key("Ctrl+N")
    hands.fill("组别", "数学一组")
    hands.to("评委")
    hands.key("Ctrl+Home")
    for number, judge in enumerate(JUDGES):
        hands.type(judge)
        hands.key("Tab")
        hands.type("内蒙古科技大学")
        if not number:
            hands.key("Tab")
            hands.type("zz")  # 组长
        hands.key("Return")
    hands.key("Ctrl+Return")
    assert hands.said() == "数学一组已保存。"
    hands.press("抽签分组")
    hands.fill("监督人报的数字", "20250419")
    hands.key("Return")
    witness(hands, "王芳")
    assert "已为 5 人抽签分组" in hands.said()
    hands.turn_to("成绩录入")
    for judge in JUDGES:
        hands.fill("成绩单", judge)
        one_pass(hands, list(MARKS), "415")
    sit_down(hands, "李慧")
    hands.turn_to("第二遍")
    for judge in JUDGES:
        hands.fill("成绩单", judge)
        one_pass(hands, list(MARKS), "415")
    sit_down(hands, "王芳")
    for judge in JUDGES:
        hands.turn_to("核对差异")
        hands.fill("成绩单", judge)
        hands.press("核定成绩单")
        seal(hands, "415")


def admission(hands: Hands) -> None:
    """Every part, the empty ones too: who has a place in both programmes is only known then."""
    sit_down(hands, "高娃")
    for part in ("呼市", "通辽", "英才计划", "包头"):
        if part != "包头":
            shortlist(hands, part)
        open_place(hands, "Ctrl+6")
        hands.turn_to("录取")
        hands.turn_to(part)
        hands.press("办理录取")
        witness(hands, "赵敏")
        assert "录取" in hands.said() and "候补" in hands.said()
    assert hands.said() == "后备人才·包头市：录取 2 人，候补 3 人，无导师可配 0 人，另一项目已入选 0 人。"
    hands.press("锁定并生成公示名单")
    hands.fill("第二人输入", "锁定")
    hands.key("Return")
    witness(hands, "赵敏")
    assert "已锁定" in hands.said()


def training(hands: Hands) -> None:
    sit_down(hands, "陈静")
    open_place(hands, "Ctrl+7")
    hands.turn_to("包头")
    assert hands.sees("位置 6 · 已用 2 · 空 4")
    open_place(hands, "Ctrl+8")
    hands.press("开始培养")
    hands.press("确认开始培养 2 名")
    assert hands.said() == "已开始培养，学员 2 名。"
    hands.key("Ctrl+N")
    hands.press("全选")
    hands.form([("日期", "2025-05-10"), ("成长日志", "已交，导师"), ("内容", "参加课题组例会")])
    hands.key("Ctrl+Return")
    hands.settle()
    assert hands.said().startswith("已登记 2 人")

def evaluation(hands: Hands) -> None:
    """Midterm, annual, the city's word, experts' marks twice, grades."""
    open_place(hands, "Ctrl+9")
    by_form(hands, "中期", [("汇报日期", "2025-07-10"), ("导师团队评价", "良"), ("中期结论", "合格")])
    sit_down(hands, "高娃")
    hands.press("办理中期评价")
    hands.key("Space")  # looked at, now done
    assert hands.said() == "中期评价已办理：2 名学员，退出 0 人。"
    sit_down(hands, "陈静")
    by_form(hands, "年度", [("课题题目", "图的着色"), ("课题报告", "✓"), ("读书报告", "✓"), ("导师评价等级", "优")])
    by_form(hands, "推荐", [("盟市来文", "包科协发〔2025〕30号"), ("盟市推荐", "推荐"), ("盟市评议分", "90")])
    hands.turn_to("专家")
    for name in EXPERTS:
        hands.key("Ctrl+N")
        hands.form([("姓名", name), ("工作单位", "内蒙古大学"), ("数学", "✓")])
        hands.key("Ctrl+Return")
        assert hands.said() == "已登记专家。"
    sit_down(hands, "高娃")
    hands.turn_to("推荐")
    hands.press("办理盟市推荐")
    hands.key("Space")
    assert hands.said() == "盟市推荐已办理：推荐 2 人，不推荐 0 人。"
    hands.turn_to("终评")
    hands.press("分配专家")
    hands.press("分配 4 份")
    expert_marks(hands)
    sit_down(hands, "高娃")
    hands.turn_to("终评")
    hands.press("办理终评")
    hands.key("Space")
    witness(hands, "赵敏")
    assert hands.said() == "终评已办理：优秀 1 人，合格 1 人，不合格 0 人。"


def by_form(hands: Hands, tab: str, values: list[tuple[str, str]]) -> None:
    """The same form for both trainees."""
    hands.turn_to(tab)
    for name in TRAINEES:
        hands.row(name, tab)
        hands.key("Return")
        hands.form(values)
        hands.key("Ctrl+Return")
        hands.settle()


def expert_marks(hands: Hands) -> None:
    """Two people, then a third."""
    for name, turn in (("陈静", "第一遍"), ("李慧", "第二遍")):
        sit_down(hands, name)
        hands.turn_to("录分")
        hands.turn_to(turn)
        for expert in EXPERTS:
            hands.fill("成绩单", expert)
            one_pass(hands, [("18", "23", "32", "18"), ("16", "20", "28", "16")], "171")
    sit_down(hands, "王芳")
    for expert in EXPERTS:
        hands.turn_to("核对差异")
        hands.fill("成绩单", expert)
        hands.press("核定成绩单")
        seal(hands, "171")


def certificates(hands: Hands, out: Path) -> None:
    hands.key("Ctrl+K")
    hands.type("zsdy")
    hands.key("Return")
    hands.settle()
    hands.press("给 2 人编号")
    witness(hands, "赵敏")
    assert hands.said() == "已编号，有效证书 2 张。"
    hands.list("持证人")
    hands.key("Ctrl+Home", "Space", "Down", "Space")
    hands.press("登记已核对 2 人")
    hands.list("持证人")
    hands.key("Ctrl+P")
    hands.settle()
    hands.press("预览并打印 2 张")
    assert hands.window.front is not hands.window.page
    hands.window.front.save_to(out)  # the dialog of the operating system asks where; here the test says it


def on_paper(out: Path) -> None:
    """Each holder's name stands on a page of its own with the next number."""
    pages = [page.extract_text().replace(" ", "") for page in pypdf.PdfReader(out).pages]
    assert len(pages) == 2
    for number, name in enumerate(TRAINEES, 1):
        assert any(name in text and f"内后备证〔2025〕第000{number}号" in text for text in pages), (name, pages)


@pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)
def test_a_small_season_by_keyboard_only(hands: Hands, tmp_path: Path) -> None:
    first_run(hands)
    colleagues(hands)
    decisions(hands)
    mentors(hands)
    applicants(hands)
    day_of_tests(hands)
    marks_of_tests(hands)
    sit_down(hands, "高娃")
    shortlist(hands, "包头")
    interviews(hands)
    admission(hands)
    training(hands)
    evaluation(hands)
    certificates(hands, tmp_path / "证书.pdf")
    on_paper(tmp_path / "证书.pdf")

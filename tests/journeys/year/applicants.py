"""Six applications typed, recommended, approved; 资格审查."""

from tests.journeys.hands import Hands
from tests.journeys.year.people import STUDENTS, identity
from tests.journeys.year.seat import open_place, sit_down, task


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

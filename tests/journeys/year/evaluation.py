"""Midterm, annual, the city's word, experts' marks twice, grades."""

from tests.journeys.hands import Hands
from tests.journeys.year.marks import one_pass, seal
from tests.journeys.year.people import EXPERTS
from tests.journeys.year.seat import open_place, sit_down, witness


def evaluation(hands: Hands, trainees: list[str]) -> None:
    """Midterm, annual, the city's word, experts' marks twice, grades."""
    open_place(hands, "Ctrl+9")
    by_form(hands, trainees, "中期", [("汇报日期", "2025-07-10"), ("导师团队评价", "良"), ("中期结论", "合格")])
    sit_down(hands, "高娃")
    hands.press("办理中期评价")
    hands.key("Space")  # looked at, now done
    assert hands.said() == "中期评价已办理：2 名学员，退出 0 人。"
    sit_down(hands, "陈静")
    by_form(
        hands,
        trainees,
        "年度",
        [("课题题目", "图的着色"), ("课题报告", "✓"), ("读书报告", "✓"), ("导师评价等级", "优")],
    )
    by_form(hands, trainees, "推荐", [("盟市来文", "包科协发〔2025〕30号"), ("盟市推荐", "推荐"), ("盟市评议分", "90")])
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


def by_form(hands: Hands, trainees: list[str], tab: str, values: list[tuple[str, str]]) -> None:
    """The same form for both trainees."""
    hands.turn_to(tab)
    for name in trainees:
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

"""Two mentors through their five steps."""

from tests.journeys.hands import Hands
from tests.journeys.year.seat import open_place, sit_down


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

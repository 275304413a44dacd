"""What the notice leaves open, each with its paper; the school."""

from tests.journeys.hands import Hands

PAPER = "主任办公会纪要〔2025〕3号"
SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")
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


def school(hands: Hands) -> None:
    """The one the applicants come from."""
    hands.key("Alt+6")
    hands.settle()
    hands.key("Ctrl+N")
    hands.form([("学校全称", "包头市第九中学"), ("盟市", "包头"), ("简称", "包头九中"), ("参与后备人才", "✓")])
    hands.key("Ctrl+Return")
    assert hands.said() == "已存入包头市第九中学。"

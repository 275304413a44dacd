"""The sidebar as data: which places there are, in the order of the year, and the page that opens each.

A page is named `"module:Class"` and imported when it is first opened; the empty name opens an honest empty state.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.pages.base import Page


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the sidebar. `when` and `promise` are what the empty state says: stage of the year, what will be there."""

    key: str
    title: str
    icon: str
    group: str
    page: str = ""
    when: str = ""
    promise: str = ""


PLACES: tuple[Place, ...] = (
    Place("home", "工作台", "house", "", "ui.pages.home:HomePage", when="全年", promise="这里将列出现在要做的事、全年进度、名额和各盟市的上报情况。"),
    Place("applicants", "报名登记", "student", "选拔", page="ui.pages.applicants:ApplicantsPage", when="3月 学生报名",
          promise="这里将登记、审核学生报名，核对学业排名和材料。"),
    Place("mentors", "导师库", "chalkboard-teacher", "选拔", "ui.pages.mentors:MentorsPage", when="3月 推荐导师",
          promise="这里将登记导师和团队成员，逐级审核、公示并发放聘书。"),
    Place("exams", "潜质测试", "clipboard-text", "选拔", page="ui.pages.exams:ExamsPage", when="3—4月 学科潜质测试",
          promise="这里将编排考场、打印准考证，两遍录入笔试成绩并核对差异。"),
    Place("interviews", "面试评分", "notebook", "选拔", page="ui.pages.interviews:InterviewsPage", when="3—4月 面试",
          promise="这里将分组、安排评委和日程，录入八项面试评分。"),
    Place("selection", "遴选录取", "funnel", "选拔", "ui.pages.selection:SelectionPage", when="3—4月 入选",
          promise="这里将按 3:1 确定面试人选，按合成分排名，处理同分并锁定公示名单。"),
    Place("matching", "师生匹配", "handshake", "选拔", "ui.pages.matching:MatchingPage", when="3—4月 师生见面会",
          promise="这里将按志愿匹配学生与导师，逐名说明理由，并登记师生见面会。"),
    Place("training", "培养过程", "calendar-check", "培养", page="ui.pages.training:TrainingPage", when="1—12月 培养周期",
          promise="这里将登记到校培养、导师面授和成长日志，提醒落后的学员。"),
    Place("evaluation", "考核评价", "shield-check", "培养", page="ui.pages.evaluation:EvaluationPage", when="初期、中期（7月前）、年度（11—12月）",
          promise="这里将记录初期、中期、年度评价和终评，中期不合格的退出培养。"),
    Place("certificates", "证书打印", "identification-card", "培养", page="ui.pages.certificates:CertificatesPage", when="年度评价之后",
          promise="这里将为合格、优秀的学员预览和打印证书，并登记编号与领取。"),
    Place("exchange", "数据包", "package", "交换与统计", page="ui.pages.exchange:ExchangePage", when="全年",
          promise="这里将导出上报包、导入盟市数据包，逐条比较差异和冲突。"),
    Place("reports", "统计报表", "chart-bar", "交换与统计", page="ui.pages.reports:ReportsPage", when="全年",
          promise="这里将给出报名结构、选拔漏斗、成绩分布和培养达标率。"),
    Place("history", "操作记录", "list", "交换与统计", "ui.pages.history:HistoryPage", when="全年",
          promise="这里将列出谁在何时改了什么、旧值和新值，并可核对记录是否完整。"),
    Place("settings", "系统设置", "gear-six", "交换与统计", page="ui.pages.settings:SettingsPage", when="全年",
          promise="这里将设置年度与日程、名额与规则、备份与恢复、打印机和外观。"),
)  # fmt: skip


def open_page(place: Place, shell: object) -> "Page":
    """Make the page of a place; `shell` is the window it lives in. A wrong name raises `ImportError` or `AttributeError`."""
    page: Page = named(place.page or "ui.pages.placeholder:PlaceholderPage")(shell, place)
    return page


def named(name: str) -> Any:
    """The class behind `"module:Class"`, imported now."""
    module, _, cls = name.partition(":")
    return getattr(import_module(module), cls)

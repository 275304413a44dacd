"""Where each rule of the workbench leads: the words on the button, the icon, the place and what it opens at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from yingcai_desktop.services.workbench import Task


@dataclass(frozen=True, slots=True)
class Where:
    """`place` is the sidebar entry the work belongs to. `do` names what the workbench does itself, with `word`; blank: it opens the place."""

    button: str
    icon: str
    place: str = ""
    what: Mapping[str, str] = field(default_factory=dict)
    do: str = ""
    word: str = ""


WHERE: Mapping[str, Where] = {
    "decisions.missing": Where("去签认", "pencil-simple", "settings", {"tab": "rules", "view": "open"}),
    "mentors.review": Where("去审核", "chalkboard-teacher", "mentors"),
    "mentors.appoint": Where("去聘任", "certificate", "mentors"),
    "applications.review": Where("去审核", "clipboard-text", "applicants", {"view": "waiting"}),
    "step.review-applicants": Where("资格审查", "check-circle", "applicants", do="step", word="review-applicants"),
    "applications.returned": Where("去查看", "arrow-counter-clockwise", "applicants", {"view": "returned"}),
    "tests.missing": Where("去录入", "clipboard-text", "exams"),
    "step.shortlist": Where("去确定", "funnel", "selection", {"tab": "calling"}),
    "shortlist.short": Where("去查看", "users", "selection"),
    "panels.missing": Where("去安排", "users", "interviews"),
    "interviews.missing": Where("去录入", "notebook", "interviews"),
    "ties.checking": Where("去查看", "clock", "selection"),
    "ties.open": Where("去裁定", "arrows-left-right", "selection"),
    "step.admit": Where("去录取", "check-circle", "selection"),
    "seats.open": Where("去查看", "warning-circle", "selection"),
    "step.open-training": Where("开始培养", "calendar-check", "training", do="step", word="open-training"),
    "training.months": Where("去查看", "calendar-blank", "training", {"tab": "progress", "view": "behind"}),
    "training.visits": Where("去查看", "buildings", "training", {"tab": "progress", "view": "behind"}),
    "midterm.missing": Where("去填写", "shield-check", "evaluation", {"tab": "midterm"}),
    "initial.missing": Where("去填写", "shield-check", "evaluation", {"tab": "initial", "view": "missing"}),
    "supervision.open": Where("去查看", "shield-check", "evaluation", {"tab": "supervision", "view": "open"}),
    "alumni.move": Where("去转入", "users", "training", {"tab": "alumni", "move": "on"}),
    "step.midterm": Where("去确认", "shield-check", "evaluation", {"tab": "midterm"}),
    "annual.missing": Where("去填写", "shield-check", "evaluation", {"tab": "annual"}),
    "step.recommend": Where("去登记", "check-circle", "evaluation", {"tab": "city"}),
    "step.final": Where("去终评", "check-circle", "evaluation", {"tab": "final"}),
    "certificates.missing": Where("去颁发", "identification-card", "certificates"),
    "packages.waiting": Where("去查看", "package", "exchange", {"tab": "ledger", "view": "waiting"}),
    "packages.refused": Where("去查看", "package", "exchange", {"tab": "ledger", "view": "refused"}),
    "backup.old": Where("立即备份", "floppy-disk", do="back-up"),
}

STAGES: Mapping[str, str] = {
    "推荐导师": "mentors",
    "学生报名": "applicants",
    "潜质测试": "exams",
    "面试": "interviews",
    "师生见面会": "matching",
    "培养周期": "training",
    "初期评价": "evaluation",
    "中期评价": "evaluation",
    "年度评价总结": "evaluation",
}
"""Stage of the year → the place where its work is done."""


def places_of(tasks: Iterable[Task]) -> dict[str, int]:
    """Sidebar entry → how much work the tasks leave there; every entry that can have a badge is named."""
    counts = dict.fromkeys((where.place for where in WHERE.values() if where.place), 0)
    for task in tasks:
        place = WHERE[task.rule].place
        if place:
            counts[place] += task.count
    return counts

"""Stored values and action codes in the words of a clerk: labels from the models, names for references, masks for numbers."""

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import Base
from db.models import Gathering, Mentor, School
from yingcai_desktop.rules.duties import listed, of
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.rules.marks import printed
from yingcai_desktop.rules.workflow import TABLES
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.review import state_label
from yingcai_desktop.sheets.headings import CHOICES, ELIGIBILITY, HEADINGS, REASONS, STATUSES, TWO_PLACES
from yingcai_desktop.vocabulary import KINDS, STEPS

_IMPORT = re.compile(r"[0-9]{6}(?= 第 [0-9]+ 号，校验码 )")
"""How the reason of an import begins (`exchange.applying.reason_of`)."""
_ACTIONS = {
    "application.create": "新建报名",
    "application.edit": "更正报名",
    "material.attach": "添加报名材料",
    "material.replace": "更换报名材料",
    "material.refile": "改归报名材料",
    "material.remove": "移除报名材料",
    "material.tick": "登记材料收讫",
    "mentor.edit": "更正导师",
    "panel.issue": "制作面试任务",
    "panel.receive": "导入打分包",
    "panel.paper": "改用纸质录入",
    "panel.receipt": "给评委席出回执",
    "seat.load": "载入面试任务",
    "seat.mark": "评委打分",
    "seat.hand-in": "评委提交评分",
    "seat.unlock": "组长解锁评分",
    "seat.export": "导出成绩包",
    "package.send": "生成数据包",
    "package.apply": "导入数据包",
    "package.undo": "撤销导入数据包",
    "package.keys": "生成单位密钥",
    "package.enrol": "更改名录",
    "package.directory": "接收名录",
    "deed.undo": "撤销",
    "deed.redo": "重做",
    "disclosure.view": "查看完整号码",
    "disclosure.export": "导出完整号码",
    "disclosure.print": "打印完整号码",
    "application.review": "资格审查",
    "mentor.review": "导师审核",
    "mentor.appoint": "聘任导师",
    "decision.record": "登记决定",
    "exam.session": "登记考点和时间",
    "exam.swap": "调换座位",
    "exam.event": "登记考务异常",
    "entry.mark": "双录录入",
    "entry.close": "提交一遍录入",
    "entry.reopen": "退回再录",
    "entry.restart": "重新录入",
    "entry.pick": "核定差异",
    "entry.unpick": "收回核定",
    "entry.settle": "核定成绩单",
    "score.seal": "封存成绩",
    "score.amend": "更正已封存的成绩",
    "shortlist.make": "确定面试人选",
    "panel.save": "登记面试组",
    "panel.remove": "删除面试组",
    "panel.recuse": "登记面试回避",
    "panel.unrecuse": "取消面试回避",
    "panel.draw": "面试分组抽签",
    "panel.schedule": "安排面试日程",
    "panel.replace": "更换评委",
    "panel.move": "考生调组",
    "interview.explain": "说明评分差异",
    "selection.admit": "录取",
    "shortlist.except": "破例进入面试",
    "selection.rule": "裁定同分",
    "selection.draw": "抽签定序",
    "trial.keep": "存试算方案",
    "trial.remove": "删除试算方案",
    "selection.decline": "登记放弃",
    "selection.lock": "锁定遴选结果",
    "selection.unlock": "解锁遴选结果",
    "selection.substitute": "递补",
    "publication.record": "登记公示与备案",
    "objection.record": "登记公示异议",
    "matching.propose": "按志愿匹配导师",
    "matching.move": "调整导师",
    "meeting.record": "登记师生见面会",
    "meeting.sign": "见面会签到",
    "training.open": "开始培养",
    "evaluation.midterm": "中期评价",
    "evaluation.recommend": "盟市推荐",
    "evaluation.final": "终评",
    "evaluation.initial": "填写初期评价",
    "evaluation.write-midterm": "填写中期评价",
    "evaluation.annual": "填写年度材料",
    "evaluation.waive": "免交年度材料",
    "evaluation.city": "填写盟市评议",
    "evaluation.file-exit": "登记退出备案",
    "evaluation.grade": "改定等级",
    "expert.save": "登记专家",
    "expert.recuse": "登记专家回避",
    "expert.unrecuse": "取消专家回避",
    "expert.assign": "分配专家",
    "supervision.save": "登记督导",
    "supervision.finding": "登记督导发现",
    "supervision.view": "查阅培养档案",
    "certificate.issue": "颁发证书",
    "certificate.check": "登记证书核对",
    "certificate.print": "登记证书打印",
    "certificate.spoil": "登记打坏的证书",
    "certificate.collect": "登记证书领取",
    "certificate.register": "登记全国证书号",
    "tickets.assign": "编排考场",
    "user.add": "增加用户",
    "user.edit": "调整用户角色",
    "user.deactivate": "停用用户",
    "user.reset": "重设口令",
    "user.password": "修改本人口令",
    "user.recover": "用恢复单设置口令",
    "user.failures": "口令输错后登录",
    "user.sheet": "制作恢复单",
    "summary.receive": "登记总结验收材料",
    "summary.return": "取消登记总结验收材料",
    "alumni.move": "转入跟踪",
    "alumni.record": "登记往届跟踪",
    "alumni.stop": "撤回跟踪同意",
    "alumni.resume": "重新同意跟踪",
    "visit.register": "登记到校与面授",
    "visit.edit": "更正活动",
    "visit.hand-in": "登记成长日志",
    "visit.approve": "成长日志审核通过",
    "visit.return": "退回成长日志",
    "visit.delete": "撤去活动",
    "plan.save": "填写培养计划",
    "reading.assign": "指定书目",
    "reading.finish": "登记读完",
    "reading.remove": "撤去书目",
    "co-mentor.add": "登记合作导师",
    "co-mentor.remove": "撤去合作导师",
    "teacher.appoint": "登记中学指导教师",
    "teacher.remove": "撤去中学指导教师",
    "gathering.create": "登记集体活动",
    "gathering.edit": "更正集体活动",
    "gathering.delete": "撤去集体活动",
    "gathering.sign-in": "活动签到",
    "unit.save": "登记单位人员",
    "unit.remove": "删除单位人员",
    "stage.set": "设定阶段日期",
    "reminder.set": "设定提醒天数",
    "school.save": "登记学校",
    "store.restore": "恢复备份",
}
_MIGRATION = "store.migrate-"
_HIDDEN = frozenset({"uid", "revision", "office", "slot", "snapshot", "sha256", "media", "size"})
"""Columns that are no business of a reader."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "result": ELIGIBILITY, "status": STATUSES, "step": STEPS,
    "role": {"student": "学生", "mentor": "导师", "teacher": "中学指导教师", "parent": "家长"},
}  # fmt: skip
_LOCKS = {"locked": "已锁定", "unlocked": "已解锁", "superseded": "已由新版代替"}
_COUNTS = {
    **HEADINGS, **STATUSES, **ELIGIBILITY, "value": "", "approved": "通过", "rejected": "未通过", "appointed": "聘任", "trainees": "学员",
    "no_mentor": "无导师可配", "below_line": "面试未达线", "left_dual": "另一项目已入选", "no_result": "无成绩", "undecided": "未定",
    "not_recommended": "未推荐", "not_assessed": "未参评",
}  # fmt: skip
"""What the keys of a stored tree are called: counts of a step; marks have Chinese keys already."""
_FRACTION = re.compile(r"\d+(/\d+)?")


def action_name(action: str) -> str:
    """An action code in words: a step, `导入报名`, or the label of the transition it took."""
    if action in _ACTIONS:
        return _ACTIONS[action]
    if action.startswith(_MIGRATION):
        return "程序升级"
    kind, _, verb = action.rpartition(".")
    if verb == "load" and kind in KINDS:
        return f"导入{KINDS[kind]}"
    return next((row.label for row in TABLES.get(kind, ()) if row.verb == verb), action)


class Names:
    """Names behind references, read once and only if asked for."""

    def __init__(self, session: Session, schemes: Schemes) -> None:
        self._session = session
        self.schemes = schemes
        self._tables = Base.metadata.tables

    def label(self, table: str, column: str) -> str:
        """The label of a column; blank for columns nobody reads."""
        found = self._tables[table].columns.get(column) if table in self._tables else None
        if found is None or column in _HIDDEN:
            return ""
        return str(found.info.get("label", column))

    @cached_property
    def references(self) -> dict[str, str]:
        """Schools and mentors by uid."""
        names = dict(self._session.execute(select(School.uid, School.name)).all())
        mentors = self._session.execute(select(Mentor.uid, Mentor.name, Mentor.university))
        gatherings = dict(self._session.execute(select(Gathering.uid, Gathering.title)).all())
        return names | gatherings | {uid: f"{name}（{university}）" for uid, name, university in mentors}


def reason_told(schemes: Schemes, reason: str) -> str:
    """The reason of a change; that of an import names the office instead of its code."""
    found = _IMPORT.match(reason)
    return reason if found is None else schemes.offices.get(found[0], found[0]) + reason[found.end() :]


def told(names: Names, column: str, value: Any) -> str:
    """One stored value as it reads on the screen."""
    match value:
        case None | "":
            return ""
        case bool():
            return "是" if value else "否"
        case date():
            return value.isoformat()
        case str() if column in ("done_at", "saved_at", "made_at"):
            return value[:16].replace("T", " ")
        case list():
            return "、".join(_told_item(names, column, str(item)) for item in value)
        case dict():
            return "、".join(f"{_COUNTS.get(key, key)} {_plain(item)}".strip() for key, item in value.items())
        case int() if column == "choice":
            return CHOICES.get(value, str(value))
        case str():
            return _told_text(names, column, value)
    return str(value)


def _told_item(names: Names, column: str, item: str) -> str:
    if column in ("order", "tied"):  # a tie is settled between identity numbers
        return mask_id(item)
    if column == "duties":
        return listed(of([item]))
    return names.schemes[item].short if item in names.schemes.programmes else REASONS.get(item, item)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _told_text(names: Names, column: str, value: str) -> str:
    if column == "id_number":
        return mask_id(value)
    if column.endswith("phone"):
        return mask_phone(value)
    if column.endswith("_uid"):
        return names.references.get(value, "（已不在）")
    if column == "state":
        return next((found for kind in TABLES if (found := state_label(kind, value)) != value), _LOCKS.get(value, value))
    if column == "city":
        return names.schemes.city_names.get(value, value)
    if column == "programme" and value in names.schemes.programmes:
        return names.schemes[value].short
    if column in TWO_PLACES and _FRACTION.fullmatch(value):
        return printed(Fraction(value))
    return _WORDS.get(column, {}).get(value, value)

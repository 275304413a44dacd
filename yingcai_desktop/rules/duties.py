"""The five roles people have in an office (domain §3.16; reliability §3.3). The offices of the notice are `rules.workflow.Role`."""

from collections.abc import Iterable

from yingcai_desktop.rules.states import LabelledState


class Duty(LabelledState):
    """What somebody is there to do. One person may have several."""

    CLERK = "clerk", "经办"
    REVIEWER = "reviewer", "审核"
    JUDGE = "judge", "评委"
    SUPERVISOR = "supervisor", "监督"
    ADMIN = "admin", "管理员"


MEANING = {
    Duty.CLERK: "登记、导入、更正，编排考场，登录成绩，打印",
    Duty.REVIEWER: "审核、复审、录取、终评、签发证书",
    Duty.JUDGE: "在评委席打分",
    Duty.SUPERVISOR: "只查看、打印、导出和核对，不改任何内容",
    Duty.ADMIN: "用户与权限、单位设置、备份恢复；不经手成绩",
}
"""What each role is for, in one line."""


def of(codes: Iterable[str]) -> frozenset[Duty]:
    """Roles from their stored codes."""
    held = set(codes)
    return frozenset(duty for duty in Duty if duty.value in held)


def listed(duties: Iterable[Duty]) -> str:
    """`经办、审核`, always in the same order."""
    held = set(duties)
    return "、".join(duty.label for duty in Duty if duty in held)


def unfit(duties: Iterable[Duty]) -> str:
    """Why one person cannot have these together, or a blank: who supervises changes nothing, who judges sees no lists."""
    held = set(duties)
    if not held:
        return "至少要有一个角色"
    for alone in (Duty.SUPERVISOR, Duty.JUDGE):
        if alone in held and len(held) > 1:
            return f"“{alone.label}”不能兼任其他角色"
    return ""

"""Rows for lists: made-up people, the same ones every time."""

from dataclasses import dataclass
from functools import cache

STATES = (("待审核", "info"), ("已通过", "ok"), ("退回补正", "warn"), ("不符合", "bad"))
SUBJECTS = ("数学", "物理", "化学", "生物", "计算机")
NAMES = ("娜仁托娅", "阿古拉", "王一诺", "张子涵", "朱睿", "陈思远", "哈斯额尔敦", "单雨桐")


@dataclass(frozen=True, slots=True)
class Person:
    uid: str
    name: str
    state: str
    tone: str
    subject: str
    school: str
    rank: int


@cache
def people(count: int) -> tuple[Person, ...]:
    return tuple(
        Person(
            f"u{n}",
            NAMES[n % 8] + (f"·{n}" if n >= 8 else ""),
            *STATES[n % 4],
            SUBJECTS[n % 5],
            f"第{n % 7 + 1}中学",
            n * 37 % 101,
        )
        for n in range(count)
    )

"""What the selection prints: lists for the meeting, the draw, the record of a lock. The same rows as on the screen."""

from collections.abc import Sequence

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.minutes import Listed, Listing, minutes_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.identity import mask_id
from yingcai_desktop.services import deciding
from yingcai_desktop.services.people import Group, people
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.progress import Part
from yingcai_desktop.services.selecting import board, calling, locks, ties

_INTERNAL = "本表含成绩、名次，供会议和内部存档使用，不得公开。"
_GROUNDS = ("ratio", "pass_line", "interview", "weights", "ranking", "dual")


def shortlist(desk: Desk, part: Part) -> bytes:
    """面试人选名单, a page per subject: everybody called, the line said."""
    found = calling.read(desk, part)
    columns = (Listed("名次", 10), Listed("姓名", 26), Listed("性别", 9), Listed("年级", 10), Listed("学校", 56, left=True), Listed("测试分", 16), Listed("备注", 40, left=True))
    made = [
        Listing(
            "面试人选名单", _about(desk, group, (("名额", f"{one.seats}"), ("应选", f"{one.target}人"), ("实选", f"{one.called}人"), ("分数线", one.line))), columns,
            tuple((str(r.rank or "—"), r.name, r.gender, r.grade, r.school, r.score, r.note) for r in one.rows if r.called),
            notes=(*((f"不足应选 {one.shortage} 人。",) if one.shortage else ()), _INTERNAL), signatures=("经办人", "复核人", "日期"),
        )
        for group, one in found.groups.items()
    ]  # fmt: skip
    _need(any(one.rows for one in made), "还没有面试人选，请先确定面试人选。")
    return minutes_pdf(made)


def ranking(desk: Desk, part: Part, subject: str = "") -> bytes:
    """会议材料: the ranking of each subject on a page of its own, with line, ties and mentors."""
    found = board.read(desk, part)
    _need(found.settled, "还没有录取结果。请先办理录取，再打印会议材料；试算不能打印。")
    columns = (
        Listed("名次", 10), Listed("姓名", 26), Listed("学校", 62), Listed("笔试", 14), Listed("面试", 14), Listed("总分", 14),
        Listed("结果", 32), Listed("导师", 24),
    )  # fmt: skip
    made = []
    for group, one in found.groups.items():
        if subject and group[2] != subject:
            continue
        rows = tuple(
            (str(r.rank or "—"), r.name, r.school, r.test, r.interview, r.total, _ended(r), r.mentor or r.first) for r in one.rows
        )
        facts = (("名额", str(one.seats)), ("面试", f"{len(one.rows)}人"), ("录取", f"{len(one.admitted)}人"), ("末位总分", _last(one)))
        notes = tuple(_tie_words(t) for t in one.ties)
        lock = (f"名单第 {found.lock.number} 版已由 {found.lock.locker} 锁定，摘要 {found.lock.digest[:16]}。",) if found.lock else ()
        made.append(Listing("录取排名表（会议材料）", _about(desk, group, facts), columns, rows, notes=(*notes, *lock, _INTERNAL), signatures=("经办人", "复核人", "日期"), least=17))
    return minutes_pdf(made)


def draw_sheet(desk: Desk, group: Group) -> bytes:
    """抽签记录: every draw of a group with seed, order and both people; anybody can draw it again by the seed."""
    with desk.read() as session:
        made = ties.draws(session, group)
        names = {p.id_number: (p.name, p.school) for p in people(session, desk.schemes) if p.programme == group[0]}
    _need(bool(made), "本学科没有抽过签。")
    columns = (Listed("先后", 12), Listed("姓名", 30), Listed("身份证号", 40), Listed("学校", 60, left=True))
    return minutes_pdf(
        [
            Listing(
                "同分抽签记录", _about(desk, group, (("时间", d.drawn_at[:16].replace("T", " ")), ("监督人", d.witness), ("经办人", d.actor))), columns,
                tuple((str(n), names[one][0], mask_id(one), names[one][1]) for n, one in enumerate(d.order, 1)), lead=f"抽签码：{d.seed}",
                notes=("抽签码里的数字由监督人当场报出；先后按“抽签码|身份证号”的 SHA-256 从小到大排定，用同一抽签码可以重算出同样的先后；同一批人只抽一次。",),
                signatures=("监督人", "经办人", "在场人", "日期"),
            )
            for d in made
        ]
    )  # fmt: skip


def lock_record(desk: Desk, part: Part) -> bytes:
    """锁定记录: every edition of the list with who, when, why and its digest."""
    editions = locks.history(desk, part)
    _need(bool(editions), "名单还没有锁定过。")
    states = {"locked": "有效", "unlocked": "已解锁", "superseded": "已由新版代替"}
    columns = (Listed("版次", 10), Listed("状态", 22), Listed("锁定", 44, left=True), Listed("摘要（SHA-256）", 60, left=True), Listed("说明", 50, left=True))
    rows = tuple(
        (
            str(one.number), states[one.state], f"{one.locked_at[:16].replace('T', ' ')}\n录取经办 {one.maker}\n锁定 {one.locker}", f"{one.digest[:32]}\n{one.digest[32:]}",
            "\n".join(filter(None, (one.why, one.opened_why and f"{one.opened_at[:16].replace('T', ' ')} {'、'.join(one.opened_by)}：{one.opened_why}"))),
        )
        for one in editions
    )  # fmt: skip
    notes = ("摘要由锁定时的决定、成绩、裁定、放弃和录取结果算出，任何一处改动都会使它不同；可在“遴选录取”随时核对。",)
    return minutes_pdf([Listing("遴选结果锁定记录", _about(desk, (*part, ""), ()), columns, rows, notes=notes, signatures=("锁定人", "经办人", "日期"))])


def _about(desk: Desk, group: Group, facts: Sequence[tuple[str, str]]) -> Heading:
    with desk.read() as session:
        decisions = deciding.stored(session)
    return heading(desk, decisions, group, _GROUNDS if group[2] else (), tuple(facts))


def _last(one: board.GroupBoard) -> str:
    totals = [r for r in one.admitted if r.composite is not None]
    return min(totals, key=lambda r: r.composite or 0).total if totals else "—"


def _ended(row: board.Row) -> str:
    """录取（同分）; 候补 3."""
    notes = [note for note in row.note.split("，") if note and not note.startswith("候补")]
    words = next((n for n in row.note.split("，") if n.startswith("候补")), row.status_words)
    return f"{words}（{'，'.join(notes)}）" if notes else words


def _tie_words(tie: board.Tie) -> str:
    ranks = "、".join(map(str, tie.ranks))
    return f"第 {ranks} 名 {'、'.join(tie.names)} 总分相同（{tie.total}）：{tie.words or '先后未定'}。"


def _need(condition: bool, words: str) -> None:
    if not condition:
        raise NotAllowed(f"{words}没有生成文件。")

"""What is done on the tab 录取: admission, rulings and draws, declinations and 递补, lock and unlock. Each takes two people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ui.pages.selection import ties as questions
from ui.parts.ask import Ask, Entry
from ui.parts.strip import Action
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import stages
from yingcai_desktop.services.scope import Scope
from yingcai_desktop.services.selecting import board, locks, material, reserve, ties

if TYPE_CHECKING:
    from ui.pages.selection.admission import AdmissionTab

_CLAUSE = "附件1 四（二）、附件2 四（二）"


class Acts:
    """Belongs to one tab."""

    def __init__(self, tab: "AdmissionTab") -> None:
        self.tab = tab

    # 录取

    def admit(self) -> None:
        """办理录取 of the whole part; what was settled by hand in 师生匹配 would be settled afresh, so that is asked first."""
        moved = self.tab.found.moved if self.tab.found else 0
        if moved:
            words = f"重新办理录取会按志愿重新安排导师，“师生匹配”里人工调整过的 {moved} 名学生也在内。调整记录仍留存。"
            self.tab.ask(Ask("重新办理录取", words, (), "请第二人见证", lambda _values: self._admit()))
        else:
            self._admit()

    def _admit(self) -> None:
        part = self.tab.choice.part
        self.tab.with_witness(f"办理{self.tab.part_name}录取", lambda desk: stages.advance(desk, "admit", Scope(*part)), self._admitted, _CLAUSE)

    def _admitted(self, outcome: Any) -> None:
        counts = outcome.counts
        words = f"录取 {counts['admitted']} 人，候补 {counts['waitlist']} 人，无导师可配 {counts['no_mentor']} 人，另一项目已入选 {counts['left_dual']} 人。"
        self.tab.shell.messages.done(f"{self.tab.part_name}：{words}")

    # 同分

    def rule_first(self) -> None:
        """L: 逐人指定 of the first open tie."""
        found = self.tab.group
        tie = next((t for t in found.ties if t.state == board.OPEN), None) if found else None
        if tie is None:
            self.tab.shell.messages.info("本学科没有未定的同分。")
        else:
            self.ask_ruling(tie)

    def ask_ruling(self, tie: board.Tie) -> None:
        """An order with a reason, then the second person."""
        group = self.tab.key

        def then(order: list[str], reason: str) -> None:
            self.tab.with_witness("裁定同分先后", lambda desk: ties.rule(desk, group, order, reason),
                                  lambda _r: self.tab.shell.messages.done("同分先后已裁定，两人签认，理由记入操作记录。"), _CLAUSE)  # fmt: skip

        self.tab.ask(questions.ruling(tie, then))

    def ask_draw(self, tie: board.Tie) -> None:
        """The witness's number, then the witness."""
        group = self.tab.key

        def then(number: str) -> None:
            self.tab.with_witness("监督抽签", lambda desk: ties.draw(desk, group, tie.ids, number), self._drawn, _CLAUSE)

        self.tab.ask(questions.drawing(tie, then))

    def _drawn(self, drawn: ties.Drawn) -> None:
        names = {r.id_number: r.name for one in (self.tab.found.groups.values() if self.tab.found else ()) for r in one.rows}
        order = "、".join(names.get(one, "") for one in drawn.order)
        self.tab.shell.messages.done(f"抽签结果：{order}。抽签码和监督人已留存。", [Action("打印抽签记录", self.print_draw)])

    def print_draw(self) -> None:
        """抽签记录."""
        desk, group = self._desk(), self.tab.key
        self.tab.shell.preview(f"{self.tab.part_name}{group[2]}抽签记录", lambda _p: material.draw_sheet(desk, group), f"抽签记录-{self.tab.part_name}-{group[2]}")

    # 放弃与递补

    def ask_leave(self) -> None:
        """Of the current row: a declination before the lock, a 递补 after it."""
        chosen, found = self.tab.current(), self.tab.found
        if chosen is None or found is None:
            self.tab.shell.messages.info("请先选中一名考生。")
            return
        locked = found.lock is not None
        if locked and chosen.status != "admitted":
            self.tab.shell.messages.info(f"{chosen.name}不在录取名单里，不用递补。")
            return
        follower = next((r for r in self.tab.group.rows if r.status == "waitlist"), None) if self.tab.group else None
        if locked:
            who = f"候补第一位是 {follower.name}（第 {follower.rank} 名）" if follower else "本学科没有候补，名额会空出"
            words = f"{chosen.name}（第 {chosen.rank} 名）的名额空出，由同组候补依次递补，名次不变，其他人不动。{who}。名单成为新的一版。"
        else:
            words = f"登记 {chosen.name} 的名额空出；重新办理录取时由候补依次补上。"
        entries = [Entry("cause", "原因", options=list(reserve.CAUSES.items())), Entry("note", "情况", "时间、经办、依据")]
        self.tab.ask(Ask("递补" if locked else "登记放弃", words, entries, "请第二人见证" if locked else "登记", lambda v: self._leave(chosen, v, locked=locked), about=chosen.uid))

    def _leave(self, chosen: board.Row, values: Mapping[str, str], *, locked: bool) -> object:
        if locked:
            self.tab.with_witness(f"{chosen.name}的递补", lambda desk: reserve.substitute(desk, chosen.uid, values["cause"], values["note"]), self._substituted, "附件1 四（二）")
            return None

        def then() -> None:
            reserve.decline(self._desk(), chosen.uid, values["cause"], values["note"])
            self.tab.shell.messages.done(f"已登记 {chosen.name} {reserve.CAUSES[values['cause']]}。", [Action("重新办理录取", self.admit)])

        return self.tab.act(then)

    def _substituted(self, done: reserve.Substituted) -> None:
        came = f"{done.came}（第 {done.came_rank} 名）递补" if done.came else "没有候补可以递补，名额空出"
        passed = f"；{'、'.join(done.passed)} 没有导师可配，跳过" if done.passed else ""
        self.tab.shell.messages.done(f"{done.left} 退出，{came}{passed}。名单现为第 {done.edition} 版。", [Action("打印锁定记录", self.print_lock)])

    # 锁定

    def ask_lock(self) -> None:
        """What is locked and what is still in the way; then the second person types the word."""
        desk, part, name = self._desk(), self.tab.choice.part, self.tab.part_name
        self.tab.shell.jobs.start(f"核对{name}", lambda _p: locks.blockers(desk, part), self._ask_lock)

    def _ask_lock(self, blockers: list[str]) -> None:
        name, found = self.tab.part_name, self.tab.found
        if blockers:
            self.tab.shell.messages.error(f"还不能锁定{name}：{'；'.join(blockers)}。")
            return
        count = sum(len(one.admitted) for one in found.groups.values()) if found else 0
        words = f"锁定 {name} 全部学科的录取结果（{count} 人）。锁定后成绩、决定、名次都不能再改；只有人放弃的办递补，更正须两人解锁。须由录取经办人以外的人逐字输入“锁定”。"

        def then(values: Mapping[str, str]) -> object:
            if values["word"] != locks.WORD:
                self.tab.shell.messages.error(f"没有锁定：请逐字输入“{locks.WORD}”两个字。")
                return False
            part = self.tab.choice.part
            self.tab.with_witness(f"锁定{name}遴选结果", lambda desk: locks.lock(desk, part, values["word"]), self._locked, "附件1 四（四）、附件2 六（五）")
            return None

        self.tab.ask(Ask("锁定遴选结果", words, [Entry("word", "第二人输入", "锁定", width=120, kept=False)], "请第二人签认", then))

    def _locked(self, lock: locks.Lock) -> None:
        go = Action("去公示与备案", lambda: self.tab.shell.go("selection", tab="publication"))
        self.tab.shell.messages.done(f"{self.tab.part_name}遴选结果已锁定（第 {lock.number} 版）。", [go, Action("打印锁定记录", self.print_lock)])

    def ask_unlock(self) -> None:
        """A reason, then the second person."""
        part, name = self.tab.choice.part, self.tab.part_name

        def then(values: Mapping[str, str]) -> None:
            self.tab.with_witness(f"解锁{name}遴选结果", lambda desk: locks.unlock(desk, part, values["reason"]),
                                  lambda _r: self.tab.shell.messages.done(f"{name}遴选结果已解锁，原快照留存。改完请重新录取、重新锁定。"))  # fmt: skip

        words = "解锁后可以更正成绩、决定并重新录取；原来的快照和摘要留存。只是有人放弃的，不用解锁，办理递补即可。"
        self.tab.ask(Ask("解锁遴选结果", words, [Entry("reason", "理由", "哪里有误、依据什么更正")], "请第二人见证", then))

    def verify(self) -> None:
        """核对快照."""
        desk, part = self._desk(), self.tab.choice.part
        self.tab.shell.jobs.start("核对快照", lambda _p: locks.verify(desk, part), self._verified)

    def _verified(self, differences: list[str]) -> None:
        if differences:
            self.tab.shell.messages.error(f"与锁定时的快照不符：{'；'.join(differences)}。请在操作记录里查明谁改了什么。")
        else:
            self.tab.shell.messages.done("核对无误：数据文件里的决定、成绩和结果与锁定时的快照一致，摘要相符。")

    def print_lock(self) -> None:
        """锁定记录."""
        desk, part, name = self._desk(), self.tab.choice.part, self.tab.part_name
        self.tab.shell.preview(f"{name}锁定记录", lambda _p: material.lock_record(desk, part), f"锁定记录-{name}")

    def _desk(self) -> Desk:
        assert self.tab.desk is not None
        return self.tab.desk

"""督导 of the 专家咨询委员会 (附件2 二（二）): 查阅培养档案 · 听取工作报告 · 调研访谈, findings followed up, files opened within bounds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.pages.evaluation.cards import CardTab
from ui.pages.evaluation.experts import day
from ui.pages.evaluation.lines import Lines
from ui.pages.halfway import Halfway
from ui.pages.register import Declared, SavedView
from ui.parts.combo import PickCombo
from ui.parts.empty import EmptyState
from ui.parts.fields import Field
from ui.parts.filters import Pick
from ui.parts.form import Section
from ui.parts.line_edit import LineEdit, TextArea
from ui.parts.look import button, label, row, stack
from ui.parts.rows import Column
from ui.parts.strip import Action
from yingcai_desktop.errors import Invalid, Refusal
from yingcai_desktop.services.evaluations import supervising
from yingcai_desktop.services.evaluations.register import Register
from yingcai_desktop.services.evaluations.supervising import DOSSIERS, FINDINGS, KINDS, PROBLEM, Act, Found

COLUMNS: Sequence[Column] = (
    Column("day", "日期", lambda a: a.day.isoformat(), 104),
    Column("kind", "督导方式", lambda a: a.kind, 116, kind="pill", tone=lambda _a: "info"),
    Column("place", "受督导单位", lambda a: a.place, 176, find=True, full=lambda a: a.place),
    Column("experts", "参加专家", lambda a: "、".join(a.experts), 150, find=True, full=lambda a: "、".join(a.experts)),
    Column("problems", "问题", lambda a: str(a.problems or ""), 60, "right", number=lambda a: a.problems),
    Column("open", "待整改", lambda a: str(a.open_problems or ""), 68, "right", tone=lambda _a: "warn", number=lambda a: a.open_problems),
    Column("examples", "典型案例", lambda a: str(a.examples or ""), 84, "right", number=lambda a: a.examples),
    Column("views", "查阅", lambda a: f"{a.views} 次" if a.views else "", 68, "right", number=lambda a: a.views),
    Column("matter", "内容", lambda a: a.matter, 200, find=True, full=lambda a: a.matter),
)
VIEWS = (
    SavedView("all", "全部", lambda a: True),
    SavedView("open", "有待整改", lambda a: a.open_problems > 0),
    SavedView("examples", "有典型案例", lambda a: a.examples > 0),
    SavedView("files", DOSSIERS, lambda a: a.kind == DOSSIERS),
)


class SupervisionTab(CardTab):
    """督导 · 发现 · 档案."""

    watches = ("supervision", "supervision_finding", "dossier_view", "expert")
    noun = "督导"
    declared = Declared(COLUMNS, 1, (Pick("kind", "督导方式", [(k, k) for k in KINDS]),), {"kind": "kind"}, VIEWS, "搜索单位、专家、内容", "次",
                        "没有符合条件的督导", ticks=False)  # fmt: skip

    def read(self) -> Sequence[Act]:
        """Every act this office sees."""
        with self.shell.desk.read() as session:
            return supervising.acts(session, self.shell.desk)

    @property
    def city(self) -> str:
        """The city this office is, blank for the region."""
        office = self.shell.desk.store.office if self.shell.desk else ""
        return office if office in self.schemes.city_names else ""

    def sections(self) -> Sequence[Section]:
        """What, when, where, who."""
        cities = [(c.code, c.name) for c in self.schemes.common.cities ]
        return (
            Section(
                "督导",
                (
                    Field("kind", "督导方式", "choice", required=True, options=[(k, k) for k in KINDS]),
                    Field("day", "日期", "date", required=True),
                    Field("place", "受督导单位", required=True),
                    Field("city", "盟市", "choice", options=[("", "—"), *cities]),
                    Field("experts", "参加专家", required=True, span=2, hint="专家咨询委员会委员，多人用“、”分开"),
                    Field("matter", "督导内容", "long", span=2),
                    Field("conclusion", "总体评价", "long", span=2),
                    Field("closes", "档案查阅截止日", "date", hint=f"只用于{DOSSIERS}，当日 24 时前有效"),
                ),
            ),
        )

    def extra(self) -> Sequence[tuple[str, str, QWidget]]:
        """发现 and 档案."""
        self.kind = PickCombo([(k, k) for k in FINDINGS], "类别")
        self.kind.set_code(PROBLEM)
        self.text = TextArea()
        self.text.setAccessibleName("发现的内容")
        self.text.setPlaceholderText("发现了什么")
        self.text.setFixedHeight(72)
        self.responsible, self.due = LineEdit("", "责任单位（问题必填）"), LineEdit("", "整改期限 2025-12-31")
        self.responsible.setAccessibleName("责任单位")
        self.due.setAccessibleName("整改期限")
        parts = {"kind": self.kind, "text": self.text, "responsible": self.responsible, "due": self.due}
        self.finding = Halfway(self.shell, self, "supervision.finding", parts)
        adder = QFrame()
        adder.setLayout(stack(self.finding.line(), row(self.kind, (self.responsible, 1)), self.text, row((self.due, 1), button("登记发现", do=self._add_finding)), gap=8))
        if self.city:
            adder.hide()
        else:
            self.offer("supervision.finding", adder)
        self.findings = Lines("还没有登记发现。", adder)
        self.who = PickCombo((), "学员")
        self.who.setPlaceholderText("选学员（可打拼音）")
        self.viewer = PickCombo((), "查阅人")
        self.bounds = label("", "hint", wrap=True)
        widen = button("加入范围", do=self._add_file)
        if self.city:
            self.who.hide()
            widen.hide()
        else:
            self.offer("supervision.save", self.who, widen)
        files = QFrame()
        files.setLayout(
            stack(self.bounds, row((self.who, 1), widen), row(label("查阅人", "label"), (self.viewer, 1)), gap=8)
        )
        self.files = Lines("还没有选定可查阅的学员。", files)
        self.log = Lines("还没有人查阅。每次打开都会记在这里和操作记录里。")
        self._dossiers: tuple[str, ...] = ()
        return (("findings", "发现", self.findings), ("files", "档案", self.files), ("log", "查阅登记", self.log))

    def buttons(self) -> Sequence[QPushButton]:
        """打印, 新建."""
        fresh = button("登记督导", "primary", "plus", self.new, tip="Ctrl+N")
        paper = button("打印", "", "printer", self.print_page, tip="打印选中的督导记录（Ctrl+P）")
        if self.city:
            return (paper,)
        self.offer("supervision.save", fresh)
        return paper, fresh

    def empty_state(self) -> EmptyState:
        """What to do first."""
        if self.city:
            return EmptyState(
                "还没有督导记录",
                "自治区登记的、涉及本盟市的督导，随数据包下发后列在这里；\n对本盟市发现的问题，整改完成后在这里登记。", note="附件2 二（二）",
            )  # fmt: skip
        return EmptyState(
            "还没有督导记录",
            "专家咨询委员会以查阅培养档案、听取工作报告、开展调研访谈等方式督导。\n先登记委员，再登记每一次督导。",
            (Action("登记督导", self.new, "plus"), Action("登记委员", partial(self.shell.go, "evaluation", tab="experts"))),
            note="附件2 二（二）",
        )

    def values_of(self, row: Any) -> dict[str, str]:
        """A new one is of today."""
        a = row or Act("", "", self.shell.desk.clock().date(), "")
        return {
            "kind": a.kind, "day": a.day.isoformat(), "place": a.place, "city": a.city, "experts": "、".join(a.experts), "matter": a.matter,
            "conclusion": a.conclusion, "closes": a.closes_at.date().isoformat() if a.closes_at else "",
        }  # fmt: skip

    def store(self, uid: str, values: Mapping[str, str]) -> str:
        """By the service; a new 查阅 begins with the files chosen so far."""
        on, closes = day(values["day"], "日期"), day(values["closes"], "查阅截止日")
        if on is None:
            raise Invalid("督导没有保存：请填日期。")
        until = datetime.combine(closes, time(23, 59), self.shell.desk.clock().tzinfo) if closes else None
        experts = tuple(name.strip() for name in values["experts"].replace("，", "、").split("、") if name.strip())
        act = Act(uid, values["kind"], on, values["place"], values["city"], experts, values["matter"], self._dossiers, until, values["conclusion"])
        return supervising.save(self.shell.desk, act)

    def show_record(self, uid: str) -> None:
        """The files of this act."""
        found = next((a for a in self.rows if a.uid == uid), None)
        self._dossiers = found.dossiers if found else ()
        super().show_record(uid)

    def new(self) -> None:
        """Ctrl+N."""
        if self.city:
            self.shell.messages.info(supervising.REGIONS)
            return
        self.leave_record()
        self._dossiers = ()
        super().new()

    def show_more(self, row: Any) -> None:
        """Head, findings, files, log."""
        words = f"{row.day.isoformat()} · {'、'.join(row.experts)}" if row else "填好后按“保存”；查阅档案的，先在“档案”里选学员"
        self.pane.show_head(row.place if row else "登记督导", row.kind if row else "", "info", words)
        self.form.set_read_only(not self._may("supervision.save", row))
        self.save_button.setVisible(self._may("supervision.save", row))
        self._fill_findings(row)
        self.finding.open(row.uid if row else "")
        self._fill_files(row)

    def _may(self, action: str, row: Any) -> bool:
        """Whether the person at the desk may do it to this act: a city only puts right what was found with it."""
        own = not self.city or (action == "supervision.finding" and row is not None and row.own)
        return self.shell.desk.may(action) and own

    def rights_changed(self) -> None:
        """The act in the pane, as whoever sits down now may act on it."""
        super().rights_changed()
        self.plan.put_away()
        if self._uid:
            self.show_more(self.row())

    def print_page(self) -> None:
        """Ctrl+P: 督导记录."""
        import yingcai_desktop.services.printing.evaluation as paper

        act, desk = self.row(), self.shell.desk
        if act is None:
            self.shell.messages.info("先在名单里选一次督导，再打印。")
            return
        title = paper.TITLES["supervision"]
        self.shell.preview(title, lambda _progress: paper.pdf(desk, "supervision", uid=act.uid), f"{title}-{act.day.isoformat()}.pdf")

    # Findings

    def _fill_findings(self, row: Any) -> None:
        found: list[Found] = []
        if row is not None:
            with self.shell.desk.read() as session:
                found = supervising.findings(session, self.shell.desk, row.uid)
        lines = []
        for f in found:
            due = f"，限 {f.due.isoformat()}" if f.due else ""
            done = f"已整改 {f.done_on.isoformat()}：{f.follow_up}" if f.done_on else f"{f.responsible}{due}" if f.kind == PROBLEM else f.responsible
            links = [Action("整改完成…", partial(self._put_right, f))] if f.kind == PROBLEM and f.done_on is None and self._may("supervision.finding", row) else []
            lines.append((f"{f.kind}：{f.text}", done, links))
        self.findings.show_lines(lines)
        self.pane.set_tab_text("findings", f"发现 {len(found)}" if found else "发现")

    def _add_finding(self) -> None:
        row, desk = self.row(), self.shell.desk
        if row is None:
            self.shell.messages.info("先保存这次督导，再登记发现。")
            return

        def act() -> str:
            made = Found("", row.uid, self.kind.code(), self.text.toPlainText(), self.responsible.text(), day(self.due.text().strip(), "整改期限"))
            return supervising.save_finding(desk, made)

        if self.attempt("登记督导发现", act):
            self.finding.done()

    def _put_right(self, found: Found) -> None:
        from dataclasses import replace

        desk = self.shell.desk

        def go(how: str) -> None:
            done = replace(found, follow_up=how, done_on=desk.clock().date())
            self.attempt("登记整改完成", lambda: supervising.save_finding(desk, done))

        self.plan.show_plan(f"整改完成：{found.text}", "", "", "登记整改完成", go, reason="整改情况（必填）", needs_reason=True)

    # Files

    def _fill_files(self, row: Any) -> None:
        desk = self.shell.desk
        with desk.read() as session:
            names = supervising.names_of(session, self._dossiers)
            views = supervising.views(session, desk, row.uid) if row else []
        now_open = bool(row) and row.open_until(desk.clock())
        until = f"{row.closes_at:%Y-%m-%d %H:%M}" if row and row.closes_at else "未定"
        self.bounds.setText(f"只能查阅下面选定的学员，截止 {until}{'' if now_open or not row else '（现在不能查阅）'}；每次打开都记入查阅登记。")
        lines = []
        for uid in self._dossiers:
            see = [Action("查阅", partial(self._look_into, uid))] if now_open and self._may("supervision.view", row) else []
            out = [Action("移出", partial(self._remove_file, uid))] if self._may("supervision.save", row) else []
            lines.append((names.get(uid, uid), "", [*see, *out]))
        self.files.show_lines(lines)
        self.pane.set_tab_text("files", f"档案 {len(self._dossiers)}" if self._dossiers else "档案")
        self.log.show_lines([(f"{v.at}　{v.viewer}", f"{v.name}（{v.subject}）", ()) for v in views])
        self.pane.set_tab_text("log", f"查阅登记 {len(views)}" if views else "查阅登记")
        self.viewer.set_options([(name, name) for name in (row.experts if row else ())])
        if self.viewer.currentIndex() < 0 and self.viewer.count():
            self.viewer.setCurrentIndex(0)
        if not self.who.count():
            register = Register(desk, suggesting=False)
            register.read()
            self.who.set_options([(r.uid, f"{r.name}（{r.subject} · {r.school}）") for r in register.rows])
            self.who.setCurrentIndex(-1)

    def _add_file(self) -> None:
        uid = self.who.code()
        if uid and uid not in self._dossiers:
            self._set_files((*self._dossiers, uid))
            self.who.setCurrentIndex(-1)

    def _remove_file(self, uid: str) -> None:
        self._set_files(tuple(one for one in self._dossiers if one != uid))

    def _set_files(self, files: tuple[str, ...]) -> None:
        before, self._dossiers = self._dossiers, files
        row = self.row()
        if row is None:
            self._fill_files(None)
            return
        values = self.form.values()
        if not self.attempt("改动可查阅档案", lambda: self.store(row.uid, values), aloud=False):
            self._dossiers = before
            self._fill_files(row)

    def _look_into(self, uid: str) -> None:
        """Log first, then show the file as paper: what cannot be logged is not shown."""
        import yingcai_desktop.services.printing.evaluation as paper

        row, desk, viewer = self.row(), self.shell.desk, self.viewer.code()
        try:
            supervising.open_dossier(desk, row.uid, uid, viewer)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.refresh()
        self.shell.preview(f"查阅档案 · {viewer}", lambda _progress: paper.pdf(desk, "person", uid=uid), "查阅档案.pdf")

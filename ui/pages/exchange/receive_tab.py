"""导入: choose or drop a package, see what was checked and what it would do, settle conflicts, take it in whole or not at all (U46–U48)."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QSizePolicy, QWidget

from db.rows import Stored
from ui.jobs import Progress
from ui.pages.base import Shell
from ui.pages.exchange.code_check import CodeCheck
from ui.pages.exchange.compare import WIDTH, ComparePane
from ui.pages.exchange.review_table import ReviewTable, Row
from ui.pages.tabbed import TAB_MARGINS, Tab
from ui.parts.cells import pill_text
from ui.parts.detail import ListAndDetail
from ui.parts.elided import ElidedLabel
from ui.parts.empty import EmptyState
from ui.parts.faces import Faces
from ui.parts.file_drop import FileDrop
from ui.parts.flow import flow
from ui.parts.list_card import ListCard
from ui.parts.look import button, holder, label, look, mark, row, stack
from ui.parts.segments import Segments
from ui.parts.strip import Action
from ui.places import Place
from yingcai_desktop.errors import Refusal
from yingcai_desktop.exchange.applying import Applied
from yingcai_desktop.exchange.refused import PackageRefused
from yingcai_desktop.services import disclosing
from yingcai_desktop.services.packages import by_hand, papers, receiving, register
from yingcai_desktop.services.packages.receiving import Line, Review, Side

_FILES = "数据包 (*.ycp);;所有文件 (*)"
STEPS = ("1 选择文件", "2 校验", "3 预览差异", "4 处理冲突", "5 导入完成")
_TILES = (("new", "新增"), ("changed", "更新"), ("same", "相同"), ("conflict", "冲突"), ("refused", "拒收"))
_NOTES = {
    "new": ("新增", "ok"),
    "changed": ("更新", "info"),
    "same": ("跳过", "plain"),
    "conflict": ("须逐条决定", "bad"),
    "refused": ("不并入", "warn"),
}
_VIEWS = (("all", "全部"), ("conflict", "冲突"), ("changed", "更新"), ("new", "新增"), ("refused", "拒收"))
PACKAGE, OWN = "用包里的", "留本机的"


class ReceiveTab(Tab):
    """One package at a time; nothing is written until 导入."""

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        self.review: Review | None = None
        self.choices: dict[tuple[str, str], dict[str, Stored]] = {}
        self._decided: dict[str, str] = {}
        self._seen_whole: set[str] = set()
        self._path: Path | None = None
        self._entry = ""
        self.steps = [label(text, "pill") for text in STEPS]
        self.faces = Faces()
        self._build_start()
        self._build_review()
        self.answer = QFrame()
        self.faces.addWidget(self.answer)
        self.setLayout(
            stack(
                row(label("导入数据包", "h1"), 8, *self.steps, None, gap=6),
                (self.faces, 1),
                gap=12,
                margins=TAB_MARGINS,
            )
        )
        self._show_step(0)

    # What the window calls

    def refresh(self) -> None:
        """A package under review is looked at again: what is here may have changed."""
        if self.review is not None and not self.shell.jobs.busy():
            self._look(self.review.path)

    def focus_work_area(self) -> None:
        """The list of differences, or the button to choose a file."""
        if self.faces.currentWidget() is self.desk_face:
            self.table.setFocus()
        elif self.faces.currentWidget() is self.start:
            self.start_state.buttons[0].setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6: list, both sides."""
        return (self.table, self.compare) if self.review is not None else ()

    def print_page(self) -> None:
        """Ctrl+P: 差异单."""
        if self.review is not None:
            self.print_differences()

    def rights_changed(self) -> None:
        """Who may import may press it."""
        super().rights_changed()
        self._tell()

    # Choosing

    def choose(self) -> None:
        """Ask for the file."""
        name, _ = QFileDialog.getOpenFileName(self, "选择数据包", "", _FILES)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Check a file and show what it would do; nothing is written."""
        self.choices, self._decided = {}, {}
        self._seen_whole.clear()
        self._look(path)

    def leave(self) -> None:
        """取消: nothing was written."""
        self.review, self.choices, self._decided = None, {}, {}
        self.faces.setCurrentWidget(self.start)
        self._show_step(0)
        self.focus_work_area()

    def _look(self, path: Path) -> None:
        desk = self.shell.desk
        self._path = path
        self._show_step(1)
        self.shell.jobs.start(
            f"校验 {path.name}",
            lambda progress: receiving.open_package(desk, path, progress),
            self._looked,
            failed=self._refused,
        )

    def _looked(self, review: Review) -> None:
        self.review = review
        keys = {(line.key, line.field) for line in review.conflicts()}
        self.choices = {key: {f: v for f, v in said.items() if (key, f) in keys} for key, said in self.choices.items()}
        self.head.setText(review.title)
        self.code.ask(review.arrived.check_code)
        self._show_pills(review)
        counts = {**review.counts, "changed": review.counts.get("changed", 0) + review.counts.get("removed", 0)}
        for key, tile in self.tiles.items():
            tile.setText(str(counts.get(key, 0)))
            self.tile_pills[key].setVisible(bool(counts.get(key)))
        self.views.choose("all")
        self.table.filter("", None)
        self._show_rows()
        self.faces.setCurrentWidget(self.desk_face)
        self._show_progress()
        first = next((line.uid for line in review.lines), "")
        if first and not self.table.current():
            self.table.select(first)
        self._show_line()
        self.focus_work_area()

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.leave()
            self.shell.messages.trouble(error)
            return
        self.review = None
        what, _, next_ = error.message.partition("。")
        actions = [Action("选择别的文件…", self.choose, "folder-open")]
        if isinstance(error, PackageRefused) and error.code in ("package.gap", "package.fork"):
            actions.append(
                Action("给对方发回执", lambda: self.shell.go("exchange", tab="send", kind="receipt"), "upload-simple")
            )
        if (isinstance(error, PackageRefused) and error.code == "package.unknown-sender") or not isinstance(
            error, PackageRefused
        ):
            actions.append(Action("去单位登记", lambda: self.shell.go("exchange", tab="offices"), "key"))
        state = EmptyState(
            "这个包没有导入",
            f"{self._path.name if self._path else ''}\n{what}。\n{next_}",
            actions,
            "warning",
            note="本机没有任何改动",
        )
        self._put(state)
        self._show_step(1, bad=True)

    # Deciding

    def settle(self, number: int) -> None:
        """Keys 1 2 3 on the current line."""
        line = self._line()
        if line is None or not line.conflict:
            return
        if number == 3:
            self.compare.ask_by_hand()
        else:
            side = line.package[0] if number == 1 else line.own
            if side is not None:
                self._take(line, side, PACKAGE if number == 1 else OWN)

    def take(self, side: Side) -> None:
        """采用, from the pane."""
        line = self._line()
        if line is not None:
            self._take(line, side, OWN if side is line.own else PACKAGE)

    def take_column(self) -> None:
        """The package's side for every conflict of this field that is open."""
        line = self._line()
        if line is None or self.review is None:
            return
        alike = [
            one for one in self.review.conflicts()
            if (one.key[0], one.field) == (line.key[0], line.field) and one.field not in self.choices.get(one.key, {})
        ]  # fmt: skip
        for one in alike:
            self._choose(one, one.package[0].value, PACKAGE)
        self._after()

    def type_in(self, text: str) -> bool:
        """A third value; False, with the reason said, where it cannot be."""
        line = self._line()
        if line is None or self.review is None:
            return False
        try:
            value = by_hand.typed_value(self.shell.desk, self.review.items[line.key], line.field, text)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return False
        self._choose(line, value, f"手工填 {text}")
        self._after(onward=True)
        return True

    def _take(self, line: Line, side: Side, words: str) -> None:
        self._choose(line, side.value, words)
        self._after(onward=True)

    def _choose(self, line: Line, value: Stored, words: str) -> None:
        self.choices.setdefault(line.key, {})[line.field] = value
        self._decided[line.uid] = words

    def _after(self, *, onward: bool = False) -> None:
        """Show what was decided; the next open conflict becomes current."""
        current = self.table.current()
        self._show_rows()
        if onward and self.review is not None:
            shown = [shown.line for shown in self.table.rows.shown]
            here = next((n for n, line in enumerate(shown) if line.uid == current), -1)
            waiting = [
                line
                for line in (*shown[here + 1 :], *shown[: here + 1])
                if line.conflict and line.uid not in self._decided
            ]
            if waiting:
                self.table.select(waiting[0].uid)
        self._show_line()
        self._show_progress()
        self.table.setFocus()

    def see_whole(self) -> None:
        """看全号: with a line in the journal."""
        line = self._line()
        if line is None:
            return
        try:
            disclosing.seen(self.shell.desk, "数据包", line.label, line.name)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self._seen_whole.add(line.uid)
        self._show_line()

    # Taking in

    def take_in(self) -> None:
        """Backup, then one transaction."""
        review = self.review
        if review is None or not self.go.isEnabled():
            return
        desk, choices = self.shell.desk, {key: dict(said) for key, said in self.choices.items()}
        returned, compared = bool(review.own_back), self.code.compared

        def work(progress: Progress) -> tuple[Applied, str]:
            done = receiving.take_in(desk, review, choices, returned=returned, compared=compared, progress=progress)
            found = next((e.uid for e in register.entries(desk) if not e.sent and e.package_id == done.package_id), "")
            return done, found

        self.go.setEnabled(False)
        job = self.shell.jobs.start(f"导入 {review.title}", work, self._taken, failed=self._not_taken)
        job.ended.connect(self._tell)  # no earlier: until then the job counts as running

    def _taken(self, result: tuple[Applied, str]) -> None:
        done, self._entry = result
        review, self.review = self.review, None
        assert review is not None
        if self.shell.session is not None:
            self.shell.show_facts(**self.shell.session.facts())
        title = "这个包以前已经导入过，没有改动" if done.again else f"已导入：{review.title}"
        refused = f"\n有 {len(done.refused)} 条没有接收，原因在导入报告里，也会随回执告知对方。" if done.refused else ""
        words = f"{receiving.summary(done.counts) if not done.again else '同一个包导入几次都一样。'}。导入前已自动备份。{refused}"
        actions = (
            Action("打印导入报告", self.print_report, "printer"), Action("再导入一个…", self.choose, "folder-open"),
            Action("看收发登记", lambda: self.shell.go("exchange", tab="ledger", uid=self._entry)),
        )  # fmt: skip
        self._put(EmptyState(title, words, actions, "check"))
        self._show_step(4)
        self.shell.refresh_badges()

    def _not_taken(self, error: BaseException) -> None:
        self._tell()
        self.shell.messages.trouble(error)
        if isinstance(error, PackageRefused) and self.review is not None:
            self._look(self.review.path)

    # Paper

    def print_differences(self) -> None:
        """差异单, with what was decided so far."""
        review, desk = self.review, self.shell.desk
        if review is not None:
            decided = tuple(self._decided.get(line.uid, "") for line in review.lines)
            self.shell.preview(
                "数据包差异单", lambda _p: papers.differences(desk, review, decided), f"差异单-{review.path.stem}.pdf"
            )

    def print_report(self) -> None:
        """导入报告 of what was just taken in."""
        desk, uid = self.shell.desk, self._entry
        if uid:
            self.shell.preview("数据包导入报告", lambda _p: papers.report(desk, uid), "数据包导入报告.pdf")

    # Showing

    def _line(self) -> Line | None:
        current = self.table.current()
        return next((shown.line for shown in self.table.rows.shown if shown.uid == current), None)

    def _show_rows(self) -> None:
        lines = self.review.lines if self.review else ()
        self.table.show_rows([Row(line, self._decided.get(line.uid, "")) for line in lines])
        self._tell()

    def _show_line(self) -> None:
        line, desk = self._line(), self.shell.desk
        can = (
            line is not None
            and line.conflict
            and self.review is not None
            and by_hand.can_type(self.review.items[line.key], line.field)
        )
        decided = self._decided.get(line.uid, "") if line else ""
        whole = line is not None and line.uid in self._seen_whole
        self.compare.show_line(
            line, decided, whole=whole, can_type=can, may_see=desk is not None and desk.may("disclosure.view")
        )

    def _narrow(self, key: str) -> None:
        wanted = {"changed": ("changed", "removed")}.get(key, (key,))
        self.table.filter("", None if key == "all" else lambda shown: shown.line.outcome in wanted)
        self._show_line()

    def _tell(self) -> None:
        """The words on the main button say what is lacking."""
        review, desk = self.review, self.shell.desk
        if review is None:
            return
        self.facts.setText(f"校验码 {self.code.told()} · {review.facts}")
        left, may = review.open(self.choices), desk is not None and desk.may("package.apply")
        if review.again:
            text, on = "已经导入过", False
        elif self.code.slip:
            text, on = "校验码没有核对上", False
        elif left:
            text, on = f"还有 {left} 处冲突未决定", False
        elif review.own_back:
            text, on = f"收回本单位的 {review.own_back} 条记录并导入", True
        else:
            text, on = (f"导入 {review.moving} 条" if review.moving else "登记收到，没有改动"), True
        self.go.setText(text)
        self.go.setAccessibleName(text)
        self.go.setEnabled(on and may and not self.shell.jobs.busy())
        self.note.setText(self._note(review, may))
        self.set_status(f"{review.total} 条记录 · {len(review.lines)} 处差异" + (f" · {left} 处待决定" if left else ""))

    def _note(self, review: Review, may: bool) -> str:
        if not may:
            return "导入须由经办或审核办理，可以先核对差异、打印差异单。"
        if self.code.slip:
            return "与电话里念的不一致的包不能导入：请对方重新念一遍，或清空这一格；仍不一致的，不是对方制作的那个文件。"
        if review.own_back:
            return "包里有本单位恢复备份之前写下、本机已经没有的记录。核对确是本单位原来的记录后再导入。"
        return "导入前会自动备份；整包一次写入，失败则全部不写。"

    def _show_progress(self) -> None:
        """The differences are to be looked at; conflicts are to be settled, or are."""
        review = self.review
        self._show_step(3 if review is not None and review.conflicts() else 2)
        if review is not None and review.conflicts() and not review.open(self.choices):
            look(self.steps[3], tone="ok")

    def _show_step(self, at: int, *, bad: bool = False) -> None:
        for number, pill in enumerate(self.steps):
            tone = "ok" if number < at else ("bad" if bad else "info") if number == at else "plain"
            look(pill, tone=tone)
        if at == len(STEPS) - 1:
            look(self.steps[-1], tone="ok")

    def _show_pills(self, review: Review) -> None:
        while (item := self.pills.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for seen in review.seen:
            pill = label(pill_text(seen.text, seen.tone), "pill", tip=seen.tip)
            look(pill, tone=seen.tone)
            self.pills.addWidget(pill)
            pill.show()

    def _put(self, state: EmptyState) -> None:
        old, self.answer = self.answer, state
        self.faces.addWidget(state)
        self.faces.setCurrentWidget(state)
        self.faces.removeWidget(old)
        old.deleteLater()
        if state.buttons:
            state.buttons[0].setFocus()

    # Building

    def _build_start(self) -> None:
        self.start_state = EmptyState(
            "选择收到的数据包",
            "把数据包文件（.ycp）拖到这里，或按下面的按钮选择。先校验、比较，按“导入”以前不改动本机的任何记录。",
            (
                Action("选择数据包…", self.choose, "folder-open"),
                Action("看收发登记", lambda: self.shell.go("exchange", tab="ledger")),
            ),
            "package",
        )
        look(self.start_state, look="plain")
        self.start = FileDrop(stack((self.start_state, 1), margins=(1, 1, 1, 1)), "card")
        self.start.setAccessibleName("选择数据包")
        self.start.dropped.connect(lambda paths: self.open(paths[0]))
        self.faces.addWidget(self.start)

    def _build_review(self) -> None:
        self.head, self.facts = ElidedLabel("", "title"), ElidedLabel("", "hint")
        self.pills = flow()
        words = stack(self.head, self.facts, gap=0)
        pills = holder(self.pills, "plain")
        pills.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        line = row(mark("package", "pri", 22), 4, (words, 1), (pills, 1), gap=8, margins=(16, 8, 12, 8))
        line.setAlignment(pills, Qt.AlignmentFlag.AlignVCenter)
        top = holder(line, "card")
        self.tiles = {key: label("0", "number") for key, _ in _TILES}
        self.tile_pills: dict[str, QLabel] = {}
        tiles = row(*((self._tile(key, text), 1) for key, text in _TILES), gap=10)
        self.table = ReviewTable(self.shell.preferences)
        self.views = Segments(_VIEWS, "筛选差异")
        self.views.chosen.connect(self._narrow)
        nothing = EmptyState(
            "没有差异",
            "这个包里的记录与本机完全相同。导入只登记收到；已经导入过的不用再导入。",
            (),
            "check",
        )
        none = EmptyState("没有这一类差异", "换一类看看。", (), "magnifying-glass")
        keys = label("↑↓ 选行　1 用包里的　2 留本机的　3 手工填", "hint")
        self.list = holder(
            stack(row(self.views, None, keys, margins=(10, 8, 12, 0)), (ListCard(self.table, nothing, none), 1), gap=8),
            "plain",
        )
        self.compare = ComparePane(self.type_in)
        self.compare.taken.connect(self.take)
        self.compare.column_wanted.connect(self.take_column)
        self.compare.whole_wanted.connect(self.see_whole)
        self.table.pressed.connect(self.settle)
        self.table.current_changed.connect(lambda _uid: self._show_line())
        self.table.opened.connect(lambda _uid: self.compare.begin())
        self.note = label("", "hint", wrap=True)
        self.code = CodeCheck()
        self.code.changed.connect(self._tell)
        self.go = button("导入", "primary", "download-simple", self.take_in)
        foot = row(
            (self.note, 1),
            self.code,
            button("打印差异单", "", "printer", self.print_differences, tip="Ctrl+P"),
            button("取消", do=self.leave),
            self.go,
        )
        area = ListAndDetail(self.list, self.compare, WIDTH)
        self.desk_face = holder(stack(top, tiles, (area, 1), foot, gap=10), "plain")
        self.faces.addWidget(self.desk_face)

    def _tile(self, key: str, text: str) -> QFrame:
        words, tone = _NOTES[key]
        pill = label(words, "pill")
        look(pill, tone=tone)
        pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tile_pills[key] = pill
        return holder(row(self.tiles[key], label(text, "label"), None, pill, gap=8, margins=(14, 6, 12, 6)), "card")

"""The window of 评委席: five entries, nothing of an office, one judge at a time (ux §4.6)."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QSizePolicy, QStackedWidget

from ui import theme
from ui.jobs import Jobs, Progress
from ui.messages import Messages
from ui.panel.giving import GivePage
from ui.panel.page import SeatPage
from ui.panel.progress import ProgressPage
from ui.panel.scoring import ScorePage
from ui.panel.today import TodayPage
from ui.parts import icons
from ui.parts.empty import EmptyState
from ui.parts.look import button, label, look, row, stack
from ui.parts.reader import Reader
from ui.parts.save_light import SaveLight
from ui.parts.sidebar import Sidebar
from ui.parts.strip import Action, Strips
from ui.preferences import Preferences
from ui.preview import Preview
from yingcai_desktop.services.seat import Seat, Sitting

RAIL_BELOW = 1360
_ENTRIES = (
    ("today", "今日面试", "house", "面试现场"),
    ("score", "逐人打分", "notebook", "面试现场"),
    ("progress", "本组进度", "chart-bar", "面试现场"),
    ("give", "导出成绩包", "package", "面试现场"),
    ("help", "帮助", "question", "面试现场"),
)
_PAGES: dict[str, type[SeatPage]] = {"today": TodayPage, "score": ScorePage, "progress": ProgressPage, "give": GivePage}


class SeatWindow(QMainWindow):
    """`ended` when the laptop has been cleared."""

    ended = Signal()

    def __init__(self, seat: Seat, preferences: Preferences) -> None:
        super().__init__()
        theme.dress(self)
        self.seat, self.preferences = seat, preferences
        self.sitting: Sitting | None = None
        self.key = ""
        self.pages: dict[str, SeatPage] = {}
        self._reader: Reader | None = None
        self._preview: Preview | None = None
        self.cleared = False
        self.setWindowTitle("评委席 · 英才培养管理")
        self.setMinimumSize(1216, 640)
        self._build()
        self.show_facts()
        for number, (key, *_rest) in enumerate(_ENTRIES, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda key=key: self.go(key))
        for keys, do in (("F11", self.toggle_full_screen), ("F1", self.help), ("Ctrl+L", self.sign_out)):
            QShortcut(QKeySequence(keys), self, do)
        self.resize(1366, 768)

    # What the pages use

    def begin(self) -> None:
        """The first page, and what is odd about today."""
        self.go("today")
        if why := self.seat.wrong_clock():
            self.messages.warn(why)

    def go(self, key: str) -> None:
        """Open an entry; marks only for the judge whose PIN was given."""
        if self.cleared:
            return
        if key == "help":
            self.help()
            self.sidebar.choose(self.key)
            return
        if key == "score" and self.sitting is None:
            self.sidebar.choose(self.key)
            self.messages.info("请评委先选姓名、输入本人的 PIN，再打分。")
            key = "today"
        elif key != self.key:
            self.messages.clear()  # what was said of another page is over, and the keys need the room
        if self.key in self.pages:
            self.pages[self.key].left()
        if key not in self.pages:
            self.pages[key] = _PAGES[key](self)
            self._stack.addWidget(self.pages[key])
        self.key = key
        self.sidebar.choose(key)
        self._stack.setCurrentWidget(self.pages[key])
        self.pages[key].entered()

    def seated(self, sitting: Sitting) -> None:
        """A judge gave the PIN."""
        self.sitting = sitting
        self.messages.clear()
        self.show_facts()
        self.go("score")

    def sign_out(self) -> None:
        """The judge leaves the seat: nobody sees anything of theirs any more."""
        if self.cleared:
            return
        if self.sitting is not None and self.key == "score":
            self.pages["score"].left()
        self._put_preview_away()
        self.sitting = None
        if (shown := self.pages.pop("score", None)) is not None:
            self._stack.removeWidget(shown)
            shown.deleteLater()
        self.key = "" if self.key == "score" else self.key
        self.show_facts()
        self.go("today")

    def preview(self, title: str, make: Callable[[Progress], bytes], name: str) -> None:
        """Show a page before it is printed; if another page has been opened meanwhile, a strip offers it."""
        where = self.key

        def show(pdf: bytes) -> None:
            if self.key == where:
                self._show_preview(title, pdf, name)
            elif self.sitting is not None:
                self.messages.done(f"《{title}》已经生成。", [Action("打开预览", lambda: self._show_preview(title, pdf, name))])

        self.jobs.start(f"生成 {title}", make, show)

    def wiped(self) -> None:
        """The store is gone: a clear screen, and nothing to go back to."""
        self.cleared = True
        self.sitting = None
        self.preferences.put("seat", "")
        self._put_preview_away()
        for page in self.pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self.pages.clear()
        self.messages.clear()
        said = "评分数据和密钥都已清除，数据文件已删除。成绩已由办公室收到；请把签名的评分表交办公室。"
        cleared = EmptyState("本机已清除", said, [Action("退出", self.close)], "shield-check")
        look(cleared, look="plain")
        self._stack.addWidget(cleared)
        self.sidebar.setEnabled(False)
        self.sidebar.hide()
        self._file.clear()
        self.judge.setText("已清除")
        self.ended.emit()

    def show_facts(self) -> None:
        """Whose laptop this is and who sits at it."""
        task = self.seat.task
        judge = self.sitting.judge if self.sitting else ""
        self.season.setText(f"{task.season} 年度")
        self.judge.setText(f"评委：{judge}" if judge else "还没有评委进入")
        self.sidebar.show_people(f"{task.subject}{task.name} · 评委席", judge or "未进入")
        self._file.setText(f"数据文件 {self.seat.store.path.name}")

    def help(self) -> None:
        """F1."""
        from ui.help import page_help

        if self._reader is not None and self._reader.isVisible():
            self._reader.close_reader()
            return
        if self._reader is None:
            self._reader = Reader(self._stack)
        self._reader.show_text("帮助 · 评委席", page_help("seat"), "")

    def toggle_full_screen(self) -> None:
        """F11."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def toggle_theme(self) -> None:
        """Light and dark, remembered."""
        wanted = "light" if theme.mode() == "dark" else "dark"
        self.preferences.put("theme", wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.switch(app, theme.wanted_mode(app, wanted))
        icons.put(self.theme, "sun" if theme.mode() == "dark" else "moon")
        if self.key == "score":
            self.pages["score"].entered()

    # Inside

    def _build(self) -> None:
        self.sidebar = Sidebar(_ENTRIES)
        self.sidebar.chosen.connect(self.go)
        self.sidebar.lock_clicked.connect(self.sign_out)
        self.season, self.judge = label("", "chip"), label("", "chip")
        for chip in (self.season, self.judge):
            chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.light = SaveLight()
        self.theme = button("切换浅色与深色", "icon", "sun" if theme.mode() == "dark" else "moon", self.toggle_theme)
        top = QFrame()
        look(top, look="top")
        top.setFixedHeight(52)
        top.setLayout(row(self.season, self.judge, None, self.light, 8, self.theme, margins=(20, 0, 16, 0)))
        strips = Strips((20, 10, 20, 0))
        self.messages = Messages(strips)
        self._stack = QStackedWidget()
        foot = stack(gap=10)
        self.jobs = Jobs(foot, self.messages, self)
        work = stack(top, strips, (self._stack, 1), foot, gap=0)
        middle = QFrame()
        look(middle, look="canvas")
        middle.setLayout(row(self.sidebar, (work, 1), gap=0))
        self.setCentralWidget(middle)
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._file = label("")
        bar.addWidget(label("就绪"), 1)
        bar.addPermanentWidget(self._file)
        bar.addPermanentWidget(label("离线"))
        bar.setContentsMargins(10, 0, 10, 0)

    def _show_preview(self, title: str, pdf: bytes, name: str) -> None:
        if self.sitting is None:
            return
        if self._preview is None:
            self._preview = Preview(self.jobs, self.messages)
            self._preview.left.connect(self._leave_preview)
            QShortcut(
                QKeySequence("Ctrl+P"),
                self._preview,
                self._preview.print_page,
                context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
            )
            self._stack.addWidget(self._preview)
        self._stack.setCurrentWidget(self._preview)
        self._preview.show_pdf(title, pdf, name)
        self._preview.setFocus()

    def _leave_preview(self) -> None:
        self._put_preview_away()
        self.go(self.key or "today")

    def _put_preview_away(self) -> None:
        if self._preview is not None:
            self._preview.clear()
            if self.key in self.pages:
                self._stack.setCurrentWidget(self.pages[self.key])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Icon rail on narrow windows."""
        super().resizeEvent(event)
        narrow = self.width() < RAIL_BELOW
        if narrow != self.sidebar.rail():
            self.sidebar.set_rail(narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is typed is kept; the store is left as one file."""
        if self.key in self.pages:
            self.pages[self.key].left()
        self.jobs.close()
        super().closeEvent(event)

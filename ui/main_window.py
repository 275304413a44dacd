"""The window: sidebar, top bar, strips, the pages, job strip, status bar. It knows places and commands, no domain."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid

from ui import theme
from ui.commands import COMMANDS, Command
from ui.jobs import Jobs, Progress
from ui.messages import Messages
from ui.pages.base import PAGE_MARGINS, Page
from ui.parts.elided import ElidedLabel
from ui.parts.look import label, look, row, stack
from ui.parts.search_box import Hit, Provider
from ui.parts.sidebar import Sidebar
from ui.parts.strip import Action, Strips
from ui.parts.top_bar import TopBar
from ui.places import PLACES, Place, open_page
from ui.preferences import Preferences

if TYPE_CHECKING:
    from ui.preview import Preview

LEFT_AT = "left/place"
"""Where the window was when the program was cut off; blank after a good end."""
QUIET_MS = 200
"""After the last commit, before figures are read again."""
RAIL_BELOW = 1360  # window width in logical pixels
SCOPES = (("both", "两个项目"), ("national", "英才计划"), ("pilot", "后备人才"))


class MainWindow(QMainWindow):
    """One window per office. Pages are made when first opened and live as long as the window."""

    lock_wanted = Signal()
    mode_chosen = Signal(str)
    restore_wanted = Signal(object)
    """The path of a backup to go back to: the program closes the data file and puts it in its place."""
    idle_chosen = Signal(float)
    """Minutes without a touch until the window locks."""
    store_changed = Signal(object)
    """Emit a gate's `Changes` here, from any thread: pages that watch its tables are told on the UI thread."""

    def __init__(
        self, desk: Any = None, preferences: Preferences | None = None, places: Iterable[Place] = PLACES
    ) -> None:
        super().__init__()
        theme.dress(self)
        self.desk, self.preferences = desk, preferences or Preferences()
        self.session: Any = None
        self.second: Any = None
        self._reader: Any = None  # ui/parts/reader.py, made when first asked for
        self.places = {place.key: place for place in places}
        self.pages: dict[str, Page] = {}
        self._quiet = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._quiet.timeout.connect(self._read_figures)
        self.key = ""
        self.setWindowTitle("英才培养管理")
        self.setMinimumSize(1216, 640)
        self._rail_choice: bool | None = None
        self._preview: Preview | None = None
        self._focus_before: QWidget | None = None
        self._build()
        self._bind()
        self.store_changed.connect(self._tell_pages)
        if not self.restoreGeometry(self.preferences.bytes("window/geometry")):
            self.resize(1440, 900)

    # What pages and the program use

    @property
    def scope(self) -> str:
        """`both`, `national` or `pilot`."""
        return self.top.scopes.current()

    @property
    def programme(self) -> str:
        """The same as the services say it: blank for both."""
        return "" if self.scope == "both" else self.scope

    def go(self, place: str, **what: object) -> Page:
        """Open a place and put the keyboard into it."""
        now = self.pages.get(self.key)
        if now is not None and place != self.key and not now.may_leave():
            self.sidebar.choose(self.key)
            return now
        page = self._page(place)
        if place != self.key:
            self.messages.clear()
            if self.second is not None:
                self.second.take_away()
        self.key = place
        self.preferences.put(LEFT_AT, place)
        self._put_preview_away()
        self.sidebar.choose(place)
        self.setWindowTitle(f"{page.title} · 英才培养管理")
        page.entered()
        if what:
            page.open_at(**what)
        page.focus_work_area()
        return page

    def begin(self) -> None:
        """The workbench; after a power cut the place and the record of before, with what had been typed (U14)."""
        left = self.preferences.text(LEFT_AT)
        if left in self.places and left != "home":
            self.go(left).open_again()
            self.messages.info("上次没有正常退出，已回到原来的地方；输入过的内容都在。")
        else:
            self.go("home")

    def sit_down(self, session: Any) -> None:
        """Work with an open store from now on (ui/session.py): its commits reach the pages, its figures the badges."""
        self.session, self.desk = session, session.desk
        session.changed.connect(self._tell_pages)
        self.show_facts(**session.facts())

    @property
    def page(self) -> Page:
        """The page on show."""
        return self.pages[self.key]

    @property
    def front(self) -> "Page | Preview":
        """What commands and F6 go to: the preview while it is on show, else the page."""
        return self._preview if self._preview is not None and self._preview.isVisible() else self.page

    def preview(
        self,
        title: str,
        make: Callable[[Progress], bytes],
        name: str,
        *,
        printed: Callable[[Any], object] | None = None,
    ) -> None:
        """打印预览 (ui/preview.py): `make` runs as a job and gives the PDF; `name` is proposed for the file.

        `printed` is told what went to the printer. If another page has been opened meanwhile, a strip offers the finished file.
        """
        where = self.key

        def show(pdf: bytes) -> None:
            if self.key == where:
                self._show_preview(title, pdf, name, printed)
            else:
                look_at = Action("打开预览", partial(self._show_preview, title, pdf, name, printed))
                self.messages.done(f"《{title}》已经生成。", [look_at])

        self.jobs.start(f"生成 {title}", make, show)

    def leave_preview(self) -> None:
        """Esc: back to the page, the keyboard where it was. Does nothing where no preview is on show."""
        if self.front is self.page:
            return
        focus = self._focus_before
        self._put_preview_away()
        self.page.entered()
        if focus is not None and isValid(focus) and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page.focus_work_area()

    def set_badge(self, place: str, count: int) -> None:
        """How much work waits at an entry."""
        self.sidebar.set_count(place, count)

    def refresh_badges(self) -> None:
        """Say how much work waits: now where it is known, else once nobody has stored anything for a moment."""
        if self.session is None:
            return
        if self.session.has_board(self.scope):
            for place, count in self.session.badges(self.scope).items():
                self.set_badge(place, count)
        else:
            self._quiet.start()

    def _read_figures(self) -> None:
        """The board of a full season takes a tenth of a second: not while somebody types."""
        session, scope, turn = self.session, self.scope, self.session.turn

        def done(board: Any) -> None:
            if session is self.session and session.turn == turn:  # else the next one is on its way
                session.keep_board(scope, board)
                if scope == self.scope:
                    self.refresh_badges()

        self.jobs.read(lambda: session.read_board(scope, deep=False), done)

    def show_facts(
        self, *, season: str = "", office: str = "", user: str = "", store: str = "", backup: str = ""
    ) -> None:
        """Who and where: top bar, brand, foot of the sidebar, right of the status bar."""
        self.top.show_season(season)
        self.sidebar.show_people(office, user)
        self._store.setText(f"数据文件 {store}" if store else "没有打开数据文件")
        self._backup.setText(f"上次备份 {backup}" if backup else "还没有备份")
        self._backup.setVisible(bool(store))

    def seat_taken(self) -> None:
        """Another user sits here now: their name, their rights on every page; what was typed stays, nobody undoes another's work."""
        if self.session is not None:
            self.show_facts(**self.session.facts())
        for page in self.pages.values():
            page.seat_taken()
        self.messages.info(f"{self.desk.actor} 已接着在这里办理；之后的操作记在 {self.desk.actor} 名下。")

    def second_person(self, doing: str, then: Callable[[Any], object], clause: str = "", action: str = "") -> None:
        """Ask another person to sign in on the spot, in the window; `then(desk_with_witness)` once they did.

        `action` leaves out whoever may not be the second person of it (rules/permissions.py).
        """
        from ui.second_person import SecondPerson, SecondPersonPlace

        if self.second is None:
            self.second = SecondPersonPlace(PAGE_MARGINS)
            self._second.addWidget(self.second)
        self.second.ask(SecondPerson(self.desk, doing, clause, action), then, self.messages.trouble)

    # Commands (ui/commands.py)

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def refresh(self) -> None:
        """F5 where the page has nothing of its own."""
        self.page.refresh()

    def next_pane(self) -> None:
        """F6: sidebar → the panes of the page in order."""
        self._cycle(1)

    def previous_pane(self) -> None:
        """Shift+F6."""
        self._cycle(-1)

    def toggle_sidebar(self) -> None:
        """Ctrl+B: overrides the width rule until pressed again."""
        self._rail_choice = not self.sidebar.rail()
        self._fit()

    def toggle_theme(self) -> None:
        """Light and dark, remembered."""
        self.choose_theme("light" if theme.mode() == "dark" else "dark")

    def choose_theme(self, wanted: str) -> None:
        """`light`, `dark` or `system`, remembered."""
        self.preferences.put("theme", wanted)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.switch(app, theme.wanted_mode(app, wanted))
        self.top.show_mode(theme.mode())
        self.mode_chosen.emit(theme.mode())

    def toggle_full_screen(self) -> None:
        """F11."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def lock(self) -> None:
        """Ctrl+L and idleness: the program shows the lock page."""
        self.lock_wanted.emit()

    def save_now(self) -> None:
        """Ctrl+S is a comfort: everything saves itself."""
        QApplication.inputMethod().commit()

    def help(self) -> None:
        """F1: the help of the page, at its open tab; pressed again it goes away."""
        from ui.help import page_help

        if self._reader is not None and self._reader.isVisible():
            self._reader.close_reader()
            return
        text = page_help(self.key) or self.places[self.key].promise
        self._read(f"帮助 · {self.page.title}", text, self.page.help_heading())

    def clause(self) -> None:
        """Shift+F1: the notice behind what the keyboard is in, or behind this stage of the year."""
        self.show_clause(*(self.page.clauses() or self._clauses_of_stage()))

    def show_clause(self, *clauses: str) -> None:
        """The wording of the notice behind some citations."""
        from ui.help import wording

        text = wording(clauses)
        if text:
            self._read("通知原文 · 内科协协字〔2025〕8号", text)
        else:
            self.messages.info("这里没有引用通知的条款：通知没有写，由单位决定。")

    def _clauses_of_stage(self) -> list[str]:
        """What the notice says of the stages of the page on show."""
        from ui.pages.home_where import STAGES
        from yingcai_desktop.scheme import load_schemes

        schemes = self.desk.schemes if self.desk else load_schemes(2025)
        scope = [s for p, s in schemes.programmes.items() if self.scope in ("both", p)]
        return [s.clause for scheme in scope for s in scheme.schedule if STAGES.get(s.stage) == self.key]

    def _read(self, title: str, text: str, at: str = "") -> None:
        if self._reader is None:
            from ui.parts.reader import Reader

            self._reader = Reader(self._stack)
        self._reader.show_text(title, text, at)

    def show_messages(self) -> None:
        """The latest messages again."""
        from ui.parts.message_list import MessageList

        MessageList(self.messages.kept, self).show()

    # Building

    def _build(self) -> None:
        entries = [(p.key, p.title, p.icon, p.group) for p in self.places.values()]
        self.sidebar = Sidebar(entries)
        self.sidebar.chosen.connect(self.go)
        self.sidebar.lock_clicked.connect(self.lock)
        self.top = TopBar(SCOPES)
        self.top.scopes.choose(self._known_scope())
        self.top.scope_chosen.connect(self._scope_chosen)
        self.top.theme_clicked.connect(self.toggle_theme)
        self.top.show_mode(theme.mode())
        self.light = self.top.light
        self._strips = Strips(PAGE_MARGINS)
        self.messages = Messages(self._strips)
        self._stack = QStackedWidget()
        foot = stack(gap=10)
        self.jobs = Jobs(foot, self.messages, self)
        self._second = stack(gap=0)  # ui/second_person.py, made when first asked for
        work = stack(self.top, self._strips, self._second, (self._stack, 1), foot, gap=0)
        middle = QFrame()
        look(middle, look="canvas")
        middle.setLayout(row(self.sidebar, (work, 1), gap=0))
        self.setCentralWidget(middle)
        self._build_status()

    def _build_status(self) -> None:
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        self._status = label("就绪")
        self._store, self._backup = ElidedLabel("没有打开数据文件"), QLabel()
        self._store.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bar.addWidget(self._status, 1)
        bar.addPermanentWidget(self._store, 2)  # a path may be longer than the window is wide
        for part in (self._backup, label("离线")):
            bar.addPermanentWidget(part)
        self._backup.hide()
        bar.setContentsMargins(10, 0, 10, 0)

    def _bind(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._keyboard_moved)
        for number, place in enumerate(self.places.values(), 1):
            if number <= 9:
                self._action(f"Ctrl+{number}", partial(self.go, place.key))
        for command in COMMANDS:
            if command.keys:
                self._action(command.keys, partial(self.run_command, command))
        self.top.search.providers.append(Provider("学生", partial(self._from_page, "applicants")))
        self.top.search.providers.append(Provider("导师", partial(self._from_page, "mentors")))
        self.top.search.providers.append(Provider("命令", self._commands))

    def _action(self, keys: str, do: Callable[[], object]) -> None:
        action = QAction(self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)

    def run_command(self, command: Command) -> None:
        """Run it on the page if the page knows it, else on the window, else say that it does not apply here."""
        handler = self._handler(command)
        if handler is None:
            self._status.setText(f"“{self.front.accessibleName()}”没有“{command.text}”")
        else:
            handler()

    def _handler(self, command: Command) -> Callable[[], object] | None:
        front, name = self.front, command.handler
        found = front.command(name) if isinstance(front, Page) else getattr(front, name, None)
        return found or getattr(self, name, None)

    def _commands(self, text: str) -> list[Hit]:
        """Places and commands whose words or pinyin contain the text."""
        from ui.parts.pinyin import matches

        usable = [c for c in COMMANDS if c.listed and self._handler(c)]
        offers = [Hit(f"打开 {p.title}", p.when, partial(self.go, p.key), p.icon) for p in self.places.values()]
        offers += [Hit(c.text, c.keys, partial(self.run_command, c), c.icon) for c in usable]
        return [offer for offer in offers if matches(text, offer.title)]

    def _from_page(self, key: str, text: str) -> list[Hit]:
        """What a page offers for the text; opening one goes to the page first."""
        if self.desk is None:
            return []
        return [replace(hit, run=partial(self._open_hit, key, hit)) for hit in self._page(key).hits(text)]

    def _open_hit(self, key: str, hit: Hit) -> None:
        self.go(key)
        hit.run()

    # Inside

    def _show_preview(self, title: str, pdf: bytes, name: str, printed: Callable[[Any], object] | None) -> None:
        if self._preview is None:
            from ui.preview import Preview

            self._preview = Preview(self.jobs, self.messages)
            self._preview.left.connect(self.leave_preview)
            self._stack.addWidget(self._preview)
        if not self._preview.isVisible():
            self._focus_before = QApplication.focusWidget()
        self._stack.setCurrentWidget(self._preview)
        self._preview.show_pdf(title, pdf, name, printed)
        self._preview.setFocus()
        self._status.setText("Ctrl+P 打印 · Ctrl+S 另存 PDF · Esc 返回")

    def _put_preview_away(self) -> None:
        """What was printed is not kept in memory; the page comes back."""
        self._focus_before = None
        if self._preview is not None:
            self._preview.clear()
        self._stack.setCurrentWidget(self.page)

    def _page(self, key: str) -> Page:
        if key not in self.pages:
            page = open_page(self.places[key], self)
            page.status_changed.connect(self._show_status)
            self.pages[key] = page
            self._stack.addWidget(page)
        return self.pages[key]

    def _show_status(self, text: str) -> None:
        if self.sender() in (None, self.pages.get(self.key)):
            self._status.setText(text)

    def _tell_pages(self, changes: Any) -> None:
        tables = {table for table, _uid in getattr(changes, "touched", ())}
        for page in self.pages.values():
            page.store_changed(changes, tables)
        if self.session is not None and self.session.counts(changes):
            self.refresh_badges()

    def _scope_chosen(self, scope: str) -> None:
        self.preferences.put("scope", scope)
        for key, page in self.pages.items():
            page.scope_changed(scope) if key == self.key else page.mark_stale()

    def _known_scope(self) -> str:
        scope = self.preferences.text("scope", "both")
        return scope if scope in dict(SCOPES) else "both"

    def _cycle(self, by: int) -> None:
        panes: list[QWidget] = [self.sidebar, *(pane for pane in self.front.panes() if pane.isVisible())]
        focus = QApplication.focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), 0)
        target = panes[(at + by) % len(panes)]
        if target is self.sidebar:
            target = self.sidebar.buttons[self.key]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keyboard_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """What had the keyboard was disabled or is gone: the work area gets it, or no shortcut of the page answers."""
        if now is None and self.key and self.isActiveWindow():
            QTimer.singleShot(0, self, self._give_keyboard)

    def _give_keyboard(self) -> None:
        free = QApplication.focusWidget() is None and QApplication.activePopupWidget() is None
        if free and self.isActiveWindow() and self.page.isEnabled():
            (self.page.focus_work_area if self.front is self.page else self.front.setFocus)()

    def _fit(self) -> None:
        """Icon rail on narrow windows, unless the user chose otherwise."""
        narrow = self.width() < RAIL_BELOW
        rail = narrow if self._rail_choice is None else self._rail_choice
        if rail != self.sidebar.rail():
            self.sidebar.set_rail(rail)
        self.top.set_narrow(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit when first shown."""
        super().showEvent(event)
        self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Put things away."""
        now = self.pages.get(self.key)
        if now is not None and not now.may_leave():
            event.ignore()
            return
        self.preferences.put_bytes("window/geometry", self.saveGeometry())
        self.preferences.put(LEFT_AT, "")
        self.preferences.sync()
        self.jobs.close()
        if self._preview is not None:
            self._preview.clear()
        super().closeEvent(event)

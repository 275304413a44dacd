"""The page 证书打印: list, paper, facts; under them the panel of what is being done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.giving import Giving
from ui.pages.base import PAGE_MARGINS, Page, Shell
from ui.pages.certificates.acting import Acting
from ui.pages.certificates.bars import Bar
from ui.pages.certificates.printing import LISTS, Printing
from ui.pages.certificates.side_facts import Facts
from ui.pages.certificates.side_list import HolderList
from ui.pages.certificates.side_paper import Paper
from ui.pages.halfway import Halfway
from ui.parts.empty import EmptyState
from ui.parts.look import holder, row, stack
from ui.parts.search_box import Hit
from ui.parts.strip import Action
from ui.places import Place
from ui.undoing import Undoing
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Refusal
from yingcai_desktop.rules.certificates import certificate_number
from yingcai_desktop.services import certificates_printing as sheets
from yingcai_desktop.services import deciding
from yingcai_desktop.services.certificates_register import Holder, Listed, listed
from yingcai_desktop.services.scope import Scope

_PAUSE_MS = 120  # a person passed over with the arrow keys needs no paper
_KEPT = 40
_CLAUSE = "附件2 七（三）"


class CertificatesPage(Page):
    """One row a person who has earned a certificate; the paper is the PDF itself, set by a worker."""

    loaded = False
    """Whether the register has been read; until then the list stands empty."""
    _decided: tuple[object, object] = (None, None)

    watches = (
        "application", "school", "mentor", "decision", "selection", "trainee", "assessment", "certificate", "certificate_check",
        "certificate_print", "certificate_collection", "national_certificate",
    )  # fmt: skip

    def __init__(self, shell: Shell, place: Place) -> None:
        super().__init__(shell, place)
        desk = shell.desk
        cities = [(c.code, c.name) for c in desk.schemes.common.cities] if desk else []
        self.city = desk.store.office if desk and desk.store.office in desk.schemes.city_names else ""
        self.rows: dict[str, Holder] = {}
        self.listed = Listed((), {}, _CLAUSE)
        self._wanted_first: dict[str, object] = {}
        self._set: dict[Holder, bytes | str] = {}
        self._setting: Holder | None = None
        self.list = HolderList([] if self.city else cities, shell.preferences)
        self.paper, self.facts = Paper(), Facts()
        self.halfway = Halfway(shell, self, "certificate.bar")
        self.national = Halfway(shell, self, "certificate.national", {"number": self.facts.national})
        self.facts.add_line(self.national.line())
        self.bar: Bar | None = None
        self.undoing = Undoing(shell, self)
        self.giving = Giving(shell, self, self.list.table, "证书", filters=self.list.words, chosen=self.list.table.rows.checked_shown)
        self.acting, self.printing = Acting(self), Printing(self)
        self._wait = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self.foot = stack(gap=0)
        work = row(self.list, (self.paper, 1), self.facts, gap=14)
        self.work = holder(stack((work_holder := holder(work, "plain"), 1), self.foot, gap=12), "plain")
        work_holder.setMinimumHeight(240)
        self.empty = EmptyState(
            "还没有评价结果", "终评之后，优秀、合格的学员出现在这里，可以编号、核对、打印和登记领取。",
            (Action("去考核评价", lambda: shell.go("evaluation"), "shield-check"), Action("回到工作台", lambda: shell.go("home"))),
            "identification-card",
        )  # fmt: skip
        self.setLayout(stack((self.work, 1), (self.empty, 1), gap=0, margins=PAGE_MARGINS))
        self._connect()
        self._open()

    # What the window tells and asks (ui/pages/base.py)

    def refresh(self) -> None:
        """Read everything again; ticks and the current person stay."""
        desk = self.shell.desk
        if desk is None:
            self._show_face()
            return
        self._take(_read(desk, self.scope()))

    def _open(self) -> None:
        """The first reading is the long one (the modules behind it come with it), so a worker does it; the page stands meanwhile."""
        desk, scope = self.shell.desk, self.scope()
        if desk is None:
            self._show_face()
            return
        self.empty.hide()
        self.list.remark.setText("正在读取…")
        self.shell.jobs.start("读取证书登记簿", lambda _p: _read(desk, scope), self._opened)

    def _opened(self, found: "_Found") -> None:
        if self.loaded:
            return  # something has been read meanwhile
        self._take(found)
        if self.empty.isVisible():
            self.focus_work_area()

    def _take(self, found: "_Found") -> None:
        self.loaded = True
        self.listed, self._decided = found
        self.rows = {h.uid: h for h in self.listed.holders}
        self.list.show_rows(self.listed)
        if self.list.table.current() not in self.rows and self.list.table.rows.shown:
            self.list.table.select(self.list.table.rows.shown[0].uid)
        self._show_face()
        self._show_numbers()
        if self._wanted_first:
            wanted, self._wanted_first = self._wanted_first, {}
            self.open_at(**wanted)
        self._show_current()

    def entered(self) -> None:
        """To the front, also from the preview."""
        super().entered()
        self._wait.start()

    def scope_changed(self, scope: str) -> None:
        """Another programme."""
        self.refresh()

    def open_at(self, **what: object) -> None:
        """`uid` of an application, or a `state`."""
        if not self.loaded:
            self._wanted_first = what
            return
        if isinstance(state := what.get("state"), str):
            self.list.show_state(state)
        if isinstance(uid := what.get("uid"), str):
            self.list.table.select(uid)

    def rights_changed(self) -> None:
        """Only what the person at the desk may do is offered."""
        if self.loaded:
            self._show_numbers()
            self._show_choice()

    def hits(self, text: str) -> Sequence[Hit]:
        """People by name, pinyin or number, for Ctrl+K."""
        from ui.parts.pinyin import matches

        found = [h for h in self.rows.values() if matches(text, h.name) or (h.number and text in h.number)]
        return [Hit(h.name, f"{h.shown_number or '未编号'} · {h.state_name}", partial(self.list.table.select, h.uid), "certificate") for h in found]

    def focus_work_area(self) -> None:
        """The list, or the first button of the empty state."""
        if self.bar is not None:
            self.bar.first.setFocus()
        elif self.work.isVisible():
            self.list.table.setFocus()
        elif not self.loaded:
            self.setFocus()
        else:
            self.empty.buttons[0].setFocus()

    def panes(self) -> Sequence[QWidget]:
        """F6: list, paper, facts, the panel at the foot."""
        first = next((b for b in self.facts.buttons.values() if b.isVisible()), self.facts)
        return self.list.table, self.paper.main, first, *((self.bar.first,) if self.bar else ())

    # Commands (ui/commands.py)

    def focus_filter(self) -> None:
        """Ctrl+F."""
        self.list.search.setFocus()
        self.list.search.selectAll()

    def print_page(self) -> None:
        """Ctrl+P: the panel that says what will be printed."""
        if self.choice() and self._may("certificate.print"):
            self.printing.ask(self.choice())

    def export(self) -> None:
        """Ctrl+E: what is seen, as a workbook; the ticked people only, if there are any."""
        self.giving.export()

    def undo(self) -> None:
        """Ctrl+Z: 核对 and 领取."""
        self.undoing.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.undoing.redo()

    # What is done (acting.py, printing.py)

    def choice(self) -> list[str]:
        """The ticked people on show, or else the current one."""
        ticked = self.list.table.rows.checked_shown()
        return ticked or ([self.list.table.current()] if self.list.table.current() else [])

    def scope(self) -> Scope:
        """The programme on show, and in a city's office its city."""
        return Scope(self.shell.programme, self.city)

    def show_bar(self, bar: Bar | None) -> None:
        """One panel at a time; without one the keyboard goes back to the list."""
        self.halfway.leave()
        self.halfway.watch({})
        if self.bar is not None:
            self.foot.removeWidget(self.bar)
            self.bar.hide()
            self.bar.deleteLater()
        self.bar = bar
        if bar is not None:
            bar.left.connect(lambda: self.show_bar(None))
            if bar.fields:
                self.halfway.watch(bar.fields)
                bar.lines.insertWidget(1, self.halfway.line())
                self.halfway.open(bar.record)
            self.foot.addWidget(bar)
            bar.show()
        self.focus_work_area()

    def settled(self) -> bool:
        """Whether the paper of the person chosen is on show."""
        return self.loaded and not self._wait.isActive() and self._setting is None and self.paper.view.settled()

    # Inside

    def _connect(self) -> None:
        table = self.list.table
        table.current_changed.connect(lambda _uid: self._show_current())
        table.status_changed.connect(lambda _text: self._show_choice())
        table.opened.connect(lambda _uid: self.print_page())
        self.list.narrowed.connect(self._show_current)
        self.paper.step.connect(table.step)
        self.paper.print_wanted.connect(self.print_page)
        self.facts.wanted.connect(self._wanted)
        self._wait.timeout.connect(self._set_paper)
        for keys, by in (("Alt+Down", 1), ("Alt+Up", -1)):
            QShortcut(QKeySequence(keys), self, partial(table.step, by), context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _may(self, action: str) -> bool:
        return self.shell.desk is not None and bool(self.shell.desk.may(action))

    def _wanted(self, verb: str) -> None:
        (self.printing.list if verb in LISTS else self.acting.act)(verb)

    def _show_face(self) -> None:
        self.empty.setVisible(not self.rows)
        self.work.setVisible(bool(self.rows))
        if not self.rows and self.listed.left_out:
            self.empty.sentence.setText(f"终评之后，优秀、合格的学员出现在这里。\n{self.listed.sentence}")

    def _current(self) -> Holder | None:
        return self.rows.get(self.list.table.current())

    def _show_current(self) -> None:
        now, shown = self._current(), self.list.table.rows.shown
        self.paper.show_person(now, self.list.table.rows.row_of(now.uid) + 1 if now else 0, len(shown))
        self._show_choice()
        self._wait.start()

    def _show_choice(self) -> None:
        count = len(self.list.table.rows.checked_shown())
        now = self._current()
        self.facts.show_person(now, count, self._may)
        theirs = now if now is not None and not now.ours else None
        self.national.open(theirs.uid if theirs else "", {"number": theirs.number if theirs else ""})
        self.paper.show_choice(count)
        self.paper.main.setEnabled(self._may("certificate.print") and (count > 0 or bool(now and now.printable)))
        self.set_status(self.list.table.status() + " · A4 横向")

    def _show_numbers(self) -> None:
        desk = self.shell.desk
        pattern, day = self._decided
        waiting = sum(h.state == "entitled" for h in self.rows.values())
        self.facts.show_numbers(
            _example(pattern, desk.store.season), str(day or ""), "、".join(desk.schemes["pilot"].issuers), waiting,
            not self.city and desk.may("certificate.issue"),
        )  # fmt: skip

    # The paper

    def _set_paper(self) -> None:
        if not self.isVisible():
            return  # `entered` asks again
        now = self._current()
        if now is None or not now.printable:
            self.paper.show_why(now)
            return
        known = self._set.get(now)
        if isinstance(known, bytes):
            self.paper.show_pdf(known)
        elif isinstance(known, str):
            self.paper.show_note(known)
        elif self._setting is None:
            self._setting, desk, uid = now, self.shell.desk, now.uid
            self.paper.wait()
            self.shell.jobs.start(
                f"排版 {now.name} 的证书", lambda _p: _page(desk, uid), partial(self._was_set, now), failed=partial(self._not_set, now)
            )

    def _was_set(self, whose: Holder, pdf: bytes | str) -> None:
        self._setting = None
        self._set[whose] = pdf
        while len(self._set) > _KEPT:
            del self._set[next(iter(self._set))]
        self._set_paper()

    def _not_set(self, whose: Holder, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.shell.messages.trouble(error)
        self._was_set(whose, f"▲ {error.message}" if isinstance(error, Refusal) else "▲ 这张证书没有排出来。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the panel away."""
        if event.key() == Qt.Key.Key_Escape and self.bar is not None:
            self.show_bar(None)
        else:
            super().keyPressEvent(event)


_Found = tuple[Listed, tuple[object, object]]
"""The register, and what is decided about numbers: pattern and day."""


def _read(desk: Desk, scope: Scope) -> _Found:
    with desk.read() as session:
        decisions = deciding.stored(session)
    return listed(desk, scope), (decisions.get("certificate.number"), decisions.get("certificate.issue_date"))


def _page(desk: Desk, uid: str) -> bytes:
    return sheets.pages(desk, [uid])


def _example(pattern: object, season: int) -> str:
    """The pattern as a clerk reads it: its first number."""
    return f"{certificate_number(pattern, season, 1)} 起" if isinstance(pattern, str) and pattern else ""

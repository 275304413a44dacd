"""At the right: the certificate of the person chosen and what can be done to it, the numbers, and the lists around them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from ui.pages.certificates.columns import CHECKS, TONES
from ui.parts.card import Card
from ui.parts.cells import pill_text
from ui.parts.line_edit import LineEdit
from ui.parts.look import button, holder, label, look, row, stack
from ui.parts.scroll import Scroll
from yingcai_desktop.services.certificates_register import Holder

WIDTH = 272
GIVEN = ("numbered", "printed", "collected", "reissued")


class Facts(Scroll):
    """`wanted(verb)`: check, printed, collect, reissue, void, renumber, register, number, and the lists by their code of `vocabulary.PRINTS`."""

    wanted = Signal(str)

    def __init__(self) -> None:
        self._values: dict[str, QLabel] = {}
        self.buttons: dict[str, QPushButton] = {}
        super().__init__(holder(stack(self._person(), self._numbers(), self._lists(), None, gap=12, margins=(0, 0, 4, 0)), "plain"))
        self.setFixedWidth(WIDTH)

    def show_person(self, h: Holder | None, batch: int, may: Callable[[str], bool] = lambda _action: True) -> None:
        """The certificate of one person; buttons that speak for several say how many. `may(action)`: only those are offered."""
        for key, text in _facts(h).items():
            self._values[key].setText(text or "—")
            self._values[key].setToolTip(text)
        self.person.set_title(h.name if h else "没有选人")
        self.pill.setText(pill_text(h.state_name, TONES[h.state]) if h else "")
        self.pill.setVisible(h is not None)
        look(self.pill, tone=TONES[h.state] if h else "plain")
        self._void.setText("\n".join(f"{number} 已作废：{why}" for number, why in h.void) if h else "")
        self._void.setVisible(bool(h and h.void))
        ours = h is not None and h.ours
        self._register.setVisible(h is not None and not h.ours and may("certificate.register"))
        several = f" {batch} 人" if batch > 1 else ""
        self._put("check", may("certificate.check") and (ours or batch > 1), f"登记已核对{several}")
        unprinted = batch > 1 or (h is not None and h.printable and not h.good)
        self._put("printed", unprinted and may("certificate.print"), f"登记为已打印{several}…")
        taken = batch > 1 or (h is not None and bool(h.number) and h.state not in ("void", "numbered", "reissued"))
        self._put("collect", taken and may("certificate.collect"), f"登记领取{several}…")
        for verb in ("reissue", "void"):
            self._put(verb, ours and h is not None and h.state in GIVEN and may(f"certificate.{verb}"))
        self._put("renumber", ours and h is not None and h.state == "void" and may("certificate.issue"))

    def add_line(self, line: QWidget) -> None:
        """A line above the number of the national office."""
        self._lines.insertWidget(1, line)

    def show_numbers(self, pattern: str, day: str, issuers: str, waiting: int, here: bool) -> None:
        """编号与日期; `waiting` people without a number, numbered `here` or by the region."""
        for key, text in (("pattern", pattern), ("day", day), ("issuers", issuers)):
            self._values[key].setText(text or "还没有决定")
            self._values[key].setToolTip(text)
        self.buttons["number"].setVisible(here)
        self._put("number", here, f"给 {waiting} 人编号…" if waiting else "重新核对编号…")
        look(self.buttons["number"], look="primary" if waiting else "")
        self._elsewhere.setVisible(not here)

    def _person(self) -> Card:
        self.pill = label("", "pill")
        self.pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._void = label("", "error", wrap=True)
        self.national = LineEdit("", "证书上的编号")
        self.national.setAccessibleName("全国证书号")
        self.national.entered.connect(lambda: self.wanted.emit("register"))
        self._register = QWidget()
        self._lines = stack(label("全国证书号", "label"), row((self.national, 1), self._button("register", "登记")), gap=4)
        self._register.setLayout(self._lines)
        lines = [self._line(key, text) for key, text in (
            ("number", "编号"), ("grade", "等次"), ("school", "学校"), ("mentor", "导师"), ("check", "核对"), ("printed", "打印"),
            ("collected", "领取"))]  # fmt: skip
        acts = stack(
            self._button("check", "登记已核对"), self._button("printed", "登记为已打印…", tip="另存 PDF、在别的电脑上打印好的"),
            self._button("collect", "登记领取…"),
            row(self._button("renumber", "重新编号…"), self._button("reissue", "补发…"), self._button("void", "作废…", "danger"), None),
            gap=8,
        )
        self.person = Card("没有选人", "", row(self.pill, None), *lines, self._void, self._register, 4, acts)
        return self.person

    def _numbers(self) -> Card:
        self._elsewhere = label("编号由自治区办公室办理；本机可以打印、登记核对和领取。", "hint", wrap=True)
        lines = [self._line(key, text) for key, text in (("pattern", "编号规则"), ("day", "颁发日期"), ("issuers", "颁发机关"))]
        return Card("编号与日期", "", *lines, self._elsewhere, row(self._button("number", "编号…"), None))

    def _lists(self) -> Card:
        made = [
            self._button("certificate-check", "证书核对确认单", icon="clipboard-text", tip="打印前发给学校，由学生和学校核对签字"),
            self._button("certificate-receipt", "领证签收表", icon="list", tip="发证时由领取人签字"),
            self._button("certificate-register", "证书登记簿", icon="notebook", tip="全部编号，包括作废的"),
        ]
        return Card("名单", "先核对，再打印", *made)

    def _line(self, key: str, text: str) -> QWidget:
        value = label("—", wrap=True)
        value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._values[key] = value
        name = label(text, "label")
        name.setFixedWidth(56)
        name.setAlignment(name.alignment().AlignTop | name.alignment().AlignLeft)
        made = QWidget()
        made.setLayout(row(name, (value, 1)))
        return made

    def _button(self, verb: str, text: str, name: str = "", *, icon: str = "", tip: str = "") -> QPushButton:
        made = button(text, name, icon, self._ask(verb), tip=tip)
        self.buttons[verb] = made
        return made

    def _ask(self, verb: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(verb)

    def _put(self, verb: str, shown: bool, text: str = "") -> None:
        made = self.buttons[verb]
        made.setVisible(shown)
        if text:
            made.setText(text)
            made.setAccessibleName(text)


def _facts(h: Holder | None) -> dict[str, str]:
    if h is None:
        return dict.fromkeys(("number", "grade", "school", "mentor", "check", "printed", "collected"), "")
    checked = f"{CHECKS[h.check][0]}{f'　{h.checked_on:%Y-%m-%d}' if h.checked_on else ''}" if h.ours else "由全国管理办公室核发"
    printed = f"{h.printed_on:%Y-%m-%d}　{h.good} 张" if h.printed_on else ""
    taken = f"{h.collected_on:%Y-%m-%d}　{h.receiver}（{h.relation}）" if h.collected_on else ""
    return {
        "number": h.shown_number,
        "grade": f"{h.grade} · {h.subject}",
        "school": h.school,
        "mentor": f"{h.mentor}（{h.university}）",
        "check": checked,
        "printed": printed,
        "collected": taken,
    }

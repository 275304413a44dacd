"""One rule: what it says, where it comes from, and — where it is the office's to decide — the form to sign it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.pages.base import Shell
from ui.pages.halfway import Halfway
from ui.parts.detail import DetailPane
from ui.parts.fields import Field
from ui.parts.form import Form, Section
from ui.parts.look import button, holder, label, row, stack
from yingcai_desktop.errors import Refusal
from yingcai_desktop.services import deciding, signing
from yingcai_desktop.services.rulebook import NOTICED, OPEN, PROPOSED, SIGNED, Rule

STATES = {NOTICED: ("通知规定", "plain"), PROPOSED: ("建议，待签认", "warn"), SIGNED: ("已签认", "ok"), OPEN: ("未签认", "warn")}
"""State of a rule → its words and tone."""
_DOCUMENT = "document"
_TEXT_KINDS = {"word": "choice", "flag": "choice", "date": "date"}


class SignPane(DetailPane):
    """`signed(words, notes)` once a value stands. Values that must fit together (a seat plan, two weights) are one form."""

    signed = Signal(str, object)

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.uid = ""
        self.form: Form | None = None
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        body = QFrame()
        self.source = label("", "label", wrap=True)
        self._lines = stack(self.source, gap=2, margins=(16, 8, 16, 4))
        body.setLayout(stack(holder(self._lines, "plain"), (self._place, 1), gap=0))
        super().__init__([("sign", "签认", body)], "规则")
        self.print_button.hide()
        self.go = button("签认并登记", "primary", "check", self.sign, tip="Ctrl+Enter")
        self.foot = holder(row(None, self.go, margins=(12, 8, 16, 10)), "plain")
        self.set_footer(self.foot)
        self.halfway = Halfway(shell, self, "decision")
        self._lines.insertWidget(1, self.halfway.line())
        self._document = ""  # one meeting decides many things: its name is offered again
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.sign, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_rule(self, rule: Rule) -> None:
        """Show one rule and, where it can be signed, the form with everything that must be signed with it."""
        self.leave()
        self.uid = rule.uid
        self.show_head(rule.name, *STATES[rule.state], rule.document)
        source = rule.clause or "通知没有写，由单位决定"
        by = f"\n{rule.who} 于 {rule.at} 签认" if rule.who else ""
        self.source.setText(f"{rule.value or '还没有内容'}\n来源：{source}{by}")
        self._clear()
        self.foot.setVisible(rule.can_sign)
        if rule.can_sign:
            self._make_form(rule)

    def leave(self) -> None:
        """What was typed and not signed yet stays a draft."""
        if self.form is not None:
            self.form.flush()
        self.halfway.leave()

    def focus_first(self) -> None:
        """Into the first field."""
        if self.form is not None:
            self.form.focus()

    def sign(self) -> None:
        """The button."""
        if self.form is None or self.foot.isHidden():
            return
        self.form.flush()
        record, texts = self.halfway.record, self.form.values()
        document = texts.pop(_DOCUMENT)
        try:
            done = signing.sign(self.shell.desk, texts, document)
        except Refusal as refused:
            self.shell.messages.refusal(refused)
            return
        self.halfway.done(record)
        self._document = document
        self._clear()
        self.signed.emit(f"已登记 {len(done.changed)} 项决定。" if done.changed else "内容没有变化，签认已记入操作记录。", done.notes)

    def _make_form(self, rule: Rule) -> None:
        desk = self.shell.desk
        keys = signing.together(desk, rule.uid)
        with desk.read() as session:
            stored = deciding.stored(session)
        fields = [self._field(key, span=1 if len(keys) > 1 else 2) for key in keys]
        document = Field(_DOCUMENT, "依据（会议纪要或文件的名称、文号）", "text", True, 2)
        self.form = Form([Section("决定", fields), Section("签认", [document])])
        values = {key: signing.text_of(stored.get(key)) for key in keys}
        self.form.show_values({**values, _DOCUMENT: self._document})
        self.halfway.watch({"form": self.form})
        self.halfway.open(rule.uid, self.form.values())
        self._place.addWidget(self.form)

    def _field(self, key: str, span: int) -> Field:
        kind = signing.kind_of(key)
        name = signing.called(self.shell.desk, key).rpartition(" · ")[2] if span == 1 else signing.called(self.shell.desk, key)
        return Field(
            key, name, _TEXT_KINDS.get(kind, "text"), kind != "list", span, signing.hint(key),  # type: ignore[arg-type]
            options=signing.choices(self.shell.desk, key), digits=kind in ("number", "whole"),
        )  # fmt: skip

    def _clear(self) -> None:
        self.form = None
        self.halfway.leave()
        self.halfway.watch({})
        while (item := self._place.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

"""The one place that speaks to the user.

A `Refusal` is expected and becomes a strip with its own sentence. Anything else is a bug: it goes to the log, the strip offers
a problem report, and the window stays open. The report names files and lines, never a person or a number.
"""

import logging
import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal, qVersion
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.parts.strip import Action, Strip, Strips
from yingcai_desktop.errors import Refusal

log = logging.getLogger(__name__)
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stays in the list of messages."""

    at: datetime
    tone: str
    text: str


class Messages(QObject):
    """Shows strips in the window's `Strips` and keeps the latest messages."""

    said = Signal(object)

    def __init__(self, strips: Strips) -> None:
        super().__init__(strips)
        self._strips = strips
        self.kept: deque[Message] = deque(maxlen=_KEPT)
        self._bug: BaseException | None = None

    def info(self, text: str, actions: Sequence[Action] = ()) -> Strip:
        """Something worth knowing."""
        return self._say(text, "info", actions)

    def done(self, text: str, actions: Sequence[Action] = ()) -> Strip:
        """A result, with the way back if there is one: 已删除 1 条草稿 · 撤销."""
        return self._say(text, "ok", actions)

    def warn(self, text: str, actions: Sequence[Action] = ()) -> Strip:
        """Something that may pass but should be looked at."""
        return self._say(text, "warn", actions)

    def error(self, text: str, actions: Sequence[Action] = ()) -> Strip:
        """Something that did not happen, why, and what to do."""
        return self._say(text, "bad", actions)

    def refusal(self, refused: Refusal, actions: Sequence[Action] = ()) -> Strip:
        """A rule or the input says no; the message is the service's own."""
        return self._say(refused.message, "bad", actions)

    def bug(self, error: BaseException) -> Strip:
        """Ours: log it, keep the window open, offer a report."""
        log.error("unexpected %s", type(error).__name__, exc_info=error)
        self._bug = error
        text = (
            "程序遇到意外问题，这一步没有完成，已保存的内容不受影响。可以重试；再次出现时请保存问题报告交给技术人员。"
        )
        return self._say(text, "bad", [Action("保存问题报告…", self.save_report)])

    def trouble(self, error: BaseException, actions: Sequence[Action] = ()) -> Strip:
        """Whatever was raised: a refusal or a bug."""
        return self.refusal(error, actions) if isinstance(error, Refusal) else self.bug(error)

    def clear(self) -> None:
        """Take away the strips on show; the list keeps them."""
        for strip in self._strips.strips():
            self._strips.take(strip)

    def save_report(self, path: Path | None = None) -> None:
        """Write the problem report; without a path, ask where."""
        if path is None:
            name = f"问题报告-{datetime.now().astimezone():%Y%m%d-%H%M}.txt"
            chosen, _ = QFileDialog.getSaveFileName(self._window(), "保存问题报告", name, "文本文件 (*.txt)")
            if not chosen:
                return
            path = Path(chosen)
        try:
            path.write_text(report(self._bug), "utf-8")
        except OSError as trouble:
            self.error(
                f"问题报告没有写成：{trouble.strerror}。请换一个位置再试。", [Action("换个位置…", self.save_report)]
            )
            return
        self.done(f"问题报告已写到 {path}，里面没有姓名和证件号码。")

    def _window(self) -> QWidget:
        return self._strips.window()

    def _say(self, text: str, tone: str, actions: Sequence[Action]) -> Strip:
        message = Message(datetime.now().astimezone(), tone, text)
        self.kept.appendleft(message)
        self.said.emit(message)
        for known in self._strips.strips():
            if tone == known.tone == "ok":  # of two results the newer says where things stand; the list keeps both
                self._strips.take(known)
        return self._strips.show_strip(Strip(text, tone, actions))


def report(error: BaseException | None) -> str:
    """What went wrong, for a technician: versions, the kind of error and where. Values and messages are left out (privacy)."""
    import platform

    lines = [f"Python {platform.python_version()}", f"Qt {qVersion()}", platform.platform()]
    while error is not None:
        lines += ["", f"{type(error).__module__}.{type(error).__qualname__}"]
        lines += [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
        error = error.__cause__ or error.__context__
    return "\n".join(lines) + "\n"

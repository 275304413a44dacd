"""Questions put into a page, one at a time; what is half typed of one is kept until its act is done (ui/pages/halfway.py)."""

from ui.pages.halfway import Halfway
from ui.pages.tabbed import Tab
from ui.parts.ask import Ask
from ui.parts.look import stack


class AskingTab(Tab):
    """A subclass calls `init_asking` first, puts `self.questions` into its layout, and tells `answered` of an act that was carried out."""

    def init_asking(self) -> None:
        """No question yet."""
        self.asking: Ask | None = None
        self.questions = stack(gap=0)
        self.halfway = Halfway(self.shell, self, f"ask/{self.place.key}")

    def asked_where(self) -> str:
        """The part of the office's work the questions are about."""
        return ""

    def ask(self, question: Ask) -> None:
        """Put a question into the page; an earlier one goes."""
        self.put_question_away()
        self.asking = question
        self.questions.addWidget(question)
        question.ended.connect(self.put_question_away)
        self.halfway.watch(question.kept_fields())
        question.add_line(self.halfway.line())
        self.halfway.open("|".join((question.title, question.about, self.asked_where())))
        question.begin()

    def put_question_away(self) -> None:
        """The keyboard goes back to the work."""
        if self.asking is None:
            return
        self.halfway.leave()
        self.halfway.watch({})
        had = self.asking.isAncestorOf(self.asking.focusWidget() or self)
        self.questions.removeWidget(self.asking)
        self.asking.hide()
        self.asking.deleteLater()
        self.asking = None
        if had:
            self.focus_work_area()

    def asked_for(self) -> str:
        """The answer an act begins with, for `answered`; blank when nothing was asked."""
        return self.halfway.record if self.asking is not None and self.asking.answering else ""

    def answered(self, answer: str) -> None:
        """The act is carried out: what was typed for it is needed no more. Not so if somebody refused to witness it, or a rule stood against it."""
        if answer:
            self.halfway.done(answer)

"""A step of the year done from a page: the scope of the window and the office, two people where the step asks for them, and what came of it."""

from ui.pages.base import Shell
from ui.parts.strip import Action
from yingcai_desktop.desk import Desk
from yingcai_desktop.services import stages
from yingcai_desktop.services.outcome import Outcome
from yingcai_desktop.services.workbench import scope_of
from yingcai_desktop.vocabulary import STEPS, TWO_PERSON_STEPS

_SHOWN = 2
_COUNTED = {
    "approved": "通过", "rejected": "不通过", "appointed": "聘任", "eligible": "符合", "relaxed": "放宽", "ineligible": "不符合", "trainees": "学员",
    "candidates": "上线", "shortlisted": "面试人选", "admitted": "录取", "waitlist": "候补", "certificates": "证书",
}  # fmt: skip


def run_step(shell: Shell, step: str) -> None:
    """Do one step for what the window shows. Refusals are told; nothing has changed then."""
    scope = scope_of(shell.desk, shell.programme)

    def work(desk: Desk) -> None:
        begins = step == "open-training"
        shell.jobs.start(STEPS[step], lambda _progress: stages.begin_training(desk, scope) if begins else stages.advance(desk, step, scope), done)

    def done(outcome: Outcome) -> None:
        said = stages.sentences(shell.desk, outcome)
        counts = "，".join(f"{_COUNTED[key]} {n}" for key, n in outcome.counts.items() if key in _COUNTED)
        shell.messages.done(f"已办理“{STEPS[step]}”" + (f"：{counts}。" if counts else "。"))
        for sentence in said[:_SHOWN]:
            shell.messages.warn(sentence, [Action("看遴选录取", lambda: shell.go("selection"))] if step in ("shortlist", "admit") else [])

    if step in TWO_PERSON_STEPS:
        shell.second_person(STEPS[step], work)
    else:
        work(shell.desk)

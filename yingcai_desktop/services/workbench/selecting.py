"""Tasks of the interview and of 录取 (附件1 四（二）、八（四）, 附件2 四（二）、六（五）)."""

from collections.abc import Iterator

from yingcai_desktop.services import selection
from yingcai_desktop.services.workbench.facts import Facts, tally
from yingcai_desktop.services.workbench.tasks import Task, group_words, people_words
from yingcai_desktop.services.workbench.year import due


def panels_missing(facts: Facts) -> Iterator[Task]:
    """Groups with people called and nobody to hear them."""
    called = tally(facts, [uid for uid in facts.shortlisted if not facts.done("admit", facts.groups_of[uid][0])])
    served = {group for group, judges in facts.panels.values() if judges}
    lacking = [g for g in facts.groups if called[g] and g not in served]
    if lacking:
        words = group_words(facts, {g: f"{called[g]} 人" for g in lacking})
        yield Task("panels.missing", f"{len(lacking)} 个组还没有评委", words, len(lacking), due(facts, "面试"), "warn")


def interviews_missing(facts: Facts) -> Iterator[Task]:
    """Called people whose panel has judges without a row: stops 录取 (FORMAT: `scores.missing`)."""
    waiting = [uid for uid in facts.unjudged if not facts.done("open-training", facts.groups_of[uid][0])]
    if waiting:
        whole = not facts.judged
        title = f"{len(waiting)} 名面试人选还没有面试成绩" if whole else f"{len(waiting)} 名面试人选缺评委打分"
        yield Task("interviews.missing", title, people_words(facts, waiting), len(waiting), due(facts, "面试"), "warn")


def ties_open(facts: Facts) -> Iterator[Task]:
    """Equal people at a place that decides, or else: everything is in and 录取 can be taken.

    Only looked at when all marks are in and the result is not yet there: it walks the whole selection.
    """
    waiting = [
        s.programme
        for s in facts.programmes
        if facts.done("shortlist", s.programme) and not facts.done("admit", s.programme)
    ]
    if not waiting or facts.unjudged or not facts.shortlisted:
        return
    if not facts.deep:
        yield Task("ties.checking", "面试成绩已齐", "正在核对有没有影响名额的同分……", 1, due(facts, "面试", *waiting))
        return
    ties = selection.preview(facts.session, facts.schemes, facts.scope).ties
    if ties:
        words = group_words(facts, {t.group: f"{len(t.ids)} 人" for t in ties})
        yield Task(
            "ties.open",
            f"{len(ties)} 处同分影响名额，须两人裁定",
            words,
            len(ties),
            due(facts, "面试", *waiting),
            "warn",
        )
    else:
        count = len(facts.shortlisted)
        yield Task("step.admit", "面试成绩已齐，可以录取", f"{count} 名面试人选", count, due(facts, "面试", *waiting))


def seats_open(facts: Facts) -> Iterator[Task]:
    """Seats nobody got in the last 录取; no more looked at once training is open."""
    taken = tally(facts, facts.admitted)
    left = {
        g: seats - taken[g]
        for g in facts.groups
        if facts.done("admit", g[0])
        and not facts.done("open-training", g[0])
        and (seats := facts.decisions.seats(*g)) > taken[g]
    }
    if left:
        words = group_words(facts, {g: f"{n} 个" for g, n in left.items()})
        yield Task(
            "seats.open", f"还有 {sum(left.values())} 个名额空缺", words, sum(left.values()), due(facts, "师生见面会")
        )


def training_ready(facts: Facts) -> Iterator[Task]:
    """The selection stands: the year of training can be opened."""
    ready = [
        s.programme
        for s in facts.programmes
        if facts.done("admit", s.programme) and not facts.done("open-training", s.programme)
    ]
    count = sum(facts.groups_of[uid][0] in ready for uid in facts.admitted)
    if count:
        names = "、".join(facts.schemes[p].short for p in ready)
        yield Task(
            "step.open-training",
            "录取已定，可以公示、备案并开始培养",
            f"{names} {count} 人",
            count,
            due(facts, "师生见面会", *ready) or due(facts, "面试", *ready),
        )


RULES = (panels_missing, interviews_missing, ties_open, seats_open, training_ready)

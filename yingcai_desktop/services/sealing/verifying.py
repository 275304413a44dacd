"""核对封存码: the marks as they are now against the seal, its amendments, and the digest on the paper (账实核对)."""

from dataclasses import dataclass

from sqlalchemy import select

from db.models import Amendment, Application, Seal, SealedMark
from yingcai_desktop.desk import Desk
from yingcai_desktop.services.marked import SheetRef
from yingcai_desktop.services.sealing.lines import by_uid, digest_of, grouped


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a seal holds. `current` is the digest of the marks as amended; `broken` names everybody whose mark is not what it must be."""

    sound: bool
    digest: str
    current: str
    broken: tuple[str, ...]
    sentence: str


def verify(desk: Desk, seal_uid: str) -> Verdict:
    """Recompute a seal from the store, whatever program wrote it."""
    with desk.read() as session:
        seal = session.get(Seal, seal_uid)
        assert seal is not None
        ref = SheetRef(seal.kind, seal.programme, seal.city, seal.subject, seal.panel, seal.judge)
        sealed = {m.score_uid: m for m in session.scalars(select(SealedMark).where(SealedMark.seal_uid == seal.uid))}
        amended = list(session.scalars(select(Amendment).where(Amendment.seal_uid == seal.uid).order_by(Amendment.number)))
        wanted = {uid: (m.application_uid, m.line) for uid, m in sealed.items()}
        wanted |= {a.score_uid: (a.application_uid, a.new_line) for a in amended}
        held = by_uid(session, seal.kind, wanted)
        people = dict(session.execute(select(Application.uid, Application.name)).all())
    whole = digest_of(ref, [m.line for m in sealed.values()]) == seal.digest and len(sealed) == seal.count
    off = [person for uid, (person, line) in wanted.items() if uid not in held or held[uid].line != line]
    broken = tuple(sorted(people.get(person, "（已不在）") for person in off))
    current = digest_of(ref, [mark.line for mark in held.values()])
    return Verdict(whole and not broken, seal.digest, current, broken, _sentence(whole, broken, len(amended), current))


def _sentence(whole: bool, broken: tuple[str, ...], amended: int, current: str) -> str:
    if not whole:
        return "封存记录本身对不上封存码：封存时的成绩行被改动过。请保留数据文件，用“恢复备份”核对，并报告监督人员。"
    if broken:
        return f"账实不符：{'、'.join(broken[:5])}{'等' if len(broken) > 5 else ''} {len(broken)} 份成绩与封存记录不一致。请保留数据文件，用“恢复备份”核对。"
    if amended:
        return f"账实相符：除 {amended} 次更正单外与封存时一致；更正后的封存码 {grouped(current)[:19]}…"
    return "账实相符：成绩与封存时一致，封存码可与纸面核对。"

"""面试任务: what one panel's laptop needs for the day, in a file under a passphrase, with a slip of the PINs (ux §4.6; F21, F24)."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.models import Panel, PanelPlace, PanelTask
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.interview import Roll, rolls_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import manifest
from yingcai_desktop.exchange.enrolling import make_keys
from yingcai_desktop.exchange.identity import Identity, new_identity
from yingcai_desktop.exchange.kinds import PackageKind, Way, file_stem, panel_place
from yingcai_desktop.exchange.ledger import keys_of
from yingcai_desktop.exchange.making import ENDING, write_file
from yingcai_desktop.exchange.package import check_code, make, seal_with_passphrase
from yingcai_desktop.exchange.panel_files import MANY, Candidate, Criterion, Task, new_judge
from yingcai_desktop.rules.interviewing import panel_gaps
from yingcai_desktop.rules.passwords import suggestion
from yingcai_desktop.services import deciding
from yingcai_desktop.services.panels.hearing import declared, must_recuse
from yingcai_desktop.services.people import people
from yingcai_desktop.services.printing.heading import heading

PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Issued:
    """A task file and what is on its slip. Passphrase and PINs are kept nowhere: shown and printed this once."""

    path: Path
    check_code: str
    panel_uid: str
    number: int
    passphrase: str = field(repr=False)
    pins: tuple[tuple[str, str], ...] = field(repr=False)


def issue(desk: Desk, panel_uid: str, folder: Path) -> Issued:
    """Make the task of a panel; some seconds of work. A later one replaces the earlier: what was scored is kept (E10).

    Raises `NotAllowed` before the draw, for a panel that cannot begin, and without keys where no 管理员 sits here.
    """
    desk.require("panel.issue")
    identity = _own_keys(desk)
    words, pins = suggestion(), {}
    with desk.read() as session:
        panel = session.get(Panel, panel_uid)
        if panel is None:
            raise LookupError(panel_uid)
        pins = {name: f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}d}" for name in panel.judges}
        task = _task(desk, session, panel, identity, pins)
    kept = task.identity.public
    head = manifest.Manifest(
        kind=PackageKind.PANEL_TASK.value,
        sender=desk.store.office,
        store=desk.store.store_id,
        package_id=new_uid(),
        to=[task.code],
        no=task.number,
        season=desk.store.season,
        made_at=desk.clock().isoformat(timespec="minutes"),
    )
    data = seal_with_passphrase(make(head, [msgspec.json.encode(task)], {}, identity), words)
    path = write_file(
        folder,
        file_stem(
            PackageKind.PANEL_TASK, Way.TO_PANEL, panel_place(task.city, task.subject, task.name), task.number
        )
        + ENDING,
        data,
    )
    try:
        with desk.change("panel.issue", reason=f"{task.name} 第 {task.number} 份") as change:
            change.add(
                PanelTask(
                    panel_uid=panel_uid, number=task.number, code=task.code, signer=kept.sign.hex(), seal=kept.seal,
                    judges=[one.name for one in task.judges], candidates=[one.uid for one in task.candidates], made_at=head.made_at,
                    file_name=path.name, check_code=check_code(data), taken=[], receipts=0,
                )
            )  # fmt: skip
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Issued(path, check_code(data), panel_uid, task.number, words, tuple(pins.items()))


def _own_keys(desk: Desk) -> Identity:
    with desk.read() as session:
        held = keys_of(session)
    if held is not None:
        return held
    if not desk.may("package.keys"):
        raise NotAllowed("本单位还没有交换数据包用的密钥，没有制作面试任务。请管理员在“数据包”页办理“单位登记”后再做。")
    make_keys(desk)
    with desk.read() as session:
        held = keys_of(session)
    assert held is not None
    return held


def _task(desk: Desk, session: Session, panel: Panel, identity: Identity, pins: dict[str, str]) -> Task:
    group = panel.programme, panel.city, panel.subject
    decisions, scheme = deciding.stored(session), desk.schemes[panel.programme]
    if gaps := panel_gaps(panel.judges, panel.chair, decisions.whole("interview.min_judges")):
        raise NotAllowed(f"{panel.name}还不能开始面试：{'；'.join(gaps)}。没有制作面试任务；请先在“分组与评委”里补齐。")
    candidates = _candidates(desk, session, panel)
    if not candidates:
        raise NotAllowed(
            f"{desk.schemes.group_name(*group)} {panel.name}还没有抽签，没有制作面试任务。请先抽签分组，再制作。"
        )
    last = session.scalar(select(func.max(PanelTask.number)).where(PanelTask.panel_uid == panel.uid)) or 0
    keys = new_identity(f"{desk.store.office}-panel-{new_uid()[-12:]}")
    return Task(
        code=keys.office,
        number=last + 1,
        panel=panel.uid,
        season=desk.store.season,
        programme=scheme.name,
        city=desk.schemes.city_names.get(panel.city, panel.city),
        subject=panel.subject,
        name=panel.name,
        chair=panel.chair,
        held_on=panel.held_on.isoformat() if panel.held_on else "",
        starts_at=panel.starts_at,
        room=panel.room,
        minutes=panel.minutes,
        step=f"{decisions.number('interview.step'):f}",
        criteria=[Criterion(title, str(most)) for title, most in scheme.interview.criteria.items()],
        candidates=candidates,
        judges=[new_judge(keys.office, name, pin) for name, pin in pins.items()],
        office=identity.public,
        office_name=desk.schemes.offices.get(desk.store.office, desk.store.office),
        signing=keys.to_signing(),
        opening=keys.age_secret(),
    )


def _candidates(desk: Desk, session: Session, panel: Panel) -> list[Candidate]:
    """In the drawn order; why a judge recuses is not told, so neither is a school."""
    placed = dict(
        session.execute(
            select(PanelPlace.application_uid, PanelPlace.position).where(PanelPlace.panel_uid == panel.uid)
        ).all()
    )
    said = declared(session)
    heard = [p for p in people(session, desk.schemes) if p.uid in placed]
    return [
        Candidate(p.uid, placed[p.uid], p.name, p.gender, p.grade, list(must_recuse(panel, p, said)))
        for p in sorted(heard, key=lambda p: placed[p.uid])
    ][:MANY]


def slip_pdf(desk: Desk, issued: Issued) -> bytes:
    """开启单: the passphrase for the clerk, and one PIN a judge to cut off and hand over. One page."""
    with desk.read() as session:
        panel = session.get(Panel, issued.panel_uid)
        assert panel is not None
        about = heading(desk, deciding.stored(session), (panel.programme, panel.city, panel.subject))
    facts = (("任务文件", f"{issued.path.name}（校验码 {issued.check_code}）"), ("开启口令", issued.passphrase))
    notes = (
        "工作人员凭开启口令在评委席电脑上载入任务文件；断电或重新开机后仍用这个口令打开。",
        "每行沿表格线剪开，PIN 当面交给评委本人，不要念出声，不要拍照；评委凭 PIN 进入自己的评分表。",
        "单位不留存口令和 PIN；遗失的，请重新制作面试任务，已评的分不会丢失。",
    )
    roll = Roll(about, "评委席开启单", panel.name, facts, (("评委", 60), ("PIN", 50), ("签收", 50)),
                tuple((name, pin, "") for name, pin in issued.pins), ("制作人", "监督员", "日期"), notes)  # fmt: skip
    return rolls_pdf("评委席开启单", [roll])

"""成绩包: everything the judges of this laptop have handed in, as often as one likes; signed by the laptop, sealed to the office (E09)."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.base import new_uid
from db.models import Package, SeatJudge, SeatMark
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import manifest
from yingcai_desktop.exchange.kinds import PackageKind, Way, file_stem, panel_place
from yingcai_desktop.exchange.ledger import OUT, next_number
from yingcai_desktop.exchange.making import ENDING, write_file
from yingcai_desktop.exchange.package import check_code, make, seal
from yingcai_desktop.exchange.panel_files import Row, Sheet
from yingcai_desktop.services.seat.opening import Seat
from yingcai_desktop.services.seat.scoring import AWAY, given_of, is_whole


@dataclass(frozen=True, slots=True)
class Exported:
    """A written result: whose sheets are in it, and whose are not because they are not handed in."""

    path: Path
    check_code: str
    size: int
    judges: tuple[str, ...]
    waiting: tuple[str, ...]


def export(seat: Seat, folder: Path) -> Exported:
    """Write the result. Raises `NotAllowed` before anybody has handed in, StorageTrouble (full, read-only stick)."""
    with seat.desk("").read() as session:
        handed = list(session.scalars(select(SeatJudge).where(SeatJudge.handed_at != "").order_by(SeatJudge.judge)))
        sheets = [_sheet(session, seat, one) for one in handed]
        number = next_number(session, seat.task.office.office)
    if not sheets:
        raise NotAllowed("还没有评委提交，没有可导出的成绩。请评委评完后按“提交”，再导出。")
    task = seat.task
    head = manifest.Manifest(
        kind=PackageKind.PANEL_RESULT.value,
        sender=task.code,
        store=seat.store.store_id,
        package_id=new_uid(),
        to=[task.office.office],
        no=number,
        season=task.season,
        made_at=seat.clock().isoformat(timespec="minutes"),
    )
    inner = make(head, [msgspec.json.encode(one) for one in sheets], {}, task.identity)
    data = seal(inner, [task.office.seal, task.identity.public.seal])
    place = panel_place(task.city, task.subject, task.name)
    name = file_stem(PackageKind.PANEL_RESULT, Way.FROM_PANEL, place, number) + ENDING
    path = write_file(folder, name, data)
    with seat.desk("").change("seat.export", reason=path.name) as change:
        for one in change.scalars(select(SeatJudge).where(SeatJudge.judge.in_([s.judge for s in sheets]))):
            one.exported = next(s.editions[-1] for s in sheets if s.judge == one.judge)
        change.add(
            Package(
                package_id=head.package_id, direction=OUT, kind=head.kind, peer=task.office.office, chain=seat.store.store_id, number=number,
                file_name=path.name, check_code=check_code(data), size=len(data), made_at=head.made_at, counts={"seat_judge": len(sheets)},
            )
        )  # fmt: skip
    there = {s.judge for s in sheets}
    return Exported(
        path,
        check_code(data),
        len(data),
        tuple(sorted(there)),
        tuple(j.name for j in task.judges if j.name not in there),
    )


def _sheet(session: Session, seat: Seat, where: SeatJudge) -> Sheet:
    """Everything whole that this judge has, also of candidates who have left the panel since; recusals as the office said them."""
    held = session.scalars(select(SeatMark).where(SeatMark.judge == where.judge).order_by(SeatMark.candidate))
    away = {one.uid for one in seat.task.candidates if where.judge in one.away}
    rows = [
        Row(row.candidate, given.status, dict(given.marks), row.reason, row.comment)
        for row in held
        if row.candidate not in away and is_whole(seat, given := given_of(row), row.reason)
    ]
    rows += [Row(uid, AWAY) for uid in sorted(away)]
    return Sheet(where.judge, list(where.editions), where.handed_at, rows, where.left, list(where.unlocked))

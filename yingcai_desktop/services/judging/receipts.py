"""回执 for a panel's laptop: it names the results taken in here, so that the laptop may forget everything (reliability F21)."""

from pathlib import Path

from sqlalchemy import select

from db.base import new_uid
from db.models import Panel, PanelTask
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange import manifest
from yingcai_desktop.exchange.kinds import PackageKind, Way, file_stem, panel_place
from yingcai_desktop.exchange.ledger import keys_of
from yingcai_desktop.exchange.making import ENDING, write_file
from yingcai_desktop.exchange.package import make, seal


def give_receipt(desk: Desk, code: str, folder: Path) -> Path:
    """Write the receipt of everything taken in from one laptop's task (`PanelTask.code`). Raises `NotAllowed` before the first result."""
    desk.require("panel.receipt")
    with desk.read() as session:
        identity = keys_of(session)
        task = session.scalars(select(PanelTask).where(PanelTask.code == code)).one()
        panel = session.get(Panel, task.panel_uid)
        taken, number = list(task.taken), task.receipts + 1
        uid, to = task.uid, task.seal
    if identity is None or panel is None or not taken:
        raise NotAllowed("还没有导入过这份任务的打分包，没有出回执。请先导入打分包；回执一出，评委席电脑就会清除数据。")
    head = manifest.Manifest(
        kind=PackageKind.RECEIPT.value,
        sender=desk.store.office,
        store=desk.store.store_id,
        package_id=new_uid(),
        to=[code],
        no=number,
        season=desk.store.season,
        made_at=desk.clock().isoformat(timespec="minutes"),
        applied=taken,
    )
    data = seal(make(head, [], {}, identity), [to, identity.public.seal])
    place = panel_place(desk.schemes.city_names.get(panel.city, panel.city), panel.subject, panel.name)
    path = write_file(folder, file_stem(PackageKind.RECEIPT, Way.TO_PANEL, place, number) + ENDING, data)
    try:
        with desk.change("panel.receipt", reason=f"{panel.name} 回执") as change:
            change.update(PanelTask, [{"uid": uid, "receipts": number}])
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path

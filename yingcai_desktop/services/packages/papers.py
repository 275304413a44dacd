"""Pages around packages: 交接单, 差异单, 导入报告, 根密钥保管单."""

from collections.abc import Sequence

from db.models import Package
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.dates import chinese_date
from yingcai_desktop.documents.handover import Handover, handover_pdf
from yingcai_desktop.documents.listing import ListColumn, Listing, listing_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.documents.root_sheet import RootSheet, root_sheet_pdf
from yingcai_desktop.documents.taken_in import TakenIn, taken_in_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.exchange.enrolling import standing
from yingcai_desktop.services.packages.naming import Naming
from yingcai_desktop.services.packages.offices import office_name
from yingcai_desktop.services.packages.receiving import Line, Review, size_words, summary
from yingcai_desktop.services.packages.register import OUTCOMES, label_of, withheld_of
from yingcai_desktop.services.packages.sending import numbers_in
from yingcai_desktop.services.subjects import TABLES

_NAMED = 30
"""Records a line of 导入报告 names."""
_DIFFERENCES = (
    ListColumn("类型", 60), ListColumn("类别", 90), ListColumn("姓名", 200), ListColumn("项目", 120), ListColumn("包里的值", 180),
    ListColumn("本机的值", 180), ListColumn("谁改的、说明", 220),
)  # fmt: skip


def handover(desk: Desk, uid: str) -> bytes:
    """The 交接单 of a package that went out, by its line in the register."""
    row = _row(desk, uid)
    content = tuple((TABLES.get(table, table), str(count)) for table, count in row.counts.items() if count) or (
        ("（只有回执）", "0"),
    )
    return handover_pdf(
        Handover(
            _heading(desk), desk.schemes.offices.get(row.peer, row.peer), label_of(row.kind), row.number, _time(row.made_at), desk.actor,
            row.file_name, size_words(row.size), row.check_code, content, numbers_in(row.counts),
        )
    )  # fmt: skip


def report(desk: Desk, uid: str) -> bytes:
    """The 导入报告 of a package that was taken in, as things stand now."""
    row = _row(desk, uid)
    with desk.read() as session:
        naming = Naming(session, desk.schemes)
        refused = tuple(
            (codes.sentence(code, detail=""), str(len(keys)), naming.listed(keys, _NAMED))
            for code, keys in withheld_of(session, row.package_id).items()
        )
    counts = tuple((word, str(row.counts.get(key, 0))) for key, word in OUTCOMES.items())
    undone = f"{_time(row.undone)}，{row.undone_reason}" if row.undone else ""
    return taken_in_pdf(
        TakenIn(
            _heading(desk), desk.schemes.offices.get(row.peer, row.peer), label_of(row.kind), row.number, _time(row.made_at), row.file_name,
            row.check_code, counts, refused, undone,
        )
    )  # fmt: skip


def differences(desk: Desk, review: Review, decided: Sequence[str] = ()) -> bytes:
    """The 差异单 of a package that is being looked at. `decided`: what was chosen, by line, blank where nothing was yet."""
    chosen = decided or ("",) * len(review.lines)
    rows = tuple(_difference(line, words) for line, words in zip(review.lines, chosen, strict=True))
    facts = (("数据包", review.title), ("校验码", review.arrived.check_code), ("处理", summary(review.counts)))
    heading = Heading(_unit(desk), desk.store.season, "", facts=facts)
    notes = ("姓名后的身份证号已遮盖。冲突的每一处都要选定，才能导入。",)
    return listing_pdf(Listing("数据包差异单", heading, _DIFFERENCES, rows, ("核对人", "复核人", "日期"), notes))


def root_sheet(desk: Desk, file: str) -> bytes:
    """The 根密钥保管单 of the directory in force."""
    return root_sheet_pdf(
        RootSheet(_heading(desk), file, chinese_date(desk.clock().date()), standing(desk).root_digits)
    )


def _difference(line: Line, decided: str) -> tuple[str, ...]:
    outcome = OUTCOMES[line.outcome]
    comes = line.comes
    if line.conflict:
        comes = "；".join(side.text for side in line.package)
    said = f"{line.who}　选定：{decided}" if decided else line.who
    return (outcome, line.what, line.name, line.label, comes, line.here, said)


def _row(desk: Desk, uid: str) -> Package:
    with desk.read() as session:
        row = session.get(Package, uid)
        if row is None:
            raise NotAllowed("收发登记里没有这一条，没有生成。请刷新后再试。")
        session.expunge(row)
    return row


def _unit(desk: Desk) -> str:
    return desk.schemes.offices.get(desk.store.office, office_name(desk.schemes, desk.store.office))


def _heading(desk: Desk) -> Heading:
    return Heading(_unit(desk), desk.store.season, f"{desk.store.season} 年度")


def _time(at: str) -> str:
    return at[:16].replace("T", " ")

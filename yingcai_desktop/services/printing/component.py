"""成绩登记表 of the pilot's further form: the paper that is entered twice afterwards, in the order of the sheet on screen (附件2 四（二）)."""

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.minutes import Listed, Listing, minutes_pdf
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import deciding, entry
from yingcai_desktop.services.printing.heading import heading
from yingcai_desktop.services.scope import EVERYTHING, Scope

_COLUMNS = (Listed("序号", 12), Listed("身份证号", 42), Listed("姓名", 36), Listed("得分", 26), Listed("缺考打“/”", 22), Listed("备注", 46, left=True))


def record_sheets(desk: Desk, scope: Scope = EVERYTHING) -> bytes:
    """A page a group, marks left blank. Raises `NotAllowed` where the form is not signed or nobody is called, `Undecided`."""
    papers = entry.papers(desk, "component", scope)
    with desk.read() as session:
        decisions = deciding.stored(session)
    component = decisions.component()
    if component is None or not papers:
        raise NotAllowed("还没有要登记的考生：先签认增加的形式，并确定面试人选。没有生成文件。")
    made = [
        Listing(
            f"{component.title}成绩登记表", heading(desk, decisions, (paper.ref.programme, paper.ref.city, paper.ref.subject), ("interview",), (("满分", f"{paper.full_mark:f}"), ("应到", f"{len(paper.lines)}人"), ("本表合计", ""))),
            _COLUMNS, tuple((line.place, line.number, line.name, "", "", "") for line in paper.lines),
            notes=("每人一个得分，最多两位小数；没有来的不写 0，在“缺考”一栏打“/”。合计由考官算出，录入时照抄核对。",),
            signatures=("考官", "核分人", "监督人", "日期"),
        )
        for paper in papers
    ]  # fmt: skip
    return minutes_pdf(made)

"""What 导师库 prints: 推荐汇总表 with its signatures, 公示名单 with as little as it can, 聘书 (附件1 四（一）、八（一）; 附件2 四（一）、六（一）)."""

from collections.abc import Callable, Mapping, Sequence

from yingcai_desktop.desk import Desk
from yingcai_desktop.documents.listing import ListColumn, Listing, listing_pdf
from yingcai_desktop.documents.page import Heading
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.rules.states import MentorState
from yingcai_desktop.services.mentors.fields import TEAM, unpacked
from yingcai_desktop.services.mentors.register import Register, Row
from yingcai_desktop.services.printing.heading import unit
from yingcai_desktop.services.printing.letters import appointment_letters, letter_of
from yingcai_desktop.services.scope import Scope

PAPERS: Mapping[str, str] = {"recommendation": "导师推荐汇总表", "notice": "导师公示名单", "letters": "导师聘书"}

_PUBLISHED = (MentorState.ENDORSED, MentorState.PUBLISHED)
_RECOMMENDATION = (
    ("姓名", 90), ("性别", 40), ("培养高校", 130), ("学科", 60), ("工作单位", 120), ("学位", 50), ("职称", 50), ("人才称号", 130), ("研究方向", 140),
    ("团队成员", 160), ("可带", 40), ("高校推荐", 60), ("盟市初审", 60),
)  # fmt: skip


def pdf(desk: Desk, paper: str, programme: str = "", uid: str = "") -> bytes:
    """One paper. Raises `NotAllowed` when there is nobody on it."""
    return _MAKERS[paper](desk, programme, uid)


def _rows(desk: Desk, programme: str, keep: Callable[[Row], bool]) -> tuple[Register, list[Row]]:
    register = Register(desk)
    mine = [r for r in register.rows if r.stored and programme in ("", r.programme) and keep(r)]
    office = desk.store.office
    return register, [r for r in mine if office not in desk.schemes.city_names or r.city in (office, "")]


def _recommendation(desk: Desk, programme: str, uid: str) -> bytes:
    register, rows = _rows(desk, programme, lambda r: r.state not in (MentorState.REJECTED, MentorState.DISMISSED))
    _somebody(rows, "还没有可以列入汇总表的导师。请先登记或导入导师推荐表。")
    lines = []
    for row in rows:
        values = register.values(row.uid)
        team = "；".join(f"{m['name']}（{m['degree']}、{m['title']}）" for m in unpacked(values[TEAM]))
        lines.append((row.name, row.gender, row.university, row.subject, row.employer, row.degree, row.title, row.honours, row.research, team,
                      str(row.capacity), values["university_opinion"], values["city_opinion"] or ("—" if row.programme == "national" else "")))  # fmt: skip
    notes = [f"{r.name}：{r.exception}" for r in rows if r.exception]
    return _list(desk, PAPERS["recommendation"], programme, _RECOMMENDATION, lines, ("填表人", "审核人", "负责人（盖章）"),
                 ["“原则上”的条件未达到的例外理由：" + "；".join(notes)] if notes else [])  # fmt: skip


def _notice(desk: Desk, programme: str, uid: str) -> bytes:
    """No birth, telephone, ethnicity: what may be published of a mentor."""
    _, rows = _rows(desk, programme, lambda r: r.state in _PUBLISHED)
    _somebody(rows, "还没有审定待公示的导师。请先在“待审定”里办理审定，再打印公示名单。")
    lines = [(r.name, r.employer or r.university, r.university, r.subject, r.title) for r in rows]
    columns = (("姓名", 120), ("工作单位", 170), ("培养高校", 170), ("学科", 80), ("职称", 70))
    notes = ["公示期：　　年　　月　　日至　　年　　月　　日", "公示期内有异议的，请实名向本办公室反映。联系电话：＿＿＿＿＿＿＿＿＿＿＿＿"]
    return _list(desk, PAPERS["notice"], programme, columns, lines, (), notes)


def _letters(desk: Desk, programme: str, uid: str) -> bytes:
    if uid:
        return letter_of(desk, uid)
    office = desk.store.office
    return appointment_letters(desk, Scope(programme, office if office in desk.schemes.city_names else ""))


def _somebody(rows: Sequence[Row], words: str) -> None:
    if not rows:
        raise NotAllowed(f"{words}没有生成文件。")


def _list(
    desk: Desk, title: str, programme: str, columns: Sequence[tuple[str, int]], lines: Sequence[tuple[str, ...]],
    signatures: Sequence[str], notes: Sequence[str],
) -> bytes:  # fmt: skip
    name = desk.schemes[programme].name if programme else ""
    facts = (("年度", str(desk.store.season)), ("人数", str(len(lines))), ("制表日期", desk.clock().date().isoformat()))
    heading = Heading(unit(desk), desk.store.season, name, facts=facts)
    given = tuple(ListColumn(text, width) for text, width in columns)
    return listing_pdf(Listing(title, heading, given, tuple(lines), tuple(signatures), tuple(notes)))


_MAKERS = {"recommendation": _recommendation, "notice": _notice, "letters": _letters}

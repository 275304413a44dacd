"""The form of a mentor, section by section; Tab follows this order."""

from collections.abc import Mapping, Sequence

from db.models import Mentor
from ui.parts.fields import Field
from ui.parts.form import Section
from ui.parts.grid import GridColumn
from yingcai_desktop.rules.identity import mask_phone
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.mentors.checks import DEGREES, REQUIRED, TITLES
from yingcai_desktop.services.mentors.fields import label_of
from yingcai_desktop.sheets.words import ETHNICITIES

BASICS, STANDING, CAPACITY, OPINIONS = "基本信息", "学位、职称与称号", "培养与容量", "推荐与审核"
HONOURS = ("院士", "长江特聘", "杰青", "优青", "中国青年科技奖", "国家级教学名师", "自治区级教学名师")
_FIRST = ("蒙古族", "汉族", "满族", "回族", "达斡尔族", "鄂温克族", "鄂伦春族")


def _field(key: str, kind: str = "text", **more: object) -> Field:
    assert hasattr(Mentor, key)
    return Field(key, label_of(key), kind, required=key in REQUIRED, **more)  # type: ignore[arg-type]  # declared once, below


def _same(names: Sequence[str], *, blank: bool = False) -> list[tuple[str, str]]:
    return [*([("", "（未填）")] if blank else []), *((name, name) for name in names)]


def sections(schemes: Schemes) -> Sequence[Section]:
    """Options that never change; universities and subjects follow the programme (`options`)."""
    programmes = [(s.programme, s.short) for s in schemes.programmes.values()]
    ethnicities = list(dict.fromkeys([*_FIRST, *ETHNICITIES.values()]))
    return (
        Section(
            BASICS,
            (
                _field("programme", "choice", options=programmes),
                _field("name"),
                _field("university", "choice", span=2),
                _field("subject", "choice"),
                _field("department"),
                _field("employer", span=2, placeholder="可以不同于培养高校"),
                _field("gender", "choice", options=_same(("男", "女"), blank=True)),
                _field("ethnicity", "choice", options=_same(ethnicities, blank=True)),
                _field("birth_month", digits=True, placeholder="如 1978-05"),
                _field("phone", digits=True, mask=mask_phone),
            ),
        ),
        Section(
            STANDING,
            (
                _field("degree", "choice", options=_same(DEGREES)),
                _field("title", "choice", options=_same(TITLES)),
                _field("honours", span=2, placeholder="用顿号分开：" + "、".join(HONOURS[:4]) + "…"),
                _field("position"),
                _field("exception", placeholder="原则上的条件未达到时写明"),
            ),
        ),
        Section(CAPACITY, (_field("capacity", digits=True, placeholder="学生数"), _field("research", span=2, placeholder="学生选报时看得到"))),
        Section(
            OPINIONS,
            (
                _field("university_opinion", "choice", options=_same(("推荐", "不推荐"))),
                _field("city_opinion", "choice", options=_same(("通过", "不通过"), blank=True), hint="只有后备人才项目要盟市初审"),
            ),
        ),
    )


def university_options(schemes: Schemes, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Universities of the chosen programme, with their city; the one held stays in sight even if it does not fit (附件1 三.1, 附件2 三（二）)."""
    programme, held = values.get("programme", ""), values.get("university", "")
    found: dict[str, str] = {}
    for scheme in schemes.programmes.values():
        for one in scheme.universities:
            if programme in ("", scheme.programme) or one.name == held:
                place = schemes.city_names.get(one.city, "")
                found.setdefault(one.name, f"{one.name} · {place}" if place else one.name)
    return list(found.items())


def subject_options(schemes: Schemes, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Subjects the chosen university takes students of in this programme; the one held too."""
    programme, university, held = (values.get(k, "") for k in ("programme", "university", "subject"))
    scheme = schemes.programmes.get(programme)
    fits = [s for s in schemes.subject_names if s == held or not scheme or not university or scheme.offers(university, s)]
    return _same(fits)


TEAM_COLUMNS = (
    GridColumn("name", "姓名", "text", 116, 180, longest=25),
    GridColumn("gender", "性别", "choice", 60, choices=("男", "女"), hidden=True),
    GridColumn("degree", "学位", "choice", 64, choices=DEGREES),
    GridColumn("title", "职称", "choice", 64, choices=TITLES),
    GridColumn("research", "研究方向", "text", 98, 200),
    GridColumn("role", "分工", "text", 60, 140),
)
"""Hidden columns keep what a workbook brought."""

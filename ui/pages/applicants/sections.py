"""The form of an application, section by section as on paper; Tab follows this order (ux §4.2, U26)."""

from collections.abc import Mapping, Sequence

from db.models import Application
from ui.parts.fields import Field
from ui.parts.form import Section
from yingcai_desktop.rules.identity import mask_id, mask_phone
from yingcai_desktop.scheme import Schemes
from yingcai_desktop.services.applications.checks import REQUIRED
from yingcai_desktop.services.applications.checks_contact import CHOICES
from yingcai_desktop.services.applications.fields import label_of
from yingcai_desktop.services.applications.known import Known, MentorChoice
from yingcai_desktop.sheets.words import ETHNICITIES

BASICS, STANDING, WISHES, GUARDIAN = "基本信息", "学业排名", "志愿与联系", "监护人与承诺"
_FIRST_ETHNICITIES = ("蒙古", "汉", "满", "回", "达斡尔", "鄂温克", "鄂伦春", "朝鲜", "俄罗斯", "锡伯")
CONSENTS = ("student_consent", "guardian_consent")
_RELATIONS = ("父亲", "母亲", "其他")


def _field(key: str, kind: str = "text", **more: object) -> Field:
    assert hasattr(Application, key)
    return Field(key, label_of(key), kind, required=key in REQUIRED or key in CONSENTS, **more)  # type: ignore[arg-type]  # declared once, below


def sections(schemes: Schemes) -> Sequence[Section]:
    """Sections with the options that never change; the others follow what is chosen (`options`)."""
    programmes = [(s.programme, s.short) for s in schemes.programmes.values()]
    return (
        Section(
            BASICS,
            (
                _field("programme", "choice", options=programmes),
                _field("city", "choice", options=list(schemes.city_names.items())),
                _field("name"),
                _field("ethnicity", "choice", options=_ethnicities()),
                _field("id_number", span=2, digits=True, mask=mask_id, placeholder="18 位，末位可以是 X"),
                _field("birth_date", "date", read_only=True, placeholder="由身份证号带出"),
                _field("gender", read_only=True, placeholder="由身份证号带出"),
                _field("school_uid", "choice"),
                _field(
                    "grade", "choice", options=[(g.name, g.name) for g in schemes.common.grades], hint="仅限高一、高二"
                ),
                _field("class_name"),
                _field("returner", "flag", placeholder="参加过上届培养"),
            ),
        ),
        Section(
            STANDING,
            (
                _field("cohort", digits=True, placeholder="年级学生总数"),
                _field("rank_basis", placeholder="如 2024 秋期末"),
                _field("subject_rank", digits=True, placeholder="名次，不填百分比"),
                _field("overall_rank", digits=True, placeholder="名次，不填百分比"),
                _field("pretraining", "flag", placeholder="是，另附证明"),
                _field("proof", placeholder="证明材料的名称"),
            ),
        ),
        Section(
            WISHES,
            (
                _field("subject", "choice", options=[(s, s) for s in schemes.subject_names]),
                _field("adjust", "flag", placeholder="服从"),
                *(_field(key, "choice", span=2) for key in CHOICES),
                _field("student_phone", digits=True, mask=mask_phone),
                _field("school_opinion", "choice", options=[("推荐", "推荐"), ("不推荐", "不推荐")]),
            ),
        ),
        Section(
            GUARDIAN,
            (
                _field("guardian_name"),
                _field("guardian_relation", "choice", options=[("", "（未填）"), *((r, r) for r in _RELATIONS)]),
                _field("guardian_phone", digits=True, mask=mask_phone),
                _field("student_consent", "flag", placeholder="本人已承诺"),
                _field("guardian_consent", "flag", placeholder="监护人已同意"),
            ),
        ),
    )


def _ethnicities() -> list[tuple[str, str]]:
    """Those of the region first (domain.md 附录 B)."""
    names = [ETHNICITIES[word] for word in _FIRST_ETHNICITIES]
    return [("", "（未填）"), *((name, name) for name in dict.fromkeys([*names, *ETHNICITIES.values()]))]


def school_options(known: Known, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Schools of the chosen programme and city (附件1 三.3, 附件2 三（三）); the one held stays in sight even if it does not fit."""
    programme, city, held = values.get("programme", ""), values.get("city", ""), values.get("school_uid", "")
    return [
        (s.uid, s.name)
        for s in known.schools.values()
        if s.uid == held or ((not programme or programme in s.programmes) and (not city or s.city == city))
    ]


def mentor_options(known: Known, values: Mapping[str, str], key: str) -> list[tuple[str, str]]:
    """Mentors of programme, subject and (试点) city, each with how many chose them first and how many they take; the one held too."""
    programme, city, subject = (values.get(k, "") for k in ("programme", "city", "subject"))
    fitting = [
        m
        for m in known.mentors.values()
        if m.uid == values.get(key)
        or (
            m.programme == programme
            and m.subject == (subject or m.subject)
            and (not m.city or m.city == (city or m.city))
        )
    ]
    blank = [] if key in REQUIRED else [("", "（未填）")]
    return [*blank, *((m.uid, f"{m.name} · {m.university} · {_places(known, m)}") for m in fitting)]


def _places(known: Known, mentor: MentorChoice) -> str:
    return f"已报 {known.chosen.get(mentor.uid, 0)} / 上限 {mentor.capacity}"

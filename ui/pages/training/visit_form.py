"""The fields of one activity, from texts to an `Entry` and back; what is wrong is said at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.models import Visit
from db.models.labels import label
from ui.parts.fields import Field
from ui.parts.form import Finding, Section
from yingcai_desktop import codes
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.training import ACTIVITIES, APPROVED, MODES, NOT_HANDED_IN, WAITING
from yingcai_desktop.services.trainees import visits
from yingcai_desktop.services.trainees.visits import Entry

REVIEWS = ((NOT_HANDED_IN, "稍后再交"), (WAITING, "已交，待导师审核"), (APPROVED, "已交，导师已审核"))


def fields(*, with_log: bool) -> Sequence[Field]:
    """In the order of the paper log. `with_log`: also how far the log is, for a new activity."""
    log = Field("review", "成长日志", "choice", required=True, options=REVIEWS)
    return (
        Field("day", label(Visit.day), "date", required=True, placeholder="2025-09-15"),
        Field("start_time", label(Visit.start_time), digits=True, placeholder="09:00，可不填"),
        Field("mode", label(Visit.mode), "choice", required=True, options=[(m, m) for m in MODES]),
        Field("face_to_face", label(Visit.face_to_face), "flag", placeholder="导师当面指导"),
        Field("activity_type", label(Visit.activity_type), "choice", options=[(a, a) for a in ACTIVITIES]),
        Field("place", label(Visit.place)),
        Field("instructor", label(Visit.instructor), span=1 if with_log else 2),
        *((log,) if with_log else ()),
        Field("content", label(Visit.content), "long", span=2, hint="审核通过的日志才计入次数" if with_log else ""),
    )


def sections(*, with_log: bool) -> Sequence[Section]:
    """One section."""
    return (Section("活动", fields(with_log=with_log)),)


@dataclass(frozen=True, slots=True)
class Read:
    """What stands in the form: an entry when it is sound, and the findings."""

    entry: Entry | None
    findings: Mapping[str, Finding]


def read(desk: Desk, values: Mapping[str, str], admitted: Sequence[date] = ()) -> Read:
    """Texts as an entry; `admitted` are the days of those it is for, to warn of 前置培养."""
    found: dict[str, Finding] = {}
    day = _day(values.get("day", ""), found)
    time = visits.clock(values.get("start_time", ""))
    if time is None:
        found["start_time"] = Finding("bad", codes.sentence("time.invalid", value=values["start_time"]))
    if not values.get("mode"):
        found["mode"] = Finding("bad", "请选择形式")
    if day is not None and (code := visits.check_day(desk, day)):
        found["day"] = Finding("bad", codes.sentence(code, value=day.isoformat()))
    elif day is not None and visits.before_admission(day, admitted):
        found["day"] = Finding("warn", codes.sentence("visit.before-admission", value=day.isoformat()))
    if any(f.level == "bad" for f in found.values()) or day is None or time is None:
        return Read(None, found)
    entry = Entry(
        day, values["mode"], values.get("face_to_face") == "1", time, values.get("activity_type", ""),
        values.get("place", "").strip(), values.get("instructor", "").strip(), values.get("content", "").strip(),
        values.get("review") or NOT_HANDED_IN,
    )  # fmt: skip
    return Read(entry, found)


def _day(text: str, found: dict[str, Finding]) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        found["day"] = Finding("bad", codes.sentence("date.invalid", value=text) if text.strip() else "请填写日期")
        return None

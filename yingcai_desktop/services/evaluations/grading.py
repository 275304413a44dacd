"""The grade two people confirm, where it is another than the rules suggest (附件2 七（三）); an optional share of 优秀 as signed."""

from sqlalchemy import func, select

from db.models import Application, Assessment, Certificate
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import Invalid, NotAllowed
from yingcai_desktop.rules.grading import EXCELLENT, QUALIFIED, UNDECIDED, UNQUALIFIED
from yingcai_desktop.rules.states import IN_FORCE
from yingcai_desktop.services import deciding
from yingcai_desktop.services.evaluation import require_region
from yingcai_desktop.services.evaluations.register import Row

CHOICES = (EXCELLENT, QUALIFIED, UNQUALIFIED)


def confirm_grade(desk: Desk, row: Row, grade: str, reason: str) -> None:
    """改定等级, by two people, with a reason. Raises `Invalid`, `NotAllowed`: before 终评, beyond the signed share, a certificate in force."""
    require_region(desk, "改定等级")
    desk.require_witness("改定等级")
    if grade not in CHOICES:
        raise Invalid(f"等级没有改动：只能定为{'、'.join(CHOICES)}。")
    if not reason.strip():
        raise Invalid("等级没有改动：请写明定级理由；评为不合格的，理由要告知学员（附件2 七（三））。")
    with desk.change("evaluation.grade", reason=reason.strip()) as change:
        found = change.scalars(select(Assessment).where(Assessment.application_uid == row.uid)).one_or_none()
        if found is None or not found.grade or found.grade == UNDECIDED:
            raise NotAllowed(f"“{row.name}”还没有终评结果，不能改定等级。请先办理终评。")
        if not row.to_final:
            raise NotAllowed(f"“{row.name}”未获盟市推荐或已退出，不参加终评，等级按签认的办法定，不能改定（附件2 七（三））。")
        if grade != UNQUALIFIED and "materials" in found.reasons:
            raise NotAllowed(f"“{row.name}”材料不齐，只能是不合格。确可免交的，先登记免交理由，再重新办理终评（附件2 七（三））。")
        held = select(Certificate.number).where(Certificate.application_uid == row.uid, Certificate.state.in_(IN_FORCE))
        if number := change.execute(held).scalar():
            raise NotAllowed(f"“{row.name}”的证书 {number} 已颁发，等级不能再改。确需更正的，请先由两人作废证书（附件2 七（三））。")
        if grade == EXCELLENT:
            _refuse_beyond_share(desk, row, found.rank)
        found.grade, found.grade_reason = grade, reason.strip()


def _refuse_beyond_share(desk: Desk, row: Row, rank: int) -> None:
    with desk.read() as session:
        percent = int(deciding.stored(session).get("annual.excellent_top_percent") or 0)
        ranked = select(func.count()).select_from(Assessment).join(Application, Application.uid == Assessment.application_uid)
        scored = session.scalar(ranked.where(Assessment.rank > 0, Application.programme == row.programme)) or 0
    if percent and (not rank or rank * 100 > percent * scored):
        raise NotAllowed(f"等级没有改动：“{row.name}”名次 {rank or '无'}，超出签认的优秀比例（前 {percent}%，有成绩 {scored} 人）。")

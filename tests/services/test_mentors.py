"""Both review chains of mentors (附件1 八（一）, 附件2 六（一）)."""

import pytest
from sqlalchemy import select

from db.models import Mentor
from tests.season import At
from yingcai_desktop.desk import Desk
from yingcai_desktop.errors import NotAllowed
from yingcai_desktop.services import mentors


def one(desk: Desk, programme: str) -> str:
    with desk.read() as session:
        found = session.scalars(select(Mentor.uid).where(Mentor.programme == programme)).first()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("programme", "verbs"),
    [
        ("pilot", ["city-pass", "approve", "endorse", "publish", "appoint"]),  # 盟市初审 → 复审 → 审定 → 公示 → 聘任
        ("national", ["approve", "appoint"]),  # 高校推荐 → 复审 → 聘任
    ],
)
def test_the_chain_step_by_step(at: At, programme: str, verbs: list[str]) -> None:
    desk = at("mentors-loaded")
    uid = one(desk, programme)

    states = [mentors.act(desk, uid, verb) for verb in verbs]

    assert states[-1] == "appointed"


@pytest.mark.parametrize("verb", ["city-pass", "endorse", "publish"])
def test_the_national_chain_has_no_city_and_no_notice(at: At, verb: str) -> None:
    desk = at("mentors-loaded")

    with pytest.raises(NotAllowed, match="不能办理"):
        mentors.act(desk, one(desk, "national"), verb)


@pytest.mark.parametrize("verb", ["return", "reject"])
def test_sending_back_asks_for_a_reason(at: At, verb: str) -> None:
    desk = at("mentors-loaded")

    with pytest.raises(NotAllowed, match="理由"):
        mentors.act(desk, one(desk, "pilot"), verb)

    assert mentors.act(desk, one(desk, "pilot"), verb, "材料缺高校推荐意见") in ("returned", "rejected")


def test_dismissal_takes_two_people(at: At) -> None:
    desk = at("appointed")
    desk.witness = ""

    with pytest.raises(NotAllowed, match="两人"):
        mentors.act(desk, one(desk, "pilot"), "dismiss", "调离")

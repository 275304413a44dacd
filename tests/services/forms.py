"""Forms of applications for tests: a real one from the sample season under another identity number."""

from datetime import date

from sqlalchemy import select

from db.models import Application
from yingcai_desktop.desk import Desk
from yingcai_desktop.rules.identity import expected_check_digit
from yingcai_desktop.services.applications.fields import texts_of


def identity(born: date = date(2009, 3, 5), number: int = 901, county: str = "150699") -> str:
    """A sound identity number of a county nobody lives in."""
    body = f"{county}{born:%Y%m%d}{number:03d}"
    return body + expected_check_digit(body)


def form(desk: Desk, programme: str = "national", **changes: str) -> dict[str, str]:
    """The form of somebody new, like the first person of that programme who may sit the test."""
    with desk.read() as session:
        query = select(Application).where(Application.programme == programme, Application.grade == "高一")
        like = session.scalars(query.order_by(Application.id_number)).first()
        assert like is not None
        values = texts_of(like)
    fresh = {
        "name": "巴图·孟和",
        "id_number": identity(),
        "cohort": "600",
        "subject_rank": "60",
        "overall_rank": "",
        "returner": "",
    }
    fresh |= {"pretraining": "", "proof": "", "school_opinion": "推荐"}
    return values | fresh | changes

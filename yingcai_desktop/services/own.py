"""Whose applications an office looks at: the region everybody's, a city its own (附件2 六（二）：试点盟市管理办公室审核)."""

from sqlalchemy import ColumnElement, and_, or_

from db.models import Application
from yingcai_desktop.desk import Desk


def applications(desk: Desk) -> tuple[ColumnElement[bool], ...]:
    """Conditions on `Application`, none for the region. A city sees its own people of the programmes that count seats by city, and those it registered itself
    for the others, even when other offices' records are in its store (ux §2.1)."""
    office = desk.store.office
    if office not in desk.schemes.city_names:
        return ()
    by_city = Application.programme.in_([s.programme for s in desk.schemes.programmes.values() if s.by_city])
    return (or_(and_(by_city, Application.city == office), and_(~by_city, Application.office == office)),)
